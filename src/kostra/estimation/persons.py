"""Persons and cases: a person in two municipalities is two cases and one person, and a person in two districts of Oslo one of each.

Who is the same is told by pseudonyms. Among those who reported it is counted. What a silent unit adds is less than its cases, since some
of its people are counted elsewhere: how much less is taken from last year's lists, or, for a unit without any, from what the reporting
units of its stratum show this year. A person without a pseudonym is counted as somebody of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from kostra.estimation.estimating import METHOD, Filled, interval, total
from kostra.estimation.variable import Flags, Floats, Texts
from kostra.model.estimate import Estimate

Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Lists:
    """Who was in which unit in a year, one row for each person and unit.

    `person` is the pseudonym, as text or as a number: empty, or 0, for none. `unit` is a row of the units.
    """

    person: npt.NDArray[Any]
    unit: Places

    def within(self, units: Flags) -> Lists:
        kept = units[self.unit]
        return Lists(self.person[kept], self.unit[kept])


def count(lists: Lists, place: Texts, rank: Places | None = None) -> Places:
    """How many each unit adds, when a person counts once in each place (`place` has one for each unit: its municipality, its county).

    Whoever is in several units of a place is counted in the one of the lowest rank; by the order of the units, when no rank is given.
    The sum is the number of persons in the places; with municipalities as places, the number of cases.
    """
    rank = np.arange(len(place)) if rank is None else rank
    same = _same(lists, place)
    order = np.lexsort((rank[lists.unit], same))
    first = np.ones(len(order), np.bool_)
    first[1:] = same[order][1:] != same[order][:-1]
    return np.bincount(lists.unit[order][first], minlength=len(place))


def _same(lists: Lists, place: Texts) -> Places:
    """A number for each row: the same for the same person in the same place."""
    _, who = np.unique(lists.person, return_inverse=True)
    nobody = lists.person == lists.person.dtype.type()
    who = np.where(nobody, who.max(initial=0) + 1 + np.arange(len(who)), who)
    places, where = np.unique(place, return_inverse=True)
    same: Places = np.unique(who * len(places) + where[lists.unit], return_inverse=True)[1]
    return same


def estimate(filled: Filled, now: Lists, last: Lists, place: Texts, members: Flags | None = None) -> Estimate:
    """The persons in the places of some units, silent ones with what they add. `filled` is of persons by unit."""
    variable = filled.variable
    members = variable.expected if members is None else members & variable.expected
    cases = total(filled, members)
    counted = int(count(now.within(variable.reported & members), place).sum())
    silent = variable.silent & members
    expected = filled.value[silent]
    if not expected.sum() > 0:
        return replace(cases, value=float(counted), low=float(counted), high=float(counted), method=_METHOD)

    share = float((expected * _adds(filled, now, last, place, members)[silent]).sum() / expected.sum())
    value = counted + share * float(expected.sum())
    chance = float(expected.sum()) * share * (1 - share)
    model, adjusted, robust = (
        float(np.sqrt((share * error) ** 2 + chance))
        for error in (cases.standard_error, cases.interval_error, cases.robust_error)
    )
    low, high = interval(value, adjusted, cases.freedom, filled.parameters.level)
    return replace(
        cases,
        value=value,
        standard_error=model,
        interval_error=adjusted,
        robust_error=robust,
        low=low,
        high=high,
        method=_METHOD,
    )


_METHOD = f"{METHOD}; less those counted elsewhere, as last year"


def _adds(filled: Filled, now: Lists, last: Lists, place: Texts, members: Flags) -> Floats:
    """The share of its cases that each silent unit adds to what the reporting ones and the silent ones before it have counted.

    Units that have nothing to report this year hold nobody now, whoever they had last year.
    """
    variable = filled.variable
    silent = variable.silent & members
    known = last.within((variable.reported | silent) & members)
    rank = np.argsort(np.argsort(filled.units.code, kind="stable"), kind="stable") + silent * len(place)
    rows = np.bincount(known.unit, minlength=len(place))
    shares = _alone(filled, now.within(variable.reported & members), place)
    added = count(known, place, rank)
    shares[rows > 0] = added[rows > 0] / rows[rows > 0]
    return shares


def _alone(filled: Filled, now: Lists, place: Texts) -> Floats:
    """By the stratum of each unit: the share of the reported rows whose person is in no other unit of the place."""
    same = _same(now, place)
    alone = np.bincount(same)[same] == 1
    _, stratum = np.unique(filled.units.stratum, return_inverse=True)
    of_row = stratum[now.unit]
    rows = np.bincount(of_row, minlength=stratum.max() + 1)
    unique = np.bincount(of_row[alone], minlength=len(rows))
    whole = unique.sum() / rows.sum() if rows.sum() else 1.0
    shares: Floats = np.where(rows > 0, unique / np.maximum(rows, 1), whole)[stratum]
    return shares
