"""The whole simulation: three phones and the carriers behind them, in the browser and from Python alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import httpx
from flask import Blueprint

from bot.pin import Pin
from channels.simulator.carriers import Carrier, File, NoSuchButton, Outside, Pressed
from channels.simulator.faults import Faults, Line, Timers
from channels.simulator.page import simulator_blueprint
from channels.simulator.phones import Bubble, Phones
from channels.simulator.telegram_carrier import TelegramCarrier
from channels.simulator.telegram_rest import TelegramRest
from channels.simulator.twilio_account import TwilioAccount
from channels.simulator.twilio_carrier import Addresses, TwilioCarrier
from channels.simulator.twilio_rest import TwilioRest

TWILIO = "/simulator/twilio"
TELEGRAM = "/simulator/telegram"

CoreSwitch = tuple[Callable[[], bool], Callable[[bool], None]]
"""Whether the core is down now; make it so, or not."""


@dataclass(frozen=True, slots=True)
class Network:
    """What the simulation has to know of the bot: where it is and by which secrets it knows its carriers.

    `public_url` is the address that Twilio's signature covers, `deliver_url` where requests really go (loopback);
    both without a trailing slash. `sms_address` and `whatsapp_address` are the bot's numbers (+ and digits).
    """

    public_url: str
    deliver_url: str
    twilio_account_sid: str
    twilio_auth_token: str = field(repr=False)
    sms_address: str
    whatsapp_address: str
    telegram_token: str = field(repr=False)
    telegram_secret: str = field(repr=False)

    @property
    def twilio_url(self) -> str:
        """The base URL for twilio.rest.Client (`client.api.base_url`), and of the media."""
        return f"{self.deliver_url}{TWILIO}"

    @property
    def telegram_url(self) -> str:
        """The `base_url` for telegram.Bot."""
        return f"{self.deliver_url}{TELEGRAM}/bot"

    @property
    def telegram_file_url(self) -> str:
        """The `base_file_url` for telegram.Bot."""
        return f"{self.deliver_url}{TELEGRAM}/file/bot"


class SimulatedPhone:
    """One phone in the hand of a citizen; all it does goes through its carrier and real HTTP.

    Each act returns what the bot (or the network) has said on this phone until then; with a late network that is
    nothing yet, and `wait` brings it.
    """

    def __init__(self, carrier: Carrier, address: str) -> None:
        self.channel = carrier.channel
        self.address = address
        self._carrier = carrier

    def say(self, text: str) -> tuple[Bubble, ...]:
        """Send a text."""
        return self._after(lambda: self._carrier.text(self.address, text))

    def photo(self, content: bytes, media_type: str, caption: str = "", name: str = "") -> tuple[Bubble, ...]:
        """Send one file of any kind (photo, voice, document); raises `NotOnThisPhone` on the feature phone."""
        return self.album([File(content, media_type, name)], caption)

    def album(self, files: Sequence[File], caption: str = "") -> tuple[Bubble, ...]:
        """Send several files at once; the caption travels with the first."""
        return self._after(lambda: self._carrier.text(self.address, caption, files))

    def pin(self, latitude: float, longitude: float) -> tuple[Bubble, ...]:
        """Send a place, in degrees; raises `NotOnThisPhone` on the feature phone or off the earth."""
        return self._after(lambda: self._carrier.text(self.address, pin=Pin(latitude, longitude)))

    def tap(self, label: str) -> tuple[Bubble, ...]:
        """Press the newest button with this label (case does not matter); raises `NoSuchButton`."""
        pressed = self._find(label)
        if pressed.button.kind == "location":
            raise NoSuchButton(f"the button {label!r} asks for a place: send a pin")
        return self._after(lambda: self._carrier.text(self.address, tap=pressed))

    def press(self, bubble: int, button: int) -> tuple[Bubble, ...]:
        """Press the button with this position under the bubble with this number; raises `NoSuchButton`."""
        shown = self._carrier.phones.find((self.channel, self.address), bubble)
        if shown is None or not 0 <= button < len(shown.buttons) or shown.buttons[button].kind == "location":
            raise NoSuchButton("there is no such button to press")
        return self._after(lambda: self._carrier.text(self.address, tap=Pressed(shown, shown.buttons[button])))

    def bubbles(self, since: int = 0) -> tuple[Bubble, ...]:
        """All that this phone shows after the bubble with the number `since`, oldest first."""
        return self._carrier.phones.bubbles((self.channel, self.address), since)

    def wait(self, since: int, seconds: float) -> tuple[Bubble, ...]:
        """The same, as soon as there is something; an empty tuple when nothing came within `seconds`."""
        return self._carrier.phones.wait([(self.channel, self.address)], since, seconds)

    def _after(self, act: Callable[[], None]) -> tuple[Bubble, ...]:
        last = max((bubble.id for bubble in self.bubbles()), default=0)
        act()
        return tuple(bubble for bubble in self.bubbles(last) if bubble.author != "citizen")

    def _find(self, label: str) -> Pressed:
        for bubble in reversed(self.bubbles()):
            for button in bubble.buttons:
                if button.label.casefold() == label.strip().casefold():
                    return Pressed(bubble, button)
        raise NoSuchButton(f"no message on this phone has a button {label!r}")


class Simulator:
    """The phones, their carriers, and the carriers' REST APIs.

    `blueprints` serves the page at `/`, its JSON under `/simulator`, and the APIs under `/simulator/twilio` and
    `/simulator/telegram`, so the server must handle several requests at once. `core_switch` reads and sets whether
    the core is down. Call `close` at the end: it cancels what is still late and ends waiting pages.
    """

    def __init__(
        self, network: Network, clock: Callable[[], datetime], http: httpx.Client, core_switch: CoreSwitch
    ) -> None:
        self.network = network
        self.core_is_down, self.put_core_down = core_switch
        self._timers = Timers()
        self.phones = Phones(clock)
        self.line = Line(self._timers.later)
        outside = Outside(http, clock, self._timers.later)
        self._account = TwilioAccount(network.twilio_account_sid, network.twilio_auth_token, clock, outside.ids)
        self._twilio = tuple(self._twilio_carrier(name, outside) for name in ("sms", "whatsapp"))
        self._telegram = TelegramCarrier(
            network.telegram_token,
            network.telegram_secret,
            f"{network.deliver_url}/webhooks/telegram",
            self.phones,
            self.line,
            outside,
        )
        self._carriers: dict[str, Carrier] = {carrier.channel: carrier for carrier in (*self._twilio, self._telegram)}

    def phone(self, channel: str, address: str) -> SimulatedPhone:
        """The phone with this address on "sms", "whatsapp" (+ and digits) or "telegram" (digits), else KeyError."""
        return SimulatedPhone(self._carriers[channel], address)

    def misbehave(self, faults: Faults) -> None:
        """Change what is wrong with the network, for all phones."""
        self.line.misbehave(faults)

    def blueprints(self) -> list[Blueprint]:
        """The page and the carriers' APIs, to be registered with the app that also serves the bot's webhooks."""
        return [
            simulator_blueprint(self),
            TwilioRest(self._account, self._twilio, self.network.twilio_url).blueprint(TWILIO),
            TelegramRest(self._telegram).blueprint(TELEGRAM),
        ]

    def close(self) -> None:
        """Cancel what is late and wake everybody who waits."""
        self._timers.close()
        self.phones.close()

    def _twilio_carrier(self, channel: str, outside: Outside) -> TwilioCarrier:
        network = self.network
        number = network.sms_address if channel == "sms" else network.whatsapp_address
        path = f"/webhooks/twilio/{channel}"
        addresses = Addresses(network.public_url, network.deliver_url, network.twilio_url, path)
        return TwilioCarrier(channel, self._account, number, addresses, self.phones, self.line, outside)
