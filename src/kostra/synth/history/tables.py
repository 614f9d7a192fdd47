"""Published tables in long form: one line per figure, with the mark that stood instead of a figure where there was
none.

Small figures are marked, as they were published; that nobody can work them out from the totals is not looked after
here (old tables did not).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from kostra.synth.arrays import Bools

SUPPRESSED, MISSING, NOT_APPLICABLE = ":", "..", "."
SMALLEST_SHOWN = 4

Figure = int | float | str | None


class Table:
    """Collects lines: some key columns, then `verdi` and `merke`."""

    def __init__(self, *keys: str) -> None:
        self._lines = [";".join((*keys, "verdi", "merke"))]

    def add(self, *keys: str | int, value: Figure = None, mark: str = "") -> None:
        shown = "" if mark or value is None else value
        self._lines.append(f"{';'.join(map(str, keys))};{shown};{mark}")

    def add_all(
        self,
        year: int,
        regions: Sequence[str],
        variable: str,
        values: Iterable[Figure],
        marks: Iterable[str] | None = None,
    ) -> None:
        for region, value, mark in zip(regions, values, marks or [""] * len(regions), strict=True):
            self.add(year, region, variable, value=value, mark=mark)

    def bytes(self) -> bytes:
        return ("\n".join(self._lines) + "\n").encode()


def marks_of(counts: Sequence[int], missing: Bools | None = None, base: Sequence[int] | None = None) -> list[str]:
    """The marks of counts of persons: missing, or too small to show. With `base`, those whose base is too small as well."""
    gone: list[bool] = [False] * len(counts) if missing is None else missing.tolist()
    ground = counts if base is None else base
    return [
        MISSING if lost else SUPPRESSED if 0 < count < SMALLEST_SHOWN or 0 < under < SMALLEST_SHOWN else ""
        for lost, count, under in zip(gone, counts, ground, strict=True)
    ]


def grouped(codes: Iterable[str]) -> list[tuple[str, Bools]]:
    """Each code with the rows that have it, in order; rows without a code are in none."""
    known = np.array(list(codes))
    return [(code, known == code) for code in sorted(set(known.tolist()) - {""})]
