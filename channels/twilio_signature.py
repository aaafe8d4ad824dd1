"""Nobody but Twilio can speak in a citizen's name: the proof that a webhook is genuine.

Source: Twilio, "Webhooks security": base64(HMAC-SHA1(auth token, URL + names and values sorted by name)); for a
JSON body the query carries bodySHA256 and only the URL is signed.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, parse_qsl, urlsplit, urlunsplit

from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from channels.base import Unsigned, Wire

_MOST_FIELDS = 300
_ENCODED = re.compile(rb"[!-~]*")  # an encoded form holds nothing else
_DEFAULT_PORTS = {"http": 80, "https": 443}


class Form(dict[str, list[str]]):
    """A form's values by name, blank ones and repeated ones kept, in the order they came."""

    def getall(self, name: str) -> list[str]:
        """All values of a name; the validator asks for them by this method."""
        return self[name]

    def first(self, name: str) -> str:
        """The name's first value, "" where there is none."""
        return self.get(name, [""])[0]


def form_of(wire: Wire) -> Form | None:
    """The request's form; empty for another content type; None where the body is no UTF-8 form.

    The parser's error is not passed on, for it holds the body.
    """
    form = Form()
    try:
        for name, value in _pairs(wire) if _is_form(wire) else ():
            form.setdefault(name, []).append(value)
    except ValueError:
        return None
    return form


def _pairs(wire: Wire) -> list[tuple[str, str]]:
    if not _ENCODED.fullmatch(wire.body):
        raise ValueError
    body = wire.body.decode()
    if body and not all("=" in pair for pair in body.split("&")):  # "MessageSid&SM12" signs like "MessageSid=SM12"
        raise ValueError
    return parse_qsl(body, keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=_MOST_FIELDS)


def _is_form(wire: Wire) -> bool:
    return wire.headers.get("content-type", "").split(";")[0].strip().lower() == "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Proof:
    """Checks requests against each auth token (two during rotation) and the public URL from the settings.

    The address a request claims (Host, X-Forwarded-*) plays no part: behind a proxy it is wrong, and anybody sets it.
    """

    tokens: tuple[str, ...] = field(repr=False)
    public_url: str

    def check(self, wire: Wire) -> Form:
        """The request's form; raises `Unsigned`. All candidates are compared, each in constant time."""
        form = form_of(wire)
        if form is None:  # not UTF-8, too many fields: Twilio signs no such thing
            raise Unsigned("the body is no form that Twilio sends")
        signed = [self._signature(token, url, form) for token in self.tokens for url in self._urls(wire)]
        given = wire.headers.get("x-twilio-signature", "").encode("utf-8", "surrogateescape")
        genuine = [hmac.compare_digest(given, each) for each in signed]
        if not any(genuine) or not (_is_form(wire) or _body_matches(wire)):
            raise Unsigned("the signature is missing or wrong")
        return form

    @staticmethod
    def _signature(token: str, url: str, form: Form) -> bytes:
        return str(RequestValidator(token).compute_signature(url, form)).encode()

    def _urls(self, wire: Wire) -> Iterable[str]:
        """The URL as configured, and with its port written out and left out: Twilio has signed all three."""
        url = self.public_url.rstrip("/") + wire.path + (f"?{wire.query}" if wire.query else "")
        parts = urlsplit(url)
        host = parts.netloc.removesuffix(f":{parts.port}") if parts.port else parts.netloc
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme, 443)
        variants = (parts._replace(netloc=netloc) for netloc in (host, f"{host}:{port}"))
        return dict.fromkeys([url, *(urlunsplit(variant) for variant in variants)])


def _body_matches(wire: Wire) -> bool:
    """For a body that is no form: its SHA-256 must stand in the (signed) query."""
    stated = parse_qs(wire.query).get("bodySHA256", [""])[0]
    return hmac.compare_digest(stated.encode("utf-8", "replace"), hashlib.sha256(wire.body).hexdigest().encode())
