"""How municipalities became others: what a number is in another year, and what happened between two years.

The data say which number became which, not how much of it: whoever needs shares must bring them
(`kostra.regions.rebase`). Small adjustments of a border, where no number changes, are not in the data.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path

from kostra.model.region import ChangeKind, RegionChange, RegionKind
from kostra.regions.atlas import DATA, Atlas, load
from kostra.regions.lookup import refuse_unknown

Relation = dict[str, frozenset[str]]


def relation(from_year: int, to_year: int, *, folder: Path = DATA) -> Relation:
    """For each municipality of one year, those of another year that have some of it. Works both ways in time."""
    return _relation(load(folder), from_year, to_year)


@cache
def _relation(atlas: Atlas, from_year: int, to_year: int) -> Relation:
    start = atlas.regions(RegionKind.MUNICIPALITY, from_year)
    atlas.check(to_year)
    if to_year < from_year:
        back: dict[str, set[str]] = defaultdict(set)
        for old, news in _relation(atlas, to_year, from_year).items():
            for new in news:
                back[new].add(old)
        return {code: frozenset(back[code]) for code in start}
    reached: Relation = {code: frozenset((code,)) for code in start}
    for year in range(from_year + 1, to_year + 1):
        moves = _moves(atlas, year)
        reached = {
            code: frozenset(new for old in now for new in moves.get(old, (old,))) for code, now in reached.items()
        }
    return reached


@cache
def _moves(atlas: Atlas, year: int) -> dict[str, tuple[str, ...]]:
    moves: dict[str, tuple[str, ...]] = {}
    for step in atlas.steps:
        if step.year == year:
            moves[step.before] = (*moves.get(step.before, ()), step.after)
    return moves


def successors(code: str, year: int, in_year: int, *, folder: Path = DATA) -> tuple[str, ...]:
    """The municipalities of `in_year` that have some of what `code` was in `year`."""
    if in_year < year:
        return predecessors(code, year, in_year, folder=folder)
    return _other(code, year, in_year, folder)


def predecessors(code: str, year: int, in_year: int, *, folder: Path = DATA) -> tuple[str, ...]:
    """The municipalities of `in_year` of which `code` in `year` has some."""
    if in_year > year:
        return successors(code, year, in_year, folder=folder)
    return _other(code, year, in_year, folder)


def _other(code: str, year: int, in_year: int, folder: Path) -> tuple[str, ...]:
    known = relation(year, in_year, folder=folder)
    if code not in known:
        refuse_unknown(code, year, folder=folder)
    return tuple(sorted(known[code]))


def changes(from_year: int, to_year: int, *, folder: Path = DATA) -> tuple[RegionChange, ...]:
    """What happened after 1 January of `from_year`, up to and including 1 January of `to_year`, in order."""
    atlas = load(folder)
    atlas.check(from_year)
    atlas.check(to_year)
    return tuple(
        one for year in range(from_year + 1, to_year + 1) for one in (*_events(atlas, year), *_renamings(atlas, year))
    )


def _events(atlas: Atlas, year: int) -> tuple[RegionChange, ...]:
    moves = _moves(atlas, year)
    came: dict[str, set[str]] = defaultdict(set)
    for old, news in moves.items():
        for new in news:
            came[new].add(old)
    found = [
        RegionChange(year, ChangeKind.SPLIT, (old,), tuple(sorted(news)))
        for old, news in moves.items()
        if len(news) > 1
    ]
    for new, olds in came.items():
        parts = tuple(sorted(old for old in olds if len(moves[old]) > 1))
        if len(olds) > 1:
            found.append(RegionChange(year, ChangeKind.MERGE, tuple(sorted(olds)), (new,), parts))
        elif not parts:
            found.append(RegionChange(year, ChangeKind.RENUMBER, tuple(olds), (new,)))
    return tuple(sorted(found, key=lambda one: (one.before, one.after)))


def _renamings(atlas: Atlas, year: int) -> tuple[RegionChange, ...]:
    return tuple(
        RegionChange(year, ChangeKind.NAME, (place.code,), (place.code,))
        for place in atlas.places
        if place.kind is RegionKind.MUNICIPALITY and any(changed == year for changed, _, _ in place.names.changes())
    )
