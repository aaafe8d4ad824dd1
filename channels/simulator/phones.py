"""What a newcomer sees on the simulated phones: every message that went out or came in, in order."""

from __future__ import annotations

import itertools
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, field
from datetime import datetime

PHONES_KEPT = 500
BUBBLES_KEPT = 400

Phone = tuple[str, str]
"""A phone is its channel ("sms", "whatsapp", "telegram") and its address there (a number, a chat id)."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a bubble. `kind`: callback, reply (sends its label), location (asks for a pin), quick."""

    label: str
    kind: str = "reply"
    value: str = ""


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message on a phone.

    `author` is citizen, bot or carrier (a notice of the network itself); `kind` is text, photo, voice, video,
    document or pin; `note` is a word about the delivery ("again", "late") or, for a carrier's notice, its
    reason; `segments` counts SMS; `ref` is the carrier's own message id.
    """

    id: int
    channel: str
    address: str = field(repr=False)
    author: str
    text: str
    time: str
    kind: str = "text"
    buttons: tuple[Button, ...] = ()
    segments: int = 0
    note: str = ""
    ref: str = ""

    def as_json(self) -> dict[str, object]:
        """The bubble as the page reads it: every field, buttons as a list of objects."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Content:
    """What a carrier wants shown: a bubble before it has a number, a phone and a time."""

    author: str
    text: str
    kind: str = "text"
    buttons: tuple[Button, ...] = ()
    segments: int = 0
    note: str = ""
    ref: str = ""


class Phones:
    """The screens of all simulated phones, in memory; old bubbles and long unused phones are dropped.

    `clock` gives the time shown. Numbers of bubbles only rise, also over a restart, because they start from the
    clock: an open page goes on reading where it was. Safe to use from many threads.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._numbers = itertools.count(int(clock().timestamp() * 1000))
        self._screens: OrderedDict[Phone, deque[Bubble]] = OrderedDict()
        self._news = threading.Condition()
        self._closed = False

    def show(self, phone: Phone, content: Content) -> Bubble:
        """Put a bubble on a phone's screen and wake everybody who waits for news; returns the bubble."""
        with self._news:
            bubble = self._numbered(phone, content)
            self._screen(phone).append(bubble)
            self._news.notify_all()
        return bubble

    def bubbles(self, phone: Phone, since: int = 0) -> tuple[Bubble, ...]:
        """The bubbles of one phone with a number above `since`, oldest first."""
        with self._news:
            return tuple(bubble for bubble in self._screens.get(phone, ()) if bubble.id > since)

    def find(self, phone: Phone, number: int) -> Bubble | None:
        """The bubble with this number on this phone, or None."""
        return next((bubble for bubble in self.bubbles(phone, number - 1) if bubble.id == number), None)

    def wait(self, phones: Collection[Phone], since: int, seconds: float) -> tuple[Bubble, ...]:
        """Bubbles above `since` on these phones, as soon as there is one; an empty tuple after `seconds`."""
        with self._news:
            self._news.wait_for(lambda: self._closed or self._newer(phones, since), timeout=seconds)
            return self._newer(phones, since)

    def close(self) -> None:
        """Let everybody who waits go home, now and from now on."""
        with self._news:
            self._closed = True
            self._news.notify_all()

    def _newer(self, phones: Collection[Phone], since: int) -> tuple[Bubble, ...]:
        found = (bubble for phone in phones for bubble in self._screens.get(phone, ()) if bubble.id > since)
        return tuple(sorted(found, key=lambda bubble: bubble.id))

    def _numbered(self, phone: Phone, content: Content) -> Bubble:
        return Bubble(
            id=next(self._numbers),
            channel=phone[0],
            address=phone[1],
            author=content.author,
            text=content.text,
            time=self._clock().isoformat(timespec="seconds"),
            kind=content.kind,
            buttons=content.buttons,
            segments=content.segments,
            note=content.note,
            ref=content.ref,
        )

    def _screen(self, phone: Phone) -> deque[Bubble]:
        screen = self._screens.setdefault(phone, deque(maxlen=BUBBLES_KEPT))
        self._screens.move_to_end(phone)
        while len(self._screens) > PHONES_KEPT:
            self._screens.popitem(last=False)
        return screen
