"""Deliveries straight to inndata, as many as a test wants: each person got 20 000 kroner, and persons have the same numbers everywhere."""

from __future__ import annotations

import io
from collections.abc import Mapping

from integration.receiving.records import records
from kostra.app.ports.submissions import INNDATA
from kostra.app.ports.transaction import Scope
from kostra.app.receiving.inndata import write
from kostra.app.system import System
from kostra.forms import catalogue
from kostra.model.people import HOUSE
from kostra.model.period import Period
from kostra.model.submission import Content, Expected, Stage, Standing, State, Submission

EACH = 20_000


def deliver(system: System, year: int, people: Mapping[str, int], version: int = 1) -> None:
    """Of form 11F, by unit. One with nobody says that it has nothing to report."""
    for unit, count in people.items():
        hand_in(system, year, unit, records(year, unit, count) if count else None, version)


def hand_in(system: System, year: int, unit: str, content: bytes | None, version: int = 1) -> None:
    """A file of form 11F, or nothing to report."""
    form = catalogue.form("11F").version(year)
    kept = None
    if content is not None:
        with system.vault.writing(INNDATA) as writing:
            write(io.BytesIO(content), form, system.pseudonymiser.encrypt, writing)
            kept = writing.keep()
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.campaign.expect([_owed(year, unit)], tx.now)
        id = f"{year}-{unit}-{version}"
        sort = Content.FILE if kept is not None else Content.NIL
        state = State.FINAL if kept is not None else State.NIL_CONFIRMED
        one = Submission(
            id, _owed(year, unit), sort, Stage.CHECKED, tx.now, HOUSE, "", 0, received=tx.now, sender=HOUSE
        )
        tx.submissions.add(one)
        if kept is not None:
            tx.submissions.keep(id, INNDATA, kept)
        tx.campaign.put(Standing(_owed(year, unit), state, tx.now, id, tx.now))


def silent(system: System, year: int, units: tuple[str, ...], state: State = State.LATE) -> None:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.campaign.expect([_owed(year, unit) for unit in units], tx.now)
        for unit in units:
            tx.campaign.put(Standing(_owed(year, unit), state, tx.now))


def _owed(year: int, unit: str) -> Expected:
    return Expected("11F", Period(year), unit)
