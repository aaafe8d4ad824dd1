"""A citizen's photo is fetched from the carrier's own hosts only, never larger and never longer than allowed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from channels.base import Media, MediaError

LARGEST = 20 * 1024 * 1024
_REDIRECTS = 3
_LOOPBACK = frozenset(("127.0.0.1", "::1", "localhost"))


@dataclass(frozen=True, slots=True)
class Source:
    """Where files may come from: https on these hosts, and the carrier's own API (plain http on loopback only)."""

    hosts: frozenset[str]
    api_base: str = ""

    def allows(self, url: httpx.URL) -> bool:
        """Whether a file may be fetched from this address; one with a user name in it never."""
        if url.userinfo:
            return False
        if self.api_base and _origin(url) == _origin(httpx.URL(self.api_base)):
            return url.scheme == "https" or (url.scheme == "http" and url.host in _LOOPBACK)
        return url.scheme == "https" and url.host in self.hosts and url.port in (None, 443)


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


@dataclass(frozen=True, slots=True)
class Download:
    """Fetches one file. `seconds` bounds the whole, so that a carrier that drips cannot hold a worker."""

    client: httpx.Client
    source: Source
    seconds: float = 60.0
    clock: Callable[[], float] = time.monotonic

    def get(self, address: str, auth: tuple[str, str] | None = None) -> Media:
        """The file at the address. Credentials go to the first host and no further; raises `MediaError`."""
        try:
            found = self._follow(httpx.URL(address), auth, self.clock() + self.seconds)
        except httpx.InvalidURL:
            problem = MediaError("the file's address is none", retry=False)
        except httpx.HTTPError as error:  # the error's own text may hold the address
            problem = MediaError(f"the carrier did not hand the file over ({type(error).__name__})", retry=True)
        else:
            return found
        raise problem

    def _follow(self, url: httpx.URL, auth: tuple[str, str] | None, until: float) -> Media:
        for _ in range(1 + _REDIRECTS):
            if not self.source.allows(url):
                raise MediaError("the file is not on an allowed host", retry=False)
            got = self._once(url, auth, until)
            if isinstance(got, Media):
                return got
            url, auth = got, None
        raise MediaError("too many redirects", retry=False)

    def _once(self, url: httpx.URL, auth: tuple[str, str] | None, until: float) -> Media | httpx.URL:
        plain = {"Accept-Encoding": "identity"}  # packed content could grow past the cap while being unpacked
        with self.client.stream("GET", url, auth=auth, headers=plain, follow_redirects=False) as response:
            if response.is_redirect and "location" in response.headers:
                return url.join(response.headers["location"])
            _check(response)
            return Media(self._read(response, until), response.headers.get("content-type", "").split(";")[0].strip())

    def _read(self, response: httpx.Response, until: float) -> bytes:
        content = bytearray()
        for chunk in response.iter_raw():
            content += chunk
            if len(content) > LARGEST:
                raise MediaError("the file is larger than 20 MB", retry=False)
            if self.clock() > until:
                raise MediaError("the file came too slowly", retry=True)
        return bytes(content)


def _check(response: httpx.Response) -> None:
    if response.status_code != 200:
        again = response.status_code in (408, 425, 429) or response.status_code >= 500
        raise MediaError(f"the carrier answered {response.status_code} for the file", retry=again)
    if response.headers.get("content-encoding", "identity") != "identity":
        raise MediaError("the carrier sent packed content", retry=False)
    size = response.headers.get("content-length", "")
    if size.isdecimal() and int(size[:20]) > LARGEST:
        raise MediaError("the file is larger than 20 MB", retry=False)
