"""Citizens write by SMS or WhatsApp through Twilio: one signature, one sender, two declarations."""

from __future__ import annotations

import re

import httpx
from twilio.rest import Client  # type: ignore[import-untyped]
from twilio.twiml.messaging_response import MessagingResponse  # type: ignore[import-untyped]

from bot.message import Attachment, OutcomeUnknown, Said, Say, Sender
from channels import gsm, parts
from channels.base import Answer, Channel, Limits, Media, Unreadable, Unsigned, Wire
from channels.download import Download, Source
from channels.quiet import hush
from channels.twilio_reading import said_in
from channels.twilio_rest import Line
from channels.twilio_signature import Proof, form_of

MEDIA_HOSTS = frozenset(("api.twilio.com", "mms.twiliocdn.com", "media.twiliocdn.com"))
_MOST = 1600  # characters in a body, TwiML and REST alike (Twilio error 21617)
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2; \r would be lost


class Twilio(Channel):
    """What both declarations share. `auth_tokens`: the first sends, all verify (rotation).

    `from_address` is our number ("+62..."); `public_url` the base that Twilio was given; `api_base` "" for Twilio's
    own; `media_hosts` serve files besides it. `client` brings the time-outs. Construction
    silences the carriers' libraries' logs, since they would hold numbers and texts. ValueError without a token.
    """

    comes_again = False  # by default Twilio tries again only when it cannot connect, not after a 5xx

    def __init__(
        self,
        *,
        account_sid: str,
        auth_tokens: tuple[str, ...],
        from_address: str,
        public_url: str,
        client: httpx.Client,
        api_base: str = "",
        media_hosts: frozenset[str] = MEDIA_HOSTS,
    ) -> None:
        if not account_sid or not auth_tokens or not all(auth_tokens):
            raise ValueError("Twilio needs an account SID and at least one auth token")
        hush()
        self._from = from_address
        self._auth = (account_sid, auth_tokens[0])
        self._proof = Proof(auth_tokens, public_url)
        self._download = Download(client, Source(media_hosts, api_base))
        self._rest = Client(account_sid, auth_tokens[0], http_client=Line(client))
        if api_base:
            self._rest.api.base_url = api_base

    def verify(self, wire: Wire) -> None:
        """Signature over the configured URL; raises `Unsigned`.

        The auth token is the proof of the account: what a request says of its account (AccountSid) adds nothing to it.
        """
        self._proof.check(wire)

    def read(self, wire: Wire) -> Said | None:
        """The message in a verified form; raises `Unreadable` for anything else."""
        form = form_of(wire)
        if form is None:
            raise Unreadable("the body is no form")
        return said_in(form, self.name)

    def render(self, say: Say, to: Sender) -> Answer:  # noqa: ARG002 - TwiML answers whoever wrote
        """TwiML, one <Message> for each 1600 characters."""
        response = MessagingResponse()
        for part in self._texts(say):
            response.message(part)
        return _twiml(response)

    def silence(self) -> Answer:
        """An empty <Response/>: taken, and no SMS goes out."""
        return _twiml(MessagingResponse())

    def send(self, to: Sender, say: Say) -> str:
        """The last message's SID. A text over 1600 characters takes several requests; a retry repeats them all."""
        sid = ""
        for part in self._texts(say) or [""]:
            message = self._rest.messages.create(
                to=self._on_wire(to.address), from_=self._on_wire(self._from), body=part
            )
            sid = message.sid or ""
        if not sid:
            raise OutcomeUnknown("twilio named no message")
        return sid

    def fetch(self, attachment: Attachment) -> Media:
        """The file behind a MediaUrl, with the account's credentials for the first host only."""
        return self._download.get(attachment.locator, auth=self._auth)

    def _texts(self, say: Say) -> list[str]:
        text = _NOT_XML.sub("", say.as_text().replace("\r\n", "\n"))
        return parts.split(gsm.to_gsm(text) if self.limits.gsm7 else text, self.limits.text)

    def _on_wire(self, address: str) -> str:
        return address


class Sms(Twilio):
    """SMS: plain text, cheapest in the GSM alphabet."""

    name = "sms"
    route = "/webhooks/twilio/sms"
    limits = Limits(text=_MOST, gsm7=True, media=True)


class WhatsApp(Twilio):
    """WhatsApp: the same wire with "whatsapp:" before the numbers; choices are numbered text for now."""

    name = "whatsapp"
    route = "/webhooks/twilio/whatsapp"
    limits = Limits(text=_MOST, media=True, pins=True)

    def _on_wire(self, address: str) -> str:
        return address if address.startswith("whatsapp:") else f"whatsapp:{address}"


def _twiml(response: MessagingResponse) -> Answer:
    return Answer(content_type="text/xml; charset=utf-8", body=str(response))
