"""An operator learns what a core can and cannot do before the first citizen depends on it; nothing is filed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx

from bot.asked import MOST_ASKED, Attribute
from bot.report import CoreError, CoreRefused
from bridge.answers import number_in
from bridge.discovery import BadDiscovery, is_discovery, read_discovery
from bridge.open311 import Open311Core
from bridge.services import BATCH, BLACKBOX, REALTIME, CoreService
from bridge.statuses import stage_named
from bridge.translated import lacking
from bridge.wanted import Told
from bridge.wire import Endpoint, Unknown

GOOD, NOTE, BAD = "ok", "note", "MEND"
_WAYS = {
    REALTIME: "give a number at once",
    BATCH: "give a token first and the number later",
    BLACKBOX: "never give a number: the citizen learns that the report was taken, and no more",
}


@dataclass(frozen=True, slots=True)
class Word:
    """One thing that was found: ok, note (we can live with it) or MEND, and what it is."""

    kind: str
    text: str


def examine(core: Open311Core, base_url: str, client: httpx.Client, now: Callable[[], datetime]) -> Iterator[Word]:
    """What this core can do, found by reading only. Stops where the core cannot be reached at all."""
    endpoint = Endpoint(base_url, client)
    try:
        base = endpoint.base
    except CoreError as wrong:
        yield Word(BAD, f"The discovery document cannot be used: {wrong or type(wrong).__name__}")
        return
    yield from _discovery(base_url, base, client)
    services = yield from _services(core)
    if services is None:
        return
    yield from _formats(base, client)
    yield from _definitions(core, services)
    yield from _requests(core, now())
    yield from _updates(core, now())


def _discovery(given: str, base: str, client: httpx.Client) -> Iterator[Word]:
    address = given if is_discovery(given) else f"{base}/discovery.json"
    try:
        found = read_discovery(client.get(address).json() if address.endswith("json") else {"endpoints": []})
    except (httpx.HTTPError, ValueError, BadDiscovery):
        yield Word(NOTE, f"It has no discovery document; {base} is used as it stands.")
        return
    told = f" Keys: {found.key_service}" if found.key_service else ""
    yield Word(GOOD, f"It tells of {len(found.endpoints)} endpoint(s); {base} is used.{told}")


def _services(core: Open311Core) -> Generator[Word, None, tuple[CoreService, ...] | None]:
    """The services, or None where there is no going on."""
    try:
        found = core.services()
    except Unknown:
        yield Word(NOTE, "It lists no services: codes cannot be compared, and reports are expected to get a number.")
        return ()
    except CoreError as wrong:
        yield Word(BAD, f"Its services cannot be read: {_why(wrong)}")
        return None
    counted = Counter(each.kind for each in found)
    for kind, count in sorted(counted.items()):
        yield Word(GOOD, f"{count} service(s) {_WAYS[kind]} ({kind}).")
    if not found:
        yield Word(BAD, "Its list of services is empty.")
    return found


def _formats(base: str, client: httpx.Client) -> Iterator[Word]:
    can = [form for form in ("json", "xml") if _answers(f"{base}/services.{form}", client)]
    both = {("json", "xml"): "JSON and XML", ("json",): "JSON only", ("xml",): "XML only"}
    yield Word(GOOD if can else NOTE, f"It speaks {both.get(tuple(can), 'neither JSON nor XML for its services')}.")


def _answers(url: str, client: httpx.Client) -> bool:
    try:
        return client.get(url).status_code == 200
    except httpx.HTTPError:
        return False


def _definitions(core: Open311Core, services: tuple[CoreService, ...]) -> Iterator[Word]:
    asking = [each for each in services if each.metadata]
    if not asking:
        yield Word(GOOD, "No service asks for more than GeoReport's own fields.")
        return
    needed = []
    for each in asking:
        try:
            needed += [_needed(each, asked)] if (asked := core.definition(each.code)) and _demanded(asked) else []
        except CoreError as wrong:
            yield Word(NOTE, f"The definition of {each.name} cannot be read: {_why(wrong)}")
    yield Word(GOOD, f"{len(asking)} service(s) have questions of their own.")
    if needed:
        yield Word(NOTE, f"Answers are required by: {', '.join(needed)}.")


def _demanded(asked: tuple[Attribute, ...]) -> list[Attribute]:
    return [each for each in asked if each.demanded]


def _needed(service: CoreService, asked: tuple[Attribute, ...]) -> str:
    return f"{service.name} ({', '.join(each.own for each in _demanded(asked))})"


def required(core: Open311Core) -> dict[str, tuple[Attribute, ...]]:
    """Service name -> what citizens are asked for it; services whose definition cannot be read are left out."""
    found = {}
    for each in core.services():
        with suppress(CoreError):
            found[each.name] = tuple(_demanded(core.definition(each.code))) if each.metadata else ()
    return {name: asked for name, asked in found.items() if asked}


def worded(core: Open311Core, told: Mapping[str, Told]) -> Iterator[Word]:
    """In which words citizens are asked what this core demands, and where they are asked too much or cannot answer."""
    demands = required(core)
    every = {each.code: each for asked in demands.values() for each in asked}
    for each, languages in lacking(every.values(), told):
        yield Word(NOTE, f"{each.own} ({each.code}) is asked in the core's own words in: {', '.join(languages)}.")
    if every and not lacking(every.values(), told):
        yield Word(GOOD, "All that is demanded is translated.")
    if mute := [each.own for each in every.values() if not told.get(each.code, Told()).unanswered]:
        yield Word(NOTE, f"No value is named for citizens who do not know ({', '.join(mute)}): such reports may wait.")
    for name, asked in demands.items():
        if len(asked) > MOST_ASKED:
            yield Word(BAD, f"{name} demands {len(asked)} answers; citizens are asked {MOST_ASKED} at most.")


def _requests(core: Open311Core, now: datetime) -> Iterator[Word]:
    try:
        rows = next(core.lookup.all(now - timedelta(days=30), now), [])
    except CoreRefused as wrong:
        yield Word(BAD, f"It does not show its requests ({_why(wrong)}): lost answers leave doubts.")
        return
    except CoreError as wrong:
        yield Word(BAD, f"Its requests cannot be read: {_why(wrong)}")
        return
    yield Word(GOOD, f"It lists its requests: {len(rows)} on the first page of 30 days. The key was taken.")
    words = {str(row.get("status", "")) for row in rows}
    if strange := sorted(each for each in words if stage_named(each) is None):
        yield Word(NOTE, f"Statuses that we do not understand: {', '.join(strange)}.")
    elif words:
        yield Word(GOOD, f"Its statuses are understood: {', '.join(sorted(words))}.")
    if rows and not any(row.get("account_id") or row.get("extended_attributes") for row in rows):
        yield Word(NOTE, "It does not return account_id: our reports are found again by the mark in their description.")
    if any(isinstance(row.get("service_request_id"), int) for row in rows if number_in(row)):
        yield Word(NOTE, "Its numbers are numbers instead of text; that is understood.")


def _updates(core: Open311Core, now: datetime) -> Iterator[Word]:
    try:
        core.listed_updates(now - timedelta(days=1))
    except CoreRefused:
        yield Word(NOTE, "It has no servicerequestupdates: citizens cannot add or object; only status is told.")
    except CoreError as wrong:
        yield Word(NOTE, f"Its updates cannot be read: {_why(wrong)}")
    else:
        yield Word(GOOD, "It has servicerequestupdates: what citizens add arrives, and answers come back.")


def _why(wrong: CoreError) -> str:
    return str(wrong) or type(wrong).__name__
