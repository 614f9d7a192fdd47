"""The words of a table file: texts in three languages, units, and ages."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

from kostra.model.content import Table, read_texts
from kostra.model.errors import Refused
from kostra.model.region import AgeBand
from kostra.model.text import Text
from kostra.regions import read_band
from kostra.regions.counts import Tally

UNITS = Path(__file__).parent / "units.toml"


def english(row: Table, key: str) -> Text:
    """In both written forms and in English: a table is read abroad too."""
    both = row.text(key)
    return Text(both.nb, both.nn, row.take(f"{key}_en", str))


@cache
def _units() -> dict[str, Text]:
    return read_texts(UNITS)


def unit(row: Table) -> Text:
    found = row.take("unit", str)
    if found not in _units():
        raise row.wrong("unit", f"unit is «{found}»", f"Write one of: {', '.join(_units())}; or add it to units.toml.")
    return _units()[found]


def bands(row: Table, key: str, written: tuple[str, ...]) -> tuple[AgeBand, ...]:
    """In order and apart, so that nobody is in two."""
    try:
        found = tuple(read_band(one) for one in written)
    except Refused as refused:
        raise row.wrong(key, refused.message, 'Write bands as "18-24" and "67+".') from None
    for one, after in pairwise(found):
        if one.last is None or after.first <= one.last:
            raise row.wrong(
                key, f"{key}: {after} begins before {one} ends", "Write the bands in order, none in another."
            )
    return found


def inhabitants(row: Table, written: str) -> AgeBand:
    """An age that the population is counted by."""
    (band,) = bands(row, "inhabitants", (written,))
    try:
        Tally((0,) * 9, ()).persons(band)
    except Refused as refused:
        raise row.wrong("inhabitants", refused.message, "Choose another age.") from None
    return band
