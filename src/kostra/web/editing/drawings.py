"""A variable as drawings: this year against last, the outliers of Hidiroglou and Berthelot, and how the changes are spread.

SVG with classes only, for the pages allow no styles of their own. Everything drawn stands in the table beside it, and each municipality
that stands out is a link there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import floor, log10

import numpy as np
from markupsafe import escape

from kostra.app.editing.reviewing import Point
from kostra.app.pages.numbers import written
from kostra.web.editing.figures import signed
from kostra.web.editing.words import Words

_WIDTH, _HEIGHT = 440, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 80, 36, 32, 40
_NAMED = 4
"""So many of the outliers have their names beside them."""
_BARS = 16
At = Callable[[float], float]


def scatter(points: Sequence[Point], say: Words) -> str:
    """Last year across, this year up, on logarithmic axes. The line is no change."""
    drawn = [(one, one.before, one.now) for one in points if one.before and one.now and one.before > 0 and one.now > 0]
    if not drawn:
        return ""
    values = [value for _, before, now in drawn for value in (before, now)]
    low, high = min(values), max(values)
    across, up = _scale(low, high, _LEFT, _WIDTH - _RIGHT), _scale(low, high, _HEIGHT - _BOTTOM, _TOP)
    parts = [
        f'<line class="deadline" x1="{across(low):.1f}" y1="{up(low):.1f}" x2="{across(high):.1f}" y2="{up(high):.1f}"/>',
        *_ticks(low, high, across, up),
        *(_dot(one, across(before), up(now)) for one, before, now in drawn),
        *_names([(one, across(before), up(now)) for one, before, now in drawn]),
    ]
    return _svg("scatter", parts, say, say("axis_before"), say("axis_now"))


def outliers(points: Sequence[Point], say: Words) -> str:
    """Size across, the ratio of this year to last up, and the limits outside which a municipality stands out."""
    drawn = [(one, one.largest, one.ratio) for one in points if one.largest and one.ratio]
    if not drawn:
        return ""
    lower = sorted((one.largest, one.lower) for one in points if one.largest and one.lower and one.lower > 0)
    upper = sorted((one.largest, one.upper) for one in points if one.largest and one.upper and one.upper > 0)
    ratios = [ratio for _, _, ratio in drawn]
    # A limit far outside all that is drawn would leave the rest on a line.
    low, high = min([*ratios, 0.5]) / 1.2, max([*ratios, 2.0]) * 1.2
    sizes = [size for _, size, _ in drawn]
    across = _scale(min(sizes), max(sizes), _LEFT, _WIDTH - _RIGHT)
    up = _scale(low, high, _HEIGHT - _BOTTOM, _TOP)
    parts = [_tick_up(value, up) for value in (0.001, 0.01, 0.1, 0.5, 1, 2, 10, 100, 1000) if low <= value <= high]
    for curve in (lower, upper):
        bent = " ".join(f"{across(size):.1f},{up(min(max(limit, low), high)):.1f}" for size, limit in curve)
        parts.append(f'<polyline class="deadline" fill="none" points="{bent}"/>')
    parts += [_dot(one, across(size), up(ratio)) for one, size, ratio in drawn]
    parts += _names([(one, across(size), up(ratio)) for one, size, ratio in drawn])
    return _svg("hb", parts, say, say("axis_size"), say("axis_ratio"))


def distribution(points: Sequence[Point], say: Words) -> str:
    """How many municipalities changed by how much, as bars on the ratio of this year to last."""
    ratios = [one.ratio for one in points if one.ratio]
    if not ratios:
        return ""
    logs = np.log10(np.array(ratios))
    edge = max(float(np.abs(logs).max()), 0.05)
    counts, edges = np.histogram(logs, bins=_BARS, range=(-edge, edge))
    across = _linear(-edge, edge, _LEFT, _WIDTH - _RIGHT)
    up = _linear(0, max(int(counts.max()), 1), _HEIGHT - _BOTTOM, _TOP)
    parts = []
    for count, begins, ends in zip(counts.tolist(), edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        x, y = across(begins), up(count)
        size = f'width="{across(ends) - x - 1:.1f}" height="{up(0) - y:.1f}"'
        parts.append(f'<rect class="bar" x="{x:.1f}" y="{y:.1f}" {size}/>')
    for value in (10.0**-edge, 1.0, 10.0**edge):
        parts.append(_below(across(log10(value)), signed((value - 1) * 100, 0) + " %"))
    parts.append(_beside(up(int(counts.max())), written(int(counts.max()))))
    return _svg("spread", parts, say, say("axis_change"), say("axis_count"))


def _svg(kind: str, parts: Sequence[str], say: Words, across: str, up: str) -> str:
    title = escape(say(f"drawing_{kind}"))
    head = f'<svg class="curves plot" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-labelledby="tegning-{kind}">'
    axes = [
        f'<text x="{_WIDTH - _RIGHT}" y="{_HEIGHT - 6}" text-anchor="end">{escape(across)}</text>',
        f'<text x="4" y="14">{escape(up)}</text>',
    ]
    return "\n".join([head, f'<title id="tegning-{kind}">{title}</title>', *parts, *axes, "</svg>"])


def _linear(low: float, high: float, first: float, last: float) -> At:
    return lambda value: first + (value - low) / ((high - low) or 1.0) * (last - first)


def _scale(low: float, high: float, first: float, last: float) -> At:
    """Logarithmic, with some room at both ends."""
    begins, ends = log10(low) - 0.05, log10(high) + 0.05
    return lambda value: first + (log10(value) - begins) / (ends - begins) * (last - first)


def _ticks(low: float, high: float, across: At, up: At) -> list[str]:
    """Powers of ten, and between them where there is room."""
    steps = (1, 2, 5) if high < 30 * low else (1,)
    powers = range(floor(log10(low)), floor(log10(high)) + 2)
    found = []
    for value in (step * 10.0**power for power in powers for step in steps):
        if low <= value <= high:
            found += [_below(across(value), written(value)), _beside(up(value), written(value))]
    return found


def _tick_up(value: float, up: At) -> str:
    line = f'<line class="scale" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{up(value):.1f}" y2="{up(value):.1f}"/>'
    return line + _beside(up(value), f"{value:g}".replace(".", ","))


def _below(x: float, text: str) -> str:
    return f'<text x="{x:.1f}" y="{_HEIGHT - _BOTTOM + 16}" text-anchor="middle">{escape(text)}</text>'


def _beside(y: float, text: str) -> str:
    return f'<text x="{_LEFT - 6}" y="{y:.1f}" text-anchor="end" dominant-baseline="middle">{escape(text)}</text>'


def _dot(one: Point, x: float, y: float) -> str:
    """An outlier is a square and larger: it is seen without its colour."""
    told = f"<title>{escape(one.row.name)}</title>"
    if one.is_outlier or one.is_thousand:
        return f'<rect class="dot out" x="{x - 5:.1f}" y="{y - 5:.1f}" width="10" height="10">{told}</rect>'
    return f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3.5">{told}</circle>'


def _names(drawn: Sequence[tuple[Point, float, float]]) -> list[str]:
    out = [each for each in drawn if each[0].is_outlier or each[0].is_thousand]
    out.sort(key=lambda each: -abs(each[0].distance or 0))
    found = []
    for one, x, y in out[:_NAMED]:
        end = x > _WIDTH * 0.6
        anchor = "end" if end else "start"
        place = f'x="{x + (-9 if end else 9):.1f}" y="{y + 4:.1f}" text-anchor="{anchor}"'
        found.append(f"<text {place}>{escape(one.row.name)}</text>")
    return found
