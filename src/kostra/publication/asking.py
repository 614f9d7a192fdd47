"""What a client asks for, out of the address or the body of a request: what picks the values of each variable, and what goes where.

Unknown parameters are let be, as servers of the table bank do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kostra.publication.expressions import split
from kostra.publication.refusals import not_a_selection

_KEYED = re.compile(r"(valuecodes|codelist|outputvalues)\[(.+)\]", re.IGNORECASE)
SINGLE = "single"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of one variable. With a code list, `expressions` pick among its values; `single` takes what these hold instead."""

    expressions: tuple[str, ...] = ()
    codelist: str | None = None
    single: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """`wanted` is by the variable as it was written. Where nothing is wanted, the table's own default is."""

    wanted: Mapping[str, Wanted] = field(default_factory=dict)
    heading: tuple[str, ...] = ()
    stub: tuple[str, ...] = ()


def of_address(parameters: Iterable[tuple[str, str]]) -> Asked:
    found: dict[str, dict[str, str]] = {}
    placed: dict[str, tuple[str, ...]] = {}
    for name, value in parameters:
        keyed = _KEYED.fullmatch(name)
        if keyed is not None:
            found.setdefault(keyed[2], {})[keyed[1].lower()] = value
        elif name.lower() in ("heading", "stub"):
            placed[name.lower()] = split(value)
    return Asked({name: _wanted(one) for name, one in found.items()}, placed.get("heading", ()), placed.get("stub", ()))


def _wanted(one: Mapping[str, str]) -> Wanted:
    single = one.get("outputvalues", "").lower() == SINGLE
    return Wanted(split(one.get("valuecodes", "")), one.get("codelist") or None, single)


def of_body(body: object) -> Asked:
    """A selection as it is posted, read from JSON."""
    if body is None:
        return Asked()
    if not isinstance(body, dict):
        raise not_a_selection(type(body).__name__)
    found: dict[str, Wanted] = {}
    for one in _list(body, "selection"):
        if not isinstance(one, dict) or not isinstance(one.get("variableCode"), str):
            raise not_a_selection("variableCode")
        values = _texts(one, "valueCodes")
        codelist = one.get("codelist", one.get("codeList"))
        if codelist is not None and not isinstance(codelist, str):
            raise not_a_selection("codelist")
        single = str(one.get("outputValues", "")).lower() == SINGLE
        found[one["variableCode"]] = Wanted(values, codelist or None, single)
    placement = body.get("placement") or {}
    if not isinstance(placement, dict):
        raise not_a_selection("placement")
    return Asked(found, _texts(placement, "heading"), _texts(placement, "stub"))


def _list(told: Mapping[str, object], name: str) -> list[object]:
    value = told.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise not_a_selection(name)
    return value


def _texts(told: Mapping[str, object], name: str) -> tuple[str, ...]:
    values = _list(told, name)
    texts = tuple(one for one in values if isinstance(one, str))
    if len(texts) < len(values):
        raise not_a_selection(name)
    return texts
