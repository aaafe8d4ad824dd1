"""An SMS gateway's wire: named parameters under a secret path in, a text/plain body out, sendsms for the rest."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
import pytest
from carrier import SLOW, Carrier, Got, Reply
from contract import FIRST, SECOND, STORY, STRANGER, ChannelContract
from werkzeug.wrappers import Request

from bot.message import AddressRejected, Attachment, CarrierBusy, CarrierDown, OptedOut, OutcomeUnknown, Say
from channels.base import Answer, Channel, MediaError, Reported, Unreadable, Unsigned, Wire
from channels.gateway import LOOPBACK, Gateway
from channels.gateway_sending import SendSms

NUMBER = "+6281299900099"
OWN = "http://127.0.0.1:8000"
ROUTE = "/webhooks/gateway/<secret>"
DENIED = "Number(s) has/have been denied by white- and/or black-lists."


class TestGateway(ChannelContract):
    channel_class = Gateway
    address = NUMBER
    trouble = [  # noqa: RUF012
        ("429", Reply(429, "slow down", (("retry-after", "3"),)), CarrierBusy, 3.0),
        ("429 without a time", Reply(429, f"slow down {NUMBER}"), CarrierBusy, None),
        ("on a black list", Reply(403, DENIED), OptedOut, None),
        ("on a black list, the other way", Reply(400, DENIED), OptedOut, None),
        ("queue full", Reply(503, "Temporal failure, try again later."), CarrierDown, None),
        ("500", Reply(500, f"<html>{NUMBER}"), CarrierDown, None),
        ("our password", Reply(403, "Authorization failed for sendsms"), CarrierDown, None),
        ("our password, the other way", Reply(400, "Authorization failed for sendsms"), CarrierDown, None),
        ("our path", Reply(404, "Not found"), CarrierDown, None),
        ("our sender", Reply(400, "Sender missing and no global set, rejected"), CarrierDown, None),
        ("redirect", Reply(307, headers=(("location", "https://evil0canary.example/"),)), CarrierDown, None),
        ("no receiver", Reply(400, "Empty receiver number not allowed, rejected"), AddressRejected, None),
        ("400", Reply(400, f"no {STORY}"), AddressRejected, None),
        ("slow", Reply(202, "0: Accepted for delivery", delay=SLOW), OutcomeUnknown, None),
        ("hung up", Reply(hang_up=True), OutcomeUnknown, None),
        ("another page", Reply(200, f"<html>{STORY}"), OutcomeUnknown, None),
        ("empty", Reply(202), OutcomeUnknown, None),
    ]

    @pytest.fixture(autouse=True)
    def _nothing_asked_yet(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.noted: list[str] = []

    def build(self, client: httpx.Client, api_base: str, secrets: tuple[str, ...] = (FIRST, SECOND)) -> Gateway:
        numbers = count(1)
        url = f"{api_base}/cgi-bin/sendsms?username=lapor&password=pass0canary&smsc=OP1"
        return Gateway(
            secrets=secrets,
            ids=lambda: f"delivery-{next(numbers):016}",
            sendsms=SendSms(url, client),
            own_url=OWN,
            sent=self.noted.append,
        )

    def signed(self, sample: dict[str, Any], secret: str) -> Wire:
        given = sample["wire"]
        path = given["path"].replace("<secret>", secret)
        wire = Wire(given["method"], path, given.get("query", ""), given["headers"], b"", "127.0.0.1")
        fields = urlencode([(name, value) for name, value in given.get("parameters", [])])
        if given["method"] == "POST":
            return replace(wire, body=fields.encode())
        return wire if "query" in given else replace(wire, query=fields)

    def accepts(self, request: Request) -> Reply:
        self.asked.append(request.args.to_dict())
        return Reply(202, "0: Accepted for delivery", content_type="text/html")

    def sent_text(self, got: Got) -> str:
        assert (got.method, got.path) == ("GET", "/cgi-bin/sendsms")
        return self.asked.pop(0)["text"]

    def rendered(self, answer: Answer) -> list[str]:
        assert answer.content_type == "text/plain; charset=utf-8"
        return [answer.body] if answer.body else []

    def test_unsigned_requests_are_refused(self, channel: Channel, sample: dict[str, Any]) -> None:
        """Without the secret in its path no request is read, whatever it says about itself."""
        wire = self.signed(sample, FIRST)
        for path in (ROUTE, "/webhooks/gateway/", "/webhooks/gateway", "", "/", f"/webhooks/gateway//{FIRST}"):
            for extra in ({}, {"x-forwarded-for": "127.0.0.1"}, {"authorization": f"Basic {FIRST}"}):
                with pytest.raises(Unsigned):
                    channel.verify(replace(wire, path=path, headers={**wire.headers, **extra}))

    def test_wrongly_signed_requests_are_refused(self, channel: Channel, sample: dict[str, Any]) -> None:
        """A secret that is a stranger's, cut, longer, in other letters or no ASCII opens nothing."""
        wire = self.signed(sample, FIRST)
        for wrong in (STRANGER, FIRST[:-1], FIRST + "0", FIRST.upper(), "é\udcff", "", f"{FIRST}/", f"{FIRST}/other"):
            with pytest.raises(Unsigned):
                channel.verify(replace(wire, path=f"/webhooks/gateway/{wrong}"))

    @pytest.mark.parametrize("remote", ["", "x", "10.0.0.1", "128.0.0.1", "::2", "::ffff:10.0.0.1", "127.0.0.1, ::1"])
    def test_the_secret_from_elsewhere_is_refused(self, channel: Channel, remote: str) -> None:
        """A stolen secret is worth nothing outside the gateway's addresses, also if the headers claim one."""
        wire = replace(self.signed(self.any_sample(), FIRST), remote=remote)
        for headers in ({}, {"x-forwarded-for": "127.0.0.1", "x-real-ip": "127.0.0.1"}):
            with pytest.raises(Unsigned):
                channel.verify(replace(wire, headers=headers))

    @pytest.mark.parametrize("remote", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "10.8.1.2", "192.168.7.7", "fe80::9%e"])
    def test_listed_addresses_are_accepted(self, remote: str) -> None:
        """Single addresses and whole networks may be listed; IPv4 in IPv6 clothes counts as IPv4."""
        networks = (*LOOPBACK, "10.8.0.0/16", "192.168.7.7", "fe80::/10")
        gateway = Gateway(secrets=(FIRST,), ids=lambda: "x", addresses=networks)
        gateway.verify(replace(self.signed(self.any_sample(), FIRST), remote=remote))

    @pytest.mark.parametrize("secret", ["short", "a0secret/with/slashes", "a0secret with spaces", "a0secret%2e%2e%2f"])
    def test_a_secret_that_no_path_can_carry_is_refused(self, secret: str) -> None:
        """A secret is long and needs no escaping, so that each gateway writes it the same."""
        with pytest.raises(ValueError, match="at least one"):
            Gateway(secrets=(secret,), ids=lambda: "x")

    def test_refusals_say_what_is_missing(self, channel: Channel) -> None:
        """Whoever sets up the gateway reads which parameter is wrong."""
        wire = replace(self.signed(self.any_sample(), FIRST), query="from=6281&text=a")
        with pytest.raises(Unreadable, match="the parameter id is missing"):
            channel.read(wire)

    def test_kannel_is_asked_for_reports(self, channel: Channel, carrier: Carrier) -> None:
        """A push carries our user, the gateway's own settings, and a way back for its delivery reports."""
        delivery = channel.send(self.to, Say(STORY))
        assert self.asked == [
            {
                "username": "lapor",
                "password": "pass0canary",
                "smsc": "OP1",
                "to": NUMBER,
                "text": STORY,
                "coding": "0",
                "charset": "UTF-8",
                "dlr-mask": "31",
                "dlr-url": f"{OWN}/webhooks/gateway/{FIRST}/report?row={delivery}&status=%d",
            }
        ]

    def test_the_way_back_is_our_own_reports_route(self, channel: Channel, carrier: Carrier) -> None:
        """What Kannel calls with a state filled in is genuine and names the message that was sent."""
        delivery = channel.send(self.to, Say(STORY))
        back = urlsplit(self.asked[0]["dlr-url"].replace("%d", "8"))
        wire = Wire("GET", back.path, back.query, remote="127.0.0.1")
        channel.verify(wire)
        assert channel.report(wire) == Reported(delivery, "at_carrier")

    def test_only_what_was_taken_is_noted(self, channel: Channel, carrier: Carrier) -> None:
        """A message that the gateway refused has no delivery record; each one that it took has its own."""
        carrier.script.append(Reply(503, "Temporal failure, try again later."))
        with pytest.raises(CarrierDown):
            channel.send(self.to, Say(STORY))
        assert self.noted == []
        first, second = channel.send(self.to, Say(STORY)), channel.send(self.to, Say(STORY))
        assert self.noted == [first, second]
        assert first != second

    def test_user_and_password_may_stand_before_the_host(self, client: httpx.Client, carrier: Carrier) -> None:
        """A URL with userinfo is turned into Kannel's parameters, escapes undone, and not into a header."""
        carrier.usual = self.accepts
        url = carrier.base.replace("http://", "http://lapor:pa%40ss@") + "/cgi-bin/sendsms"
        SendSms(url, client).send(NUMBER, "halo", "x")
        assert (self.asked[0]["username"], self.asked[0]["password"]) == ("lapor", "pa@ss")
        assert "Authorization" not in carrier.got[0].headers
        assert "pa@ss" not in repr(SendSms(url, client))

    def test_queued_for_later_is_taken(self, channel: Channel, carrier: Carrier) -> None:
        """Kannel's "3: Queued" means that it has the message."""
        carrier.script.append(Reply(202, "3: Queued for later delivery"))
        assert channel.send(self.to, Say(STORY))

    def test_a_gateway_without_sendsms_keeps_news_waiting(self) -> None:
        """Where nothing is set up for pushing, the message is not lost: it waits for the operator."""
        with pytest.raises(CarrierDown):
            Gateway(secrets=(FIRST,), ids=lambda: "x").send(self.to, Say(STORY))

    def test_cheap_characters_wherever_possible(self, channel: Channel, carrier: Carrier) -> None:
        """Curly quotes, accents and emoji cost no second SMS, in answers and in pushes alike."""
        say = Say("“Jalan”\u00a0rusak – café… 😡")
        assert channel.render(say, self.to) == Answer(body='"Jalan" rusak - café...')
        channel.send(self.to, say)
        assert (self.asked[0]["text"], self.asked[0]["coding"]) == ('"Jalan" rusak - café...', "0")

    def test_a_citizens_own_script_goes_as_ucs_2(self, channel: Channel, carrier: Carrier) -> None:
        """Javanese script goes out whole, marked so that Kannel does not squeeze it into the GSM alphabet."""
        say = Say("ꦢꦭꦤ꧀ rusak")
        assert channel.render(say, self.to) == Answer(body="ꦢꦭꦤ꧀ rusak", headers={"X-Kannel-Coding": "2"})
        channel.send(self.to, say)
        assert (self.asked[0]["text"], self.asked[0]["coding"]) == ("ꦢꦭꦤ꧀ rusak", "2")

    def test_what_no_sms_can_say_is_left_out(self, channel: Channel) -> None:
        """Control characters and half characters break neither the answer nor its encoding."""
        answer = channel.render(Say("a\x00b\x1b[1m\ud800\x9fc\r\nd"), self.to)
        assert answer.body.encode() == b"ab[1mc\nd"

    def test_no_file_comes_by_sms(self, channel: Channel) -> None:
        """There is nothing to fetch, and no use in trying again."""
        with pytest.raises(MediaError) as caught:
            channel.fetch(Attachment("photo", "x"))
        assert caught.value.retry is False
