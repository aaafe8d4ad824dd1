"""FixMyStreet's servicerequestupdates: what the citizen adds reaches the office, and what the office says returns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from bot.progress import COMES_BY, Act, By, Doing, Happened, Happening
from bot.report import ENDED, CoreRefused, CoreUnclear, Reference, Stage
from bridge.answers import read_moment
from bridge.characters import storable
from bridge.fields import DESCRIPTION
from bridge.services import word
from bridge.stages import by_in, stage_in
from bridge.statuses import stage_named

RESOURCE = "servicerequestupdates"
DOING = "doing"  # the attribute by which a server of our kind reads exactly what the citizen does
_STATUS = {Doing.ADD: "OPEN", Doing.REOPEN: "OPEN", Doing.DONE: "CLOSED", Doing.WITHDRAW: "CLOSED"}
_WORDS = {
    Doing.ADD: "Pelapor menambahkan keterangan.",
    Doing.REOPEN: "Pelapor menyatakan masalah belum selesai dan meminta laporan dibuka kembali.",
    Doing.DONE: "Pelapor menyatakan masalah sudah selesai.",
    Doing.WITHDRAW: "Pelapor mencabut laporan ini.",
}


@dataclass(frozen=True, slots=True)
class Update:
    """One update that a core lists: its own id, when, what was written, and the stage its status word means.

    A server of our kind also says exactly `what` happened, who did it, why, and by when.
    """

    id: str
    number: str
    at: datetime
    stage: Stage | None
    words: str
    by: str = ""
    what: Happened | None = None
    agency: str = ""
    reason: str = ""
    day: date | None = None


def form_of_act(act: Act, number: str, now: datetime) -> list[tuple[str, str]]:
    """The fields of POST servicerequestupdates, without key and jurisdiction; `act.id` is the key against doubles.

    Raises CoreRefused for what the extension has no words for.
    """
    if act.doing not in _STATUS:
        raise CoreRefused(("updates",))
    fields = [
        ("update_id", act.id),
        ("service_request_id", number),
        ("updated_datetime", now.astimezone(UTC).isoformat(timespec="seconds")),
        ("status", _STATUS[act.doing]),
        ("description", _description(act)),
        ("account_id", str(act.reference)),
        (f"attribute[{DOING}]", act.doing.value),
        *(("media_url", file.url) for file in act.files[:1]),
    ]
    return [(name, storable(value)) for name, value in fields]


def updates_in(rows: list[dict[str, object]], number: str) -> tuple[Update, ...]:
    """The updates of one request among those that a core lists, the oldest first; CoreUnclear where one is nonsense."""
    ours = [row for row in rows if word(row.get("service_request_id")) == number]
    try:
        found = [_update(row, number) for row in ours]
    except (ValueError, OverflowError):
        raise CoreUnclear("the core lists an update without a time") from None
    return tuple(sorted(found, key=lambda each: (each.at, each.id)))


def happening_of(update: Update, reference: Reference, before: Stage, agency: str) -> Happening:
    """The update as something that happened to a report that stood at `before`; a word without a step is an answer."""
    by = By(update.by) if update.by else By.OFFICE
    if update.what:
        after, office = update.stage or before, update.agency or agency
        words, why, day = update.words, update.reason, update.day
        return Happening(0, reference, update.what, by, update.at, after, office, words, why, day)
    reopened = update.stage is Stage.RECEIVED and before in ENDED
    moved = reopened or update.stage not in (None, before, Stage.RECEIVED)
    stage = (update.stage or before) if moved else before
    happened = Happened.REOPENED if reopened else COMES_BY[stage] if moved else Happened.ANSWERED
    return Happening(0, reference, happened, by, update.at, stage, agency, update.words)


def _description(act: Act) -> str:
    """The citizen's words and further files; a sentence where there are none, because cores want a description."""
    more = [f"Lampiran {at}: {file.url}" for at, file in enumerate(act.files[1:], start=2)]
    said = act.words.strip()
    head = f"{_WORDS[act.doing]}\n{said}".strip() if act.doing is not Doing.ADD or not said else said
    ending = "\n".join(["", *more]) if more else ""
    return head[: max(0, DESCRIPTION - len(ending))] + ending[:DESCRIPTION]


def codes(refused: CoreRefused) -> CoreRefused:
    """The refusal by the codes that a server of our kind puts before its words ("too_late: ...")."""
    found = [match.group(1) if (match := re.match(r"([a-z_]+): ", each)) else each for each in refused.reasons]
    return CoreRefused(tuple(found))


def _update(row: Mapping[str, object], number: str) -> Update:
    words = word(row.get("description"))
    first, _, rest = words.partition("\n")
    own = stage_in(first)  # a server of our kind begins with LAPOR's words
    named = stage_named(word(row.get("external_status_code"))) or stage_named(word(row.get("status")))
    at = read_moment(word(row.get("updated_datetime")))
    plain = Update(word(row.get("update_id")), number, at, own or named, rest.strip() if own else words, by_in(first))
    extras = row.get("extras")
    return _told_exactly(plain, row, extras) if isinstance(extras, Mapping) and word(extras.get("what")) else plain


def _told_exactly(plain: Update, row: Mapping[str, object], extras: Mapping[str, object]) -> Update:
    """With what a server of our kind adds; a word that this release does not know leaves the update as it was."""
    try:
        what, by, stage = Happened(word(extras.get("what"))), By(word(extras.get("by"))), _stage_of(row, plain)
        day = date.fromisoformat(word(extras.get("day"))) if extras.get("day") else None
    except ValueError:
        return plain
    agency, reason = word(extras.get("agency")), word(extras.get("reason"))
    return replace(plain, what=what, by=by.value, stage=stage, agency=agency, reason=reason, day=day)


def _stage_of(row: Mapping[str, object], plain: Update) -> Stage | None:
    code = word(row.get("external_status_code"))
    return Stage(code) if code else plain.stage
