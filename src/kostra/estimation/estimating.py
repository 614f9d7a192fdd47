"""The estimate of a variable: what was reported, what is known to be nothing, and what the silent stand for.

Each silent unit goes to the first link of a chain that reaches it: last year's final value, the population, the group's mean. A unit like
no other is never modelled: last year's value is carried forward, with a mark, and where there is none it has no value, and no sum that it
is in has one. The value of one unit is a step on the way to a sum, and never published. It refuses when any other silent unit cannot be
reached, and says which.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

import numpy as np

from kostra.estimation.presence import presence
from kostra.estimation.stage import Stage, learn
from kostra.estimation.variable import Flags, Floats, Texts, Units, Variable
from kostra.methods.student import quantile
from kostra.model.errors import Refused
from kostra.model.estimate import Estimate, Marker, Parameters, Response

METHOD = "ratio: last year, population, group mean"


@dataclass(frozen=True, slots=True)
class Filled:
    """Every unit with a value. `presence` is the probability of cases: 1 but for unknown units.

    `marker` is empty for those outside and for those that are `lost`: silent, like no other, and with nothing to carry forward. Their
    value is not a number.
    """

    units: Units
    variable: Variable
    parameters: Parameters
    value: Floats
    presence: Floats
    marker: Texts
    stages: tuple[Stage, ...]
    lost: Flags
    carried_spread: float
    """The variance of what is carried forward, for each unit of last year's value: the change of those who reported both years."""

    @property
    def unlike(self) -> Flags:
        """Reporting units that kept their value and left the model."""
        found = np.zeros(len(self.units), np.bool_)
        for stage in self.stages:
            found |= stage.unlike
        return found

    @property
    def estimated(self) -> Flags:
        """Silent units with a value."""
        found: Flags = self.variable.silent & ~self.lost
        return found

    @property
    def carried(self) -> Flags:
        found: Flags = self.marker == Marker.CARRIED.value
        return found


def fill(units: Units, variable: Variable, parameters: Parameters) -> Filled:
    """A value for every unit that can have one."""
    reported, silent = variable.reported, variable.silent
    carried = silent & units.take_all & np.isfinite(variable.last)
    lost = silent & units.take_all & ~carried
    reach = silent & ~units.take_all
    likely = np.ones(len(units))
    unknown = variable.of(Response.UNKNOWN) & reach
    if unknown.any():
        likely[unknown] = _presence(units, variable)[unknown]

    stages = tuple(_chain(units, variable, reach, parameters))
    unreached = reach
    for stage in stages:
        unreached = unreached & ~stage.here
    if unreached.any():
        raise Refused(_unreachable(variable, units.code[unreached], parameters))

    value = np.where(reported, variable.value, 0.0)
    marker = np.where(variable.answered, Marker.RETURNED.value, "").astype("<U3")
    for stage in stages:
        value += likely * stage.expected
        marker[stage.here] = stage.marker.value
    value[lost] = np.nan
    value[carried] = variable.last[carried]
    marker[carried] = Marker.CARRIED.value
    both = reported & (np.nan_to_num(variable.last) > 0)
    spread = 0.0
    if carried.any() and both.any():
        spread = float(((variable.value - variable.last)[both] ** 2 / variable.last[both]).mean())
    return Filled(units, variable, parameters, value, likely, marker, stages, lost, spread)


def total(filled: Filled, members: Flags | None = None) -> Estimate:
    """The sum over some of the units: a county, a group; all of them when nobody is named. Not a number where one of them is lost."""
    variable, parameters = filled.variable, filled.parameters
    members = variable.expected if members is None else members & variable.expected
    errors = _errors(filled, members)
    value = float(filled.value[members].sum())
    low, high = interval(value, errors.adjusted, errors.freedom, parameters.level)
    known = np.nan_to_num(variable.last[members])
    answered = variable.answered[members]
    return Estimate(
        value=value,
        standard_error=errors.model,
        interval_error=errors.adjusted,
        robust_error=errors.robust,
        freedom=errors.freedom,
        low=low,
        high=high,
        reported=int(answered.sum()),
        expected=int(members.sum()),
        weight=float(known[answered].sum() / known.sum()) if known.sum() else 1.0,
        nil=int((variable.of(Response.NIL) & members).sum()),
        late=int((variable.of(Response.LATE) & members).sum()),
        unknown=int((variable.of(Response.UNKNOWN) & members).sum()),
        carried=int((filled.carried & members).sum()),
        method=METHOD,
    )


def interval(value: float, error: float, freedom: float, level: float) -> tuple[float, float]:
    """By Student's t."""
    reach = quantile((1 + level) / 2, freedom) * error if error else 0.0
    return value - reach, value + reach


@dataclass(frozen=True, slots=True)
class _Errors:
    model: float
    adjusted: float
    robust: float
    freedom: float


def _errors(filled: Filled, members: Flags) -> _Errors:
    """Standard errors by V1, V2 and V3, and the degrees of freedom: n - 1 of each stratum, weighed by what it brings (Satterthwaite)."""
    variances, parts = np.zeros(3), 0.0
    for stage in filled.stages:
        for number, stratum in enumerate(stage.strata):
            here = (stage.place == number) & members
            if not here.any():
                continue
            p, x = filled.presence[here], stage.x[here]
            a = float((p * x).sum()) / stratum.sum_x
            of_model = (a * a + a) * np.array([stratum.model, stratum.adjusted, stratum.robust])
            variances += of_model + float((p * (1 - p) * (stratum.beta * x) ** 2).sum())
            parts += float(of_model[1]) ** 2 / (stratum.units - 1)
    variances += filled.carried_spread * float(filled.variable.last[filled.carried & members].sum())
    model, adjusted, robust = (float(one) for one in np.sqrt(variances))
    return _Errors(model, adjusted, robust, adjusted**4 / parts if parts else inf)


def _presence(units: Units, variable: Variable) -> Floats:
    has = variable.reported & (np.nan_to_num(variable.value) > 0)
    return presence(units.population, variable.last, variable.answered & ~units.take_all, has)


def _chain(units: Units, variable: Variable, reach: Flags, parameters: Parameters) -> Iterator[Stage]:
    """The links that are needed. Of the two last, only those who have something teach: whether a unit has is another question."""
    teaches = variable.reported & ~units.take_all
    has = teaches & (np.nan_to_num(variable.value) > 0)
    ones = np.ones(len(units))
    links = (
        (Marker.FORWARD, variable.last, teaches),
        (Marker.CONSTRUCTED, units.population, has),
        (Marker.MEAN, ones, has),
    )
    for marker, auxiliary, within in links:
        x = np.nan_to_num(auxiliary)
        missing = reach & (x > 0)
        if missing.any():
            y = np.where(variable.reported, variable.value, 0.0)
            stage = learn(marker, y, x, units.stratum, within & (x > 0), missing, parameters)
            if stage is not None:
                yield stage
                reach = reach & ~missing


def _unreachable(variable: Variable, codes: Texts, parameters: Parameters) -> str:
    named = ", ".join(sorted(codes.tolist())[:5]) + (f" og {len(codes) - 5} til" if len(codes) > 5 else "")
    return (
        f"{variable.name} kan ikke beregnes for {named}: det må være minst {parameters.model_units} enheter som har rapportert, og som de "
        "kan lignes med. Vent på flere innsendinger, eller hent fjorårets tall."
    )
