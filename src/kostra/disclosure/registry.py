"""One registry of cells for everything that is published together, whatever table it stands in.

A cell is a set of persons: those of a region who have given certain answers. A table is a *family* of such sets: some regions, by some
questions, each with its choices. Families that ask the same of the same regions have the same cells, and so a number that stands in two
tables is one cell. What the spaces of inner cells have in common is told by links.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
import numpy.typing as npt

from kostra.disclosure.problem import Sums, Truth, Whole
from kostra.disclosure.spaces import Answers, Chosen, Shared, Space, shared, spaces

NO_CELL = -1
"""Of a set that nobody can be in."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A question, and which of its answers each value of a table holds; None holds everybody."""

    question: str
    choices: tuple[Answers | None, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """The sets of a table: regions by the choices of each axis, the last fastest. No two axes are of one question. A region that is not on
    the map has no cells.
    """

    regions: tuple[str, ...]
    axes: tuple[Axis, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Map:
    """The units that each region is made of. `small` are regions that may be parted from their neighbours, such as municipalities; the
    others are made of whole blocs: units that are in the same of all of them.
    """

    units: Mapping[str, Whole]
    small: frozenset[str]
    many: int

    def blocs(self) -> Whole:
        """The bloc of each unit."""
        large = [region for region in self.units if region not in self.small]
        told = np.zeros((self.many, len(large)), np.bool_)
        for place, region in enumerate(large):
            told[self.units[region], place] = True
        return np.unique(told, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Registry:
    """`ids` are the cells of each family's sets, `regions` the region of each cell by its place in the map, `bloc` where each unit is."""

    spaces: tuple[Space, ...]
    bloc: Whole
    ids: tuple[Whole, ...]
    regions: Whole
    cells: Sums
    links: Sums

    @property
    def inner(self) -> int:
        return self.spaces[-1].first + prod(self.spaces[-1].shape)

    def inside(self, units: Whole) -> Truth:
        """The inner cells that some of these units are in."""
        here = np.zeros(len(self.bloc), np.bool_)
        here[units] = True
        bloc = np.zeros(int(self.bloc.max(initial=-1)) + 1, np.bool_)
        bloc[self.bloc[here]] = True
        found = [np.repeat(bloc if one.coarse else here, prod(one.shape[1:])) for one in self.spaces]
        return np.concatenate(found)


def register(families: Sequence[Family], answers: Mapping[str, int], places: Map) -> Registry:
    """`answers` is how many each question has."""
    sets = [list(_sets(one, answers)) for one in families]
    wanted: dict[Chosen, Truth] = {}
    order = {region: place for place, region in enumerate(places.units)}
    for family, those in zip(families, sets, strict=True):
        here = [order[region] for region in family.regions if region in order]
        for one in those:
            if one is not None:
                wanted.setdefault(one, np.zeros(len(order), np.bool_))[here] = True
    bloc = places.blocs()
    small = np.array([region in places.small for region in order])
    asked = {(): True} | {one: bool((regions & small).any()) for one, regions in wanted.items()}
    found = spaces(asked, answers, places.many, int(bloc.max(initial=-1)) + 1)
    ids, before = {}, 0
    for one, regions in wanted.items():
        ids[one] = np.where(regions, before + np.cumsum(regions) - 1, NO_CELL)
        before += int(regions.sum())
    return Registry(
        spaces=found,
        bloc=bloc,
        ids=tuple(_ids(those, family, ids, order) for family, those in zip(families, sets, strict=True)),
        regions=np.concatenate([np.zeros(0, np.int64), *map(np.flatnonzero, wanted.values())]),
        cells=_cells(wanted, found, places, bloc),
        links=_links(found, bloc),
    )


def _sets(family: Family, answers: Mapping[str, int]) -> Iterator[Chosen | None]:
    """Each of a family; None where nobody can be in it."""
    for at in np.ndindex(*(len(axis.choices) for axis in family.axes)):
        told = {axis.question: axis.choices[place] for axis, place in zip(family.axes, at, strict=True)}
        if any(choice is not None and not choice for choice in told.values()):
            yield None
        else:
            yield tuple(
                (question, choice)
                for question, choice in sorted(told.items())
                if choice is not None and len(choice) < answers[question]
            )


def _ids(sets: Sequence[Chosen | None], family: Family, ids: Mapping[Chosen, Whole], order: Mapping[str, int]) -> Whole:
    here = np.array([order.get(region, len(order)) for region in family.regions], np.int64)
    nothing = np.full(len(order) + 1, NO_CELL, np.int64)
    each = (nothing if one is None else np.append(ids[one], NO_CELL) for one in sets)
    return np.stack([one[here] for one in each], axis=1).reshape(-1)


def _cells(wanted: Mapping[Chosen, Truth], spaces: Sequence[Space], places: Map, bloc: Whole) -> Sums:
    units = {False: list(places.units.values()), True: [np.unique(bloc[one]) for one in places.units.values()]}
    rows, lengths = [], []
    for chosen, regions in wanted.items():
        space = _home(chosen, spaces)
        within = space.within(chosen)
        here = [units[space.coarse][place] for place in np.flatnonzero(regions)]
        rows.append(space.inner(np.concatenate(here), within))
        lengths.append(np.array([len(one) for one in here], np.int64) * len(within))
    return _sums(rows, [np.ones(len(one), np.int8) for one in rows], lengths)


def _home(chosen: Chosen, spaces: Sequence[Space]) -> Space:
    """By units, if there is one; the one with fewest pieces."""
    holds = [one for one in spaces if one.holds(chosen)]
    return min(holds, key=lambda one: (one.coarse, prod(one.shape[1:]), one.first))


def _links(spaces: Sequence[Space], bloc: Whole) -> Sums:
    rows, signs, lengths = [], [], []
    for each in shared(spaces):
        for chosen in each.sets:
            row, sign, length = _link(each, chosen, bloc)
            rows.append(row)
            signs.append(sign)
            lengths.append(length)
    return _sums(rows, signs, lengths)


def _link(two: Shared, chosen: Chosen, bloc: Whole) -> tuple[Whole, npt.NDArray[np.int8], Whole]:
    """By unit; by bloc where one of them is coarse."""
    by_bloc = two.one.coarse or two.other.coarse
    parts, signs, whose = [], [], []
    for space, sign in ((two.one, 1), (two.other, -1)):
        within, units = space.within(chosen), np.arange(space.shape[0])
        parts.append(space.inner(units, within))
        signs.append(np.full(len(parts[-1]), sign, np.int8))
        whose.append(np.repeat(bloc if by_bloc and not space.coarse else units, len(within)))
    group = np.concatenate(whose)
    order = np.argsort(group, kind="stable")
    return np.concatenate(parts)[order], np.concatenate(signs)[order], np.bincount(group).astype(np.int64)


def _sums(rows: Sequence[Whole], signs: Sequence[npt.NDArray[np.int8]], lengths: Sequence[Whole]) -> Sums:
    start = np.concatenate([np.zeros(1, np.int64), *lengths]).cumsum()
    row = np.concatenate([np.zeros(0, np.int64), *rows]).astype(np.int32)
    return Sums(start, row, np.concatenate([np.zeros(0, np.int8), *signs]))
