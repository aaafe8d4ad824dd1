"""A core behind GeoReport v2: the citizen's report arrives there exactly once, and its status comes back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, timedelta
from urllib.parse import quote

import httpx

from bot.progress import Act, Near, Similar
from bot.report import CoreDown, CoreError, CoreRefused, CoreUnclear, Reference, Report, Status
from bridge.answers import Request, carries, number_in, somebody_elses, status_of
from bridge.fields import form_of
from bridge.wire import Endpoint, Fields, Rows, Unknown, Unsent

_PAGE = 100
_PAGES = 50  # so far back a lookup reads; a core with more since then must understand account_id
_GLANCE = 3  # pages read where the core says that it has nothing under our reference, in case it dropped it


SETTLES = 60.0  # seconds: a slow core may still be writing what it took when we gave up waiting


class Open311Core:
    """Files and follows reports at a GeoReport v2 endpoint (wiki.open311.org/GeoReport_v2).

    `base_url` is what stands before /requests.json; `services` maps our category codes to the core's
    service codes (a category that is not in it goes under its own code); time-outs are the client's.
    A `file` whose answer is lost takes up to three time-outs, because it looks before it gives up.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str,
        client: httpx.Client,
        *,
        jurisdiction: str = "",
        services: Mapping[str, str] | None = None,
        asking: httpx.Client | None = None,
    ) -> None:
        self._endpoint = Endpoint(base_url, client)
        self._asking = Endpoint(base_url, asking or client)
        self._services = services or {}
        self._key: Fields = [("api_key", api_key)] if api_key else []
        self._always: Fields = [*self._key, *([("jurisdiction_id", jurisdiction)] if jurisdiction else [])]

    def file(self, report: Report, *, again: bool) -> str:
        """File a report; returns the core's service_request_id.

        `again` says that an earlier attempt may have arrived: the reference is looked up before anything is sent.
        Raises CoreDown, CoreUnclear (both: try again, with `again`) and CoreRefused (a person must look).
        """
        if again and (number := self._look_up(report)):
            return number
        try:
            rows = self._endpoint.post("requests", self._form(report))
            number = _given_number(rows)
        except Unsent:
            raise
        except (CoreDown, CoreUnclear) as trouble:
            return self._look_after(trouble, report)
        return number or self._numberless(report)

    def follow(self, reference: Reference, core_id: str) -> Status | None:
        """How the report stands; None where the core does not know it. Raises CoreDown, CoreUnclear, CoreRefused."""
        try:
            rows = self._asking.get(f"requests/{quote(core_id, safe='')}", self._always)
        except Unknown:
            return None
        ours = [row for row in rows if number_in(row) == core_id]
        if not rows:
            return None
        if not ours or somebody_elses(ours[0], reference):
            raise CoreUnclear("the core answers about something else")
        try:
            return status_of(ours[0], reference)
        except (ValueError, OverflowError):
            raise CoreUnclear("the core tells no status") from None

    def do(self, act: Act, core_id: str) -> Status:  # noqa: ARG002 - the port's names
        """GeoReport v2 has no way to tell a core more about a request: CoreRefused, always."""
        raise CoreRefused(("updates",))

    def similar(self, near: Near) -> tuple[Similar, ...]:  # noqa: ARG002 - the port's names
        """None: what such a core lists says neither village nor whether more people may join."""
        return ()

    def _form(self, report: Report) -> Fields:
        code = self._services.get(report.category, report.category)
        return [*self._always, *form_of(report, code)]

    def _look_after(self, trouble: CoreError, report: Report) -> str:
        """The number if the report arrived in spite of the trouble; else the trouble itself."""
        try:
            number = self._look_up(report)
        except CoreError:
            number = ""
        if not number:
            trouble.settles = SETTLES
            raise trouble
        return number

    def _numberless(self, report: Report) -> str:
        """A core that takes reports and gives no number (blackbox, batch): never to be sent a second one blindly."""
        number = self._look_up(report)
        if not number:
            raise CoreRefused(("the core took the report but gave no number, and does not show it",))
        return number

    def _look_up(self, report: Report) -> str:
        """The core's number for our reference, or "". First by account_id (an extension), then page by page."""
        try:
            rows = self._list([("account_id", str(report.reference))])
        except CoreRefused:
            return self._scan(report)  # a server that will not hear of account_id may still tell its recent requests
        if not rows:
            return self._scan(report, glance=True)
        return _mine(rows, report) or self._scan(report)

    def _scan(self, report: Report, *, glance: bool = False) -> str:
        pages = self._recent(report, glance=glance)
        return next((number for rows in pages if (number := _mine(rows, report))), "")

    def _recent(self, report: Report, *, glance: bool) -> Iterator[Rows]:
        """Pages of what the core received since the report; ends where a page is empty or nothing new."""
        since = (report.received_at.astimezone(UTC) - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
        seen: set[str] = set()
        for page in range(1, 1 + (_GLANCE if glance else _PAGES)):
            rows = self._list([("start_date", since), ("page", str(page)), ("page_size", str(_PAGE))])
            numbers = {number_in(row) for row in rows}
            if numbers <= seen:
                return
            seen |= numbers
            yield rows
        if not glance:
            raise CoreUnclear("too many requests since then to say whether the report arrived")

    def _list(self, query: Fields) -> Rows:
        rows = self._endpoint.get("requests", [*self._always, *query])
        if not all(number_in(row) for row in rows):
            raise CoreUnclear("the core lists something that is no request")  # nonsense is no proof of absence
        return rows


def _mine(rows: Rows, report: Report) -> str:
    return next((number_in(row) for row in rows if carries(row, report.reference)), "")


def _given_number(rows: Rows) -> str:
    """The number in the answer to a POST; "" where the answer is GeoReport without one; else CoreUnclear."""
    first: Request = rows[0] if rows else {}
    if not {"service_request_id", "token", "service_notice"} & first.keys():
        raise CoreUnclear("the answer names no request")
    return number_in(first)
