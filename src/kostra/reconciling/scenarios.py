"""What if a cost moves from one function to another: amounts and posts moved on a copy, to stand beside what is published.

A move takes an amount and posts that somebody gives for each municipality, or a share that is assumed; the accounts do not know how much
of a function is institutions. Nothing goes below zero, nothing is lost on the way, and what was moved can be moved back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from typing import TypeVar

from kostra.model.errors import Refused
from kostra.model.rounding import shown
from kostra.model.text import Text

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Counted:
    """Arts of gross and net running costs of a function in the year: ranges of them, such as the accounts' concepts have."""

    gross: Sequence[Container[str]]
    net: Sequence[Container[str]]


@dataclass(frozen=True, slots=True)
class Move:
    """From one function to another, in the years it holds for."""

    of: str
    to: str
    since: int
    until: int | None = None

    def covers(self, year: int) -> bool:
        return self.since <= year and (self.until is None or year <= self.until)


@dataclass(frozen=True, slots=True)
class Scenario:
    """`assumption` is what must be said beside figures that are made of a share."""

    id: str
    title: Text
    about: Text
    assumption: Text
    moves: tuple[Move, ...]
    groups: Mapping[str, tuple[str, ...]]
    """Functions and groups of functions that are shown beside each other."""
    reading: str


@dataclass(frozen=True, slots=True)
class Given:
    """What a municipality says of one year: kroner that are running costs, and posts in tenths."""

    kroner: int
    tenths: int = 0


@dataclass(frozen=True, slots=True)
class Books:
    """The accounts in kroner by unit, function and art, income negative; and posts in tenths by unit and function. No zeros in either."""

    kroner: Mapping[tuple[str, str, str], int]
    tenths: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Moved:
    """What moved, by unit, function from and to, and art; posts the same way without art. This alone undoes it."""

    kroner: Mapping[tuple[str, str, str, str], int]
    tenths: Mapping[tuple[str, str, str], int]


def by_share(books: Books, scenario: Scenario, year: int, share: Fraction) -> Moved:
    """The same share of every art and of the posts, everywhere. Income follows its costs."""
    if not 0 <= share <= 1:
        raise Refused(f"Andelen er {float(share):g}. Skriv en andel fra 0 til 1.")
    kroner: dict[tuple[str, str, str, str], int] = {}
    tenths: dict[tuple[str, str, str], int] = {}
    for move in scenario.moves:
        if not move.covers(year):
            continue
        for (unit, function, art), amount in sorted(books.kroner.items()):
            if function == move.of and (part := int(shown(amount * share))):
                kroner[unit, move.of, move.to, art] = part
        for (unit, function), posts in sorted(books.tenths.items()):
            if function == move.of and (part := int(shown(posts * share))):
                tenths[unit, move.of, move.to] = part
    return Moved(kroner, tenths)


def by_amounts(books: Books, scenario: Scenario, year: int, given: Mapping[str, Given]) -> Moved:
    """What each municipality says, spread over the arts of its costs as these are. Income stays: nobody has said whose it is."""
    kroner: dict[tuple[str, str, str, str], int] = {}
    tenths: dict[tuple[str, str, str], int] = {}
    moves = [move for move in scenario.moves if move.covers(year)]
    if len(moves) > 1:
        raise Refused("Beløp kan bare gis når scenarioet har én flytting i året. Bruk en andel.")
    for move in moves:
        for unit, one in sorted(given.items()):
            costs = {
                art: amount
                for (where, function, art), amount in books.kroner.items()
                if (where, function) == (unit, move.of) and amount > 0
            }
            _demand(unit, move.of, "kroner", one.kroner, sum(costs.values()))
            _demand(unit, move.of, "årsverk (i tideler)", one.tenths, books.tenths.get((unit, move.of), 0))
            kroner |= {(unit, move.of, move.to, art): part for art, part in _spread(one.kroner, costs).items() if part}
            if one.tenths:
                tenths[unit, move.of, move.to] = one.tenths
    return Moved(kroner, tenths)


