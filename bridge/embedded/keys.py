"""Who may file here and read what the public does not: holders of a key, and of a token that a key gave."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from bridge.embedded.asked import Faulty

_UNKNOWN = "api_key is not known here"


class Keys:
    """The keys that open this server. With none nobody can file."""

    def __init__(self, api_keys: Iterable[str]) -> None:
        self._keys = [key.encode() for key in api_keys if key]

    def opens(self, query: Mapping[str, str]) -> bool:
        """True with a right key, False without any; a wrong one is told so: Faulty(403)."""
        given = query.get("api_key", "")
        if given and not self._knows(given):
            raise Faulty(403, _UNKNOWN)
        return bool(given)

    def require(self, form: Mapping[str, Sequence[str]], query: Mapping[str, str]) -> str:
        """The right key in a form or query; Faulty(403) where there is none."""
        given = next(iter(form.get("api_key", ())), "") or query.get("api_key", "")
        if not self._knows(given):
            raise Faulty(403, _UNKNOWN if given else "api_key is missing")
        return given

    def token(self, number: str, at: datetime, key: str) -> str:
        """What stands for a report's number until it is told; good as long as the key that filed it is."""
        said = f"{number}-{int(at.timestamp())}"
        return f"{said}-{_seal(key.encode(), said)}"

    def read(self, token: str) -> tuple[str, datetime] | None:
        """The number in a token and when it was given (UTC); None where we did not give it."""
        said, _, seal = token.rpartition("-")
        if not any([hmac.compare_digest(_seal(key, said).encode(), _bytes(seal)) for key in self._keys]):
            return None
        number, _, seconds = said.partition("-")
        return number, datetime.fromtimestamp(int(seconds), UTC)

    def _knows(self, given: str) -> bool:
        """Compared with every key in constant time."""
        return any([hmac.compare_digest(_bytes(given), key) for key in self._keys])


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _seal(key: bytes, said: str) -> str:
    return hmac.digest(key, b"open311 token " + _bytes(said), "sha256").hex()[:32]
