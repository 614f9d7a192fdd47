"""Forms and registers linked on pseudonyms: the population register, the introduction register, and pay by residence."""

from __future__ import annotations

import polars as pl

from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.transaction import Transaction
from kostra.app.reconciling.gathering import Gathered, of_form, of_register
from kostra.app.reconciling.mapped import mapping
from kostra.app.system import System
from kostra.model.edit import Whole
from kostra.model.errors import Refused
from kostra.model.people import Duty
from kostra.model.period import Period
from kostra.reception.persons import KIND, IdKind
from kostra.reconciling.introduction import AgainstRegister, Elsewhere, against_register, reported_elsewhere
from kostra.reconciling.linking import Key
from kostra.reconciling.population import Compared, against_population
from kostra.registers.catalogue import layout_for

PEOPLE = ("11F", "11CF")
_PERSON, _DUF = "person_fodselsnr_pseudonym", "person_duf_pseudonym"
_IN_POPULATION = (IdKind.NATIONAL, IdKind.D_NUMBER)
BY_NUMBER = Key(_PERSON, "fodselsnr_pseudonym", pl.col(KIND).is_in([str(kind) for kind in _IN_POPULATION]))
_BY_DUF = Key(_DUF, "duf_pseudonym", pl.lit(True))


def population(system: System, asker: Asker, form: str, year: int) -> Compared:
    """Sex, marital status and children in form 11 or 11C against the population register."""
    demand_duty(asker, Duty.STATISTICIAN)
    if form not in PEOPLE:
        raise Refused(f"Skjema {form[:20]} kobles ikke med folkeregisteret. Velg {' eller '.join(PEOPLE)}.")
    marital = mapping("folkeregisteret_sivilstand").at(year)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        register = _register(system, tx, "folkeregisteret", Period(year))
        found = _form(system, tx, form, year)
    return against_population(found.records, register, BY_NUMBER, marital)


def introduction(system: System, asker: Asker, year: int) -> AgainstRegister:
    """Form 11B of a year against the introduction register of the same year, or of the next: who was still in the programme is in it."""
    demand_duty(asker, Duty.STATISTICIAN)
    mapped = mapping("nir_tiltak")
    if not mapped.covers(year):
        raise Refused(
            f"Skjema 11B fantes til og med {mapped.until}, og NIR kom etterpå. Velg {mapped.until} eller før."
        )
    measures = mapped.at(year)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        found = _form(system, tx, "11B", year)
        same = of_register(system, tx, "nir", Period(year))
        register = _register(system, tx, "nir", Period(year + 1)) if same is None else same
    return against_register(found.records, register, (BY_NUMBER, _BY_DUF), measures)


def residence(system: System, asker: Asker, year: int) -> tuple[Elsewhere, ...]:
    """Introduction benefit by where people live, and how much of it another municipality reported."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return reported_elsewhere(_register(system, tx, "a_ordningen", Period(year)))


def _form(system: System, tx: Transaction, form: str, year: int) -> Gathered:
    found = of_form(system, tx, Whole(form, Period(year)))
    if not found.answered:
        raise Refused(f"Ingen har levert skjema {form} for {year} ennå. Velg et annet år, eller prøv igjen senere.")
    return found


def _register(system: System, tx: Transaction, register: str, period: Period) -> pl.DataFrame:
    layout = layout_for(register, period)
    found = of_register(system, tx, register, period)
    if found is None:
        raise Refused(
            f"{layout.title.nb} er ikke mottatt for {period}. Ta imot filen med «kostra registers receive {register}»."
        )
    return found
