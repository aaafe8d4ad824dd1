"""The bot's answer to Twilio's webhook, read as strictly as Twilio reads it, so that a mistake shows on the phone."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import httpx

MOST_CHARACTERS = 1600


class TwimlRefused(Exception):
    """Twilio would not send this answer; `code` is its error number (doc: twilio.com/docs/errors)."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code


def messages(response: httpx.Response) -> list[str]:
    """The texts in a webhook's answer, possibly none; raises `TwimlRefused` (11200, 12100, 12200, 12300, 21617)."""
    if not 200 <= response.status_code < 300:
        raise TwimlRefused(11200, f"the bot answered with status {response.status_code}")
    if not response.content.strip():
        return []
    if response.headers.get("content-type", "").partition(";")[0].strip() not in ("text/xml", "application/xml"):
        raise TwimlRefused(12300, "the answer is not text/xml")
    return [_text(verb) for verb in _verbs(response.content)]


def _verbs(document: bytes) -> list[ET.Element]:
    if b"<!DOCTYPE" in document or b"<!ENTITY" in document:
        raise TwimlRefused(12100, "TwiML has no document type")
    try:
        root = ET.fromstring(document)  # noqa: S314 - document types, which carry the known attacks, are refused above
    except ET.ParseError as error:
        raise TwimlRefused(12100, "the answer is not well-formed XML") from error
    if root.tag != "Response":
        raise TwimlRefused(12100, "the answer is no <Response>")
    return list(root)


def _text(verb: ET.Element) -> str:
    if verb.tag != "Message":
        raise TwimlRefused(12200, f"<{verb.tag}> is no verb of a message")
    body = verb.find("Body")
    text = (body if body is not None else verb).text or ""
    if len(text) > MOST_CHARACTERS:
        raise TwimlRefused(21617, f"a message has at most {MOST_CHARACTERS} characters")
    if not text.strip():
        raise TwimlRefused(14103, "the message is empty")
    return text
