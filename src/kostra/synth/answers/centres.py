"""What is true of the crisis centres: which centre a municipality belongs to, what it costs, how much it is used.

The centres are invented, one in each of the larger municipalities of a county; only how many there are, what they
cost in all and how much they were used follow published figures. Which centre a real municipality uses is not said
anywhere here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from kostra.synth.answers.traits import Traits
from kostra.synth.arrays import Floats, Ints, Strings
from kostra.synth.chance import generator
from kostra.synth.history.anchors import anchor, count
from kostra.synth.history.scaling import apportion

CENTRES = 43
COOPERATION = {"helse": 0.74, "barnevern": 0.63, "nav": 0.60, "bolig": 0.25}
"""Municipalities with a formalised co-operation in 2020; a little more common each year after."""
PLANS = 0.72
"""Municipalities that adopt plans at all. Between two plans there may be a year without."""

_NIGHTS_PER_STAY = 27
_CHILDREN_PER_ADULT = 0.78
_COST_LIMITS = (0.57, 3.25)
"""The cheapest and the dearest centre, against the country: 45 and 252 kroner for each inhabitant in 2023."""


@dataclass(frozen=True, slots=True)
class Centres:
    """Per municipality."""

    host: Ints
    """The row of the municipality that hosts the centre."""
    cost: Ints
    women: Ints
    men: Ints
    children: Ints
    """Nights."""
    day_users: Ints
    plan_from: list[date | None]
    plan_to: list[date | None]
    cooperation: dict[str, Ints]
    """1 yes, 2 no."""


def centre_name(host: str) -> str:
    """An invented name: the host municipality's, in its first language form."""
    return f"Krisesenteret i {host.partition(' - ')[0].partition(' (')[0]}"


def centres(seed: int, year: int, codes: list[str], inhabitants: Ints) -> Centres:
    traits = Traits(seed, year, codes)
    host = hosts(traits, np.array([code[:2] for code in codes]), inhabitants)
    chance = generator(seed, year, "crisis centres")
    rate = anchor("krisesenter", "utgifter_per_innbygger", year)
    adults = count("krisesenter", "overnattingsdogn_voksne", year)
    usage = inhabitants * np.exp(0.3 * traits.normal("crisis use"))
    stays = chance.multinomial(adults // _NIGHTS_PER_STAY, usage / usage.sum())
    nights = apportion(adults, stays * np.exp(0.6 * chance.normal(size=len(codes))))
    men = chance.binomial(nights, 0.07 * (chance.random(len(codes)) < 0.6) / 0.6)
    with_children = stays * np.exp(0.6 * chance.normal(size=len(codes)))
    children = apportion(round(adults * _CHILDREN_PER_ADULT), np.where(stays > 1, with_children, 0.0))
    plans = [_plan(a, b, year) for a, b in zip(traits.uniform("plan"), traits.uniform("plan years"), strict=True)]
    return Centres(
        host=host,
        cost=costs(traits, host, inhabitants, round(rate * int(inhabitants.sum()))),
        women=nights - men,
        men=men,
        children=children,
        day_users=chance.multinomial(count("krisesenter", "dagbrukere", year), usage / usage.sum()),
        plan_from=[first for first, _ in plans],
        plan_to=[last for _, last in plans],
        cooperation={
            area: np.where(traits.uniform("co-operation", area) < share + 0.006 * (year - 2020), 1, 2)
            for area, share in COOPERATION.items()
        },
    )


def hosts(traits: Traits, county: Strings, inhabitants: Ints) -> Ints:
    """For each municipality the row of its host: every county has at least one centre, and hosts are the larger municipalities."""
    counties, row = np.unique(county, return_inverse=True)
    size = np.bincount(row)
    number = 1 + apportion(CENTRES - len(counties), np.sqrt(size) * (size > 1), size - 1)
    result = np.zeros(len(county), dtype=np.int64)
    drawn = traits.uniform("crisis centre")
    for index in range(len(counties)):
        members = np.flatnonzero(row == index)
        chosen = members[np.argsort(-inhabitants[members], kind="stable")[: number[index]]]
        share = np.cumsum(np.sqrt(inhabitants[chosen]))
        result[members] = chosen[np.searchsorted(share / share[-1], drawn[members] * 0.999999)]
        result[chosen] = chosen
    return result


def costs(traits: Traits, host: Ints, inhabitants: Ints, total: int) -> Ints:
    """What each municipality pays of what the country pays in all: the smaller the centre, the dearer."""
    served = np.bincount(host, inhabitants, len(host))[host]
    rate: Floats = (served / served.mean()) ** -0.3 * np.exp(0.22 * traits.normal("crisis cost")[host])
    rate *= np.exp(0.04 * traits.drift("crisis cost", "year")[host])
    for _ in range(8):
        rate = np.clip(rate * inhabitants.sum() / (rate @ inhabitants), *_COST_LIMITS)
    own = rate * np.exp(0.05 * traits.normal("crisis cost", "own"))
    return apportion(total, own * inhabitants)


def _plan(adopts: float, drawn: float, year: int) -> tuple[date | None, date | None]:
    """The plan that holds throughout the year, if any: plans last four years, and some wait a year before the next."""
    if adopts >= PLANS:
        return None, None
    cycle = 4 if drawn < 0.6 else 5
    first = year - (year + int(drawn * 1000)) % cycle
    if year > first + 3:
        return None, None
    return date(first, 1, 1), date(first + 3, 12, 31)
