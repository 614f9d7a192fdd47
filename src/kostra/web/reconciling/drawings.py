"""A comparison as drawings: the sources against each other, and what was left in each year.

SVG with classes and presentation attributes only, for the pages allow no styles of their own. Everything drawn stands in a table beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

from markupsafe import Markup, escape

from kostra.web.reconciling.figures import number
from kostra.web.reconciling.words import Words

_WIDTH, _HEIGHT = 440, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 84, 12, 28, 40


@dataclass(frozen=True, slots=True)
class Dot:
    """Two amounts of a unit. One that is `marked` is drawn as a square."""

    name: str
    first: int
    others: int
    marked: bool


def scatter(dots: Sequence[Dot], across: str, up: str, say: Words) -> Markup:
    """The others across and the first up, on logarithmic axes; on the line they agree. Nothing where there is nothing to draw."""
    drawn = [one for one in dots if one.first > 0 and one.others > 0]
    if not drawn:
        return Markup("")
    ends = [log10(value) for one in drawn for value in (one.first, one.others)]
    low, high = min(ends) - 0.05, max(ends) + 0.05

    def x(value: float) -> float:
        return _LEFT + (log10(value) - low) / (high - low) * (_WIDTH - _LEFT - _RIGHT)

    def y(value: float) -> float:
        return _HEIGHT - _BOTTOM - (log10(value) - low) / (high - low) * (_HEIGHT - _TOP - _BOTTOM)

    begins, stops = 10**low, 10**high
    parts = [
        f'<line class="deadline" x1="{x(begins):.1f}" y1="{y(begins):.1f}" x2="{x(stops):.1f}" y2="{y(stops):.1f}"/>'
    ]
    for power in range(floor(low), floor(high) + 1):
        if power >= low:
            parts += [_below(x(10**power), number(10**power)), _beside(y(10**power), number(10**power))]
    parts += [_dot(one, x(one.others), y(one.first)) for one in drawn]
    parts.append(f'<text x="{_WIDTH - _RIGHT}" y="{_HEIGHT - 6}" text-anchor="end">{escape(across)}</text>')
    parts.append(f'<text x="4" y="12">{escape(up)}</text>')
    return _svg("scatter", say("drawing_scatter"), parts)


def bars(years: Sequence[tuple[int, int]], title: str) -> Markup:
    """What was left in each year, above or below the line that is nothing."""
    if not years:
        return Markup("")
    values = [0, *(residual for _, residual in years)]
    low, high = min(values), max(values)
    scale = (_HEIGHT - _TOP - _BOTTOM) / ((high - low) or 1)
    step = (_WIDTH - _LEFT - _RIGHT) / len(years)

    def y(value: int) -> float:
        return _TOP + (high - value) * scale

    parts = [f'<line class="scale" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y(0):.1f}" y2="{y(0):.1f}"/>']
    parts += [_beside(y(value), number(value)) for value in sorted({low, 0, high})]
    for place, (year, residual) in enumerate(years):
        x, top = _LEFT + (place + 0.2) * step, y(max(residual, 0))
        tall = max(abs(residual) * scale, 1)
        parts.append(
            f'<rect class="bar" x="{x:.1f}" y="{top:.1f}" width="{step * 0.6:.1f}" height="{tall:.1f}">'
            f"<title>{year}: {number(residual)}</title></rect>"
        )
        parts.append(_below(x + step * 0.3, str(year)))
    return _svg("years", title, parts)


def _svg(kind: str, title: str, parts: Sequence[str]) -> Markup:
    head = f'<svg class="curves plot" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-labelledby="tegning-{kind}">'
    return Markup("\n".join([head, f'<title id="tegning-{kind}">{escape(title)}</title>', *parts, "</svg>"]))


def _dot(one: Dot, x: float, y: float) -> str:
    told = f"<title>{escape(one.name)}</title>"
    if one.marked:
        return f'<rect class="dot out" x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8">{told}</rect>'
    return f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3">{told}</circle>'


def _below(x: float, text: str) -> str:
    return f'<text x="{x:.1f}" y="{_HEIGHT - _BOTTOM + 16}" text-anchor="middle">{escape(text)}</text>'


def _beside(y: float, text: str) -> str:
    return f'<text x="{_LEFT - 6}" y="{y:.1f}" text-anchor="end" dominant-baseline="middle">{escape(text)}</text>'
