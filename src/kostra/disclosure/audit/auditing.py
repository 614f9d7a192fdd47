"""The audit: whether anybody who can count can work out a cell that is not shown, from all that is.

Four ways, each of its own kind: adding and subtracting, limits by linear programs, whole tables that differ in the cell, and integer
programs for what is left. It is handed what is published and nothing else. Refuses figures that contradict each other.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from kostra.disclosure.audit import rank
from kostra.disclosure.audit.bounds import Asker, Seen, all_ends, several
from kostra.disclosure.audit.certificates import Certificates, certified, spread
from kostra.disclosure.audit.programs import NEAR
from kostra.disclosure.audit.published import NO_LIMIT, Published, Tell, Truth, Whole, ranges
from kostra.disclosure.audit.system import System, part, parts, tightened, unknown
from kostra.disclosure.audit.tables import FEW, NEIGHBOURHOODS, Tables
from kostra.model.errors import Broken

MANY = 4000
"""Of more unknown cells that hang together, whole tables are searched for only if somebody asks."""


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """`bounds`: both ends of every cell. `certificates`: search for whole tables also where there are many cells, and one by one for
    those that are left, for so many CPU seconds in each part of the table.

    `given` are certificates to go by instead of searching; they are checked first.
    """

    bounds: bool = False
    certificates: bool = False
    given: Certificates | None = None
    seconds: float = 600.0


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """By cell: `follows` by adding and subtracting; `bounded` to one value by limits; `proven` by certificates to have two; `unique` by
    integer programs. `low` and `high` are the ends known: proven ones where `exact`, else the range is at least that wide. Where whole
    tables were `searched` for and there are no certificates, none was found.
    """

    cells: int
    asked: Truth
    follows: Truth
    bounded: Truth
    proven: Truth
    unique: Truth
    low: Whole
    high: Whole
    exact: Truth
    searched: bool
    certificates: Certificates | None
    seconds: float

    @property
    def determined(self) -> Truth:
        """The cells that somebody can work out."""
        return self.follows | self.bounded | self.unique

    @property
    def undecided(self) -> Truth:
        """Neither worked out nor shown to have two values. Whoever must be sure takes these with the determined."""
        return self.asked & ~self.determined & ~self.proven & (self.high <= self.low)

    @property
    def narrow(self) -> Truth:
        """Not shown to be at least 3 wide; where the ends are not exact, a cell may be wider than is known."""
        return self.asked & (self.high - self.low < 3)

    @property
    def passed(self) -> bool:
        return not (self.determined.any() or self.undecided.any())

    def figures(self) -> dict[str, int | float]:
        """The eight figures of the one-line verdict."""
        return {
            "cells": self.cells,
            "suppressed": int(self.asked.sum()),
            "recoverable_by_rank": int(self.follows.sum()),
            "determined_by_bounds": int(self.bounded.sum()),
            "narrower_than_3": int(self.narrow.sum()),
            "certified": int(self.proven.sum()),
            "proven_unique": int(self.unique.sum()),
            "seconds": round(self.seconds, 2),
        }


def quiet(_: str) -> None:
    """Nobody is told how far it has come."""


def audit(published: Published, wanted: Wanted | None = None, tell: Tell = quiet) -> Verdict:
    wanted = wanted or Wanted()
    began = time.process_time()
    least, most = ranges(published)
    system = unknown(published, least, most)
    tell(f"{system.size} ukjente celler, {system.rows} summer")
    rng = np.random.Generator(np.random.PCG64([system.size, system.rows, int(np.abs(system.total).sum())]))
    follows = _of_cells(published, system, rank.follows(system, rng))
    tell(f"regning: {int((follows & published.asked).sum())} celler følger av andre")
    system = tightened(published, system)
    found = _Found(published, system, follows)
    if wanted.given is not None:
        found.take(wanted.given, certified(published, least, most, wanted.given))
    number = parts(system)
    sizes = np.bincount(number)
    found.search = wanted.given is None and (wanted.certificates or int(sizes.max(initial=0)) <= MANY)
    found.searched = found.search or wanted.given is not None
    order = np.argsort(number, kind="stable")
    for columns in np.split(order, np.cumsum(sizes)[:-1]) if system.size else ():
        found.part(part(system, columns), wanted, tell)
    return found.verdict(least, most, follows, wanted, began)


class _Found:
    """What is known so far, part by part."""

    def __init__(self, published: Published, system: System, follows: Truth) -> None:
        size = len(published.known)
        self.published, self.follows = published, follows
        self.low, self.high = published.value.copy(), published.value.copy()
        self.low[system.cell], self.high[system.cell] = NO_LIMIT, -NO_LIMIT
        self.exact = published.known.copy()
        self.unique = np.zeros(size, dtype=np.bool_)
        self.table = published.value.copy()
        self.moves: list[tuple[Whole, Whole]] = []
        self.search = self.searched = False
        self.given: Certificates | None = None
        self.shown: tuple[Whole, Whole] | None = None
        self.proven = np.zeros(size, dtype=np.bool_)

    def take(self, given: Certificates, proven: Truth) -> None:
        self.given, self.proven, self.shown = given, proven, spread(given)

    def part(self, system: System, wanted: Wanted, tell: Tell) -> None:
        asker = Asker(self.published, system, self._told(system))
        seen, cell = asker.seen, system.cell
        still = self.follows[cell] | (system.least == system.most)
        found = self._search(system, asker, ~still, tell) if self.search else None
        several(asker, system.size, tell)
        fixed = seen.narrow(1) & seen.low_proven & seen.high_proven
        if found is not None and (wanted.certificates or len(found.left) <= FEW):
            self._by_programs(found, cell, fixed, time.process_time() + wanted.seconds, tell)
        if found is not None:
            self.moves += [(cell[columns], change) for columns, change in found.moves]
        if wanted.bounds:
            all_ends(self.published, system, seen, np.flatnonzero(~fixed), tell)
        self.low[cell] = np.maximum(np.ceil(seen.low - NEAR), system.least).astype(np.int64)
        self.high[cell] = np.minimum(np.floor(seen.high + NEAR), system.most).astype(np.int64)
        self.exact[cell] = seen.low_proven & seen.high_proven

    def _told(self, system: System) -> Seen | None:
        """What the certificates that were given show of it, so that no program looks for that."""
        if self.given is None or self.shown is None:
            return None
        low, high = (each[system.cell].astype(np.float64) for each in self.shown)
        still = system.least == system.most
        return Seen(low, high, still, still.copy(), self.given.table[system.cell].astype(np.float64))

    def _search(self, system: System, asker: Asker, lively: Truth, tell: Tell) -> Tables | None:
        found = Tables(system, lively, asker)
        found.search(tell)
        if found.first is None:
            # A certificate is of the whole, and so there is none, whatever the other parts are.
            self.search = False
            tell("fant ingen hel tabell")
            return None
        self.table[system.cell] = found.first
        return found

    def _by_programs(self, found: Tables, cell: Whole, fixed: Truth, until: float, tell: Tell) -> None:
        """For the cells that are left, and that somebody asked for."""
        for size in NEIGHBOURHOODS:
            left = [at for at in found.left.tolist() if self.published.asked[cell[at]] and not fixed[at]]
            for number, column in enumerate(left):
                if found.covered[column] or self.unique[cell[column]]:
                    continue
                if time.process_time() > until:
                    return
                if number % 20 == 0:
                    tell(f"sertifikater: {len(left) - number} celler igjen")
                self.unique[cell[column]] = found.by_programs(column, size)

    def verdict(self, least: Whole, most: Whole, follows: Truth, wanted: Wanted, began: float) -> Verdict:
        published, asked = self.published, self.published.asked
        certificates = self.given
        if certificates is None and self.search:
            certificates = Certificates(self.table, tuple(self.moves))
            self.proven = certified(published, least, most, certificates)
        if certificates is not None:
            low, high = self.shown or spread(certificates)
            self.low, self.high = np.minimum(self.low, low), np.maximum(self.high, high)
        # A rate that gives a cell away has made it one value before any equation is asked.
        bounded = asked & (self.high <= self.low) & self.exact
        wrong = self.proven & (follows | bounded)
        if wrong.any():
            raise Broken(f"{wrong.sum()} cells are said to have one value, and shown to have two")
        return Verdict(
            len(published.known),
            asked,
            follows & asked,
            bounded,
            self.proven & asked,
            self.unique & asked,
            self.low,
            self.high,
            self.exact,
            self.searched,
            certificates,
            time.process_time() - began,
        )


def _of_cells(published: Published, system: System, columns: Truth) -> Truth:
    found = np.zeros(len(published.known), dtype=np.bool_)
    found[system.cell] = columns
    return found
