"""Opinions are kept once, counted right, and lead to nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from bot.report import Area, CoreDown, Kind, Place, Reference, Report
from bridge.embedded.schema import connect
from bridge.opinions.opinions import About, Opinions, Wanted

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
ABOUT = About(
    Reference.of(7), "Dinas PU", "street_light", "Kabupaten Lombok Timur", "Nusa Tenggara Barat", "whatsapp", "id"
)
PERSON = {"gender": "female", "disability": "no", "age": "to_30"}
ALL = Wanted()


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = connect(f"sqlite:///{tmp_path / 'core.sqlite3'}")
    yield engine
    engine.dispose()


@pytest.fixture
def opinions(engine: Engine, clock: Clock) -> Opinions:
    kept = Opinions(engine, clock)
    kept.create()
    return kept


def everything(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables of opinions."""
    names = ("opinion_stars", "opinion_answers", "opinion_participation", "opinion_counted")
    with engine.connect() as connection:
        return {name: [tuple(row) for row in connection.execute(text(f"SELECT * FROM {name}"))] for name in names}


PARTS: list[Callable[[Opinions], None]] = [
    lambda kept: kept.keep("s1", ABOUT, star=4),
    lambda kept: kept.keep("s1", ABOUT, elements=(3,)),
    lambda kept: kept.keep("s1", ABOUT, elements=(3, 0)),
    lambda kept: kept.keep("s1", ABOUT, elements=(3, 0, 4)),
    lambda kept: kept.keep("s1", ABOUT, person=PERSON),
]


def test_a_survey_kept_in_parts_is_one_opinion(opinions: Opinions) -> None:
    """Star, three elements of which one was skipped, and the person: one each."""
    for part in PARTS:
        part(opinions)
    found = opinions.figures(ALL)
    assert found.stars.counts == {1: 0, 2: 0, 3: 0, 4: 1, 5: 0}
    assert (found.index.respondents, found.index.answered) == (1, (1, 0, 1, 0, 0, 0, 0, 0, 0))
    assert found.participation["gender"] == {"female": 1}
    assert found.participation["province"] == {"Nusa Tenggara Barat": 1}


@pytest.mark.parametrize("part", PARTS)
def test_the_same_part_again_changes_nothing(
    part: Callable[[Opinions], None], opinions: Opinions, engine: Engine
) -> None:
    """An effect that is carried out twice, also a month later, leaves every table as it was."""
    part(opinions)
    once = everything(engine)
    opinions._clock.now += timedelta(days=40)  # type: ignore[attr-defined]
    part(opinions)
    assert everything(engine) == once


def test_a_changed_answer_replaces_the_old_one(opinions: Opinions) -> None:
    """KEMBALI and another answer: the last word counts, a later skip too."""
    opinions.keep("s1", ABOUT, star=1)
    opinions.keep("s1", ABOUT, star=5)
    opinions.keep("s1", ABOUT, elements=(1, 2))
    opinions.keep("s1", ABOUT, elements=(4, 0))
    found = opinions.figures(ALL)
    assert found.stars.counts[5] == found.stars.total == 1
    assert (found.index.means[0], found.index.answered[1]) == (4, 0)


def test_a_survey_resumed_next_month_is_still_one_of_its_first_day(opinions: Opinions, clock: Clock) -> None:
    """The row is begun in November and finished in December."""
    opinions.keep("s1", ABOUT, elements=(3, 3))
    clock.now += timedelta(days=20)
    opinions.keep("s1", ABOUT, elements=(3,) * 9)
    assert opinions.figures(Wanted(until=date(2026, 11, 30))).index.shown is not None
    assert opinions.figures(Wanted(since=date(2026, 12, 1))).index.respondents == 0


def test_the_index_of_what_was_kept_is_the_one_on_paper(opinions: Opinions) -> None:
    """(3 x 9 and 4 x 9) / 18 x 25 = 87.50, a B."""
    opinions.keep("s1", ABOUT, elements=(3,) * 9)
    opinions.keep("s2", ABOUT, elements=(4,) * 9)
    found = opinions.figures(ALL).index
    assert (str(found.shown), found.grade, found.respondents) == ("87.50", "B", 2)


