"""What happened to the municipalities between two years, with the names they had."""

from __future__ import annotations

from dataclasses import dataclass

from kostra import regions
from kostra.model.errors import Refused
from kostra.model.region import ChangeKind, Region


@dataclass(frozen=True, slots=True)
class Happening:
    """A change where the codes have become regions, each as it was in its year."""

    year: int
    kind: ChangeKind
    before: tuple[Region, ...]
    after: tuple[Region, ...]
    parts: tuple[str, ...]


def happenings(from_year: int, to_year: int) -> tuple[Happening, ...]:
    if to_year <= from_year:
        raise Refused(
            f"Det siste året, {to_year}, må komme etter det første, {from_year}. Skriv årene i den rekkefølgen."
        )
    return tuple(
        Happening(
            year=one.year,
            kind=one.kind,
            before=tuple(regions.find(code, one.year - 1) for code in one.before),
            after=tuple(regions.find(code, one.year) for code in one.after),
            parts=one.parts,
        )
        for one in regions.changes(from_year, to_year)
    )
