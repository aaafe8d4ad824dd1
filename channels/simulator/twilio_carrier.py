"""The carrier of the feature phone and of the WhatsApp-like phone: it calls the bot as Twilio does, and signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import httpx
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from bot.pin import Pin
from channels.simulator.carriers import Carrier, File, Outside, Pressed
from channels.simulator.faults import Line
from channels.simulator.phones import Button, Content, Phones
from channels.simulator.segments import segments
from channels.simulator.twilio_account import Draft, Message, TwilioAccount
from channels.simulator.twiml import TwimlRefused, messages

# What Twilio answers itself on a long code, so that the bot never hears it (doc: opt-out keywords).
OPT_OUT = frozenset({"STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL"})
OPT_IN = frozenset({"START", "YES", "UNSTOP"})


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where things are: `public_url` is signed, `deliver_url` is where requests really go, `rest_url` serves the media.

    All without a trailing slash; `path` begins with one.
    """

    public_url: str
    deliver_url: str
    rest_url: str
    path: str


class TwilioCarrier(Carrier):
    """Twilio for one kind of phone: `channel` is "sms" or "whatsapp", `bot_address` the bot's number (+ and digits)."""

    def __init__(
        self,
        channel: str,
        account: TwilioAccount,
        bot_address: str,
        addresses: Addresses,
        phones: Phones,
        line: Line,
        outside: Outside,
    ) -> None:
        super().__init__(phones, line, outside)
        self.channel = channel
        self.media = self.pins = channel == "whatsapp"
        self.account = account
        self.bot = self.full(bot_address)
        self.addresses = addresses
        self._validator = RequestValidator(account.token)
        self.stopped: set[str] = set()

    def full(self, number: str) -> str:
        """A number as Twilio writes it on this channel."""
        return f"whatsapp:{number}" if self.channel == "whatsapp" else number

    def text(
        self, phone: str, body: str = "", files: Sequence[File] = (), pin: Pin | None = None, tap: Pressed | None = None
    ) -> None:
        """See `Carrier.text`. An album is one webhook a file, the caption with the first (doc: WhatsApp media)."""
        self.refuse_what_is_missing(files, pin)
        for number, batch in enumerate([(file,) for file in files] or [()]):
            self._say(phone, body if number == 0 else "", batch, pin, tap)

    def _say(self, phone: str, body: str, files: tuple[File, ...], pin: Pin | None, tap: Pressed | None) -> None:
        body = tap.button.label if tap else body
        message = self.account.keep(Draft("inbound", self.full(phone), self.bot, body, "received", files=files))
        self._show_own(phone, message, files, pin)
        if not self._opted(phone, body):
            form = self.form(phone, message, pin, tap)
            self.line.carry(self.phone(phone), lambda how: self._call(phone, form, how))

    def form(self, phone: str, message: Message, pin: Pin | None = None, tap: Pressed | None = None) -> dict[str, str]:
        """The webhook's parameters for an inbound message (doc: Twilio's request to your webhook URL)."""
        form = {
            "ToCountry": "ID",
            "SmsMessageSid": message.sid,
            "NumMedia": str(message.files),
            "SmsSid": message.sid,
            "SmsStatus": "received",
            "Body": message.body,
            "To": message.to,
            "NumSegments": "1" if self.channel == "whatsapp" else str(segments(message.body).count),
            "MessageSid": message.sid,
            "AccountSid": self.account.sid,
            "From": message.sender,
            "ApiVersion": "2010-04-01",
        }
        for number, (sid, file) in enumerate(self.account.files(message.sid).items()):
            form[f"MediaUrl{number}"] = self._media_url(message.sid, sid)
            form[f"MediaContentType{number}"] = file.media_type
        if self.channel == "whatsapp":
            form |= _whatsapp(phone, message, pin, tap)
        return form

    def sign(self, url: str, form: dict[str, str]) -> str:
        """X-Twilio-Signature for a form posted to this URL."""
        return str(self._validator.compute_signature(url, form))

    def answer(self, phone: str, body: str, direction: str, how: str = "", buttons: tuple[Button, ...] = ()) -> Message:
        """Bring the bot's text to a phone, as an answer ("outbound-reply") or unasked ("outbound-api")."""
        message = self.account.keep(Draft(direction, self.bot, self.full(phone), body, "delivered"))
        count = segments(body).count if self.channel == "sms" else 0
        self.show(phone, Content("bot", body, buttons=buttons, segments=count, note=how, ref=message.sid))
        return message

    def _call(self, phone: str, form: dict[str, str], how: str) -> None:
        response = self.post_signed(self.addresses.path, form)
        if response is None:
            self.notice(phone, "unreachable", "11205: no answer from the bot")
            return
        try:
            for text in messages(response):
                self.answer(phone, text, "outbound-reply", how)
        except TwimlRefused as refusal:
            self.notice(phone, "refused", str(refusal))

    def post_signed(self, path: str, form: dict[str, str]) -> httpx.Response | None:
        """POST a signed form; only a failed connection is tried once more (Twilio's default)."""
        headers = {
            "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
            "User-Agent": "TwilioProxy/1.1",
            "X-Twilio-Signature": self.sign(self.addresses.public_url + path, form),
            "I-Twilio-Idempotency-Token": self.outside.ids(32),
        }
        body = urlencode(form).encode()
        return self.post(self.addresses.deliver_url + path, body, headers, tries=2)

    def _opted(self, phone: str, body: str) -> bool:
        word = body.strip().upper()
        if self.channel != "sms" or word not in OPT_OUT | OPT_IN or (word in OPT_IN and phone not in self.stopped):
            return False
        if word in OPT_OUT:
            self.stopped.add(phone)
        else:
            self.stopped.discard(phone)
        self.notice(phone, "opted_out" if word in OPT_OUT else "opted_in")
        return True

    def _show_own(self, phone: str, message: Message, files: tuple[File, ...], pin: Pin | None) -> None:
        count = segments(message.body).count if self.channel == "sms" else 0
        if pin is not None:
            self.show(phone, Content("citizen", f"{pin.latitude}, {pin.longitude}", "pin", ref=message.sid))
        elif files:
            text = " - ".join(part for part in (files[0].name, message.body) if part)
            self.show(phone, Content("citizen", text, files[0].kind, ref=message.sid))
        else:
            self.show(phone, Content("citizen", message.body, segments=count, ref=message.sid))

    def _media_url(self, message: str, media: str) -> str:
        return f"{self.addresses.rest_url}/2010-04-01/Accounts/{self.account.sid}/Messages/{message}/Media/{media}"


def _whatsapp(phone: str, message: Message, pin: Pin | None, tap: Pressed | None) -> dict[str, str]:
    form = {"ProfileName": "Warga", "WaId": phone.lstrip("+"), "ReferralNumMedia": "0", "MessageType": "text"}
    if message.files:
        form["MessageType"] = "document"
    if pin is not None:
        form |= {"MessageType": "location", "Latitude": str(pin.latitude), "Longitude": str(pin.longitude)}
        form |= {"Address": pin.label, "Label": pin.label} if pin.label else {}
    if tap is not None and tap.button.kind == "list":
        form |= {"MessageType": "interactive", "ListTitle": tap.button.label, "ListId": tap.button.value}
    elif tap is not None:
        form |= {"MessageType": "button", "ButtonText": tap.button.label, "ButtonPayload": tap.button.value}
    return form
