"""The dimensions of a table: their values in a year, and in which of them each row is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from kostra.model.cube import Dimension
from kostra.model.text import Text
from kostra.statistics import words
from kostra.statistics.definition import TOTAL, UNKNOWN, ByAge, ByCode, ByRule, Divided, Grouped
from kostra.statistics.places import Places
from kostra.statistics.records import inside
from kostra.statistics.rows import Rows

Groups: TypeAlias = tuple[tuple[str, Text, tuple[str, ...]], ...]


def dimension(divided: Divided, year: int) -> Dimension:
    """All together first, those in no value last."""
    values = {TOTAL: divided.total, **_values(divided, year), UNKNOWN: words.UNKNOWN}
    return Dimension(divided.id, divided.title, values, TOTAL)


def _values(divided: Divided, year: int) -> dict[str, Text]:
    match divided.by:
        case ByCode(labels=labels):
            return dict(labels[year])
        case ByAge(bands):
            return {str(band): _band(str(band)) for band in bands}
        case ByRule(values):
            return {id: title for id, title, _ in values}
        case Grouped(of, groups):
            return grouped(_values(replace(divided, by=of), year), groups)


def grouped(values: Mapping[str, Text], groups: Groups) -> dict[str, Text]:
    """A group stands where the first of its own stood."""
    found: dict[str, Text] = {}
    for code, title in values.items():
        group = next((one for one in groups if code in one[2]), None)
        found[code if group is None else group[0]] = title if group is None else group[1]
    return found


def _band(written: str) -> Text:
    ends = written.replace("-", "–")
    if written.endswith("+"):
        return Text(f"{ends[:-1]} år eller eldre", f"{ends[:-1]} år eller eldre", f"{ends[:-1]} years or older")
    return Text(f"{ends} år", f"{ends} år", f"{ends} years")


def place(divided: Divided, year: int, rows: Rows) -> Places:
    """The value of each row, by number from 1; the one after the last for those in none."""
    match divided.by:
        case ByCode(field, labels):
            return rows.records.place_in(field, tuple(labels[year]))[rows.lead] + 1
        case ByAge(bands):
            found = np.full(len(rows.lead), len(bands) + 1, np.int64)
            for number, band in enumerate(bands, start=1):
                found[inside(rows.records.age[rows.lead], (band,))] = number
            return found
        case ByRule(values):
            found = np.full(len(rows.lead), len(values) + 1, np.int64)
            # Backwards, so that the first that holds is the one that stays.
            for number in range(len(values), 0, -1):
                found[rows.hold(values[number - 1][2])] = number
            return found
        case Grouped(of, groups):
            plain = replace(divided, by=of)
            own = _values(plain, year)
            within = {code: group for group, _, codes in groups for code in codes}
            last = {code: number for number, code in enumerate(grouped(own, groups), start=1)}
            told = [0, *(last[within.get(code, code)] for code in own), len(last) + 1]
            return np.array(told, np.int64)[place(plain, year, rows)]
