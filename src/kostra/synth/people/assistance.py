"""Form 11F from what happened: one row per person and unit, with amounts, conditions and the rest."""

from __future__ import annotations

import numpy as np

from kostra.synth.anchors import LOAN_SHARE, monthly_amount
from kostra.synth.arrays import CONDITIONS, EXEMPTIONS, Bools, Dates, Floats, Ints, Recipients, Units
from kostra.synth.chance import generator
from kostra.synth.people import livelihood
from kostra.synth.people.lives import Happenings

SMALLEST, LARGEST = 250, 45_000
"""Kroner in one month, contribution. Twelve of the largest stay under every limit of a control."""

LARGEST_LOAN = 40_000

_SPREAD, _MONTH_SPREAD = 0.38, 0.2
_LOAN_MONTHS = 0.075
_CASES_PER_WORKER = 45
_NORWEGIAN_SINCE = 2024

# What is paid against what a person who lives of social assistance alone gets, by VKLO 1-9.
_BY_SOURCE = np.array([0.72, 0.7, 0.66, 0.75, 1.3, 0.85, 0.95, 0.5, 0.85])
# Leid privat, leid kommunal, eid, uten, annet, institusjon.
_BY_HOME = np.array([1.12, 1.1, 0.85, 0.75, 0.65, 0.5])

_CONDITION_SHARES = {
    "vilkararbeid": 0.26,
    "vilkarkurs": 0.16,
    "vilkarutd": 0.06,
    "vilkarjobblog": 0.34,
    "vilkarjobbtilb": 0.05,
    "vilkarsamt": 0.4,
    "vilkarokrett": 0.2,
    "vilkarlivsh": 0.04,
    "vilkarhelse": 0.1,
    "vilkarannet": 0.14,
    "vilkardigplan": 0.12,
    "vilkarnorsksamiskoppl": 0.05,
}
_USUAL = CONDITIONS.index("vilkarsamt")


def recipients(happened: Happenings, units: Units, unit_of_place: Ints, seed: int) -> Recipients:
    """The cases of the year, sorted by unit and journal number."""
    cases, pool, year = happened.cases, happened.pool, happened.year
    unit, journal = unit_of_place[cases.place], journal_numbers(pool.number[cases.person], cases.place, unit_of_place)
    order = np.lexsort((journal, unit))
    person, unit, journal, months = cases.person[order], unit[order], journal[order], cases.months[order]
    age, children = pool.age(year)[person], pool.children(year)[person]
    ektstat, vklo, bosit = pool.ektstat[person], pool.vklo[person], pool.bosit[person]
    n = len(person)
    chance = generator(seed, year, "assistance")
    bidrag, laan = _amounts(months, _level(vklo, bosit, children, units.cost[unit], chance), year, chance)
    together = (ektstat == 2) | (ektstat == 3)
    young = age < 30
    likely = np.where(young, 0.36, 0.2) * np.where(vklo == livelihood.ASSISTANCE, 1.3, 0.75)
    with_conditions = chance.random(n) < likely
    paid, until = _decision(months, with_conditions, year, chance)
    exempt = young & (chance.random(n) < 0.09)
    return Recipients(
        person=person,
        unit=unit,
        journal=journal,
        caseworker=caseworkers(unit, len(units), chance),
        ektstat=ektstat,
        antbu18=children,
        vklo=vklo,
        trygdesit=pool.trygdesit[person],
        arbsit=pool.arbsit[person],
        months=months,
        bidrag=bidrag,
        laan=laan,
        okonomirad=np.where(chance.random(n) < 0.13, 1, 2),
        plan=np.where(chance.random(n) < np.where(months.sum(axis=1) >= 6, 0.06, 0.02), 1, 2),
        bosit=bosit,
        vilkarsoslov=np.where(with_conditions, 1, 2),
        vilkarsamekt=np.where(together & (chance.random(n) < 0.08), 1, 2),
        utbetdato=paid,
        utbettomdato=until,
        conditions=_conditions(with_conditions, pool.refugee[person], year, chance),
        vedtakdato=_some_day(exempt, year, chance),
        exemptions=exempt[:, None]
        & (chance.choice(len(EXEMPTIONS), n, p=(0.2, 0.36, 0.34, 0.1))[:, None] == np.arange(len(EXEMPTIONS))),
        sanctions=with_conditions[:, None] & (chance.random((n, 2)) < (0.05, 0.02)),
    )


