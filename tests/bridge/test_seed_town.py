"""What is in the invented town: offices, talks, opinions, and every way that a report can go."""

from __future__ import annotations

from collections import Counter

import pytest
from seeded import a_town, everything, given
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.progress import Happened
from bot.report import Stage
from bridge.embedded.desk_tables import DialogStepRow, GoalRow, OfficeRow
from bridge.embedded.schema import CaseRow
from bridge.embedded.seeding.stories import by_share
from bridge.embedded.seeding.town import HOME, NEIGHBOUR
from bridge.embedded.seeding.troubles import NAMED, TROUBLES
from bridge.opinions.opinions import WIB
from bridge.opinions.tables import AnswersRow, CountedRow, ParticipationRow, StarRow


@pytest.fixture
def town(engine: Engine) -> Engine:
    """600 invented reports."""
    a_town(engine, 600)
    return engine


def test_every_way_a_report_can_go_is_there(engine: Engine) -> None:
    """In 3,000 reports everything that can happen happens, and all languages, channels, kinds and secrecies occur."""
    a_town(engine, 3000)
    found = everything(engine)
    assert {row["what"] for row in found["case_events"]} == {what.value for what in Happened}
    assert {row["stage"] for row in found["cases"]} == {stage.value for stage in Stage} - {Stage.WAITING.value}
    assert {row["language"] for row in found["cases"]} == {"id", "en", "jv", "su"}
    assert {row["channel"] for row in found["cases"]} == {"sms", "whatsapp", "telegram"}
    hidden = sum(row["anonymous"] or row["secret"] for row in found["cases"]) / 3000
    first = sum(row["guesses"].split()[0] == row["category"] for row in found["cases"]) / 3000
    assert 0.70 < hidden < 0.80
    assert 0.65 < first < 0.85
    assert any(row["supervisory"] for row in found["cases"])
    assert any(row["supporters"] for row in found["cases"])
    assert len(found["case_corrections"]) > 50


def test_named_categories_have_their_share() -> None:
    """The categories with stories of their own are in the catalogue, and 93 of 100 reports are about them."""
    topics, dry, wet = by_share(given()[0])
    assert TROUBLES.keys() <= {topic.code for topic in topics}
    assert sum(trouble.share for trouble in TROUBLES.values()) == pytest.approx(NAMED)
    assert sum(dry) == pytest.approx(100)
    assert sum(wet) > sum(dry)


def test_the_offices_stand_in_a_tree(town: Engine) -> None:
    """The home regency has some 25 offices under its government, the neighbour ten, each with its role and region."""
    with Session(town) as session:
        offices = session.scalars(select(OfficeRow)).all()
        under = Counter(office.region_code for office in offices if office.parent_id)
        roles = {topic.office for topic in given()[0]}
        homes = {office.id for office in offices if office.region_code == HOME}
        goals = {(goal.year, goal.measure) for goal in session.scalars(select(GoalRow))}
        assert set(session.scalars(select(GoalRow.office_id))) == homes
    assert 23 <= under[HOME] <= 30
    assert under[NEIGHBOUR] == 10
    assert {office.role for office in offices} <= roles | {"Pemerintah Daerah"}
    assert {measure for _, measure in goals} == {"verified_in_time", "answered_in_time", "satisfaction", "reports"}
    assert {year for year, _ in goals} == {2024, 2025, 2026}


def test_talks_add_up(town: Engine) -> None:
    """As many talks were filed on a day as reports came; whoever was asked went on or gave up."""
    with Session(town) as session:
        filed: Counter[object] = Counter()
        for row in session.scalars(select(DialogStepRow)):
            if row.step == "filed":
                filed[(row.day, row.channel, row.language)] += row.asked
            if row.step in ("filed", "joined"):
                assert row.passed == row.dropped == 0
            else:
                assert row.asked == row.passed + row.dropped
        cases = session.scalars(select(CaseRow))
        assert filed == Counter((c.received_at.astimezone(WIB).date(), c.channel, c.language) for c in cases)


def test_only_citizens_of_closed_reports_have_an_opinion(town: Engine) -> None:
    """Stars belong to closed reports, nine answers are fewer, and who took part was counted once each."""
    with Session(town) as session:
        closed = set(session.scalars(select(CaseRow.reference).where(CaseRow.stage == Stage.CLOSED.value)))
        stars = session.scalars(select(StarRow)).all()
        nine = session.scalars(select(AnswersRow)).all()
        people = sum(session.scalars(select(ParticipationRow.people)))
        assert people == len(session.scalars(select(CountedRow)).all())
    assert {star.reference for star in stars} <= closed
    assert 0 < people < len(nine) < len(stars) < len(closed)
    assert all(1 <= star.star <= 5 for star in stars)
    assert all(0 <= row.u1 <= 4 and 0 <= row.u9 <= 4 for row in nine)
