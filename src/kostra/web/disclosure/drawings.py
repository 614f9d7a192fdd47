"""The pattern of a county as a drawing: a square for each cell, with a colour and a sign for why it is not shown.

SVG with classes only, for the pages allow no styles of their own. All squares of a kind are one path, so that a whole country is drawn in
some tens of kilobytes. Everything drawn stands in a table beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from kostra.app.disclosure.mapping import County
from kostra.model.protection import Shown

_LEFT, _TOP, _WIDE, _HIGH, _SUM = 128, 22, 16, 14, 26
_LONGEST = 21
_MERGED = "merged"
_SIGNS = {
    Shown.PRIMARY.value: "m4 3 6 6m0-6-6 6",
    Shown.SECONDARY.value: "m4 9 6-6",
    Shown.SMALL.value: "m6 5h2v2h-2z",
    Shown.HELD.value: "m4 4.5h6m-6 3h6",
    _MERGED: "m7 3v6m-3-3h6",
}
"""From the upper left corner of a square: a cross, a slash, a dot, two lines, a plus. What is shown has none."""


def drawn(county: County, merged: Sequence[bool], names: Sequence[str], heads: Sequence[str], label: str) -> Markup:
    squares: dict[str, list[str]] = {}
    for row, line in enumerate(county.lines):
        for place, shown in enumerate(line.cells):
            if shown is not None:
                of = _MERGED if shown is Shown.SAFE and (merged[place] or line.merged) else shown.value
                squares.setdefault(of, []).append(f"{_LEFT + place * _WIDE} {_TOP + row * _HIGH}")
    right, bottom = _LEFT + len(heads) * _WIDE + 6, _TOP + len(county.lines) * _HIGH
    parts = [path for of, corners in sorted(squares.items()) for path in _paths(of, corners)]
    parts += [
        f'<text x="{_LEFT + place * _WIDE + 7}" y="{_TOP - 6}" text-anchor="middle"><title>{escape(head)}</title>{place + 1}</text>'
        for place, head in enumerate(heads)
    ]
    for row, (line, name) in enumerate(zip(county.lines, names, strict=True)):
        y = _TOP + row * _HIGH + 10
        parts.append(f'<text x="{_LEFT - 6}" y="{y}" text-anchor="end">{escape(_short(name))}</text>')
        parts.append(f'<text x="{right}" y="{y}">{line.lost or ""}</text>')
    parts += [
        f'<text class="sum" x="{_LEFT + place * _WIDE + 7}" y="{bottom + 12}" text-anchor="middle">{lost or ""}</text>'
        for place, lost in enumerate(county.by_column)
    ]
    return _svg(right + _SUM, bottom + 18, parts, label)


def key(shown: Shown | None) -> Markup:
    """One square, for the explanation of the signs; None is one that is shown merged."""
    return _svg(14, 12, _paths(_MERGED if shown is None else shown.value, ["0 0"]), "")


def _paths(of: str, corners: Sequence[str]) -> list[str]:
    found = [f'<path class="{of}" d="{"".join(f"M{corner}h14v12h-14z" for corner in corners)}"/>']
    sign = _SIGNS.get(of)
    if sign is not None:
        found.append(f'<path class="sign on-{of}" d="{"".join(f"M{corner}{sign}" for corner in corners)}"/>')
    return found


def _svg(width: int, height: int, parts: Sequence[str], label: str) -> Markup:
    told = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    head = f'<svg class="pattern" viewBox="0 0 {width} {height}" width="{width}" height="{height}" {told}>'
    return Markup("\n".join([head, *parts, "</svg>"]))


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
