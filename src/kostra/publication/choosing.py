"""Choosing from a table with a form, and writing down what was chosen: as an address that goes on meaning the same when a new year comes,
and as what a client posts.

What is written is what was asked for and not which cells that was, so that «the newest year» stays the newest. It is posted as a saved
query has it (`kostra.publication.saving`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from kostra.model.text import Language, Text
from kostra.publication import asking, codelists
from kostra.publication.asking import Asked, Wanted
from kostra.publication.expressions import split
from kostra.publication.newest import COUNTRY
from kostra.publication.selecting import Selection
from kostra.publication.table import CONTENTS, REGION, TIME, Axis, Table

EVERY, NEWEST = "*", "TOP(1)"
_VALUES, _PLACED = "valuecodes[", "plass["
DOWN, ACROSS = "ned", "bort"
"""What the form says of where a variable stands: in the rows, or in the columns."""
_YEARS = 5
_MASKS = {
    "vs_kommuner": "????",
    "vs_bydeler": "??????",
    "agg_fylker": "EKA*",
    "agg_kostragrupper": "EKG*",
    "agg_storrelse": "ST*",
}
"""How all of a kind of region are written, so that those of a later year are among them."""
_ALL = Text("Alle verdier", "Alle verdiar", "All values")
_ALL_OF = Text("Alle: {title}", "Alle: {title}", "All: {title}")
_NEWEST_YEAR = Text("Nyeste år", "Nyaste år", "Newest year")
_LAST_YEARS = Text("De {n} siste årene", "Dei {n} siste åra", "The last {n} years")
_OTHERS = Text("Andre", "Andre", "Others")


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    text: Text
    chosen: bool


@dataclass(frozen=True, slots=True)
class Variable:
    """`groups` are the options under their headings; the first has none. A variable that must not be chosen has a total in its place."""

    axis: Axis
    groups: tuple[tuple[Text | None, tuple[Option, ...]], ...]
    mandatory: bool
    across: bool

    @property
    def options(self) -> int:
        return sum(len(options) for _, options in self.groups)


def of_form(table: Table, parameters: Iterable[tuple[str, str]]) -> Asked:
    """Out of an address: each value of a variable may have a parameter of its own, as forms send them. Where nothing is chosen of what must
    be, it is what a reader is shown first."""
    values: dict[str, list[str]] = {}
    placed: dict[str, str] = {}
    rest: list[tuple[str, str]] = []
    for name, value in parameters:
        if name.lower().startswith(_VALUES):
            values.setdefault(name, []).append(value)
        elif name.lower().startswith(_PLACED):
            placed[name[len(_PLACED) : -1]] = value
        else:
            rest.append((name, value))
    asked = asking.of_address([*rest, *((name, ",".join(each)) for name, each in values.items())])
    if not asked.wanted:
        return first(table)
    chosen = {table.by_code.get(name.strip().casefold()) for name, one in asked.wanted.items() if one.expressions}
    otherwise = {
        axis.code: first(table).wanted[axis.code]
        for place, axis in enumerate(table.axes)
        if axis.total is None and place not in chosen
    }
    wanted = {**asked.wanted, **otherwise}
    if not placed:
        return Asked(wanted, asked.heading, asked.stub)
    order = [axis.code for place, axis in enumerate(table.axes) if place in chosen or axis.code in otherwise]
    across = tuple(name for name in order if placed.get(name) == ACROSS)
    return Asked(wanted, across, tuple(name for name in order if name not in across))


def first(table: Table, region: str | None = None, measure: str | None = None) -> Asked:
    """One region, the country where nobody says which, over the last years, of what is counted or of what the table is divided by: what can
    be taken in at once."""
    others = table.axes[1 : table.contents]
    regions, contents = table.axes[0], table.axes[table.contents]
    place = region or (COUNTRY if COUNTRY in regions.place else regions.codes[0])
    counted = measure or (contents.codes[0] if others else EVERY)
    shown = [*others[:2], *(one for one in others[2:] if one.total is None)]
    wanted = {
        regions.code: Wanted((place,)),
        **{one.code: Wanted((EVERY,)) for one in shown},
        CONTENTS: Wanted((counted,)),
        TIME: Wanted((f"TOP({_YEARS})" if len(shown) < 2 else NEWEST,)),
    }
    across = (CONTENTS, *(one.code for one in shown[1:])) if shown else ()
    return Asked(wanted, (regions.code, *across, TIME), (shown[0].code if shown else CONTENTS,))


def variables(table: Table, asked: Asked, selection: Selection | None) -> list[Variable]:
    """What there is to choose, with what is chosen marked; without a selection, what was asked for could not be read."""
    found = []
    for place, axis in enumerate(table.axes):
        expressions = _wanted(table, asked, place)
        groups = _groups(table, axis)
        offered = {value.casefold() for _, options in groups for value, _ in options}
        chosen = {one.casefold() for one in expressions}
        if selection is not None and not chosen <= offered:
            chosen = {code.casefold() for code in selection.codes(place)}
        across = place in selection.heading if selection is not None else place in (table.contents, table.time)
        marked = tuple(
            (title, tuple(Option(value, text, value.casefold() in chosen) for value, text in options))
            for title, options in groups
        )
        found.append(Variable(axis, marked, axis.total is None, across))
    return found


def named(table: Table, asked: Asked) -> Asked:
    """By the table's own names, in its own order; what picks nothing is left out."""
    known = {table.by_code.get(name.strip().casefold()): one for name, one in asked.wanted.items() if one.expressions}
    wanted = {axis.code: known[place] for place, axis in enumerate(table.axes) if place in known}
    return Asked(wanted, asked.heading, asked.stub)


