"""One sentence, everything in it: what the first message of a citizen gives without a question."""

from __future__ import annotations

import ast
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import bot.understanding
from bot.report import Kind
from bot.understanding.title import title
from bot.understanding.understand import Understanding
from bot.understanding.understood import Facts

FACTS = Facts(date(2026, 3, 15))
ONE_SHOT = "jalan berlubang depan pasar Selong Lombok Timur, bahaya malam hari"
FORBIDDEN = {"time", "random", "redis", "flask", "httpx", "rq", "telegram", "twilio"}


def test_a_whole_report_in_one_message(understanding: Understanding) -> None:
    """The issue's own example needs no question about category or place."""
    understood = understanding.understand(ONE_SHOT, FACTS)
    assert (understood.language, understood.kind) == ("id", Kind.COMPLAINT)
    assert understood.categories[0].code == "pothole"
    assert understood.category_sure
    assert understood.place is not None
    assert understood.place.sure
    assert understood.place.place.words == "depan pasar Selong Lombok Timur"
    assert understood.place.place.official == "Selong, Kabupaten Lombok Timur"
    assert understood.place.place.province is not None
    assert understood.place.place.province.name == "Nusa Tenggara Barat"
    assert (understood.urgent, understood.sensitive, understood.date) == (False, False, None)
    assert understood.title == "jalan berlubang depan pasar Selong Lombok Timur"


def test_nothing_said_is_nothing_understood(understanding: Understanding) -> None:
    """An empty message gives only empty values, and a complaint."""
    understood = understanding.understand(" \n\u200b", FACTS)
    assert (understood.language, understood.place, understood.date, understood.title) == (None, None, None, "")
    assert (understood.categories, understood.category_sure, understood.kind) == ((), False, Kind.COMPLAINT)


def test_names_come_in_the_citizens_language(understanding: Understanding) -> None:
    """Category names follow the language of the conversation, not that of the sentence."""
    english = understanding.understand(ONE_SHOT, Facts(date(2026, 3, 15), "en"))
    assert english.categories[0].name == "Pothole in the road"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Assalamualaikum, lampu jalan mati di gang mawar. Mohon bantuannya", "lampu jalan mati di gang mawar"),
        ("Yth. Bapak Bupati, jembatan  desa\nkami putus total", "jembatan desa"),
        ("Lampu di Jl. Melati mati. Gelap.", "Lampu di Jl. Melati mati"),
        ("banjir", "banjir"),
        ("x" * 200, "x" * 60),
        ("", ""),
    ],
)
def test_the_title_is_the_first_telling_clause(text: str, expected: str) -> None:
    """Greetings are passed over, abbreviations do not end a clause, white space is one blank."""
    assert title(text) == expected


def test_a_long_title_ends_with_a_whole_word() -> None:
    """A clause that is too long is cut between words, at most 60 characters."""
    short = title("jalan rusak parah sekali di sepanjang kampung kami sampai ke ujung jembatan besar dekat hutan")
    assert short == "jalan rusak parah sekali di sepanjang kampung kami sampai ke"


PIECES = st.sampled_from(
    (
        "jalan rusak di kec. selong lombok timur , . kab kota bogor desa sukamaju jl raya rt 03 kemarin 12 maret yg "
        "tdk \u200b \n 🙏 ' - lombk timr 999999 İ ß ﬃ"
    ).split(" ")
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=80).map(" ".join)))
def test_any_text_is_survived(understanding: Understanding, text: str) -> None:
    """Any Unicode gives a value that keeps its promises, and the same one again."""
    understood = understanding.understand(text, FACTS)
    assert understood == understanding.understand(text, FACTS)
    assert len(understood.title) <= 60
    assert understood.title.isprintable()
    assert understood.language in {None, "id", "en"}
    assert understood.date is None or understood.date <= FACTS.today
    assert understood.place is None or len(understood.place.alternatives) <= 2
    assert [one.score for one in understood.categories] == sorted(
        (one.score for one in understood.categories), reverse=True
    )
    assert understanding.gazetteer.find_answer(text) == understanding.gazetteer.find_answer(text)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.lists(PIECES, max_size=60).map(" ".join))
def test_the_words_of_a_place_are_in_the_text(understanding: Understanding, text: str) -> None:
    """Every part of `place.words` stands in the message as written, apart from white space and invisible characters."""
    guess = understanding.gazetteer.find(text)
    flat = " ".join(text.replace("\u200b", "").split())
    assert guess is None or all(part in flat for part in guess.place.words.split(", "))


LONG = {
    "one word again and again": "jalan rusak " * 9_000,
    "one village again and again": "sukamaju " * 12_000,
    "markers only": "di kec. " * 12_500,
    "typing errors": "kecamatn selog lombk " * 4_500,
    "dots": "a." * 50_000,
    "no spaces": "x" * 100_000,
    "digits": "1" * 100_000,
    "invisible": "\u200b" * 100_000,
    "mathematical letters": "𝕁𝕒𝕝𝕒𝕟 " * 16_000,
    "accents": "a\u0301" * 50_000,
    "surrogates": "\ud800 " * 50_000,
    "apostrophes": "a'" * 50_000,
}


@pytest.mark.parametrize("name", LONG)
def test_a_hundred_thousand_characters_are_survived(understanding: Understanding, name: str) -> None:
    """The longest and oddest messages give a value; the time is printed, since machines differ."""
    start = time.perf_counter()
    understood = understanding.understand(LONG[name], FACTS)
    print(f"{name}: {1000 * (time.perf_counter() - start):.1f} ms")
    assert len(understood.title) <= 60


def test_only_the_beginning_is_read(understanding: Understanding) -> None:
    """What stands after the first 3,000 characters changes nothing."""
    start = "banjir di lotim " * 250
    assert understanding.understand(start + "sampah di Bogor", FACTS) == understanding.understand(start, FACTS)


def test_threads_share_the_tables(understanding: Understanding, place_sentences: list[tuple[str, str]]) -> None:
    """Eight threads at once understand the same as one."""
    texts = [text for text, _ in place_sentences]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: understanding.understand(text, FACTS), texts))
    assert together == [understanding.understand(text, FACTS) for text in texts]


def test_understanding_is_pure() -> None:
    """No file of the package imports a clock, chance, a network or a store, nor any room but the shared words."""
    for file in Path(bot.understanding.__file__).parent.glob("*.py"):
        names = {name.split(".")[0] for name in _imports(file)}
        assert not names & FORBIDDEN, file.name
        rooms = {name for name in _imports(file) if name.startswith("bot.")}
        assert all(name.startswith(("bot.understanding", "bot.report", "bot.pin")) for name in rooms), file.name


def _imports(file: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
