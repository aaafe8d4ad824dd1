"""How the simulated network misbehaves on request, so that anybody can see what the bot does about it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from channels.simulator.phones import Phone

Deliver = Callable[[str], None]
"""Carries one message to the bot and shows the answer; the word says how it travelled: "", "late" or "again"."""

Later = Callable[[float, Callable[[], None]], None]
"""Runs something once after so many seconds, without making the caller wait."""


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong with the network now. `late` is in seconds, 0 to 600."""

    twice: bool = False
    late: float = 0.0
    out_of_order: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.late <= 600:
            raise ValueError("late must be between 0 and 600 seconds")


class Timers:
    """Runs things later, each on a thread of its own; `close` forgets what has not begun."""

    def __init__(self) -> None:
        self._running: set[threading.Timer] = set()
        self._lock = threading.Lock()
        self._closed = False

    def later(self, seconds: float, action: Callable[[], None]) -> None:
        """Run `action` once after `seconds`; nothing happens once the timers are closed."""
        timer = threading.Timer(seconds, lambda: self._run(timer, action))
        timer.daemon = True
        with self._lock:
            if self._closed:
                return
            self._running.add(timer)
        timer.start()

    def close(self) -> None:
        """Cancel everything that waits."""
        with self._lock:
            self._closed = True
            waiting, self._running = self._running, set()
        for timer in waiting:
            timer.cancel()

    def _run(self, timer: threading.Timer, action: Callable[[], None]) -> None:
        with self._lock:
            self._running.discard(timer)
        action()


class Line:
    """The way from the phones to the bot. Without faults `carry` delivers at once, on the caller's thread."""

    def __init__(self, later: Later, faults: Faults | None = None) -> None:
        self._later = later
        self._faults = faults or Faults()
        self._held: dict[Phone, Deliver] = {}
        self._lock = threading.Lock()

    @property
    def faults(self) -> Faults:
        """The faults in force."""
        return self._faults

    def misbehave(self, faults: Faults) -> None:
        """Change the faults; a message that was held back for the next one goes out when nothing holds it any more."""
        self._faults = faults
        if not faults.out_of_order:
            with self._lock:
                held, self._held = self._held, {}
            for deliver in held.values():
                self._go(deliver)

    def carry(self, phone: Phone, deliver: Deliver) -> None:
        """Deliver a phone's message, as well or as badly as the faults say."""
        for going in self._order(phone, deliver):
            self._go(going)

    def _order(self, phone: Phone, deliver: Deliver) -> tuple[Deliver, ...]:
        if not self._faults.out_of_order:
            return (deliver,)
        with self._lock:
            held = self._held.pop(phone, None)
            if held is None:
                self._held[phone] = deliver
                return ()
        return (deliver, held)

    def _go(self, deliver: Deliver) -> None:
        if self._faults.late:
            self._later(self._faults.late, partial(self._once_or_twice, deliver, "late"))
        else:
            self._once_or_twice(deliver, "")

    def _once_or_twice(self, deliver: Deliver, how: str) -> None:
        twice = self._faults.twice
        deliver(how)
        if twice:
            deliver("again")
