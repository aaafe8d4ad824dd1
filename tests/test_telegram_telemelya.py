"""Our Telegram channel against a Bot API that nobody here wrote (telemelya): a report from hello to arrival.

Shims, each for something that Telegram does and telemelya does not: the secret header and the method in the webhook's
answer (a relay), files without a MinIO (a dictionary), reply keyboards not repeated in the Message.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from flask import Flask, Response, request
from PIL import Image
from redis import Redis
from werkzeug.serving import make_server

from bot.understanding.understand import Understanding
from bot.web import create_app
from channels.telegram_api import TelegramApi, TokenRefused
from channels.telegram_setup import set_up, told
from tests.houses import TestHouse, open_house

pytest.importorskip("telemelya.server.app", reason="telemelya is not installed")

TOKEN, SECRET, CHAT = "700000001:telemelya", "rahasia", 1200000001
STORY = "jalan berlubang depan pasar Selong Lombok Timur, bahaya malam hari"


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """A WSGI application on a free port."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(5)
    server.server_close()


def relay(to: str, api: str) -> Flask:
    """Brings updates with the secret header, and carries out the method in the answer, as Telegram does both."""
    app = Flask("relay")

    @app.post("/webhooks/telegram")
    def bring() -> Response:
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
        answer = httpx.post(f"{to}/webhooks/telegram", content=request.get_data(), headers=headers, timeout=10)
        if answer.content:
            method = answer.json()
            httpx.post(f"{api}/bot{TOKEN}/{method.pop('method')}", json=method).raise_for_status()
        return Response(status=answer.status_code)

    return app


@pytest.fixture
def telemelya(valkey: str, redis: Redis, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """telemelya's server on a free port, with our Valkey (another database) and a dictionary for its files."""
    import uvicorn
    from telemelya.server import app, bot_api
    from telemelya.server.config import settings
    from telemelya.server.media import media_manager

    _shims(monkeypatch, bot_api, media_manager)
    monkeypatch.setattr(settings, "redis_url", f"{valkey}?db=1")
    server = uvicorn.Server(uvicorn.Config(app.app, host="127.0.0.1", port=0, log_level="error", loop="asyncio"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


def _shims(monkeypatch: pytest.MonkeyPatch, bot_api: Any, media: Any) -> None:
    kept: dict[str, bytes] = {}
    answer = bot_api.TelegramApiResponse

    async def nothing(*_: Any) -> None:
        """No MinIO to connect to."""

    async def upload(session: str, file: str, name: str, content: bytes, *_: Any) -> str:
        kept[f"{session}/{file}/{name}"] = content
        return f"{session}/{file}/{name}"

    async def download(key: str) -> bytes | None:
        return kept.get(key)

    def answered(**fields: Any) -> Any:
        result = fields.get("result")
        if isinstance(result, dict) and "inline_keyboard" not in (result.get("reply_markup") or {}):
            result.pop("reply_markup", None)
        return answer(**fields)

    for name, shim in (("connect", nothing), ("close", nothing), ("upload", upload), ("download_by_key", download)):
        monkeypatch.setattr(media, name, shim)
    monkeypatch.setattr(bot_api, "TelegramApiResponse", answered)


@pytest.fixture
def house(
    tmp_path: Path, redis: Redis, understanding: Understanding, telemelya: str
) -> Iterator[tuple[TestHouse, str]]:
    """A house whose Telegram is telemelya, and the address at which Telegram would reach it."""
    given = {"TELEGRAM_API_BASE": telemelya, "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_SECRET_TOKEN": SECRET}
    with ExitStack() as stack:
        test = stack.enter_context(open_house(tmp_path, redis, understanding, KENTONGAN_SIMULATOR="off", **given))
        ours = stack.enter_context(serving(create_app(test.house)))
        yield test, stack.enter_context(serving(relay(ours, telemelya)))


def test_a_report_goes_through_a_bot_api_nobody_here_wrote(
    house: tuple[TestHouse, str], telemelya: str, tmp_path: Path
) -> None:
    """Webhook set, story, photo with getFile and download, button with acknowledgement, receipt and later news."""
    from telemelya.client.client import TelegramTestClient

    test, hook = house
    api = TelegramApi(TOKEN, telemelya, 5)
    with pytest.raises(TokenRefused):  # telemelya has no setMyCommands; by then the webhook is set
        set_up(api, f"{hook}/webhooks/telegram", SECRET)
    assert told(api)[0] == f"Telegram sends messages to {hook}/webhooks/telegram"

    citizen = TelegramTestClient(telemelya, "any-key", TOKEN)
    citizen.send_message(CHAT, STORY)
    Image.new("RGB", (400, 200), "brown").save(tmp_path / "lubang.jpg", "JPEG")
    citizen.send_photo(CHAT, str(tmp_path / "lubang.jpg"))
    recap = _said(citizen)[-1]
    send = recap["reply_markup"]["inline_keyboard"][0][0]
    assert send["text"] == "Kirim"
    citizen.send_callback_query(CHAT, send["callback_data"], recap["message_id"])
    test.drain()

    (report,) = test.core.filed
    assert (report.story.startswith("jalan berlubang"), len(report.files)) == (True, 1)
    methods = [each["method"] for each in citizen.get_responses()]
    assert methods.count("answerCallbackQuery") == 1
    receipt, news = _said(citizen)[-2:]
    assert re.search(r"\b\d{4} \d{4} \d{2}\b", receipt["text"])
    assert "sudah masuk" in news["text"]
    citizen.close()


def _said(citizen: Any) -> list[dict[str, Any]]:
    return [each for each in citizen.get_responses() if each["method"] == "sendMessage"]
