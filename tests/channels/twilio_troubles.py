"""What Twilio answers to a send that it does not take, and what that means for the message."""

from __future__ import annotations

import json

from carrier import SLOW, Reply
from contract import STORY

from bot.message import AddressRejected, CarrierBusy, CarrierDown, OptedOut, OutcomeUnknown, SendError, WindowClosed
from channels.twilio_rest import ContentRefused

NUMBER = "+6281299900099"


def failed(status: int, code: int, *headers: tuple[str, str]) -> Reply:
    body = {"code": code, "message": f"to {NUMBER} {STORY}", "more_info": "https://www.twilio.com/", "status": status}
    return Reply(status, json.dumps(body), headers)


TROUBLE: list[tuple[str, Reply, type[SendError], float | None]] = [
    ("429", failed(429, 20429, ("retry-after", "3")), CarrierBusy, 3.0),
    ("429 without a time", Reply(429, "slow down"), CarrierBusy, None),
    ("20429 in a 400", failed(400, 20429), CarrierBusy, None),
    ("channel rate", failed(400, 63018), CarrierBusy, None),
    ("500", Reply(500, f"<html>{NUMBER}"), OutcomeUnknown, None),
    ("502 of something in between", Reply(502, "<html>"), OutcomeUnknown, None),
    ("503", failed(503, 20503), OutcomeUnknown, None),
    ("our token", failed(401, 20003), CarrierDown, None),
    ("our account", failed(403, 20005), CarrierDown, None),
    ("our number", failed(400, 21606), CarrierDown, None),
    ("no WhatsApp sender", failed(400, 63007), CarrierDown, None),
    ("redirect", Reply(307, headers=(("location", "https://evil0canary.example/"),)), CarrierDown, None),
    ("opted out", failed(400, 21610), OptedOut, None),
    ("invalid number", failed(400, 21211), AddressRejected, None),
    ("no mobile", failed(400, 21614), AddressRejected, None),
    ("region closed", failed(400, 21408), AddressRejected, None),
    ("window", failed(400, 63016), WindowClosed, None),
    ("unknown code", failed(400, 99999), AddressRejected, None),
    ("400 without json", Reply(400, "no"), AddressRejected, None),
    ("slow", Reply(201, "{}", delay=SLOW), OutcomeUnknown, None),
    ("hung up", Reply(hang_up=True), OutcomeUnknown, None),
    ("garbage", Reply(200, f"<html>{STORY}"), OutcomeUnknown, None),
    ("no sid", Reply(201, "{}"), OutcomeUnknown, None),
    ("a list", Reply(201, "[]"), OutcomeUnknown, None),
]

RETRIED = {
    CarrierBusy: True,
    CarrierDown: True,
    ContentRefused: True,
    OutcomeUnknown: True,
    OptedOut: False,
    AddressRejected: False,
    WindowClosed: False,
}
