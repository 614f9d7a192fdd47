"""A municipality that kept its number and took in others: its figures before and after are of different places, and that is said."""

from __future__ import annotations

from collections.abc import Iterator

from kostra import regions
from kostra.model.region import ChangeKind
from kostra.model.text import Text
from kostra.publication.table import REGION, Axis, Note

_GROWN = Text(
    "Fra {year} er {names} med. Tallene kan ikke sammenlignes med årene før.",
    "Frå {year} er {names} med. Tala kan ikkje samanliknast med åra før.",
    "From {year} on, {names} is included. The figures cannot be compared with those of the years before.",
)


def notes(axis: Axis, first: int, last: int) -> Iterator[Note]:
    """Of the regions of a table over these years, as far as anybody knows what became of what."""
    known = regions.load()
    first, last = max(first, known.first), min(last, known.last)
    for change in regions.changes(first, last) if first < last else ():
        (after, *more) = change.after
        taken_in = [code for code in change.before if code != after]
        if change.kind is ChangeKind.MERGE and not more and after in change.before and after in axis.place:
            names = [regions.find(code, change.year - 1).name for code in taken_in]
            yield Note(_GROWN.fill(year=change.year, names=", ".join(names)), {REGION: after}, mandatory=True)
