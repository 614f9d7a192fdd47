"""Norway as tiles: the counties about where they lie, and in each of them its municipalities in the order of their numbers, coloured by a
key figure. What is hidden is hatched, what is missing is empty, and each tile says what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from math import ceil

from kostra.model.region import Region
from kostra.model.text import Language, Text
from kostra.publication.charts.palette import FAINT, INK, PAPER, STEPS
from kostra.publication.shown import Shown
from kostra.publication.words import said
from kostra.regions.tiles import tiles

TILE, ACROSS, GAP, NAME = 26, 6, 18, 24
"""A tile is no smaller than a finger needs; `NAME` is the room for the name of a county."""
_TOP = 64
_BLOCK = ACROSS * TILE + GAP
_HIDDEN = Text("Vises ikke", "Blir ikkje vist", "Not shown")
_MISSING = Text("Mangler", "Manglar", "Missing")


@dataclass(frozen=True, slots=True)
class Tile:
    """`step` is None where there is no number."""

    code: str
    name: str
    shown: Shown
    step: int | None


@dataclass(frozen=True, slots=True)
class TileMap:
    """`bounds` are the least and the most of each step, as they are written."""

    language: Language
    title: str
    below_title: str
    counties: tuple[tuple[Region, tuple[Tile, ...]], ...]
    bounds: tuple[tuple[str, str], ...]


def tile_map(
    places: Sequence[tuple[str, str, Shown]],
    counties: Mapping[str, Region],
    language: Language,
    title: str,
    below_title: str,
) -> TileMap:
    """`places` are municipalities by number: the number, the name and what is shown. As many in each step as can be."""
    values = sorted(each.whole for _, _, each in places if each.number is not None)
    cuts = [values[ceil(len(values) * step / len(STEPS)) - 1] for step in range(1, len(STEPS))] if values else []

    def tile(code: str, name: str, each: Shown) -> Tile:
        return Tile(code, name, each, None if each.number is None else sum(cut < each.whole for cut in cuts))

    every = [tile(*each) for each in sorted(places)]
    placed = [(counties[code], tuple(own)) for code, own in groupby(every, key=lambda one: one.code[:2])]
    bounds = []
    for step in range(len(STEPS)):
        own = sorted((one.shown for one in every if one.step == step), key=lambda shown: shown.whole)
        bounds.append((own[0].written(language), own[-1].written(language)) if own else ("", ""))
    return TileMap(language, title, below_title, tuple(placed), tuple(bounds))


def svg(of: TileMap, links: str | None = None) -> str:
    """With `links`, for inside a page: each tile leads to the page of its municipality below that address. Without, on paper of its own."""
    where = tiles()
    rows = {
        row: max(ceil(len(own) / ACROSS) for county, own in of.counties if where[county.code][1] == row)
        for row in _rows(of)
    }
    tops, at = {}, _TOP if links is None else 0
    for row in sorted(rows):
        tops[row] = at
        at += rows[row] * TILE + NAME + GAP
    width = (max(where[county.code][0] for county, _ in of.counties) + 1) * _BLOCK if of.counties else _BLOCK
    height = max(at, _TOP + TILE * (len(STEPS) + 2))
    parts = list(_blocks(of, tops, links))
    parts += _legend(of, _TOP if links is None else 4)
    if links is None:
        ink = f'fill="{INK}" font-family="sans-serif"'
        paper = f'<rect width="{width}" height="{height}" fill="{PAPER}"/>'
        head = f'<text x="8" y="26" font-size="18" font-weight="bold">{escape(of.title)}</text>'
        below = f'<text x="8" y="48" font-size="13">{escape(of.below_title)}</text>'
        parts = [f"<g {ink}>", paper, head, below, *parts, "</g>"]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tiles" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" font-size="13">{_HATCH}{"".join(parts)}</svg>'
    )


_HATCH = (
    '<defs><pattern id="skjult" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="6" height="6" fill="{PAPER}"/><rect width="2.5" height="6" fill="{INK}"/></pattern></defs>'
)


def _rows(of: TileMap) -> set[int]:
    return {tiles()[county.code][1] for county, _ in of.counties}


def _blocks(of: TileMap, tops: Mapping[int, int], links: str | None) -> Iterator[str]:
    for county, own in of.counties:
        column, row = tiles()[county.code]
        left, top = 4 + column * _BLOCK, tops[row]
        yield f'<text x="{left}" y="{top + 16}" fill="currentColor">{escape(county.name.split(" - ")[0])}</text>'
        for number, one in enumerate(own):
            x, y = left + number % ACROSS * TILE, top + NAME + number // ACROSS * TILE
            told = escape(f"{one.name}: {one.shown.written(of.language)}")
            drawn = _square(x, y, one.step, hidden=one.shown.is_hidden, told=f"<title>{told}</title>")
            yield drawn if links is None else f'<a href="{links}/{one.code}" aria-label="{told}">{drawn}</a>'


def _square(x: int, y: int, step: int | None, *, hidden: bool, told: str = "") -> str:
    fill = STEPS[step] if step is not None else "url(#skjult)" if hidden else "none"
    return f'<rect x="{x}" y="{y}" width="{TILE - 2}" height="{TILE - 2}" fill="{fill}" stroke="{FAINT}">{told}</rect>'


def _legend(of: TileMap, top: int) -> Iterator[str]:
    """In the sea west of the north: from least to most, and below it what has no number."""
    signs: list[tuple[int | None, bool, str]] = [
        (step, False, f"{least}–{most}") for step, (least, most) in enumerate(of.bounds) if least
    ]
    signs += [(None, True, said(_HIDDEN, of.language)), (None, False, said(_MISSING, of.language))]
    for at, (step, hidden, told) in enumerate(signs):
        y = top + at * TILE
        yield _square(4, y, step, hidden=hidden)
        yield f'<text x="{4 + TILE + 6}" y="{y + 17}" fill="currentColor">{escape(told)}</text>'