def journal_numbers(number: Ints, place: Ints, unit_of_place: Ints) -> Ints:
    """Seven digits that a person keeps in a unit, and that two persons never share there.

    They are tied to the place the unit is called after, so that a new municipality number does not change them.
    """
    first = np.zeros(unit_of_place.max() + 1, dtype=np.int64)
    first[unit_of_place[::-1]] = np.arange(len(unit_of_place))[::-1]
    # The factor shares no divisor with ten, so that no two persons below ten million come to the same.
    journal: Ints = (number * 3_700_013 + first[unit_of_place[place]] * 1_299_709 + 4_567_891) % 10**7
    return journal


def caseworkers(unit: Ints, units: int, chance: np.random.Generator) -> Ints:
    """A number from 1 within the unit."""
    workers = np.bincount(unit, minlength=units) // _CASES_PER_WORKER + 1
    drawn: Ints = (chance.random(len(unit)) * workers[unit]).astype(np.int64)
    return 1 + drawn


def _level(vklo: Ints, bosit: Ints, children: Ints, cost: Floats, chance: np.random.Generator) -> Floats:
    level: Floats = _BY_SOURCE[vklo - 1] * _BY_HOME[bosit - 1] * (1 + 0.13 * children) * cost
    return level * np.exp(_SPREAD * chance.normal(size=len(vklo)))


def _amounts(months: Bools, level: Floats, year: int, chance: np.random.Generator) -> tuple[Ints, Ints]:
    """Contributions and loans, so that the mean of the country is near its anchor."""
    n = len(months)
    raw = level[:, None] * np.exp(_MONTH_SPREAD * chance.normal(size=months.shape)) * months
    # The first month often holds a deposit, a bill or furniture.
    first = np.argmax(months, axis=1)
    raw[np.arange(n), first] *= np.where(chance.random(n) < 0.22, 1.6, 1.0)
    borrows = chance.random(n) < _LOAN_MONTHS
    lent = np.flatnonzero(borrows)
    wanted = monthly_amount(year)
    scale = wanted * (1 - LOAN_SHARE) * months.sum() / raw.sum() if n else 1.0
    bidrag = np.where(months, np.clip(np.rint(raw * scale), SMALLEST, LARGEST), 0).astype(np.int32)
    laan = np.zeros_like(bidrag)
    expected = LOAN_SHARE * wanted * months.sum() / max(len(lent), 1)
    share = 0.25 + chance.gamma(2.0, 0.375, len(lent))
    laan[lent, first[lent]] = np.clip(np.rint(expected * share), SMALLEST, LARGEST_LOAN)
    # For a few the loan is all they got in that month.
    only = lent[chance.random(len(lent)) < 0.2]
    bidrag[only, first[only]] = 0
    return bidrag, laan


def _decision(months: Bools, chosen: Bools, year: int, chance: np.random.Generator) -> tuple[Dates, Dates]:
    """The day of the decision that sets conditions, and the last day it holds."""
    n = len(months)
    first = np.argmax(months, axis=1)
    day = np.datetime64(f"{year}-01", "M") + first.astype("timedelta64[M]")
    paid = day.astype("datetime64[D]") + chance.integers(0, 28, n).astype("timedelta64[D]")
    until = paid + chance.integers(25, 120, n).astype("timedelta64[D]")
    nothing = np.datetime64("NaT", "D")
    return np.where(chosen, paid, nothing), np.where(chosen, until, nothing)


def _conditions(chosen: Bools, refugee: Bools, year: int, chance: np.random.Generator) -> Bools:
    shares = np.tile([_CONDITION_SHARES[name] for name in CONDITIONS], (len(chosen), 1))
    shares[refugee, -1] = 0.45
    if year < _NORWEGIAN_SINCE:
        shares[:, -1] = 0
    ticked = (chance.random(shares.shape) < shares) & chosen[:, None]
    ticked[:, _USUAL] |= chosen & ~ticked.any(axis=1)
    result: Bools = ticked
    return result


def _some_day(chosen: Bools, year: int, chance: np.random.Generator) -> Dates:
    day = np.datetime64(f"{year}-01-01", "D") + (chance.random(len(chosen)) * 365).astype("timedelta64[D]")
    return np.where(chosen, day, np.datetime64("NaT", "D"))
