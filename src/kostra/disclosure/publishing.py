"""OUT.csv: a line for each publishable cell, with what it says of each dimension, the count and the status.

`whole` is for the owner: it holds every count. `published` is for everybody: what is suppressed is blank, and it does not say which was
primary, for that would tell that the count is small. The same table and pattern give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

import numpy as np
import numpy.typing as npt

from kostra.disclosure.layout import STATUS, Table
from kostra.disclosure.problem import Status, Whole

_WORDS = np.array([status.name.lower() for status in Status], object)


def whole(table: Table, count: str, values: Whole, status: npt.NDArray[np.int8]) -> bytes:
    """`values` and `status` are by the table's own cells."""
    columns = (map(str, values.tolist()), _WORDS[status].tolist())
    return _lines(table, (count, STATUS), *columns)


def published(table: Table, count: str, values: Whole, status: npt.NDArray[np.int8]) -> bytes:
    shown = np.where(status == Status.SAFE, values.astype(object), "")
    return _lines(table, (count,), map(str, shown.tolist()))


def _lines(table: Table, names: tuple[str, ...], *columns: Iterable[str]) -> bytes:
    heading = [_quoted(name) for name in (*(dimension.name for dimension in table.dimensions), *names)]
    cells = map(",".join, product(*([_quoted(label) for label in dimension.labels] for dimension in table.dimensions)))
    lines = map(",".join, zip(cells, *columns, strict=True))
    return "\n".join([",".join(heading), *lines, ""]).encode()


def _quoted(text: str) -> str:
    if any(mark in text for mark in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text
