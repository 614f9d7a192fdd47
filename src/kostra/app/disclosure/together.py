"""Amounts that are put together from others, as one problem: whoever knows what somebody got in all, and one part of it, knows the other.

Every inner cell stands once for each part. Whoever got nothing of a part is out of it, as everybody may know that: so what is hidden can be
both more and less, also where nobody can have got less than nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from kostra.disclosure.problem import Problem, Sums, Whole
from kostra.disclosure.shrinking import without

Fields: TypeAlias = tuple[str, ...]


def families(amounts: Sequence[Fields]) -> list[list[Fields]]:
    """Those that share a field are asked together."""
    found: list[list[Fields]] = []
    for one in amounts:
        with_it = [each for each in found if any(set(one) & set(other) for other in each)]
        found = [each for each in found if each not in with_it]
        found.append([*(other for each in with_it for other in each), one])
    return found


def joined(problem: Problem, family: Sequence[Fields], got: Callable[[Fields], Whole]) -> Problem:
    """The publishable cells of the first amount of a family, then of the second and so on. `got` is what those in each inner cell got of
    some fields. Nothing is asked of any cell yet.
    """
    parts = _parts(family)
    many, inner = len(problem.cells), len(problem.counts)
    first = {field: number * inner for number, part in enumerate(parts) for field in part}
    cells = [_shifted(problem.cells, list(dict.fromkeys(first[field] for field in amount))) for amount in family]
    links = [_shifted(problem.links, [number * inner]) for number in range(len(parts))]
    counts = np.concatenate([got(part) for part in parts])
    nothing = np.zeros(many * len(family), np.bool_)
    every = replace(
        problem,
        counts=counts,
        cells=_together(cells),
        links=_together(links),
        primary=nothing,
        forced=nothing,
        hidden=nothing,
        weight=np.tile(problem.weight, len(family)),
        stable=np.tile(problem.stable, len(family)),
        zeros_shown=~nothing,
    )
    return without(every, counts == 0)


def _parts(family: Sequence[Fields]) -> list[Fields]:
    """The fields, those together that are in the same amounts."""
    found: dict[tuple[bool, ...], list[str]] = {}
    for field in dict.fromkeys(field for amount in family for field in amount):
        found.setdefault(tuple(field in amount for amount in family), []).append(field)
    return [tuple(each) for each in found.values()]


def _shifted(sums: Sums, firsts: Sequence[int]) -> Sums:
    """The same sums, over inner cells that begin at each of `firsts`."""
    lengths = np.diff(sums.start)
    owner = np.tile(np.repeat(np.arange(len(sums)), lengths), len(firsts))
    order = np.argsort(owner, kind="stable")
    row = np.concatenate([sums.row + first for first in firsts])[order]
    return Sums(sums.start * len(firsts), row.astype(np.int32), np.tile(sums.sign, len(firsts))[order])


def _together(every: Sequence[Sums]) -> Sums:
    lengths = np.concatenate([np.diff(one.start) for one in every])
    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    return Sums(start, np.concatenate([one.row for one in every]), np.concatenate([one.sign for one in every]))
