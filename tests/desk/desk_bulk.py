"""What the tests of acts on many reports do: tick boxes, ask, wait a minute, look."""

from __future__ import annotations

import re

from desk_house import DeskHouse, Visitor

from bot.report import Reference, Stage
from bridge.desk.held_acts import carry_out


def boxes(visitor: Visitor, *numbers: str) -> list[str]:
    """The boxes of these reports as the inbox shows them now."""
    page = visitor.get("/?group=all").text
    return [box for box in re.findall(r'name="case" value="(\d{10}\.\d+)"', page) if box[:10] in numbers]


def hold(visitor: Visitor, action: str, *numbers: str, **words: str) -> int:
    """Ask for an act on these reports; the status of the answer."""
    room = "answer" if action in ("hand-on", "close") else "decide"
    fields = {f"{action}-{name}": value for name, value in words.items()}
    selected = {"action": action, "case": boxes(visitor, *numbers), "in": "group=all"}
    status: int = visitor.post(f"/batches/{room}", selected | fields).status_code
    return status


def stages(house: DeskHouse, *numbers: Reference) -> list[Stage]:
    """How these reports stand."""
    found = [house.cases.find(number) for number in numbers]
    return [case.status.stage for case in found if case]


def later(house: DeskHouse) -> int:
    """A minute passes; how many reports were moved then."""
    house.clock.pass_by(seconds=60)
    return carry_out(house.cases.ledger)
