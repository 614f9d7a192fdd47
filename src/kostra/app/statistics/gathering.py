"""Everything that tables count, of one year: a source as records, whatever it is.

What has not come is `Missing`: a table made of it is not made, or goes without.
"""

from __future__ import annotations

from kostra.accounts.concepts import ACCOUNTS, Scope
from kostra.app.ports.transaction import Transaction
from kostra.app.statistics import accounts, answers, persons, registers
from kostra.app.statistics.holding import held
from kostra.app.statistics.klargjort import klargjort
from kostra.app.system import System
from kostra.forms import catalogue
from kostra.model.edit import Whole
from kostra.model.form import Kind as FormKind
from kostra.model.period import Period
from kostra.statistics.definition import Kind, Source
from kostra.statistics.records import Records


def gather(system: System, tx: Transaction, source: Source, year: int) -> Records:
    if source.kind is Kind.REGISTER:
        told = (year, *registers.kept(tx, source.id, year))
        return held(system, source, (), lambda: registers.gather(system, tx, source.id, year), told=told)
    form = ACCOUNTS[Scope(source.id)].form if source.kind is Kind.ACCOUNTS else source.id
    whole = Whole(form, Period(year))
    found = klargjort(system, tx, whole)
    of = (found.working.frame,)
    return held(system, source, of, lambda: _gathered(system, tx, source, whole), told=found.answered)


def _gathered(system: System, tx: Transaction, source: Source, whole: Whole) -> Records:
    if source.kind is Kind.ACCOUNTS:
        return accounts.gather(system, tx, Scope(source.id), whole.period.year, source.melt)
    if catalogue.form(source.id).kind is FormKind.ANSWERS:
        return answers.gather(system, tx, whole, source.melt)
    return persons.gather(system, tx, whole)
