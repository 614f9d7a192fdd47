"""Costs as a table and as JSON: whole kroner, with the number and the name of region and function."""

from __future__ import annotations

from typing import Any

from kostra.accounts.catalogue import FUNCTIONS, breaks, concepts, groups
from kostra.accounts.concepts import ACCOUNTS
from kostra.accounts.costs import NAME
from kostra.accounts.groups import Break
from kostra.app.accounts.received import COUNTRY, Costs
from kostra.app.people import units
from kostra.codelists.catalogue import code_list
from kostra.model.text import Language, Text


def title(name: str, year: int) -> Text:
    group = groups().get(name)
    return code_list(FUNCTIONS).at(year)[name] if group is None else group.title


def head() -> tuple[str, ...]:
    return ("region", "navn", "funksjon", "funksjon_navn", *concepts(), "levert", "kommuner")


def cells(found: Costs) -> list[tuple[str | int, ...]]:
    """The last two say how many municipalities the figures are of, and of how many."""
    return [
        (unit, _named(unit, found.year), name, title(name, found.year).nb, *kroner, *_coverage(found, unit))
        for unit, name, *kroner in found.rows.iter_rows()
    ]


def _named(unit: str, year: int) -> str:
    return "Hele landet" if unit == COUNTRY else units.name(unit, year)


def _coverage(found: Costs, unit: str) -> tuple[int, int]:
    return (found.complete, found.municipalities) if unit == COUNTRY else (1, 1)


def broken(found: Costs) -> tuple[Break, ...]:
    """What breaks a series of these figures, the newest first."""
    there = set(found.rows[NAME])
    about = (one for one in breaks() if one.scope in (None, found.scope) and there.intersection(one.of))
    return tuple(sorted((one for one in about if one.year <= found.year), key=lambda one: -one.year))


def as_json(found: Costs) -> dict[str, Any]:
    return {
        "year": found.year,
        "scope": found.scope.value,
        "form": ACCOUNTS[found.scope].form,
        "unit": "kroner",
        "complete": found.complete,
        "municipalities": found.municipalities,
        "without": list(found.without),
        "concepts": {id: one.title[Language.BOKMAL] for id, one in concepts().items()},
        "breaks": [{"year": one.year, "of": list(one.of), "text": one.text.nb} for one in broken(found)],
        "rows": [dict(zip(("region", "function", *concepts()), row, strict=True)) for row in found.rows.iter_rows()],
    }
