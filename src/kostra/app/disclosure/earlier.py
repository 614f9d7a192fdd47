"""Which earlier runs a new one must be safe beside: what anybody has already read of the same figures.

Those that were approved are out. Final figures come after the provisional ones, also where those are not approved yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kostra.app.disclosure import patterns
from kostra.app.disclosure.merged import one_table
from kostra.app.disclosure.reading import Figures, figures, of_folder
from kostra.app.ports.transaction import Transaction
from kostra.model.cube import Status
from kostra.model.protection import Merge, Protection
from kostra.statistics.definition import TableDefinition


@dataclass(frozen=True, slots=True)
class Earlier:
    """`merges` are those that its tables have, whatever holds now."""

    made: Protection
    merges: tuple[Merge, ...]

    def figures(self, data: Path, tables: Sequence[TableDefinition]) -> tuple[Figures, ...]:
        folder = patterns.of_run(data, self.made) / patterns.TABLES
        year = self.made.year
        there = [one_table(one, self.merges, year) for one in tables if (folder / f"{one.id}.parquet").exists()]
        return tuple(figures(of_folder(folder), there, year))


def changed(now: Iterable[Figures], then: Sequence[Figures]) -> Mapping[tuple[str, bool], frozenset[str]]:
    """By source, of counts and of amounts, the regions in which something that was shown is another number now."""
    found: dict[tuple[str, bool], set[str]] = {}
    of = {(one.table, one.measure): one for one in now}
    for one in then:
        new = of.get((one.table, one.measure))
        if new is None or new.asked != one.asked:
            continue
        place = {region: row for row, region in enumerate(new.regions)}
        there = [row for row, region in enumerate(one.regions) if region in place]
        other = new.value[[place[one.regions[row]] for row in there]] != one.value[there]
        for row, moved in zip(there, (other & one.known[there]).any(axis=1).tolist(), strict=True):
            if moved:
                found.setdefault((one.source.id, bool(one.amount)), set()).add(one.regions[row])
    return {key: frozenset(regions) for key, regions in found.items()}


def earlier(tx: Transaction, year: int, status: Status) -> tuple[Earlier, ...]:
    """The newest first."""
    every = tx.disclosure.merges()
    return tuple(Earlier(made, tuple(one for one in every if one.id in made.merged)) for made in _out(tx, year, status))


def _out(tx: Transaction, year: int, status: Status) -> Iterator[Protection]:
    for each in Status if status is Status.FINAL else (status,):
        made = standing(tx, year, each)
        if made is not None and (made.approved is not None or each is not status):
            yield made


def standing(tx: Transaction, year: int, status: Status) -> Protection | None:
    """The run that was approved last; while none was, the newest."""
    every = tx.disclosure.protections(year, status)
    return next((each for each in every if each.approved is not None), next(iter(every), None))
