"""Making tables: asked for by statisticians alone, since small numbers are not hidden yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.transaction import Transaction
from kostra.app.statistics.gathering import gather
from kostra.app.statistics.holding import held
from kostra.app.statistics.quality import Quality
from kostra.app.statistics.quality import gather as gather_quality
from kostra.app.system import System
from kostra.model.cube import Cube, Status
from kostra.model.errors import Missing
from kostra.model.people import Duty
from kostra.statistics.definition import Source, TableDefinition
from kostra.statistics.engine import make
from kostra.statistics.records import Records
from kostra.tables import catalogue


def cube(system: System, asker: Asker, id: str, year: int, status: Status = Status.PROVISIONAL) -> Cube:
    """One table of a year, as it is now."""
    return next(cubes(system, asker, year, [id], status))


@dataclass(frozen=True, slots=True)
class Ground:
    """What tables are made of, as it was at one moment. `records` are those that something has come from."""

    tables: tuple[TableDefinition, ...]
    records: Mapping[Source, Records]
    quality: Quality


def cubes(
    system: System, asker: Asker, year: int, ids: Sequence[str] = (), status: Status = Status.PROVISIONAL
) -> Iterator[Cube]:
    """Some tables of a year; all of those whose form has been delivered, when none is named. One after the other, in the order of ids."""
    demand_duty(asker, Duty.STATISTICIAN)
    # Everything in one transaction, so that the tables are of one moment.
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        found = ground(system, tx, year, ids, status)
    return made(system, found)


def ground(system: System, tx: Transaction, year: int, ids: Sequence[str], status: Status) -> Ground:
    chosen = [catalogue.table(id, year) for id in dict.fromkeys(ids)] if ids else list(catalogue.of_year(year))
    if not chosen:
        raise Missing(f"Ingen tabell gjelder for {year}. Velg et annet år.")
    sources = tuple(dict.fromkeys(source for one in chosen for source in one.sources))
    own = {one.data for one in chosen}
    found: dict[Source, Records] = {}
    for source in sources:
        try:
            found[source] = gather(system, tx, source, year)
        except Missing:
            if ids and source in own:
                raise
    if own.isdisjoint(found):
        raise Missing(f"Ingen har levert noe skjema for {year} som tabellene lages av. Velg et annet år.")
    tables = tuple(one for one in sorted(chosen, key=lambda one: one.id) if one.data in found)
    return Ground(tables, found, gather_quality(system, tx, sources, year, status))


def made(system: System, of: Ground) -> Iterator[Cube]:
    for one in of.tables:
        yield _cube(system, one, of.quality.usable(one, of.records), of.quality)


def _cube(system: System, table: TableDefinition, records: Mapping[Source, Records], quality: Quality) -> Cube:
    def made() -> Cube:
        return quality.judged(make(table, records, quality.status(table), system.producer), table)

    of = (table, *(records.get(source) for source in table.sources), *quality.runs_of(table))
    return held(system, ("cube", table.id), of, made, told=(quality.asked, system.producer))
