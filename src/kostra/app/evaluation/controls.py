"""What the controls of a form came to, year by year, beside the year before and with what the numbers speak for. For statisticians."""

from __future__ import annotations

from dataclasses import dataclass

from kostra.app.evaluation.gathering import gather, lines, years
from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.transaction import Transaction
from kostra.app.system import System
from kostra.forms import catalogue
from kostra.model.errors import Missing
from kostra.model.people import Duty
from kostra.reporting.evaluation import Evaluated, Whole, evaluate, whole
from kostra.reporting.evaluation_advice import Advice, advise, limits


@dataclass(frozen=True, slots=True)
class Row:
    """One control, the same the year before (None where it was not there, or nothing was delivered), and what the numbers speak for."""

    now: Evaluated
    before: Evaluated | None
    advice: Advice | None


@dataclass(frozen=True, slots=True)
class OfYear:
    """`known` are the years that there is anything to evaluate of, the newest first."""

    form: str
    year: int
    known: tuple[int, ...]
    whole: Whole
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class OfControl:
    """One control over the years, the newest first."""

    form: str
    control: str
    years: tuple[tuple[int, Evaluated], ...]
    advice: Advice | None


def forms(system: System, asker: Asker) -> dict[str, tuple[int, ...]]:
    """That something has been owed of, each with its years, the newest first."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        known: dict[str, set[int]] = {}
        for id, period in tx.campaign.periods():
            known.setdefault(id, set()).add(period.year)
    return {id: tuple(sorted(known[id], reverse=True)) for id in catalogue.ids() if id in known}


def in_year(system: System, asker: Asker, form: str, year: int) -> OfYear:
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return of_year(tx, form, year)


def one(system: System, asker: Asker, form: str, control: str) -> OfControl:
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        every = {year: _evaluated(tx, form, year)[1] for year in years(tx, form)}
    known = tuple((year, each[control]) for year, each in every.items() if control in each)
    # A year that nothing has come of is told of only when there is no other.
    found = tuple((year, each) for year, each in known if each.deliveries) or known[:1]
    if not found:
        raise Missing(
            f"Skjema {form} har ingen kontroll «{control[:20]}» i de årene som er samlet inn. Velg en i listen."
        )
    return OfControl(form, control, found, advise(_unbroken(dict(found), found[0][0])))


def of_year(tx: Transaction, form: str, year: int) -> OfYear:
    """For whoever has asked who may."""
    known = years(tx, form)
    if year not in known:
        have = f" Det finnes tall for {', '.join(map(str, known))}." if known else ""
        raise Missing(f"Skjema {form} er ikke samlet inn for {year}.{have} Velg et annet år.")
    back = [year - ago for ago in range(max(2, limits().never_years))]
    every = {one: _evaluated(tx, form, one) for one in back if one in known}
    own, now = every[year]
    before = every[year - 1][1] if year - 1 in every else {}
    rows = tuple(
        Row(
            each,
            before.get(control),
            advise(_unbroken({one: by[control] for one, (_, by) in every.items() if control in by}, year)),
        )
        for control, each in now.items()
    )
    return OfYear(form, year, known, own, rows)


def _evaluated(tx: Transaction, form: str, year: int) -> tuple[Whole, dict[str, Evaluated]]:
    """In the order of hits."""
    found = gather(tx, form, year)
    cases = found.cases()
    each = evaluate(found.rules(), cases, lines(tx, form, year))
    return whole(cases, each), {one.control: one for one in each}


def _unbroken(years: dict[int, Evaluated], newest: int) -> tuple[Evaluated, ...]:
    """From the newest back to the first year that is not there, or that nothing was delivered in."""
    found = []
    while newest in years and years[newest].deliveries:
        found.append(years[newest])
        newest -= 1
    return tuple(found) or (years[newest],)
