"""Everything the bot says is complete in every language, plain, short, and in the alphabet of every phone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from bot.dialogs import wording
from bot.dialogs.commands import PATTERNS, Command, command
from bot.dialogs.engine import MORE_CHOICES, PAGE, Question, Scene
from bot.dialogs.every_text import every_text
from bot.dialogs.moves import DIALOGS
from bot.dialogs.session import Draft, Session
from bot.dialogs.vocabulary import vocabulary
from bot.dialogs.wording import LANGUAGES, Text, load_wordings
from bot.message import Said, Sender
from bot.understanding.understand import Understanding
from channels import gsm
from channels.telegram import Telegram
from tests.drafts import OWN, facts, longest, plausible

TEXTS = every_text()
WORDINGS = load_wordings()
TRANSLATED = [language for language in LANGUAGES if language != "en"]
QUESTIONS = [(dialog, question) for dialog in DIALOGS for question in dialog.questions]
CARRIERS = frozenset(
    "STOP STOPALL UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT START YES UNSTOP HELP INFO BERHENTI".split()
)
LONGEST_LABEL = 40  # an SMS line on a small screen; a Telegram button holds 60
WORDS_AT_MOST, WORDS_ON_AVERAGE = 20, 12

each_language = pytest.mark.parametrize("language", LANGUAGES)
each_text = pytest.mark.parametrize("key", TEXTS)
each_listed = pytest.mark.parametrize(  # "which" lists the citizen's own places and reports
    ("dialog", "question"), [pair for pair in QUESTIONS if not pair[1].name.startswith("which")]
)
each_question = pytest.mark.parametrize(
    ("dialog", "question"), QUESTIONS, ids=[f"{dialog.name}.{question.name}" for dialog, question in QUESTIONS]
)


def raw(language: str, key: str) -> str:
    """The sentence with its {places} unfilled."""
    return TEXTS[key].english if language == "en" else WORDINGS[language].sentences.get(key, "")


def catalogue(language: str) -> dict[str, tuple[str, str]]:
    """Key -> English source and translation, as the file has them."""
    content = (files("bot.dialogs") / "texts" / f"{language}.po").read_bytes()
    return {str(m.context): (str(m.id), str(m.string)) for m in read_po(BytesIO(content)) if m.id}


def places(sentence: str) -> list[str]:
    """The names of the places to fill, in order of the alphabet."""
    return sorted(name for _, name, _, _ in Formatter().parse(sentence) if name is not None)


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_catalogue_has_every_sentence_and_no_other(language: str) -> None:
    """A translator sees each sentence of this release once; nothing is left of an earlier one."""
    assert list(catalogue(language)) == list(TEXTS)


@pytest.mark.parametrize("language", TRANSLATED)
@each_text
def test_the_translation_belongs_to_the_sentence_as_it_is_today(language: str, key: str) -> None:
    """No translation is missing, doubtful, or made for an English sentence that has changed since."""
    source, translation = catalogue(language)[key]
    assert source == TEXTS[key].english
    assert translation.strip()
    assert WORDINGS[language].sentences[key] == translation
    assert places(translation) == places(source)


def test_no_sentence_hides_from_the_translators() -> None:
    """Each `Text("key", ...)` written anywhere in the dialogs is in the list, and no key stands for two sentences."""
    written: dict[str, str] = {}
    for path in Path(wording.__file__).parent.glob("*.py"):
        for key, english in _written(path):
            assert written.setdefault(key, english) == english, f"two sentences for {key}"
    assert written
    assert {key: TEXTS[key].english for key in written if key in TEXTS} == written


def _written(path: Path) -> Iterator[tuple[str, str]]:
    calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    for call in calls:
        if isinstance(call.func, ast.Name) and call.func.id == "Text" and isinstance(call.args[0], ast.Constant):
            yield str(call.args[0].value), str(ast.literal_eval(call.args[1]))


@each_language
@each_text
def test_a_sentence_needs_no_other_alphabet_than_the_phones(language: str, key: str) -> None:
    """Every character is in the GSM alphabet as it stands, so none is an emoji and none doubles an SMS's price."""
    assert [ch for ch in raw(language, key) if not gsm.fits(ch)] == []


@each_language
@each_text
def test_no_sentence_offers_a_word_that_carriers_keep_for_themselves(language: str, key: str) -> None:
    """Nobody is told to type STOP, CANCEL or HELP, which would never reach us or would end the service."""
    assert set(re.findall(r"[A-Z]{3,}", raw(language, key))) & CARRIERS == set()


