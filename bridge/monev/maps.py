"""A map of where problems are, coloured and hatched by how many reports came from there; a table has the numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from math import cos, radians
from typing import Protocol

from bridge.monev.model import Cell, Figure
from bridge.monev.words import Say, mark

Ring = Sequence[tuple[float, float]]  # longitude, latitude in degrees

_WIDTH, _LEGEND, _LINE = 800, 30, 24
_MOST = 400  # points of a ring that are drawn
_SHADES = ("#dbeafe", "#93c5fd", "#3b82f6", "#1e3a8a")  # told apart also by hatching, and in grey
_HATCH = (0, 12, 7, 4)  # distance between the lines of each shade, 0 for none
_HIDDEN, _NONE = "#e5e7eb", "#ffffff"


class Outlines(Protocol):
    """The boundaries that an agency has loaded."""

    def __call__(self, code: str) -> Sequence[Ring]:
        """The rings of the area with this Kemendagri code; none where no boundary is known."""


def choropleth(figure: Figure, outlines: Outlines, language: str) -> bytes | None:
    """An SVG of a figure whose keys are codes ("provinces", "regencies"); None where no boundary of them is known.

    Four equal groups of places, from few to many reports; hidden numbers are grey, and drawn like each other.
    """
    drawn = [(key, row[-2], row[-3].text, outlines(key)) for key, row in _places(figure)]
    drawn = [each for each in drawn if each[3]]
    if not drawn:
        return None
    say, limits = Say(language), _limits([cell.value for _, cell, _, _ in drawn if cell.value is not None])
    frame = _Frame.around([ring for *_, rings in drawn for ring in rings])
    areas = "".join(_area(name, cell, rings, frame, limits) for _, cell, name, rings in drawn)
    height = frame.height + _LEGEND + _LINE * (len(limits) + 2)
    legend = "".join(_legend(limits, frame.height + _LEGEND, say))
    title = escape(say(mark("Map: {title}"), title=figure.title))
    about = escape(figure.chart.alt if figure.chart else figure.definition)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="t d" width="{_WIDTH}" height="{height}" '
        f'viewBox="0 0 {_WIDTH} {height}" font-family="Noto Sans, sans-serif" font-size="14">'
        f'<title id="t">{title}</title><desc id="d">{about}</desc><defs>{"".join(_patterns())}</defs>'
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>{areas}{legend}</svg>'
    ).encode()


def _places(figure: Figure) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    return ((key, row) for key, row in zip(figure.keys, figure.rows, strict=True) if key)


class _Frame:
    """How degrees become points on the picture: as wide as it is, with the scale of its middle latitude."""

    def __init__(self, west: float, south: float, east: float, north: float) -> None:
        self.west, self.north = west, north
        self.squeeze = cos(radians((south + north) / 2))
        self.scale = (_WIDTH - 20) / max((east - west) * self.squeeze, 1e-6)
        self.scale = min(self.scale, 1200 / max(north - south, 1e-6))
        self.height = round((north - south) * self.scale) + 20

    @classmethod
    def around(cls, rings: Sequence[Ring]) -> _Frame:
        """The frame around all rings."""
        xs = [x for ring in rings for x, _ in ring]
        ys = [y for ring in rings for _, y in ring]
        return cls(min(xs), min(ys), max(xs), max(ys))

    def point(self, x: float, y: float) -> str:
        """Its place, with one decimal."""
        return f"{10 + (x - self.west) * self.squeeze * self.scale:.1f} {10 + (self.north - y) * self.scale:.1f}"


def _limits(values: Sequence[float]) -> list[float]:
    """The least number of each group, as many groups as there are different ones."""
    ordered = sorted(values)
    return sorted({ordered[at * len(ordered) // len(_SHADES)] for at in range(len(_SHADES))}) if ordered else []


def _area(name: str, cell: Cell, rings: Sequence[Ring], frame: _Frame, limits: Sequence[float]) -> str:
    path = "".join(f"M{'L'.join(frame.point(x, y) for x, y in _fewer(ring))}Z" for ring in rings)
    group = None if cell.value is None else sum(limit <= cell.value for limit in limits) - 1
    shapes = [
        f'<path fill-rule="evenodd" stroke="#1f2a37" stroke-width="0.6" fill="{fill}" d="{path}"/>'
        for fill in ((_HIDDEN,) if group is None else (_SHADES[group], f"url(#h{group})"))
    ]
    return f"<g><title>{escape(name)}: {escape(cell.text)}</title>{''.join(shapes)}</g>"


def _fewer(ring: Ring) -> Ring:
    """Every n-th point of a long ring: a coast has more than a picture can show."""
    return ring[:: max(1, len(ring) // _MOST)]


def _patterns() -> Iterator[str]:
    for group, step in enumerate(_HATCH):
        line = f'<path d="M0 {step}L{step} 0" stroke="#ffffff" stroke-width="1"/>' if step else ""
        size = step or 8
        yield f'<pattern id="h{group}" width="{size}" height="{size}" patternUnits="userSpaceOnUse">{line}</pattern>'


def _legend(limits: Sequence[float], top: float, say: Say) -> Iterator[str]:
    """What each shade means, in words."""
    for group, least in enumerate(limits):
        words = say(mark("{count} reports or more"), count=say.count(int(least)).text)
        yield _sample((_SHADES[group], f"url(#h{group})"), top + _LINE * group, words)
    yield _sample((_HIDDEN,), top + _LINE * len(limits), say(mark("Number hidden")))


def _sample(fills: Sequence[str], y: float, words: str) -> str:
    box = "".join(f'<rect x="10" y="{y:.0f}" width="28" height="16" stroke="#1f2a37" fill="{fill}"/>' for fill in fills)
    return f'{box}<text x="48" y="{y + 13:.0f}" fill="#111827">{escape(words)}</text>'
