"""WhatsApp gets its buttons and lists: the Content resources are made at Twilio once, and remembered by name.

Source: Twilio, "Content API public endpoints": POST and GET https://content.twilio.com/v1/Content.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.message import CarrierDown
from channels.twilio_content import SHAPES, Contents
from channels.twilio_rest import broken, refusal

CONTENT_API = "https://content.twilio.com"
_PAGES = 50


class Setup:
    """Makes what is missing and nothing twice. `auth` is (account SID, token); `base` "" for Twilio's own API."""

    def __init__(self, auth: tuple[str, str], client: httpx.Client, base: str = "") -> None:
        self._auth, self._client = auth, client
        self._base = (base or CONTENT_API).rstrip("/")

    def run(self, button: str, tell: Callable[[str], None]) -> Contents:
        """The resources, made where they were not there; raises a `SendError`, after which another run goes on.

        `button` is the word that opens a list (at most 20 characters); `tell` hears of each resource made.
        """
        there = dict(self._there())
        sids = {}
        for shape in SHAPES:
            sids[shape.name] = there.get(shape.name) or self._make(shape.definition(button))
            if shape.name not in there:
                tell(f"made {shape.name}")
        return Contents(sids, button)

    def _make(self, definition: dict[str, object]) -> str:
        return str(self._asked("POST", f"{self._base}/v1/Content", definition)["sid"])

    def _there(self) -> Iterator[tuple[str, str]]:
        url = f"{self._base}/v1/Content?PageSize=50"
        for _ in range(_PAGES):
            page = self._asked("GET", url)
            for content in page.get("contents", ()):
                yield str(content.get("friendly_name")), str(content.get("sid"))
            following = urlsplit((page.get("meta") or {}).get("next_page_url") or "")
            if not following.query:
                return
            url = f"{self._base}/v1/Content?{following.query}"  # the host is ours to choose: credentials go along

    def _asked(self, method: str, url: str, body: dict[str, object] | None = None) -> dict[str, Any]:
        try:
            answer = self._client.request(method, url, json=body, auth=self._auth, follow_redirects=False)
        except httpx.HTTPError as error:
            problem = broken(error)
        else:
            return _content(answer, method)
        raise problem


def _content(answer: httpx.Response, method: str) -> dict[str, Any]:
    if answer.status_code >= 300:
        raise refusal(answer)
    try:
        found = answer.json()
    except ValueError:
        found = None
    if not isinstance(found, dict) or not isinstance(found.get("sid" if method == "POST" else "contents"), str | list):
        raise CarrierDown("twilio answered something that is no Content resource")
    return found
