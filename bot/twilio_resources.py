"""An operator makes WhatsApp's buttons at Twilio with one command, and every process knows them afterwards."""

from __future__ import annotations

from collections.abc import Callable

import httpx

from bot.message import SendError
from bot.settings import Settings
from channels.twilio_content import SHAPES, Contents
from channels.twilio_setup import Setup


class CannotSetUp(Exception):
    """Why the resources could not be made, in a sentence for the operator."""


def remembered(settings: Settings) -> Contents:
    """The resources from the setting, else from the file in KENTONGAN_DATA; ValueError where that is broken."""
    path = settings.twilio_content_file
    return Contents.parse(settings.twilio_content or (path.read_text() if path.exists() else ""))


def told(settings: Settings) -> str:
    """One sentence about what is remembered."""
    known = remembered(settings)
    return f"{len(known.sids)} of {len(SHAPES)} Content resources are remembered; to make them: --setup"


def set_up(settings: Settings, button: str, tell: Callable[[str], None]) -> None:
    """Make what is missing and write the file, which is replaced in one step; raises CannotSetUp."""
    if not settings.twilio_account_sid or not settings.twilio_tokens or not 0 < len(button) <= 20:
        raise CannotSetUp("TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and a button of 1 to 20 characters are needed.")
    auth = (settings.twilio_account_sid, settings.twilio_tokens[0])
    try:
        with httpx.Client(timeout=30) as client:
            made = Setup(auth, client, settings.twilio_api_base).run(button, tell)
    except SendError as trouble:
        raise CannotSetUp(f"Twilio did not make them all ({trouble}). Run it again: it goes on.") from trouble
    path = settings.twilio_content_file
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".new")
    half.write_text(made.written())
    half.replace(path)
    tell(f"{path} holds {len(made.sids)} resources. Start the web process and the workers again.")
