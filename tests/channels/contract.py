"""What every channel must do, whatever its wire: a test class inherits this and says how its carrier speaks."""

from __future__ import annotations

import contextlib
import json
import logging
from dataclasses import replace
from typing import Any, ClassVar

import httpx
import msgspec
import pytest
from carrier import Carrier, Got, Reply, closed_port
from privacy import told
from samples import samples
from werkzeug.wrappers import Request

from bot.message import (
    Attachment,
    BotBlocked,
    CarrierBusy,
    CarrierDown,
    OptedOut,
    OutcomeUnknown,
    Said,
    Say,
    Sender,
    SendError,
)
from channels.base import Answer, Channel, Unreadable, Unsigned, Wire

FIRST, SECOND, STRANGER = "first0canary0secret", "second0canary0secret", "a0strangers0secret"
STORY = "lubang0canary di depan pasar"
GARBAGE = [b"", b"\xff\xfe\x00", b"%ff%fe", b"\x00" * 100, b"[" * 100_000, b"a=1&" * 5000, b"{}", b"&=&;="]
FAR_TOO_LONG = "\n".join(f"Baris{n} " + " ".join(f"kata{n}x{m}" for m in range(30)) for n in range(60))


class ChannelContract:
    """`trouble`: what the carrier answers to a send, the error that must follow, and its `after`."""

    channel_class: ClassVar[type[Channel]]
    address: ClassVar[str]
    trouble: ClassVar[list[tuple[str, Reply, type[SendError], float | None]]]

    def build(self, client: httpx.Client, api_base: str, secrets: tuple[str, ...] = (FIRST, SECOND)) -> Channel:
        raise NotImplementedError

    def signed(self, sample: dict[str, Any], secret: str) -> Wire:
        """The sample's request with the proof that this secret gives."""
        raise NotImplementedError

    def accepts(self, request: Request) -> Reply:
        """The carrier's answer to a message it takes."""
        raise NotImplementedError

    def sent_text(self, got: Got) -> str:
        raise NotImplementedError

    def rendered(self, answer: Answer) -> list[str]:
        """The texts in a webhook's answer."""
        raise NotImplementedError

    def canaries(self) -> list[str]:
        """What must never be seen in a log or an error."""
        return [FIRST, SECOND, "0canary", self.address.removeprefix("whatsapp:")]

    @classmethod
    def pytest_generate_tests(cls, metafunc: pytest.Metafunc) -> None:
        if "sample" in metafunc.fixturenames:
            found = samples(cls.channel_class.name)
            metafunc.parametrize("sample", found.values(), ids=found.keys())
        if "refusal" in metafunc.fixturenames:
            metafunc.parametrize("refusal", cls.trouble, ids=[each[0] for each in cls.trouble])

    @pytest.fixture
    def channel(self, client: httpx.Client, carrier: Carrier) -> Channel:
        carrier.usual = self.accepts
        return self.build(client, carrier.base)

    @property
    def to(self) -> Sender:
        return Sender(self.channel_class.name, self.address)

    def any_sample(self) -> dict[str, Any]:
        return dict(samples(self.channel_class.name)["text"])

    def test_each_sample_means_what_is_written(self, channel: Channel, sample: dict[str, Any]) -> None:
        """A genuine request of the carrier's is read into exactly the words beside it."""
        wire = self.signed(sample, FIRST)
        channel.verify(wire)
        if sample.get("refused"):
            with pytest.raises(Unreadable):
                channel.read(wire)
        else:
            assert channel.read(wire) == msgspec.convert(sample["means"], Said | None)

    def test_samples_are_sent_to_the_channels_own_route(self, sample: dict[str, Any]) -> None:
        """A sample travels on the path under which the channel is reached."""
        assert sample["wire"]["path"] == self.channel_class.route

    def test_unsigned_requests_are_refused(self, channel: Channel, sample: dict[str, Any]) -> None:
        """Without a proof no request is read, whatever it says about itself."""
        wire = self.signed(sample, FIRST)
        bare = {name: wire.headers[name] for name in sample["wire"]["headers"]}
        for extra in ({}, {"x-forwarded-for": "127.0.0.1"}, {"authorization": "Basic x"}):
            with pytest.raises(Unsigned):
                channel.verify(replace(wire, headers={**bare, **extra}))

    def test_wrongly_signed_requests_are_refused(self, channel: Channel, sample: dict[str, Any]) -> None:
        """A proof made with a stranger's secret counts as none, and so does one that is cut, blank or no ASCII."""
        with pytest.raises(Unsigned):
            channel.verify(self.signed(sample, STRANGER))
        wire = self.signed(sample, FIRST)
        for name in wire.headers.keys() - sample["wire"]["headers"].keys():
            right = wire.headers[name]
            for wrong in ("", " ", right[:-1], right + "=", "é\udcff", right.swapcase()):
                with pytest.raises(Unsigned):
                    channel.verify(replace(wire, headers={**wire.headers, name: wrong}))

    def test_both_secrets_are_accepted_during_rotation(self, channel: Channel, sample: dict[str, Any]) -> None:
        """While a secret is changed, requests under the old one and the new one are both genuine."""
        channel.verify(self.signed(sample, FIRST))
        channel.verify(self.signed(sample, SECOND))

    def test_a_retired_secret_is_refused(self, client: httpx.Client, sample: dict[str, Any]) -> None:
        """Once a secret is taken out, what it signed is worth nothing."""
        with pytest.raises(Unsigned):
            self.build(client, "", (SECOND,)).verify(self.signed(sample, FIRST))

    @pytest.mark.parametrize("secrets", [(), ("",), (FIRST, "")])
    def test_a_channel_without_a_secret_is_not_built(self, client: httpx.Client, secrets: tuple[str, ...]) -> None:
        """An empty secret would let everybody in, so there is no such channel."""
        with pytest.raises(ValueError, match="at least one"):
            self.build(client, "", secrets)

    @pytest.mark.parametrize("body", GARBAGE, ids=lambda body: repr(body[:8]))
    def test_no_body_crashes_the_channel(self, channel: Channel, body: bytes) -> None:
        """Whatever bytes arrive, the channel refuses them or finds nothing to do; it never fails otherwise."""
        wire = replace(self.signed(self.any_sample(), FIRST), body=body)
        for step in (channel.verify, channel.read):
            with contextlib.suppress(Unsigned, Unreadable):
                step(wire)

    def test_a_long_story_arrives_whole(self, channel: Channel) -> None:
        """100,000 characters are read without loss."""
        short = json.dumps(self.any_sample()["means"]["text"])
        sample = json.loads(json.dumps(self.any_sample()).replace(short, json.dumps("Jalan " * 17_000)))
        wire = self.signed(sample, FIRST)
        channel.verify(wire)
        said = channel.read(wire)
        assert said is not None and said.text == "Jalan " * 17_000  # noqa: PT018 - one truth

    def test_a_short_answer_rides_home_as_one_message(self, channel: Channel) -> None:
        """A reply of ordinary length is one message, with nothing added or lost."""
        assert self.rendered(channel.render(Say(STORY, closing="Balas MENU."), self.to)) == [f"{STORY}\nBalas MENU."]

    def test_answers_keep_the_carriers_limit(self, channel: Channel) -> None:
        """No message in a webhook's answer is longer than the carrier takes."""
        texts = self.rendered(channel.render(Say(FAR_TOO_LONG), self.to))
        assert texts
        assert all(len(text) <= channel.limits.text for text in texts)

    def test_a_long_message_is_sent_whole_in_parts(self, channel: Channel, carrier: Carrier) -> None:
        """What is longer than one message goes out in several, in order, with every word whole."""
        channel.send(self.to, Say(FAR_TOO_LONG))
        texts = [self.sent_text(got) for got in carrier.got]
        assert len(texts) > 1
        assert all(0 < len(text) <= channel.limits.text for text in texts)
        assert " ".join(texts).split() == FAR_TOO_LONG.split()

    def test_silence_says_nothing(self, channel: Channel) -> None:
        """The silent answer is a success without any message in it."""
        assert channel.silence().status == 200
        assert self.rendered(channel.silence()) == []

    def test_sending_names_the_carriers_message(self, channel: Channel, carrier: Carrier) -> None:
        """A message the carrier took comes back with the carrier's id, after one request."""
        assert channel.send(self.to, Say(STORY))
        assert [self.sent_text(got) for got in carrier.got] == [STORY]

    def test_each_refusal_has_its_name(self, channel: Channel, carrier: Carrier, refusal: Any) -> None:
        """The carrier's answer decides whether we try again, when, or never; one request is made, not more."""
        _, reply, expected, after = refusal
        carrier.script.append(reply)
        with pytest.raises(SendError) as caught:
            channel.send(self.to, Say(STORY))
        assert (type(caught.value), caught.value.after) == (expected, after)
        assert len(carrier.got) == 1

    def test_trouble_covers_what_every_carrier_can_do(self) -> None:
        """Busy, down, unknown and unwanted are each told apart in this carrier's list."""
        named = {each[2] for each in self.trouble}
        assert named >= {CarrierBusy, CarrierDown, OutcomeUnknown}
        assert named & {OptedOut, BotBlocked}

    def test_a_carrier_that_is_away_is_down(self, client: httpx.Client) -> None:
        """Where nobody listens the message was surely not taken."""
        with pytest.raises(CarrierDown):
            self.build(client, closed_port()).send(self.to, Say(STORY))

    def test_nothing_private_is_logged_or_raised(
        self, channel: Channel, carrier: Carrier, client: httpx.Client, caplog: pytest.LogCaptureFixture, capfd: Any
    ) -> None:
        """No token, number or text stands in a log at any level, in an error, its causes, or in a repr."""
        caplog.set_level(logging.DEBUG)
        seen = [repr(channel), str(channel)]
        channel.send(self.to, Say(STORY))
        for _, reply, _, _ in self.trouble:
            carrier.script.append(reply)
            seen += told(lambda: channel.send(self.to, Say(STORY)))
        seen += told(lambda: self.build(client, closed_port()).send(self.to, Say(STORY)))
        for locator in (f"{carrier.base}/none0canary", "https://evil0canary.example/x", "\x00:0canary", "0canary"):
            for reply in (
                Reply(404, "0canary"),
                Reply(500, "0canary"),
                Reply(302, headers=(("location", "https://evil0canary.example/"),)),
            ):
                carrier.script[:] = [reply]
                seen += told(lambda where=locator: channel.fetch(Attachment("photo", where)))  # type: ignore[misc]
        seen += told(lambda: channel.verify(self.signed(self.any_sample(), STRANGER)))
        for body in (b"%ff0canary", b"{0canary", b'{"update_id": "0canary"}'):
            wire = replace(self.signed(self.any_sample(), FIRST), body=body)
            seen += told(lambda altered=wire: channel.read(altered))  # type: ignore[misc]
        output = capfd.readouterr()
        for canary in self.canaries():
            assert canary not in "\n".join([*seen, caplog.text, output.out, output.err])


class SignedBodyContract(ChannelContract):
    """For carriers whose proof covers what is said, and not only who says it."""

    def test_every_altered_byte_is_noticed(self, channel: Channel) -> None:
        """One changed bit in a signed body is refused, unless the carrier's form says the very same with it."""
        wire = self.signed(self.any_sample(), FIRST)
        for position in range(len(wire.body)):
            for bit in range(8):
                body = bytearray(wire.body)
                body[position] ^= 1 << bit
                self._refused_or_same(channel, wire, replace(wire, body=bytes(body)))

    @staticmethod
    def _refused_or_same(channel: Channel, wire: Wire, altered: Wire) -> None:
        try:
            channel.verify(altered)
        except Unsigned:
            return
        assert altered.body.lower() == wire.body.lower(), "only %2b for %2B may pass"
        assert channel.read(altered) == channel.read(wire)
