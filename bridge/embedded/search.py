"""Which reports are listed, and to whom: the public sees what was verified and is not secret."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_

from bot.report import ENDED, Stage
from bridge.embedded.schema import CaseRow


@dataclass(frozen=True, slots=True)
class Search:
    """Which cases to list; an empty part asks nothing. `since` and `until` bound when they were received.

    `changed_since` and `changed_until` bound since when they stand as they do.

    `public` leaves only what everybody may read; `erased` lets in what was erased.
    """

    ids: tuple[int, ...] = ()
    reference: str = ""
    categories: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    ended: bool | None = None
    public: bool = False
    erased: bool = False
    offset: int = 0
    limit: int = 100
    changed_since: datetime | None = None
    changed_until: datetime | None = None


def ended() -> ColumnElement[bool]:
    """Closed or archived."""
    return CaseRow.stage.in_([stage.value for stage in ENDED])


def public() -> ColumnElement[bool]:
    """What everybody may read."""
    return and_(CaseRow.verified_at.is_not(None), ~CaseRow.secret, CaseRow.erased_at.is_(None))


def conditions(wanted: Search) -> Iterator[ColumnElement[bool]]:
    """What a case must fulfil to be listed."""
    if wanted.reference:
        yield CaseRow.reference == wanted.reference
    if not wanted.erased:
        yield CaseRow.erased_at.is_(None)
    if wanted.ids:
        yield CaseRow.id.in_(wanted.ids)
    if wanted.categories:
        yield CaseRow.category.in_(wanted.categories)
    if wanted.stages:
        yield CaseRow.stage.in_([stage.value for stage in wanted.stages])
    yield from _bounds(wanted)
    if wanted.ended is not None:
        yield ended() if wanted.ended else ~ended()
    if wanted.public:
        yield public()


def _bounds(wanted: Search) -> Iterator[ColumnElement[bool]]:
    if wanted.since:
        yield CaseRow.received_at >= wanted.since
    if wanted.until:
        yield CaseRow.received_at <= wanted.until
    if wanted.changed_since:
        yield CaseRow.since >= wanted.changed_since
    if wanted.changed_until:
        yield CaseRow.since <= wanted.changed_until
