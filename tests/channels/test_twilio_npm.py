"""Requests signed by Twilio's own library for Node, which nobody here wrote, are the judge of our signature check."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

import httpx
import pytest
from twilio_signer import ACCOUNT, PUBLIC, SID

from channels.base import Unsigned, Wire
from channels.twilio import Sms, Twilio, WhatsApp

PACKAGE = "twilio@5.9.0"
OLD, NEW, STRANGER = "old0token0of0ours", "new0token0of0ours", "a0strangers0token"
SCRIPT = """
const { getExpectedTwilioSignature } = require("twilio/lib/webhooks/webhooks");
const asked = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(asked.map(({ token, url, params }) => getExpectedTwilioSignature(token, url, params))));
"""
BASE = [("MessageSid", SID), ("AccountSid", ACCOUNT), ("From", "+6281200000001"), ("To", "+6281100000000")]
# What is posted, and the query of the webhook's address.
REQUESTS: dict[str, tuple[list[tuple[str, str]], str]] = {
    "plain": ([*BASE, ("Body", "Jalan rusak di Selong")], ""),
    "emoji": ([*BASE, ("Body", "Lampu mati 😡👍🏽 ‘gelap’")], ""),
    "javanese": ([*BASE, ("Body", "ꦢꦭꦤ꧀ rusak é")], ""),
    "empty parameters": ([*BASE, ("Body", ""), ("ToCity", ""), ("FromZip", "")], ""),
    "spaces at the ends": ([*BASE, ("Body", "  halo \r\n\t ")], ""),
    "signs of the form": ([*BASE, ("Body", "a=b&c=d+e%20f;#?/ 100%")], ""),
    "duplicate keys": ([*BASE, ("Body", "x"), ("Tag", "b"), ("Tag", "a")], ""),
    "unknown parameters": ([*BASE, ("Body", "x"), ("ZFuture", "1"), ("aLower", "2"), ("_", "3")], ""),
    "query string": ([*BASE, ("Body", "x")], "region=ntb&empty=&two=1&two=2"),
    "escaped query string": ([*BASE, ("Body", "x")], "q=a%20b%2Bc&r=%C3%A9"),
    "status": ([("MessageSid", SID), ("MessageStatus", "failed"), ("ErrorCode", "63016")], ""),
}
Sign = Callable[[str, str, list[tuple[str, str]]], str]


@pytest.fixture(scope="session")
def sign(tmp_path_factory: pytest.TempPathFactory) -> Sign:
    """npm's twilio as a function; the tests skip, with the reason, where it cannot be had."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("node and npm are not on this machine")
    folder = tmp_path_factory.mktemp("npm")
    install = [npm, "install", "--prefix", str(folder), PACKAGE, "--no-audit", "--no-fund", "--ignore-scripts"]
    done = subprocess.run(install, capture_output=True, text=True, timeout=180, cwd=folder)
    if done.returncode:
        pytest.skip(f"npm could not install {PACKAGE} (exit {done.returncode})")
    environ = {"PATH": os.environ["PATH"], "NODE_PATH": str(folder / "node_modules")}
    known: dict[str, str] = {}

    def signed(token: str, url: str, fields: list[tuple[str, str]]) -> str:
        params: dict[str, Any] = {}
        for name, value in fields:
            params[name] = [*params[name], value] if name in params else [value]
        flat = {name: values[0] if len(values) == 1 else values for name, values in params.items()}
        asked = json.dumps([{"token": token, "url": url, "params": flat}])
        if asked not in known:
            ran = subprocess.run(
                [node, "-e", SCRIPT], input=asked, capture_output=True, text=True, env=environ, check=True
            )
            known[asked] = json.loads(ran.stdout)[0]
        return known[asked]

    return signed


@pytest.fixture(params=[Sms, WhatsApp], ids=["sms", "whatsapp"])
def channel(request: pytest.FixtureRequest, client: httpx.Client) -> Twilio:
    kind: type[Twilio] = request.param
    return kind(
        account_sid=ACCOUNT, auth_tokens=(NEW, OLD), from_address="+6281100000000", public_url=PUBLIC, client=client
    )


