"""How well the categories are told from the words of real-looking messages, and how they are picked by name."""

from __future__ import annotations

import pytest

from bot.understanding.catalogue import Catalogue

GSM7 = set("@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà") | set(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)


def test_the_right_category_is_among_three(catalogue: Catalogue, category_sentences: list[tuple[str, str]]) -> None:
    """Of at least 150 messages, the right category is among the first three for at least 95 %."""
    missed = [text for text, code in category_sentences if code not in [one.code for one in catalogue.rank(text)[:3]]]
    assert len(category_sentences) >= 150
    assert len(missed) <= 0.05 * len(category_sentences), "\n".join(missed)


def test_the_first_guess_is_mostly_right(catalogue: Catalogue, category_sentences: list[tuple[str, str]]) -> None:
    """The first guess is right for at least 90 % of these messages (real ones are harder)."""
    missed = [text for text, code in category_sentences if [one.code for one in catalogue.rank(text)[:1]] != [code]]
    assert len(missed) <= 0.10 * len(category_sentences), "\n".join(missed)


def test_sure_is_right(catalogue: Catalogue, category_sentences: list[tuple[str, str]]) -> None:
    """Where no question would be asked, the guess is right for at least 98 %, and that covers half of the messages."""
    ranked = [(text, code, catalogue.rank(text)) for text, code in category_sentences]
    sure = [(text, code, guesses[0].code) for text, code, guesses in ranked if catalogue.sure(guesses)]
    wrong = [text for text, code, guess in sure if guess != code]
    assert len(wrong) <= 0.02 * len(sure), "\n".join(wrong)
    assert len(sure) >= 0.5 * len(category_sentences)


def test_every_category_but_other_is_met(catalogue: Catalogue, category_sentences: list[tuple[str, str]]) -> None:
    """The table of messages has every category, so that none can rot unseen."""
    assert {code for _, code in category_sentences} == {one.code for one in catalogue.all} - {"other"}


@pytest.mark.parametrize("text", ["", "   ", "halo", "qwerty zxcv", "1", "🙏", "\u200b", "selamat pagi pak"])
def test_no_hint_gives_no_guess(catalogue: Catalogue, text: str) -> None:
    """Without any word that speaks for a category there is no guess, and nothing is sure."""
    assert catalogue.rank(text) == ()
    assert not catalogue.sure(())


def test_one_weak_word_is_not_sure(catalogue: Catalogue) -> None:
    """A single word that several categories share is never enough to skip the question."""
    assert not catalogue.sure(catalogue.rank("jalan"))
    assert not catalogue.sure(catalogue.rank("lampu merah dan sampah"))


def test_abbreviations_count_like_words(catalogue: Catalogue) -> None:
    """ "jln rsk" and "jalan rusak" are the same evidence."""
    assert catalogue.rank("jln rsk parah") == catalogue.rank("jalan rusak parah")


def test_guesses_carry_the_citizens_language(catalogue: Catalogue) -> None:
    """The name is in the language asked for, the topic and the office stay as the agencies know them."""
    indonesian, english = (catalogue.rank("jalan berlubang", language)[0] for language in ("id", "en"))
    assert (indonesian.name, english.name) == ("Jalan berlubang", "Pothole in the road")
    assert (indonesian.lapor_topic, indonesian.office) == (english.lapor_topic, english.office)


def test_a_language_without_names_gets_indonesian_ones(catalogue: Catalogue) -> None:
    """A language that has no names yet never breaks the list."""
    assert catalogue.get("pothole").name("jv") == "Jalan berlubang"


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_category_is_picked_by_its_own_name(catalogue: Catalogue, language: str) -> None:
    """Typing a category's name, in any case, picks that category."""
    for category in catalogue.all:
        for text in (category.name(language), category.name(language).upper(), f" {category.name(language)}. "):
            picked = catalogue.named(text, language)
            assert picked is not None, text
            assert picked.code == category.code, text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("berlubang", "pothole"),
        ("listrik", "electricity"),
        ("yang sampah", "garbage"),
        ("pungli", "corruption"),
        ("lainnya", "other"),
        ("bpjs", "bpjs_health"),
    ],
)
def test_a_word_picks_its_category(catalogue: Catalogue, text: str, code: str) -> None:
    """One telling word of a name is enough as an answer."""
    picked = catalogue.named(text)
    assert picked is not None
    assert picked.code == code


@pytest.mark.parametrize("text", ["", "entah", "tidak tahu", "rusak", "???"])
def test_an_unclear_answer_picks_nothing(catalogue: Catalogue, text: str) -> None:
    """What fits none or several gives None, so that the dialog asks again."""
    assert catalogue.named(text) is None


def test_names_fit_a_feature_phone(catalogue: Catalogue) -> None:
    """Every name is GSM-7 and at most 28 characters, and first words differ within a language where they can."""
    for language in ("id", "en"):
        names = [category.name(language) for category in catalogue.all]
        assert all(len(name) <= 28 and set(name) <= GSM7 for name in names)
        assert len({name.split()[0].strip(",:").lower() for name in names}) == len(names)


def test_numbers_follow_the_file_and_never_move(catalogue: Catalogue) -> None:
    """Numbers run from 1; those that people have learnt are pinned here, so that a reordering fails."""
    assert [one.number for one in catalogue.all] == list(range(1, len(catalogue.all) + 1))
    pinned = {
        "pothole": 1,
        "street_light": 3,
        "tap_water": 7,
        "civil_registry": 22,
        "corruption": 31,
        "religion": 45,
        "other": 46,
    }
    assert {code: catalogue.get(code).number for code in pinned} == pinned


def test_known_numbers_of_lapor_are_kept(catalogue: Catalogue) -> None:
    """The six numbers of LAPOR!'s tree that are known stand at their categories, all others are 0."""
    known = {one.code: one.lapor_id for one in catalogue.all if one.lapor_id}
    expected = {
        "pothole": 1397,
        "damaged_road": 928,
        "public_order": 950,
        "drainage": 2397,
        "tap_water": 1618,
        "other": 110,
    }
    assert known == expected


def test_an_unknown_code_is_an_error(catalogue: Catalogue) -> None:
    """A code that no release ever had raises KeyError."""
    with pytest.raises(KeyError):
        catalogue.get("no_such_category")
