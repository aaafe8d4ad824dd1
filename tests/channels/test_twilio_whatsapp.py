"""Buttons and lists on WhatsApp, made once at Twilio, and WhatsApp's rule of 24 hours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from carrier import Carrier, Reply
from twilio_house import CITIZEN, TOKEN, House, open_house
from twilio_signer import ACCOUNT

from bot.message import CarrierBusy, CarrierDown, Choice, Said, Say, Tap, WindowClosed
from channels.simulator.carriers import Pressed
from channels.twilio import Rules
from channels.twilio_content import SHAPES, Contents
from channels.twilio_rest import ContentRefused
from channels.twilio_setup import Setup

YES_NO = Say("Kirim?\nJl. Melati", (Choice("yes", 1, "Ya"), Choice("no", 0, "Batal")), "Balas 1 atau 0.", "review", 7)
FIVE = Say(
    "Soal apa?",
    tuple(Choice(f"c{n}", n, label) for n, label in enumerate(("Jalan", "Lampu jalan", "Sampah", "Air", "Lainnya"), 1)),
    step="category",
    revision=3,
)
KNOWN = Contents({shape.name: f"HX{number:032x}" for number, shape in enumerate(SHAPES)})


class Heard:
    """A window that is open for whom we heard."""

    def __init__(self, *addresses: str) -> None:
        self._addresses = addresses

    def open(self, address: str) -> bool:
        return address in self._addresses


@pytest.fixture
def house(client: httpx.Client) -> Iterator[House]:
    yield from open_house(client, greeted=True)


def contents(house: House) -> Contents:
    return Setup((ACCOUNT, TOKEN), house.client, house.base).run("Pilih", lambda _: None)


def test_setup_makes_each_resource_once(house: House) -> None:
    """A second run, also after the file was lost, finds everything there and makes nothing."""
    told: list[str] = []
    setup = Setup((ACCOUNT, TOKEN), house.client, house.base)
    made = setup.run("Pilih", told.append)
    assert len(told) == len(made.sids) == len(SHAPES)
    assert setup.run("Pilih", told.append) == made
    assert len(told) == len(SHAPES)
    assert Contents.parse(made.written()) == made


def test_setup_says_what_is_wrong(house: House) -> None:
    """A wrong token is ours to mend; nothing is made."""
    with pytest.raises(CarrierDown):
        Setup((ACCOUNT, "wrong"), house.client, house.base).run("Pilih", print)


@pytest.mark.parametrize("say", [YES_NO, FIVE], ids=["buttons", "list"])
def test_a_press_comes_back_as_the_choice(house: House, say: Say) -> None:
    """Sent with buttons or a list, every choice that is pressed is read as that choice of that question."""
    channel = house.channel("whatsapp", Rules(contents=contents(house)))
    channel.send(house.to("whatsapp"), say)
    bubble = house.phones.bubbles(("whatsapp", CITIZEN))[-1]
    assert bubble.text == "\n".join(part for part in (say.body, say.closing) if part)
    for choice, button in zip(say.choices, bubble.buttons, strict=True):
        house.heard.clear()
        house.carriers["whatsapp"].text(CITIZEN, tap=Pressed(bubble, button))
        channel.verify(house.heard[0])
        said = channel.read(house.heard[0])
        assert isinstance(said, Said)
        assert said.tap == Tap(say.step, say.revision, choice.key)
        assert choice.label in said.text


def test_a_question_with_buttons_is_found_again(house: House) -> None:
    """After an unknown outcome the message with buttons is recognised by what Twilio shows of it."""
    channel, before = house.channel("whatsapp", Rules(contents=contents(house))), house.clock()
    sid = channel.send(house.to("whatsapp"), YES_NO)
    assert channel.finish(house.to("whatsapp"), YES_NO, before) == sid
    assert len(house.shown("whatsapp")) == 1


def choices(count: int, label: str = "Ya") -> tuple[Choice, ...]:
    return tuple(Choice(f"k{n}", n, label) for n in range(1, count + 1))


@pytest.mark.parametrize(
    ("say", "kind"),
    [
        (replace(YES_NO, choices=choices(1)), "quick_1"),
        (replace(YES_NO, choices=choices(3, "x" * 17)), "quick_3"),
        (replace(YES_NO, choices=choices(3, "x" * 18)), "list_3"),
        (replace(YES_NO, choices=choices(4)), "list_4"),
        (replace(YES_NO, choices=choices(10, "x" * 24)), "list_10"),
        (replace(YES_NO, choices=choices(10, "x" * 25)), None),
        (replace(YES_NO, choices=choices(2, "\U0001f6a7" * 12)), "list_2"),
        (replace(YES_NO, choices=choices(2, "\U0001f6a7" * 13)), None),
        (replace(YES_NO, choices=choices(11)), None),
        (replace(YES_NO, choices=()), None),
        (replace(YES_NO, body="x" * 1025), None),
        (replace(YES_NO, body="\n".join("abcdefghi")), None),
        (replace(YES_NO, body="jalan {{1}}"), None),
        (replace(YES_NO, step=""), None),
        (replace(YES_NO, body="", closing=""), None),
        (replace(YES_NO, choices=(Choice("k", 1, ""),)), "quick_1"),
    ],
)
def test_what_fits_no_button_is_numbered_text(say: Say, kind: str | None) -> None:
    """Up to 3 titles of 20 are buttons, up to 10 of 24 a list; everything else has no resource and stays text."""
    draft = KNOWN.fill(say)
    name = next((name for name, sid in KNOWN.sids.items() if draft and sid == draft.content_sid), None)
    assert (name or "kentongan1_None").startswith(f"kentongan1_{kind}")


@pytest.mark.parametrize("words", ["a\tb", "a      b", "a\u2028b", "\n\n a \n\n", "a\x00\x1bb", "\ud800x", "a\r\nb"])
def test_no_variable_breaks_twilios_rules(words: str) -> None:
    """Line breaks, tabs and runs of spaces never stand in a variable, and none is empty (error 21656)."""
    draft = KNOWN.fill(replace(YES_NO, body=words))
    assert draft is not None
    values = json.loads(draft.fields()["content_variables"])
    assert all(value.strip() and not set(value) & set("\n\t\r\x00\u2028") for value in values.values())
    assert not any(" " * 5 in value for value in values.values())
    draft.fields()["content_variables"].encode()


def test_without_resources_choices_are_numbered_text(house: House) -> None:
    """Where `kentongan twilio --setup` never ran, the numbers do."""
    house.channel("whatsapp").send(house.to("whatsapp"), YES_NO)
    assert house.shown("whatsapp") == [YES_NO.as_text()]


def test_resources_that_are_gone_cost_nobody_the_message(house: House) -> None:
    """A ContentSid that Twilio no longer knows is refused, and the same question goes out as numbered text."""
    house.channel("whatsapp", Rules(contents=KNOWN)).send(house.to("whatsapp"), YES_NO)
    assert house.shown("whatsapp") == [YES_NO.as_text()]


def test_sms_knows_no_buttons(house: House) -> None:
    """SMS passes over the rules."""
    rules = Rules(Heard(), contents(house), buttons=True)
    house.channel("sms", rules).send(house.to("sms"), YES_NO)
    assert house.shown("sms") == [YES_NO.as_text()]
    assert house.channel("sms", rules).rides_home(YES_NO)


@pytest.mark.parametrize(
    ("rules", "say", "home"),
    [
        (Rules(contents=KNOWN, buttons=True), YES_NO, False),
        (Rules(contents=KNOWN, buttons=True), Say("Terima kasih."), True),
        (Rules(contents=KNOWN), YES_NO, True),
        (Rules(buttons=True), YES_NO, True),
    ],
    ids=["on", "no choices", "off", "not set up"],
)
def test_a_reply_rides_home_unless_its_buttons_are_wanted(house: House, rules: Rules, say: Say, home: bool) -> None:
    """Only with KENTONGAN_WHATSAPP_BUTTONS=on, and only a reply that has buttons, takes the outbox."""
    assert house.channel("whatsapp", rules).rides_home(say) is home


def test_outside_the_window_news_wait(house: House) -> None:
    """Nothing is sent to whom we may not write freely; the error says to wait, not to try again."""
    with pytest.raises(WindowClosed) as caught:
        house.channel("whatsapp", Rules(Heard())).send(house.to("whatsapp"), YES_NO)
    assert (caught.value.retry, house.shown("whatsapp")) == (False, [])


def approved(house: House) -> str:
    definition = {"friendly_name": "kabar", "language": "id", "variables": {"1": "x"},
                  "types": {"twilio/text": {"body": "Kabar laporan Anda: {{1}} Balas CEK."}}}  # fmt: skip
    answer = httpx.post(f"{house.base}/v1/Content", json=definition, auth=(ACCOUNT, TOKEN))
    return str(answer.json()["sid"])


def test_outside_the_window_a_template_says_the_first_line(house: House) -> None:
    """With an approved template the news' first line goes out after the 24 hours, once, and is found again."""
    house.clock.pass_by(hours=25)
    channel, before = house.channel("whatsapp", Rules(Heard(), template=approved(house))), house.clock()
    sid = channel.send(house.to("whatsapp"), Say("Laporan 2611 0042 79 selesai.\nTerima kasih."))
    assert house.shown("whatsapp") == ["Kabar laporan Anda: Laporan 2611 0042 79 selesai. Balas CEK."]
    assert channel.finish(house.to("whatsapp"), Say("Laporan 2611 0042 79 selesai.\nTerima kasih."), before) == sid


