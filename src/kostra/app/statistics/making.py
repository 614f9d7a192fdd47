"""Making tables: asked for by statisticians alone, since small numbers are not hidden yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kostra.app.permissions import Asker, demand_duty
from kostra.app.statistics.gathering import gather
from kostra.app.statistics.holding import cube_of
from kostra.app.statistics.quality import Quality
from kostra.app.statistics.quality import gather as gather_quality
from kostra.app.system import System
from kostra.model.cube import Cube, Status
from kostra.model.errors import Missing
from kostra.model.people import Duty
from kostra.statistics.definition import Source, TableDefinition
from kostra.statistics.records import Records
from kostra.tables import catalogue


def cube(system: System, asker: Asker, id: str, year: int, status: Status = Status.PROVISIONAL) -> Cube:
    """One table of a year, as it is now."""
    return next(cubes(system, asker, year, [id], status))


def cubes(
    system: System, asker: Asker, year: int, ids: Sequence[str] = (), status: Status = Status.PROVISIONAL
) -> Iterator[Cube]:
    """Some tables of a year; all of those whose form has been delivered, when none is named. One after the other, in the order of ids."""
    demand_duty(asker, Duty.STATISTICIAN)
    chosen = [catalogue.table(id, year) for id in dict.fromkeys(ids)] if ids else list(catalogue.of_year(year))
    if not chosen:
        raise Missing(f"Ingen tabell gjelder for {year}. Velg et annet år.")
    # Everything in one transaction, so that the tables are of one moment.
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        sources = tuple(dict.fromkeys(source for one in chosen for source in one.sources))
        own = {one.data for one in chosen}
        found: dict[Source, Records] = {}
        for source in sources:
            try:
                found[source] = gather(system, tx, source, year)
            except Missing:
                if ids and source in own:
                    raise
        quality = gather_quality(system, tx, sources, year, status)
    if own.isdisjoint(found):
        raise Missing(f"Ingen har levert noe skjema for {year} som tabellene lages av. Velg et annet år.")
    return _made(system, chosen, found, quality)


def _made(
    system: System, chosen: Sequence[TableDefinition], found: dict[Source, Records], quality: Quality
) -> Iterator[Cube]:
    for one in sorted(chosen, key=lambda one: one.id):
        if one.data in found:
            yield quality.judged(cube_of(system, one, quality.usable(one, found), quality.status(one)), one)
