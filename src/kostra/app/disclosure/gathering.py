"""The cells of a source: every set of persons that the tables of a year tell of, and how many are in the smallest parts of them.

Persons are counted as cases, once in each unit that has reported about them: those add up. Somebody in two municipalities is one person in
the county, and what the county shows is less than the sum by a number that nobody tells; the cells are protected as if everybody knew it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kostra.app.disclosure.measures import Told
from kostra.app.disclosure.questions import Question, Questions
from kostra.disclosure.problem import Whole
from kostra.disclosure.registry import Axis, Family, Map, Registry, register
from kostra.model.region import RegionKind
from kostra.statistics.places import STRAY
from kostra.statistics.records import Records
from kostra.statistics.rows import Rows, in_units

SMALL = frozenset({RegionKind.MUNICIPALITY, RegionKind.DISTRICT})


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """`family` is which of the registry's families each is, by what is asked and of which regions. `counts` are the inner cells."""

    registry: Registry
    family: Mapping[tuple[tuple[Axis, ...], tuple[str, ...]], int]
    counts: Whole
    kinds: Mapping[str, RegionKind]

    def ids(self, told: Told, regions: tuple[str, ...]) -> Whole:
        """The cell of each set that is told of, the regions first."""
        return self.registry.ids[self.family[told.axes, regions]]


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
    kinds = {code: kind for kind, code in records.places.regions}
    registry = register(
        [Family(regions, axes) for axes, regions in family],
        {name: one.many for name, one in every.items() if name in wanted},
        _map(records, kinds),
    )
    rows = in_units(records, months if months is not None and f"{months}1" in records.frame.columns else None)
    return Gathered(registry, family, _counted(registry, rows, every), kinds)


def gather_numbers(
    records: Records, fields: tuple[str, ...], asked: Sequence[tuple[Told, tuple[str, ...]]]
) -> Gathered:
    """Of persons whom the units have counted themselves. A part of one is one."""
    family = {key: place for place, key in enumerate(dict.fromkeys((told.axes, regions) for told, regions in asked))}
    kinds = {code: kind for kind, code in records.places.regions}
    registry = register([Family(regions, axes) for axes, regions in family], {}, _map(records, kinds))
    told = -(-records.amount(fields) // records.scale(fields))
    counts = np.bincount(records.unit, weights=told, minlength=registry.inner).astype(np.int64)
    return Gathered(registry, family, counts, kinds)


def _map(records: Records, kinds: Mapping[str, RegionKind]) -> Map:
    units = {
        code: np.flatnonzero(level.place == place)
        for level in records.places.levels
        for place, code in enumerate(level.codes)
    }
    small = frozenset(code for code in units if kinds[code] in SMALL or code == STRAY)
    return Map(units, small, len(records.places.units))


def _counted(registry: Registry, rows: Rows, questions: Mapping[str, Question]) -> Whole:
    asked = {name for space in registry.spaces for name in space.questions}
    answer = {name: questions[name].answer(rows) for name in asked}
    counts = np.zeros(registry.inner, np.int64)
    for space in registry.spaces:
        place = registry.bloc[rows.group] if space.coarse else rows.group
        for question, length in zip(space.questions, space.shape[1:], strict=True):
            place = place * length + space.pieces[question][answer[question]]
        many = int(np.prod(space.shape))
        counts[space.first : space.first + many] = np.bincount(place, minlength=many)
    return counts
