"""The years before, in the municipalities of this year. What cannot be moved exactly is left out: a guess would look like a change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kostra import regions
from kostra.reconciling.residuals import Amounts, Places, Row, places
from kostra.reconciling.residuals import rows as rows_of


def rows_before(sources: Sequence[Amounts], year: int, now: int, where: Places) -> dict[str, Row]:
    """The rows of an earlier year, by the regions of `now`. A source that one of the merged lacked is lacking."""
    then = places(year, districts=bool(where.districts))
    found = {row.region: row for row in rows_of(sources, then)}
    wholes = [
        _moved({code: found[code] for code in then.municipalities}, year, now, place) for place in range(len(sources))
    ]
    moved = {code: Row(code, tuple(amounts.get(code) for amounts in wholes)) for code in where.municipalities}
    # A district has the number it had; there are no mergers of them in the data.
    return moved | {code: found[code] for code in where.districts if code in found}


def _moved(then: Mapping[str, Row], year: int, now: int, place: int) -> dict[str, int]:
    known = {code[:4]: amount for code, row in then.items() if (amount := row.amounts[place]) is not None}
    exact = regions.rebase(known, year, now).values
    return {f"{code}00": int(amount) for code, amount in exact.items()}


def origins(year: int, now: int, codes: Iterable[str]) -> dict[str, str]:
    """What each region was in an earlier year, where it is the same one: renumbered perhaps, and not merged or divided."""
    before = {f"{old}00": sorted(f"{new}00" for new in news) for old, news in regions.relation(year, now).items()}
    came: dict[str, list[str]] = {}
    for old, news in before.items():
        for new in news:
            came.setdefault(new, []).append(old)
    same = {new: olds[0] for new, olds in came.items() if len(olds) == 1 and len(before[olds[0]]) == 1}
    return {
        code: same[code] if code.endswith("00") else code for code in codes if code in same or not code.endswith("00")
    }
