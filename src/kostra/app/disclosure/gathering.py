"""The cells of a source: every set of persons that the tables of a year tell of, and how many are in the smallest parts of them.

Persons are counted as cases, once in each unit that has reported about them: those add up. Somebody in two municipalities is one person in
the county, and what the county shows is less than the sum by a number that nobody tells; the cells are protected as if everybody knew it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kostra.app.disclosure.measures import IN_MONTHS, Told
from kostra.app.disclosure.questions import Question, Questions
from kostra.disclosure.problem import Truth, Whole
from kostra.disclosure.registry import Axis, Family, Map, Registry, register
from kostra.model.region import RegionKind, parts_of
from kostra.statistics.places import STRAY
from kostra.statistics.records import Records
from kostra.statistics.rows import Rows, in_units

SMALL = frozenset({RegionKind.MUNICIPALITY, RegionKind.DISTRICT})


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """`family` is which of the registry's families each is, by what is asked and of which regions. `counts` are the inner cells; `amounts`
    are what those in them got together, of some fields, or their months.
    """

    registry: Registry
    family: Mapping[tuple[tuple[Axis, ...], tuple[str, ...]], int]
    counts: Whole
    amounts: Callable[[tuple[str, ...]], Whole]
    places: Map
    kinds: Mapping[str, RegionKind]

    def ids(self, told: Told, regions: tuple[str, ...]) -> Whole:
        """The cell of each set that is told of, the regions first."""
        return self.registry.ids[self.family[told.axes, regions]]

    def inside(self, regions: Collection[str]) -> Truth:
        """The inner cells of some regions."""
        units = [self.places.units[one] for one in regions]
        return self.registry.inside(np.concatenate([np.zeros(0, np.int64), *units]))


def gather(
    records: Records,
    months: str | None,
    questions: Questions,
    asked: Sequence[tuple[Told, tuple[str, ...]]],
) -> Gathered:
    """`asked` is what the tables tell of the source, and of which regions."""
    family = {key: place for place, key in enumerate(dict.fromkeys((told.axes, regions) for told, regions in asked))}
    every = questions.all()
    wanted = {axis.question for axes, _ in family for axis in axes}
    kinds = _kinds(records, asked)
    places = _map(records, kinds)
    registry = register(
        [Family(regions, axes) for axes, regions in family],
        {name: one.many for name, one in every.items() if name in wanted},
        places,
    )
    rows = in_units(records, months if months is not None and f"{months}1" in records.frame.columns else None)
    inner = _inner(registry, rows, every)

    def added(of: Whole | None = None) -> Whole:
        found = np.zeros(registry.inner, np.int64)
        for first, place, many in inner:
            found[first : first + many] = np.bincount(place, of, minlength=many).astype(np.int64)
        return found

    return Gathered(registry, family, added(), lambda fields: added(_got(rows, fields)), places, kinds)


def _got(rows: Rows, fields: tuple[str, ...]) -> Whole:
    return rows.months() if fields == (IN_MONTHS,) else rows.amount(fields)


def gather_numbers(
    records: Records, fields: tuple[str, ...], asked: Sequence[tuple[Told, tuple[str, ...]]]
) -> Gathered:
    """Of persons whom the units have counted themselves. A part of one is one."""
    family = {key: place for place, key in enumerate(dict.fromkeys((told.axes, regions) for told, regions in asked))}
    kinds = _kinds(records, asked)
    places = _map(records, kinds)
    registry = register([Family(regions, axes) for axes, regions in family], {}, places)
    told = -(-records.amount(fields) // records.scale(fields))
    counts = np.bincount(records.unit, weights=told, minlength=registry.inner).astype(np.int64)
    return Gathered(registry, family, counts, lambda _: counts, places, kinds)


def _kinds(records: Records, asked: Sequence[tuple[Told, tuple[str, ...]]]) -> dict[str, RegionKind]:
    """Of every region, and after them of municipalities that some table tells of as one."""
    found = {code: kind for kind, code in records.places.regions}
    for regions in dict.fromkeys(regions for _, regions in asked):
        found |= {code: RegionKind.TOGETHER for code in regions if parts_of(code)}
    return found


def _map(records: Records, kinds: Mapping[str, RegionKind]) -> Map:
    units = {
        code: np.flatnonzero(level.place == place)
        for level in records.places.levels
        for place, code in enumerate(level.codes)
    }
    for code in kinds:
        if code not in units:
            units[code] = np.sort(np.concatenate([units[part] for part in parts_of(code)]))
    small = frozenset(code for code in units if kinds[code] in (*SMALL, RegionKind.TOGETHER) or code == STRAY)
    return Map(units, small, len(records.places.units))


def _inner(registry: Registry, rows: Rows, questions: Mapping[str, Question]) -> list[tuple[int, Whole, int]]:
    """Of each space: its first inner cell, which of them each row is in, and how many they are."""
    asked = {name for space in registry.spaces for name in space.questions}
    answer = {name: questions[name].answer(rows) for name in asked}
    found = []
    for space in registry.spaces:
        place = registry.bloc[rows.group] if space.coarse else rows.group
        for question, length in zip(space.questions, space.shape[1:], strict=True):
            place = place * length + space.pieces[question][answer[question]]
        found.append((space.first, place, int(np.prod(space.shape))))
    return found
