"""What a GeoReport client asks for, read strictly: whatever is unclear gets a 4xx that says what was wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote_to_bytes

from bridge.characters import storable
from bridge.embedded.cases import Search
from bridge.fields import DESCRIPTION

_SPAN = timedelta(days=90)  # GeoReport v2, GET Service Requests: a range may not span more
_MOST = 1000  # ... and a server may limit an answer to so many
_STORY_REST = 100_000  # characters
_LONGEST = 8000  # characters of any other field
_LARGEST_ID = 2**31 - 1
DOING = "doing"  # attribute[doing] of an update names a bot.progress.Doing, where GeoReport's status cannot


class Faulty(Exception):
    """A request that gets an error answer: HTTP status and reasons in words."""

    def __init__(self, status: int, *reasons: str) -> None:
        super().__init__("; ".join(reasons))
        self.status = status
        self.reasons = reasons


def search_in(query: Mapping[str, str], now: datetime, *, private: bool) -> Search:
    """The search that a query string asks for; raises Faulty(400). Ids and references override all dates.

    updated_after and updated_before (a wide-spread extension) bound updated_datetime, of reports however old.
    """
    wanted = _paged(query, public=not private)
    if ids := listed_in(query, "service_request_id"):
        return replace(wanted, ids=tuple(number_of(word) for word in ids))
    if private and (account := query.get("account_id")):
        return replace(wanted, reference=storable(account))
    after, before = moment_in(query, "updated_after"), moment_in(query, "updated_before")
    wanted = replace(wanted, changed_since=after, changed_until=before)
    since, until = _span(query, now, always=not (after or before))
    categories, ended = listed_in(query, "service_code"), _ended(listed_in(query, "status"))
    return replace(wanted, categories=categories, since=since, until=until, ended=ended)


def require_utf8(body: bytes) -> None:
    """Raises Faulty(400) where a form is not UTF-8: a story with replaced letters would not be the citizen's."""
    try:
        unquote_to_bytes(body).decode("utf-8")
    except UnicodeDecodeError:
        raise Faulty(400, "the form is not UTF-8") from None


def require_parts(fields: Mapping[str, Sequence[str]]) -> None:
    """Raises Faulty(400) with everything that a posted request lacks or has too much of."""
    given = {name for name, values in fields.items() if any(value.strip() for value in values)}
    wrong = ["service_code is missing"] if "service_code" not in given else []
    if not {"lat", "long", "address_string"} & given:
        wrong.append("lat and long, or address_string, is missing")
    if not {"description", "media_url"} & given:
        wrong.append("description is missing")
    wrong += [f"{name[:60]} is too long" for name, values in fields.items() if max(map(len, values)) > _room(name)]
    if wrong:
        raise Faulty(400, *wrong)


def _room(name: str) -> int:
    return {"description": DESCRIPTION, "attribute[story_rest]": _STORY_REST}.get(name, _LONGEST)


def _paged(query: Mapping[str, str], *, public: bool) -> Search:
    size, offset = page_in(query)
    return Search(public=public, offset=offset, limit=size)


def page_in(query: Mapping[str, str]) -> tuple[int, int]:
    """How many entries are wanted and how many come before them; raises Faulty(400)."""
    size = _number(query, "page_size", 1, _MOST, _MOST)
    return size, (_number(query, "page", 1, 1_000_000, 1) - 1) * size


def listed_in(query: Mapping[str, str], name: str) -> tuple[str, ...]:
    """The parts of a comma list, at most 1,000; () where there is none. Raises Faulty(400)."""
    parts = tuple(part.strip() for part in storable(query.get(name, "")).split(",") if part.strip())
    if len(parts) > _MOST:
        raise Faulty(400, f"{name} lists more than {_MOST}")
    return parts


def number_of(word: str) -> int:
    """The case number in a word; 0, which no case has, where there is none."""
    number = int(word) if re.fullmatch(r"[1-9][0-9]{0,9}", word) else 0
    return number if number <= _LARGEST_ID else 0


def _number(query: Mapping[str, str], name: str, least: int, most: int, default: int) -> int:
    text = query.get(name, "")
    if not text:
        return default
    if not re.fullmatch(r"[0-9]{1,7}", text) or not least <= int(text) <= most:
        raise Faulty(400, f"{name} must be a number from {least} to {most}")
    return int(text)


def _ended(words: tuple[str, ...]) -> bool | None:
    if not set(words) <= {"open", "closed"}:
        raise Faulty(400, "status must be open, closed or both")
    return None if len(set(words)) != 1 else words[0] == "closed"


def _span(query: Mapping[str, str], now: datetime, *, always: bool) -> tuple[datetime | None, datetime | None]:
    """From when to when: 90 days on from or back to the one date given, the last 90 where none is and `always`."""
    since, until = moment_in(query, "start_date"), moment_in(query, "end_date")
    if not (since or until or always):
        return None, None
    if since and until and until - since > _SPAN:
        raise Faulty(400, "start_date and end_date may be at most 90 days apart")
    if since:
        return since, until or since + _SPAN
    latest = until or now + timedelta(days=1)  # a clock elsewhere may be ahead of ours
    return (until or now) - _SPAN, latest


def moment_in(query: Mapping[str, str], name: str) -> datetime | None:
    """The moment in a query, UTC where it tells no zone; None where there is none. Raises Faulty(400)."""
    text = query.get(name, "")
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text.strip().replace(" ", "+"))  # an unescaped + arrives as a space
        if not 1970 <= moment.year <= 9000:
            raise ValueError(text)
    except ValueError:
        raise Faulty(400, f"{name} must be a date and time such as 2026-01-31T00:00:00Z") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
