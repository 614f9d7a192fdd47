"""Which unknown cells lie close to one, by the sums they share: those that bring the fewest new sums with them come first.

Such a neighbourhood (the groups of one municipality, then of those that share its county or its group) has room to move in, with all around
it held still.
"""

from __future__ import annotations

import heapq
import itertools

import numpy as np

from kostra.disclosure.audit.published import Whole
from kostra.disclosure.audit.system import System, by_column


class Nearby:
    def __init__(self, system: System, rng: np.random.Generator) -> None:
        self.starts, self.order = by_column(system)
        ends = np.searchsorted(system.row, np.arange(system.rows + 1))
        columns, rows = system.column.tolist(), system.row[self.order].tolist()
        self.columns_of = [columns[first:last] for first, last in itertools.pairwise(ends)]
        self.rows_of = [rows[first:last] for first, last in zip(self.starts[:-1], self.starts[1:], strict=True)]
        self._rng = rng

    def around(self, rows: list[int], size: int) -> Whole:
        """So many columns around some rows."""
        left: dict[int, int] = {}
        touched: set[int] = set()
        taken: dict[int, None] = {}
        queue: list[tuple[int, float, int]] = []

        def touch(row: int) -> None:
            touched.add(row)
            for column, chance in zip(self.columns_of[row], self._rng.random(len(self.columns_of[row])), strict=True):
                if column not in taken:
                    left[column] = left.get(column, len(self.rows_of[column])) - 1
                    heapq.heappush(queue, (left[column], chance, column))

        for row in dict.fromkeys(rows):
            touch(row)
        while queue and len(taken) < size:
            new, _, column = heapq.heappop(queue)
            if column in taken or left[column] != new:
                continue
            taken[column] = None
            for row in self.rows_of[column]:
                if row not in touched:
                    touch(row)
        return np.array(sorted(taken), dtype=np.int64)
