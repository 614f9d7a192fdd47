"""What everybody can read of a table: cells that are shown, cells that are not, and how they add up.

Nothing here knows what is behind a cell that is not shown. What the published figures say against each other is refused: no table has them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from kostra.model.errors import Refused

Whole: TypeAlias = npt.NDArray[np.int64]
Truth: TypeAlias = npt.NDArray[np.bool_]
Tell: TypeAlias = Callable[[str], None]
# As good as no limit from above, and far from where whole numbers run over.
NO_LIMIT = 2**40


@dataclass(frozen=True, slots=True, eq=False)
class Equations:
    """Equation i says that the cells `cell[start[i]:start[i + 1]]`, each times its `sign` (1 or -1), add up to nothing."""

    start: Whole
    cell: Whole
    sign: Whole

    def __len__(self) -> int:
        return len(self.start) - 1

    @classmethod
    def of(cls, sums: Sequence[tuple[int, Sequence[int]]]) -> Equations:
        """From totals, each with its parts."""
        length = np.array([len(parts) + 1 for _, parts in sums], dtype=np.int64)
        start = np.concatenate([[0], np.cumsum(length)]).astype(np.int64)
        cell = np.array([one for total, parts in sums for one in (*parts, total)], dtype=np.int64)
        sign = np.ones(len(cell), dtype=np.int64)
        sign[start[1:] - 1] = -1
        return cls(start, cell, sign)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A published rate: `value` is `times * numerator / denominator`, rounded to so many decimals."""

    numerator: int
    denominator: int
    value: Fraction
    decimals: int
    times: int = 100


@dataclass(frozen=True, slots=True, eq=False)
class Published:
    """`value` counts only where a cell is `known`; of the others everybody knows that they are at least `lower`.

    `asked` are the unknown cells that nobody may work out. The other unknown ones are in no table: they only carry sums.
    `labels` name the cells, each its own way: they are what a certificate knows a cell by.
    """

    known: Truth
    value: Whole
    lower: Whole
    asked: Truth
    equations: Equations
    labels: Sequence[str]
    ratios: tuple[Ratio, ...] = ()


def ranges(published: Published) -> tuple[Whole, Whole]:
    """The least and the most that each cell can be by what is said of it alone, rates included; a known cell is what it is."""
    least = np.where(published.known, published.value, published.lower)
    most = np.where(published.known, published.value, NO_LIMIT)
    for ratio in published.ratios:
        _narrow(published, ratio, least, most)
    return least, most


def _narrow(published: Published, ratio: Ratio, least: Whole, most: Whole) -> None:
    """Of a rate and one of its two counts, what the other can be. Halves count on both sides: who rounds how is not known."""
    half = Fraction(1, 2 * 10**ratio.decimals)
    low, high = max((ratio.value - half) / ratio.times, Fraction(0)), (ratio.value + half) / ratio.times
    over, under = ratio.numerator, ratio.denominator
    if least[under] == most[under]:
        count = int(least[under])
        one, first, last = over, Fraction(-(-low * count // 1)), Fraction(high * count // 1)
    elif least[over] == most[over]:
        count = int(least[over])
        one, first = under, Fraction(-(-count / high // 1)) if high else Fraction(0)
        last = Fraction(count / low // 1) if low else Fraction(NO_LIMIT)
    else:
        return
    least[one], most[one] = max(int(least[one]), int(first)), min(int(most[one]), int(last))
    if least[one] > most[one]:
        raise Refused(
            f"Raten {_written(ratio)} stemmer ikke med antallene den er regnet av: {published.labels[over]} og "
            f"{published.labels[under]}. Rett raten eller antallene, og prøv igjen."
        )


def _written(ratio: Ratio) -> str:
    return f"{float(ratio.value):.{ratio.decimals}f}".replace(".", ",")


def agree(published: Published, table: Whole) -> int | None:
    """The first equation that a whole table breaks, if any. Whole numbers alone."""
    equations = published.equations
    if not len(equations):
        return None
    terms = np.append(table[equations.cell] * equations.sign, 0)
    sums = np.add.reduceat(terms, equations.start[:-1])
    sums[equations.start[:-1] == equations.start[1:]] = 0
    wrong = np.flatnonzero(sums)
    return int(wrong[0]) if len(wrong) else None


def told(published: Published, equation: int, most: int = 4) -> str:
    """An equation in words: its total, and its first parts."""
    start, stop = published.equations.start[equation : equation + 2]
    cells, signs = published.equations.cell[start:stop], published.equations.sign[start:stop]
    total = [published.labels[cell] for cell in cells[signs < 0]]
    parts = [published.labels[cell] for cell in cells[signs > 0]]
    rest = f" og {len(parts) - most} til" if len(parts) > most else ""
    return f"{' + '.join(total) or '0'} skal være summen av {' + '.join(parts[:most]) or '0'}{rest}"
