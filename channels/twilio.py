"""Citizens write by SMS or WhatsApp through Twilio: one signature, one sender, two declarations."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

import httpx
from twilio.rest import Client  # type: ignore[import-untyped]
from twilio.twiml.messaging_response import MessagingResponse  # type: ignore[import-untyped]

from bot.message import Attachment, CarrierDown, OutcomeUnknown, Said, Say, Sender, SendError, WindowClosed
from channels import gsm, parts
from channels.base import AlwaysOpen, Answer, Channel, Limits, Media, Reported, Unreadable, Window, Wire
from channels.download import Download, Source
from channels.quiet import hush
from channels.twilio_asking import LOOKED_AT, Listed
from channels.twilio_content import Contents, template
from channels.twilio_draft import MOST, Draft, readable
from channels.twilio_reading import said_in
from channels.twilio_rest import ContentRefused, Line
from channels.twilio_signature import Form, Proof, form_of
from channels.twilio_status import report_in

VENDOR = "https://api.twilio.com"
MEDIA_HOSTS = frozenset(("api.twilio.com", "mms.twiliocdn.com", "media.twiliocdn.com"))


@dataclass(frozen=True, slots=True)
class Rules:
    """What WhatsApp alone asks for; SMS passes over it.

    `window`: to whom free words may go; `template`: the ContentSid of an approved template with one variable, for all
    others ("" = their news waits); `contents`: resources for buttons and lists; `buttons`: replies that have some
    leave by the outbox instead of the webhook's answer (ADR 0012).
    """

    window: Window = field(default_factory=AlwaysOpen)
    contents: Contents = field(default_factory=Contents)
    template: str = ""
    buttons: bool = False


class Twilio(Channel):
    """What both declarations share. `auth_tokens`: the first sends, all verify (rotation).

    `from_address` is our number ("+62..."); `public_url` the base that Twilio was given; `api_base` "" for Twilio's
    own; `media_hosts` serve files besides it. `client` brings the time-outs. `rules` are WhatsApp's. Construction
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
        rules: Rules | None = None,
    ) -> None:
        if not account_sid or not auth_tokens or not all(auth_tokens):
            raise ValueError("Twilio needs an account SID and at least one auth token")
        hush()
        self._from = from_address
        self._rules = rules or Rules()
        self._auth = (account_sid, auth_tokens[0])
        self._proof = Proof(auth_tokens, public_url)
        self._download = Download(client, Source(media_hosts, api_base or VENDOR))
        self._rest = Client(account_sid, auth_tokens[0], http_client=Line(client))
        if api_base:
            self._rest.api.base_url = api_base
        # Twilio refuses a callback that it cannot reach (21609): only a public address is given to it.
        reachable = public_url.startswith("https://") or bool(api_base)
        self._callback = {"status_callback": public_url.rstrip("/") + self.reports} if reachable else {}

    def verify(self, wire: Wire) -> None:
        """Signature over the configured URL; raises `Unsigned`.

        The auth token is the proof of the account: what a request says of its account (AccountSid) adds nothing to it.
        """
        self._proof.check(wire)

    def read(self, wire: Wire) -> Said | None:
        """The message in a verified form; raises `Unreadable` for anything else."""
        return said_in(_form(wire), self.name)

    def report(self, wire: Wire) -> Reported | None:
        """What a verified status callback says of a message; None for states on the way; raises `Unreadable`."""
        return report_in(_form(wire)).reported()

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
        """The last message's SID. A text over 1600 characters takes several requests; `finish` repeats none of them."""
        return self._send(to, self._drafts(to, say))

    def find_sent(self, to: Sender, say: Say, since: datetime) -> str | None:
        """See `Channel.find_sent`: the SID of the last part, where Twilio has them all."""
        listed = self._listed(to, since)
        found = (listed.missing(drafts) for drafts in self._ways(say))
        return next((last for missing, last in found if not missing and last), None)

    def finish(self, to: Sender, say: Say, since: datetime) -> str:
        """See `Channel.finish`: of a long text only those parts go out that Twilio does not have."""
        listed = self._listed(to, since)
        for drafts in self._ways(say):
            missing, last = listed.missing(drafts)
            if last:
                return self._send(to, missing) if missing else last
        return self.send(to, say)

    def fetch(self, attachment: Attachment) -> Media:
        """The file behind a MediaUrl, with the account's credentials for Twilio's API only."""
        return self._download.get(attachment.locator, auth=self._auth)

    def forget(self, attachment: Attachment) -> None:
        """Delete the Media resource, which Twilio keeps until told otherwise (doc: Media subresource)."""
        if re.search(rf"/Accounts/{re.escape(self._auth[0])}/Messages/\w+/Media/\w+\Z", attachment.locator):
            self._download.delete(attachment.locator, auth=self._auth)

    def _drafts(self, to: Sender, say: Say) -> list[Draft]:  # noqa: ARG002 - free words to everybody
        return [Draft(part) for part in self._texts(say) or [""]]

    def _ways(self, say: Say) -> list[list[Draft]]:
        """All forms in which this message may have gone out."""
        return [[Draft(part) for part in self._texts(say)]]

    def _send(self, to: Sender, drafts: list[Draft]) -> str:
        sid = ""
        for draft in drafts:
            message = self._rest.messages.create(
                to=self._on_wire(to.address), from_=self._on_wire(self._from), **self._callback, **draft.fields()
            )
            sid = message.sid or ""
        if not sid:
            raise OutcomeUnknown("twilio named no message")
        return sid

    def _listed(self, to: Sender, since: datetime) -> Listed:
        numbers = {"to": self._on_wire(to.address), "from_": self._on_wire(self._from)}
        try:
            found = self._rest.messages.list(**numbers, limit=LOOKED_AT, page_size=LOOKED_AT)
        except SendError as trouble:
            if trouble.retry:
                raise
            raise CarrierDown("twilio did not say what it has") from None  # that refuses the question, not the message
        return Listed.since(found, since)

    def _texts(self, say: Say) -> list[str]:
        text = readable(say.as_text())
        return parts.split(gsm.to_gsm(text) if self.limits.gsm7 else text, self.limits.text)

    def _on_wire(self, address: str) -> str:
        return address


