"""What else people do on Telegram: edit, write in groups, share contacts, block the bot."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

from channels.simulator.phones import Content
from channels.simulator.telegram_carrier import BOT, TelegramCarrier

ANONYMOUS_ADMIN = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


class TelegramActs:
    """Acts beside a private message, each brought to the bot as Telegram brings it."""

    def __init__(self, carrier: TelegramCarrier) -> None:
        self.carrier = carrier
        self._groups = itertools.count(1_000_000_000_001)

    def edit(self, phone: str, message_id: str, text: str) -> None:
        """Change the words of a message sent before (`Bubble.ref` is its id)."""
        now = int(self.carrier.outside.clock().timestamp())
        message = self.carrier.message(phone, {"text": text})
        changed = message | {"message_id": int(message_id), "edit_date": now}
        self.carrier.show(phone, Content("citizen", text, note="edited", ref=message_id))
        self.carrier.bring(phone, {"edited_message": changed})

    def contact(self, phone: str, number: str, *, own: bool) -> None:
        """Share a contact; Telegram puts the user id on it where the person has an account."""
        card: dict[str, Any] = {"phone_number": number, "first_name": "Warga"}
        self.carrier.own(
            phone, Content("citizen", "contact"), {"contact": card | ({"user_id": int(phone)} if own else {})}
        )

    def group(self, title: str = "RT 05") -> str:
        """A new supergroup with the bot in it; returns its chat id."""
        number = f"-100{next(self._groups)}"
        self.carrier.groups[number] = {"id": int(number), "type": "supergroup", "title": title}
        return number

    def say_in_group(
        self, group: str, text: str, phone: str = "", marked: tuple[Mapping[str, Any], ...] = (), **more: Any
    ) -> None:
        """Write in a group, as the citizen with this phone or ("") as an anonymous admin. `marked` are entities."""
        who = self.carrier.person(phone) if phone else ANONYMOUS_ADMIN
        what = {"text": text, **({"entities": [dict(each) for each in marked]} if marked else {}), **more}
        if not phone:
            what["sender_chat"] = self.carrier.groups[group]
        message = self.carrier.message(group, what, sender=who)
        self.carrier.show(group, Content("citizen", text, ref=str(message["message_id"])))
        self.carrier.bring(group, {"message": message})

    def upgrade(self, group: str) -> str:
        """Turn a group into another supergroup, as Telegram does with small groups; returns the new chat id."""
        new = self.group(str(self.carrier.groups[group]["title"]))
        self.carrier.moved[group] = new
        admin = self.carrier.person("700000009")
        moved = self.carrier.message(group, {"migrate_to_chat_id": int(new)}, sender=admin)
        self.carrier.bring(group, {"message": moved})
        return new

    def block(self, phone: str) -> None:
        """Block the bot: it hears of it, and can send nothing any more."""
        self.carrier.blocked.add(phone)
        self._member(phone, "member", "kicked")

    def unblock(self, phone: str) -> None:
        """Take that back."""
        self.carrier.blocked.discard(phone)
        self._member(phone, "kicked", "member")

    def _member(self, phone: str, before: str, after: str) -> None:
        shared = {"chat": self.carrier.chat(phone), "from": self.carrier.person(phone)}
        now = {"date": int(self.carrier.outside.clock().timestamp())}
        states = {"old_chat_member": _state(before), "new_chat_member": _state(after)}
        self.carrier.bring(phone, {"my_chat_member": shared | now | states})


def _state(status: str) -> dict[str, Any]:
    return {"user": BOT, "status": status} | ({"until_date": 0} if status == "kicked" else {})
