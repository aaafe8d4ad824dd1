"""The names under which a citizen's things are kept in Redis: keyed hashes, so that they tell nobody whose they are."""

from __future__ import annotations

from bot.message import Sender
from bot.report import Reference
from bot.vault import Vault


class Names:
    """Names made with one vault's key."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def lane(self, sender: Sender) -> str:
        """The name of a citizen's lane, which tells nothing about the citizen."""
        return self._vault.hash("sender", f"{sender.channel}:{sender.address}")

    def case_lane(self, reference: Reference) -> str:
        """The lane in which one report goes to the core: its own, so that no report waits for another."""
        return f"f:{self._vault.hash('case', reference)}"

    def tell_lane(self, sender: Sender) -> str:
        """The lane in which messages go to one citizen, in order."""
        return f"t:{self.lane(sender)}"

    def turn_keys(self, lane: str, message_id: str) -> list[str]:
        """The keys that one turn of a lane touches: seen, session, own reports, wrong PINs, everybody's."""
        seen = f"k:seen:{lane}:{self._vault.hash('message', message_id)}"
        return [seen, f"k:session:{lane}", f"k:mine:{lane}", f"k:wrong:{lane}", "k:wrong"]

    def case_key(self, reference: Reference) -> str:
        """The key of what is kept of a report."""
        return f"k:case:{self._vault.hash('case', reference)}"

    def pin_mark(self, reference: str, pin: str) -> str:
        """What is kept of a PIN."""
        return self._vault.hash("pin", f"{reference}:{pin}")

    def follower_key(self, reference: Reference) -> str:
        """The key under which a report's followers are kept."""
        return f"k:follow:{self._vault.hash('case', reference)}"
