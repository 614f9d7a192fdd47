"""From what was gathered to a frozen record: every variable of a form, for the country, counties and groups.

A figure for a region of one municipality that has not reported all would be that municipality's: it is withheld. So is the country without
Oslo when Oslo is not all there, since what is left of the country is Oslo. Where Oslo can have no figure at all, neither has the country,
and the country without Oslo is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from kostra import __version__, regions
from kostra.app.estimating.counting import components, divided, lists
from kostra.app.estimating.earlier import Earlier, Version
from kostra.app.estimating.gathering import WITHOUT_OSLO, Gathered, population
from kostra.app.estimating.record import Basis, Figure, Frozen, Kind, Part, Value, Values
from kostra.editing.variables import Sums
from kostra.estimation import persons
from kostra.estimation.backtest import Backtest, backtest
from kostra.estimation.catalogue import Counts, Declared, Estimated
from kostra.estimation.components import Integers, apportion, divide, whole_values
from kostra.estimation.estimating import Filled, fill, total
from kostra.estimation.gates import Level, closed
from kostra.estimation.persons import Lists
from kostra.estimation.responses import Evidence, classify
from kostra.estimation.run import Result, Run, units_of
from kostra.estimation.variable import Flags, Floats, Texts, Units, Variable
from kostra.model.errors import Refused
from kostra.model.estimate import Estimate, Parameters, Response
from kostra.model.rounding import shown
from kostra.model.submission import State

LEVELS = (Level.COUNTRY, Level.COUNTY, Level.GROUP)


@dataclass(frozen=True, slots=True)
class Computed:
    frozen: Frozen
    values: Values


def compute(gathered: Gathered, declared: Declared, kind: Kind, parameters: Parameters, seed: int) -> Computed:
    whole = _Whole(gathered, parameters)
    parts, values = [], {}
    for estimated in declared.variables:
        one = _One(whole, estimated)
        parts.append(one.part(seed))
        values[estimated.id] = one.values()
    basis = Basis(
        submissions=tuple(sorted(gathered.now.submissions.items())),
        last=_named(gathered.last),
        before=_named(gathered.before),
        register=gathered.file,
    )
    return Computed(Frozen(kind, __version__, basis, tuple(parts)), values)


def _named(one: Earlier) -> str | None:
    return None if one.version is None else f"{one.version.made_of}:{one.version.through}"


def _refuse_one_municipality(gathered: Gathered) -> None:
    expected = {one.expected.unit[:4] for one in gathered.standings if one.state is not State.NOT_IN_POPULATION}
    if len(expected) < 2:
        raise Refused(
            "Skjemaet ventes fra færre enn to kommuner, og tallet for landet ville vært kommunens. Velg et annet år."
        )


class _Whole:
    """What all variables share."""

    def __init__(self, gathered: Gathered, parameters: Parameters) -> None:
        self.gathered, self.parameters = gathered, parameters
        self.units = gathered.units
        self.code: Texts = np.array(self.units)
        self.places = {level: np.array(codes) for level, codes in gathered.places.items()}
        self.place = {unit: row for row, unit in enumerate(self.units)}
        _refuse_one_municipality(gathered)
        self.oslo: Flags = np.char.startswith(self.code, regions.OSLO)
        self._filled: dict[object, Filled] = {}

    @cached_property
    def now(self) -> Lists:
        return lists(self.gathered.now.frame, self.gathered.now.version, self.place)

    @cached_property
    def last(self) -> Lists:
        return lists(self.gathered.last.frame, self.gathered.now.version, self.place)

    def filled(self, units: Units, variable: Variable, key: object) -> Filled:
        """Persons and cases are estimated from the same sums of units."""
        if key not in self._filled:
            self._filled[key] = fill(units, variable, self.parameters)
        return self._filled[key]

    def regions(self) -> Iterator[tuple[Level, str, Flags, Texts]]:
        """Every region, its units, and the places that a person is counted once in."""
        for level in LEVELS:
            codes = self.places[level]
            for code in np.unique(codes[codes != ""]).tolist():
                yield level, code, codes == code, codes
            if level is Level.COUNTRY and self.oslo.any() and not self.oslo.all():
                yield level, WITHOUT_OSLO, ~self.oslo, codes


class _One:
    """One variable."""

    def __init__(self, whole: _Whole, estimated: Estimated) -> None:
        self.whole, self.estimated = whole, estimated
        self.gathered = gathered = whole.gathered
        self.measures = tuple(gathered.measure(id) for id in estimated.of)
        self.at = tuple(gathered.now.measures.index(measure) for measure in self.measures)
        self.known, self.earlier = self._earlier(gathered.last), self._earlier(gathered.before)
        self.states = tuple(one.state for one in gathered.standings)
        response = self._responses()
        value = np.array([self._sum(gathered.now.totals.get(unit)) for unit in whole.units])
        value[response != Response.REPORTED.value] = np.nan
        people = [population(unit, gathered.year, estimated.population) for unit in whole.units]
        units = Units(whole.code, np.array(gathered.strata), np.array(people), whole.oslo)
        variable = Variable(estimated.label.nb, value, self.known, response)
        self.filled = whole.filled(units, variable, (estimated.of, estimated.population, estimated.tables))
        self.variable = self.filled.variable

    def part(self, seed: int) -> Part:
        names = components(self.estimated, self.gathered.now.version)
        parts = self._components(names) if names else None
        names = () if parts is None else names
        figures, results, withheld, unmade = [], [], [], []
        for level, region, members, places in self.whole.regions():
            if not (members & self.variable.expected).any():
                continue
            if (members & self.filled.lost).any():
                unmade.append(region)
                continue
            if self._is_one_municipality(region, members):
                withheld.append(region)
                continue
            estimate = self._estimate(members, places)
            results.append(Result(region, estimate))
            shut = closed(estimate, self.estimated.gates[level])
            whole = self._shown(estimate, members)
            told = () if parts is None else self._adding_up(whole, parts[members].sum(axis=0))
            figures.append(Figure(level, region, whole, shut, told))
        now = Version.of(self.gathered.now)
        run = Run(
            form=self.gathered.now.whole.form,
            period=str(self.gathered.now.whole.period),
            variable=self.estimated.id,
            data=now.made_of,
            log=now.through,
            parameters=self.whole.parameters,
            seed=seed,
            units=units_of(self.filled, self.states),
            results=tuple(sorted(results, key=lambda one: one.region)),
            backtest=self._backtest(),
        )
        # How many have reported, and their weight, are known whether or not the country has a figure.
        municipal = closed(total(self.filled), self.estimated.gates[Level.MUNICIPALITY])
        return Part(run, tuple(figures), names, tuple(withheld), municipal, tuple(unmade))

    def values(self) -> dict[str, Value]:
        """In whole numbers, so that the causes of a revision add up to it. What is lost counts as nothing, in sums that it is not in."""
        found = {}
        estimated, values = self.filled.estimated.tolist(), whole_values(self.filled).tolist()
        rows = zip(self.whole.units, self.variable.response.tolist(), values, estimated, strict=True)
        for unit, response, value, is_estimated in rows:
            delivered: float | None = None
            if response == Response.REPORTED:
                delivered = self._sum(self.gathered.delivered.get(unit))
            elif response == Response.NIL:
                delivered = 0.0
            found[unit] = Value(float(value), delivered, is_estimated)
        return found

    def _sum(self, sums: Sums | None) -> float:
        return float("nan") if sums is None else float(sum(sums[place] for place in self.at))

    def _earlier(self, then: Earlier) -> Floats:
        """Not a number where one of the sums is not known."""
        found = np.full(len(self.whole.units), np.nan)
        by_measure = [then.values.get(measure, {}) for measure in self.measures]
        for row, unit in enumerate(self.whole.units):
            if all(unit in values for values in by_measure):
                found[row] = sum(values[unit] for values in by_measure)
        return found

    def _responses(self) -> Texts:
        gathered, tables = self.gathered, frozenset(self.estimated.tables)
        found = []
        for row, one in enumerate(gathered.standings):
            unit, last = one.expected.unit, float(self.known[row])
            evidence = Evidence(
                last=None if np.isnan(last) else last,
                register=None if gathered.register is None else gathered.register.get(unit),
                content=gathered.contents.get(unit),
                usable=unit in gathered.now.totals and not tables & gathered.unusable.get(unit, frozenset()),
            )
            found.append(classify(one.state, evidence).value)
        return np.array(found)

    def _estimate(self, members: Flags, places: Texts) -> Estimate:
        if self.estimated.counts is Counts.SUM:
            return total(self.filled, members)
        if self.estimated.counts is Counts.CASES:
            places = self.whole.places[Level.MUNICIPALITY]
        return persons.estimate(self.filled, self.whole.now, self.whole.last, places, members)

    def _shown(self, estimate: Estimate, members: Flags) -> int:
        """A sum is that of whole numbers, so that regions add up to the country; persons in several regions do not add up."""
        if self.estimated.counts is Counts.SUM:
            return int(whole_values(self.filled)[members & self.variable.expected].sum())
        return int(shown(Fraction(estimate.value)))

    def _components(self, names: tuple[str, ...]) -> Integers | None:
        """None where something is estimated and nobody has reported any: nothing tells how to divide it."""
        gathered = self.gathered
        if self.estimated.by is not None:
            observed = divided(gathered.now.frame, self.estimated, gathered.year, names, self.whole.place)
        else:
            sums = [gathered.now.totals.get(unit, gathered.now.nothing) for unit in self.whole.units]
            observed = np.array([[int(one[place]) for place in self.at] for one in sums], np.int64)
        if whole_values(self.filled)[self.filled.estimated].any() and not observed[self.variable.reported].any():
            return None
        return divide(self.filled, observed)

    def _adding_up(self, whole: int, parts: Integers) -> tuple[int, ...]:
        """To the figure as it is shown: where persons are fewer than cases, each component is as much smaller."""
        if whole == int(parts.sum()) or not parts.any():
            return tuple(parts.tolist())
        return tuple(apportion(whole, parts.astype(np.float64)).tolist())

    def _is_one_municipality(self, region: str, members: Flags) -> bool:
        silent = self.variable.silent
        if region == WITHOUT_OSLO:
            return bool((silent & self.whole.oslo).any()) and not self.filled.lost.any()
        held = members & self.variable.expected
        return bool((silent & held).any()) and len(np.unique(self.whole.places[Level.MUNICIPALITY][held])) == 1

    def _backtest(self) -> Backtest | None:
        """None where last year was not collected here, or this year's silent units could not be estimated from the year before it."""
        if not np.isfinite(self.known).any():
            return None
        silent = self.variable.silent & np.isfinite(self.known)
        try:
            return backtest(
                self.filled.units, self.estimated.label.nb, self.known, self.earlier, silent, self.whole.parameters
            )
        except Refused:
            return None
