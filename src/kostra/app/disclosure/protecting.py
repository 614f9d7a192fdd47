"""Disclosure control of all tables of a year and a status: worked out, written, audited from what was written, and put down with its
verdict.

Whoever has made a run does not approve it. The audit is of the files, not of what made them, and a run that has not passed it goes nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl

from kostra.app.disclosure import advising, patterns, writing
from kostra.app.disclosure.advice import advise
from kostra.app.disclosure.auditing import audit
from kostra.app.disclosure.basis import basis
from kostra.app.disclosure.deciding import forced
from kostra.app.disclosure.hindrances import Before
from kostra.app.disclosure.mending import mend
from kostra.app.disclosure.merged import merged
from kostra.app.disclosure.merging import merges
from kostra.app.disclosure.recording import record
from kostra.app.disclosure.solving import Made, solve
from kostra.app.permissions import Asker, demand_duty
from kostra.app.statistics.making import ground, made
from kostra.app.system import System
from kostra.model.cube import Status
from kostra.model.people import Duty
from kostra.model.protection import Forcing, Protection


def protect(
    system: System,
    asker: Asker,
    data: Path,
    year: int,
    status: Status,
    tell: Callable[[str], None] = lambda _: None,
    *,
    with_advice: bool = False,
) -> Protection:
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        decided, forcings = merges(tx, year), forced(tx, year, status)
        of = merged(ground(system, tx, year, (), status), decided)
        own_basis = basis(tx, year, status)
    every = [Made(table, cube) for table, cube in zip(of.tables, made(system, of), strict=True)]
    tell(f"{len(every)} tabeller for {year}")
    solution = solve(every, of.records, _before(data, year, status, forcings), tell)
    mend(solution, every, tell)
    shown = solution.shown()
    cubes = writing.published(every, shown)
    folder = writing.write(data, year, status, every, shown, cubes)
    verdict = audit(folder / patterns.TABLES, of.tables, year, folder, tell)
    advised = advise(every, shown, of.records) if with_advice else {}
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.disclosure.lock()
        writing.put(data, year, status)
        for table, best in advised.items():
            advising.keep(data, year, status, table, best)
        return record(tx, data, year, status, own_basis, forcings, decided, verdict)


def _before(data: Path, year: int, status: Status, forcings: tuple[Forcing, ...]) -> Before:
    """Final figures come after the provisional ones of the year."""
    same_year = _patterns(data, year, Status.PROVISIONAL) if status is Status.FINAL else {}
    decided: dict[str, set[tuple[str, ...]]] = {}
    for one in forcings:
        cell = one.cell
        decided.setdefault(cell.table, set()).add((cell.region, *cell.codes, cell.measure))
    return Before(
        same_year, _patterns(data, year - 1, status), {table: frozenset(cells) for table, cells in decided.items()}
    )


def _patterns(data: Path, year: int, status: Status) -> Mapping[str, pl.DataFrame]:
    where = patterns.folder(data, year, status)
    return {table: patterns.read(where, table, year) for table in patterns.tables(where)}
