"""A core that can be told to be down, so that a newcomer sees what a citizen is told then; simulator only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from bot.progress import Act, Near, Similar
from bot.report import CoreDown, Reference, Report, Status


class Core(Protocol):
    """The core behind the switch."""

    def file(self, report: Report, *, again: bool) -> str:
        """As the real one."""
        ...

    def follow(self, reference: Reference, core_id: str) -> Status | None:
        """As the real one."""
        ...

    def do(self, act: Act, core_id: str) -> Status:
        """As the real one."""
        ...

    def similar(self, near: Near) -> tuple[Similar, ...]:
        """As the real one."""
        ...


class SwitchedCore:
    """Passes everything on to a core, unless the switch says that it is down."""

    def __init__(self, core: Core, is_down: Callable[[], bool]) -> None:
        self._core, self._is_down = core, is_down

    def file(self, report: Report, *, again: bool) -> str:
        """As the core's own; raises CoreDown while the switch is off."""
        return self._reached().file(report, again=again)

    def follow(self, reference: Reference, core_id: str) -> Status | None:
        """As the core's own; raises CoreDown while the switch is off."""
        return self._reached().follow(reference, core_id)

    def do(self, act: Act, core_id: str) -> Status:
        """As the core's own; raises CoreDown while the switch is off."""
        return self._reached().do(act, core_id)

    def similar(self, near: Near) -> tuple[Similar, ...]:
        """As the core's own; raises CoreDown while the switch is off."""
        return self._reached().similar(near)

    def _reached(self) -> Core:
        if self._is_down():
            raise CoreDown
        return self._core