def test_days_are_those_of_western_indonesia_and_both_ends_count(opinions: Opinions, clock: Clock) -> None:
    """At 18:00 UTC it is the next day in Jakarta."""
    clock.now = datetime(2026, 11, 30, 18, 0, tzinfo=UTC)
    opinions.keep("s1", ABOUT, star=5, elements=(4,), person=PERSON)
    for wanted, seen in (
        (Wanted(until=date(2026, 11, 30)), 0),
        (Wanted(since=date(2026, 12, 1), until=date(2026, 12, 1)), 1),
        (Wanted(since=date(2026, 12, 2)), 0),
    ):
        found = opinions.figures(wanted)
        assert (found.stars.total, found.index.respondents) == (seen, seen)
    assert opinions.figures(Wanted(until=date(2026, 11, 30))).participation == {}


def test_an_office_sees_its_own(opinions: Opinions) -> None:
    """Stars and index of one office; participation knows no office."""
    opinions.keep("s1", ABOUT, star=5, elements=(4,), person=PERSON)
    opinions.keep("s2", replace(ABOUT, agency="PDAM"), star=1, elements=(1,))
    found = opinions.figures(Wanted(agency="PDAM"))
    assert (found.stars.counts[1], found.stars.total, found.index.means[0], found.participation) == (1, 1, 1, {})


def test_no_row_of_a_person_or_of_nine_answers_leads_to_a_report(opinions: Opinions, engine: Engine) -> None:
    """Only the star knows its report; no name of a row stands in two tables, and the survey's own in none."""
    for part in PARTS:
        part(opinions)
    kept = everything(engine)
    assert str(ABOUT.reference) in str(kept["opinion_stars"])
    for name in ("opinion_answers", "opinion_participation", "opinion_counted"):
        assert str(ABOUT.reference) not in str(kept[name])
    names = [str(row[0]) for name in ("opinion_stars", "opinion_answers", "opinion_counted") for row in kept[name]]
    assert len(set(names)) == 3
    assert "s1" not in names
    assert "Dinas" not in str(kept["opinion_participation"])


def test_people_alike_are_one_row_with_a_number(opinions: Opinions, engine: Engine) -> None:
    """Three of a kind cannot be told apart, not even by when they came."""
    for survey in ("s1", "s2", "s3"):
        opinions.keep(survey, ABOUT, person=PERSON)
    rows = everything(engine)["opinion_participation"]
    assert rows == [("2026-11", "whatsapp", "Nusa Tenggara Barat", "female", "no", "to_30", 3)]


def test_an_erased_report_takes_its_star_along(opinions: Opinions) -> None:
    """What names the report goes; what does not, stays."""
    opinions.keep("s1", ABOUT, star=4, elements=(3,))
    opinions.forget(ABOUT.reference)
    found = opinions.figures(ALL)
    assert (found.stars.total, found.index.respondents) == (0, 1)


@pytest.mark.parametrize(
    "wrong",
    [{"star": 6}, {"star": -1}, {"elements": (5,)}, {"elements": (3,) * 10}, {"person": {"name": "Budi"}}],
)
def test_what_cannot_be_is_refused(wrong: dict[str, object], opinions: Opinions, engine: Engine) -> None:
    """No impossible number and nothing more of a person than three things reaches the database."""
    with pytest.raises(ValueError, match=r"1 to 5|only gender"):
        opinions.keep("s1", ABOUT, **wrong)  # type: ignore[arg-type]
    assert not any(everything(engine).values())


def test_a_database_that_fails_is_a_core_that_is_down(tmp_path: Path) -> None:
    """The outbox tries again; no statement's text travels on."""
    broken = Opinions(connect(f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.sqlite3'}"), lambda: NOON)
    with pytest.raises(CoreDown, match=r"^OperationalError$"):
        broken.keep("s1", ABOUT, star=4)


def test_creating_twice_keeps_what_is_there(opinions: Opinions) -> None:
    """Each process may create."""
    opinions.keep("s1", ABOUT, star=4)
    opinions.create()
    assert opinions.figures(ALL).stars.total == 1


def test_a_report_tells_what_an_opinion_is_about() -> None:
    """Office, category, regency, province, channel, language."""
    place = Place(province=Area("52", "Nusa Tenggara Barat"), regency=Area("52.03", "Kabupaten Lombok Timur"))
    report = Report(
        ABOUT.reference, Kind.COMPLAINT, "street_light", "", "", "", place, True, False, NOON, "whatsapp", "id"
    )
    assert About.of(report, "Dinas PU") == ABOUT