def _demand(unit: str, function: str, what: str, wanted: int, there: int) -> None:
    if not 0 <= wanted <= there:
        raise Refused(
            f"{unit} skal flytte {wanted} {what} fra funksjon {function}, men har {there} der. "
            f"Skriv et tall fra 0 til {there}."
        )


def _spread(amount: int, costs: Mapping[str, int]) -> dict[str, int]:
    """In proportion, in whole kroner that add up; the largest remainders first. No part is larger than what it is part of."""
    whole = sum(costs.values())
    if not amount:
        return {}
    exact = {art: Fraction(amount * cost, whole) for art, cost in sorted(costs.items())}
    parts = {art: int(part) for art, part in exact.items()}
    largest = sorted(exact, key=lambda art: (parts[art] - exact[art], art))
    for art in largest[: amount - sum(parts.values())]:
        parts[art] += 1
    return parts


def apply(books: Books, moved: Moved) -> Books:
    """A copy with everything moved."""
    return _with(books, moved, 1)


def take_back(books: Books, moved: Moved) -> Books:
    """The copy moved back: exactly the books it was made of."""
    return _with(books, moved, -1)


def _with(books: Books, moved: Moved, way: int) -> Books:
    kroner, tenths = dict(books.kroner), dict(books.tenths)
    for (unit, of, to, art), amount in moved.kroner.items():
        kroner[unit, of, art] = kroner.get((unit, of, art), 0) - way * amount
        kroner[unit, to, art] = kroner.get((unit, to, art), 0) + way * amount
    for (unit, of, to), posts in moved.tenths.items():
        tenths[unit, of] = tenths.get((unit, of), 0) - way * posts
        tenths[unit, to] = tenths.get((unit, to), 0) + way * posts
    return Books(_without_nothing(kroner), _without_nothing(tenths))


def _without_nothing(amounts: Mapping[K, int]) -> dict[K, int]:
    return {key: amount for key, amount in amounts.items() if amount}


@dataclass(frozen=True, slots=True)
class Sums:
    """Gross and net running costs in kroner, and posts in tenths."""

    gross: int = 0
    net: int = 0
    tenths: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(self.gross + other.gross, self.net + other.net, self.tenths + other.tenths)


@dataclass(frozen=True, slots=True)
class Beside:
    """A function or a group of them in a unit, or in all that there are (`unit` empty): as published, and as it would be."""

    unit: str
    function: str
    now: Sums
    then: Sums


def beside(books: Books, then: Books, shown_as: Mapping[str, Sequence[str]], counted: Counted) -> tuple[Beside, ...]:
    """The whole first, then the units. `shown_as` names the functions, and groups of them."""
    before, after = _sums(books, counted), _sums(then, counted)
    units = sorted({unit for unit, _ in chain(before, after) if unit})
    return tuple(
        Beside(unit, name, _of(before, unit, functions), _of(after, unit, functions))
        for unit in ("", *units)
        for name, functions in shown_as.items()
    )


def _of(sums: Mapping[tuple[str, str], Sums], unit: str, functions: Sequence[str]) -> Sums:
    return sum((sums.get((unit, function), Sums()) for function in functions), Sums())


def _sums(books: Books, counted: Counted) -> dict[tuple[str, str], Sums]:
    found: defaultdict[tuple[str, str], Sums] = defaultdict(Sums)
    for (unit, function, art), amount in books.kroner.items():
        for where in ("", unit):
            found[where, function] += Sums(amount * _within(art, counted.gross), amount * _within(art, counted.net))
    for (unit, function), posts in books.tenths.items():
        for where in ("", unit):
            found[where, function] += Sums(tenths=posts)
    return dict(found)


def _within(art: str, ranges: Sequence[Container[str]]) -> bool:
    return any(art in one for one in ranges)
