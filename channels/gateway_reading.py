"""A citizen's SMS as an operator's gateway hands it over: a few named values in a query or a form, in any charset.

Source: Kannel 1.4.5 User Guide, "Parameters (Escape Codes) in Service Definitions": %p from, %P to, %b text, %I id,
%C charset. With mo-recode the charset may be WINDOWS-1252; without it UCS-2 text comes as UTF-16BE.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from urllib.parse import parse_qsl

from bot.message import Said, Sender
from channels.base import Reported, Unreadable, Wire

SECRET = re.compile(r"[A-Za-z0-9_-]{16,}")  # it stands in a path: nothing that a URL would have to escape
_MOST_FIELDS = 100
_FORM = "application/x-www-form-urlencoded"
_NUMBER = re.compile(r"\+?[0-9]{3,15}")
_NAME = re.compile(r"[ -~]{1,40}")  # a bank or an operator writes under a name, which cannot be answered
_ID = re.compile(r"[!-~]{1,200}")
_DELIVERY = re.compile(r"[A-Za-z0-9_-]{16,64}")
# As Kannel names them; "" where the gateway names none. Anything else would only make a codec guess.
_CODECS = {
    **dict.fromkeys(("", "utf-8", "utf8", "us-ascii", "ascii", "gsm", "gsm-7", "gsm7"), "utf-8"),
    **dict.fromkeys(("windows-1252", "cp1252", "iso-8859-1", "latin1", "latin-1"), "cp1252"),
    "8-bit": "latin-1",  # what Kannel says of the joined parts of an 8-bit message; every byte is a character
    **dict.fromkeys(("utf-16be", "ucs-2", "ucs2"), "utf-16-be"),
}
_STATES = {"1": "delivered", "2": "failed", "4": "at_carrier", "8": "at_carrier", "16": "rejected"}


@dataclass(frozen=True, slots=True)
class Parameters:
    """How this gateway names the five values that matter. The receiver (`to`) is known and not used."""

    sender: str = "from"
    to: str = "to"
    text: str = "text"
    id: str = "id"
    charset: str = "charset"

    @classmethod
    def parse(cls, text: str) -> Parameters:
        """From "from=sender,text=message"; what is not named keeps its own name. ValueError for anything else."""
        pairs = [each.strip().partition("=") for each in text.split(",") if each.strip()]
        given = {ours.strip(): theirs.strip() for ours, _, theirs in pairs}
        if not given.keys() <= {"from", "to", "text", "id", "charset"} or not all(given.values()):
            raise ValueError('parameters are written like "from=from,to=to,text=text,id=id"')
        found = cls(**{"sender" if name == "from" else name: value for name, value in given.items()})
        if len(given) < len(pairs) or len(set(astuple(found))) < len(astuple(found)):
            raise ValueError("two parameters have the same name")
        return found


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads requests by these names; a word of `prefixes` before the text is a region's and is taken off."""

    names: Parameters = Parameters()
    prefixes: Sequence[str] = ()

    def said(self, wire: Wire, channel: str) -> Said | None:
        """The message; None where it came from a name instead of a number; raises `Unreadable`."""
        values = values_in(wire)
        sender = _once(values, self.names.sender).decode("latin-1").strip()
        message_id = _once(values, self.names.id).decode("latin-1")
        if not _ID.fullmatch(message_id):
            raise Unreadable(f"the parameter {self.names.id} is no message id")
        text = self._text(values)
        if _NUMBER.fullmatch(sender):
            return Said(Sender(channel, sender), message_id, self.without_prefix(text))
        if _NAME.fullmatch(sender):
            return None
        raise Unreadable(f"the parameter {self.names.sender} is no number")

    def _text(self, values: dict[str, list[bytes]]) -> str:
        charset = values.get(self.names.charset, [b""])[0].decode("latin-1").strip().lower()
        codec = _CODECS.get(charset)
        if codec is None:
            raise Unreadable(f"the parameter {self.names.charset} names a charset that is not known here")
        text = _decoded(_once(values, self.names.text), codec)
        if text is None:
            raise Unreadable(f"the parameter {self.names.text} is not in the charset that the request names")
        return text

    def without_prefix(self, text: str) -> str:
        """ "TANGKAB jalan rusak" without its first word; a prefix that stands alone stays, it may be an answer."""
        for prefix in self.prefixes:
            found = re.match(rf"\s*{re.escape(prefix)}(?:\s+|\s*[#:]\s*)(?=\S)", text, re.IGNORECASE)
            if found:
                return text[found.end() :]
        return text


def values_in(wire: Wire) -> dict[str, list[bytes]]:
    """The query's values and, for a POST, the form's, by name, as the bytes they were. Raises `Unreadable`."""
    if wire.method not in ("GET", "POST"):
        raise Unreadable("only GET and POST bring messages")
    values: dict[str, list[bytes]] = {}
    for name, value in [*_pairs(wire.query), *_pairs(_form(wire))]:
        values.setdefault(name, []).append(value.encode("latin-1", "replace"))
    return values


def _form(wire: Wire) -> str:
    kind = wire.headers.get("content-type", "").split(";")[0].strip().lower()
    return wire.body.decode("latin-1") if wire.method == "POST" and kind == _FORM else ""


def _pairs(text: str) -> list[tuple[str, str]]:
    """Names and values with each byte as one character, so that the charset can be chosen afterwards."""
    try:
        return parse_qsl(text, keep_blank_values=True, encoding="latin-1", max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise Unreadable("too many parameters") from None


def _once(values: dict[str, list[bytes]], name: str) -> bytes:
    found = values.get(name, [])
    if len(found) != 1:
        raise Unreadable(f"the parameter {name} is {'repeated' if found else 'missing'}")
    return found[0]


def _decoded(content: bytes, codec: str) -> str | None:
    """The text, None where the bytes are not in that charset; without the error, for it holds the bytes."""
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        return None


def reported_in(wire: Wire) -> Reported | None:
    """A delivery report: ?row=OPAQUE&status=NUMBER. None for a state unknown to us; raises `Unreadable`."""
    values = values_in(wire)
    row, status = (_once(values, name).decode("latin-1") for name in ("row", "status"))
    if not _DELIVERY.fullmatch(row) or not (status.isdecimal() and len(status) < 6):
        raise Unreadable("no delivery id or no state")
    state = _STATES.get(status)
    return Reported(row, state) if state else None
