"""The figures of the desk agree with a recount, on SQLite and on PostgreSQL, whatever is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from monev_city import CHANNELS, NOW, OFFICES, fill
from monev_recount import WIB, Recount, nearest
from sqlalchemy import Engine

from bridge import ikm
from bridge.embedded.schema import connect
from bridge.monev import Figure, Monev, Wanted, report

ASKED = (
    Wanted(),
    Wanted(date(2026, 3, 1), date(2026, 6, 30)),
    Wanted(region="52"),
    Wanted(since=date(2026, 1, 1), region="33.02"),
    Wanted(until=date(2026, 10, 1), offices=OFFICES[:3]),
    Wanted(offices=(OFFICES[-1],)),
)
HIDDEN = "hidden"


@pytest.fixture(scope="module")
def lite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = connect(f"sqlite:///{tmp_path_factory.mktemp('monev')}/cases.db")
    fill(engine, 3000)
    yield engine
    engine.dispose()


@pytest.fixture
def big(postgresql_engine: Engine) -> Engine:
    fill(postgresql_engine, 3000)
    return postgresql_engine


def counted(engine: Engine, wanted: Wanted) -> tuple[Monev, Recount]:
    found = report(engine, wanted, NOW, WIB, "en")
    return found, Recount(engine, wanted.since, wanted.until, wanted.region, wanted.offices)


def values(figure: Figure, column: int) -> dict[str, float | str | None]:
    cells = {key: row[column] for key, row in zip(figure.keys, figure.rows, strict=True)}
    return {key: HIDDEN if cell.hidden else cell.value for key, cell in cells.items()}


def agree(figure: Figure, truth: dict[str, int], column: int = 1) -> None:
    """What is shown is true; what is small is hidden; something else is hidden only beside something small."""
    shown = values(figure, column)
    assert {key for key, count in truth.items() if count} <= shown.keys(), figure.name
    assert all(truth.get(key, 0) == value for key, value in shown.items() if value != HIDDEN), figure.name
    assert all(shown[key] == HIDDEN for key, count in truth.items() if 0 < count < 5), figure.name
    if not any(0 < count < 5 for count in truth.values()):
        assert HIDDEN not in shown.values(), figure.name


def check(engine: Engine, wanted: Wanted) -> None:
    found, truth = counted(engine, wanted)
    check_incoming(found, truth)
    check_times(found, truth)
    check_accuracy(found, truth)
    check_opinions(found, truth)


def check_incoming(found: Monev, truth: Recount) -> None:
    for name, column in (("channels", "channel"), ("languages", "language"), ("kinds", "kind"), ("stages", "stage")):
        agree(found.figure(name), truth.count(lambda case, column=column: case[column]))
    agree(found.figure("offices"), truth.count(lambda case: case["agency"]))
    agree(found.figure("categories"), truth.count(lambda case: case["category"]), 2)
    agree(found.figure("provinces"), truth.count(lambda case: case["province_code"] or ""))
    regencies = truth.count(lambda case: case["regency_code"] or case["province_code"] or "")
    agree(found.figure("regencies"), regencies, 2)
    agree(found.figure("over_time"), truth.over_time())
    privacy = {(False, False): "open", (True, False): "anonymous", (False, True): "secret", (True, True): "both"}
    agree(found.figure("privacy"), truth.count(lambda case: privacy[bool(case["anonymous"]), bool(case["secret"])]))
    groups = truth.count(lambda case: max(least for least in (0, 1, 2, 5, 10) if least <= case["supporters"]))
    agree(found.figure("supporters"), groups)
    agree(found.figure("archived"), truth.archived())


def check_times(found: Monev, truth: Recount) -> None:
    for name in ("verify", "answer", "close"):
        figure = found.figure(f"time_{name}")
        for at, share in ((2, 0.5), (3, 0.9)):
            for key, value in values(figure, at).items():
                seconds = truth.seconds(name, None if key == "*" else key)
                assert value in (HIDDEN, None) or value == nearest(seconds, share), (name, key)
                assert key != "*" or len(seconds) < 5 or value != HIDDEN
        for key, value in values(figure, 1).items():
            assert value == HIDDEN or value == len(truth.seconds(name, None if key == "*" else key))
            assert value == HIDDEN or not 0 < value < 5  # type: ignore[operator]
    for at, step in ((1, "verify"), (3, "follow_up"), (5, "answer")):
        in_time, late = (values(found.figure("deadlines"), at + more) for more in (0, 1))
        for key, value in late.items():
            missed, kept = truth.late(step, None if key == "*" else key)
            if value not in (HIDDEN, None):
                assert (value, in_time[key]) == (percent(missed, missed + kept), 100 - percent(missed, missed + kept))
                assert missed + kept >= 500 or not (0 < missed < 5 or 0 < kept < 5)
            elif value is None:
                assert missed + kept == 0


def check_accuracy(found: Monev, truth: Recount) -> None:
    figure = found.figure("accuracy")
    for key, (part, whole) in truth.accuracy().items():
        small = any(0 < count < 5 for count in (part, whole - part))
        assert values(figure, 1)[key] == (HIDDEN if small else part if whole else None)
        assert values(figure, 3)[key] in (HIDDEN, percent(part, whole) if whole else None)
        assert small or values(figure, 3)[key] != HIDDEN
    shares = values(found.figure("handed_on"), 2)
    for office, value in shares.items():
        mine = [case for case in truth.cases if case["agency"] == office]
        moved = sum(truth.happened(case, "handed_on") for case in mine)
        assert value == HIDDEN or value == percent(moved, len(mine))


def check_opinions(found: Monev, truth: Recount) -> None:
    index = truth.index()
    shown = values(found.figure("satisfaction"), 1)
    assert shown["respondents"] == index.respondents
    assert shown["index"] == (None if index.shown is None else float(index.shown))
    means = [None if mean is None else float(ikm.rounded(mean)) for mean in index.means]
    assert list(values(found.figure("elements"), 1).values()) == means
    everywhere = not truth.region and truth.offices is None
    if not truth.region:
        agree(found.figure("stars"), truth.stars())
    if everywhere:
        people = truth.people()
        for name in ("gender", "disability", "age", "province", "channel"):
            one = {key: count for key, count in people.items() if key.startswith(name)}
            whole = values(found.figure("participation"), 2)
            assert all(whole[key] in (HIDDEN, count) for key, count in one.items())
            assert all(whole[key] == HIDDEN for key, count in one.items() if count < 5)
        check_funnel(found, truth)
    else:
        assert found.figure("funnel").rows == ()
        assert "no place and no office" in found.figure("funnel").note


def check_funnel(found: Monev, truth: Recount) -> None:
    figure, steps = found.figure("funnel"), truth.steps()
    assert set(figure.keys) == set(steps)
    for key, row in zip(figure.keys, figure.rows, strict=True):
        asked, passed, dropped = steps[key]
        assert row[1].value == asked
        if key != "filed":
            expected = [passed, dropped, asked - passed - dropped]
            assert [cell.value for cell in row[2:5]] in ([None] * 3, expected)
            assert row[5].value == percent(asked - passed, asked)
    by_channel = found.figure("funnel_channels")
    for at, channel in enumerate(sorted(CHANNELS), 1):
        for key, row in zip(by_channel.keys, by_channel.rows, strict=True):
            asked, passed, _ = truth.steps(channel)[key]
            assert row[at].hidden or row[at].value == percent(asked - passed, asked)


def percent(part: int, whole: int) -> int:
    return int(100 * part / whole + 0.5)


@pytest.mark.parametrize("wanted", ASKED, ids=str)
def test_figures_agree_with_a_recount_on_sqlite(lite: Engine, wanted: Wanted) -> None:
    """Every number on the page is that of a count by hand."""
    check(lite, wanted)


def test_figures_agree_with_a_recount_on_postgresql(big: Engine) -> None:
    """Every number on the page is that of a count by hand, on PostgreSQL too."""
    for wanted in ASKED:
        check(big, wanted)


def test_both_databases_tell_the_same(lite: Engine, big: Engine) -> None:
    """The same reports give the same page on either database."""
    for wanted in ASKED:
        assert report(lite, wanted, NOW, WIB, "id") == report(big, wanted, NOW, WIB, "id")


def test_whoever_may_see_no_office_sees_no_report(lite: Engine) -> None:
    """An empty list of offices is none, not all."""
    found = report(lite, Wanted(offices=()), NOW, WIB, "en")
    assert found.figure("channels").rows == ()
    assert found.figure("satisfaction").rows[2][1].value == 0


def test_an_empty_house_has_a_page(tmp_path: Path) -> None:
    """A new house shows its figures with nothing in them instead of failing."""
    engine = connect(f"sqlite:///{tmp_path}/empty.db")
    fill(engine, 0)
    found = report(engine, Wanted(), NOW, WIB, "id")
    assert found.figure("categories").rows == ()
    assert found.figure("deadlines").rows[0][1].text == "–"
    engine.dispose()