def parameters(asked: Asked) -> list[tuple[str, str]]:
    """As those of an address, which the page and the API both understand."""
    every = []
    for name, one in asked.wanted.items():
        every.append((f"valueCodes[{name}]", ",".join(map(_bracketed, one.expressions))))
        if one.codelist:
            every.append((f"codelist[{name}]", one.codelist))
        if one.single:
            every.append((f"outputValues[{name}]", asking.SINGLE))
    return every + [
        (name, ",".join(codes)) for name, codes in (("stub", asked.stub), ("heading", asked.heading)) if codes
    ]


def written(asked: Asked) -> str:
    return urlencode(parameters(asked), safe="*(),?", quote_via=quote)


def turned(asked: Asked, selection: Selection) -> Asked:
    """With the rows for columns."""
    codes = [axis.code for axis in selection.table.axes]
    stub, heading = (tuple(codes[place] for place in places) for places in (selection.stub, selection.heading))
    return Asked(asked.wanted, stub, heading)


def _wanted(table: Table, asked: Asked, place: int) -> tuple[str, ...]:
    for name, one in asked.wanted.items():
        if table.by_code.get(name.strip().casefold()) == place:
            return one.expressions
    return ()


def _bracketed(expression: str) -> str:
    return f"[{expression}]" if "," in expression and split(expression) != (expression,) else expression


def _groups(table: Table, axis: Axis) -> list[tuple[Text | None, list[tuple[str, Text]]]]:
    values = list(zip(axis.codes, axis.texts, strict=True))
    if axis.code == TIME:
        last = [(f"TOP({_YEARS})", _LAST_YEARS.fill(n=_YEARS))] if len(values) > _YEARS else []
        return [(None, [(NEWEST, _NEWEST_YEAR), *last, (EVERY, _ALL)]), (axis.title, values[::-1])]
    if axis.code != REGION:
        return [(None, [(EVERY, _ALL), *values])]
    found: list[tuple[Text | None, list[tuple[str, Text]]]] = []
    masks: list[tuple[str, Text]] = []
    listed: set[str] = set()
    for one in codelists.lists(table):
        own = [(each.code, each.title) for each in one.members]
        listed |= {code for code, _ in own}
        found.append((one.title, own))
        if mask := _MASKS.get(one.id.partition("-")[0]):
            masks.append((mask, Text(*(_ALL_OF[code].format(title=one.title[code]) for code in Language))))
    rest = [(code, text) for code, text in values if code not in listed]
    whole = [group for group in found if any(code == COUNTRY for code, _ in group[1])]
    places = [group for group in found if group not in whole]
    return [(None, masks), *whole, *places, *([(_OTHERS, rest)] if rest else [])]
