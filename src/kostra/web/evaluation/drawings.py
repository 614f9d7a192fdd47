"""The hits of a control year by year, as bars. The same stands in the table below it."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import escape

from kostra.reporting.evaluation import Evaluated
from kostra.web.evaluation.words import Words

_WIDTH, _HEIGHT = 440, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 16, 24, 32
_GAP = 12


def hits_by_year(years: Sequence[tuple[int, Evaluated]], say: Words) -> str:
    """SVG with classes only, for the pages allow no styles of their own. The oldest year stands first; nothing of one year alone."""
    if len(years) < 2:
        return ""
    most = max(each.hits for _, each in years) or 1
    bottom, room = _HEIGHT - _BOTTOM, _HEIGHT - _TOP - _BOTTOM
    wide = (_WIDTH - _LEFT - _RIGHT) / len(years)
    title = escape(say("drawing"))
    parts = [
        f'<svg class="curves plot" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-labelledby="tegning-treff">',
        f'<title id="tegning-treff">{title}</title>',
    ]
    for place, (year, each) in enumerate(reversed(years)):
        high = room * each.hits / most
        left, middle = _LEFT + place * wide + _GAP / 2, _LEFT + (place + 0.5) * wide
        size = f'width="{wide - _GAP:.1f}" height="{high:.1f}"'
        parts += [
            f'<rect class="bar" x="{left:.1f}" y="{bottom - high:.1f}" {size}/>',
            f'<text x="{middle:.1f}" y="{bottom - high - 6:.1f}" text-anchor="middle">{say.number(each.hits)}</text>',
            f'<text x="{middle:.1f}" y="{_HEIGHT - 10}" text-anchor="middle">{year}</text>',
        ]
    line = f'<line class="scale" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{bottom}" y2="{bottom}"/>'
    return "\n".join([*parts, line, "</svg>"])
