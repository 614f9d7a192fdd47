"""What the cells of an audit are in the tables as they were made, also where they are hidden."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from kostra.app.disclosure.adding_up import Added
from kostra.app.disclosure.figures import Made
from kostra.app.disclosure.sameness import NOWHERE
from kostra.disclosure.audit.published import Truth, Whole
from kostra.methods.cells import columns


class Places:
    """Where the cells of the audit stand in the tables: among the regions and values of a measure."""

    def __init__(self, made: Sequence[Made]) -> None:
        self._shapes = {one.table.id: tuple(len(each.values) for each in one.cube.dimensions) for one in made}
        self._cubes = {one.table.id: one.cube for one in made}
        self._regions = {
            one.table.id: {region: place for place, region in enumerate(one.cube.dimensions[0].values)} for one in made
        }

    def of(self, label: str) -> tuple[str, str, int]:
        table, region, *codes, measure = label.split(";")
        within = [int(code) for code in codes if code]
        place = np.ravel_multi_index([self._regions[table][region], *within], self._shapes[table])
        return table, measure, int(place)

    @cache  # noqa: B019
    def numbers(self, table: str, measure: str) -> Whole:
        """Of each cell of a measure, also where it is hidden."""
        cube = self._cubes[table]
        at = [one.id for one in cube.measures].index(measure)
        numbers: Whole = columns(cube.cells).numerator[at :: len(cube.measures)]
        return numbers

    def truth(self, added: Added) -> tuple[Whole, Truth]:
        """Of each cell, and of which it is known: what was hidden in an earlier release alone is not kept, and is taken to have been much
        as it is now.
        """
        exact = added.exact
        number, told = np.where(exact.known, exact.value, 0), exact.known.copy()
        for own in added.in_tables.tolist():
            table, measure, cell = self.of(exact.labels[own])
            number[own] = self.numbers(table, measure)[cell]
        for own, parts in added.as_one.items():
            if not exact.known[own]:
                number[own] = number[parts].sum()
        told[: added.counted + added.carried] = True
        # What the parts are more than their total stands in one sum alone.
        cells, sums = exact.equations.cell, np.zeros(len(exact.equations), np.int64)
        owner = np.repeat(np.arange(len(sums)), np.diff(exact.equations.start))
        carried = (cells >= added.counted) & (cells < added.counted + added.carried)
        np.add.at(sums, owner[~carried], (number[cells] * exact.equations.sign)[~carried])
        number[cells[carried]] = sums[owner[carried]]
        own = added.counted + added.carried
        number[own:] = np.where(told[own:] | (added.was == NOWHERE), number[own:], number[added.was])
        return number, told
