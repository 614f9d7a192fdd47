"""Which cells of a table somebody asked for, and which variables go down the side and across the top.

A variable that is left out is shown by its total, where that is a value with cells of its own; otherwise it must be chosen. Nothing is
added up. A selection knows its cells by place, and takes them when they are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from kostra.publication import codelists, refusals
from kostra.publication.asking import Asked, Wanted
from kostra.publication.codelists import CodeList
from kostra.publication.expressions import places as picked
from kostra.publication.table import Axis, Marks, Table

MOST_CELLS = 800_000

Places = npt.NDArray[np.intp]
Kind = TypeVar("Kind", bound=np.generic)


@dataclass(frozen=True, eq=False)
class Selection:
    """`places` are by the axes of the table. Those of `stub` and `heading` are shown, in that order; each of the others has one place,
    its total."""

    table: Table
    places: tuple[Places, ...]
    stub: tuple[int, ...]
    heading: tuple[int, ...]
    lists: Mapping[str, CodeList]
    """By axis, the code list that its values were picked by."""

    @cached_property
    def shown(self) -> tuple[int, ...]:
        return self.stub + self.heading

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """Those that are shown, with the values that were picked."""
        return tuple(self._axis(place) for place in self.shown)

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(len(self.places[place]) for place in self.shown)

    @property
    def cells(self) -> int:
        return count(self.places)

    @property
    def rows(self) -> int:
        return count([self.places[place] for place in self.stub])

    def taken(self, cells: npt.NDArray[Kind]) -> npt.NDArray[Kind]:
        """Of something that is by the cells of the table: those picked, in the order they are shown, as one row of them."""
        for axis, places in enumerate(self.places):
            first, last = int(places[0]), int(places[-1])
            if last - first + 1 == len(places):
                cells = cells[(slice(None),) * axis + (slice(first, last + 1),)]
            else:
                cells = cells.take(places, axis=axis)
        left_out = [place for place in range(len(self.places)) if place not in self.shown]
        return cells.transpose((*self.shown, *left_out)).reshape(-1)

    @cached_property
    def marks(self) -> Marks:
        return self.taken(self.table.marks)

    @cached_property
    def decimals(self) -> npt.NDArray[np.int64]:
        """Of each cell that is picked."""
        own = np.array([one.decimals for one in self.table.measures])
        shape = [1] * len(self.places)
        shape[self.table.contents] = len(own)
        return self.taken(np.broadcast_to(own.reshape(shape), self.table.values.shape))

    def placed(self, stub: Iterable[int], heading: Iterable[int]) -> Selection:
        """The same cells, turned."""
        return replace(self, stub=tuple(stub), heading=tuple(heading))

    def codes(self, axis: int) -> tuple[str, ...]:
        """Also of an axis that is not shown."""
        own = self.table.axes[axis].codes
        return tuple(own[place] for place in self.places[axis].tolist())

    def told(self) -> dict[str, Any]:
        """As a client would post it, with every code written out; what is shown by its total has none."""
        axes = self.table.axes
        selection: list[dict[str, Any]] = []
        for place, axis in enumerate(axes):
            one = {"variableCode": axis.code, "valueCodes": list(self.codes(place) if place in self.shown else ())}
            listed = {"codelist": self.lists[axis.code].id} if axis.code in self.lists else {}
            selection.append(one | listed)
        placed = {"heading": [axes[at].code for at in self.heading], "stub": [axes[at].code for at in self.stub]}
        return {"selection": selection, "placement": placed}

    def _axis(self, place: int) -> Axis:
        axis = self.table.axes[place]
        if len(self.places[place]) == len(axis):
            return axis
        texts = tuple(axis.texts[at] for at in self.places[place].tolist())
        codes = self.codes(place)
        return replace(axis, codes=codes, texts=texts, total=axis.total if axis.total in codes else None)


def count(places: Iterable[Sequence[Any] | Places]) -> int:
    found = 1
    for one in places:
        found *= len(one)
    return found


def select(table: Table, asked: Asked, most: int = MOST_CELLS) -> Selection:
    """`asked` must want something: the default of a table is `kostra.publication.default`."""
    wanted = {_place(table, name): one for name, one in asked.wanted.items()}
    found: dict[int, Places] = {}
    shown: list[int] = []
    used: dict[str, CodeList] = {}
    for place, axis in enumerate(table.axes):
        one = wanted.get(place, Wanted())
        among, codelist = _among(table, axis, one)
        if codelist is not None and not one.single:
            used[axis.code] = codelist
        if one.expressions:
            found[place] = _picked(axis, one, among, codelist)
            shown.append(place)
        elif axis.total is None:
            raise refusals.missing(axis.code, place not in (table.contents, table.time))
        else:
            found[place] = np.array([axis.place[axis.total]])
    places = tuple(found[place] for place in range(len(table.axes)))
    if count(places) > most:
        raise refusals.too_many(count(places), most)
    stub, heading = _placed(table, asked, shown)
    return Selection(table, places, stub, heading, used)


def whole(table: Table, lists: Mapping[str, str] | None = None) -> Selection:
    """All of it, or of a variable what a code list has: what there is to choose among."""
    by = {_place(table, name): id for name, id in (lists or {}).items()}
    found: list[Places] = []
    used: dict[str, CodeList] = {}
    for place, axis in enumerate(table.axes):
        among, codelist = _among(table, axis, Wanted(codelist=by.get(place)))
        if codelist is not None:
            used[axis.code] = codelist
        found.append(np.array(among))
    return Selection(table, tuple(found), *_placed(table, Asked(), range(len(table.axes))), used)


def _place(table: Table, name: str) -> int:
    found = table.by_code.get(name.strip().casefold())
    if found is None:
        raise refusals.no_variable(name, (axis.code for axis in table.axes))
    return found


def _among(table: Table, axis: Axis, wanted: Wanted) -> tuple[list[int], CodeList | None]:
    """The places that there are to choose among."""
    if wanted.codelist is None:
        return list(range(len(axis))), None
    known = codelists.of_axis(table, axis.code)
    found = next((one for one in known if one.id.casefold() == wanted.codelist.casefold()), None)
    if found is None:
        raise refusals.no_codelist(wanted.codelist, axis.code, (one.id for one in known))
    return [axis.place[one.code] for one in found.members], found


def _picked(axis: Axis, wanted: Wanted, among: list[int], codelist: CodeList | None) -> Places:
    """Each once, in the order of the table."""
    found = {place for one in wanted.expressions for place in picked(axis, one, among)}
    if codelist is not None and wanted.single:
        chosen = {axis.codes[place] for place in found}
        held = {code for one in codelist.members if one.code in chosen for code in one.holds}
        if not held:
            raise refusals.no_value(", ".join(wanted.expressions), axis.code, axis.codes)
        found = {axis.place[code] for code in held}
    return np.array(sorted(found))


def _placed(table: Table, asked: Asked, shown: Sequence[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Where nobody says, what is counted and the years go across the top."""
    stub = [_place(table, name) for name in asked.stub]
    heading = [_place(table, name) for name in asked.heading]
    if not stub and not heading:
        heading = [place for place in shown if place in (table.contents, table.time)]
    placed = stub + heading
    rest = [place for place in shown if place not in placed]
    if asked.stub and asked.heading and rest:
        raise refusals.placed_wrong(table.axes[rest[0]].code)
    wrong = next((place for place in placed if place not in shown or placed.count(place) > 1), None)
    if wrong is not None:
        raise refusals.placed_wrong(table.axes[wrong].code)
    if asked.stub:
        return tuple(stub), (*heading, *rest)
    return (*stub, *rest), tuple(heading)
