"""A citizen's photo is asked for at the carrier's public addresses only, never inside the agency's own network."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import httpx

Resolve = Callable[[str, int], Sequence[str]]
LOOPBACK = frozenset(("127.0.0.1", "::1", "localhost"))
_LONGEST = 4096  # characters of an address; Twilio's signed ones have a few hundred
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are the IPv4 address that is really asked
_SIX_TO_FOUR = IPv6Network("2002::/16")  # RFC 3056: bits 16 to 48 are
_UNICAST = IPv6Network("2000::/3")  # RFC 4291, 2.4, and IANA since: all global unicast that was ever given out
# What some version of `ipaddress` calls global and still leads, or may lead, into somebody's own network.
_NEVER_4 = tuple(map(IPv4Network, ("192.0.0.0/24", "192.88.99.0/24")))  # RFC 6890; RFC 7526, relays of 6to4
_NEVER_6 = tuple(map(IPv6Network, ("2001::/23", "3fff::/20")))  # RFC 6890 with Teredo; RFC 9637, documents


@dataclass(frozen=True, slots=True)
class Source:
    """Where files may come from: https on these hosts, and the carrier's own API (plain http on loopback only)."""

    hosts: frozenset[str]
    api_base: str = ""

    def allows(self, url: httpx.URL) -> bool:
        """Whether a file may be fetched from this address; one with a user name in it never."""
        if url.userinfo:
            return False
        if self.is_api(url):
            return url.scheme == "https" or (url.scheme == "http" and url.host in LOOPBACK)
        return url.scheme == "https" and url.host in self.hosts and url.port in (None, 443)

    def is_api(self, url: httpx.URL) -> bool:
        """Whether this is the carrier's API itself, the one place that may see our credentials."""
        return bool(self.api_base) and _origin(url) == _origin(httpx.URL(self.api_base))


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def parsed(text: str, base: httpx.URL | None = None) -> httpx.URL:
    """An address as written, on its own or relative to another; raises `httpx.InvalidURL`.

    Anything that two readers could read in two ways is none: spaces, control characters, backslashes, letters outside
    ASCII (a carrier's address has neither).
    """
    if not text or len(text) > _LONGEST or not text.isascii() or any(c <= " " or c in "\\\x7f" for c in text):
        raise httpx.InvalidURL("no plain address")
    url = base.join(text) if base else httpx.URL(text)
    return url.copy_with(fragment=None)


def lookup(host: str, port: int) -> list[str]:
    """The addresses of a host as the system knows them; raises OSError where it knows none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    return [str(address[0]) for *_, address in found]


def pin(url: httpx.URL, resolve: Resolve) -> str | None:
    """The one address to connect to for this URL, looked up once; None where any of its addresses is not allowed.

    A name with one good and one bad address is refused whole: which of them is taken would be the name owner's choice.
    IPv4 comes first, since a host without IPv6 may still be told of an address. Raises OSError where none is known.
    """
    found = resolve(url.host, url.port or (443 if url.scheme == "https" else 80))
    if not found:
        raise OSError("the host has no address")
    good = is_loopback if url.host in LOOPBACK else is_public
    return min(found, key=lambda address: ":" in address) if all(good(address) for address in found) else None


def is_loopback(text: str) -> bool:
    """Whether an address is this machine's own, and written plainly."""
    address = _read(text)
    return address is not None and address.is_loopback


def is_public(text: str) -> bool:
    """Whether an IPv4 or IPv6 address lies in the open internet, in itself and in any IPv4 address that it carries.

    Source: IANA special-purpose address registries (RFC 6890 and successors), as kept by Python's `ipaddress`.
    """
    address = _read(text)
    if address is None:
        return False
    if isinstance(address, IPv4Address):
        return _open(address) and not any(address in each for each in _NEVER_4)
    carried = _carried(address)
    if carried is not None:
        return is_public(str(carried))
    return address in _UNICAST and _open(address) and not any(address in each for each in _NEVER_6)


def _read(text: str) -> IPv4Address | IPv6Address | None:
    """An address with a zone ("fe80::1%eth0") belongs to one link and is none of ours."""
    try:
        return None if "%" in text else ip_address(text)
    except ValueError:
        return None


def _open(address: IPv4Address | IPv6Address) -> bool:
    shut = address.is_multicast or address.is_reserved or address.is_loopback or address.is_link_local
    return address.is_global and not shut and not address.is_unspecified and not address.is_private


def _carried(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address inside: v4-mapped, NAT64, 6to4."""
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    if address in _SIX_TO_FOUR:
        return IPv4Address((int(address) >> 80) & 0xFFFF_FFFF)
    return address.ipv4_mapped
