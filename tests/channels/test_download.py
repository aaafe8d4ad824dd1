"""Files come from the carrier's hosts, within bounds, and credentials go nowhere else."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Iterator

import httpx
import pytest
from carrier import SLOW, Carrier, Reply

from bot.message import Attachment
from channels.base import MediaError
from channels.download import LARGEST, Download, Source
from channels.twilio import Sms

AUTH = ("AC", "secret")
BASIC = "Basic " + base64.b64encode(b"AC:secret").decode()


@pytest.fixture
def other() -> Iterator[Carrier]:
    server = Carrier()
    yield server
    server.close()


def from_(carrier: Carrier, client: httpx.Client) -> Download:
    return Download(client, Source(frozenset(("media.example",)), carrier.base))


def refused(download: Download, address: str) -> MediaError:
    with pytest.raises(MediaError) as caught:
        download.get(address, AUTH)
    return caught.value


def test_a_file_is_fetched_with_the_accounts_credentials(carrier: Carrier, client: httpx.Client) -> None:
    """The carrier's API sees who asks; bytes and bare media type come back."""
    carrier.script.append(Reply(body=b"\x89PNG", content_type="image/png; charset=binary"))
    media = from_(carrier, client).get(f"{carrier.base}/a", AUTH)
    assert (media.content, media.media_type) == (b"\x89PNG", "image/png")
    assert carrier.got[0].headers["Authorization"] == BASIC


def test_a_twilio_channel_fetches_with_its_account(carrier: Carrier, client: httpx.Client) -> None:
    """The channel's own fetch takes account and first token."""
    carrier.script.append(Reply(body=b"x", content_type="audio/ogg"))
    sms = Sms(account_sid="AC", auth_tokens=("secret", "old"), from_address="+62", public_url="https://x.example",
              client=client, api_base=carrier.base)  # fmt: skip
    assert sms.fetch(Attachment("voice", f"{carrier.base}/a")).content == b"x"
    assert carrier.got[0].headers["Authorization"] == BASIC


def test_a_redirect_takes_no_credentials_along(carrier: Carrier, client: httpx.Client) -> None:
    """A redirect on the same host is followed without the account's credentials."""
    carrier.script += [Reply(307, headers=(("location", "/b?sig=1"),)), Reply(body=b"x")]
    assert from_(carrier, client).get(f"{carrier.base}/a", AUTH).content == b"x"
    assert ["Authorization" in got.headers for got in carrier.got] == [True, False]


def test_a_redirect_elsewhere_is_not_followed(carrier: Carrier, other: Carrier, client: httpx.Client) -> None:
    """Another host, even on loopback, is never asked."""
    carrier.script.append(Reply(302, headers=(("location", f"{other.base}/b"),)))
    assert not refused(from_(carrier, client), f"{carrier.base}/a").retry
    assert other.got == []


def test_redirects_end(carrier: Carrier, client: httpx.Client) -> None:
    """A carrier that sends us in a circle is left after a few rounds."""
    carrier.script += [Reply(302, headers=(("location", "/again"),))] * 20
    assert not refused(from_(carrier, client), f"{carrier.base}/a").retry
    assert len(carrier.got) <= 5


@pytest.mark.parametrize(
    "address",
    [
        "http://media.example/a",
        "https://evil.example/a",
        "https://media.example.evil.example/a",
        "https://media.example@evil.example/a",
        "https://user:word@media.example/a",
        "https://media.example:8443/a",
        "http://127.0.0.1:1/a",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "/a",
        "",
        "https://",
        "\x00",
    ],
)
def test_other_addresses_are_not_asked(carrier: Carrier, client: httpx.Client, address: str) -> None:
    """Only https on the listed hosts, and the API's own origin: nothing else is worth a try."""
    assert not refused(from_(carrier, client), address).retry
    assert carrier.got == []


def test_listed_hosts_are_allowed_by_https_alone() -> None:
    """The list names hosts; the API's address over plain http counts on loopback only."""
    source = Source(frozenset(("media.example",)), "http://api.example")
    assert source.allows(httpx.URL("https://media.example/a"))
    assert source.allows(httpx.URL("https://MEDIA.example:443/a"))
    assert not source.allows(httpx.URL("http://api.example/a"))


class Endless(httpx.SyncByteStream):
    """A file that goes on and on, and counts what was taken of it."""

    given = 0

    def __iter__(self) -> Iterator[bytes]:
        while True:
            self.given += 1 << 20
            yield b"x" * (1 << 20)


def endless(carrier: Carrier, headers: dict[str, str]) -> int:
    """How many bytes a download takes of an endless file before it gives up."""
    stream = Endless()
    transport = httpx.MockTransport(lambda request: httpx.Response(200, headers=headers, stream=stream))
    with httpx.Client(transport=transport) as unending:
        assert not refused(from_(carrier, unending), f"{carrier.base}/a").retry
    return stream.given


def test_a_stated_size_over_the_cap_is_refused_before_reading(carrier: Carrier) -> None:
    """Where the carrier says that a file is over 20 MB not a byte of it is read."""
    assert endless(carrier, {"content-length": str(LARGEST + 1)}) == 0


@pytest.mark.parametrize("headers", [{}, {"content-length": "100"}, {"content-length": "x"}])
def test_an_unstated_size_is_capped_while_reading(carrier: Carrier, headers: dict[str, str]) -> None:
    """A file that goes on and on is dropped at 20 MB, whatever its header says."""
    assert LARGEST < endless(carrier, headers) <= LARGEST + (1 << 20)


def test_a_file_of_the_largest_size_is_taken(carrier: Carrier, client: httpx.Client) -> None:
    """20 MB exactly is within the bound."""
    carrier.script.append(Reply(body=b"x" * LARGEST))
    assert len(from_(carrier, client).get(f"{carrier.base}/a").content) == LARGEST


def test_packed_content_is_refused(carrier: Carrier, client: httpx.Client) -> None:
    """We ask for plain bytes; a packed answer could grow past the cap when unpacked."""
    carrier.script.append(Reply(body=gzip.compress(b"x" * 100), headers=(("content-encoding", "gzip"),)))
    assert not refused(from_(carrier, client), f"{carrier.base}/a").retry
    assert carrier.got[0].headers["Accept-Encoding"] == "identity"


def test_a_file_that_drips_is_dropped(carrier: Carrier, client: httpx.Client) -> None:
    """The whole download has a time of its own; slowness may pass, so another try is worth it."""
    carrier.script.append(Reply(body=b"x" * 100))
    clock = iter(range(0, 10_000, 100))
    slow = Download(client, Source(frozenset(), carrier.base), clock=lambda: float(next(clock)))
    assert refused(slow, f"{carrier.base}/a").retry


@pytest.mark.parametrize(
    ("reply", "retry"),
    [
        (Reply(404), False),
        (Reply(403), False),
        (Reply(429), True),
        (Reply(500), True),
        (Reply(503), True),
        (Reply(206, b"x"), False),
        (Reply(delay=SLOW), True),
        (Reply(hang_up=True), True),
    ],
)
def test_a_failure_says_whether_to_try_again(carrier: Carrier, client: httpx.Client, reply: Reply, retry: bool) -> None:
    """What is gone stays gone; what is slow or broken may come back."""
    carrier.script.append(reply)
    assert refused(from_(carrier, client), f"{carrier.base}/a").retry is retry