@each_language
@each_text
def test_a_word_in_capitals_is_one_that_works(language: str, key: str) -> None:
    """What is shown as a word to type is understood as a command, or is the name of something."""
    names = {"SMS", "PIN", "LAPOR", "PDF", "JPEG", "PNG", "KTP", "WBS", "KPK", "SEND", "KIRIM"}
    names |= {"SECRET", "NAME", "SHOWN", "RAHASIA", "TERBUKA"}  # tests/test_short_answers.py: at the recap they work
    shown = set(re.findall(r"(?<![A-Za-z-])[A-Z]{3,}(?![A-Za-z])", raw(language, key))) - names
    assert [word for word in shown if command(word) is None] == []


@pytest.mark.parametrize("name", PATTERNS)
def test_every_command_has_a_word_that_no_carrier_keeps(name: str) -> None:
    """On SMS nobody depends on a word such as HELP or CANCEL, which may never reach us."""
    words = [word for word in vocabulary().meanings if command(word) == Command(name)]
    assert {word.upper() for word in words} - CARRIERS


def sentences(text: str) -> list[str]:
    """The sentences of a text; names and abbreviations with a point or "!" in them do not end one."""
    whole = re.sub(r"SP4N-LAPOR!(?!\s+[A-Z])", "SP4N-LAPOR", text).replace("Jl.", "Jl")
    return [each for each in re.split(r"[.!?]+(?:\s|$)|\n", re.sub(r"\{\w+\}", "isi", whole)) if each.strip()]


def length(sentence: str) -> int:
    """How many words a sentence has."""
    return len(re.findall(r"[\w'/-]+(?:\.[\w]+)*", sentence))


@each_language
@each_text
def test_no_sentence_is_longer_than_twenty_words(language: str, key: str) -> None:
    """People who read with difficulty come to the end of each sentence."""
    assert [each for each in sentences(raw(language, key)) if length(each) > WORDS_AT_MOST] == []


@each_language
def test_sentences_have_twelve_words_on_average_at_most(language: str) -> None:
    """Labels and single words are left out, so that they do not flatter the average."""
    spoken = [each for key in TEXTS for each in sentences(raw(language, key)) if length(each) > 3]
    assert sum(map(length, spoken)) / len(spoken) <= WORDS_ON_AVERAGE


def scene(language: str, question: str, draft: Draft, understanding: Understanding, page: int = 0) -> Scene:
    """A citizen at a question with a draft."""
    session = Session(at=question, draft=draft, page=page, language=language, cases=OWN, told_privacy="1")
    said = Said(Sender("sms", "+6281200000001"), "1")
    return Scene(session, said, facts(), WORDINGS[language], understanding, "SMS 1708, lapor.go.id")


def offered(question: Question, at: Scene) -> list[str]:
    """The labels of a question that are the same for every citizen, with "others" where there is a second page."""
    labels = [option.label for option in question.options(at)]
    return [*labels, at.words(MORE_CHOICES)] if len(labels) > PAGE + 1 else labels


@each_language
@each_listed
def test_the_first_words_of_the_options_differ(
    dialog: object, question: Question, language: str, understanding: Understanding
) -> None:
    """An option can be named by its first word, and a screen reader's list is told apart at once."""
    for draft in (plausible(understanding), Draft()):
        labels = offered(question, scene(language, "start.menu", draft, understanding))
        first = [label.split()[0].casefold().strip(",.:") for label in labels]
        assert [word for word in set(first) if first.count(word) > 1] == []


@each_language
@each_question
def test_a_label_fits_a_line_and_a_button(
    dialog: object, question: Question, language: str, understanding: Understanding
) -> None:
    """No label is cut on a button, and each is a line of its own in the phone's alphabet."""
    most = (
        Telegram.limits.button_label
        if question.name.startswith("which") or question.name == "similar"
        else LONGEST_LABEL
    )
    for option in question.options(scene(language, "start.menu", longest(understanding, language), understanding)):
        assert 0 < len(option.label) <= most, option.label
        assert gsm.fits(option.label)
        assert "\n" not in option.label


@each_language
def test_a_category_has_a_short_name(language: str, understanding: Understanding) -> None:
    """28 characters of the phone's alphabet at most, so that five categories fit one page."""
    names = [each.name(language) for each in understanding.catalogue.all]
    assert [name for name in names if gsm.segments(name) != 1 or len(name) > 28 or not gsm.fits(name)] == []


@each_language
def test_a_missing_translation_is_said_in_english(language: str) -> None:
    """A sentence that a catalogue lacks is never left out."""
    assert WORDINGS[language](Text("no.such.key", "Said {how}."), how="anyway") == "Said anyway."
