"""A carrier that is slow, endless or lying costs a worker seconds and a few megabytes, no more."""

from __future__ import annotations

import contextlib
import gzip
import socket
import ssl
import time
import zlib
from pathlib import Path

import httpx
import pytest

from channels.addresses import Source
from channels.base import MediaError
from channels.download import LARGEST, Download
from tests.media.servers import Rerouted, Speak, certified, ok, redirect, serving

SECONDS = 0.6
HEAD = b"HTTP/1.1 200 OK\r\n"


def drip(words: bytes, pause: float = 0.05) -> Speak:
    """A server that says a few bytes at a time, each well within any time-out for a single read."""

    def speak(there: socket.socket) -> None:
        with contextlib.suppress(OSError):
            for at in range(0, len(words), 2):
                there.sendall(words[at : at + 2])
                time.sleep(pause)

    return speak


def fetched(base: str) -> tuple[MediaError | bytes, float]:
    """What came of a download, and how many seconds it took."""
    with httpx.Client(trust_env=False, timeout=5) as client:
        loader, began = Download(client, Source(frozenset(), base), seconds=SECONDS), time.monotonic()
        try:
            return loader.get(f"{base}/a").content, time.monotonic() - began
        except MediaError as error:
            return error, time.monotonic() - began


@pytest.mark.parametrize(
    "words",
    [
        HEAD + b"Content-Length: 1000\r\n\r\n" + b"x" * 1000,
        HEAD + b"X-Long: " + b"y" * 1000,
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 200,
    ],
    ids=["body", "header", "chunks"],
)
def test_a_drip_ends_when_the_time_is_over(words: bytes) -> None:
    """Also in the middle of a header, where no cap on the body helps; later it may be faster."""
    with serving(drip(words)) as server:
        came, took = fetched(server.base)
    assert isinstance(came, MediaError)
    assert came.retry
    assert took < SECONDS + 1.5


def test_a_drip_under_tls_ends_too(tmp_path: Path) -> None:
    """The time ends the connection itself, whatever is wrapped around it."""
    there, here = certified(tmp_path, "media.example")
    with serving(drip(HEAD + b"X: " + b"y" * 500), there) as server, Rerouted("8.8.8.8", server.port, here) as net:
        client = httpx.Client(transport=net, timeout=5)
        source = Source(frozenset(("media.example",)))
        loader = Download(client, source, seconds=SECONDS, resolve=lambda *_: ["8.8.8.8"])
        began = time.monotonic()
        with pytest.raises(MediaError):
            loader.get("https://media.example/a")
    assert time.monotonic() - began < SECONDS + 1.5


def test_a_handshake_that_never_ends_is_left(tmp_path: Path) -> None:
    """A server that takes the connection and says nothing is left in time."""
    context = ssl.create_default_context()
    with (
        serving(drip(b"\x16\x03\x03\x40\x00" + bytes(400))) as server,
        Rerouted("8.8.8.8", server.port, context) as net,
    ):
        client = httpx.Client(transport=net, timeout=5)
        source = Source(frozenset(("media.example",)))
        began = time.monotonic()
        with pytest.raises(MediaError):
            Download(client, source, seconds=SECONDS, resolve=lambda *_: ["8.8.8.8"]).get("https://media.example/a")
    assert time.monotonic() - began < SECONDS + 1.5


def endless(there: socket.socket) -> None:
    with contextlib.suppress(OSError):
        there.sendall(HEAD + b"\r\n")
        for _ in range(50):
            there.sendall(bytes(1 << 20))


def test_fifty_megabytes_are_not_taken() -> None:
    """Without a stated size the connection is closed after 20 MB."""
    with serving(endless) as server:
        client = httpx.Client(trust_env=False, timeout=5)
        with pytest.raises(MediaError, match="20 MB") as caught:
            Download(client, Source(frozenset(), server.base)).get(f"{server.base}/a")
    assert not caught.value.retry
    assert LARGEST == 20 * 1024 * 1024


LIES = {
    "more than comes": (HEAD + b"Content-Length: 1000\r\n\r\nshort", True),
    "a negative size": (HEAD + b"Content-Length: -5\r\n\r\nshort", True),
    "two sizes": (HEAD + b"Content-Length: 5\r\nContent-Length: 50\r\n\r\nshort", True),
    "size and chunks": (HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n", True),
    "50 MB": (HEAD + b"Content-Length: 52428800\r\n\r\n", False),
    "a size of 5,000 digits": (HEAD + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n", True),
    "no HTTP": (b"SSH-2.0-OpenSSH_9.6\r\n", True),
    "a million header lines": (HEAD + b"X: y\r\n" * 1_000_000, True),
    "gzip": (ok(gzip.compress(bytes(50_000_000)), "Content-Encoding: gzip"), False),
    "deflate": (ok(zlib.compress(bytes(50_000_000)), "Content-Encoding: deflate"), False),
    "Brotli": (ok(b"x", "Content-Encoding: br"), False),
    "zstd": (ok(b"x", "Content-Encoding: zstd"), False),
    "gzip hidden behind identity": (ok(b"x", "Content-Encoding: identity, gzip"), False),
    "gzip as transfer coding": (HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n", True),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lying_server_gets_nothing_through(lie: str) -> None:
    """What is said and what comes do not fit, or it is packed: no file, and an error with a verdict."""
    words, again = LIES[lie]

    def speak(there: socket.socket) -> None:
        with contextlib.suppress(OSError):
            there.sendall(words)

    with serving(speak) as server:
        came, _ = fetched(server.base)
    assert isinstance(came, MediaError)
    assert came.retry is again


def test_less_than_comes_is_cut() -> None:
    """Bytes behind the stated size are no part of the file."""
    with serving(HEAD + b"Content-Length: 5\r\n\r\nshort and more") as server:
        assert fetched(server.base)[0] == b"short"


@pytest.mark.parametrize("where", ["/again", "?n=1", "//127.0.0.1/"])
def test_redirects_end_after_three(where: str) -> None:
    """A circle is left; a redirect to another port is not followed at all."""
    with serving(redirect(where)) as server:
        came, _ = fetched(server.base)
        assert isinstance(came, MediaError)
        assert not came.retry
        assert len(server.heads) == (1 if where.startswith("//") else 4)
