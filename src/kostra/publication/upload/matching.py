"""Which of our variables stands in each column of the bank: by its code or its name there and here, or as somebody has said.

What the bank wants and we do not have is refused, and so are codes that it does not know: nothing is left out that nobody has agreed to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from kostra.model.errors import Refused
from kostra.model.text import Text
from kostra.publication.selecting import Places, Selection
from kostra.publication.table import Axis, Table
from kostra.publication.upload.description import Category, Part, Statistic

_SHOWN = 5


@dataclass(frozen=True, eq=False)
class Matched:
    """`selection` has what is counted last; `measures` are the places in it of the statistics, in the order of the part. `left_out` are
    the codes, by variable, that the bank does not have."""

    selection: Selection
    measures: tuple[int, ...]
    left_out: Mapping[str, tuple[str, ...]]


def matched(table: Table, part: Part, named: Mapping[str, str], *, only_known: bool = False) -> Matched:
    """`named` is what somebody has said, by the bank's name: our code. With `only_known`, codes that the bank lacks are left out."""
    axes = {one: _axis(table, one, named) for one in part.categories}
    counted = [_measure(table, one, named) for one in part.statistics]
    if len(set(axes.values())) < len(axes) or len(set(counted)) < len(counted):
        raise Refused(f"To kolonner i {part.name} er det samme hos oss. Si hva de er med --column.")
    places: dict[int, Places] = {table.contents: np.array(sorted(counted))}
    left_out: dict[str, tuple[str, ...]] = {}
    for category, at in axes.items():
        places[at], missing = _known(table.axes[at], category, only_known=only_known)
        if missing:
            left_out[table.axes[at].code] = missing
    for at, axis in enumerate(table.axes):
        if at not in places:
            if axis.total is None:
                raise Refused(
                    f"{part.name} mangler en kolonne for {axis.title.nb}, som ikke har noen sum i tabell {table.id}."
                )
            places[at] = np.array([axis.place[axis.total]])
    order = tuple(axes[one] for one in sorted(part.categories, key=lambda one: one.place))
    selection = Selection(table, tuple(places[at] for at in range(len(table.axes))), order, (table.contents,), {})
    chosen = places[table.contents].tolist()
    return Matched(selection, tuple(chosen.index(one) for one in counted), left_out)


def _axis(table: Table, column: Category, named: Mapping[str, str]) -> int:
    if column.codes is None:
        return table.time
    own = {at: (axis.code, axis.title) for at, axis in enumerate(table.axes) if at not in (table.time, table.contents)}
    return _found(column.names, own, table, named)


def _measure(table: Table, column: Statistic, named: Mapping[str, str]) -> int:
    return _found((column.name,), {at: (one.id, one.title) for at, one in enumerate(table.measures)}, table, named)


def _found(names: tuple[str, ...], own: Mapping[int, tuple[str, Text]], table: Table, named: Mapping[str, str]) -> int:
    said = {named[name].casefold() for name in names if name in named}
    wanted = said or {name.strip().casefold() for name in names}
    by_code = [at for at, (code, _) in own.items() if code.casefold() in wanted]
    by_name = [at for at, (_, title) in own.items() if wanted & {title.nb.casefold(), title.nn.casefold()}]
    found = by_code if by_code or said else by_name
    if len(found) == 1:
        return found[0]
    raise Refused(
        f"«{names[-1]}» i Statistikkbanken er ikke kjent igjen i tabell {table.id}. Si hva det er med --column «{names[-1]}=KODE», "
        f"der KODE er en av {_listed(code for code, _ in own.values())}."
    )


def _known(axis: Axis, column: Category, *, only_known: bool) -> tuple[Places, tuple[str, ...]]:
    """The places that the bank has codes for, and our codes that it has not."""
    if column.codes is None:
        return np.arange(len(axis)), ()
    missing = tuple(code for code in axis.codes if code not in column.codes)
    if len(missing) == len(axis) or (missing and not only_known):
        raise Refused(
            f"Statistikkbanken har ikke kodene {_listed(missing)} for {axis.title.nb}. "
            "Be om at de legges inn, eller utelat dem med --only-known."
        )
    return np.array([at for at, code in enumerate(axis.codes) if code in column.codes]), missing


def _listed(codes: Iterable[str]) -> str:
    every = list(codes)
    return ", ".join(every[:_SHOWN]) + (f" og {len(every) - _SHOWN} til" if len(every) > _SHOWN else "")
