"""What is said of each cell of a source before anything is worked out: what tables show of it, who is behind it, what was out before, and
what people have decided.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import numpy as np

from kostra.app.disclosure.figures import Figure
from kostra.app.disclosure.gathering import SMALL, gather, gather_numbers
from kostra.app.disclosure.hindrances import Before, Reason
from kostra.app.disclosure.measures import PERSONS, Told, fields_of
from kostra.app.disclosure.otherwise import known, otherwise
from kostra.app.disclosure.questions import Questions
from kostra.disclosure.primary import frequency, guessed
from kostra.disclosure.problem import Truth, Whole
from kostra.disclosure.registry import NO_CELL
from kostra.methods.cells import columns
from kostra.model.region import RegionKind
from kostra.statistics.definition import Over, Ratio, Source
from kostra.statistics.inhabitants import inhabitants
from kostra.statistics.records import Records

_SMALLEST_LAST = 2000
"""Municipalities with fewer inhabitants, and districts, give way to larger ones."""


class Marks:
    """Of what is `counted` in one source: `figures` are those that tell of it. A mark is by cell."""

    def __init__(
        self,
        source: Source,
        counting: str,
        figures: Sequence[tuple[Figure, Told]],
        records: Records,
        questions: Mapping[Source, Questions],
        before: Before,
    ) -> None:
        self.source, self.counting, self.figures, self._before = source, counting, figures, before
        asked = [(told, one.regions) for one, told in figures]
        self._otherwise = otherwise(figures, before)
        asked += [(each.told, each.regions) for each in self._otherwise]
        if counting == PERSONS:
            months = next((one.made.table.months for one, _ in figures if one.made.table.data == source), None)
            self.gathered = gather(records, months, questions[source], asked)
        else:
            self.gathered = gather_numbers(records, fields_of(counting), asked)
        self.many = len(self.gathered.registry.cells)
        kinds = np.array([kind not in SMALL for kind in self.gathered.kinds.values()])
        self.large: Truth = kinds[self.gathered.registry.regions]

    def ids(self, one: Figure, told: Told) -> Whole:
        """The cell that each figure tells of."""
        ids = self.gathered.ids(told, one.regions)
        if told.whole:
            each = len(ids) // len(one.regions)
            ids = np.repeat(ids[::each], each)
        return ids

    def published(self, amount: str | None, *, small: bool = False) -> Truth:
        """What some table shows, if it may: of an amount, or of anything. With `small` also what it would show of a larger municipality."""
        found = np.zeros(self.many, np.bool_)
        for one, told in self.figures:
            if amount is None or told.amount == amount:
                ids = self.ids(one, told)
                may = (one.hindered == Reason.SAFE) | (small & (one.hindered == Reason.SMALL))
                found[ids[(ids != NO_CELL) & may]] = True
        return found

    def contributors(self, amount: str) -> Truth:
        """Where fewer than the limit have anything of it, or one of them has nearly all."""
        found = np.zeros(self.many, np.bool_)
        for one, told in self.figures:
            if one.place is None or told is not one.first or told.amount != amount:
                continue
            cells, rule = columns(one.made.cube.cells), one.made.table.disclosure
            behind = cells.contributors[one.flat]
            few = frequency(behind, rule.limit, zeros_shown=True)
            if amount != PERSONS:
                largest = np.stack([cells.largest[one.flat], cells.second[one.flat]], axis=1)
                whole = np.where(cells.denominator[one.flat] == 1, cells.numerator[one.flat], 0)
                few |= guessed(whole, largest, rule.percent, 1) & (largest[:, 0] > 0) & (whole > 0)
            ids = self.ids(one, told)
            found[ids[few & (ids != NO_CELL)]] = True
        return found

    def weight(self) -> Whole:
        """The country before all, what is large before what is small."""
        year = self.figures[0][0].made.cube.year
        by_region = []
        for code, kind in self.gathered.kinds.items():
            small = kind is RegionKind.DISTRICT
            if kind in (RegionKind.MUNICIPALITY, RegionKind.TOGETHER):
                small = (inhabitants(code, year) or 0) < _SMALLEST_LAST
            by_region.append(2 if kind is RegionKind.COUNTRY else -1 if small else 0)
        return np.array(by_region, np.int64)[self.gathered.registry.regions]

    def earlier(self, reason: Reason, amount: str | None = None, over: Over | None = None) -> Truth:
        """What was shown, or not, in the release that came before; of persons or of cases alone, where those are asked for. A mean that
        was hidden does not say that the amount was: it may have been what that is divided by.
        """

        def mark(one: Figure) -> Truth | None:
            asked = over is None or one.over is over
            asked &= amount is None or reason is Reason.SAFE or not isinstance(one.measure.formula, Ratio)
            return self._before.earlier(one.made.cube, one.place or 0, reason) if asked else None

        return self._marked(mark, amount)

    def elsewhere(self, amount: str) -> Truth:
        """What was shown earlier in regions that the tables have no more."""
        return known(self._otherwise, amount, self._before, self.gathered)

    def out(self, amount: str | None = None) -> Truth:
        """What was shown earlier and is known from there: where figures of the region have changed, it may be another number now."""
        changed = self._changed(amounts=amount is not None)
        stirred = np.array([code in changed for code in self.gathered.kinds])
        found: Truth = self.earlier(Reason.SAFE, amount) & ~stirred[self.gathered.registry.regions]
        return found

    @cached_property
    def stirred(self) -> Truth:
        """The inner cells of municipalities of which some amount is another number than before."""
        small = {code for code, kind in self.gathered.kinds.items() if kind in (*SMALL, RegionKind.TOGETHER)}
        return self.gathered.inside(self._changed(amounts=True) & small)

    def _changed(self, *, amounts: bool) -> frozenset[str]:
        return self._before.changed.get((self.source.id, amounts), frozenset())

    def forced(self) -> Truth:
        return self._marked(lambda one: self._before.forced(one.made.cube, one.place or 0))

    def last_year(self) -> Truth:
        return self._marked(lambda one: self._before.last_year(one.made.cube, one.place or 0))

    def _marked(self, mark: Callable[[Figure], Truth | None], amount: str | None = None) -> Truth:
        """Of those counted, or of an amount."""
        found = np.zeros(self.many, np.bool_)
        for one, told in self.figures:
            if one.place is None or told is not one.first or told.amount != (amount or self.counting):
                continue
            marked = mark(one)
            if marked is not None:
                ids = self.ids(one, told)
                found[ids[marked & (ids != NO_CELL)]] = True
        return found
