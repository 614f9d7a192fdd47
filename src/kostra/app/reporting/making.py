"""Making the draft of a report: every figure that it names is counted, and it is composed of them. What people wrote is not touched."""

from __future__ import annotations

import uuid
from pathlib import Path

from kostra.app.pages.numbers import written as number
from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.reports import Made
from kostra.app.ports.transaction import Transaction
from kostra.app.reporting import record
from kostra.app.reporting.asking import Asking, answered, queries, words
from kostra.app.reporting.record import LANGUAGES, Record
from kostra.app.system import System
from kostra.followup.calendar import told
from kostra.model.errors import Conflict, Missing
from kostra.model.event import Detail, Event
from kostra.model.people import Duty
from kostra.model.text import Text
from kostra.reporting.composing import Given, asked, compose
from kostra.reporting.figure import Manner
from kostra.reporting.reading import sections
from kostra.reporting.states import State

MADE = "report.made"
COLUMNS, GIVEN = (Path(__file__).with_name(name) for name in ("columns.toml", "given.toml"))
MANNER = Manner(number, told)


def make(system: System, asker: Asker, data: Path, year: int) -> Made:
    """Counted now, by what is there now. One that is finished or published is opened first."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        refuse_unless_draft(tx, year)
    made = counted(system, asker, data, year)
    text = record.written(made)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.reports.lock(year)
        refuse_unless_draft(tx, year)
        one = Made(uuid.uuid4().hex, year, record.digest(text), asker.actor, made.at)
        tx.reports.make(one, text)
        details: dict[str, Detail] = {"sha256": one.sha256, "figures": len(made.figures)}
        tx.record(Event(MADE, one.id, period=str(year), details=details))
    return one


def counted(system: System, asker: Asker, data: Path, year: int) -> Record:
    """The report of a year as it would be made now; nothing is kept."""
    demand_duty(asker, Duty.STATISTICIAN)
    asking = Asking(system, asker, data, year)
    declared, forms = sections(), asking.forms()
    if not forms:
        raise Missing(f"Ingen årlige skjema er samlet inn for {year}. Velg et år som er samlet inn.")
    columns, said, known = words(COLUMNS), words(GIVEN), queries()
    given = Given(
        year,
        forms,
        answered(asking, asked(declared, forms)),
        lambda name: columns[name],
        lambda query: known[query].title,
        lambda value: said.get(value, Text(value, value)),
        MANNER,
    )
    composed = {language: compose(declared, given, language) for language in LANGUAGES}
    return Record(year, system.clock.now(), system.producer, given.answers, composed)


def refuse_unless_draft(tx: Transaction, year: int) -> None:
    steps = tx.reports.steps(year)
    if steps and steps[0].state is not State.DRAFT:
        raise Conflict(f"Rapporten for {year} er gjort ferdig. Åpne den igjen, og skriv hvorfor, før du endrer den.")
