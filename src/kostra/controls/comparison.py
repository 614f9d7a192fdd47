"""What an answer is held against: last year's answer, and how many people live there.

Both are numbers like any other: where nobody knows them they are not known, and then the control is undecided, never failed.
"""

from __future__ import annotations

import numpy as np

from kostra.controls.declare import Given
from kostra.methods.columns import Number
from kostra.methods.truth import Truth

LAST_YEAR, INHABITANTS = "i_fjor", "innbyggere"
ALL, ADULTS = "alle", "18+"
"""Whom a population counts."""


def named(name: str, number: Number) -> Number:
    """A number that was worked out, under a name a sentence can show it by."""
    return Number(name, number.value, number.known, number.filled_flags, number.scale)


def last_year(given: Given, id: str, like: Number) -> Number:
    """Last year's answer to the same question, as `i_fjor`."""
    then = given.last_year
    if then is None or not then.has(id):
        return _unknown(LAST_YEAR, like)
    found = then.number(id)
    if found.scale != like.scale:
        return _unknown(LAST_YEAR, like)
    # Last year is one set of answers; where there are no records at all there is none to compare.
    there = len(like) > 0 and len(found) > 0 and bool(found.is_number.value[0])
    value = np.full(len(like), int(found.value[0]) if there else 0, dtype=np.int64)
    return Number(LAST_YEAR, value, np.full(len(like), there), scale=found.scale)


def inhabitants(given: Given, whom: str, like: Number) -> Number:
    """The inhabitants of the sender, as `innbyggere`; not known when there are none."""
    count = given.population.get(whom, 0)
    value = np.full(len(like), count, dtype=np.int64)
    return Number(INHABITANTS, value, np.full(len(like), count > 0))


def rate(given: Given, id: str, like: Number) -> Number:
    """What others have set for the same, as `satsen`."""
    value = np.full(len(like), given.rates.get(id, 0), dtype=np.int64)
    return Number("satsen", value, np.full(len(like), id in given.rates))


def about_a_thousand_times(one: Number, other: Number) -> Truth:
    """The larger is some 300 to 3 000 times the smaller: thousands of kroner in one of them, kroner in the other."""
    return _between(one, other) | _between(other, one)


def _between(small: Number, large: Number) -> Truth:
    return (small > 0) & (large >= small * 300) & (large <= small * 3000)


def far_apart(one: Number, other: Number, times: int, least: int) -> Truth:
    """The larger is more than so many times the smaller, and they are more than so much apart."""
    return ((one > other * times) | (other > one * times)) & (abs(one - other) > least)


def changed(now: Number, then: Number, percent: int, least: int) -> Truth:
    """More than so many percent of what it was, and more than so much in all."""
    difference = abs(now - then)
    return (difference * 100 > then * percent) & (difference > least)


def _unknown(name: str, like: Number) -> Number:
    nothing = np.zeros(len(like), dtype=np.bool_)
    return Number(name, np.zeros(len(like), dtype=np.int64), nothing, scale=like.scale)


def per_inhabitant(number: Number, people: Number, each: int = 1) -> Number:
    """So much for each inhabitant (or each ten thousand), as `per_innbygger`, rounded to the last decimal of the number.

    What is judged is what is shown.
    """
    known = number.is_number.value & people.is_number.value
    count = np.where(known, people.value, 1)
    value = (2 * np.where(known, number.value, 0) * each + count) // (2 * count)
    return Number("per_innbygger", value, known, scale=number.scale)
