"""Twilio's wire, SMS and WhatsApp: signed forms in, TwiML out, each failure named."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import httpx
import pytest
from carrier import Carrier, Got, Reply
from contract import FIRST, SECOND, STORY, SignedBodyContract
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from twilio_judge import DESCRIPTION, Judge, judged_carrier
from twilio_signer import ACCOUNT, PUBLIC, SID, signature
from twilio_troubles import NUMBER, TROUBLE
from werkzeug.wrappers import Request

from bot.message import Choice, Say, Sender
from channels.base import Answer, Channel, Unreadable, Unsigned, Wire
from channels.twilio import Sms, Twilio, WhatsApp

JUDGE = Judge()
# The channel holds nothing between examples, and both inheriting classes run the same test.
FIXED = [HealthCheck.function_scoped_fixture, HealthCheck.differing_executors]
KNOWN = ["Latitude", "Longitude", "Label", "NumMedia", "MediaUrl0", "MediaContentType0", "ButtonPayload", "MessageType",
         "ListId", "OptOutType", "MessageStatus"]  # fmt: skip


class TwilioContract(SignedBodyContract):
    trouble = TROUBLE
    channel_class: type[Twilio]

    @pytest.fixture
    def carrier(self) -> Iterator[Carrier]:
        """Every request of every test here is judged by Twilio's own description of its API."""
        yield from judged_carrier(JUDGE)

    def build(self, client: httpx.Client, api_base: str, secrets: tuple[str, ...] = (FIRST, SECOND)) -> Channel:
        return self.channel_class(
            account_sid=ACCOUNT, auth_tokens=secrets, from_address="+6281100000000", public_url=PUBLIC, client=client,
            api_base=api_base,
        )  # fmt: skip

    def signed(self, sample: dict[str, Any], secret: str) -> Wire:
        return self.form_wire(
            [(name, value) for name, value in sample["wire"]["form"]], secret, sample["wire"]["query"]
        )

    def form_wire(self, fields: list[tuple[str, str]], secret: str, query: str = "", base: str = PUBLIC) -> Wire:
        path = self.channel_class.route
        headers = {
            "content-type": "application/x-www-form-urlencoded; charset=utf-8",
            "user-agent": "TwilioProxy/1.1",
            "x-twilio-signature": signature(secret, base + path + (f"?{query}" if query else ""), fields),
        }
        return Wire("POST", path, query, headers, urlencode(fields).encode(), "127.0.0.1")

    def accepts(self, request: Request) -> Reply:
        return Reply(201, json.dumps({"sid": SID, "status": "queued", "to": request.form.get("To")}))

    def sent_text(self, got: Got) -> str:
        assert got.path == f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
        return got.form["Body"]

    def rendered(self, answer: Answer) -> list[str]:
        assert answer.content_type.startswith("text/xml")
        root = ElementTree.fromstring(answer.body.encode())
        assert root.tag == "Response"
        return [message.text or "" for message in root]

    FIELDS = (("MessageSid", SID), ("AccountSid", ACCOUNT), ("From", "+6281200000001"), ("Body", "halo"))

    def test_the_first_token_sends(self, channel: Channel, carrier: Carrier) -> None:
        """Requests go out under the account and its first token."""
        assert channel.send(self.to, Say(STORY)) == SID
        expected = "Basic " + base64.b64encode(f"{ACCOUNT}:{FIRST}".encode()).decode()
        assert carrier.got[0].headers["Authorization"] == expected

    def test_the_token_proves_the_account_and_not_what_the_form_says(self, channel: Channel) -> None:
        """Another account's token opens nothing, whatever AccountSid is claimed; with ours the claim adds nothing."""
        other = "another-accounts-token"
        for account in (ACCOUNT, "AC" + "9" * 32):
            fields = [*(field for field in self.FIELDS if field[0] != "AccountSid"), ("AccountSid", account)]
            channel.verify(self.form_wire(fields, FIRST))
            with pytest.raises(Unsigned):
                channel.verify(self.form_wire(fields, other))

    def test_the_url_is_the_configured_one(self, channel: Channel) -> None:
        """A request signed for the address that a proxy sees is refused, whatever the forwarding headers say."""
        for base in ("http://lapor.example", "http://127.0.0.1:8000", "https://evil.example"):
            wire = self.form_wire(list(self.FIELDS), FIRST, base=base)
            forwarded = {"host": base.split("//")[1], "x-forwarded-proto": base.split(":")[0], "x-forwarded-host": base}
            with pytest.raises(Unsigned):
                channel.verify(replace(wire, headers={**wire.headers, **forwarded}))

    def test_a_written_out_port_is_the_same_address(self, channel: Channel) -> None:
        """Twilio signs the default port sometimes; both ways are the configured URL."""
        channel.verify(self.form_wire(list(self.FIELDS), FIRST, base="https://lapor.example:443"))

    def test_the_query_is_signed(self, channel: Channel) -> None:
        """A changed query is another address."""
        wire = self.form_wire(list(self.FIELDS), FIRST, query="a=1&b=")
        channel.verify(wire)
        for query in ("", "a=1", "a=2&b=", "b=&a=1"):
            with pytest.raises(Unsigned):
                channel.verify(replace(wire, query=query))

    def test_a_public_url_may_have_a_path(self, client: httpx.Client) -> None:
        """Behind a path prefix the prefix is part of what Twilio signs, with or without a slash at its end."""
        for base in ("https://lapor.example/bot", "https://lapor.example/bot/"):
            channel = self.channel_class(
                account_sid=ACCOUNT, auth_tokens=(FIRST,), from_address="+62", public_url=base, client=client
            )
            channel.verify(self.form_wire(list(self.FIELDS), FIRST, base="https://lapor.example/bot"))

    def test_blank_and_repeated_fields_are_signed(self, channel: Channel) -> None:
        """Empty values and values given twice take part in the signature."""
        channel.verify(self.form_wire([*self.FIELDS, ("ToCity", ""), ("Tag", "b"), ("Tag", "a")], FIRST))
        wire = self.form_wire([*self.FIELDS, ("ToCity", "")], FIRST)
        with pytest.raises(Unsigned):
            channel.verify(replace(wire, body=wire.body.replace(b"&ToCity=", b"")))

    @settings(max_examples=100, deadline=None, suppress_health_check=FIXED)
    @given(
        st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5)), max_size=5),
        st.dictionaries(st.sampled_from(KNOWN), st.text(max_size=8)),
    )
    def test_no_genuine_form_crashes_the_channel(
        self, channel: Channel, strange: list[tuple[str, str]], known: dict[str, str]
    ) -> None:
        """Whatever fields Twilio may sign one day, the request is genuine and is a message, nothing, or unreadable."""
        names = {name for name, _ in self.FIELDS}
        fields = [*self.FIELDS, *(pair for pair in {**dict(strange), **known}.items() if pair[0] not in names)]
        wire = self.form_wire(fields, FIRST)
        channel.verify(wire)
        said = channel.read(wire)
        assert said is None or (said.id, said.text) == (SID, "halo")

    def json_wire(self, body: bytes, stated: str) -> Wire:
        query = f"bodySHA256={stated}"
        url = f"{PUBLIC}{self.channel_class.route}?{query}"
        headers = {"content-type": "application/json", "x-twilio-signature": signature(FIRST, url, [])}
        return Wire("POST", self.channel_class.route, query, headers, body)

    def test_a_json_body_is_proved_by_its_hash(self, channel: Channel) -> None:
        """A JSON event with its hash in the signed query is genuine, and still no message; another body is refused."""
        wire = self.json_wire(b'{"a": 1}', hashlib.sha256(b'{"a": 1}').hexdigest())
        channel.verify(wire)
        with pytest.raises(Unreadable):
            channel.read(wire)
        with pytest.raises(Unsigned):
            channel.verify(replace(wire, body=b'{"a": 2}'))

    def test_a_form_in_json_clothes_is_refused(self, channel: Channel) -> None:
        """A signature over the URL alone proves no body: without the hash nothing else than a form is accepted."""
        url = PUBLIC + self.channel_class.route
        headers = {"content-type": "application/json", "x-twilio-signature": signature(FIRST, url, [])}
        with pytest.raises(Unsigned):
            channel.verify(Wire("POST", self.channel_class.route, headers=headers, body=b"Body=x"))

    def test_what_xml_cannot_say_is_left_out(self, channel: Channel) -> None:
        """Control characters in a citizen's words do not break the answer; markup in them stays words."""
        answer = channel.render(Say("a\x00b\x1b[1m <b>&amp;\ud800\ufffe\r\nc"), self.to)
        assert self.rendered(answer) == ["ab[1m <b>&amp;\nc"]

    def test_a_long_answer_is_several_messages(self, channel: Channel) -> None:
        """An answer over 1600 characters rides home in several messages, with every word."""
        words = " ".join(f"kata{n}" for n in range(900))
        texts = self.rendered(channel.render(Say(words), self.to))
        assert len(texts) > 1
        assert " ".join(texts).split() == words.split()

    def test_choices_are_numbered_text(self, channel: Channel) -> None:
        """Without buttons the choices are lines with numbers."""
        say = Say("Kirim?", (Choice("yes", 1, "Ya"), Choice("no", 0, "Batal")), "Ketik 1 atau 0.")
        assert self.rendered(channel.render(say, self.to)) == ["Kirim?\n1. Ya\n0. Batal\nKetik 1 atau 0."]


