"""Citizens write SMS to a short code: any gateway that can call a URL brings them, Kannel also carries news back.

Source: Kannel 1.4.5 User Guide, "Using the SMS gateway" (the body of our 200 is the reply SMS) and "Using the
HTTP interface to send SMS messages".
"""

from __future__ import annotations

import hmac
import ipaddress
import re
from collections.abc import Callable, Sequence
from urllib.parse import quote

from bot.message import Attachment, Said, Say, Sender
from channels import gsm, parts
from channels.base import Answer, Channel, Limits, Media, MediaError, Reported, Unsigned, Wire
from channels.gateway_reading import SECRET, Reading, reported_in
from channels.gateway_sending import SendSms

LOOPBACK = ("127.0.0.0/8", "::1/128")
_CUT = "..."
_NOT_SAID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


class Gateway(Channel):
    """A short code behind an SMS gateway.

    `secrets` stand in the path, each is accepted (rotation), the first is the one that delivery reports come back
    under; `addresses` are the gateway's own, single ones or CIDR. `own_url` is where the gateway reaches us.
    `ids` makes an unguessable id for each message sent; `sent` is told each id that the gateway took.
    Without `sendsms` the gateway can answer and nothing else. ValueError without a secret or with a wrong address.
    """

    name = "gateway"
    route = "/webhooks/gateway/<secret>"
    reports = "/webhooks/gateway/<secret>/report"
    methods = ("GET", "POST")
    limits = Limits(text=1600, gsm7=True, per_second=10)

    def __init__(
        self,
        *,
        secrets: tuple[str, ...],
        ids: Callable[[], str],
        addresses: Sequence[str] = LOOPBACK,
        reading: Reading | None = None,
        sendsms: SendSms | None = None,
        own_url: str = "",
        sent: Callable[[str], None] = lambda _: None,
    ) -> None:
        if not secrets or not all(map(SECRET.fullmatch, secrets)):
            raise ValueError("a gateway needs at least one secret of 16 or more letters, digits, - or _")
        self._secrets = secrets
        self._networks = [ipaddress.ip_network(each) for each in addresses]
        self._reading, self._sendsms = reading or Reading(), sendsms
        self._reports = f"{own_url.rstrip('/')}{self.reports.replace('<secret>', secrets[0])}"
        self._ids, self._sent = ids, sent

    def verify(self, wire: Wire) -> None:
        """The secret in the path against each of ours in constant time, and the caller's address; raises `Unsigned`."""
        given = wire.path.encode("utf-8", "surrogateescape")
        paths = [route.replace("<secret>", each) for each in self._secrets for route in (self.route, self.reports)]
        genuine = [hmac.compare_digest(given, path.encode()) for path in paths]
        if not any(genuine) or not self._known(wire.remote):
            raise Unsigned("the secret or the address is not the gateway's")

    def _known(self, remote: str) -> bool:
        """Whether the caller is on the list; an IPv4 address in IPv6 clothes is the IPv4 address."""
        try:
            address = ipaddress.ip_address(remote.partition("%")[0])
        except ValueError:
            return False
        address = getattr(address, "ipv4_mapped", None) or address
        return any(address in network for network in self._networks)

    def read(self, wire: Wire) -> Said | None:
        """The message; None where a name instead of a number wrote; raises `Unreadable` and says what is missing."""
        return self._reading.said(wire, self.name)

    def report(self, wire: Wire) -> Reported | None:
        """What became of a message that `send` handed over; raises `Unreadable`."""
        return reported_in(wire)

    def render(self, say: Say, to: Sender) -> Answer:  # noqa: ARG002 - the answer goes to whoever wrote
        """The reply SMS; outside the GSM alphabet with the header that makes Kannel send UCS-2.

        Only one can ride home: a text over the limit ends in a visible mark (the dialogs keep below it).
        """
        text = parts.shorten(_plain(say), self.limits.text, _CUT)
        return Answer(body=text, headers={} if gsm.fits(text) else {"X-Kannel-Coding": "2"})

    def silence(self) -> Answer:
        """An empty 200; Kannel then sends nothing if its service has omit-empty = true."""
        return Answer()

    def send(self, to: Sender, say: Say) -> str:
        """Our own id of the last message, the one in its delivery reports; raises a `SendError`.

        A text over the limit takes several requests; a retry repeats them all.
        """
        delivery = ""
        for part in parts.split(_plain(say), self.limits.text) or [""]:
            delivery = self._send_one(to.address, part)
        return delivery

    def _send_one(self, number: str, text: str) -> str:
        delivery = self._ids()
        report = f"{self._reports}?row={quote(delivery)}&status=%d"
        (self._sendsms or SendSms("", None)).send(number, text, report)
        self._sent(delivery)
        return delivery

    def fetch(self, attachment: Attachment) -> Media:  # noqa: ARG002
        """An SMS brings no files; always raises `MediaError`."""
        raise MediaError("this gateway carries no files", retry=False)


def _plain(say: Say) -> str:
    """The words as cheap SMS: GSM characters wherever they have such a form."""
    return gsm.to_gsm(_NOT_SAID.sub("", say.as_text().replace("\r\n", "\n"))).strip()
