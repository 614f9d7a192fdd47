"""What is left when the sources are held against each other: for each municipality, each of Oslo's districts, and the country.

A residual is only worked out where every source has an amount. A unit without one of them is told as such, and is not taken as zero; nor is
it in the figures of the country, which are the sum of the municipalities that have everything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

from kostra import regions
from kostra.model.errors import Refused
from kostra.model.region import RegionKind

Amounts = Mapping[str, int]
"""Of each unit that has answered, by six digits."""


@dataclass(frozen=True, slots=True)
class Places:
    """The regions of a year by six digits. `strata` is the KOSTRA group of a municipality; Oslo's districts are one stratum."""

    municipalities: tuple[str, ...]
    districts: tuple[str, ...]
    strata: Mapping[str, str]

    def within(self, municipality: str) -> tuple[str, ...]:
        return tuple(one for one in self.districts if one[:4] == municipality[:4])


@cache
def places(year: int, *, districts: bool = True) -> Places:
    whole = tuple(region.code for region in regions.reporting_units(year, by_district=False))
    parts = tuple(one.code for one in regions.reporting_units(year) if not one.code.endswith("00")) if districts else ()
    strata = dict.fromkeys(parts, RegionKind.DISTRICT.value)
    for code in whole:
        try:
            group = regions.belonging(code, year).kostra_group
        except Refused:
            group = None
        strata[code] = "" if group is None else group.code
    return Places(whole, parts, strata)


@dataclass(frozen=True, slots=True)
class Row:
    """`amounts` are of the sources in their order, the first of them what the others are taken from; None where one has not come."""

    region: str
    amounts: tuple[int | None, ...]

    @property
    def complete(self) -> bool:
        return None not in self.amounts

    @property
    def first(self) -> int | None:
        return self.amounts[0]

    @property
    def others(self) -> int | None:
        """None when one of them has not come."""
        known = [amount for amount in self.amounts[1:] if amount is not None]
        return sum(known) if len(known) == len(self.amounts) - 1 else None

    @property
    def residual(self) -> int | None:
        return None if self.first is None or self.others is None else self.first - self.others

    @property
    def share(self) -> Fraction | None:
        """The residual as a share of the first source; None where there is nothing to divide by."""
        return None if self.residual is None or not self.first else Fraction(self.residual, self.first)


@dataclass(frozen=True, slots=True)
class Closure:
    """The country: `whole` is the sum of the municipalities that have everything, and `known` of all there is of each source.

    `left_out` says of each of the other municipalities which sources have not come, by their place.
    """

    whole: Row
    known: tuple[int, ...]
    municipalities: int
    left_out: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def complete(self) -> int:
        return self.municipalities - len(self.left_out)


COUNTRY = "EAK"


def rows(sources: Sequence[Amounts], where: Places) -> tuple[Row, ...]:
    """The municipalities in the order of their codes, and each one's districts before it."""
    found = []
    for code in where.municipalities:
        parts = where.within(code)
        found += [Row(part, tuple(source.get(part) for source in sources)) for part in parts]
        found.append(Row(code, tuple(_whole(source, code, parts) for source in sources)))
    return tuple(found)


def _whole(source: Amounts, code: str, parts: tuple[str, ...]) -> int | None:
    """What the municipality says itself, or all its districts together."""
    if code in source:
        return source[code]
    if parts and all(part in source for part in parts):
        return sum(source[part] for part in parts)
    return None


def closure(found: Sequence[Row], where: Places, sources: int) -> Closure:
    wholes = set(where.municipalities)
    every = [row for row in found if row.region in wholes]
    complete = [row.amounts for row in every if row.complete]
    left_out = {
        row.region: tuple(place for place, amount in enumerate(row.amounts) if amount is None)
        for row in every
        if not row.complete
    }
    return Closure(
        whole=Row(COUNTRY, tuple(sum(amounts[place] or 0 for amounts in complete) for place in range(sources))),
        known=tuple(sum(row.amounts[place] or 0 for row in every) for place in range(sources)),
        municipalities=len(every),
        left_out=left_out,
    )
