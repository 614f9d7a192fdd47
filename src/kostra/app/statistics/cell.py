"""One cell as it is written in CSV and JSON, the same in a table and in a sheet of key figures."""

from __future__ import annotations

from kostra.model.cube import Cell
from kostra.model.rounding import shown


def in_csv(cell: Cell, decimals: int) -> tuple[str, str]:
    """The value and the mark."""
    value = "" if cell.value is None else str(shown(cell.value, decimals)).replace(".", ",")
    return value, "" if cell.mark is None else cell.mark.value


def in_json(cell: Cell, decimals: int) -> dict[str, object]:
    return {
        "value": None if cell.value is None else float(shown(cell.value, decimals)),
        "mark": None if cell.mark is None else cell.mark.value,
        "reported": cell.reported,
        "estimated": cell.estimated,
    }
