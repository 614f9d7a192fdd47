"""Which unknown cells follow from the published ones by adding and subtracting alone.

A cell follows if and only if nothing that keeps every sum can move it. One random such move modulo a prime moves all the cells that can be
moved, but for a chance of one in the prime: a cell that stands still modulo two random primes follows. No fractions, no rounding.
"""

from __future__ import annotations

import heapq
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from kostra.disclosure.audit.published import Truth, Whole
from kostra.disclosure.audit.system import System

# Sums of so many products of numbers under the primes are exact as floating point numbers: 64 * (2**23)**2 < 2**53.
_BLOCK = 64
_FLOOR, _CEILING = 2**22, 2**23
_DENSE, _FEW = 0.1, 60

Line = dict[int, int]


def follows(system: System, rng: np.random.Generator) -> Truth:
    """The columns that are linear combinations of what is published."""
    still = np.ones(system.size, dtype=np.bool_)
    for _ in range(2):
        still &= _moved(system, _prime(rng), rng) == 0
    return still


def nothing(system: System, rng: np.random.Generator) -> Truth:
    """The columns that follow, and are 0: those that stand still although what the rows come to moves too."""
    rows = np.flatnonzero(system.total)
    with_totals = replace(
        system,
        row=np.append(system.row, rows),
        column=np.append(system.column, np.full(len(rows), system.size)),
        sign=np.append(system.sign, -system.total[rows]),
        cell=np.append(system.cell, -1),
    )
    found: Truth = follows(with_totals, rng)[:-1]
    return found


def _prime(rng: np.random.Generator) -> int:
    while True:
        tried = int(rng.integers(_FLOOR, _CEILING))
        if tried % 2 and all(tried % divisor for divisor in range(3, int(tried**0.5) + 1, 2)):
            return tried


def _moved(system: System, prime: int, rng: np.random.Generator) -> Whole:
    """A random vector, modulo the prime, that every equation makes nothing of."""
    lines, pivots = _sparse(system, prime)
    left = sorted({column for line in lines for column in line})
    value: list[int] = rng.integers(1, prime, size=system.size).tolist()
    if left:
        place = {column: at for at, column in enumerate(left)}
        dense = np.zeros((len(lines), len(left)), dtype=np.float64)
        for at, line in enumerate(lines):
            for column, entry in line.items():
                dense[at, place[column]] = entry
        solved = _still(dense, np.array([value[column] for column in left], dtype=np.float64), prime)
        for column, entry in zip(left, solved.tolist(), strict=True):
            value[column] = int(entry)
    for pivot, line in reversed(pivots):
        others = sum(entry * value[column] for column, entry in line.items() if column != pivot)
        value[pivot] = -others * pow(line[pivot], -1, prime) % prime
    return np.array(value, dtype=np.int64)


def _sparse(system: System, prime: int) -> tuple[list[Line], list[tuple[int, Line]]]:
    """Eliminated column by column, the one in fewest rows first, until what is left is small or full."""
    lines: list[Line] = [{} for _ in range(system.rows)]
    holders: list[set[int]] = [set() for _ in range(system.size)]
    for row, column, sign in zip(system.row.tolist(), system.column.tolist(), system.sign.tolist(), strict=True):
        entry = (lines[row].get(column, 0) + sign) % prime
        if entry:
            lines[row][column] = entry
            holders[column].add(row)
        else:
            lines[row].pop(column, None)
            holders[column].discard(row)
    queue = [(len(found), column) for column, found in enumerate(holders) if found]
    heapq.heapify(queue)
    alive = {row for row, line in enumerate(lines) if line}
    columns, entries = len(queue), sum(map(len, lines))
    pivots: list[tuple[int, Line]] = []
    while queue:
        count, column = heapq.heappop(queue)
        if count != len(holders[column]) or not count:
            if holders[column]:
                heapq.heappush(queue, (len(holders[column]), column))
            continue
        if count > 2 and (len(alive) < _FEW or entries > _DENSE * len(alive) * columns):
            break
        entries -= _take(lines, holders, column, prime, pivots, alive)
        columns -= 1
    return [lines[row] for row in sorted(alive)], pivots


def _take(
    lines: list[Line],
    holders: list[set[int]],
    column: int,
    prime: int,
    pivots: list[tuple[int, Line]],
    alive: set[int],
) -> int:
    """One pivot, in the shortest of the column's rows. How many entries went."""
    chosen = min(holders[column], key=lambda row: (len(lines[row]), row))
    pivot = lines[chosen]
    gone = len(pivot)
    inverse = pow(pivot[column], -1, prime)
    alive.discard(chosen)
    for other in pivot:
        holders[other].discard(chosen)
    for row in sorted(holders[column]):
        line = lines[row]
        gone += len(line)
        factor = line[column] * inverse % prime
        for other, entry in pivot.items():
            new = (line.get(other, 0) - factor * entry) % prime
            if new:
                line[other] = new
                holders[other].add(row)
            else:
                line.pop(other, None)
                holders[other].discard(row)
        gone -= len(line)
        if not line:
            alive.discard(row)
    pivots.append((column, pivot))
    return gone


def _still(dense: npt.NDArray[np.float64], value: npt.NDArray[np.float64], prime: int) -> npt.NDArray[np.float64]:
    """Random values for the columns, the dependent ones put right: rows in blocks, each block reduced and taken out of the rest."""
    blocks: list[tuple[list[int], npt.NDArray[np.float64]]] = []
    while len(dense):
        block, dense = dense[:_BLOCK], dense[_BLOCK:]
        pivots, reduced = _reduced(block, prime)
        if not pivots:
            continue
        blocks.append((pivots, reduced))
        if len(dense):
            dense = (dense - (dense[:, pivots] @ reduced) % prime) % prime
            dense = dense[dense.any(axis=1)]
    for taken, reduced in reversed(blocks):
        value[taken] = 0
        # Products one column at a time would be exact in any number; a whole row of them is not, so it goes in pieces.
        total = np.zeros(len(taken))
        for first in range(0, len(value), _BLOCK):
            total = (total + reduced[:, first : first + _BLOCK] @ value[first : first + _BLOCK]) % prime
        value[taken] = (-total) % prime
    return value


def _reduced(block: npt.NDArray[np.float64], prime: int) -> tuple[list[int], npt.NDArray[np.float64]]:
    work = block.astype(np.int64)
    pivots: list[int] = []
    rows: list[int] = []
    for row in range(len(work)):
        nonzero = np.flatnonzero(work[row])
        if not len(nonzero):
            continue
        column = int(nonzero[0])
        work[row] = work[row] * pow(int(work[row, column]), -1, prime) % prime
        factors = work[:, column].copy()
        factors[row] = 0
        changed = np.flatnonzero(factors)
        work[changed] = (work[changed] - factors[changed, None] * work[row]) % prime
        pivots.append(column)
        rows.append(row)
    return pivots, work[rows].astype(np.float64)
