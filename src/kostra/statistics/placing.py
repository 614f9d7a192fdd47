"""Where each row stands in the cells of a table; worked out once for all measures, and for all tables that divide alike."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from kostra.statistics.definition import ByAge, ByCode, Divided
from kostra.statistics.dividing import place
from kostra.statistics.places import Places
from kostra.statistics.rows import Rows


def cells(rows: Rows, divided: Sequence[Divided], shape: tuple[int, ...]) -> Places:
    """Groups by values of the dimensions."""

    def find() -> Places:
        found = rows.group
        for one, length in zip(divided, shape, strict=True):
            found = found * length + values(rows, one)
        return found

    return rows.once(("cells", *(_key(rows, one) for one in divided)), find)


def values(rows: Rows, divided: Divided) -> Places:
    """The value of each row in a dimension."""
    year = rows.records.year
    return rows.once(("place", _key(rows, divided)), lambda: place(divided, year, rows))


def _key(rows: Rows, divided: Divided) -> Hashable:
    """What a dimension divides by, whatever it is called."""
    match divided.by:
        case ByCode(name, labels):
            return name, tuple(labels[rows.records.year])
        case ByAge(bands):
            return bands
    return repr(divided.by)
