"""One run of the estimation as a record that is kept as it was: what went in, by which parameters, and what came out.

Its JSON is the same bytes for the same run, whatever order the parts were handed over in. No value of a single unit is in it: those are
made again from the data version and the place in the log, and are not published.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from math import isfinite

from kostra.estimation.backtest import Backtest
from kostra.estimation.estimating import Filled
from kostra.model.estimate import Estimate, Parameters
from kostra.model.submission import State


@dataclass(frozen=True, slots=True)
class Result:
    """The estimate for a region: the country, a county, a KOSTRA group."""

    region: str
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class Unit:
    """How a unit counted: its state and response, where its value comes from, and whether it kept its value outside the model."""

    code: str
    state: State
    response: str
    marker: str
    unlike: bool


@dataclass(frozen=True, slots=True)
class Run:
    """`data` names the version of the data, and `log` the last event of the log that is in it."""

    form: str
    period: str
    variable: str
    data: str
    log: int
    parameters: Parameters
    seed: int
    units: tuple[Unit, ...]
    results: tuple[Result, ...]
    backtest: Backtest | None = None


def units_of(filled: Filled, states: tuple[State, ...]) -> tuple[Unit, ...]:
    """`states` in the order of the units; told sorted by code."""
    rows = zip(
        filled.units.code.tolist(),
        states,
        filled.variable.response.tolist(),
        filled.marker.tolist(),
        filled.unlike.tolist(),
        strict=True,
    )
    return tuple(sorted((Unit(*row) for row in rows), key=lambda unit: unit.code))


def as_json(run: Run) -> str:
    """Sorted keys, no spaces that depend on anything; a number that is not finite is null."""
    told = asdict(run)
    told["units"] = sorted(told["units"], key=lambda unit: unit["code"])
    told["results"] = sorted(told["results"], key=lambda result: result["region"])
    return json.dumps(_plain(told), ensure_ascii=False, sort_keys=True, allow_nan=False, indent=1) + "\n"


def _plain(value: object) -> object:
    match value:
        case dict():
            return {key: _plain(one) for key, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case float() if not isfinite(value):
            return None
    return value
