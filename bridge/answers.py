"""What a GeoReport answer says of a report, read and written, so that the citizen is told the office's own status."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from bot.report import ENDED, Reference, Report, Stage, Status
from bridge.fields import ABOUT, DESCRIPTION, WHERE, address_of, reference_in
from bridge.stages import by_in, lapor_words, stage_in
from bridge.statuses import stage_named

Request = dict[str, object]

_WIB = timezone(timedelta(hours=7))  # a core that tells no zone is taken to keep Jakarta's time
_PUBLIC = frozenset({"kind", "category_name", "title", "happened_on", "province", "regency", "district", "village"})


@dataclass(frozen=True, slots=True)
class Filed:
    """A report as a core holds it: its number there, what was reported, how it stands, when the next step is due.

    `came_with`: so many of its files came with the report; None where all did.
    """

    number: str
    report: Report
    status: Status
    due: datetime | None = None
    came_with: int | None = None

    @property
    def ended(self) -> bool:
        """Whether GeoReport would call it closed."""
        return self.status.stage in ENDED


def request_of(filed: Filed, *, private: bool) -> Request:
    """The report as GET requests tells it; `private` adds what only a holder of a key may see.

    Lists and strings only, so that JSON and XML say the same; what is absent is None.
    """
    report, status = filed.report, filed.status
    pin = report.place.pin
    return {
        "service_request_id": filed.number,
        "status": "closed" if filed.ended else "open",
        "status_notes": _notes(status),
        "service_name": report.category_name or None,
        "service_code": report.category,
        "description": report.story[:DESCRIPTION],
        "agency_responsible": status.agency or None,
        "service_notice": None,
        "requested_datetime": _moment(report.received_at),
        "updated_datetime": _moment(status.since),
        "expected_datetime": _due(filed.due),
        "address": address_of(report.place) or None,
        "address_id": None,
        "zipcode": None,
        "lat": pin.latitude if pin else None,
        "long": pin.longitude if pin else None,
        "media_url": _media(filed, private=private),
        **(_sender(report) if private else {}),
        "extended_attributes": _extended(report, private=private),
    }


def status_of(request: Mapping[str, object], reference: Reference) -> Status:
    """The status in one answer to GET requests; ValueError where it is none. A zoneless time is Jakarta's.

    An expected or a last time that nobody can read is as good as none: it must not hide that a report was closed.
    """
    words = _text(request, "status_notes")
    first, _, rest = words.partition("\n")
    stage = stage_in(first)
    plain = stage_named(_text(request, "status"))
    if plain is None and stage is None:
        raise ValueError("the status is no word that is known")
    agency = _text(request, "agency_responsible")
    since = _moment_at(request, "updated_datetime") or read_moment(_text(request, "requested_datetime"))
    due = _moment_at(request, "expected_datetime")
    deadline = due.date() if due else None
    if stage is None:
        return Status(reference, plain or Stage.RECEIVED, since, agency, words, deadline)
    return Status(reference, stage, since, agency, rest.strip("\n"), deadline, by=by_in(first))


def carries(request: Mapping[str, object], reference: Reference) -> bool:
    """Whether this is the request we filed under the reference.

    Our own server says so in extended_attributes, and then nothing else counts; other cores keep account_id or
    the description's last mark.
    """
    if own := _own_word(request):
        return own == reference
    return reference in (_text(request, "account_id"), reference_in(_text(request, "description")))


def somebody_elses(request: Mapping[str, object], reference: Reference) -> bool:
    """Whether the answer bears a reference of ours, but another report's."""
    return (_own_word(request) or reference_in(_text(request, "description"))) not in ("", reference)


def reference_of(request: Mapping[str, object]) -> Reference | None:
    """The reference of ours that a request bears, wherever the core kept it; None for a request that is not ours."""
    told = (_own_word(request), _text(request, "account_id"), reference_in(_text(request, "description")))
    return next((found for each in told if (found := Reference.read(each))), None)


def number_in(request: Mapping[str, object]) -> str:
    """The service_request_id as text, also where a core sends a number; "" where there is none."""
    value = request.get("service_request_id")
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return str(value).strip() if is_number or isinstance(value, str) else ""


def _own_word(request: Mapping[str, object]) -> str:
    extended = request.get("extended_attributes")
    return _text(extended, "reference") if isinstance(extended, Mapping) else ""


def _text(request: Mapping[str, object], name: str) -> str:
    value = request.get(name)
    return value.strip() if isinstance(value, str) else ""


def read_moment(text: str) -> datetime:
    """A core's time, also as e-mails write it; a zoneless one is Jakarta's. ValueError where it is none."""
    moment = parsedate_to_datetime(text) if text[:1].isalpha() else datetime.fromisoformat(text)
    if not 1970 <= moment.year <= 9000:
        raise ValueError(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=_WIB)


def _moment_at(request: Mapping[str, object], name: str) -> datetime | None:
    with suppress(ValueError, OverflowError):
        return read_moment(_text(request, name))
    return None


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds")


def _due(moment: datetime | None) -> str | None:
    """In the office's own zone, because what citizens are told is its day there."""
    return moment.isoformat(timespec="seconds") if moment else None


def _notes(status: Status) -> str:
    return "\n".join(part for part in (lapor_words(status.stage, status.agency, status.by), status.note) if part)


def _media(filed: Filed, *, private: bool) -> str | None:
    """The first file; to the public only a picture, because a voice tells who speaks, and only one of the report's own.

    What a citizen shows an office later may be a letter or a card.
    """
    files = filed.report.files
    shown = files if private else [file for file in files[: filed.came_with] if file.media_type.startswith("image/")]
    return next((file.url for file in shown), None)


def _sender(report: Report) -> Request:
    return {"account_id": str(report.reference), "first_name": report.name or None}


def _extended(report: Report, *, private: bool) -> Request:
    about: Request = {row.code: row.show(getattr(report, row.part)) for row in ABOUT if private or row.code in _PUBLIC}
    where = {row.code: row.show(getattr(report.place, row.part)) for row in WHERE if private or row.code in _PUBLIC}
    rest = {"story_rest": report.story[DESCRIPTION:]} if report.story[DESCRIPTION:] else {}
    files = {"files": [f"{file.media_type} {file.url}" for file in report.files]} if private else {}
    return about | where | rest | files
