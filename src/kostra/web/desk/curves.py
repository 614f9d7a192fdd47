"""The inflow as a drawing: how many had come by each day, this year and last, with the deadline. The same stands in the table below it."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import escape

from kostra.app.followup.watching import Inflow
from kostra.followup.inflow import Point
from kostra.web.desk.words import Words

_WIDTH, _HEIGHT = 720, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 16, 16, 36


def drawing(found: Inflow, say: Words) -> str:
    """SVG with presentation attributes and classes only, for the page allows no styles of its own."""
    days = [point.days for curve in (found.this_year, found.last_year) for point in curve]
    first, last = min([*days, -20]), max([*days, 10])
    most = max(found.owed, 1)

    def at(days: int, count: int) -> str:
        x = _LEFT + (days - first) / (last - first) * (_WIDTH - _LEFT - _RIGHT)
        y = _HEIGHT - _BOTTOM - count / most * (_HEIGHT - _TOP - _BOTTOM)
        return f"{x:.1f},{y:.1f}"

    def line(curve: Sequence[Point], kind: str) -> str:
        points = " ".join(at(point.days, point.count) for point in curve)
        return f'<polyline class="{kind}" fill="none" points="{points}"/>' if points else ""

    deadline, top = at(0, 0).split(","), at(0, most).split(",")
    title = escape(say("inflow_title", form=found.form, period=found.period))
    parts = [
        f'<svg class="curves" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-labelledby="kurve-tittel">',
        f'<title id="kurve-tittel">{title}</title>',
        *(_scale(count, most, at(first, count), at(last, count)) for count in (0, most // 2, most)),
        f'<line class="deadline" x1="{deadline[0]}" x2="{top[0]}" y1="{deadline[1]}" y2="{top[1]}"/>',
        f'<text x="{deadline[0]}" y="{_HEIGHT - 10}" text-anchor="middle">{escape(say("deadline"))}</text>',
        f'<text x="{_LEFT}" y="{_HEIGHT - 10}">{first}</text>',
        f'<text x="{_WIDTH - _RIGHT}" y="{_HEIGHT - 10}" text-anchor="end">{last}</text>',
        line(found.last_year, "last-year"),
        line(found.this_year, "this-year"),
        "</svg>",
    ]
    return "\n".join(parts)


def _scale(count: int, most: int, start: str, end: str) -> str:
    (x1, y1), (x2, y2) = start.split(","), end.split(",")
    return (
        f'<line class="scale" x1="{x1}" x2="{x2}" y1="{y1}" y2="{y2}"/>'
        f'<text x="{_LEFT - 6}" y="{y1}" text-anchor="end" dominant-baseline="middle">{count}</text>'
    )
