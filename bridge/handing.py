"""One report goes to the core once: at once (realtime), by a token (batch), or without any number (blackbox)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote

from bot.report import CoreDown, CoreError, CoreRefused, CoreUnclear, Reference, Report
from bridge.answers import number_in, somebody_elses
from bridge.journal import Journal
from bridge.lookup import Lookup
from bridge.services import BATCH, BLACKBOX, word
from bridge.wire import Endpoint, Fields, Rows, Unsent

SETTLES = 60.0  # seconds: a slow core may still be writing what it took when we gave up waiting
TOKEN_SETTLES = 300.0  # a batch core answers again after its next batch
BATCH_SETTLES = 3600.0
BATCH_LOOKS = 24  # after a day of looks a batch core that shows nothing has nothing


class Handing:
    """Hands reports over at an endpoint and keeps book of it in a journal, under the report's reference.

    The notes: "sent LOOKS MOMENT" before a request whose outcome is not known, "token TOKEN", "taken MOMENT" where the
    core took it and gave nothing, "number NUMBER". `kind` tells how a service takes reports: realtime, batch, blackbox.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        always: Fields,
        lookup: Lookup,
        journal: Journal,
        clock: Callable[[], datetime],
        kind: Callable[[str], str],
    ) -> None:
        self._endpoint, self._always, self._lookup = endpoint, always, lookup
        self._journal, self._clock, self._kind = journal, clock, kind

    def hand_over(self, report: Report, code: str, form: Fields, *, again: bool) -> str:
        """The core's number for a report, sent under a service code with this form. Errors as Open311Core.file."""
        note, _, rest = self._journal.read(report.reference).partition(" ")
        if note == "number":
            return rest
        if note == "token":
            return self._by_token(report, rest)
        if note == "taken":
            return self._numberless(report, code)
        if again or note:
            if number := self._look_or_refuse(report, code):
                return self._known(report, number)
            if note:
                self._may_send_again(report, code, rest)
        return self._send(report, code, form)

    def _look_or_refuse(self, report: Report, code: str) -> str:
        try:
            return self._look(report)
        except CoreRefused:  # a blackbox may well have no list
            if self._kind(code) == BLACKBOX:
                return ""  # then the journal alone knows whether anything was sent
            raise

    def taken_at(self, reference: Reference) -> datetime | None:
        """When a core that gives no numbers took a report; None where that is not known."""
        note, _, rest = self._journal.read(reference).partition(" ")
        return datetime.fromisoformat(rest) if note == "taken" else None

    def _send(self, report: Report, code: str, form: Fields) -> str:
        self._journal.write(report.reference, f"sent 0 {self._now()}")
        try:
            rows = self._endpoint.post("requests", form)
            number, token = _given(rows, report.reference)
        except (Unsent, CoreRefused):
            self._journal.write(report.reference, "")
            raise
        except (CoreDown, CoreUnclear) as trouble:
            return self._look_after(trouble, report)
        if number:
            return self._known(report, number)
        self._journal.write(report.reference, f"token {token}" if token else f"taken {self._now()}")
        return self._by_token(report, token) if token else self._numberless(report, code)

    def _known(self, report: Report, number: str) -> str:
        self._journal.write(report.reference, f"number {number}")
        return number

    def _look(self, report: Report) -> str:
        return self._lookup.number(report.reference, report.received_at)

    def _look_after(self, trouble: CoreError, report: Report) -> str:
        """The number if the report arrived in spite of the trouble; else the trouble itself."""
        try:
            number = self._look(report)
        except CoreError:
            number = ""
        if not number:
            trouble.settles = max(SETTLES, trouble.settles)
            raise trouble
        return self._known(report, number)

    def _may_send_again(self, report: Report, code: str, rest: str) -> None:
        """Return where the look just made proves that nothing arrived; raise where it proves nothing yet."""
        kind = self._kind(code)
        if kind == BLACKBOX:
            raise CoreRefused(("the core may have the report and cannot be asked; it is not sent a second time",))
        looks = int(rest.partition(" ")[0] or 0) + 1
        if kind == BATCH and looks < BATCH_LOOKS:
            self._journal.write(report.reference, f"sent {looks} {self._now()}")
            raise _not_yet("the core works in batches and does not show yet whether it took the report", BATCH_SETTLES)

    def _by_token(self, report: Report, token: str) -> str:
        """The number that a token has become (GeoReport v2, GET service_request_id from a token)."""
        try:
            rows = self._endpoint.get(f"tokens/{quote(token, safe='')}", self._always)
            number = _behind(token, rows, report.reference)
        except (CoreRefused, CoreUnclear):  # many cores say 404 until they know
            number = ""
        if number or (number := self._look(report)):
            return self._known(report, number)
        raise _not_yet("the core took the report and has no number for it yet", TOKEN_SETTLES)

    def _numberless(self, report: Report, code: str) -> str:
        """A core that took the report and gave nothing: the number, if it shows it; of a blackbox our own reference.

        From any other core a number is due; a person must look, and it is never sent a second time.
        """
        if number := self._look_quietly(report):
            return self._known(report, number)
        if self._kind(code) == BLACKBOX:
            return str(report.reference)
        raise CoreRefused(("the core took the report but gave no number, and does not show it",))

    def _look_quietly(self, report: Report) -> str:
        try:
            return self._look(report)
        except (CoreRefused, CoreUnclear):
            return ""

    def _now(self) -> str:
        return self._clock().isoformat(timespec="seconds")


def _given(rows: Rows, reference: Reference) -> tuple[str, str]:
    """Number and token in the answer to a POST; "" for what is not there; CoreUnclear where it is no such answer."""
    first = rows[0] if rows else {}
    if somebody_elses(first, reference):
        raise CoreUnclear("the answer is another report's")
    if not {"service_request_id", "token", "service_notice"} & first.keys():
        raise CoreUnclear("the answer names no request")
    return number_in(first), word(first.get("token"))


def _behind(token: str, rows: Rows, reference: Reference) -> str:
    """The number that an answer about a token tells; "" where it tells none, or several without saying which."""
    named = [row for row in rows if word(row.get("token")) == token]
    ours = named or [row for row in rows if not word(row.get("token"))]
    numbers = {number_in(row) for row in ours if not somebody_elses(row, reference)}
    return numbers.pop() if len(numbers) == 1 else ""


def _not_yet(why: str, settles: float) -> CoreUnclear:
    trouble = CoreUnclear(why)
    trouble.settles = settles
    return trouble
