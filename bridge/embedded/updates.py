"""What happens to a report goes to other front ends, and what citizens say there comes back (mySociety's extension)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Response, request
from sqlalchemy import ColumnElement, and_, or_, select

from bot.progress import Act, By, Happened
from bot.report import ENDED, CoreRefused, Stage
from bridge.answers import Request
from bridge.characters import storable
from bridge.embedded import acts
from bridge.embedded.asked import Faulty
from bridge.embedded.asked_updates import Posted, Span, posted_in, span_in
from bridge.embedded.cases import Cases, Search
from bridge.embedded.happened import event_of
from bridge.embedded.keys import Keys
from bridge.embedded.replies import many, posted
from bridge.embedded.rows import Case, Event
from bridge.embedded.schema import CaseRow, EventRow
from bridge.embedded.search import public
from bridge.stages import lapor_words

# What moves a report. A front end would show anything else as an office's answer; `extensions` asks for all.
_TOLD = (
    Happened.VERIFIED,
    Happened.SENT_ON,
    Happened.HANDED_ON,
    Happened.ASKED,
    Happened.COMPLETED,
    Happened.ANSWERED,
    Happened.REPLIED,
    Happened.REOPENED,
    Happened.CLOSED,
    Happened.ARCHIVED,
    Happened.WITHDRAWN,
)
_WHY_NOT = {
    acts.TAKEN: "update_id was used for another update",
    acts.WORDS: "description is missing",
    acts.REOPENED: "the request was taken up again before, and once is all",
    acts.TOO_LATE: "the time in which the request can be taken up again has passed",
    acts.NOT_ANSWERED: "no office has answered yet",
    acts.ANSWERED: "an office has answered already",
    Stage.CLOSED.value: "the request is closed, and only status REOPEN with a description changes it",
    Stage.ARCHIVED.value: "the request is archived, and nothing changes it",
}


class Updates:
    """GET and POST servicerequestupdates (wiki of mysociety/fixmystreet, "Open311 FMS", October 2024)."""

    def __init__(self, cases: Cases, keys: Keys) -> None:
        self._cases = cases
        self._keys = keys

    def told(self, form: str) -> Response:
        """What happened, the first thing first; without a key to public reports, and in an office's words only."""
        private = self._keys.opens(request.args)
        wanted = span_in(request.args, self._cases.clock(), private=private)
        return _told(form, [_row(entry, wanted) for entry in self._entries(wanted)])

    def take(self, form: str) -> Response:
        """Do what a citizen says at another front end; the same update_id again changes nothing."""
        fields = posted()
        self._keys.require(fields, request.args)
        told = posted_in(fields)
        case = self._case(told.number)
        act = told.act(case.report.reference, ended=case.status.stage in ENDED)
        number = self._earlier(act, told) or self._done(act, told)
        return _told(form, [{"update_id": number, "service_request_id": told.number}])

    def _case(self, number: str) -> Case:
        found = self._cases.search(Search(ids=(int(number),), limit=1))
        if not found:
            raise Faulty(404, "no request with this service_request_id")
        return found[0]

    def _done(self, act: Act, told: Posted) -> str:
        try:
            self._cases.do(act, told.number)
        except CoreRefused as refused:
            raise _faulty(refused.reasons[0]) from None
        return self._earlier(act, told)

    def _earlier(self, act: Act, told: Posted) -> str:
        """The number of what this act did; "" before it was done. The same id with other words is refused."""
        with self._cases.ledger.reading() as session:
            kept = session.scalar(select(EventRow).where(EventRow.act_id == act.id))
            if kept is None:
                return ""
            if (str(kept.case_id), kept.note) != (told.number, storable(act.words)):
                raise _faulty(acts.TAKEN)
            return str(kept.id)

    def _entries(self, wanted: Span) -> list[_Entry]:
        found = select(EventRow, CaseRow.id, CaseRow.reference).join(CaseRow, CaseRow.id == EventRow.case_id)
        ordered = found.where(and_(True, *_conditions(wanted))).order_by(EventRow.id)
        with self._cases.ledger.reading() as session:
            rows = session.execute(ordered.offset(wanted.offset).limit(wanted.limit))
            return [_Entry(event_of(event), str(number), reference) for event, number, reference in rows]


@dataclass(frozen=True, slots=True)
class _Entry:
    """One thing that happened to the report with this number and reference."""

    event: Event
    number: str
    reference: str


def _conditions(wanted: Span) -> Iterator[ColumnElement[bool]]:
    yield CaseRow.erased_at.is_(None)
    if wanted.public:
        yield public()
    if wanted.ids:
        yield CaseRow.id.in_(wanted.ids)
    if wanted.since:
        yield EventRow.at >= wanted.since
    if wanted.until:
        yield EventRow.at <= wanted.until
    if not wanted.extended:
        of_old = and_(EventRow.what == "", EventRow.stage != Stage.RECEIVED.value)  # the first release's
        yield or_(EventRow.what.in_([what.value for what in _TOLD]), of_old)


def _row(entry: _Entry, wanted: Span) -> Request:
    event = entry.event
    file = next((file.url for file in event.files), None)
    return {
        "update_id": str(event.number),
        "service_request_id": entry.number,
        "status": "closed" if event.stage in ENDED else "open",
        "external_status_code": event.stage.value,
        "updated_datetime": event.at.isoformat(timespec="seconds"),
        "description": _words(event, public=wanted.public),
        "media_url": None if wanted.public else file,
        **({"extras": _extras(entry)} if wanted.extended else {}),
    }


def _words(event: Event, *, public: bool) -> str:
    """LAPOR's words for the stage, then the note; of a mere addition the note alone."""
    theirs = public and event.by not in (By.ADMIN, By.OFFICE)
    note = "" if theirs or event.what is Happened.SUPPORTED else event.note
    stage = "" if event.what is Happened.ADDED else lapor_words(event.stage, event.agency, event.by)
    return "\n".join(part for part in (stage, note) if part)


def _extras(entry: _Entry) -> Mapping[str, str | None]:
    event = entry.event
    return {
        "reference": entry.reference,
        "what": event.what.value,
        "by": event.by.value,
        "agency": event.agency or None,
        "reason": event.reason or None,
        "day": event.day.isoformat() if event.day else None,
    }


def _told(form: str, rows: list[Request]) -> Response:
    return many(form, "service_request_updates", "request_update", rows)


def _faulty(code: str) -> Faulty:
    """A refusal of bridge.embedded.acts, by its code and in words."""
    if code == acts.UNKNOWN:
        return Faulty(404, "no request with this service_request_id")
    return Faulty(400, f"{code}: {_WHY_NOT[code]}")
