"""Whatever a file's address says, only the carrier is asked, in the open internet, and nobody sees our secrets."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest

from channels.addresses import Source, is_public
from channels.base import Media, MediaError
from channels.download import Download
from tests.media.servers import Rerouted, certified, ok, redirect, serving
from tests.media.tricks import IN_A_HEADER, NAME, PRIVATE, TRICKS

AUTH = ("AC", "kenari-rahasia")
BASIC = base64.b64encode(b"AC:kenari-rahasia")
PUBLIC = "93.184.215.14"


class Names:
    """A resolver that answers from a script and counts."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers, self.asked = list(answers), list[str]()

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class Counting(httpx.BaseTransport):
    """An internet in which every address answers with a file, and which remembers who was asked."""

    def __init__(self, *replies: httpx.Response) -> None:
        self.got, self.replies = list[httpx.Request](), list(replies)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.got.append(request)
        return self.replies.pop(0) if self.replies else httpx.Response(200, stream=httpx.ByteStream(b"x"))


def download(net: httpx.BaseTransport, names: Names, api: str = "https://api.example") -> Download:
    client = httpx.Client(transport=net, trust_env=False)
    return Download(client, Source(frozenset((NAME, "cdn.example")), api), seconds=3, resolve=names)


def refused(loader: Download, address: str) -> MediaError:
    with pytest.raises(MediaError) as caught:
        loader.get(address, AUTH)
    return caught.value


def silent(error: MediaError, *words: str) -> bool:
    """Whether neither the error nor what stands behind it holds any of these words."""
    told = f"{error!r} {error.__cause__!r} {error.__context__!r}"
    return not any(word in told for word in words)


@pytest.mark.parametrize("address", TRICKS)
def test_a_tricky_address_is_refused_before_anybody_is_asked(address: str) -> None:
    """No name is looked up, no connection made, and no second try is worth it; the error does not quote it."""
    net, names = Counting(), Names([PUBLIC])
    error = refused(download(net, names), address)
    assert not error.retry
    assert (net.got, names.asked) == ([], [])
    assert silent(error, "evil", "169.254", AUTH[1])


@pytest.mark.parametrize("address", IN_A_HEADER)
def test_a_redirect_to_a_tricky_address_is_not_followed(address: str) -> None:
    """What may not be asked at first may not be asked in the second place either."""
    with serving(redirect(address.replace("\0", "%00"))) as server:
        client = httpx.Client(trust_env=False, timeout=2)
        names = Names(["127.0.0.1"])
        loader = Download(client, Source(frozenset((NAME,)), server.base), seconds=3, resolve=names)
        refused(loader, f"{server.base}/a")
        assert len(server.heads) == 1
        assert set(names.asked) == {"127.0.0.1"}


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_leads_inside_is_not_asked(address: str) -> None:
    """A listed host whose address is private, local, reserved or oddly written gets no connection."""
    net = Counting()
    assert not refused(download(net, Names([address])), f"https://{NAME}/a").retry
    assert net.got == []


@pytest.mark.parametrize("address", PRIVATE)
def test_one_bad_address_spoils_the_name(address: str) -> None:
    """Where a name has a public and a private address it is not asked at all."""
    net = Counting()
    refused(download(net, Names([PUBLIC, address])), f"https://{NAME}/a")
    assert net.got == []


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "2002:808:808::1"])
def test_the_open_internet_is_open(address: str) -> None:
    """Public addresses pass, also those that carry a public IPv4 address."""
    assert is_public(address)
    assert isinstance(download(Counting(), Names([address])).get(f"https://{NAME}/a"), Media)


def test_a_name_that_changes_its_mind_gains_nothing() -> None:
    """The name is looked up once; the connection goes to that address, under the name's Host and SNI."""
    net, names = Counting(), Names([PUBLIC], ["127.0.0.1"])
    download(net, names).get(f"https://{NAME}/a", AUTH)
    (request,) = net.got
    assert names.asked == [NAME]
    assert (request.url.host, request.headers["host"], request.extensions["sni_hostname"]) == (PUBLIC, NAME, NAME)


def test_a_name_that_changes_its_mind_between_redirects_gains_nothing() -> None:
    """Each hop looks its name up anew and refuses what leads inside by then."""
    net = Counting(httpx.Response(302, headers={"location": f"https://{NAME}/b"}))
    refused(download(net, Names([PUBLIC], ["169.254.169.254"])), f"https://{NAME}/a")
    assert [request.url.host for request in net.got] == [PUBLIC]


def test_loopback_names_lead_to_loopback_only() -> None:
    """A simulator's "localhost" that leads elsewhere is not asked."""
    net = Counting()
    loader = download(net, Names(["10.0.0.1"]), api="http://localhost:8000")
    refused(loader, "http://localhost:8000/a")
    assert net.got == []


def test_a_name_without_address_may_have_one_later() -> None:
    """A resolver that fails or knows nothing is a reason to try again."""
    assert refused(download(Counting(), Names([])), f"https://{NAME}/a").retry


@pytest.mark.parametrize(("name", "trusted"), [(NAME, True), ("other.example", False)])
def test_the_certificate_is_checked_against_the_name(tmp_path: Path, name: str, trusted: bool) -> None:
    """Over a pinned address TLS still proves the name: a certificate for another name is not accepted."""
    there, here = certified(tmp_path, name)
    with serving(ok(b"x"), there) as server, Rerouted(PUBLIC, server.port, here) as net:
        loader = download(net, Names([PUBLIC]))
        if trusted:
            assert loader.get(f"https://{NAME}/a").content == b"x"
            assert f"Host: {NAME}\r\n".encode() in server.heads[0]
        else:
            assert refused(loader, f"https://{NAME}/a").retry
            assert server.heads == []
        assert net.asked == [PUBLIC]


def test_credentials_go_to_the_api_alone() -> None:
    """A file on another listed host is fetched without the account's credentials, also in the first request."""
    net = Counting()
    loader = download(net, Names([PUBLIC]))
    loader.get(f"https://{NAME}/a", AUTH)
    loader.get("https://api.example/a", AUTH)
    assert ["authorization" in request.headers for request in net.got] == [False, True]


def test_credentials_do_not_follow_a_redirect_to_another_server() -> None:
    """Two real servers: the first sees the account's credentials, the second, on the list, does not."""
    with serving(ok(b"x")) as second, serving(redirect(f"http://localhost:{second.port}/b")) as first:
        source = Listed(frozenset(), first.base, second.port)
        client = httpx.Client(trust_env=False, timeout=2)
        media = Download(client, source, resolve=Names(["127.0.0.1"])).get(f"{first.base}/a", AUTH)
    assert media.content == b"x"
    assert BASIC in first.heads[0]
    assert BASIC not in second.heads[0]
    assert b"uthorization" not in second.heads[0]


class Listed(Source):
    """A list with another plain local server on it, as no carrier has."""

    def __init__(self, hosts: frozenset[str], api_base: str, port: int) -> None:
        super().__init__(hosts, api_base)
        object.__setattr__(self, "hosts", frozenset((f"http://localhost:{port}",)))

    def allows(self, url: httpx.URL) -> bool:
        return super().allows(url) or f"{url.scheme}://{url.host}:{url.port}" in self.hosts
