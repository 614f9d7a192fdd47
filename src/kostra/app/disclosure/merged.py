"""Tables with categories and municipalities that are published as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kostra.app.disclosure.neighbours import can_be_one, has_municipalities
from kostra.app.statistics.making import Ground
from kostra.model.cube import REGION
from kostra.model.protection import Merge
from kostra.statistics.definition import Divided, Grouped, TableDefinition


def merged(of: Ground, merges: Sequence[Merge], year: int) -> Ground:
    """Each merge is of one dimension of one table."""
    return replace(of, tables=tuple(one_table(one, merges, year) for one in of.tables))


def one_table(table: TableDefinition, merges: Sequence[Merge], year: int) -> TableDefinition:
    own = [each for each in merges if each.table == table.id]
    if not own:
        return table
    dimensions = tuple(_dimension(one, own) for one in table.dimensions)
    regional = (one for one in own if one.dimension == REGION and has_municipalities(table))
    together = tuple((one.code, one.title, one.codes) for one in regional if can_be_one(one.codes, year))
    return replace(table, dimensions=dimensions, together=together)


def _dimension(divided: Divided, merges: Sequence[Merge]) -> Divided:
    groups = tuple((one.code, one.title, one.codes) for one in merges if one.dimension == divided.id)
    if not groups or isinstance(divided.by, Grouped):
        return divided
    return replace(divided, by=Grouped(divided.by, groups))
