"""Where people live: the municipalities of 2024 and the districts of Oslo, with traits that last.

People live in places; a place belongs to one reporting unit in each year. So a renumbering or a merger changes the
files and not the people. The traits (need, prices, slowness, case system) are drawn once for each place, keyed by its
code. They are invented, and say nothing of any real municipality beyond its size; only the relation between the
districts of Oslo is made to look familiar.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kostra import regions
from kostra.model.region import Region
from kostra.regions import counts
from kostra.synth.arrays import AGE_BANDS, Bools, Floats, Ints, Strings, Units
from kostra.synth.chance import generator
from kostra.synth.records.vendors import vendor_of

BASE_YEAR = 2024
"""The year whose municipalities people live in."""

_OSLO_NEED = (1.75, 1.35, 1.3, 0.85, 0.75, 0.4, 0.35, 0.5, 1.2, 1.65, 1.55, 1.5, 0.9, 0.6, 1.55)
_SMALLEST = ((0, 0.92), (5_000, 0.95), (10_000, 1.0), (20_000, 1.04), (50_000, 1.06), (100_000, 1.02))
"""Need by the number of inhabitants: from so many, so much."""
_CENTRAL = {"03": 1.18, "32": 1.1, "46": 1.04, "11": 1.04, "50": 1.03}


@dataclass(frozen=True, slots=True)
class Places:
    code: tuple[str, ...]
    """Six digits, as the reporting units of `BASE_YEAR`."""
    county: Strings
    need: Floats
    cost: Floats
    slowness: Floats
    programme: Floats
    """The rate of the qualification programme against the national one; 0 where there is none."""
    vendor: Ints

    def __len__(self) -> int:
        return len(self.code)

    @property
    def in_oslo(self) -> Bools:
        return np.char.equal(self.county, "03")


def places(seed: int) -> Places:
    found = regions.reporting_units(BASE_YEAR)
    adults = _population(found, BASE_YEAR, BASE_YEAR)[:, 1:].sum(axis=1)
    traits = [_traits(seed, unit, int(persons)) for unit, persons in zip(found, adults, strict=True)]
    need, cost, slowness, programme = np.array(traits).T
    return Places(
        code=tuple(unit.code for unit in found),
        county=np.array([unit.code[:2] for unit in found]),
        need=need / np.average(need, weights=adults),
        cost=cost / np.average(cost, weights=adults),
        slowness=slowness,
        programme=programme,
        vendor=np.array([vendor_of(seed, unit.code) for unit in found]),
    )


def _traits(seed: int, unit: Region, adults: int) -> tuple[float, float, float, float]:
    chance = generator(seed, "place", unit.code)
    spread, price, slow, active, none = (
        chance.normal(),
        chance.normal(),
        chance.random(),
        chance.normal(),
        chance.random(),
    )
    if unit.within == regions.OSLO:
        need = _OSLO_NEED[int(unit.code[4:]) - 1] * np.exp(0.05 * spread)
    else:
        need = [factor for smallest, factor in _SMALLEST if adults >= smallest][-1] * np.exp(0.27 * spread)
    without = none < 0.5 * np.exp(-adults / 2_500)
    programme = 0.0 if without else np.exp(0.4 * active)
    return need, _CENTRAL.get(unit.code[:2], 0.97) * np.exp(0.03 * price), slow, programme


def unit_of(found: Places, year: int) -> tuple[tuple[Region, ...], Ints]:
    """The reporting units of a year, and for each place the row of the one it belongs to."""
    units = regions.reporting_units(year)
    rows = {unit.code: row for row, unit in enumerate(units)}
    onward = regions.relation(BASE_YEAR, year)
    return units, np.array([rows[code if code in rows else f"{min(onward[code[:4]])}00"] for code in found.code])


def population(found: Places, year: int) -> Ints:
    """[places, 5] inhabitants by `AGE_BANDS` at the end of the year, or at the last count that is known.

    A part of what was one municipality in the year has its share in the first year it stood alone.
    """
    base = regions.reporting_units(BASE_YEAR)
    counted = min(year + 1, counts.years(regions.DATA)[-1])
    if counted >= BASE_YEAR and year >= BASE_YEAR:
        return _population(base, BASE_YEAR, counted)
    own = _population(base, BASE_YEAR, BASE_YEAR)
    if counted == BASE_YEAR:
        return own
    units, row = unit_of(found, max(year, 2020))
    then = _population(units, max(year, 2020), max(year + 1, 2021))
    together = np.zeros((len(units), own.shape[1]))
    np.add.at(together, row, own)
    return np.rint(own * (then / together)[row]).astype(np.int64)


def _population(units: tuple[Region, ...], year: int, counted: int) -> Ints:
    onward = regions.relation(year, counted)
    table = np.zeros((len(units), len(AGE_BANDS)), dtype=np.int64)
    lower = np.array([low for low, _ in AGE_BANDS])
    column = np.searchsorted(lower, counts.EDGES, side="right") - 1
    for row, unit in enumerate(units):
        code, own = unit.code, unit.code[:4]
        now = frozenset({code} if unit.within == regions.OSLO else onward[own])
        ages = counts.tally(now, counted, None, regions.DATA).ages
        np.add.at(table[row], column, ages)
    return table


def units(seed: int, found: Places, year: int) -> Units:
    """The reporting units of a year, with the traits of the places in them, weighted by inhabitants."""
    known, row = unit_of(found, year)
    inhabitants = population(found, year)
    weight = inhabitants[:, 1:].sum(axis=1).astype(np.float64)
    total = np.bincount(row, weight, len(known))

    def mean(values: Floats) -> Floats:
        result: Floats = np.bincount(row, weight * values, len(known)) / total
        return result

    summed = np.zeros((len(known), inhabitants.shape[1]), dtype=np.int64)
    np.add.at(summed, row, inhabitants)
    largest = np.zeros(len(known), dtype=np.int64)
    order = np.argsort(weight, kind="stable")
    largest[row[order]] = order
    return Units(
        code=np.array([unit.code for unit in known]),
        municipality=np.array([unit.code[:4] for unit in known]),
        district=np.array([unit.code[4:] if unit.within == regions.OSLO else "" for unit in known]),
        name=np.array([unit.name for unit in known]),
        county=np.array([unit.code[:2] for unit in known]),
        population=summed,
        vendor=found.vendor[largest],
        slowness=mean(found.slowness),
        need=mean(found.need),
        cost=mean(found.cost),
    )
