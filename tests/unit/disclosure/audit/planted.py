"""Small tables with what an auditor must find, and all the whole tables that agree with one, counted one by one."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kostra.disclosure.audit.published import Equations, Published, Ratio, Whole


def table(
    values: Mapping[str, int | None],
    sums: Mapping[str, tuple[str, ...]],
    lower: int = 1,
    ratios: tuple[Ratio, ...] = (),
) -> Published:
    """Cells by name, none for one that is not shown, and totals with their parts."""
    names = list(values)
    known = np.array([value is not None for value in values.values()])
    return Published(
        known,
        np.array([value or 0 for value in values.values()], dtype=np.int64),
        np.where(known, 0, lower).astype(np.int64),
        ~known,
        Equations.of([(names.index(total), [names.index(part) for part in parts]) for total, parts in sums.items()]),
        names,
        ratios,
    )


def every_table(published: Published, most: int) -> Whole:
    """The unknown cells of each whole table that agrees, a row each: all that there could be, tried against every equation."""
    hidden = np.flatnonzero(~published.known)
    equations = published.equations
    matrix = np.zeros((len(equations), len(published.known)), dtype=np.int64)
    for row in range(len(equations)):
        at = slice(equations.start[row], equations.start[row + 1])
        np.add.at(matrix[row], equations.cell[at], equations.sign[at])
    tried = np.stack(np.meshgrid(*(np.arange(published.lower[cell], most + 1) for cell in hidden)), axis=-1)
    tried = tried.reshape(-1, len(hidden))
    agree: Whole = tried[(tried @ matrix[:, hidden].T == -matrix @ published.value).all(axis=1)]
    return agree
