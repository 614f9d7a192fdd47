"""A report on its way: finished by one, published by another, opened again. What is finished is frozen, with all its words and figures."""

from __future__ import annotations

from dataclasses import replace

from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.reports import Step
from kostra.app.ports.transaction import Transaction
from kostra.app.reporting import record
from kostra.app.reporting.record import LANGUAGES, Record
from kostra.app.reporting.writing import newest_record
from kostra.app.system import System
from kostra.model.errors import Conflict
from kostra.model.event import Event
from kostra.model.people import Duty
from kostra.model.text import Language
from kostra.reporting.states import State, next_state
from kostra.reporting.writing import Merged, Written, merged

FINISHED, PUBLISHED, OPENED = "report.finished", "report.published", "report.opened"


def finish(system: System, asker: Asker, year: int) -> None:
    """Refused while what somebody wrote stands against what is counted."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        last = _last(tx, year)
        next_state(State.DRAFT if last is None else last.state, State.FINISHED, asker.actor, None, "")
        made, log = newest_record(tx, year), tx.reports.texts(year)
        undecided = sum(len(one.undecided) for one in together(made, log).values())
        if undecided:
            where = "sted" if undecided == 1 else "steder"
            raise Conflict(
                f"På {undecided} {where} sier systemet noe annet enn da teksten ble skrevet. Velg hva som skal stå, og gjør rapporten "
                "ferdig etterpå."
            )
        edition = 1 + sum(step.state is State.PUBLISHED for step in tx.reports.steps(year))
        whole = replace(as_written(made, log), edition=edition)
        text = record.written(whole)
        _move(tx, Step(year, State.FINISHED, edition, record.digest(text), "", asker.actor, tx.now), FINISHED, text)


def publish(system: System, asker: Asker, year: int) -> None:
    """By another than the one who finished it; what was finished is what becomes public."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        last = _last(tx, year)
        before = State.DRAFT if last is None else last.state
        next_state(before, State.PUBLISHED, asker.actor, None if last is None else last.by, "")
        assert last is not None  # It is finished.
        record.read(tx.reports.finished(last.number), last.sha256)
        _move(tx, Step(year, State.PUBLISHED, last.edition, last.sha256, "", asker.actor, tx.now), PUBLISHED)


def reopen(system: System, asker: Asker, year: int, reason: str) -> None:
    """What readers have is still there until the next edition is."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        last = _last(tx, year)
        next_state(State.DRAFT if last is None else last.state, State.DRAFT, asker.actor, None, reason)
        edition = 1 if last is None else last.edition
        _move(tx, Step(year, State.DRAFT, edition, None, reason.strip(), asker.actor, tx.now), OPENED)


def together(made: Record, log: tuple[Written, ...]) -> dict[Language, Merged]:
    """The report with what people wrote, by written form."""
    return {language: merged(made.sections[language], log, language) for language in LANGUAGES}


def as_written(made: Record, log: tuple[Written, ...]) -> Record:
    """The record with what people wrote in it."""
    return replace(made, sections={language: one.sections for language, one in together(made, log).items()})


def _last(tx: Transaction, year: int) -> Step | None:
    tx.reports.lock(year)
    steps = tx.reports.steps(year)
    return steps[0] if steps else None


def _move(tx: Transaction, step: Step, action: str, text: str | None = None) -> None:
    tx.reports.move(step, text)
    details = {"edition": step.edition, "sha256": step.sha256}
    tx.record(Event(action, f"report/{step.year}", step.reason, period=str(step.year), details=details))
