"""What another front end says of a citizen's report, or asks about it, read strictly."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.progress import Act, Doing
from bot.report import Reference, StoredFile
from bridge.embedded.asked import DOING, Faulty, listed_in, moment_in, number_of, page_in
from bridge.fields import DESCRIPTION

_LATELY = timedelta(days=90)  # as GeoReport v2 has it for requests
_FILES = 20
_SOLVED = frozenset({"closed", "fixed"})
_AGAIN = "reopen"
_OPEN = frozenset({"open", "in_progress", "action_scheduled", "investigating", "for_triage", _AGAIN})


@dataclass(frozen=True, slots=True)
class Span:
    """Which happenings to tell; `extended` all of them, and all that is known of each."""

    ids: tuple[int, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    public: bool = True
    extended: bool = False
    offset: int = 0
    limit: int = 100


@dataclass(frozen=True, slots=True)
class Posted:
    """An update as it was posted. `doing` is empty where `status` has to say what is meant."""

    number: str
    update_id: str
    status: str
    doing: str
    words: str = field(repr=False)
    files: tuple[StoredFile, ...] = field(repr=False)

    def act(self, reference: Reference, *, ended: bool) -> Act:
        """The same as a citizen's act on a report that has `ended` or not. Its id is one report's own."""
        doing = Doing(self.doing) if self.doing else _meant(self.status, ended=ended)
        return Act(f"open311:{self.number}:{self.update_id}", reference, doing, self.words, self.files)


def span_in(query: Mapping[str, str], now: datetime, *, private: bool) -> Span:
    """The span that a query string asks for, the last 90 days where it does not say; raises Faulty(400)."""
    size, offset = page_in(query)
    ids = tuple(number_of(word) for word in listed_in(query, "service_request_id"))
    since, until = moment_in(query, "start_date"), moment_in(query, "end_date")
    if not ids and since is None:
        since = (until or now) - _LATELY
    extended = private and query.get("extensions", "").lower() == "true"
    return Span(ids, since, until, not private, extended, offset, size)


def posted_in(form: Mapping[str, Sequence[str]]) -> Posted:
    """The update in a form; raises Faulty(400) with everything that is wrong with it."""
    told = Posted(
        number=str(number_of(_first(form, "service_request_id").strip())),
        update_id=_first(form, "update_id").strip(),
        status=_first(form, "status").strip().lower(),
        doing=_first(form, f"attribute[{DOING}]").strip(),
        words=_first(form, "description"),
        files=tuple(_file(url) for name in ("media_url", "media_url[]") for url in form.get(name, ()) if url.strip()),
    )
    if wrong := [words for fault, words in _checks(form, told) if fault]:
        raise Faulty(400, *wrong)
    return told


def _checks(form: Mapping[str, Sequence[str]], told: Posted) -> list[tuple[bool, str]]:
    return [
        (not _first(form, "service_request_id").strip(), "service_request_id is missing"),
        (not told.update_id, "update_id is missing"),
        (not re.fullmatch(r"[!-~]{0,200}", told.update_id), "update_id must be at most 200 letters without space"),
        (not told.status and not told.doing, "status is missing"),
        (told.status not in _SOLVED | _OPEN | {""}, "status must be OPEN, CLOSED, FIXED or REOPEN"),
        (told.doing not in (*Doing, ""), f"attribute[{DOING}] must be one of {', '.join(Doing)}"),
        (not told.words.strip() and not told.files and not told.doing, "description is missing"),
        (len(told.words) > DESCRIPTION, "description is too long"),
        (len(told.files) > _FILES, f"media_url is given more than {_FILES} times"),
        (not all(_is_address(file.url) for file in told.files), "media_url must hold http or https addresses"),
    ]


def _meant(status: str, *, ended: bool) -> Doing:
    if status in _SOLVED:
        return Doing.DONE
    return Doing.REOPEN if ended or status == _AGAIN else Doing.ADD


def _file(url: str) -> StoredFile:
    return StoredFile(url.strip(), mimetypes.guess_type(url.strip())[0] or "application/octet-stream")


def _is_address(url: str) -> bool:
    return re.fullmatch(r"https?://[!-~]{1,1990}", url) is not None


def _first(form: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(form.get(name, ())), "")
