"""The indicators of a month or a quarter as they are now: asked for by statisticians alone, since small numbers are not hidden.

A quarter is that of the units that report by quarter, and of those who have reported each of its three months. A month is never guessed
from a quarter.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from kostra.app.editing.working import current
from kostra.app.estimating.counting import lists
from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.transaction import Transaction
from kostra.app.reconciling.gathering import nothing_there
from kostra.app.system import System
from kostra.editing.columns import UNIT
from kostra.forms import catalogue
from kostra.model.edit import Whole
from kostra.model.errors import Missing, Refused
from kostra.model.people import Duty
from kostra.model.period import Period, Span
from kostra.reception.persons import BORN
from kostra.regions import find
from kostra.statistics.indicators import Reports, Scores, Yearly, reports, scores

FORM, YEARLY = "11M", "11F"


def indicators(system: System, asker: Asker, period: Period, asked: Sequence[str]) -> list[Scores]:
    """By region as people write it. Each is held against the period before and the same one a year before."""
    demand_duty(asker, Duty.STATISTICIAN)
    if period.span is Span.YEAR:
        raise Refused(f"Indikatorene er for en måned eller et kvartal, ikke for året {period}. Skriv {period}-05.")
    codes = [_code(one, period.year) for one in asked]
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        now = reports_of(system, tx, period)
        if now is None:
            raise Missing(f"Ingen har levert skjema {FORM} for {period}. Velg en annen måned.")
        earlier = [reports_of(system, tx, one) for one in held_against(period)]
        yearly = [one for back in (1, 2) if (one := _yearly(system, tx, period.year - back)) is not None]
    return scores(now, earlier, codes, yearly)


def held_against(period: Period) -> tuple[Period, Period]:
    return period.previous(), period.a_year_before()


def _code(asked: str, year: int) -> str:
    found = find(asked, year)
    return found.within or found.code if found.code.endswith("00") and len(found.code) == 6 else found.aggregate


def reports_of(system: System, tx: Transaction, period: Period) -> Reports | None:
    """What has come for a period; None where nobody has answered, or there was no such form."""
    form = catalogue.form(FORM)
    if period.year not in form.years:
        return None
    own, answered = _of(system, tx, period)
    parts = [own]
    if period.span is Span.QUARTER:
        months = [_of(system, tx, month) for month in period.months()]
        whole = frozenset.intersection(*(units for _, units in months)) - answered
        parts += [frame.filter(pl.col(UNIT).is_in(sorted(whole))) for frame, _ in months]
        answered |= whole
    if not answered:
        return None
    frame = pl.concat(parts)
    place = {unit: number for number, unit in enumerate(frame[UNIT].unique(maintain_order=True))}
    person = lists(frame, form.version(period.year), place).person
    return reports(frame, BORN, period, np.asarray(person, np.int64), answered)


def _of(system: System, tx: Transaction, period: Period) -> tuple[pl.DataFrame, frozenset[str]]:
    whole = Whole(FORM, period)
    found = current(system, tx, whole)
    return found.frame, frozenset(found.submissions) | nothing_there(tx, whole)


def _yearly(system: System, tx: Transaction, year: int) -> Yearly | None:
    if year not in catalogue.form(YEARLY).years:
        return None
    whole = Whole(YEARLY, Period(year))
    found = current(system, tx, whole)
    cases = dict.fromkeys(sorted(frozenset(found.submissions) | nothing_there(tx, whole)), 0)
    cases |= dict(found.frame.group_by(UNIT, maintain_order=True).len().iter_rows())
    return Yearly(year, cases) if cases else None
