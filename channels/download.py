"""A citizen's photo is fetched from the carrier's own hosts only, never larger and never longer than allowed."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx

from channels.addresses import Resolve, Source, lookup, parsed, pin
from channels.base import Media, MediaError

LARGEST = 20 * 1024 * 1024
_REDIRECTS = 3
_PATIENCE = 10.0  # seconds for a deletion: nobody waits for more than its having been tried
Auth = tuple[str, str] | None
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Download:
    """Fetches one file. `seconds` bounds the whole, so that a carrier that drips cannot hold a worker.

    Each host is looked up once and the connection goes to that very address; certificate, SNI and Host stay those of
    the name. So a name that changes its mind between the check and the connection gains nothing.
    """

    client: httpx.Client
    source: Source
    seconds: float = 60.0
    clock: Callable[[], float] = time.monotonic
    resolve: Resolve = lookup

    def get(self, address: str, auth: Auth = None) -> Media:
        """The file at the address. Credentials go to the carrier's API and no further; raises `MediaError`."""
        return _safely("hand the file over", lambda: self._follow(parsed(address), auth, self.clock() + self.seconds))

    def delete(self, address: str, auth: Auth = None) -> None:
        """Have the carrier's API delete a file, where the address is the API's; raises `MediaError`."""
        _safely("delete the file", lambda: self._delete(parsed(address), auth))

    def _delete(self, url: httpx.URL, auth: Auth) -> None:
        if not (self.source.is_api(url) and self.source.allows(url)):
            raise MediaError("the file is not at the carrier's API", retry=False)
        with self._asked("DELETE", url, auth, self.clock() + min(self.seconds, _PATIENCE)) as response:
            _check(response, (200, 204, 404, 410))

    def _follow(self, url: httpx.URL, auth: Auth, until: float) -> Media:
        for _ in range(1 + _REDIRECTS):
            if not self.source.allows(url):
                raise MediaError("the file is not on an allowed host", retry=False)
            got = self._once(url, auth if self.source.is_api(url) else None, until)
            if isinstance(got, Media):
                return got
            url, auth = got, None
        raise MediaError("too many redirects", retry=False)

    def _once(self, url: httpx.URL, auth: Auth, until: float) -> Media | httpx.URL:
        with self._asked("GET", url, auth, until) as response:
            if response.is_redirect and "location" in response.headers:
                return parsed(response.headers["location"], url)
            _check(response, (200,))
            _check_size(response)
            return Media(self._read(response, until), response.headers.get("content-type", "").split(";")[0].strip())

    @contextmanager
    def _asked(self, method: str, url: httpx.URL, auth: Auth, until: float) -> Iterator[httpx.Response]:
        """One request to the pinned address under the name's own Host, SNI and certificate check."""
        address = pin(url, self.resolve)
        if address is None:
            raise MediaError("the file's host is not in the open internet", retry=False)
        headers = {
            "Host": url.netloc.decode("ascii"),
            "Accept-Encoding": "identity",  # packed content could grow past the cap while being unpacked
            "Connection": "close",  # the next request may be for another name at the same address
        }
        with _Deadline(until - self.clock()) as deadline:
            known = {"sni_hostname": url.host, "trace": deadline.watch}
            there = url.copy_with(host=address)
            with self.client.stream(
                method, there, auth=auth, headers=headers, extensions=known, follow_redirects=False
            ) as response:
                yield response

    def _read(self, response: httpx.Response, until: float) -> bytes:
        content = bytearray()
        for chunk in response.iter_raw():
            content += chunk
            if len(content) > LARGEST:
                raise MediaError("the file is larger than 20 MB", retry=False)
            if self.clock() > until:
                raise MediaError("the file came too slowly", retry=True)
        return bytes(content)


class _Deadline:
    """Ends a connection when its time is over, also in the middle of a header: httpx bounds single reads only."""

    def __init__(self, seconds: float) -> None:
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(max(seconds, 0.0), self._end)
        self._timer.daemon = True

    def __enter__(self) -> _Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._timer.join()
        for each in self._sockets:
            each.close()

    def watch(self, event: str, info: dict[str, Any]) -> None:
        """httpcore's trace extension: a copy of each new socket, which stays usable when TLS wraps the first one."""
        if event == "connection.connect_tcp.complete":
            connected = info["return_value"].get_extra_info("socket")
            self._sockets.append(connected.dup())
            if self._timer.finished.is_set():
                self._end()

    def _end(self) -> None:
        for each in self._sockets:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


def _safely(what: str, do: Callable[[], T]) -> T:
    """Errors as `MediaError`, raised apart from the original: its text may hold the address, and that a token."""
    try:
        return do()
    except httpx.InvalidURL:
        problem = MediaError("the file's address is none", retry=False)
    except (httpx.HTTPError, OSError) as error:
        problem = MediaError(f"the carrier did not {what} ({type(error).__name__})", retry=True)
    except UnicodeError:  # a name that IDNA or the resolver cannot take
        problem = MediaError("the file's host has no proper name", retry=False)
    raise problem


def _check(response: httpx.Response, fine: tuple[int, ...]) -> None:
    if response.status_code not in fine:
        again = response.status_code in (408, 425, 429) or response.status_code >= 500
        raise MediaError(f"the carrier answered {response.status_code} for the file", retry=again)


def _check_size(response: httpx.Response) -> None:
    if response.headers.get("content-encoding", "identity") != "identity":
        raise MediaError("the carrier sent packed content", retry=False)
    size = response.headers.get("content-length", "")
    if size.isdecimal() and int(size[:20]) > LARGEST:
        raise MediaError("the file is larger than 20 MB", retry=False)


__all__ = ["LARGEST", "Download", "Source"]