def wire_of(channel: Twilio, sign: Sign, name: str, token: str = NEW) -> Wire:
    fields, query = REQUESTS[name]
    path = channel.reports if name == "status" else channel.route
    url = PUBLIC + path + (f"?{query}" if query else "")
    headers = {"content-type": "application/x-www-form-urlencoded", "x-twilio-signature": sign(token, url, fields)}
    return Wire("POST", path, query, headers, urlencode(fields).encode())


def refused(channel: Twilio, wire: Wire) -> bool:
    try:
        channel.verify(wire)
    except Unsigned:
        return True
    return False


@pytest.mark.parametrize("name", REQUESTS)
def test_what_twilio_signs_is_accepted_under_both_tokens(channel: Twilio, sign: Sign, name: str) -> None:
    """During rotation the old and the new token both prove a request; a stranger's proves nothing."""
    channel.verify(wire_of(channel, sign, name, NEW))
    channel.verify(wire_of(channel, sign, name, OLD))
    assert refused(channel, wire_of(channel, sign, name, STRANGER))


@pytest.mark.parametrize("name", REQUESTS)
def test_every_changed_byte_is_refused(channel: Twilio, sign: Sign, name: str) -> None:
    """Each byte of the body replaced by another value, in each bit and by the form's own signs, is no longer genuine.

    Only what says the very same may pass: "%2b" for "%2B".
    """
    wire = wire_of(channel, sign, name)
    meaning, tried = sorted(set(parse_qsl(wire.body.decode(), keep_blank_values=True))), 0
    for position, byte in enumerate(wire.body):
        others = {byte ^ 1 << bit for bit in range(8)} | set(b"&=+%;0aA \x00")
        for other in others - {byte}:
            altered = wire.body[:position] + bytes((other,)) + wire.body[position + 1 :]
            tried += 1
            if not refused(channel, replace(wire, body=altered)):
                assert sorted(set(parse_qsl(altered.decode(), keep_blank_values=True))) == meaning
                assert altered.lower() == wire.body.lower()
    assert tried > 10 * len(wire.body)


@pytest.mark.parametrize("name", ["plain", "duplicate keys"])
def test_every_cut_and_every_added_byte_is_refused(channel: Twilio, sign: Sign, name: str) -> None:
    """A body with one byte less or one more is not genuine."""
    wire = wire_of(channel, sign, name)
    for position in range(len(wire.body) + 1):
        for middle in (b"", b"x", b"&", b"="):
            rest = wire.body[position + (not middle) :]
            altered = wire.body[:position] + middle + rest
            assert altered == wire.body or refused(channel, replace(wire, body=altered))


@pytest.mark.parametrize("name", ["query string", "escaped query string"])
def test_every_changed_byte_of_the_query_is_refused(channel: Twilio, sign: Sign, name: str) -> None:
    """The address that Twilio called is signed as it stands, letter for letter."""
    wire = wire_of(channel, sign, name)
    for position, letter in enumerate(wire.query):
        for other in set("&=+%0aAz") - {letter}:
            assert refused(channel, replace(wire, query=wire.query[:position] + other + wire.query[position + 1 :]))


@pytest.mark.parametrize(
    "claims",
    [
        {"x-forwarded-proto": "http"},
        {"x-forwarded-host": "evil.example"},
        {"x-forwarded-port": "8443"},
        {"x-forwarded-for": "127.0.0.1", "x-real-ip": "127.0.0.1"},
        {"x-forwarded-prefix": "/elsewhere", "x-original-url": "/elsewhere"},
        {"forwarded": "for=127.0.0.1;host=evil.example;proto=http"},
        {"host": "evil.example"},
        {"x-http-method-override": "GET"},
    ],
    ids=lambda claims: next(iter(claims)),
)
def test_what_a_proxy_claims_changes_no_verdict(channel: Twilio, sign: Sign, claims: dict[str, str]) -> None:
    """A genuine request stays genuine and a forged one forged, whatever address is claimed."""
    wire = wire_of(channel, sign, "plain")
    channel.verify(replace(wire, headers={**wire.headers, **claims}))
    fields, _ = REQUESTS["plain"]
    for base in ("http://evil.example", "https://evil.example", "http://lapor.example", "https://lapor.example:8443"):
        forged = {**wire.headers, "x-twilio-signature": sign(NEW, base + channel.route, fields), **claims}
        assert refused(channel, replace(wire, headers=forged))
