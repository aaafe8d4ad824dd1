"""`kentongan check` asks the public URL itself, and says in words what a carrier would meet there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from flask import Flask, redirect
from redis import Redis
from werkzeug.serving import make_server

from bot.public_url import prove
from bot.settings import Settings
from bot.understanding.understand import Understanding
from bot.web import create_app
from tests.houses import open_house
from tests.processes import free_port


@pytest.fixture
def served(tmp_path: Path, redis: Redis, understanding: Understanding) -> Iterator[Settings]:
    """A house that really listens at its public URL; its settings."""
    port = free_port()
    with (
        open_house(tmp_path, redis, understanding, PORT=str(port)) as test,
        listening(create_app(test.house), port),
    ):
        yield test.house.settings


class listening:
    """An application on a port, as long as the block lasts."""

    def __init__(self, app: Flask, port: int) -> None:
        self.server = make_server("127.0.0.1", port, app, threaded=True)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.thread.join(5)
        self.server.server_close()


def told(settings: Settings) -> list[str]:
    """What the proof says, and that it says so of each carrier alike."""
    with httpx.Client() as client:
        proofs = prove(settings, client)
    assert len({each.wrong for each in proofs}) == 1
    return [each.text for each in proofs]


def test_a_public_url_that_leads_here_is_proved(served: Settings, redis: Redis) -> None:
    """Both carriers' requests are accepted, and no citizen came of them."""
    assert all("accepted" in text for text in told(served))
    assert list(redis.scan_iter()) == []


def test_another_secret_is_explained(served: Settings) -> None:
    """A process that runs with other secrets than these settings refuses, and the words say so."""
    other = replace(served, twilio_auth_token="other", telegram_secret_token="other")
    assert all("start it again with these settings" in text for text in told(other))


def test_https_where_http_is_spoken_is_explained(served: Settings) -> None:
    """An https URL of a bot that speaks http on this machine is named as that."""
    wrong = replace(served, public_url=served.public_url.replace("http://", "https://"))
    assert all("is it http?" in text for text in told(wrong))


def test_another_port_or_a_proxy_with_another_path_is_explained(served: Settings) -> None:
    """Nobody listening, and somebody who knows no such path, are two different sentences."""
    nobody = replace(served, public_url=f"http://127.0.0.1:{free_port()}")
    assert all("cannot be reached" in text for text in told(nobody))
    below = replace(served, public_url=f"{served.public_url}/kentongan")
    assert all("the proxy changes the path" in text for text in told(below))


def test_a_redirect_is_explained_with_the_address_to_set(served: Settings) -> None:
    """A proxy that sends http on to https is named with the setting that mends it."""
    proxy = Flask("proxy")
    target = "https://lapor.example"
    proxy.add_url_rule("/<path:rest>", "go", lambda rest: redirect(f"{target}/{rest}", 301), methods=["POST"])
    port = free_port()
    with listening(proxy, port):
        sent_on = told(replace(served, public_url=f"http://127.0.0.1:{port}"))
    assert all("KENTONGAN_PUBLIC_URL=https://lapor.example" in text for text in sent_on)
