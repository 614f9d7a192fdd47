"""One comparison in one year, whole: every region with its residual, what is remarkable about it, and what the desk has said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kostra.reconciling import history
from kostra.reconciling.checks import Flag, flags
from kostra.reconciling.comparison import Comparison
from kostra.reconciling.explanations import Answer, Explanation, carry
from kostra.reconciling.residuals import Amounts, Closure, Row, closure, places, rows


@dataclass(frozen=True, slots=True)
class Line:
    """A region. `series` are the residuals of earlier years in this year's regions, the oldest first, where they are known."""

    row: Row
    stratum: str
    flags: tuple[Flag, ...]
    answer: Answer
    series: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Reconciled:
    comparison: Comparison
    year: int
    lines: tuple[Line, ...]
    country: Closure

    @property
    def open(self) -> tuple[Line, ...]:
        """What the desk is asked about, the largest residual first."""
        asking = [line for line in self.lines if line.answer.asks]
        return tuple(sorted(asking, key=lambda line: (-abs(line.row.residual or 0), line.row.region)))


def reconcile(
    comparison: Comparison,
    year: int,
    by_year: Mapping[int, Sequence[Amounts]],
    told: Iterable[Explanation] = (),
) -> Reconciled:
    """`by_year` has the amounts of each source, in order, for this year and for those before it that are known."""
    where = places(year, districts=comparison.districts)
    now = rows(by_year[year], where)
    earlier = {
        then: history.rows_before(sources, then, year, where) for then, sources in by_year.items() if then < year
    }
    found = flags(comparison, now, earlier, where)
    said = _in_regions_of(year, [row.region for row in now], [one for one in told if one.year <= year])
    return Reconciled(
        comparison,
        year,
        tuple(
            Line(
                row,
                where.strata[row.region],
                found.get(row.region, ()),
                carry(row, row.region in found, year, said.get(row.region, ()), comparison.limits),
                tuple(
                    (then, residual)
                    for then in sorted(earlier)
                    if (before := earlier[then].get(row.region)) is not None
                    and (residual := before.residual) is not None
                ),
            )
            for row in now
        ),
        closure(now, where, len(comparison.sources)),
    )


def _in_regions_of(year: int, codes: Sequence[str], told: Sequence[Explanation]) -> dict[str, list[Explanation]]:
    """By region of this year, the oldest first: what was said of a municipality that has merged is not said of the new one."""
    found: dict[str, list[Explanation]] = {}
    for then in sorted({one.year for one in told}):
        was = history.origins(then, year, codes)
        of_year = [one for one in told if one.year == then]
        for code, old in was.items():
            found.setdefault(code, []).extend(one for one in of_year if one.region == old)
    return found
