"""What Twilio reports of a message: late, twice, out of order, signed like everything else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import reduce
from itertools import permutations

import httpx
import pytest
from twilio_house import CITIZEN, House, open_house

from bot.message import Say
from channels.base import Reported, Unreadable, Unsigned
from channels.simulator.twilio_faults import EACH, LAST, REVERSED, TWICE
from channels.twilio_signature import Form
from channels.twilio_status import RANKS, Report, report_in

NEWS = Say("Laporan selesai.")


@pytest.fixture
def house(client: httpx.Client) -> Iterator[House]:
    yield from open_house(client, greeted=False)


def form(**fields: str) -> Form:
    return Form({name: [value] for name, value in {"MessageSid": "SM1", **fields}.items()})


@pytest.mark.parametrize("words", list(permutations(["queued", "sent", "delivered", "read"])))
def test_reports_in_any_order_end_in_the_same_state(words: tuple[str, ...]) -> None:
    """However they come, the message was read in the end."""
    end = reduce(lambda earlier, word: Report("SM1", word).after(earlier), words, None)
    assert end == Report("SM1", "read")


def test_a_state_never_goes_backwards() -> None:
    """For each pair of states the later rank stands, and an unknown word changes nothing."""
    for first in RANKS:
        for second in RANKS:
            stands = Report("SM1", second).after(Report("SM1", first))
            assert stands.rank == max(RANKS[first], RANKS[second])
        assert Report("SM1", "teleported").after(Report("SM1", first)).status == first


@pytest.mark.parametrize("failure", ["failed", "undelivered", "canceled"])
def test_what_arrived_did_arrive(failure: str) -> None:
    """A message that was delivered stays so, and one that was given up rises when it arrives after all."""
    came, gone = Report("SM1", "delivered"), Report("SM1", failure)
    assert (gone.after(came), came.after(gone)) == (came, came)


@pytest.mark.parametrize(
    ("status", "code", "means"),
    [
        ("queued", "", None),
        ("sending", "", None),
        ("accepted", "", None),
        ("teleported", "", None),
        ("sent", "", Reported("SM1", "at_carrier")),
        ("delivered", "", Reported("SM1", "delivered")),
        ("READ", "", Reported("SM1", "delivered")),
        ("undelivered", "30003", Reported("SM1", "failed", "address")),
        ("undelivered", "30008", Reported("SM1", "failed")),
        ("failed", "63016", Reported("SM1", "rejected", "window")),
        ("failed", "21610", Reported("SM1", "rejected", "opted_out")),
        ("failed", "63018", Reported("SM1", "failed", "busy")),
        ("failed", "", Reported("SM1", "failed")),
        ("failed", "none of your business", Reported("SM1", "failed")),
        ("delivered", "63016", Reported("SM1", "delivered")),
    ],
)
def test_each_report_has_its_meaning(status: str, code: str, means: Reported | None) -> None:
    """Twilio's word and number become the words of all channels; states on the way ask nothing of us."""
    assert report_in(form(MessageStatus=status, ErrorCode=code)).reported() == means


@pytest.mark.parametrize(
    "broken",
    [
        Form({"MessageSid": ["SM1"]}),
        Form({"MessageStatus": ["sent"]}),
        Form({"MessageSid": ["SM1", "SM2"], "MessageStatus": ["sent"]}),
        Form({"MessageSid": ["SM1"], "MessageStatus": ["sent", "failed"]}),
        Form({"MessageSid": ["S" * 35], "MessageStatus": ["sent"]}),
        Form({"MessageSid": [""], "MessageStatus": ["sent"]}),
        Form(),
    ],
)
def test_half_a_report_is_none(broken: Form) -> None:
    """Without one id and one status nothing is believed."""
    with pytest.raises(Unreadable):
        report_in(broken)


@pytest.mark.parametrize("name", ["sms", "whatsapp"])
@pytest.mark.parametrize(("how", "count"), [(LAST, 1), (EACH, 3), (REVERSED, 3), (TWICE, 6)])
def test_reports_come_to_our_route_and_are_genuine(house: House, name: str, how: str, count: int) -> None:
    """Each send names the route of its reports; what comes there is signed and ends in "delivered"."""
    house.carriers["whatsapp"].text(CITIZEN, "halo")
    house.troubles.add([], how)
    channel = house.channel(name)
    sid = channel.send(house.to(name), NEWS)
    wires = house.report()
    assert [wire.path for wire in wires] == [channel.reports] * count
    for wire in wires:
        channel.verify(wire)
        with pytest.raises(Unsigned):
            channel.verify(replace(wire, path=channel.route))
    reports = [channel.report(wire) for wire in wires]
    assert Reported(sid, "delivered") in reports
    assert {each.message_id for each in reports if each} == {sid}
    assert channel.read(wires[0]) is None


def test_a_closed_window_is_reported_later(house: House) -> None:
    """Where nobody knew of the window, Twilio takes the message and reports 63016 afterwards."""
    channel = house.channel("whatsapp")
    sid = channel.send(house.to("whatsapp"), NEWS)
    assert [channel.report(wire) for wire in house.report()] == [Reported(sid, "rejected", "window")]
    assert house.shown("whatsapp") == []
    assert channel.find_sent(house.to("whatsapp"), NEWS, house.clock()) is None


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://bot.example"])
def test_an_address_that_twilio_cannot_reach_is_not_given_to_it(house: House, url: str) -> None:
    """Without a public https address there are no reports, and the message goes out all the same (21609 otherwise)."""
    channel = house.channel("sms", public_url=url, api_base="")
    channel._rest.api.base_url = house.base
    assert channel.send(house.to("sms"), NEWS)
    assert house.report() == []
