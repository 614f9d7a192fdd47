"""What became of those who left the introduction programme, one to five years after.

Two national figures are known: 62 per cent of those who left in 2017 and 65 per cent of those who left in 2022 were
in work or education the year after (73 and 59 per cent of men and women). The years between and around lie on the
line through them, and later years after leaving a little higher; that is our own estimate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kostra.synth.arrays import Floats, Ints
from kostra.synth.history.anchors import anchor, years
from kostra.synth.registers.introduction import Programme, leavers

STATES = ("arbeid", "utdanning", "arbeid_og_utdanning", "ledig_eller_tiltak", "annet")
WORK_OR_EDUCATION = 3
"""The first three states."""

YEARS_AFTER = range(1, 6)
_SPLIT = (0.64, 0.22, 0.14)
_UNEMPLOYED = 0.05
_MEN_ABOVE = 0.08
_GAIN = (0.0, 0.015, 0.025, 0.03, 0.035)
"""How much more are in work or education as the years go."""


@dataclass(frozen=True, slots=True)
class Former:
    """Those who left in one year, and where they stood in a later one."""

    left: int
    after: int
    people: Programme
    state: Ints
    """A row of `STATES`."""


def former(seed: int, size: float, left: int, after: int) -> Former:
    people = leavers(seed, size, left)
    share = share_in_work(left) + _GAIN[after - 1]
    active = np.zeros(len(people), dtype=bool)
    wanted = round(share * len(people))
    men = people.sex == 1
    of_men = min(round((share + _MEN_ABOVE) * men.sum()), wanted)
    active[_lowest(people.fate, men, of_men)] = True
    active[_lowest(people.fate, ~men, wanted - of_men)] = True
    spread = people.fate * 7919 % 1
    state = np.searchsorted(np.cumsum(_SPLIT[:-1]), spread, side="right")
    idle = np.where(spread < _UNEMPLOYED / (1 - share), STATES.index("ledig_eller_tiltak"), STATES.index("annet"))
    return Former(left, after, people, np.where(active, state, idle))


def share_in_work(left: int) -> float:
    """One year after, for those who left in a year: on the line through the two that are known, and level beyond them."""
    known = years("tidligere", "andel_arbeid_utdanning")
    shares = [anchor("tidligere", "andel_arbeid_utdanning", year) / 100 for year in known]
    return float(np.interp(left, known, shares))


def _lowest(fate: Floats, among: Ints, count: int) -> Ints:
    rows = np.flatnonzero(among)
    return rows[np.argsort(fate[rows], kind="stable")[:count]]