class Sms(Twilio):
    """SMS: plain text, cheapest in the GSM alphabet."""

    name = "sms"
    route = "/webhooks/twilio/sms"
    reports = "/webhooks/twilio/sms/status"
    limits = Limits(text=MOST, gsm7=True, media=True, per_second=10)


class WhatsApp(Twilio):
    """WhatsApp: the same wire with "whatsapp:" before the numbers, buttons and lists, and its rule of 24 hours."""

    name = "whatsapp"
    route = "/webhooks/twilio/whatsapp"
    reports = "/webhooks/twilio/whatsapp/status"
    limits = Limits(text=MOST, media=True, pins=True, per_second=40)

    def rides_home(self, say: Say) -> bool:
        """Not where buttons are wanted for replies and this one has some: TwiML carries no Content."""
        return not (self._rules.buttons and self._rules.contents.fill(say))

    def send(self, to: Sender, say: Say) -> str:
        """See `Twilio.send`; numbered text where Twilio refuses the buttons. Raises `WindowClosed`."""
        drafts = self._drafts(to, say)
        try:
            return self._send(to, drafts)
        except ContentRefused:
            if drafts[0].within:
                raise  # no free words may go instead of a template
        return self._send(to, super()._drafts(to, say))

    def _drafts(self, to: Sender, say: Say) -> list[Draft]:
        if self._rules.window.open(to.address):
            filled = self._rules.contents.fill(say)
            return [filled] if filled else super()._drafts(to, say)
        if not self._rules.template:
            raise WindowClosed
        return [template(say, self._rules.template)]

    def _ways(self, say: Say) -> list[list[Draft]]:
        filled = self._rules.contents.fill(say)
        others = [filled] if filled else []
        if self._rules.template:
            others.append(template(say, self._rules.template))
        return [*super()._ways(say), *([each] for each in others)]

    def _on_wire(self, address: str) -> str:
        return address if address.startswith("whatsapp:") else f"whatsapp:{address}"


def _form(wire: Wire) -> Form:
    form = form_of(wire)
    if form is None:
        raise Unreadable("the body is no form")
    return form


def _twiml(response: MessagingResponse) -> Answer:
    return Answer(content_type="text/xml; charset=utf-8", body=str(response))
