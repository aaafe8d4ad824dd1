"""Open reports like the one a citizen is writing: who is offered which, how far away, and what is never shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from bridge_peers import DEADLINES, NOON, SELONG, Clock, a_report
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import Engine

from bot.pin import Pin
from bot.progress import Act, Doing, Near, Similar
from bot.report import Area, Place, Reference
from bridge.embedded.cases import Cases
from bridge.embedded.nearby import metres_between
from bridge.embedded.workflow import Action

HERE = Pin(-8.65, 116.53)
METRE = 1 / 111_194.9  # degrees of latitude
VILLAGE, OTHER = Area("52.03.07.1001", "Selong"), Area("52.03.07.1002", "Pancor")
SINCE = NOON - timedelta(days=30)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, clock: Clock) -> Cases:
    """The cases on each database."""
    engine: Engine = request.getfixturevalue("engine" if request.param == "sqlite" else "postgresql_engine")
    cases = Cases(engine, clock, deadlines=DEADLINES)
    cases.create()
    return cases


def north(metres: float) -> Pin:
    """A pin so far north of here."""
    return Pin(HERE.latitude + metres * METRE, HERE.longitude)


def shown(cases: Cases, draw: int, pin: Pin | None = None, village: Area | None = None, **changes: Any) -> Reference:
    """A verified report at that place."""
    report = a_report(draw, place=replace(SELONG, pin=pin, village=village), **changes)
    cases.file(report)
    cases.act(report.reference, Action.VERIFY)
    return report.reference


def found(cases: Cases, pin: Pin | None = HERE, village: Area | None = None, since: datetime = SINCE) -> list[Similar]:
    """What is offered to somebody who writes of a broken road there."""
    return list(cases.similar(Near("928", Place(pin=pin, village=village), since)))


def test_the_nearest_three_are_offered_with_their_distance(store: Cases) -> None:
    """Nearest first, rounded to a metre, never more than three, none beyond 250 m."""
    for draw, metres in enumerate((249, 30, 120, 251, 200)):
        shown(store, draw, north(metres))
    near = found(store)
    assert [(one.reference, one.metres) for one in near] == [
        (Reference.of(1), 30),
        (Reference.of(2), 120),
        (Reference.of(4), 200),
    ]
    assert near[0] == Similar(
        Reference.of(1), "928", "depan pasar Selong, Selong, Kabupaten Lombok Timur", NOON, metres=30, supporters=0
    )


def test_a_corner_of_the_square_is_not_within_the_circle(store: Cases) -> None:
    """200 m north and 200 m east are 283 m."""
    shown(store, 1, Pin(HERE.latitude + 200 * METRE, HERE.longitude + 200 * METRE * 1.0115))
    shown(store, 2, Pin(HERE.latitude + 170 * METRE, HERE.longitude + 170 * METRE * 1.0115))
    assert [(one.reference, one.metres) for one in found(store)] == [(Reference.of(2), 240)]


def test_the_same_village_counts_after_what_is_near(store: Cases) -> None:
    """Without a distance, the newest first; another village does not count."""
    shown(store, 1, village=VILLAGE, received_at=NOON - timedelta(days=2))
    shown(store, 2, village=VILLAGE, received_at=NOON - timedelta(days=1))
    shown(store, 3, north(249), OTHER)
    shown(store, 4, village=OTHER)
    assert [(one.reference, one.metres) for one in found(store, village=VILLAGE)] == [
        (Reference.of(3), 249),
        (Reference.of(2), None),
        (Reference.of(1), None),
    ]
    assert [one.reference for one in found(store, None, VILLAGE)] == [Reference.of(2), Reference.of(1)]
    assert found(store, None, None) == []


def test_only_what_everybody_may_read_and_is_open_is_offered(store: Cases) -> None:
    """Not secret, unverified, erased, ended or older ones, nor another category."""
    kept = shown(store, 1, HERE)
    shown(store, 2, HERE, secret=True)
    store.file(a_report(3, place=replace(SELONG, pin=HERE)))
    store.erase(shown(store, 4, HERE))
    store.act(shown(store, 5, HERE), Action.ARCHIVE, reason="unclear")
    shown(store, 6, HERE, received_at=SINCE - timedelta(seconds=1))
    shown(store, 7, HERE, category="110")
    assert [one.reference for one in found(store)] == [kept]


def test_supporters_are_counted(store: Cases) -> None:
    """Those who joined, without the one who made it."""
    reference = shown(store, 1, HERE)
    store.do(Act("s1", reference, Doing.SUPPORT), "")
    assert [one.supporters for one in found(store)] == [1]


def test_near_the_pole_nothing_breaks(store: Cases) -> None:
    """A pin where a degree of longitude has no length finds what is there."""
    shown(store, 1, Pin(90.0, 12.0))
    assert [one.metres for one in found(store, Pin(90.0, 12.0))] == [0]


@pytest.mark.parametrize(
    ("one", "other", "metres"),
    [
        (Pin(0, 0), Pin(0, 1), 111_195),
        (Pin(-6.1754, 106.8272), Pin(-6.9175, 107.6191), 120_374),
        (Pin(0, 0), Pin(0, 180), 20_015_115),
        (HERE, HERE, 0),
    ],
)
def test_distances_are_those_on_a_globe(one: Pin, other: Pin, metres: int) -> None:
    """A degree at the equator, Monas to Bandung, half around the earth, none at all."""
    assert metres_between(one, other) == pytest.approx(metres, abs=metres * 0.001)


@given(some.floats(-89, 89), some.floats(-179, 179), some.floats(-500, 500), some.floats(-500, 500))
def test_a_distance_is_the_same_both_ways_and_never_shorter_than_its_parts(
    latitude: float, longitude: float, up: float, right: float
) -> None:
    """Symmetric, and at least as long as the way north alone."""
    here, there = Pin(latitude, longitude), Pin(latitude + up * METRE, longitude + right * METRE)
    assert metres_between(here, there) == pytest.approx(metres_between(there, here), abs=0.001)
    assert metres_between(here, there) >= abs(up) - 0.01
