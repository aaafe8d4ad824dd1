"""What a turn needs from the core is looked up at once; a core that is silent never keeps a citizen from an answer."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from bot.asked import Attribute
from bot.dialogs.session import Case, Facts, Turn
from bot.handlers.keeping import Loaded
from bot.handlers.ports import Asking, Core
from bot.progress import Near, Similar
from bot.report import CoreError, Status

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class LookingUp:
    """Asks the core what a step wants to know."""

    core: Core
    asking: Asking | None = None  # the same core, where it must know more than a report of ours says

    def looked_up(self, turn: Turn, loaded: Loaded, facts: Facts) -> Facts:
        """The facts with what the core tells of the reports and the category that the step asked for."""
        told: dict[str, Status | None] = {each: self._status(loaded.cases.get(each)) for each in turn.asks}
        similar = self._similar(turn.near) if turn.near else facts.similar
        return replace(
            facts, statuses={**facts.statuses, **told}, similar=similar, wanted=self._all_wanted(turn.wants, facts)
        )

    def _all_wanted(self, category: str, facts: Facts) -> dict[str, tuple[Attribute, ...] | None] | None:
        if self.asking is None or facts.wanted is None:
            return None
        return {**facts.wanted, **({category: self._wanted(self.asking, category)} if category else {})}

    def _wanted(self, asking: Asking, category: str) -> tuple[Attribute, ...] | None:
        try:
            return asking.wanted(category)
        except CoreError as trouble:
            log.warning("the core did not tell what it must know: %s", type(trouble).__name__)
            return None

    def _similar(self, near: Near) -> tuple[Similar, ...]:
        try:
            return self.core.similar(near)
        except CoreError as trouble:
            log.warning("the core looked for nothing similar: %s", type(trouble).__name__)
            return ()

    def _status(self, case: Case | None) -> Status | None:
        if case is None:
            return None
        try:
            return self.core.follow(case.reference, case.core_id)
        except CoreError as trouble:
            log.warning("the core told no status: %s", type(trouble).__name__)
            return None
