"""The unknown cells alone: their equations, what is left for them to add up to, and their limits, in parts that share nothing.

Whole numbers throughout. Refuses published figures that contradict each other, with the sum that does not hold.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kostra.disclosure.audit.published import NO_LIMIT, Equations, Published, Truth, Whole, ranges, told
from kostra.model.errors import Refused

_ROUNDS = 40


@dataclass(frozen=True, slots=True, eq=False)
class System:
    """Unknown cells as columns and equations as rows: entry k says that column `column[k]` stands in row `row[k]` with `sign[k]`.

    Entries are ordered by row. `total` is what each row comes to, `cell` the published cell behind each column, `equation` behind each row.
    """

    row: Whole
    column: Whole
    sign: Whole
    total: Whole
    least: Whole
    most: Whole
    cell: Whole
    equation: Whole

    @property
    def size(self) -> int:
        return len(self.cell)

    @property
    def rows(self) -> int:
        return len(self.total)


def unknown(published: Published, least: Whole, most: Whole) -> System:
    """Of the cells that are not shown. A sum of shown cells must hold, or the table is refused."""
    equations = published.equations
    open_, rhs = _rest(published, equations)
    hidden = ~published.known
    number = np.cumsum(hidden) - 1
    cell = np.flatnonzero(hidden)
    at, entry = _owner(equations), hidden[equations.cell]
    used = np.zeros(len(equations), dtype=np.bool_)
    used[at[entry]] = True
    place = np.cumsum(used) - 1
    row, column, sign = place[at[entry]], number[equations.cell[entry]], equations.sign[entry]
    kept = np.flatnonzero(used)
    _refuse_wrong_sum(published, open_, rhs)
    keep = _first_of_each(row, column, sign, rhs[kept])
    entry = keep[row]
    place = np.cumsum(keep) - 1
    return System(
        place[row[entry]],
        column[entry],
        sign[entry],
        rhs[kept][keep],
        least[cell],
        most[cell],
        cell,
        kept[keep],
    )


def _owner(equations: Equations) -> Whole:
    return np.repeat(np.arange(len(equations), dtype=np.int64), np.diff(equations.start))


def _rest(published: Published, equations: Equations) -> tuple[Whole, Whole]:
    """How many unknown cells each equation has, and what they must add up to."""
    at = _owner(equations)
    shown = published.known[equations.cell]
    terms = np.where(shown, published.value[equations.cell] * equations.sign, 0)
    rhs = np.zeros(len(equations), dtype=np.int64)
    np.subtract.at(rhs, at, terms)
    return np.bincount(at[~shown], minlength=len(equations)), rhs


def _refuse_wrong_sum(published: Published, open_: Whole, rhs: Whole) -> None:
    wrong = np.flatnonzero((open_ == 0) & (rhs != 0))
    if not len(wrong):
        return
    first = int(wrong[0])
    start, stop = published.equations.start[first : first + 2]
    cells, signs = published.equations.cell[start:stop], published.equations.sign[start:stop]
    parts = int(published.value[cells[signs > 0]].sum())
    total = int(published.value[cells[signs < 0]].sum())
    raise Refused(
        f"Tabellen motsier seg selv: {told(published, first)}, men delene gir {parts} og summen er {total}. "
        f"{len(wrong)} summer stemmer ikke. Rett tallene, og prøv igjen."
    )


def _first_of_each(row: Whole, column: Whole, sign: Whole, total: Whole) -> Truth:
    """Of rows that say the same, the first; two that contradict each other are both kept, and found later."""
    rng = np.random.Generator(np.random.PCG64(len(column)))
    marks = rng.integers(1, 2**62, size=int(column.max(initial=0)) + 1, dtype=np.int64).astype(np.uint64)
    signature = np.zeros(len(total), dtype=np.uint64)
    np.add.at(signature, row, marks[column] * sign.astype(np.uint64))
    _, first = np.unique(np.stack([signature, total.astype(np.uint64)], axis=1), axis=0, return_index=True)
    keep = np.zeros(len(total), dtype=np.bool_)
    keep[first] = True
    return keep


def tightened(published: Published, system: System) -> System:
    """With limits drawn in by one equation at a time, until nothing moves (or it has gone on for long)."""
    least, most = system.least.copy(), system.most.copy()
    plus = system.sign > 0
    for _ in range(_ROUNDS):
        low = np.where(plus, least[system.column], -most[system.column])
        high = np.where(plus, most[system.column], -least[system.column])
        lows, highs = sums(system, low), sums(system, high)
        upper = np.minimum(system.total[system.row] - (lows[system.row] - low), NO_LIMIT)
        lower = np.maximum(system.total[system.row] - (highs[system.row] - high), -NO_LIMIT)
        first, last = least.copy(), most.copy()
        np.maximum.at(least, system.column, np.where(plus, lower, -upper))
        np.minimum.at(most, system.column, np.where(plus, upper, -lower))
        if (wrong := np.flatnonzero(least > most)).size:
            raise contradiction(published, system, int(wrong[0]))
        if np.array_equal(first, least) and np.array_equal(last, most):
            break
    return System(system.row, system.column, system.sign, system.total, least, most, system.cell, system.equation)


def contradiction(published: Published, system: System, column: int | None = None) -> Refused:
    where = "" if column is None else f" {published.labels[int(system.cell[column])]} kan ikke være noe helt tall:"
    return Refused(
        f"Tabellen motsier seg selv:{where} ingen tall for de skjulte cellene gir summene som er publisert. "
        "Se etter en sum som ikke er summen av sine deler, eller prøv --zeros protected hvis nuller også er skjult."
    )


def sums(system: System, terms: Whole) -> Whole:
    """By row, of a term for each entry."""
    found = np.zeros(system.rows, dtype=np.int64)
    np.add.at(found, system.row, terms)
    return found


def parts(system: System) -> Whole:
    """The part that each column belongs to, numbered from 0: columns of one part are joined by equations."""
    label = np.arange(system.size, dtype=np.int64)
    while True:
        lowest = np.full(system.rows, system.size, dtype=np.int64)
        np.minimum.at(lowest, system.row, label[system.column])
        new = label.copy()
        np.minimum.at(new, system.column, lowest[system.row])
        new = new[new]
        if np.array_equal(new, label):
            break
        label = new
    _, number = np.unique(label, return_inverse=True)
    return number.astype(np.int64)


def part(system: System, columns: Whole) -> System:
    """Some columns alone, with all their rows; they must share no row with any other."""
    place = np.full(system.size, -1, dtype=np.int64)
    place[columns] = np.arange(len(columns))
    entry = place[system.column] >= 0
    rows, row = np.unique(system.row[entry], return_inverse=True)
    return System(
        row.astype(np.int64),
        place[system.column[entry]],
        system.sign[entry],
        system.total[rows],
        system.least[columns],
        system.most[columns],
        system.cell[columns],
        system.equation[rows],
    )


def fixed_out(system: System, value: Whole, fixed: Truth) -> System:
    """Without the columns that can be one thing only."""
    total = system.total.copy()
    entry = fixed[system.column]
    np.subtract.at(total, system.row[entry], (value[system.column] * system.sign)[entry])
    columns = np.flatnonzero(~fixed)
    rest = System(
        system.row, system.column, system.sign, total, system.least, system.most, system.cell, system.equation
    )
    return part(rest, columns) if len(columns) else part(rest, np.zeros(0, dtype=np.int64))


def doubled(system: System) -> System:
    """Each column twice, the second time with its signs turned: what is more of it, and what is less."""
    return System(
        np.tile(system.row, 2),
        np.append(system.column, system.column + system.size),
        np.append(system.sign, -system.sign),
        system.total,
        np.tile(system.least, 2),
        np.tile(system.most, 2),
        np.tile(system.cell, 2),
        system.equation,
    )


def by_column(system: System) -> tuple[Whole, npt.NDArray[np.int64]]:
    """Where the entries of each column start, in the order that puts them by column."""
    order = np.argsort(system.column, kind="stable")
    return np.searchsorted(system.column[order], np.arange(system.size + 1)), order


def limits(published: Published) -> tuple[Whole, Whole]:
    return ranges(published)
