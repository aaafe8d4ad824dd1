"""Whether carriers can really reach this bot: a request signed by ourselves goes to the public URL and must verify."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import httpx
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from bot.settings import Settings

PATIENCE = 10.0  # seconds


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of it, in words; `wrong` where something has to be mended."""

    text: str
    wrong: bool


def prove(settings: Settings, client: httpx.Client) -> list[Proof]:
    """Send one harmless signed request per carrier to the public URL. It changes nothing there."""
    proofs = []
    if settings.twilio_sms_from or settings.twilio_whatsapp_from:
        proofs.append(_twilio(settings, client))
    if settings.telegram_bot_token:
        proofs.append(_telegram(settings, client))
    return proofs


def _twilio(settings: Settings, client: httpx.Client) -> Proof:
    channel = "sms" if settings.twilio_sms_from else "whatsapp"
    url = f"{settings.base_url}/webhooks/twilio/{channel}"
    form = {"MessageSid": "SM" + "0" * 32, "AccountSid": settings.twilio_account_sid, "MessageStatus": "delivered"}
    signature = RequestValidator(settings.twilio_tokens[0]).compute_signature(url, form)
    headers = {"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"}
    return _judge("Twilio", url, client, urlencode(form), headers)


def _telegram(settings: Settings, client: httpx.Client) -> Proof:
    url = f"{settings.base_url}/webhooks/telegram"
    headers = {"X-Telegram-Bot-Api-Secret-Token": settings.telegram_secrets[0], "Content-Type": "application/json"}
    return _judge("Telegram", url, client, json.dumps({"update_id": 0}), headers)


def _judge(carrier: str, url: str, client: httpx.Client, body: str, headers: dict[str, str]) -> Proof:
    try:
        answer = client.post(url, content=body, headers=headers, timeout=PATIENCE, follow_redirects=False)
    except httpx.HTTPError as trouble:
        return Proof(f"{carrier}: {url} cannot be reached ({type(trouble).__name__}). {_reach(url)}", True)
    if answer.status_code == 200:
        return Proof(f"{carrier}: a request signed for {url} is accepted there", False)
    return Proof(f"{carrier}: {_explain(url, answer)}", True)


def _reach(url: str) -> str:
    """Why nobody answers, as far as the address tells."""
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname in ("127.0.0.1", "localhost"):
        return "KENTONGAN_PUBLIC_URL says https, but on this machine the bot speaks http: is it http?"
    return "Is the web process running, and does the proxy pass this address on to it?"


def _explain(url: str, answer: httpx.Response) -> str:
    status = answer.status_code
    if 300 <= status < 400:
        to = answer.headers.get("location", "elsewhere")
        base = to.split("/webhooks/")[0]
        return f"{url} sends the caller on to {to}, and a carrier does not follow. Set KENTONGAN_PUBLIC_URL={base}"
    if status == 403:
        return (
            f"the bot at {url} refuses a request signed with these settings. It runs with another "
            "KENTONGAN_PUBLIC_URL (http or https, port, path) or another secret: start it again with these settings."
        )
    if status in (404, 405):
        return f"{url} answers {status}: the proxy changes the path, or another program listens there."
    return f"{url} answers {status}: see the log of the web process."
