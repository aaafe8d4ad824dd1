"""Twilio's signature, written from its documentation apart from the library that the channel uses."""

from __future__ import annotations

import base64
import hashlib
import hmac

ACCOUNT = "AC" + "0123456789abcdef" * 2
PUBLIC = "https://lapor.example"
SID = "SM" + "f" * 32


def signature(secret: str, url: str, fields: list[tuple[str, str]]) -> str:
    """base64(HMAC-SHA1(token, URL + names and values sorted by name))."""
    text = url + "".join(name + value for name, value in sorted(fields))
    return base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha1).digest()).decode()
