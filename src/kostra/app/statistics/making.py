"""Making tables: asked for by statisticians alone, since small numbers are not hidden yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kostra.app.permissions import Asker, demand_duty
from kostra.app.statistics.gathering import gather
from kostra.app.system import System
from kostra.model.cube import Cube, Status
from kostra.model.edit import Whole
from kostra.model.errors import Missing
from kostra.model.people import Duty
from kostra.model.period import Period
from kostra.statistics.definition import TableDefinition
from kostra.statistics.engine import make
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
    # All forms in one transaction, so that the tables are of one moment.
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        found: dict[str, Records] = {}
        for form in dict.fromkeys(one.form for one in chosen):
            try:
                found[form] = gather(system, tx, Whole(form, Period(year)))
            except Missing:
                if ids:
                    raise
    if not found:
        raise Missing(f"Ingen har levert noe skjema for {year} som tabellene lages av. Velg et annet år.")
    return _made(chosen, found, status)


def _made(chosen: Sequence[TableDefinition], found: dict[str, Records], status: Status) -> Iterator[Cube]:
    for one in sorted(chosen, key=lambda one: one.id):
        if one.form in found:
            yield make(one, found[one.form], status)
