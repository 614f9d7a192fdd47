"""The rates of form 12: the state's guideline, and what municipalities make of it.

The state's rates are those of the form's own file. For the days it does not know, the synthetic nation needs an
assumption, and has it in `history/assumed_rates.csv`: a rise for prices, rounded to the nearest 50. It is never shown
as the state's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np

from kostra.forms.f12.rates import MONEY, rate_history
from kostra.synth.answers.traits import Traits
from kostra.synth.arrays import Bools, Ints
from kostra.synth.history.anchors import FOLDER

FOLLOWERS = 0.72
"""Municipalities that use the state's rates exactly."""

_INCLUDED = {"mat": 0.995, "klaer": 0.98, "dagligvarer": 0.98, "medier": 0.88, "fritid": 0.9, "reise": 0.82}
_LEFT_OUT = {"barns_inntekter": 0.88, "kontantstotte": 0.34}


@dataclass(frozen=True, slots=True)
class StateRates:
    valid_from: date
    kroner: dict[str, int]
    assumed: bool


@dataclass(frozen=True, slots=True)
class Rates:
    """Per municipality, as of 31 December."""

    follows: Bools
    kroner: dict[str, Ints]
    decided: list[date]
    valid_from: list[date]
    included: dict[str, Ints]
    left_out: dict[str, Ints]
    """1 yes, 2 no."""


def state_rates(day: date) -> StateRates:
    """The state's rates on a day; assumed where they are not known."""
    known = rate_history()
    assumed = [rates for rates in _assumed() if rates.valid_from <= day]
    if any(day in gap for gap in known.gaps):
        return assumed[-1]
    found = known.on(day)
    return StateRates(found.valid_from, {key: getattr(found, key) for key in MONEY}, False)


@cache
def _assumed() -> tuple[StateRates, ...]:
    head, *lines = (FOLDER / "assumed_rates.csv").read_text(encoding="utf-8").splitlines()
    keys = head.split(";")[1:]
    rows = (line.split(";") for line in lines)
    return tuple(
        StateRates(date.fromisoformat(day), dict(zip(keys, map(int, values), strict=True)), True)
        for day, *values in rows
    )


def rates(seed: int, year: int, codes: list[str]) -> Rates:
    traits = Traits(seed, year, codes)
    state = state_rates(date(year, 12, 31))
    before = state_rates(date(year - 1, 12, 31))
    follows = traits.uniform("follows the state") < FOLLOWERS
    behind = traits.uniform("a year behind") < 0.3
    level = 1.0 + 0.05 * traits.normal("own rates") + 0.04
    kroner = {}
    for key in MONEY:
        ground = np.where(behind, before.kroner[key], state.kroner[key])
        own = ground * level * (1 + 0.02 * traits.normal("own rates", key))
        kroner[key] = np.where(follows, state.kroner[key], (np.rint(own / 50) * 50).astype(np.int64))
    turn = date(year, 1, 1)
    waited = (10 + 80 * traits.uniform("decided")).astype(int).tolist()
    valid_from = [state.valid_from if follower else turn for follower in follows]
    more = 0.004 * (year - 2020)
    return Rates(
        follows=follows,
        kroner=kroner,
        decided=[day - timedelta(days=days) for day, days in zip(valid_from, waited, strict=True)],
        valid_from=valid_from,
        included={key: _answers(traits, follows, key, share) for key, share in _INCLUDED.items()},
        left_out={
            "barnetrygd": np.where(traits.uniform("barnetrygd") < (0.985 if year >= 2022 else 0.55 + more), 1, 2),
            **{key: np.where(traits.uniform(key) < share + more, 1, 2) for key, share in _LEFT_OUT.items()},
        },
    )


def _answers(traits: Traits, follows: Bools, item: str, share: float) -> Ints:
    """The state's guideline counts in all six, and those who follow it mostly say so."""
    return np.where(traits.uniform("included", item) < np.where(follows, 0.97, share), 1, 2)