class TestSms(TwilioContract):
    channel_class = Sms
    address = NUMBER

    def test_the_numbers_stand_bare_on_the_wire(self, channel: Channel, carrier: Carrier) -> None:
        """SMS goes from number to number."""
        channel.send(self.to, Say(STORY))
        assert (carrier.got[0].form["To"], carrier.got[0].form["From"]) == (NUMBER, "+6281100000000")

    def test_an_sms_is_written_in_gsm_characters(self, channel: Channel, carrier: Carrier) -> None:
        """Curly quotes and dashes cost the citizen no second SMS, in answers and in pushes alike."""
        say = Say("“Jalan”\u00a0rusak – café… 😡")
        assert self.rendered(channel.render(say, self.to)) == ['"Jalan" rusak - café...']
        channel.send(self.to, say)
        assert carrier.got[0].form["Body"] == '"Jalan" rusak - café...'

    def test_a_citizens_own_script_is_kept(self, channel: Channel) -> None:
        """Javanese script has no GSM form and goes out as it is."""
        assert self.rendered(channel.render(Say("ꦢꦭꦤ꧀ rusak"), self.to)) == ["ꦢꦭꦤ꧀ rusak"]


class TestWhatsApp(TwilioContract):
    channel_class = WhatsApp
    address = f"whatsapp:{NUMBER}"

    def test_the_numbers_are_marked_on_the_wire(self, channel: Channel, carrier: Carrier) -> None:
        """Both numbers carry "whatsapp:", once, however the address was kept."""
        channel.send(self.to, Say(STORY))
        channel.send(Sender("whatsapp", NUMBER), Say(STORY))
        for got in carrier.got:
            assert (got.form["To"], got.form["From"]) == (f"whatsapp:{NUMBER}", "whatsapp:+6281100000000")

    def test_whatsapp_keeps_every_character(self, channel: Channel) -> None:
        """Quotes, accents and emoji arrive as written."""
        assert self.rendered(channel.render(Say("“é” 👍🏽"), self.to)) == ["“é” 👍🏽"]


def test_every_request_was_judged() -> None:
    """The description is there and has judged what the tests above sent; without it this says so."""
    if not DESCRIPTION.exists():
        pytest.skip("Twilio's OpenAPI description is not on this machine")
    judge = Judge()
    judge.hear(Request({"REQUEST_METHOD": "POST", "PATH_INFO": f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json",
                        "wsgi.url_scheme": "http", "HTTP_HOST": "127.0.0.1"}))  # fmt: skip
    assert (judge.judged, len(judge.violations)) == (1, 1)


del TwilioContract  # it is inherited, not run
