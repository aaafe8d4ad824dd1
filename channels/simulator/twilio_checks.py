"""What Twilio's API refuses, and in which words, so that the bot's mistakes show up here and not with a citizen."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime

from flask import Response, request
from werkzeug.exceptions import HTTPException

from channels.simulator.twilio_account import Message
from channels.simulator.twiml import MOST_CHARACTERS

SEND = frozenset(
    (
        *("To", "From", "Body", "ContentSid", "ContentVariables", "StatusCallback"),
        *("SmartEncoded", "ProvideFeedback", "Attempt", "ValidityPeriod"),
    )
)
LIST = frozenset({"To", "From", "DateSent", "DateSent<", "DateSent>", "PageSize", "Page", "PageToken"})
NUMBER = re.compile(r"(whatsapp:)?\+[1-9]\d{6,14}")


class TwilioError(Exception):
    """An error of the API: Twilio's number, its sentence, the HTTP status."""

    def __init__(self, code: int, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.status = status


def answer(body: Mapping[str, object], status: int) -> Response:
    """A JSON answer of the API."""
    return Response(json.dumps(body), status, content_type="application/json;charset=utf-8")


def error(problem: TwilioError) -> Response:
    """Twilio's error body: code, message, more_info, status."""
    more = f"https://www.twilio.com/docs/errors/{problem.code}"
    body = {"code": problem.code, "message": str(problem), "more_info": more, "status": problem.status}
    response = answer(body, problem.status)
    if problem.status == 429:
        response.headers["Retry-After"] = "2"
    if problem.status == 401:
        response.headers["WWW-Authenticate"] = 'Basic realm="Twilio API"'
    return response


def missing(problem: HTTPException) -> Response:
    """What Flask refuses itself (a wrong method), in Twilio's form."""
    return error(TwilioError(20004 if problem.code == 405 else 20404, problem.name, problem.code or 404))


def not_found() -> TwilioError:
    """20404, for an unknown account, message or file."""
    return TwilioError(20404, f"The requested resource {request.path[:200]} was not found", 404)


def refuse_unknown(given: Collection[str], known: frozenset[str]) -> None:
    """Refuse what this API does not know: stricter than Twilio, which would pass over a misspelt parameter."""
    unknown = sorted(set(given) - known)
    if unknown:
        raise TwilioError(20001, f"Unknown parameter: {unknown[0][:40]}")


def check_pair(to: str, sender: str) -> None:
    """Refuse a missing or impossible pair of addresses: 21604, 21603, 21211, 21910."""
    if not to:
        raise TwilioError(21604, "A 'To' phone number is required.")
    if not sender:
        raise TwilioError(21603, "A 'From' phone number is required.")
    if not NUMBER.fullmatch(to):
        raise TwilioError(21211, f"Invalid 'To' Phone Number: {to[:40]}")
    if sender.startswith("whatsapp:") != to.startswith("whatsapp:"):
        raise TwilioError(21910, "Invalid From and To pair. From and To should be of the same channel")


def check_body(body: str) -> None:
    """Refuse an empty text (21602) and one of more than 1600 characters (21617)."""
    if not body.strip():
        raise TwilioError(21602, "Message body is required.")
    if len(body) > MOST_CHARACTERS:
        raise TwilioError(21617, f"The concatenated message body exceeds the {MOST_CHARACTERS} character limit")


def whole(given: Mapping[str, str], name: str, otherwise: int) -> int:
    """A parameter that is a number from 0 to 1000; `otherwise` when it is absent; 20001 when it is something else."""
    value = given.get(name, str(otherwise))
    if not re.fullmatch(r"\d{1,4}", value) or not (name == "Page" or 1 <= int(value) <= 1000):
        raise TwilioError(20001, f"{name} is not a possible number")
    return int(value)


def matches(message: Message, asked: Mapping[str, str]) -> bool:
    """Whether a message fits To, From, DateSent (that day in UTC), DateSent< and DateSent> (both inclusive)."""
    return (
        asked.get("To", message.to) == message.to
        and asked.get("From", message.sender) == message.sender
        and ("DateSent" not in asked or _time(asked["DateSent"]).date() == message.created.date())
        and ("DateSent<" not in asked or message.created <= _time(asked["DateSent<"]))
        and ("DateSent>" not in asked or message.created >= _time(asked["DateSent>"]))
    )


def _time(text: str) -> datetime:
    try:
        if len(text) == len("2026-01-01"):
            return datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC)
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        raise TwilioError(20001, "A date is written YYYY-MM-DD") from None
