"""Of what units say of themselves: how many say it, the sum of their numbers, and the mean.

A unit counts once in each cell, however many numbers it has sent: where it is in several values of a dimension, these do not add up to the
total. A mean of several units is weighted by their inhabitants; where those of one are not known there is none. A unit alone has its own
number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np

from kostra.methods.cells import multiplied
from kostra.methods.largest import Two, of_groups
from kostra.statistics.definition import EVERYBODY, Declared, Divided, Mean, Sum
from kostra.statistics.figures import Figures
from kostra.statistics.inhabitants import inhabitants
from kostra.statistics.places import NOWHERE, Places
from kostra.statistics.placing import values as values_of
from kostra.statistics.records import Flags, Records, Whole
from kostra.statistics.rows import Rows, municipal


def numbers(rows: Rows, declared: Declared, divided: Sequence[Divided], shape: tuple[int, ...]) -> Figures:
    """How many units."""
    records = rows.records
    here = _here(rows) & rows.hold(declared.where)
    unit, values = records.unit[rows.lead[here]], [values_of(rows, one)[here] for one in divided]
    if declared.where == EVERYBODY:
        # Those that have nothing to report have answered too, and are in no value.
        silent = np.setdiff1d(np.flatnonzero(records.reported), unit)
        unit = np.concatenate([unit, silent])
        values = [
            np.concatenate([one, np.full(len(silent), length - 1)]) for one, length in zip(values, shape, strict=True)
        ]
    found = _regions(records, np.minimum(_summed(records, unit, values, shape, np.ones_like(unit)), 1))
    return Figures(found, np.ones_like(found), found)


def sums(rows: Rows, declared: Declared, asked: Sum, divided: Sequence[Divided], shape: tuple[int, ...]) -> Figures:
    """The sum of numbers, with how many units are behind it."""
    records = rows.records
    here = _here(rows) & rows.hold(declared.where)
    values = [values_of(rows, one)[here] for one in divided]
    own = _summed(records, records.unit[rows.lead[here]], values, shape, rows.amount(asked.fields)[here])
    found = _regions(records, own)
    two = [_two_largest(own, level.place, len(level.names)) for level in records.places.levels]
    first, second = (np.concatenate(each) for each in zip(*two, strict=True))
    contributors = _regions(records, (own != 0).astype(np.int64))
    return Figures(found, np.full_like(found, records.scale(asked.fields)), contributors, (first, second))


def means(rows: Rows, declared: Declared, mean: Mean, divided: Sequence[Divided], shape: tuple[int, ...]) -> Figures:
    """The mean of a number. Those who leave it open are in none."""
    records = rows.records
    here = _here(rows) & rows.hold(declared.where) & records.filled(mean.field)[rows.lead]
    lead = rows.lead[here]
    unit, own = records.unit[lead], records.amount((mean.field,))[lead]
    persons = [inhabitants(code, records.year, mean.inhabitants) for code in records.places.units]
    weight = np.array([one or 0 for one in persons], np.int64)[unit]
    lost = (np.array([one is None for one in persons], np.bool_)[unit]).astype(np.int64)
    values = [values_of(rows, one)[here] for one in divided]
    single, weighted, weights, several, unknown = (
        _regions(records, _summed(records, unit, values, shape, one))
        for one in (own, multiplied(own, weight), weight, np.ones_like(own), lost)
    )
    alone = several == 1
    below = np.where(alone, 1, np.where(unknown > 0, 0, weights))
    return Figures(np.where(alone, single, weighted), below * records.scale((mean.field,)), several)


def _here(rows: Rows) -> Flags:
    """Each record of a unit once: not those that have rows of their own in a larger region."""
    return rows.group < 2 * len(municipal(rows.records).names)


def _cells(values: list[Places], shape: tuple[int, ...], many: int) -> Iterator[Places]:
    """Where each is: in its own value of every dimension, and in the total of each."""
    for chosen in product((False, True), repeat=len(shape)):
        cell = np.zeros(many, np.int64)
        for own, length, number in zip(chosen, shape, values, strict=True):
            cell = cell * length + (number if own else 0)
        yield cell


def _summed(records: Records, unit: Places, values: list[Places], shape: tuple[int, ...], number: Whole) -> Whole:
    """Of each unit in each cell."""
    found = np.zeros((len(records.places.units), int(np.prod(shape, dtype=np.int64))), np.int64)
    for cell in _cells(values, shape, len(unit)):
        np.add.at(found, (unit, cell), number)
    return found


def _regions(records: Records, units: Whole) -> Whole:
    """From units to the regions of all levels."""
    return np.concatenate([_added(units, level.place, len(level.names)) for level in records.places.levels])


def _added(units: Whole, region: Places, regions: int) -> Whole:
    found = np.zeros((regions, units.shape[1]), np.int64)
    within = region != NOWHERE
    np.add.at(found, region[within], units[within])
    return found


def _two_largest(units: Whole, region: Places, regions: int) -> Two:
    order = np.argsort(region, kind="stable")
    order = order[region[order] != NOWHERE]
    starts = np.flatnonzero(np.diff(region[order], prepend=NOWHERE))
    found = np.zeros((regions, units.shape[1]), np.int64), np.zeros((regions, units.shape[1]), np.int64)
    own = np.maximum(units[order], 0)
    where = region[order[starts]]
    found[0][where], found[1][where] = of_groups((own, np.zeros_like(own)), starts)
    return found
