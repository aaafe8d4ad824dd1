"""The figures on paper: all of them with their pictures and definitions, or one page of goals and what was reached."""

from __future__ import annotations

from pathlib import Path

from bridge.monev.charts import svg
from bridge.monev.goals import Renaksi
from bridge.monev.model import Figure, Monev
from bridge.monev.words import Say, mark
from bridge.paper import typeset

_HERE = Path(__file__)
_ROWS = 60  # of a table on paper; the workbook has all


def pdf(report: Monev) -> bytes:
    """A tagged PDF/UA-1 on A4, the same for the same report. Raises bridge.paper.Unset."""
    say = Say(report.language)
    data = {
        **_common(say),
        "title": report.title,
        "made": say(mark("Made on {moment}"), moment=report.made_words),
        "filters": [[label, value] for label, value in report.filters],
        "filter_heads": [say(mark("Filter")), say(mark("Value"))],
        "sections": [
            {"heading": heading, "figures": [_figure(figure, say) for figure in figures]}
            for heading, figures in report.sections
        ],
    }
    return typeset(_HERE.with_name("figures.typ"), data, report.made)


def renaksi_pdf(plan: Renaksi) -> bytes:
    """The regional action plan of an office and a year on one page. Raises bridge.paper.Unset."""
    say = Say(plan.language)
    data = {
        **_common(say),
        "title": plan.title,
        "made": say(mark("Made on {moment}"), moment=say.moment(plan.made)),
        "summary": plan.summary,
        "heads": list(plan.heads),
        "rows": [[row.title, row.definition, row.target, row.reached, row.verdict, row.note] for row in plan.rows],
        "empty": say(mark("No goal is set for this year.")),
    }
    return typeset(_HERE.with_name("renaksi.typ"), data, plan.made)


def _common(say: Say) -> dict[str, object]:
    return {
        "author": "SP4N-LAPOR!",
        "language": say.language,
        "page": say(mark("Page")),
        "of": say(mark("of")),
        "codes": say(mark("Codes such as [U+A9B2] stand for letters that cannot be printed here.")),
    }


def _figure(figure: Figure, say: Say) -> dict[str, object]:
    left = len(figure.rows) - _ROWS
    more = say(mark("{count} more rows are in the workbook."), count=left) if left > 0 else ""
    return {
        "title": figure.title,
        "definition": figure.definition,
        "note": f"{figure.note} {more}".strip(),
        "heads": [column.title for column in figure.columns],
        "right": [column.numeric for column in figure.columns],
        "rows": [[cell.text for cell in row] for row in figure.rows[:_ROWS]],
        "svg": _ascii(svg(figure)) if figure.chart else "",
        "alt": figure.chart.alt if figure.chart else "",
    }


def _ascii(drawn: bytes) -> str:
    """Only signs that pass through the paper's care for strange letters as they are."""
    return drawn.decode().encode("ascii", "xmlcharrefreplace").decode()
