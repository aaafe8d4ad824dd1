"""A house for the simulator: a small bot of the test's own behind a real server on a free port."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator

import httpx
import pytest
from flask import Flask
from PIL import Image
from simulated_house import (
    PUBLIC,
    SID,
    TELEGRAM_SECRET,
    TELEGRAM_TOKEN,
    TWILIO_TOKEN,
    Bot,
    Clock,
    Heard,
    House,
    webhooks,
)
from werkzeug.serving import make_server

from channels.simulator import Network, Simulator


@pytest.fixture
def house() -> Iterator[House]:
    """A bot and its simulator on one real server."""
    app, bot, clock, core_down = Flask("test_bot"), Bot(), Clock(), [False]
    server = make_server("127.0.0.1", 0, app, threaded=True)
    url = f"http://127.0.0.1:{server.server_port}"
    network = Network(
        public_url=PUBLIC,
        deliver_url=url,
        twilio_account_sid=SID,
        twilio_auth_token=TWILIO_TOKEN,
        sms_address="+6281100000000",
        whatsapp_address="+6281100000009",
        telegram_token=TELEGRAM_TOKEN,
        telegram_secret=TELEGRAM_SECRET,
    )
    http = httpx.Client()
    simulator = Simulator(network, clock, http, (lambda: core_down[0], lambda down: core_down.__setitem__(0, down)))
    webhooks(app, bot)
    for blueprint in simulator.blueprints():
        app.register_blueprint(blueprint)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield House(bot, simulator, url, clock, core_down)
    simulator.close()
    server.shutdown()
    thread.join()
    server.server_close()
    http.close()


@pytest.fixture
def jpeg() -> bytes:
    """A real photo of 1000 by 500 pixels."""
    target = io.BytesIO()
    Image.new("RGB", (1000, 500), "brown").save(target, "JPEG")
    return target.getvalue()


@pytest.fixture
def twiml() -> Callable[[str], Callable[[Heard], tuple[int, str, str]]]:
    """Makes a bot answer this text as TwiML."""
    return lambda text: lambda heard: (200, "text/xml", f"<Response><Message>{text}</Message></Response>")
