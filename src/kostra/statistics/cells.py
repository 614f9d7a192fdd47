"""The cells of a table: its measures, in the regions of its own source, one over another, with the marks.

A ratio over two sources is of the units that have answered in both, above and below alike. A region that a source does not have is missing
from its measures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kostra.methods.cells import CODE, Cells, lowest, multiplied
from kostra.model.cube import Mark, Status
from kostra.statistics.counting import Shared, count
from kostra.statistics.definition import Declared, Ratio, Source, TableDefinition
from kostra.statistics.dividing import dimension
from kostra.statistics.figures import Figures
from kostra.statistics.places import NOWHERE, Map, Places
from kostra.statistics.records import Records, Whole
from kostra.statistics.reporting import behind, in_both, reporting


def cells(table: TableDefinition, records: Mapping[Source, Records], regions: Sequence[str], status: Status) -> Cells:
    making = _Making(table, records, regions)
    each = [making.told(one) for one in table.measures if not one.hidden]
    value, below, reported, contributors, largest, second = (
        np.stack(parts, axis=-1).reshape(-1) for parts in zip(*each, strict=True)
    )
    value, below = lowest(value, np.where(reported > 0, below, 0))
    mark = np.full(len(value), CODE[Mark.PROVISIONAL if status is Status.PROVISIONAL else None])
    mark[value == 0] = CODE[Mark.NIL]
    mark[below == 0] = CODE[Mark.NOT_POSSIBLE]
    mark[reported == 0] = CODE[Mark.MISSING]
    contributors[reported == 0] = 0
    return Cells(value, below, mark, reported, np.zeros_like(value), contributors, largest, second)


@dataclass(frozen=True, slots=True)
class _Counted:
    """The figures of a measure in the regions of the table, and how many units are behind each region."""

    figures: Figures
    reported: Whole
    records: Records | None
    regions: Places


class _Making:
    def __init__(self, table: TableDefinition, records: Mapping[Source, Records], regions: Sequence[str]) -> None:
        self._table = table
        self._records = records
        self._regions = regions
        self._width = int(np.prod([len(dimension(one, records[table.data].year).values) for one in table.dimensions]))
        self._counted: dict[tuple[str, Source], _Counted] = {}
        self._placed: dict[int, Places] = {}
        self._shared: Shared = {}

    def told(self, one: Declared) -> tuple[Whole, ...]:
        """Value, what it is over, units reported, contributors, the largest and the second: regions by values."""
        if isinstance(one.formula, Ratio):
            return self._ratio(one.formula)
        found = self._of(one)
        figures = found.figures
        two = figures.two or (np.zeros_like(figures.value),) * 2
        return figures.value, figures.below, self._wide(found.reported), figures.contributors, *two

    def _ratio(self, ratio: Ratio) -> tuple[Whole, ...]:
        top = per = self._table.measure(ratio.top)
        if ratio.per is not None:
            per = self._table.measure(ratio.per)
        above, under = self._of(top, per.data), self._of(per, top.data)
        reported = np.where(under.reported > 0, above.reported, 0)
        value, below = multiplied(above.figures.value, np.array(ratio.times)), above.figures.below
        if ratio.per is not None:
            value, below = multiplied(value, under.figures.below), multiplied(below, under.figures.value)
        elif ratio.inhabitants is not None:
            if above.records is not None:
                persons = behind(above.records, ratio.inhabitants)[above.regions]
                below = multiplied(below, persons[:, None])
        else:
            # A share is of the region's own total, which stands first in it.
            below = np.repeat(above.figures.value[:, :1], self._width, axis=1)
        nobody = np.zeros_like(value)
        return value, below, self._wide(reported), above.figures.contributors, nobody, nobody

    def _wide(self, regions: Whole) -> Whole:
        return np.repeat(regions[:, None], self._width, axis=1)

    def _of(self, one: Declared, other: Source | None = None) -> _Counted:
        """A measure, of the units that have answered in another source too."""
        both = one.data if other is None else other
        if (one.id, both) not in self._counted:
            self._counted[one.id, both] = self._count(one, both)
        return self._counted[one.id, both]

    def _place(self, places: Map) -> Places:
        """Where the regions of the table are among those of a source."""
        if id(places) not in self._placed:
            number = {code: place for place, (_, code) in enumerate(places.regions)}
            self._placed[id(places)] = np.array([number.get(one, NOWHERE) for one in self._regions], np.int64)
        return self._placed[id(places)]

    def _count(self, one: Declared, other: Source) -> _Counted:
        records, others = self._records.get(one.data), self._records.get(other)
        if records is None or others is None:
            nothing = np.zeros((len(self._regions), self._width), np.int64)
            regions = np.full(len(self._regions), NOWHERE, np.int64)
            return _Counted(Figures(nothing, nothing, nothing), nothing[:, 0], None, regions)
        if other != one.data:
            records = in_both(records, others)
        regions = self._place(records.places)
        figures = count(records, one, self._table.dimensions, self._table.months, self._shared).at(regions)
        reported = reporting(records).units[regions]
        reported[regions == NOWHERE] = 0
        return _Counted(figures, reported, records, regions)
