"""Code lists of the regions: the municipalities alone, the counties with what is in each, and so on.

A list picks cells that were registered and went through disclosure control. What a county holds is told, and can be picked in its place;
its figure is never made of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kostra import regions
from kostra.model.errors import Refused
from kostra.model.region import SEVERAL, parts_of
from kostra.model.text import Language, Text
from kostra.publication.table import REGION, Axis, Table, once
from kostra.publication.words import CODES, said

VALUESET, AGGREGATION = "Valueset", "Aggregation"


@dataclass(frozen=True, slots=True)
class Member:
    """`holds` are the codes of the same axis that are in it; of a plain value, itself."""

    code: str
    title: Text
    holds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeList:
    id: str
    title: Text
    type: str
    axis: str
    members: tuple[Member, ...]


_KINDS = (
    ("vs_kommuner", Text("Kommuner", "Kommunar", "Municipalities"), SEVERAL),
    ("vs_bydeler", Text("Bydeler i Oslo", "Bydelar i Oslo", "Districts of Oslo"), r"\d{6}"),
    ("agg_fylker", Text("Fylker", "Fylke", "Counties"), r"EKA\d\d"),
    ("agg_kostragrupper", Text("KOSTRA-grupper", "KOSTRA-grupper", "KOSTRA groups"), r"EKG\d\d"),
    ("agg_storrelse", Text("Kommuner etter folketall", "Kommunar etter folketal", "Municipalities by size"), r"ST\d"),
    ("vs_landet", Text("Landet", "Landet", "The country"), r"EAK|EAKUO"),
)


@once
def lists(table: Table) -> tuple[CodeList, ...]:
    """Those that the table has regions of. Their ids are of the table, since the regions are."""
    axis = table.axes[0]
    return tuple(one for kind in _KINDS if (one := _list(table, axis, *kind)).members) if axis.code == REGION else ()


def of_axis(table: Table, axis: str) -> tuple[CodeList, ...]:
    return tuple(one for one in lists(table) if one.axis == axis)


def told(one: CodeList, language: Language, base: str = "") -> dict[str, Any]:
    """As the API answers it, with links that begin with `base`."""
    href = f"{base}/codelists/{one.id}?lang={CODES[language]}"
    return {
        "id": one.id,
        "label": said(one.title, language),
        "language": CODES[language],
        "languages": list(CODES.values()),
        "type": one.type,
        "elimination": False,
        "values": [
            {"code": each.code, "label": said(each.title, language), "valueMap": list(each.holds)}
            for each in one.members
        ],
        "links": [{"rel": "self", "hreflang": CODES[language], "href": href}],
    }


def table_of(id: str) -> str:
    """The table that a code list is of, from its id."""
    return id.partition("-")[2]


def _list(table: Table, axis: Axis, id: str, title: Text, shape: str) -> CodeList:
    found = [(code, text) for code, text in zip(axis.codes, axis.texts, strict=True) if re.fullmatch(shape, code)]
    aggregated = id.startswith("agg_")
    years = [int(year) for year in reversed(table.years)]
    members = (Member(code, text, _held(axis, code, years) if aggregated else (code,)) for code, text in found)
    return CodeList(f"{id}-{table.id}", title, AGGREGATION if aggregated else VALUESET, axis.code, tuple(members))


def _held(axis: Axis, code: str, years: Sequence[int]) -> tuple[str, ...]:
    """In the newest year that has it, with municipalities of it that are published as one."""
    for year in years:
        try:
            own = regions.members(code, year)
        except Refused:
            continue
        as_one = (each for each in axis.codes if parts_of(each) and set(parts_of(each)) <= set(own))
        return (*(one for one in own if one in axis.place), *as_one)
    return ()
