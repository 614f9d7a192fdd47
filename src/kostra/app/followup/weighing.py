"""What each unit weighs in the figures of a form: last year's records where they are known, and the people who live there elsewhere."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from kostra import regions
from kostra.app.ports.transaction import Transaction
from kostra.followup.worklist import weights
from kostra.model.errors import Refused
from kostra.model.period import Period
from kostra.model.submission import Season

_MOST = 20_000


def influence(tx: Transaction, form: str, period: Period, units: Collection[str]) -> dict[str, float]:
    """The share of each of these units, all of them together being 1."""
    before = period.a_year_before()
    current = {
        one.submission: one.expected.unit
        for one in tx.campaign.standings(season=Season.REAL, form=form, period=before)
        if one.submission is not None
    }
    records = {
        unit: sent.records
        for sent in (tx.submissions.listed(form=form, limit=_MOST) if current else ())
        if (unit := current.get(sent.id)) is not None and sent.records
    }
    return weights(records, {unit: people(unit, period.year) for unit in units})


@cache
def people(unit: str, year: int) -> int:
    """Who lives there, by the newest count there is of the year or the two before it; 0 when the unit is younger than that."""
    code = unit[:4] if unit.endswith("00") else unit
    for counted in (year, year - 1, year - 2):
        try:
            return regions.population(code, counted)
        except Refused:
            continue
    return 0
