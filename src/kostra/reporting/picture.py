"""A picture of bars as SVG, drawn here: the same bars give the same picture. As PNG for those who need it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from textwrap import shorten

from kostra.reporting.composed import Picture

WIDTH = 640
_ROW, _BAR, _NAMES, _VALUES = 26, 16, 250, 70
_LETTERS = 42
_FILL, _EMPTY = "#0062ba", "#d8dbe0"


def height(picture: Picture) -> int:
    return _ROW * len(picture.bars) + 6


def svg(picture: Picture, ink: str = "#1e2b3c") -> str:
    """`ink` is the colour of letters. On a page it is the page's own."""
    size = f'width="{WIDTH}" height="{height(picture)}" viewBox="0 0 {WIDTH} {height(picture)}"'
    told = escape(picture.alternative)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{told}" '
        'font-family="Libertinus Serif, Liberation Sans, sans-serif" '
        f'font-size="13" fill="{ink}">{"".join(_rows(picture))}</svg>'
    )


def png(picture: Picture) -> bytes:
    import vl_convert

    drawn: bytes = vl_convert.svg_to_png(svg(picture), scale=2)
    return drawn


def _rows(picture: Picture) -> Iterator[str]:
    room = WIDTH - _NAMES - _VALUES
    for number, bar in enumerate(picture.bars):
        top = number * _ROW + 5
        name = escape(shorten(bar.name, _LETTERS, placeholder=" …"))
        yield f'<text x="0" y="{top + 13}">{name}</text>'
        yield f'<rect x="{_NAMES}" y="{top}" width="{room}" height="{_BAR}" fill="{_EMPTY}"/>'
        yield f'<rect x="{_NAMES}" y="{top}" width="{room * bar.size // 1000}" height="{_BAR}" fill="{_FILL}"/>'
        yield f'<text x="{WIDTH}" y="{top + 13}" text-anchor="end">{escape(bar.value)}</text>'
