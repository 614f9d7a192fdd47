"""Disclosure control of all tables of a year and a status: worked out, written, audited from what was written, and put down with its
verdict.

Whoever has made a run does not approve it. The audit is of the files, not of what made them, and a run that has not passed it goes nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from uuid import uuid4

import polars as pl

from kostra.app.disclosure import advising, patterns, writing
from kostra.app.disclosure.advice import advise
from kostra.app.disclosure.auditing import audit
from kostra.app.disclosure.basis import basis
from kostra.app.disclosure.deciding import forced
from kostra.app.disclosure.earlier import changed, earlier, standing
from kostra.app.disclosure.figures import Made
from kostra.app.disclosure.hindrances import Before
from kostra.app.disclosure.mending import mend
from kostra.app.disclosure.merged import merged
from kostra.app.disclosure.merging import merges
from kostra.app.disclosure.proving import prove_all
from kostra.app.disclosure.reading import figures, of_cubes
from kostra.app.disclosure.recording import record
from kostra.app.disclosure.solving import solve
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
    run = patterns.of_status(data, year, status) / uuid4().hex[:16]
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        decided, forcings = merges(tx, year), forced(tx, year, status)
        plain = ground(system, tx, year, (), status)
        own_basis = basis(tx, year, status)
        runs = earlier(tx, year, status)
        last_year = standing(tx, year - 1, status)
    of = merged(plain, decided, year)
    every = [Made(table, cube) for table, cube in zip(of.tables, made(system, of), strict=True)]
    tell(f"{len(every)} tabeller for {year}")
    latest = next((one.made for one in runs), None)
    out = [one.figures(data, plain.tables) for one in runs]
    stirred = changed(figures(of_cubes(one.cube for one in every), of.tables, year), out[0]) if out else {}
    before = Before(_patterns(data, latest), _patterns(data, last_year), _cells(forcings), stirred)
    solution = solve(every, of.records, before, tell)
    mend(solution, every, tell, out)
    shown = solution.shown()
    cubes = writing.published(every, shown)
    with writing.waiting(run) as folder:
        writing.write(folder, every, shown, cubes)
        writing.prove(folder, prove_all(every, cubes, year, tell, out))
        verdict = audit(folder / patterns.TABLES, of.tables, year, folder, tell, out)
        for table, best in (advise(every, shown, of.records) if with_advice else {}).items():
            advising.keep(folder, table, best)
        with system.transactions.begin(asker.actor, asker.scope) as tx:
            tx.disclosure.lock()
            writing.put(run)
            recorded = record(tx, run, year, status, own_basis, forcings, decided, verdict)
            needed = {one.id for one in tx.disclosure.protections(year, status) if one.approved is not None}
    writing.clear(run, needed)
    return recorded


def _cells(forcings: Iterable[Forcing]) -> Mapping[str, frozenset[tuple[str, ...]]]:
    """Those that two have agreed to show, by table."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for one in forcings:
        found.setdefault(one.cell.table, set()).add((one.cell.region, *one.cell.codes, one.cell.measure))
    return {table: frozenset(cells) for table, cells in found.items()}


def _patterns(data: Path, made: Protection | None) -> Mapping[str, pl.DataFrame]:
    if made is None:
        return {}
    where = patterns.folder(data, made)
    return {table: patterns.read(where, table, made.year) for table in patterns.tables(where)}
