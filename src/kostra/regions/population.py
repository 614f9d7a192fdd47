"""Population of any region of a year, by age and sex.

A sum is given only when all of it is known. KOSTRA counts persons on 31 December of the year, which is 1 January of the
next: `at_year_end` says it with the regions of the year itself, and refuses where the new borders do not let it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kostra.model.errors import Refused
from kostra.model.region import ALL_AGES, AgeBand, RegionKind, Sex
from kostra.regions import counts
from kostra.regions.atlas import DATA
from kostra.regions.belonging import members
from kostra.regions.change import relation
from kostra.regions.lookup import find, refuse_unknown


@dataclass(frozen=True, slots=True)
class Count:
    """`rounded` names municipalities in the count whose own figure is a few persons off."""

    persons: int
    rounded: tuple[str, ...] = ()


def count(code: str, year: int, band: AgeBand = ALL_AGES, sex: Sex | None = None, *, folder: Path = DATA) -> Count:
    """Persons on 1 January of the year, in the regions of that year."""
    return _count(frozenset(members(code, year, folder=folder)), year, band, sex, folder)


def _count(codes: frozenset[str], year: int, band: AgeBand, sex: Sex | None, folder: Path) -> Count:
    found = counts.tally(codes, year, sex, folder)
    return Count(found.persons(band), found.rounded)


def population(code: str, year: int, band: AgeBand = ALL_AGES, sex: Sex | None = None, *, folder: Path = DATA) -> int:
    """The persons of `count`."""
    return count(code, year, band, sex, folder=folder).persons


def at_year_end(
    code: str, year: int, band: AgeBand = ALL_AGES, sex: Sex | None = None, *, folder: Path = DATA
) -> Count:
    """Persons on 31 December, counted on 1 January of the next year but in the regions of this one.

    A municipality that is split at the turn of the year has the persons of its parts. One that goes into another has no
    figure of its own: the count came after.
    """
    codes = frozenset(members(code, year, folder=folder))
    if find(code, year, folder=folder).kind not in (RegionKind.DISTRICT, RegionKind.ALL_DISTRICTS):
        onward = relation(year, year + 1, folder=folder)
        back = relation(year + 1, year, folder=folder)
        after = frozenset(new for old in codes for new in onward[old])
        mixed = sorted(new for new in after if not back[new] <= codes)
        if mixed:
            raise Refused(
                f"Folketallet 31. desember {year} er ikke kjent for {code}: det er talt 1. januar {year + 1}, etter at "
                f"en del av {', '.join(mixed)} kom fra andre. Bruk regionene i {year + 1}."
            )
        codes = after
    return _count(codes, year + 1, band, sex, folder)


def read_band(written: str) -> AgeBand:
    """`18-66`, `67+` or `alle`."""
    if written == "alle":
        return ALL_AGES
    first, dash, last = written.partition("-")
    if dash and first.isdigit() and last.isdigit():
        return AgeBand(int(first), int(last))
    if written.endswith("+") and written[:-1].isdigit():
        return AgeBand(int(written[:-1]))
    raise Refused(f"«{written}» er ikke en aldersgruppe. Skriv 18-66, 67+ eller alle.")


def shares(code: str, from_year: int, to_year: int, *, folder: Path = DATA) -> dict[str, int]:
    """Persons of each municipality of `to_year` that `code` became, on 1 January of `to_year`: a key for an estimate.

    Refused when one of them also has something of another municipality: then its population says nothing of the part.
    """
    onward = relation(from_year, to_year, folder=folder)
    if code not in onward:
        refuse_unknown(code, from_year, folder=folder)
    back = relation(to_year, from_year, folder=folder)
    mixed = sorted(new for new in onward[code] if back[new] != {code})
    if mixed:
        raise Refused(
            f"Folketallet kan ikke fordele {code} fra {from_year} til {to_year}: "
            f"{', '.join(mixed)} har også innbyggere fra andre kommuner. La beløpet stå samlet, eller gi andelene selv."
        )
    return {new: population(new, to_year, folder=folder) for new in sorted(onward[code])}
