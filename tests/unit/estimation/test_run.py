"""A run as a record: the same bytes whatever the order, all that is needed to make it again, and no value of a single unit."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np

from kostra.estimation.backtest import backtest
from kostra.estimation.estimating import Filled, fill, total
from kostra.estimation.run import Result, Run, as_json, units_of
from kostra.model.estimate import Parameters
from kostra.model.submission import State
from unit.estimation.nation import L, country, silence


def filled() -> Filled:
    units, variable = country()
    return fill(units, silence(variable, {10: L, 60: L}), Parameters())


def run(found: Filled) -> Run:
    states = tuple(State.LATE if row in (10, 60) else State.FINAL for row in range(len(found.units)))
    groups = sorted(set(found.units.stratum.tolist()))
    results = tuple(Result(group, total(found, found.units.stratum == group)) for group in groups)
    tried = backtest(
        found.units, "x", found.variable.last, found.variable.last, np.zeros(len(states), bool), Parameters()
    )
    return Run("11F", "2026", "x", "sha256:0", 4711, Parameters(), 1, units_of(found, states), results, tried)


def test_the_same_run_is_the_same_bytes() -> None:
    one = run(filled())
    turned = replace(one, units=one.units[::-1], results=one.results[::-1])
    assert as_json(one) == as_json(turned) == as_json(run(filled()))


def test_it_tells_what_is_needed_to_make_it_again() -> None:
    told = json.loads(as_json(run(filled())))
    assert (told["data"], told["log"], told["seed"]) == ("sha256:0", 4711, 1)
    assert told["parameters"] == {"iterate": 4.5, "level": 0.95, "model": 4.5, "model_units": 5}
    assert told["units"][0]["code"] == "030101"
    by_code = {unit["code"]: unit for unit in told["units"]}
    assert by_code["030101"]["marker"] == "CF" and by_code["030101"]["state"] == "late"
    assert by_code["111100"]["response"] == "late" and by_code["111100"]["marker"] == "FIR"


def test_no_value_of_a_unit_is_in_it_and_what_is_not_finite_is_null() -> None:
    found = filled()
    told = json.loads(as_json(run(found)))
    assert set(told["units"][0]) == {"code", "state", "response", "marker", "unlike"}
    oslo = next(one for one in told["results"] if one["region"] == "EKG13")
    assert np.isinf(total(found, found.units.stratum == "EKG13").freedom) and oslo["estimate"]["freedom"] is None
