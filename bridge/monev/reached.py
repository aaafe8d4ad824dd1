"""What the figures say about each measure that a goal can be set for; nothing where it could tell of a person."""

from __future__ import annotations

from itertools import chain

from sqlalchemy import inspect

from bridge import ikm
from bridge.monev import hiding
from bridge.monev.counting import Counting
from bridge.monev.offices import Offices, offices
from bridge.monev.satisfaction import index_of
from bridge.monev.times import rank
from bridge.opinions.small_numbers import LEAST

_IN_TIME = {"verified_in_time": "verify", "acted_in_time": "follow_up", "answered_in_time": "answer"}


def measured(counting: Counting) -> dict[str, float | None]:
    """Measure -> its value, in whole per cent, days with one decimal, index with two; None for too few data."""
    found = offices(counting)
    there = inspect(counting.connection).has_table("opinion_answers")
    index = index_of(counting) if there else ikm.index(())
    enough = index.respondents >= LEAST
    answers = sorted(chain.from_iterable(one.answer for one in found.each.values()))
    days = rank(answers, 50)
    reports = sum(one.reports for one in found.each.values())
    return {
        **{measure: _in_time(found, step) for measure, step in _IN_TIME.items()},
        "answer_days": None if days is None else round(days / 86400, 1),
        "satisfaction": float(index.shown) if enough and index.shown is not None else None,
        "reports": None if hiding.small(reports) else float(reports),
        "respondents": float(index.respondents) if enough else None,
    }


def _in_time(found: Offices, step: str) -> float | None:
    late = sum(one.late[step] for one in found.each.values())
    whole = late + sum(one.in_time[step] for one in found.each.values())
    share = hiding.shares({"": (late, whole)}).whole
    return None if share is None else float(100 - share)
