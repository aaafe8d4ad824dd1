"""Figures that tell offices and the ministry what works, and that tell of no person.

`report` counts everything for a Wanted; `charts`, `maps`, `workbook` and `papers` show it; `goals` holds it beside what
an office set out to reach. Those four are modules of their own because their libraries take time to load.
"""

from bridge.monev.model import Cell, Chart, Column, Figure, Monev
from bridge.monev.reporting import report
from bridge.monev.wanted import Topic, Wanted

__all__ = ["Cell", "Chart", "Column", "Figure", "Monev", "Topic", "Wanted", "report"]
