"""What two tables both show: where their dimensions, or groupings of them, have a name in common.

Refuses tables that have other codes, or other groups, under the same name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from math import prod

import numpy as np

from kostra.disclosure.layout import NONE, TOTAL, Dimension, Table, shape
from kostra.disclosure.problem import Truth, Whole
from kostra.model.errors import Refused


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Cell `theirs[i]` of the earlier table is cell `mine[i]` of the later one.

    The others follow from the `finest`. `shared` are the dimensions that both have; `whole` is whether that is all they share.
    """

    earlier: int
    later: int
    theirs: Whole
    mine: Whole
    finest: Whole
    shared: frozenset[str]
    whole: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Match:
    """Dimension number `there` of the one is dimension number `here` of the other, label by label."""

    there: int
    here: int
    theirs: Whole
    mine: Whole
    finest: Truth


def pair(tables: Sequence[Table], earlier: int, later: int) -> Pair:
    one, other = tables[earlier], tables[later]
    free = {dimension.name: at for at, dimension in enumerate(one.dimensions)}
    matches: list[_Match] = []
    for here in sorted(range(len(other.dimensions)), key=lambda at: other.dimensions[at].name not in free):
        mine = other.dimensions[here]
        named = [name for name, at in free.items() if _levels(one.dimensions[at]).keys() & _levels(mine).keys()]
        if named:
            there = free.pop(mine.name if mine.name in named else named[0])
            matches.append(_match(one, other, there, here))
    finest = reduce(np.logical_and.outer, (match.finest for match in matches), np.array(True)).ravel()
    return Pair(
        earlier,
        later,
        _cells(one, {match.there: match.theirs for match in matches}),
        _cells(other, {match.here: match.mine for match in matches}),
        np.flatnonzero(finest),
        frozenset(other.dimensions[match.here].name for match in matches),
        all(one.dimensions[match.there].name == other.dimensions[match.here].name for match in matches),
    )


def _cells(table: Table, labels: dict[int, Whole]) -> Whole:
    """The cells with these labels against each other, by dimension; with the total of the other dimensions."""
    sizes = shape(table)
    step = [prod(sizes[at + 1 :]) for at in range(len(sizes))]
    fixed = sum(step[at] * (size - 1) for at, size in enumerate(sizes) if at not in labels)
    found: Whole = reduce(
        np.add.outer, (step[at] * each for at, each in labels.items()), np.array(fixed, np.int64)
    ).ravel()
    return found


def _match(one: Table, other: Table, there: int, here: int) -> _Match:
    theirs, mine = one.dimensions[there], other.dimensions[here]
    levels, of = _levels(theirs), _levels(mine)
    common = [name for name in of if name in levels]
    for name in common:
        _same(one.name, other.name, name, set(levels[name]), set(of[name]))
    _belong(one.name, other.name, theirs, mine, [name for name in common if theirs.name == mine.name != name])
    left, right = theirs.labels, mine.labels
    shown = [code for name in common for code in of[name]] + [TOTAL]
    inner = set(mine.codes) if theirs.name == mine.name and not mine.merged else set(shown)
    return _Match(
        there,
        here,
        np.array([left.index(code) for code in shown], np.int64),
        np.array([right.index(code) for code in shown], np.int64),
        np.array([code in inner for code in shown]),
    )


def _levels(dimension: Dimension) -> dict[str, tuple[str, ...]]:
    return {dimension.name: tuple(dimension.parts), **{each.name: each.codes for each in dimension.groupings}}


def _same(one: str, other: str, name: str, theirs: set[str], mine: set[str]) -> None:
    for has, lacks, codes in ((one, other, theirs - mine), (other, one, mine - theirs)):
        if codes:
            raise Refused(
                f"Tabellen {has} har koden {min(codes)} i {name}, og tabellen {lacks} har den ikke. Det som heter det samme i to "
                "tabeller, skal ha de samme kodene. Ta med koden med antallet 0, eller gi kolonnen et annet navn."
            )


def _belong(one: str, other: str, theirs: Dimension, mine: Dimension, groupings: list[str]) -> None:
    for name in groupings:
        for code, before, now in zip(mine.codes, _groups(theirs, name), _groups(mine, name), strict=True):
            if before != now:
                raise Refused(
                    f"{code} i {mine.name} er i {name} {before or '(ingen)'} i tabellen {one}, og i {now or '(ingen)'} i tabellen "
                    f"{other}. Rett den ene."
                )


def _groups(dimension: Dimension, name: str) -> list[str]:
    grouping = next(each for each in dimension.groupings if each.name == name)
    return ["" if at == NONE else grouping.codes[at] for at in grouping.of]
