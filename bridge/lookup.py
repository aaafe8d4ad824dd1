"""A report that may have arrived is looked for in the core under our reference, before anything is sent again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bot.report import CoreRefused, CoreUnclear, Reference
from bridge.answers import carries, number_in
from bridge.wire import Endpoint, Fields, Rows

_PAGE = 100
_PAGES = 50  # so far back a lookup reads; a core with more since then must understand account_id
_GLANCE = 3  # pages read where the core says that it has nothing under our reference, in case it dropped it
_SPAN = timedelta(days=90)  # GeoReport v2, GET Service Requests: a range may not span more
_CUTS = frozenset({10, 20, 25, 30, 50, 100, 200, 250, 500, 1000})  # so many are shown by cores that show no more
_SHORTEST = timedelta(seconds=2)  # where that is still too many, or dates are ignored, nothing helps


class Lookup:
    """Reads the list of a core's requests. `always` are key and jurisdiction. All methods raise CoreError kinds."""

    def __init__(self, endpoint: Endpoint, always: Fields) -> None:
        self._endpoint, self._always = endpoint, always

    def number(self, reference: Reference, received_at: datetime) -> str:
        """The core's number for our reference, or "". First by account_id (an extension), then page by page."""
        try:
            rows = self._list([("account_id", str(reference))])
        except CoreRefused:  # a server that will not hear of account_id may still tell its recent requests
            return self._scan(reference, received_at)
        if not rows:
            return self._scan(reference, received_at, glance=True)
        return _mine(rows, reference) or self._scan(reference, received_at)

    def all(self, since: datetime, until: datetime) -> Iterator[Rows]:
        """Everything the core lists as received between two moments, by spans of 90 days and page by page."""
        while since < until:
            end = min(since + _SPAN, until)
            yield from self._pages(_between(since, end), (since, end), most=None)
            since = end

    def _scan(self, reference: Reference, received_at: datetime, *, glance: bool = False) -> str:
        since = received_at - timedelta(days=1)
        span = since, since + _SPAN
        pages = self._pages(_between(since, None), span, most=_GLANCE if glance else _PAGES, give_up=glance)
        return next((number for rows in pages if (number := _mine(rows, reference))), "")

    def _pages(
        self, query: Fields, span: tuple[datetime, datetime], *, most: int | None, give_up: bool = False
    ) -> Iterator[Rows]:
        """Pages of a list; ends where a page is empty or nothing new. A core without pages is asked in parts."""
        seen: set[str] = set()
        page = 0
        while most is None or page < most:
            page += 1
            rows = self._list([*query, ("page", str(page)), ("page_size", str(_PAGE))])
            numbers = {number_in(row) for row in rows}
            if numbers <= seen:
                if page == 2 and len(numbers) in _CUTS and not give_up:
                    yield from self._halves(*span)
                return
            seen |= numbers
            yield rows
        if not give_up:
            raise CoreUnclear("too many requests since then to say whether the report arrived")

    def _halves(self, since: datetime, until: datetime) -> Iterator[Rows]:
        """What a core shows of both halves of a span of which it shows no more than its newest or oldest requests.

        Raises CoreUnclear where it shows the same in both, because then it does not heed dates.
        """
        middle = since + (until - since) / 2
        halves = [(since, middle), (middle, until)]
        shown = [self._list(_between(*half)) for half in halves]
        early, late = ({number_in(row) for row in rows} for rows in shown)
        if until - since < _SHORTEST or len(early & late) > 1:
            raise CoreUnclear("the core shows only so many requests: whether it has a certain one cannot be said")
        for half, rows in zip(halves, shown, strict=True):
            yield rows
            if len(rows) in _CUTS:
                yield from self._halves(*half)

    def _list(self, query: Fields) -> Rows:
        rows = self._endpoint.get("requests", [*self._always, *query])
        if not all(number_in(row) for row in rows):
            raise CoreUnclear("the core lists something that is no request")  # nonsense is no proof of absence
        return rows


def _mine(rows: Rows, reference: Reference) -> str:
    return next((number_in(row) for row in rows if carries(row, reference)), "")


def _between(since: datetime, until: datetime | None) -> Fields:
    return [("start_date", _zulu(since)), *([("end_date", _zulu(until))] if until else [])]


def _zulu(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
