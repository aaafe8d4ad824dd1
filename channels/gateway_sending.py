"""News for a citizen leaves through an operator's gateway: one call to Kannel's sendsms, each failure named.

Source: Kannel 1.4.5 User Guide, "SMS push reply HTTP status codes" and the texts of its smsbox.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

import httpx

from bot.message import AddressRejected, CarrierBusy, CarrierDown, OptedOut, OutcomeUnknown, SendError
from channels import gsm
from channels.quiet import hush

_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
_OURS = frozenset((401, 403, 404, 405, 407, 408))  # our password or address is at fault: mend, then again
_OUR_WORDS = ("authorization failed", "sender missing", "unsupported content-type", "dlr-url field", "dlr-mask field")
_UNWANTED = "black-list"
_TAKEN = ("0:", "3:")  # "0: Accepted for delivery", "3: Queued for later delivery"
_ALL_REPORTS = "31"  # delivered 1, failed 2, buffered 4, at the SMSC 8, rejected 16


@dataclass(frozen=True)
class SendSms:
    """Kannel's sendsms at a URL whose query or userinfo holds user name and password.

    A GET, for Kannel answers a form with 400; so the text is in the URL, and `hush` keeps that out of our logs.
    Other parameters in the query (from, smsc, account ...) go along with each message. "" is no address at all.
    """

    url: str = field(repr=False)
    client: httpx.Client | None = field(repr=False)

    def __post_init__(self) -> None:
        hush()

    def send(self, number: str, text: str, report: str) -> None:
        """One message; `report` is the URL that delivery reports go to. Raises a `SendError`."""
        if not self.url or self.client is None:
            raise CarrierDown("no address is set up for sending through the gateway")
        coding = {"coding": "0" if gsm.fits(text) else "2", "charset": "UTF-8"}
        where = {"to": number, "text": text, "dlr-mask": _ALL_REPORTS, "dlr-url": report}
        try:
            answer = self.client.get(
                address(self.url), params={**settled(self.url), **where, **coding}, follow_redirects=False
            )
        except httpx.HTTPError as error:  # raised below, outside: the original holds the whole URL
            problem: SendError | None = broken(error)
        else:
            problem = refusal(answer)
        if problem:
            raise problem


def address(url: str) -> str:
    """The URL without user name, password and query."""
    split = urlsplit(url)
    return split._replace(netloc=split.netloc.rpartition("@")[2], query="", fragment="").geturl()


def settled(url: str) -> dict[str, str]:
    """What the URL says about every message: its query, and its userinfo as username and password."""
    split = urlsplit(url)
    who = {"username": unquote(split.username), "password": unquote(split.password or "")} if split.username else {}
    return {**who, **dict(parse_qsl(split.query, keep_blank_values=True))}


def broken(error: httpx.HTTPError) -> SendError:
    """What a broken connection means for the message; the error's own text is left behind."""
    kind = CarrierDown if isinstance(error, _NEVER_SENT) else OutcomeUnknown
    return kind(f"the connection to the gateway broke ({type(error).__name__})")


def refusal(answer: httpx.Response) -> SendError | None:
    """The error for an answer, None where the message was taken. Kannel's words are read and never repeated."""
    status, words = answer.status_code, answer.text[:500].strip().lower()
    if 200 <= status < 300:
        return None if words.startswith(_TAKEN) else OutcomeUnknown("the gateway answered something unexpected")
    told = f"the gateway answered {status}"
    if status == 429:
        return CarrierBusy(told, after=_seconds(answer.headers.get("retry-after", "")))
    if _UNWANTED in words:
        return OptedOut(told)
    if status >= 500 or status < 400 or status in _OURS or words.startswith(_OUR_WORDS):
        return CarrierDown(told)
    return AddressRejected(told)


def _seconds(text: str) -> float | None:
    return float(text) if text.isascii() and text.isdecimal() and len(text) < 7 else None
