"""Whole figures in the place of those of a part: where some have not reported, what the estimation says that all of them have.

Only where the run has a figure for the region, and only for the cells that it has one for: totals, and the values of a table that is
divided as the components are. A rate is then over all the inhabitants, and a ratio of two is made where both have a figure. A single
municipality never has one. Who is behind a value is still only those that were reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from kostra.methods.cells import CODE, columns
from kostra.model.cube import Cube, Footnote, Mark
from kostra.statistics import words
from kostra.statistics.definition import TOTAL, UNKNOWN, ByAge, ByCode, Declared, Divided, Ratio, TableDefinition
from kostra.statistics.inhabitants import inhabitants
from kostra.statistics.quality import MUNICIPAL, Figure, Run, Variable, kind_of

_NONE = "0"
"""What a component is called that is of no code, or of no age."""


def filled(cube: Cube, table: TableDefinition, runs: Mapping[str, Run]) -> Cube:
    """`runs` are by form."""
    told = list(_told(cube, _Estimates(cube, table, runs)))
    used = tuple(run.used for form, run in runs.items() if form in {source.id for source in table.sources})
    if not told:
        return replace(cube, runs=used)
    cells = columns(cube.cells)
    found = replace(
        cells,
        numerator=cells.numerator.copy(),
        denominator=cells.denominator.copy(),
        mark=cells.mark.copy(),
        reported=cells.reported.copy(),
        estimated=cells.estimated.copy(),
    )
    for place, value, figure in told:
        found.numerator[place] = 0 if value is None else value.numerator
        found.denominator[place] = 0 if value is None else value.denominator
        found.mark[place] = CODE[Mark.NOT_POSSIBLE if value is None else Mark.ESTIMATED]
        found.reported[place] = figure.reported
        found.estimated[place] = figure.expected - figure.reported
    notes = [Footnote(words.ESTIMATED, {})]
    for one in used:
        told_of = words.RUN if one.same_data else words.RUN_BEFORE
        notes.append(Footnote(told_of.fill(form=one.form, made=f"{one.made:%d.%m.%Y}", iso=one.made.isoformat()), {}))
    return replace(cube, cells=found, runs=used, footnotes=(*cube.footnotes, *notes))


def _told(cube: Cube, estimates: _Estimates) -> Iterator[tuple[int, Fraction | None, Figure]]:
    """The place of each cell that is to have another value, with that value."""
    first, *others = cube.dimensions
    measures = [estimates.table.measure(one.id) for one in cube.measures]
    every = list(product(product(*(one.values for one in others)), measures))
    may = [(place, *one) for place, one in enumerate(every) if estimates.may_be_of(*one)]
    reported = columns(cube.cells).reported
    same_data = any(run.used.same_data for run in estimates.runs.values())
    for number, region in enumerate(first.values):
        covered = cube.coverage[region]
        if kind_of(region, cube.year) in MUNICIPAL or not covered.reported > 0 or not estimates.lacks(region):
            continue
        behind = reported[number * len(every) : (number + 1) * len(every)]
        # All have reported in most, which only a run of the same data may know better than.
        waits = (behind > 0) & ((behind < covered.expected) | same_data)
        for within, codes, measure in may:
            if not waits[within]:
                continue
            place = number * len(every) + within
            one = estimates.of(measure, region, codes)
            if one is not None and (one.same_data or reported[place] < covered.expected):
                yield place, one.value, one.figure


@dataclass(frozen=True, slots=True)
class _Estimate:
    """A value of None is a ratio over nothing.

    `same_data` says that the run was made of the data of the cube. Then it knows best who is missing: to it, nobody has answered where
    nothing is presumed and a register counts somebody.
    """

    value: Fraction | None
    figure: Figure
    same_data: bool


@dataclass(frozen=True, slots=True)
class _Estimates:
    cube: Cube
    table: TableDefinition
    runs: Mapping[str, Run]

    def lacks(self, region: str) -> bool:
        """Whether some variable has another figure for the region than that of its part."""
        figures = (one.figures.get(region) for run in self.runs.values() for one in run.variables.values())
        return any(one is not None and one.reported < one.expected for one in figures)

    def may_be_of(self, codes: tuple[str, ...], measure: Declared) -> bool:
        """Whether some region may have a figure for these values."""
        top = self.table.measure(measure.formula.top) if isinstance(measure.formula, Ratio) else measure
        variable = self._variable(top)
        return variable is not None and (
            set(codes) <= {TOTAL} or _component(variable, self.table.dimensions, codes) is not None
        )

    def of(self, measure: Declared, region: str, codes: tuple[str, ...]) -> _Estimate | None:
        ratio = measure.formula
        if not isinstance(ratio, Ratio):
            return self._amount(measure, region, codes)
        top = self._amount(self.table.measure(ratio.top), region, codes)
        below = self._below(ratio, region, codes)
        if top is None or top.value is None or below is None:
            return None
        return replace(top, value=top.value * ratio.times / below if below else None)

    def _below(self, ratio: Ratio, region: str, codes: tuple[str, ...]) -> Fraction | None:
        if ratio.inhabitants is not None:
            counted = inhabitants(region, self.cube.year, ratio.inhabitants)
            return None if counted is None else Fraction(counted)
        # A share is of the region's own total.
        of = ratio.per or ratio.top
        per = self._amount(self.table.measure(of), region, codes if ratio.per else (TOTAL,) * len(codes))
        return None if per is None else per.value

    def _amount(self, measure: Declared, region: str, codes: tuple[str, ...]) -> _Estimate | None:
        variable = self._variable(measure)
        if variable is None or measure.estimate is None:
            return None
        figure, parts = variable.figures.get(region), measure.estimate.parts
        same_data = self.runs[measure.data.id].used.same_data
        if figure is None or figure.reported >= figure.expected:
            return None
        if not parts and set(codes) <= {TOTAL}:
            return _Estimate(Fraction(figure.whole), figure, same_data)
        wanted = _component(variable, self.table.dimensions, codes)
        if figure.components is None or wanted is None:
            return None
        of = (
            value
            for names, value in figure.components.items()
            if (not parts or names[-1] in parts) and all(names[place] == name for place, name in wanted.items())
        )
        return _Estimate(Fraction(sum(of)), figure, same_data)

    def _variable(self, measure: Declared) -> Variable | None:
        run = self.runs.get(measure.data.id)
        return None if run is None or measure.estimate is None else run.variables.get(measure.estimate.variable)


def _component(variable: Variable, divided: tuple[Divided, ...], codes: tuple[str, ...]) -> dict[int, str] | None:
    """What a component must be called at each of its places; None where it is not divided as the table is."""
    found: dict[int, str] = {}
    for one, code in zip(divided, codes, strict=True):
        if code == TOTAL:
            continue
        name = _NONE if code == UNKNOWN else code
        match one.by:
            case ByCode(field=field) if field == variable.by:
                found[0] = name
            case ByAge(bands) if bands == variable.ages:
                found[1] = name
            case _:
                return None
    return found