def test_a_wrong_template_is_ours_to_mend(house: House) -> None:
    """Free words never replace a template that Twilio refuses."""
    channel = house.channel("whatsapp", Rules(Heard(), template="HX" + "0" * 32))
    with pytest.raises(ContentRefused):
        channel.send(house.to("whatsapp"), YES_NO)
    assert house.shown("whatsapp") == []


def test_within_the_window_words_are_free(house: House) -> None:
    """Whom we heard within the day is written to as always."""
    channel = house.channel("whatsapp", Rules(Heard(f"whatsapp:{CITIZEN}"), template=approved(house)))
    channel.send(house.to("whatsapp"), Say("Laporan selesai."))
    assert house.shown("whatsapp") == ["Laporan selesai."]


@pytest.mark.parametrize("text", ["[]", "{}", '{"sids": {"a": "HX1"}}', '{"sids": {"a": 3}}', "x"])
def test_a_broken_list_of_resources_is_refused(text: str) -> None:
    """What is no list of ContentSids is a ValueError at the start and not a surprise later."""
    with pytest.raises(ValueError, match=r"."):
        Contents.parse(text)


def test_no_list_of_resources_is_an_empty_one() -> None:
    """Without a file nothing is known."""
    assert Contents.parse("") == Contents()


def test_a_busy_content_api_is_tried_again_later(client: httpx.Client, carrier: Carrier) -> None:
    """429 at the Content API is the same patience as everywhere."""
    carrier.script.append(Reply(429))
    with pytest.raises(CarrierBusy):
        Setup((ACCOUNT, TOKEN), client, carrier.base).run("Pilih", print)
