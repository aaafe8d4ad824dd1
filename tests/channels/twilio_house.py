"""The simulator's Twilio with its state, behind Twilio's own description of its API, on a real local port."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from carrier import _Silent
from flask import Flask, Response, request
from twilio_judge import Judge
from twilio_signer import ACCOUNT, PUBLIC
from werkzeug.serving import make_server

from bot.message import Sender
from channels.base import Wire
from channels.simulator.carriers import Outside
from channels.simulator.faults import Line
from channels.simulator.phones import Phones
from channels.simulator.twilio_account import TwilioAccount
from channels.simulator.twilio_carrier import Addresses, TwilioCarrier
from channels.simulator.twilio_faults import Troubles
from channels.simulator.twilio_rest import TwilioRest
from channels.twilio import Rules, Sms, Twilio, WhatsApp

TOKEN = "first0canary0secret"
CITIZEN = "+6281200000001"
OURS = "+6281100000000"
JUDGE = Judge()
KINDS: dict[str, type[Twilio]] = {"sms": Sms, "whatsapp": WhatsApp}


@dataclass
class Clock:
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **delta: float) -> None:
        self.now += timedelta(**delta)


class House:
    """Twilio, two phones and the webhooks of a bot; `heard` holds what was posted to them."""

    def __init__(self, judge: Judge, client: httpx.Client) -> None:
        self.judge, self.client, self.clock = judge, client, Clock()
        self.heard: list[Wire] = []
        self.answer: Callable[[Wire], str] = lambda wire: "<Response/>"
        app = Flask("twilio")
        app.add_url_rule("/webhooks/<path:name>", view_func=self._webhook, methods=["POST"])
        self._server = make_server("127.0.0.1", 0, judge.wrap(app), threaded=True, request_handler=_Silent)
        self.base = f"http://127.0.0.1:{self._server.server_port}"
        ids = iter(range(1, 10**6))
        later: list[Callable[[], None]] = []
        self.later = later
        self.account = TwilioAccount(ACCOUNT, TOKEN, self.clock, lambda length: f"{next(ids):0{length}x}")
        outside = Outside(client, self.clock, lambda _, act: later.append(act))
        self.phones = Phones(self.clock)
        line = Line(outside.later)
        self.carriers = {
            name: TwilioCarrier(
                name,
                self.account,
                OURS,
                Addresses(PUBLIC, self.base, self.base, kind.route),
                self.phones,
                line,
                outside,
            )
            for name, kind in KINDS.items()
        }
        self.troubles = Troubles(slow=3.0)
        rest = TwilioRest(self.account, tuple(self.carriers.values()), self.base, self.troubles)
        app.register_blueprint(rest.blueprint("/"))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def channel(self, name: str, rules: Rules | None = None, **other: Any) -> Twilio:
        given = {"public_url": PUBLIC, "api_base": self.base, **other}
        return KINDS[name](
            account_sid=ACCOUNT, auth_tokens=(TOKEN,), from_address=OURS, client=self.client, rules=rules, **given
        )

    def to(self, name: str) -> Sender:
        return Sender(name, self.carriers[name].full(CITIZEN))

    def shown(self, name: str) -> list[str]:
        """What the bot has said on a phone."""
        return [each.text for each in self.phones.bubbles((name, CITIZEN)) if each.author == "bot"]

    def report(self) -> list[Wire]:
        """Let the status callbacks go out; what the bot heard of them."""
        self.heard.clear()
        while self.later:
            self.later.pop(0)()
        return list(self.heard)

    def _webhook(self, name: str) -> Response:
        headers = {key.lower(): value for key, value in request.headers.items()}
        wire = Wire("POST", request.path, request.query_string.decode(), headers, request.get_data(cache=False))
        self.heard.append(wire)
        return Response(self.answer(wire), content_type="text/xml")


def open_house(client: httpx.Client, greeted: bool) -> Iterator[House]:
    """A house for one test, in which the citizen has just written on WhatsApp, or never has.

    The test fails at its end where a request was not as Twilio describes it.
    """
    house = House(JUDGE, client)
    if greeted:
        house.carriers["whatsapp"].text(CITIZEN, "halo")
    yield house
    house.close()
    JUDGE.close()
