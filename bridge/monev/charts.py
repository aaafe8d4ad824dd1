"""Pictures of figures as SVG, for whoever would rather look; each bar and each point also has its number beside it.

They hold no script and refer to nothing outside, are the same for the same figure, and say in words what they show.
"""

from __future__ import annotations

import re
from html import escape

import pygal
from pygal.style import Style

from bridge.legible import in_first_font, legible
from bridge.monev.model import Cell, Chart, Figure

_MOST = 20  # bars: more cannot be read
_LABEL = 34  # characters of a bar's name
_NUMBERED = 12  # points: the numbers of more would lie on each other
_WIDTH = 800
_BAR = 34  # height of one
_STYLE = Style(
    background="#ffffff",
    plot_background="#ffffff",
    foreground="#1f2a37",
    foreground_strong="#111827",
    foreground_subtle="#4b5563",
    colors=("#1d4ed8",),
    opacity="1",
    font_family="Noto Sans, sans-serif",
    value_font_family="Noto Sans, sans-serif",
    label_font_family="Noto Sans, sans-serif",
    major_label_font_family="Noto Sans, sans-serif",
    label_font_size=14,
    major_label_font_size=14,
    value_font_size=14,
    value_colors=("#111827",),
)
_MARK = "<svg "
# pygal tells the day of drawing, and its settings to scripts that are not there.
_REMARK = re.compile("<!--.*?-->|<script.*?</script>|<script[^>]*/>", re.DOTALL)


def svg(figure: Figure) -> bytes:
    """The figure's chart in UTF-8; ValueError where it has none (`figure.chart` is None)."""
    if figure.chart is None:
        raise ValueError(f"{figure.name} has no chart")
    points = _points(figure, figure.chart)
    drawn = str((_line if figure.chart.kind == "line" else _bars)(points, figure.name).render())
    return _titled(drawn, figure.title, figure.chart.alt).encode()


def _points(figure: Figure, chart: Chart) -> list[tuple[str, Cell]]:
    known = [(row[chart.label].text, row[chart.value]) for row in figure.rows if row[chart.value].value is not None]
    return known if chart.kind == "line" else known[:_MOST]


def _shared(name: str, height: int) -> dict[str, object]:
    return {
        "style": _STYLE,
        "js": (),
        "no_prefix": False,
        "disable_xml_declaration": True,
        "explicit_size": True,
        "width": _WIDTH,
        "height": height,
        "show_legend": False,
        "uuid": name,
        "margin": 12,
        "pretty_print": False,
    }


def _bars(points: list[tuple[str, Cell]], name: str) -> pygal.HorizontalBar:
    """The first bar on top, as pygal begins below; each number stands with its name, where it hides nothing."""
    points = points[::-1]
    chart = pygal.HorizontalBar(
        **_shared(name, 60 + _BAR * max(1, len(points))),
        show_y_guides=False,
        range=(0, 1.12 * max((cell.value or 0 for _, cell in points), default=1) or 1),
        print_values=False,
        truncate_label=3 * _LABEL,
    )
    chart.uuid = name
    chart.x_labels = [f"{_short(label)}: {cell.text}" for label, cell in points]
    chart.add("", [_value(cell) for _, cell in points])
    return chart


def _line(points: list[tuple[str, Cell]], name: str) -> pygal.Line:
    chart = pygal.Line(
        **_shared(name, 380),
        range=(0, 1.12 * max((cell.value or 0 for _, cell in points), default=1) or 1),
        print_values=len(points) <= _NUMBERED,
        x_label_rotation=40,
        dots_size=4,
        stroke_style={"width": 3},
        truncate_label=_LABEL,
    )
    chart.uuid = name
    chart.x_labels = [_short(label) for label, _ in points]
    chart.add("", [_value(cell) for _, cell in points])
    return chart


def _value(cell: Cell) -> dict[str, object]:
    return {"value": cell.value, "formatter": lambda _, text=cell.text: text}


def _short(label: str) -> str:
    plain = legible(label, in_first_font)
    return plain if len(plain) <= _LABEL else f"{plain[: _LABEL - 1]}…"


def _titled(drawn: str, title: str, alt: str) -> str:
    """With a name and a description for those who are read to, instead of pygal's own."""
    start = drawn.index(_MARK)
    end = drawn.index(">", start) + 1
    head = drawn[start:end].replace(_MARK, '<svg role="img" aria-labelledby="t d" ', 1)
    words = f'<title id="t">{escape(title)}</title><desc id="d">{escape(alt)}</desc>'
    body = _REMARK.sub("", drawn[end:]).replace("<title>Pygal</title>", "", 1)
    return head + words + body
