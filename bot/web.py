"""The door for carriers and cores: each webhook is proved genuine, becomes one turn, and carries the answer home."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable

from flask import Flask, Response, request
from redis import RedisError
from werkzeug.exceptions import HTTPException

from bot.channel_log import shape_of
from bot.core_events import LARGEST as LARGEST_EVENT
from bot.core_events import CoreEvents
from bot.core_events import Unreadable as NoEvent
from bot.core_events import Unsigned as NotFromCore
from bot.dialogs.news import kept_for_later
from bot.handlers.inbound import Altered, Crowded
from bot.handlers.ports import where
from bot.message import Said, Say
from bot.mounted import Mounted
from bot.settings import Settings
from bot.vault import KeyMissing, Tampered
from bot.wiring import House, build
from channels.base import Answer, Channel, Unreadable, Unsigned, Wire

LARGEST = 2 * 1024 * 1024  # bytes of a webhook's body
LARGEST_UPLOAD = 24 * 1024 * 1024  # a file from a simulated phone
DESK = "/desk"
log = logging.getLogger(__name__)


def create_app(house: House) -> Flask:
    """The Flask application of a house."""
    app = Flask("kentongan", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_UPLOAD if house.simulator else LARGEST
    for channel in house.channels.values():
        app.add_url_rule(
            channel.route, f"webhook-{channel.name}", _webhook(house, channel, _answer), methods=channel.methods
        )
        if channel.reports:
            heard = _webhook(house, channel, _heard)
            app.add_url_rule(channel.reports, f"reports-{channel.name}", heard, methods=channel.methods)
    app.add_url_rule("/healthz", "healthz", _healthz(house))
    app.add_url_rule("/media/<name>", "media", _media(house))
    if house.settings.core_webhook_secrets:
        app.add_url_rule("/core/events", "core-events", _core_events(house), methods=["POST"])
    if house.cases is not None:
        from bridge.embedded.server import open311_blueprint  # a house with another core starts without SQLAlchemy

        settings = house.settings
        app.register_blueprint(
            open311_blueprint(
                house.cases, house.services, settings.accepted_keys, settings.base_url, batch=settings.batch
            )
        )
        app.wsgi_app = Mounted(app.wsgi_app, DESK, lambda: _desk(house))  # type: ignore[method-assign]
    if house.simulator:
        for blueprint in house.simulator.blueprints():
            app.register_blueprint(blueprint)
    return app


def _desk(house: House) -> Flask:
    from bot.wired_desk import desk
    from bridge.desk.app import create_desk

    if house.cases is None:
        raise ValueError("a desk needs cases")
    return create_desk(desk(house.settings, house.cases, house.conversation.understanding, house.clock))


def from_environment() -> Flask:
    """The application for gunicorn; raises SettingsWrong where something is missing."""
    house = build(Settings.read(os.environ).check())
    threading.Thread(target=_replay, args=(house,), daemon=True).start()
    return create_app(house)


def _webhook(
    house: House, channel: Channel, answer: Callable[[House, Channel, Wire], Answer]
) -> Callable[..., Response]:
    def receive(**_: str) -> Response:  # a secret in the path is the channel's own business
        if (request.content_length or 0) > LARGEST:
            return Response("the body is larger than any message", 413)
        began, wire = house.clock(), _wire()
        response = taken(wire)
        shape = shape_of(wire.headers.get("content-type", ""), wire.body)
        house.channel_log.note(channel.name, "in", "webhook", str(response.status_code), house.clock() - began, shape)
        return response

    def taken(wire: Wire) -> Response:
        try:
            return _response(answer(house, channel, wire))
        except (Unsigned, Altered) as refused:
            log.warning("%s: refused a webhook (%s)", channel.name, type(refused).__name__)
            return Response("not from the carrier", 403)
        except Unreadable as wrong:
            return Response(f"not a message of this protocol: {wrong}\n", 400, content_type="text/plain")
        except (RedisError, Crowded, KeyMissing, Tampered) as trouble:
            log.error("%s: could not take a message (%s %s)", channel.name, type(trouble).__name__, trouble)
            return Response("try again", 503, {"Retry-After": "2"})
        except HTTPException:
            raise
        except Exception as mistake:  # a full disk, or ours; Flask would log its text, which may quote a citizen
            log.error("%s: could not take a message: %s", channel.name, where(mistake))
            return Response("try again", 503, {"Retry-After": "60"})

    return receive


def _answer(house: House, channel: Channel, wire: Wire) -> Answer:
    channel.verify(wire)
    said = channel.read(wire)
    if said is None:
        return channel.aside(wire)
    if channel.comes_again:
        return channel.render(house.inbound.receive(said), said.sender)
    reply = _receive_once(house, said, channel)
    return channel.render(reply, said.sender) if channel.rides_home(reply) else channel.silence()


def _heard(house: House, channel: Channel, wire: Wire) -> Answer:
    channel.verify(wire)
    reported = channel.report(wire)
    if reported:
        house.deliveries.heard(channel.name, reported.message_id, reported.state)
        if reported.reason == "window":
            house.sending.window_closed(channel.name, reported.message_id)
    return channel.silence()


def _receive_once(house: House, said: Said, channel: Channel) -> Say:
    """A message that nobody brings again: where Redis is away it goes to the disk, and the answer comes later."""
    if not house.spool.waiting():
        try:
            return house.inbound.receive(said, rides=channel.rides_home)
        except (RedisError, Crowded, KeyMissing) as trouble:
            log.error("a message goes to the spool (%s)", type(trouble).__name__)
    house.spool.add(said)
    return kept_for_later(house.conversation.wordings["id"])


def _replay(house: House) -> None:
    """Take up what the spool holds, once a second, as long as this process lives."""
    while True:
        time.sleep(1)
        try:
            house.spool.replay(lambda said: _take_up(house, said))
        except Exception as trouble:  # whatever it is, the messages stay on the disk and are tried again
            log.error("the spool waits (%s)", type(trouble).__name__)


def _take_up(house: House, said: Said) -> None:
    try:
        house.inbound.receive(said, later=True)
    except Altered:
        log.warning("the spool held an altered copy; it is dropped")


def _wire() -> Wire:
    return Wire(
        method=request.method,
        path=request.environ.get("PATH_INFO", request.path),
        query=request.query_string.decode("latin-1"),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=request.get_data(cache=False),
        remote=request.remote_addr or "",
    )


def _response(answer: Answer) -> Response:
    return Response(answer.body, answer.status, dict(answer.headers), content_type=answer.content_type)


def _healthz(house: House) -> Callable[[], Response]:
    def healthz() -> Response:
        try:
            house.store.alive()
        except RedisError:
            return Response("Redis does not answer\n", 503, content_type="text/plain")
        return Response("ok\n", content_type="text/plain")

    return healthz


def _core_events(house: House) -> Callable[[], Response]:
    events = CoreEvents(house.settings.core_webhook_secrets, house.stand, house.clock, house.outbox.ring)

    def core_events() -> Response:
        if (request.content_length or 0) > LARGEST_EVENT:
            return Response("the body is too large\n", 413, content_type="text/plain")
        try:
            headers = request.headers
            signature = headers.get("X-Kentongan-Signature", "")
            events.take(headers.get("X-Kentongan-Timestamp", ""), signature, request.get_data(cache=False))
        except NotFromCore as refused:
            log.warning("a call to /core/events was refused: %s", refused)
            return Response("not from the core\n", 403, content_type="text/plain")
        except NoEvent as wrong:
            return Response(f"{wrong}\n", 400, content_type="text/plain")
        except (RedisError, KeyMissing, Tampered) as trouble:
            log.error("a call to /core/events could not be taken (%s)", type(trouble).__name__)
            return Response("try again\n", 503, {"Retry-After": "5"}, content_type="text/plain")
        return Response(status=202)

    return core_events


def _media(house: House) -> Callable[[str], Response]:
    def media(name: str) -> Response:
        until = request.args.get("until", "")
        found = house.shelf.open(name, until, request.args.get("signature", "")) if until.isdecimal() else None
        if found is None:
            return Response("this link is not valid or no longer so\n", 403, content_type="text/plain")
        headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'"}
        return Response(found[0], content_type=found[1], headers=headers)

    return media
