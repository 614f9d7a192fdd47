"""Where a municipality stands among the others: by what is shown of them, and of nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kostra.publication.table import IS_BLANK, Table, once

_MUNICIPALITY = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Rank:
    """`place` is 1 for the highest figure; those with the same figure share it. `of` is how many municipalities show one."""

    place: int
    of: int


@once
def ranks(table: Table) -> Mapping[tuple[str, str], Rank]:
    """By municipality and measure, in the newest year. Of a table that is divided by nothing but the region."""
    region, contents = table.axes[0], table.axes[table.contents]
    rows = [at for at, code in enumerate(region.codes) if _MUNICIPALITY.fullmatch(code)]
    values, blank = table.values[rows, :, -1], IS_BLANK[table.marks[rows, :, -1]]
    found: dict[tuple[str, str], Rank] = {}
    for at, measure in enumerate(contents.codes):
        shown = [
            (row, value) for row, value, hidden in zip(rows, values[:, at], blank[:, at], strict=True) if not hidden
        ]
        shown.sort(key=lambda each: -each[1])
        place = 0
        for number, (row, value) in enumerate(shown, 1):
            if number == 1 or value != shown[number - 2][1]:
                place = number
            found[region.codes[row], measure] = Rank(place, len(shown))
    return found
