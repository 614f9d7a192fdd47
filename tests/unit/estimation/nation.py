"""A small made-up country for the tests of estimation: municipalities in three groups, and Oslo with two districts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kostra.estimation.variable import Floats, Units, Variable
from kostra.model.estimate import Response

R, Z, L, U, X = (one.value for one in Response)


def country(seed: int = 1, municipalities: int = 60) -> tuple[Units, Variable]:
    """All have reported, but for six with nothing. The two last rows are Oslo."""
    chance = np.random.Generator(np.random.PCG64(seed))
    n = municipalities + 2
    population = np.rint(np.exp(chance.normal(8.5, 1.0, n)))
    last = np.rint(population * 0.03 * np.exp(chance.normal(0, 0.3, n))) + 1
    value = np.rint(last * 1.05 + chance.normal(0, 1, n) * np.sqrt(last)).clip(1)
    value[:6], last[:5] = 0, 0
    group = np.array([f"EKG{1 + row % 3:02}" for row in range(municipalities)] + ["EKG13"] * 2)
    code = np.array([f"{1101 + row}00" for row in range(municipalities)] + ["030101", "030102"])
    response = np.where(value > 0, R, Z).astype("<U8")
    return Units(code, group, population, np.char.startswith(code, "0301")), Variable("x", value, last, response)


def silence(variable: Variable, rows: dict[int, str]) -> Variable:
    """Some units have said nothing, and are classed as told."""
    response, value = variable.response.copy(), variable.value.copy()
    for row, one in rows.items():
        response[row], value[row] = one, np.nan
    return replace(variable, response=response, value=value)


def permuted(units: Units, variable: Variable, order: np.ndarray) -> tuple[Units, Variable]:
    return (
        Units(units.code[order], units.stratum[order], units.population[order], units.take_all[order]),
        Variable(variable.name, variable.value[order], variable.last[order], variable.response[order]),
    )


def scaled(variable: Variable, value: float, last: float) -> Variable:
    return replace(variable, value=variable.value * value, last=variable.last * last)


def changed(variable: Variable, row: int, *, value: float | None = None, last: float | None = None) -> Variable:
    values: Floats = variable.value.copy()
    lasts: Floats = variable.last.copy()
    if value is not None:
        values[row] = value
    if last is not None:
        lasts[row] = last
    return replace(variable, value=values, last=lasts)
