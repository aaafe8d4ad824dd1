"""What officers decided about many reports at once is done when its minute is over, by the sweeper."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.report import CoreDown

if TYPE_CHECKING:
    from bridge.embedded.cases import Cases

log = logging.getLogger(__name__)


def carry_out_held(cases: Cases | None) -> None:
    """Do what is held and due; nothing where another core has the cases. A database that is down delays it."""
    if cases is None:
        return
    from bridge.desk.held_acts import carry_out

    try:
        carry_out(cases.ledger)
    except CoreDown as trouble:
        log.warning("held acts wait: %s", trouble)
