"""What people live of, do and live in: VKLO, TRYGDESIT, ARBSIT and BOSIT, as they stand together.

The four are drawn so that every control of them holds in all years: the source of income decides the rest. They last from year to year, and
are drawn anew when life changes.
"""

from __future__ import annotations

import numpy as np

from kostra.synth.arrays import Bools, Floats, Ints
from kostra.synth.people.pool import LONG, SHORT, Pool

WORK, COURSE, INSURANCE, STUDY, ASSISTANCE, INTRODUCTION, SPOUSE, QUALIFICATION, OTHER = range(1, 10)
SICK, UNEMPLOYED, DISABILITY, TRANSITIONAL, SURVIVOR, OLD_AGE = 1, 2, 4, 5, 6, 7
SUPPLEMENTARY, OTHER_INSURANCE, ASSESSMENT, NO_INSURANCE, CHILD_BENEFIT = 9, 10, 11, 12, 13
_CHILD_BENEFIT_SINCE = 2024
OLD_AGE_FROM = 67

_CHANGES = 0.33
_MOVES_HOME = 0.14

# Shares by group of people, in the order of VKLO 1-9.
_INCOME = np.array(
    [
        [0.05, 0.01, 0.02, 0.00, 0.34, 0.54, 0.01, 0.0, 0.03],  # refugees in their first years
        [0.13, 0.03, 0.19, 0.02, 0.50, 0.00, 0.06, 0.0, 0.07],  # refugees later
        [0.14, 0.04, 0.19, 0.06, 0.49, 0.00, 0.02, 0.0, 0.06],  # under 25
        [0.14, 0.03, 0.33, 0.012, 0.41, 0.00, 0.03, 0.0, 0.048],  # others under 62
        [0.05, 0.01, 0.74, 0.00, 0.16, 0.00, 0.02, 0.0, 0.02],  # 62-66
        [0.02, 0.00, 0.94, 0.00, 0.01, 0.00, 0.01, 0.0, 0.02],  # 67 and over
    ]
)
_LONGER = np.array([0.55, 1.0, 0.9, 0.8, 1.35, 1.0, 0.9, 1.0, 0.9])
_SHORTER = np.array([1.4, 1.0, 1.1, 1.2, 0.8, 1.0, 1.2, 1.0, 1.2])

_BENEFITS = {
    # code: for those without children, with children, 62-66, 67 and over, 67 and over who came late in life
    SICK: (0.07, 0.08, 0.06, 0.0, 0.0),
    UNEMPLOYED: (0.19, 0.18, 0.12, 0.0, 0.0),
    DISABILITY: (0.30, 0.22, 0.55, 0.0, 0.0),
    TRANSITIONAL: (0.0, 0.12, 0.0, 0.0, 0.0),
    SURVIVOR: (0.01, 0.01, 0.02, 0.0, 0.0),
    OLD_AGE: (0.0, 0.0, 0.0, 0.88, 0.25),
    SUPPLEMENTARY: (0.0, 0.0, 0.0, 0.06, 0.72),
    OTHER_INSURANCE: (0.05, 0.06, 0.04, 0.06, 0.03),
    ASSESSMENT: (0.38, 0.30, 0.21, 0.0, 0.0),
    CHILD_BENEFIT: (0.0, 0.03, 0.0, 0.0, 0.0),
}

_DOES = {
    # what they do, by main source: (code of ARBSIT, share)
    WORK: ((1, 0.36), (2, 0.64)),
    COURSE: ((3, 0.1), (5, 0.66), (6, 0.24)),
    STUDY: ((3, 1.0),),
    ASSISTANCE: ((2, 0.03), (4, 0.27), (5, 0.08), (6, 0.12), (7, 0.34), (8, 0.16)),
    INTRODUCTION: ((9, 1.0),),
    SPOUSE: ((2, 0.1), (4, 0.5), (7, 0.25), (8, 0.15)),
    QUALIFICATION: ((10, 1.0),),
    OTHER: ((2, 0.15), (4, 0.4), (7, 0.25), (8, 0.2)),
}
_DOES_INSURED = {
    SICK: ((2, 0.5), (4, 0.5)),
    UNEMPLOYED: ((2, 0.15), (5, 0.15), (7, 0.7)),
    DISABILITY: ((2, 0.1), (4, 0.86), (7, 0.04)),
    TRANSITIONAL: ((2, 0.2), (3, 0.15), (4, 0.45), (7, 0.2)),
    SURVIVOR: ((2, 0.2), (4, 0.8)),
    OLD_AGE: ((4, 1.0),),
    SUPPLEMENTARY: ((4, 1.0),),
    OTHER_INSURANCE: ((4, 0.8), (7, 0.2)),
    ASSESSMENT: ((4, 0.55), (5, 0.25), (6, 0.08), (7, 0.12)),
    CHILD_BENEFIT: ((4, 0.7), (7, 0.2), (8, 0.1)),
}

