"""Files that name publishable cells of a table: what is out already, what is not shown, what was published before, what is wanted more.

Refuses a cell that the table does not have, and a file that speaks of something else than its dimensions.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kostra.disclosure.asking import Earlier
from kostra.disclosure.layout import STATUS, TOTAL, Dimension, Table, shape
from kostra.disclosure.problem import Status, Whole
from kostra.disclosure.reading import Content, whole
from kostra.model.errors import Refused

WEIGHT = "weight"
_WORDS = tuple(status.name.lower() for status in Status)
_DISTRICT = 6


def cells(read: Content, table: Table) -> Whole:
    """A line for each cell, with a column for each dimension."""
    found = np.zeros(len(read.line), np.int64)
    for dimension in table.dimensions:
        found = found * len(dimension.labels) + _labels(read, dimension)
    return found


def shown(read: Content, table: Table) -> Whole:
    """The cells that an OUT.csv says are safe, of those that the table still has: codes come and go from year to year."""
    status = np.array([_status(read, at, word) for at, word in enumerate(read.column(STATUS))])
    found = np.zeros(len(read.line), np.int64)
    known = status == Status.SAFE
    for dimension in table.dimensions:
        number = {label: at for at, label in enumerate(dimension.labels)}
        labels = np.array([number.get(label, -1) for label in read.column(dimension.name)], np.int64)
        known &= labels >= 0
        found = found * len(dimension.labels) + labels
    chosen: Whole = found[known]
    return chosen


def earlier(read: Content, table: Table, count: str) -> Earlier:
    """OUT.csv of an earlier release, as it was written: with every count, and the status."""
    status = [_status(read, at, word) for at, word in enumerate(read.column(STATUS))]
    return Earlier(cells(read, table), whole(read, count), np.array(status) == Status.SAFE)


def weights(read: Content, table: Table) -> Whole:
    """A column `weight`, and columns for some of the dimensions; a blank is any code. Where several lines fit, the last one holds."""
    weight = whole(read, WEIGHT)
    named = [dimension for dimension in table.dimensions if dimension.name in read.columns]
    for column in read.columns:
        if column != WEIGHT and column not in [dimension.name for dimension in named]:
            raise Refused(
                f"{read.name}: kolonnen {column} er ingen dimensjon. Filen skal ha {WEIGHT} og en eller flere av "
                f"{', '.join(dimension.name for dimension in table.dimensions)}."
            )
    labels = [_labels(read, dimension, blank=True) for dimension in named]
    found = np.zeros(shape(table), np.int64)
    places = [table.dimensions.index(dimension) for dimension in named]
    for at, value in enumerate(weight.tolist()):
        where: list[slice | int] = [slice(None)] * found.ndim
        for place, label in zip(places, labels, strict=True):
            if label[at] >= 0:
                where[place] = int(label[at])
        found[tuple(where)] = value
    return found.ravel()


def by_level(table: Table, name: str) -> Whole:
    """The country before groups, groups before large municipalities, these before small ones, and districts last.

    Large is the half with most in this table. A code of six digits is a district.
    """
    axis = next(at for at, dimension in enumerate(table.dimensions) if dimension.name == name)
    dimension = table.dimensions[axis]
    sizes = table.counts.sum(axis=tuple(at for at in range(table.counts.ndim) if at != axis))
    district = np.array([len(code) == _DISTRICT and code.isdecimal() for code in dimension.codes])
    middle = np.median(sizes[~district]) if not district.all() else 0
    level = np.full(len(dimension.labels), 3)
    level[-1] = 4
    level[: len(dimension.codes)] = np.where(district, 0, np.where(sizes < middle, 1, 2))
    along = [1] * table.counts.ndim
    along[axis] = len(level)
    found: Whole = np.broadcast_to(level.reshape(along), shape(table)).ravel()
    return found


def _labels(read: Content, dimension: Dimension, *, blank: bool = False) -> Whole:
    number = {label: at for at, label in enumerate(dimension.labels)}
    if blank:
        number[""] = -1
    column: Sequence[str] = read.column(dimension.name)
    try:
        return np.fromiter(map(number.__getitem__, column), np.int64, len(column))
    except KeyError as error:
        code = error.args[0]
        raise Refused(
            f"{read.where(column.index(code))}: «{code}» er ingen kode i {dimension.name}. Skriv en av tabellens koder, en kode i en "
            f"gruppering, eller {TOTAL}."
        ) from None


def _status(read: Content, at: int, word: str) -> Status:
    if word not in _WORDS:
        raise Refused(f"{read.where(at)}: {STATUS} er «{word}». Skriv {', '.join(_WORDS[:-1])} eller {_WORDS[-1]}.")
    return Status(_WORDS.index(word))
