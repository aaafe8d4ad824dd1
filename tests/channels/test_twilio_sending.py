"""A message goes to Twilio once, whatever happens on the way; a Twilio with memory shows it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from carrier import SLOW as LATE
from carrier import Carrier, Reply
from twilio_house import CITIZEN, House, open_house
from twilio_troubles import RETRIED, TROUBLE

from bot.message import CarrierBusy, CarrierDown, OptedOut, OutcomeUnknown, Say, Sender, SendError
from channels.simulator.twilio_faults import BUSY, DOWN, DOWN_AFTER, DROP, SLOW

NEWS = Say("Laporan 2611 0042 79 selesai.\nTerima kasih.")
LONG = Say("\n".join(f"Baris {n}: " + "kata " * 30 for n in range(25)))
BOTH = pytest.mark.parametrize("name", ["sms", "whatsapp"])


@pytest.fixture
def house(client: httpx.Client) -> Iterator[House]:
    yield from open_house(client, greeted=True)


@pytest.mark.parametrize("kind", sorted({each[2] for each in TROUBLE}, key=lambda each: each.__name__))
def test_each_trouble_says_whether_to_try_again(kind: type[SendError]) -> None:
    """Busy, down and unknown are tried again; a refused, unwilling or silent citizen is not."""
    assert kind.retry is RETRIED[kind]


@BOTH
@pytest.mark.parametrize(
    ("trouble", "kind", "shown"),
    [
        (BUSY, CarrierBusy, 0),
        (DOWN, OutcomeUnknown, 0),
        (SLOW, OutcomeUnknown, 1),
        (DOWN_AFTER, OutcomeUnknown, 1),
        (DROP, OutcomeUnknown, 1),
    ],
)
def test_a_message_arrives_once_through_each_trouble(
    house: House, name: str, trouble: str, kind: type[SendError], shown: int
) -> None:
    """After the trouble `finish` brings the message where it is missing and sends nothing where Twilio has it."""
    channel, before = house.channel(name), house.clock()
    house.troubles.add([trouble])
    with pytest.raises(kind) as caught:
        channel.send(house.to(name), NEWS)
    assert caught.value.retry
    if trouble == SLOW:
        _until_shown(house, name)
    assert len(house.shown(name)) == shown
    assert bool(channel.find_sent(house.to(name), NEWS, before)) is bool(shown)
    sid = channel.finish(house.to(name), NEWS, before)
    assert house.shown(name) == [NEWS.body]
    assert sid == channel.find_sent(house.to(name), NEWS, before)


@BOTH
def test_of_a_long_message_only_the_missing_parts_are_sent(house: House, name: str) -> None:
    """A long text that broke off after its first part goes on with the second; no part is there twice."""
    channel, before = house.channel(name), house.clock()
    house.troubles.add([DROP])
    with pytest.raises(OutcomeUnknown):
        channel.send(house.to(name), LONG)
    assert len(house.shown(name)) == 1
    assert channel.find_sent(house.to(name), LONG, before) is None
    sid = channel.finish(house.to(name), LONG, before)
    assert len(house.shown(name)) > 2
    assert " ".join(house.shown(name)).split() == LONG.body.split()
    assert channel.find_sent(house.to(name), LONG, before) == sid


@BOTH
def test_an_older_message_with_the_same_words_does_not_count(house: House, name: str) -> None:
    """Yesterday's reminder is not today's, and the answer in a webhook is not a message sent."""
    channel = house.channel(name)
    channel.send(house.to(name), NEWS)
    house.clock.pass_by(hours=2)
    house.carriers[name].answer(CITIZEN, NEWS.body, "outbound-reply")
    assert channel.find_sent(house.to(name), NEWS, house.clock()) is None
    assert channel.find_sent(house.to(name), NEWS, house.clock() - timedelta(hours=3))


@BOTH
def test_another_citizens_message_does_not_count(house: House, name: str) -> None:
    """What Twilio has for one citizen says nothing of another."""
    channel, before = house.channel(name), house.clock()
    channel.send(house.to(name), NEWS)
    other = Sender(name, house.to(name).address.replace(CITIZEN, "+6281200000008"))
    assert channel.find_sent(other, NEWS, before) is None


@pytest.mark.parametrize("reply", [Reply(hang_up=True), Reply(200, "{}"), Reply(404), Reply(200, "{}", delay=LATE)])
def test_a_twilio_that_cannot_be_asked_is_down(house: House, carrier: Carrier, reply: Reply) -> None:
    """Where the question itself gets no answer nothing was done, and it is asked again later."""
    carrier.script.append(reply)
    channel = house.channel("sms", api_base=carrier.base)
    with pytest.raises(CarrierDown):
        channel.find_sent(house.to("sms"), NEWS, house.clock())


def test_of_two_parts_with_the_same_words_both_arrive(house: House) -> None:
    """One message at Twilio stands for one part and not for two."""
    say, channel, before = Say("y" * 3200), house.channel("sms"), house.clock()
    house.troubles.add([DROP])
    with pytest.raises(OutcomeUnknown):
        channel.send(house.to("sms"), say)
    channel.finish(house.to("sms"), say, before)
    assert house.shown("sms") == ["y" * 1600] * 2


def test_whoever_said_stop_gets_nothing_until_start(house: House) -> None:
    """STOP is the carrier's: sending fails for good, and works again after START."""
    channel, carrier = house.channel("sms"), house.carriers["sms"]
    carrier.text(CITIZEN, "STOP")
    with pytest.raises(OptedOut):
        channel.send(house.to("sms"), NEWS)
    carrier.text(CITIZEN, "START")
    assert channel.send(house.to("sms"), NEWS)
    assert house.shown("sms") == [NEWS.body]


@pytest.mark.parametrize("word", ["STOP", "stop", " Unsubscribe ", "CANCEL", "START"])
def test_opt_out_words_stay_with_the_carrier(house: House, word: str) -> None:
    """A word that Twilio answers itself never becomes a turn of ours."""
    house.heard.clear()
    house.carriers["sms"].text(CITIZEN, "STOP")
    house.carriers["sms"].text(CITIZEN, word)
    assert house.heard == []


def _until_shown(house: House, name: str) -> None:
    house.phones.wait([(name, CITIZEN)], max((b.id for b in house.phones.bubbles((name, CITIZEN))), default=0), 8)
