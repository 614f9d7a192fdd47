"""What a run of disclosure control is made from, as one digest: another digest means that it must be made again before it is approved.

Deliveries, edits, what is judged not to be usable, registers, runs of the estimation, and what has been approved before. It is cheap: no
record is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from kostra import __version__
from kostra.accounts.concepts import ACCOUNTS, Scope
from kostra.app.ports.transaction import Transaction
from kostra.model.cube import Status
from kostra.model.edit import Whole
from kostra.model.period import Period
from kostra.model.submission import State
from kostra.statistics.definition import Kind, Source
from kostra.tables import catalogue


def basis(tx: Transaction, year: int, status: Status, own: str | None = None) -> str:
    """For a run that asks about its `own`: that it has been approved is nothing new to it."""
    return _digest([*_head(year, status), *_approved(tx, own), *_figures(tx, year)])


def of_tables(tx: Transaction, year: int, status: Status) -> str:
    """What the tables alone are made from, before anything is hidden."""
    return _digest([*_head(year, status), *_figures(tx, year)])


def _digest(lines: list[str]) -> str:
    return sha256("\n".join(lines).encode()).hexdigest()


def _head(year: int, status: Status) -> Iterator[str]:
    yield f"{__version__} {year} {status}"


def _approved(tx: Transaction, own: str | None) -> list[str]:
    """What is out, or will be: a run must be safe beside all of it."""
    every = (one.id for one in tx.disclosure.protections() if one.approved is not None)
    return sorted(f"approved {id}" for id in every if id != own)


def _figures(tx: Transaction, year: int) -> Iterator[str]:
    sources = {(one.kind, one.id) for table in catalogue.of_year(year) for one in table.sources}
    for kind, id in sorted(sources):
        yield from _of(tx, Source(kind, id), year)


def _of(tx: Transaction, source: Source, year: int) -> Iterator[str]:
    if source.kind is Kind.REGISTER:
        for file in tx.registers.in_force(source.id):
            yield f"register {source.id} {file.period} {file.id}"
        return
    form = ACCOUNTS[Scope(source.id)].form if source.kind is Kind.ACCOUNTS else source.id
    whole = Whole(form, Period(year))
    for one in sorted(tx.edits.sources(whole), key=lambda one: one.unit):
        yield f"{form} {one.unit} {one.submission} {one.stage}"
    states = (State.REFUSED, State.NIL_CONFIRMED, State.NIL_PRESUMED)
    for standing in tx.campaign.standings(form=form, period=whole.period, states=states):
        yield f"{form} {standing.expected.unit} {standing.state}"
    edits = tx.edits.listed(whole)
    yield f"{form} edits {edits[-1].number if edits else 0}"
    for judged in tx.edits.judged(whole):
        yield f"{form} {judged.of.unit} {judged.table} {judged.usable}"
    for run in tx.estimates.listed(form):
        if run.whole == whole and run.outcome is not None:
            yield f"{form} estimate {run.id} {run.outcome.sha256}"
