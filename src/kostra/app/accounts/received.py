"""Costs by the accounts that are received, as klargjorte data have them now: by municipality, by district, and for the country.

Districts have no consolidated account. The country says how many municipalities it is made of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from kostra import regions
from kostra.accounts.catalogue import shown
from kostra.accounts.concepts import ACCOUNTS, Scope
from kostra.accounts.costs import NAME, UNIT, costs
from kostra.app.people import units
from kostra.app.permissions import Asker, demand_duty
from kostra.app.reconciling.gathering import exists, of_form
from kostra.app.system import System
from kostra.model.edit import Whole
from kostra.model.errors import Refused
from kostra.model.people import Duty
from kostra.model.period import Period

COUNTRY = "EAK"


@dataclass(frozen=True, slots=True)
class Costs:
    """`rows` has a row for each unit and name, the country's first, in kroner by concept. `without` are the municipalities that have not
    handed in: the country is the others, `complete` of `municipalities`."""

    year: int
    scope: Scope
    rows: pl.DataFrame
    complete: int
    municipalities: int
    without: tuple[str, ...]


def of_year(
    system: System,
    asker: Asker,
    year: int,
    *,
    scope: Scope = Scope.MUNICIPALITY,
    function: str | None = None,
    region: str | None = None,
) -> Costs:
    """Everyone's, or one region's; of one function or group, or of all that are shown."""
    demand_duty(asker, Duty.STATISTICIAN)
    whole = Whole(ACCOUNTS[scope].form, Period(year))
    if not exists(whole):
        raise Refused(f"Det er ikke noe regnskap {whole.form} for {year}. Velg et annet år.")
    unit = None if region is None else _unit(region, year)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        found = of_form(system, tx, whole)
    made = costs(found.records, found.answered, year, scope, shown(year) if function is None else (function,))
    owing = [one.code for one in regions.reporting_units(year, by_district=False)]
    without = tuple(code for code in owing if code not in found.answered)
    complete = len(owing) - len(without)
    if unit is None:
        rows = pl.concat([country(made, owing), made]) if complete else made
    elif unit in found.answered:
        rows = made.filter(pl.col(UNIT) == unit)
    else:
        name = units.name(unit, year)
        raise Refused(f"{name} ({unit}) har ikke levert regnskap {whole.form} for {year}. Velg en annen, eller vent.")
    return Costs(year, scope, rows, complete, len(owing), without)


def country(made: pl.DataFrame, municipalities: Sequence[str]) -> pl.DataFrame:
    """The sum of the municipalities that are there. Oslo's districts are in Oslo."""
    whole = made.filter(pl.col(UNIT).is_in(municipalities))
    added = whole.group_by(NAME, maintain_order=True).agg(pl.exclude(UNIT, NAME).sum())
    return added.select(pl.lit(COUNTRY).alias(UNIT), pl.all())


def _unit(region: str, year: int) -> str:
    unit = f"{region}00" if len(region) == 4 else region
    if unit not in units.names(year):
        raise Refused(
            f"«{region[:20]}» er ikke en kommune eller en bydel i Oslo i {year}. "
            "Skriv nummeret, for eksempel 1103 for Stavanger eller 030104 for en bydel."
        )
    return unit
