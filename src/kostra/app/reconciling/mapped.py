"""Mappings between code systems, with the codes of the registers put in their place."""

from __future__ import annotations

from functools import cache

from kostra.codelists import mappings
from kostra.codelists.mappings import Mapping
from kostra.model.codelist import CodeList
from kostra.registers.catalogue import layouts


@cache
def _lists() -> dict[str, CodeList]:
    """The codes that stand in the layouts of registers: `nir.tiltak`."""
    return {
        f"{layout.id}.{column.id}": column.codes
        for layout in layouts()
        for column in layout.every_column
        if column.codes is not None
    }


@cache
def mapping(id: str) -> Mapping:
    return mappings.mapping(id, _lists())


def every() -> tuple[Mapping, ...]:
    return tuple(mapping(id) for id in mappings.ids())
