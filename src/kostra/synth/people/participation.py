"""Form 11CF from what happened: one row per participant in the qualification programme and unit."""

from __future__ import annotations

import numpy as np

from kostra.synth.anchors import BASIC_AMOUNT
from kostra.synth.arrays import SITUATIONS, Bools, Ints, Participants, Units
from kostra.synth.chance import generator
from kostra.synth.people.assistance import caseworkers, journal_numbers
from kostra.synth.people.lives import Happenings
from kostra.synth.people.programme import BROKEN_OFF, COMPLETED, LEAVE, SUPPLEMENT, month_in

_PER_CHILD = 590
"""Kroner a month for each child."""
_YOUNG = 25
"""Under this age the benefit is two thirds."""
_LIMIT_2022 = 19_400
"""A month: twelve of them stay under what the control of 2022 asks about."""

# For each situation after the programme: how often, and the main income that goes with it.
_AFTER = (
    (0.29, 1), (0.08, 11), (0.11, 3), (0.08, 4), (0.06, 13), (0.13, 14), (0.08, 15), (0.12, 16), (0.03, 10), (0.02, 17),
)  # fmt: skip
_ONE_OFF, _PROGRAMME_COSTS, _SUPPLEMENT = 2, 3, 4


def participants(happened: Happenings, units: Units, unit_of_place: Ints, seed: int) -> Participants:
    """The participants of the year, sorted by unit and journal number."""
    part, pool, year = happened.participation, happened.pool, happened.year
    unit, journal = unit_of_place[part.place], journal_numbers(pool.number[part.person], part.place, unit_of_place)
    order = np.lexsort((journal, unit))
    person, unit, prior, status = part.person[order], unit[order], part.prior[order], part.status[order]
    n = len(person)
    chance = generator(seed, year, "participation")
    months = part.months(year)[order]
    away = (status == LEAVE)[:, None] & (np.arange(12) >= chance.integers(6, 12, n)[:, None])
    months &= ~away
    came_from = np.where(part.came_from[order] >= 0, unit_of_place[part.came_from[order]], -1)
    same = (came_from >= 0) & (units.municipality[came_from] == units.municipality[unit])
    situations, income = _after(status, chance)
    return Participants(
        person=person,
        unit=unit,
        journal=journal[order],
        caseworker=caseworkers(unit, len(units), chance),
        ektstat=pool.ektstat[person],
        antbu18=pool.children(year)[person],
        registered=part.registered[order],
        decided=part.decided[order],
        begun=part.begun[order],
        came_from=np.where(same, -1, came_from),
        came_from_district=same,
        soshjelp=prior & 3,
        introduction=(prior & 4) > 0,
        tiltakspenger=(prior & 8) > 0,
        folketrygd=(prior & 16) > 0,
        support=_support(happened, person, prior, months, chance),
        months=months,
        benefit=_benefit(happened, order, months, chance),
        status=status,
        ended=part.ended[order],
        situations=situations,
        main_income=income,
    )


def _support(happened: Happenings, person: Ints, prior: Ints, months: Bools, chance: np.random.Generator) -> Bools:
    assisted = np.zeros((len(happened.pool), 12), dtype=bool)
    np.logical_or.at(assisted, happened.cases.person, happened.cases.months)
    both = (assisted[person] & months).sum(axis=1)
    support = np.zeros((len(person), 5), dtype=bool)
    support[:, 0] = chance.random(len(person)) < 0.07
    support[:, 1] = chance.random(len(person)) < 0.27
    regular = (both >= 3) & ((prior & SUPPLEMENT) > 0)
    support[:, _SUPPLEMENT] = regular
    support[:, _ONE_OFF] = (both > 0) & ~regular
    support[:, _PROGRAMME_COSTS] = (both > 0) & (chance.random(len(person)) < 0.15)
    return support


def _benefit(happened: Happenings, order: Ints, months: Bools, chance: np.random.Generator) -> Ints:
    part, pool, year = happened.participation, happened.pool, happened.year
    person = part.person[order]
    age, children = pool.age(year)[person], pool.children(year)[person]
    full = 2 * BASIC_AMOUNT[year] / 12 * np.where(age < _YOUNG, 2 / 3, 1.0) + float(_PER_CHILD) * children
    if year == 2022:
        full = np.minimum(full, _LIMIT_2022)
    paid = (
        full[:, None]
        * np.where(chance.random(months.shape) < 0.12, 1 - 0.3 * chance.random(months.shape), 1.0)
        * months
    )
    first, last = month_in(part.begun[order], year), month_in(part.ended[order], year)
    begun_day = part.begun[order].astype("datetime64[D]") - part.begun[order].astype("datetime64[M]").astype(
        "datetime64[D]"
    )
    rows = np.flatnonzero((first >= 0) & (first <= 11))
    paid[rows, first[rows]] *= np.clip((30 - begun_day[rows].astype(np.int64)) / 30, 0.05, 1)
    rows = np.flatnonzero(~np.isnat(part.ended[order]))
    ended_day = (part.ended[order] - part.ended[order].astype("datetime64[M]").astype("datetime64[D]"))[rows].astype(
        np.int64
    )
    paid[rows, last[rows]] *= np.clip((ended_day + 1) / 30, 0.05, 1)
    kroner: Ints = np.rint(paid).astype(np.int32)
    return kroner


def _after(status: Ints, chance: np.random.Generator) -> tuple[Bools, Ints]:
    """The situation right after, one or sometimes two, and the main income."""
    known = (status == COMPLETED) | (status == BROKEN_OFF)
    shares, codes = np.array(_AFTER).T
    first = chance.choice(len(SITUATIONS), len(status), p=shares / shares.sum())
    # Those whose programme was broken off rarely went to work.
    first = np.where((status == BROKEN_OFF) & (first < 2) & (chance.random(len(status)) < 0.8), 7, first)
    situations = known[:, None] & (first[:, None] == np.arange(len(SITUATIONS)))
    also = known & (first < 6) & (chance.random(len(status)) < 0.07)
    situations[also, 7] = True
    income = codes.astype(np.int64)[first]
    income = np.where(income == 4, np.where(chance.random(len(status)) < 0.6, 4, 16), income)
    return situations, np.where(known, income, 0)