_HOMES = np.array(
    [
        # BOSIT 1-6: leid privat, leid kommunal, eid, uten, annet, institusjon
        [0.600, 0.100, 0.045, 0.042, 0.183, 0.030],  # without children
        [0.655, 0.145, 0.160, 0.004, 0.036, 0.000],  # with children
    ]
)


def settle(pool: Pool, year: int, in_programme: Bools, new: Bools, chance: np.random.Generator) -> None:
    """Bring what people live of up to date. `in_programme` are those who live of the qualification benefit."""
    age, children = pool.age(year), pool.children(year)
    stale = new | (chance.random(len(pool)) < _CHANGES) | _outdated(pool, year, age, children)
    stale |= in_programme | ((pool.vklo == QUALIFICATION) & ~in_programme)
    rows = np.flatnonzero(stale)
    vklo = _draw_income(pool, rows, year, age[rows], chance)
    vklo[in_programme[rows]] = QUALIFICATION
    insured = vklo == INSURANCE
    trygdesit = np.full(len(rows), NO_INSURANCE)
    trygdesit[insured] = _draw_benefit(pool, rows[insured], year, age[rows][insured], children[rows][insured], chance)
    arbsit = np.zeros(len(rows), dtype=np.int64)
    drawn = chance.random(len(rows))
    for source, does in _DOES.items():
        _pick(arbsit, vklo == source, does, drawn)
    for benefit, does in _DOES_INSURED.items():
        _pick(arbsit, trygdesit == benefit, does, drawn)
    pool.vklo[rows], pool.trygdesit[rows], pool.arbsit[rows] = vklo, trygdesit, arbsit
    _settle_home(pool, children > 0, new, chance)


def _outdated(pool: Pool, year: int, age: Ints, children: Ints) -> Bools:
    """What can no longer be true."""
    needs_children = (pool.trygdesit == TRANSITIONAL) | (pool.trygdesit == CHILD_BENEFIT)
    grown_old = (age >= OLD_AGE_FROM) & ~np.isin(
        pool.trygdesit, (OLD_AGE, SUPPLEMENTARY, OTHER_INSURANCE, NO_INSURANCE)
    )
    through = (pool.vklo == INTRODUCTION) & (pool.arrived < year - 3)
    outdated: Bools = (needs_children & (children == 0)) | grown_old | through
    return outdated


def _draw_income(pool: Pool, rows: Ints, year: int, age: Ints, chance: np.random.Generator) -> Ints:
    refugee, recent = pool.refugee[rows], pool.arrived[rows] >= year - 2
    group = np.select([age >= OLD_AGE_FROM, age >= 62, refugee & recent, refugee, age < 25], [5, 4, 0, 1, 2], 3)
    table = np.stack([_INCOME * _SHORTER, _INCOME, _INCOME * _LONGER])
    cumulative = np.cumsum(table / table.sum(axis=2, keepdims=True), axis=2)
    profile = np.where(pool.profile[rows] == LONG, 2, np.where(pool.profile[rows] == SHORT, 0, 1))
    column: Ints = (chance.random(len(rows))[:, None] >= cumulative[profile, group]).sum(axis=1)
    return np.minimum(column, 8) + 1


def _draw_benefit(pool: Pool, rows: Ints, year: int, age: Ints, children: Ints, chance: np.random.Generator) -> Ints:
    codes = np.array(list(_BENEFITS))
    table = np.array(list(_BENEFITS.values())).T.copy()
    if year < _CHILD_BENEFIT_SINCE:
        table[:, codes == CHILD_BENEFIT] = 0
    late = pool.refugee[rows] & (pool.arrived[rows] > year - 25)
    group = np.select([(age >= OLD_AGE_FROM) & late, age >= OLD_AGE_FROM, age >= 62, children > 0], [4, 3, 2, 1], 0)
    cumulative = np.cumsum(table / table.sum(axis=1, keepdims=True), axis=1)
    column = (chance.random(len(rows))[:, None] >= cumulative[group]).sum(axis=1)
    benefit: Ints = codes[np.minimum(column, len(codes) - 1)]
    return benefit


def _pick(into: Ints, rows: Bools, choices: tuple[tuple[int, float], ...], drawn: Floats) -> None:
    codes, shares = np.array([code for code, _ in choices]), np.cumsum([share for _, share in choices])
    column = np.searchsorted(shares, drawn[rows], side="right")
    into[rows] = codes[np.minimum(column, len(codes) - 1)]


def _settle_home(pool: Pool, parent: Bools, new: Bools, chance: np.random.Generator) -> None:
    stale = new | (chance.random(len(pool)) < _MOVES_HOME)
    rows = np.flatnonzero(stale)
    cumulative = np.cumsum(_HOMES, axis=1)[parent[rows].astype(np.int64)]
    pool.bosit[rows] = np.minimum((chance.random(len(rows))[:, None] >= cumulative).sum(axis=1), 5) + 1
