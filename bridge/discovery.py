"""An agency names one address, and the bot finds by itself where that agency's core takes reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit


class BadDiscovery(Exception):
    """A discovery document that names no GeoReport v2 endpoint."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """What a core tells of itself (GeoReport v2, Service Discovery): whom to ask for a key, where it answers."""

    contact: str = ""
    key_service: str = ""
    endpoints: tuple[Endpoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address; `kind` is production, test, or what else the core calls it."""

    url: str
    specification: str = ""
    kind: str = ""
    formats: tuple[str, ...] = ()

    @property
    def is_georeport(self) -> bool:
        return "georeport_v2" in self.specification.casefold().replace(" ", "_").replace("-", "_")


def is_discovery(url: str) -> bool:
    """Whether an address is that of a discovery document rather than of an endpoint."""
    return urlsplit(url).path.rpartition("/")[2] in ("discovery.json", "discovery.xml")


def read_discovery(parsed: object) -> Discovery:
    """A document, as JSON or as XML was parsed; what it lacks is empty. Raises BadDiscovery where it is none."""
    if isinstance(parsed, Mapping) and set(parsed) == {"discovery"}:
        parsed = parsed["discovery"]
    if not isinstance(parsed, Mapping) or "endpoints" not in parsed:
        raise BadDiscovery("that is no discovery document")
    found = [_endpoint(each) for each in _list(parsed["endpoints"], "endpoint") if isinstance(each, Mapping)]
    return Discovery(_word(parsed, "contact"), _word(parsed, "key_service"), tuple(each for each in found if each.url))


def endpoint_in(parsed: object) -> str:
    """The address of the GeoReport v2 endpoint, the production one first. Raises BadDiscovery where there is none."""
    fitting = [each for each in read_discovery(parsed).endpoints if each.is_georeport]
    if not fitting:
        raise BadDiscovery("the discovery document names no GeoReport v2 endpoint")
    return min(fitting, key=lambda each: each.kind.casefold() != "production").url


def same_house(told: str, found: str) -> bool:
    """Whether a key may go to `found` because `told` says so: from https to https, without it only on the same host.

    What came without https may have been written by anybody on the way.
    """
    one, other = urlsplit(told), urlsplit(found)
    if one.scheme == "https":
        return other.scheme == "https" and bool(other.hostname)
    return other.scheme in ("http", "https") and one.hostname == other.hostname


def _endpoint(row: Mapping[str, object]) -> Endpoint:
    formats = [str(each) for each in _list(row.get("formats"), "format") if isinstance(each, str)]
    return Endpoint(_word(row, "url"), _word(row, "specification"), _word(row, "type"), tuple(formats))


def _list(value: object, name: str) -> list[object]:
    """A list, whether it came bare or as XML wraps it: {name: one} or {name: [several]}."""
    inner = value.get(name) if isinstance(value, Mapping) and name in value else value
    return list(inner) if isinstance(inner, list) else [inner] if inner else []


def _word(row: Mapping[str, object], name: str) -> str:
    value = row.get(name)
    return value.strip() if isinstance(value, str) else ""
