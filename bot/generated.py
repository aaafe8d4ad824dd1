"""Settings that `kentongan run` and `play` make up for this machine, kept beside the data so that they stay."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path


def new_key() -> str:
    """A fresh secret key in the form KENTONGAN_SECRET_KEYS wants."""
    return f"k{secrets.token_hex(2)}:{base64.b64encode(secrets.token_bytes(32)).decode()}"


def secrets_of(folder: Path) -> dict[str, str]:
    """The made-up secrets of this folder; made on the first call, by one process, readable by the owner only."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".generating").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _known_or_made(folder / "generated.json")


def _known_or_made(path: Path) -> dict[str, str]:
    try:
        known: dict[str, str] = json.loads(path.read_text())
    except FileNotFoundError:
        known = {}
    except ValueError as wrong:
        raise ValueError(f"{path} is damaged. Put a copy back, or move the folder away to begin anew.") from wrong
    fresh = {name: value for name, value in _fresh().items() if name not in known}
    if fresh:
        known |= fresh
        _write(path, json.dumps(known, indent=1))
    return known


def local_environment(environ: Mapping[str, str], folder: Path, redis_url: str) -> dict[str, str]:
    """A whole environment for this machine: what stands in `environ` wins over what is made up here."""
    port = environ.get("PORT") or "8000"
    here = f"http://127.0.0.1:{port}"
    simulated = (environ.get("KENTONGAN_SIMULATOR") or "on").lower() in ("on", "yes", "true", "1")
    made = {
        "PORT": port,
        "KENTONGAN_PUBLIC_URL": here,
        "KENTONGAN_REDIS_URL": redis_url,
        "KENTONGAN_SIMULATOR": "on" if simulated else "off",
    }
    made |= secrets_of(folder) if simulated else {"KENTONGAN_SECRET_KEYS": secrets_of(folder)["KENTONGAN_SECRET_KEYS"]}
    if simulated:
        made |= {"TWILIO_API_BASE": f"{here}/simulator/twilio", "TELEGRAM_API_BASE": f"{here}/simulator/telegram"}
    return {**made, **{name: value for name, value in environ.items() if value}, **no_proxy(environ)}


def no_proxy(environ: Mapping[str, str]) -> dict[str, str]:
    """The simulated phones are on this machine, which no proxy reaches."""
    given = environ.get("no_proxy") or environ.get("NO_PROXY") or ""
    here = ",".join(each for each in (given, "127.0.0.1", "localhost") if each)
    return {"no_proxy": here, "NO_PROXY": here}


def _fresh() -> dict[str, str]:
    return {
        "KENTONGAN_SECRET_KEYS": new_key(),
        "KENTONGAN_OPEN311_API_KEYS": secrets.token_hex(16),
        "KENTONGAN_DESK_PASSWORD": secrets.token_urlsafe(12),
        "TWILIO_ACCOUNT_SID": "AC" + secrets.token_hex(16),
        "TWILIO_AUTH_TOKEN": secrets.token_hex(16),
        "TWILIO_SMS_FROM": "+6281200001708",
        "TWILIO_WHATSAPP_FROM": "+6281200001709",
        "TELEGRAM_BOT_TOKEN": f"17080000:{secrets.token_urlsafe(26)[:35].replace('-', 'x')}",
        "TELEGRAM_SECRET_TOKEN": secrets.token_hex(16),
    }


def _write(path: Path, text: str) -> None:
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())  # an empty file after a power cut would make all that is saved unreadable
    part.rename(path)
