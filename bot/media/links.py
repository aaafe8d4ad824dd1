"""The office sees a citizen's file by a link that was made for it and ends by itself."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.vault import Vault

LASTS = timedelta(days=30)


@dataclass(frozen=True)
class Links:
    """Makes and proves links below a base URL; the keyed hash covers the name and the end."""

    vault: Vault
    clock: Callable[[], datetime]
    url: str

    def to(self, name: str) -> str:
        """A link to a file that works for 30 days."""
        until = str(int((self.clock() + LASTS).timestamp()))
        return f"{self.url}/media/{name}?until={until}&signature={self._signature(name, until)}"

    def fresh(self, link: str) -> str:
        """A link of ours as a new one, that works for 30 days from now; any other as it is."""
        begins = f"{self.url}/media/"
        return self.to(link.removeprefix(begins).partition("?")[0]) if link.startswith(begins) else link

    def proves(self, name: str, until: str, signature: str) -> bool:
        """Whether a link is ours and not over; compared in constant time."""
        fits = hmac.compare_digest(self._signature(name, until).encode(), signature.encode("utf-8", "surrogateescape"))
        return fits and int(until) >= self.clock().timestamp()

    def _signature(self, name: str, until: str) -> str:
        return self.vault.hash("media", f"{name}?{until}")
