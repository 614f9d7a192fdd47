"""A draft that nobody has written in yet: who answers is filled in, since that is known."""

from __future__ import annotations

from kostra import regions
from kostra.model.errors import Refused
from kostra.model.form import FormVersion
from kostra.model.submission import Expected

_MUNICIPALITY, _MUNICIPALITY_NAME = "kommunenr", "kommunenavn"
_DISTRICT, _DISTRICT_NAME = "bydelsnr", "bydelsnavn"


def first_answers(expected: Expected, version: FormVersion) -> dict[str, str]:
    """The numbers and names of the municipality and the district, where the form asks for them."""
    municipality, district = expected.unit[:4], expected.unit[4:]
    known = {_MUNICIPALITY: municipality, _MUNICIPALITY_NAME: _name(f"{municipality}00", expected.period.year)}
    if district != "00":
        known |= {_DISTRICT: district, _DISTRICT_NAME: _name(expected.unit, expected.period.year)}
    return {id: text for id, text in known.items() if text and version.has(id)}


def _name(unit: str, year: int) -> str:
    """What the municipality or district is called; nothing for one that is not known in that year."""
    try:
        return regions.find(unit, year).name
    except Refused:
        return ""


def unit_before(unit: str, year: int) -> str | None:
    """The unit that sent for the same municipality the year before: the same one, or the one that only got a new number.

    A municipality made of several, or of parts of one, has no answers of its own to look back on.
    """
    municipality, district = unit[:4], unit[4:]
    try:
        before = regions.predecessors(municipality, year, year - 1)
        after = regions.successors(before[0], year - 1, year) if len(before) == 1 else ()
    except Refused:
        return None
    return f"{before[0]}{district}" if len(before) == 1 and after == (municipality,) else None
