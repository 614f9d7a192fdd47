"""A run as it is frozen: what went in, by which parameters, and every figure with why it may not be published. Its JSON can be read again.

When and by whom it was made stands beside it, so that the same data give the same bytes. No value of a single unit is in it; those are in
`Values`, which is kept for explaining a revision and never leaves the house.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from math import inf
from typing import Any

from kostra.estimation import run as runs
from kostra.estimation.backtest import Backtest
from kostra.estimation.gates import Closed, Level
from kostra.estimation.run import Result, Run, Unit
from kostra.model.estimate import Estimate, Parameters
from kostra.model.submission import State


class Kind(StrEnum):
    PROVISIONAL = "provisional"
    FINAL = "final"
    TRIAL = "trial"


@dataclass(frozen=True, slots=True)
class Figure:
    """What is told of a region. `whole` is the figure as it is shown, and what its components add up to.

    `closed` says why it may not be published; nothing said, and it may.
    """

    level: Level
    region: str
    whole: int
    closed: tuple[Closed, ...]
    components: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One variable. `components` names what the components of the figures are; `municipal` says why municipalities may not be published.

    `withheld` are regions of one municipality that has not reported all: its figure would be that municipality's. `unmade` are those that
    Oslo is in, when a district of it is silent and has no last year to carry forward.
    """

    run: Run
    figures: tuple[Figure, ...]
    components: tuple[str, ...]
    withheld: tuple[str, ...]
    municipal: tuple[Closed, ...]
    unmade: tuple[str, ...] = ()

    def estimate(self, region: str) -> Estimate:
        return next(one.estimate for one in self.run.results if one.region == region)

    def figure(self, region: str) -> Figure | None:
        return next((one for one in self.figures if one.region == region), None)


@dataclass(frozen=True, slots=True)
class Basis:
    """`submissions` are those that were in it, by unit. `last` and `before` name the data of the two years before, `register` a file."""

    submissions: tuple[tuple[str, str], ...]
    last: str | None
    before: str | None
    register: str | None


@dataclass(frozen=True, slots=True)
class Frozen:
    kind: Kind
    program: str
    basis: Basis
    parts: tuple[Part, ...]

    @property
    def form(self) -> str:
        return self.parts[0].run.form

    def part(self, variable: str) -> Part | None:
        return next((one for one in self.parts if one.run.variable == variable), None)


@dataclass(frozen=True, slots=True)
class Value:
    """One unit in one variable: what counted in the sums, and what was delivered before edits (None where nothing usable was)."""

    value: float
    delivered: float | None
    estimated: bool


Values = dict[str, dict[str, Value]]
"""By variable and unit."""


def as_json(frozen: Frozen) -> str:
    told = asdict(frozen)
    for part, one in zip(told["parts"], frozen.parts, strict=True):
        part["run"] = json.loads(runs.as_json(one.run))
    return json.dumps(told, ensure_ascii=False, sort_keys=True, allow_nan=False, indent=1) + "\n"


def read(written: str) -> Frozen:
    told = json.loads(written)
    basis = told["basis"]
    submissions = tuple((unit, id) for unit, id in basis.pop("submissions"))
    return Frozen(
        Kind(told["kind"]),
        told["program"],
        Basis(submissions, **basis),
        tuple(_part(one) for one in told["parts"]),
    )


def values_as_json(values: Values) -> str:
    told = {
        variable: {unit: [one.value, one.delivered, one.estimated] for unit, one in sorted(units.items())}
        for variable, units in sorted(values.items())
    }
    return json.dumps(told, sort_keys=True, allow_nan=False)


def read_values(written: str) -> Values:
    return {
        variable: {unit: Value(*one) for unit, one in units.items()} for variable, units in json.loads(written).items()
    }


def _part(told: dict[str, Any]) -> Part:
    return Part(
        run=_run(told["run"]),
        figures=tuple(
            Figure(
                Level(one["level"]),
                one["region"],
                one["whole"],
                tuple(map(Closed, one["closed"])),
                tuple(one["components"]),
            )
            for one in told["figures"]
        ),
        components=tuple(told["components"]),
        withheld=tuple(told["withheld"]),
        municipal=tuple(map(Closed, told["municipal"])),
        unmade=tuple(told.get("unmade", ())),
    )


def _run(told: dict[str, Any]) -> Run:
    tried = told.pop("backtest")
    units = (replace(unit, state=State(unit.state)) for unit in (Unit(**one) for one in told.pop("units")))
    results = (Result(one["region"], _estimate(one["estimate"])) for one in told.pop("results"))
    return Run(
        units=tuple(units),
        results=tuple(results),
        parameters=Parameters(**told.pop("parameters")),
        backtest=None if tried is None else Backtest(**tried | {"estimate": _estimate(tried["estimate"])}),
        **told,
    )


def _estimate(told: dict[str, Any]) -> Estimate:
    """Degrees of freedom without end are null in JSON."""
    return Estimate(**told | {"freedom": inf if told["freedom"] is None else told["freedom"]})
