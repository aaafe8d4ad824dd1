"""What a core demands besides the report is known before a citizen is asked, also while the core is slow or down."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.asked import Answer, Attribute, Spoken, blank
from bot.report import CoreDown, CoreError, CoreRefused
from bridge.services import CoreService

KEPT = timedelta(hours=1)  # a definition; the agency's change is asked for an hour later at most
TRIED = timedelta(minutes=1)  # after trouble the core is left alone, so that no citizen waits for it twice


@dataclass(frozen=True, slots=True)
class Told:
    """What the mapping file says of an attribute: translations, and the value that stands for "not known"."""

    spoken: Mapping[str, Spoken] = field(default_factory=dict)
    unanswered: str = ""


class Wanted:
    """The definitions of a core's services, kept for an hour in this process; older ones serve while it is silent."""

    def __init__(
        self,
        services: Callable[[], Sequence[CoreService]],
        definition: Callable[[str], Sequence[Attribute]],
        clock: Callable[[], datetime],
        told: Mapping[str, Told] | None = None,
    ) -> None:
        self._services, self._definition, self._clock = services, definition, clock
        self._told = told or {}
        self._kept: dict[str, tuple[datetime, tuple[Attribute, ...]]] = {}
        self._quiet: dict[str, datetime] = {}
        self._turn = threading.Lock()

    def of(self, code: str) -> tuple[Attribute, ...]:
        """All required attributes of a service, in the core's order; () where it has none. Raises CoreError kinds."""
        now = self._clock()
        kept = self._kept.get(code)
        if kept and now - kept[0] < KEPT:
            return kept[1]
        if now < self._quiet.get(code, now):
            return self._stale(code, CoreDown())
        try:
            fresh = self._asked(code)
        except CoreError as trouble:
            with self._turn:
                self._quiet[code] = now + TRIED
            return self._stale(code, trouble)
        with self._turn:
            self._kept[code] = (now, fresh)
        return fresh

    def filled(self, code: str, answers: Sequence[Answer]) -> tuple[Answer, ...]:
        """The answers, with the agency's own value where a required one has none; as they are where it named none."""
        if not any(each.unanswered for each in self._told.values()):
            return tuple(answers)
        known = {each.code: each for each in answers}
        try:
            demanded = self.of(code)
        except CoreError:
            demanded = ()
        for each in demanded:
            said = known.get(each.code, blank(each))
            if each.unanswered and not said.values:
                known[each.code] = replace(said, values=(each.unanswered,))
        return tuple(known.values())

    def _stale(self, code: str, trouble: CoreError) -> tuple[Attribute, ...]:
        kept = self._kept.get(code)
        if kept is None:
            raise trouble
        return kept[1]

    def _asked(self, code: str) -> tuple[Attribute, ...]:
        try:
            listed = self._services()
        except CoreRefused:  # a core without a list of services has no definitions either
            return ()
        if not any(each.code == code and each.metadata for each in listed):
            return ()
        return tuple(self._in_words(each) for each in self._definition(code) if each.required and each.variable)

    def _in_words(self, attribute: Attribute) -> Attribute:
        told = self._told.get(attribute.code, Told())
        return replace(attribute, spoken=told.spoken, unanswered=told.unanswered)
