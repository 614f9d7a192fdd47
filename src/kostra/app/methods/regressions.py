"""What the commands that rest on a regression have in common: their flags, by R's names, and how they say what became of each unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from kostra.app.methods.declared import Flag, Given, Kind
from kostra.app.methods.words import counted
from kostra.model.errors import Refused

if TYPE_CHECKING:
    from kostra.app.methods.table import Columns, Reals, Table
    from kostra.methods.outliers import Details, Limits, Reason
    from kostra.methods.strata import Strata

MODELS = ("ordinary", "ratio", "noconstant", "mean", "ratioconstant")
IDS = (
    Flag("id-name", "kolonnen som identifiserer enheten"),
    Flag("id", "det samme som --id-name"),
)
Y = (
    Flag("y-name", "variabelen som modellen forklarer"),
    Flag("y", "det samme som --y-name"),
)
STRATA = Flag("strata-name", "kolonnen med stratum; da regnes det for hvert stratum")
LIMIT_MODEL = Flag(
    "limit-model", "studentiserte residualer fra denne grensen er ikke representative", Kind.NUMBER, 2.5, low=0
)
LIMIT_ITERATE = Flag("limit-iterate", "fra denne grensen holdes enheten utenfor i neste runde", Kind.NUMBER, 4.5, low=0)

REASONS = {
    "": "",
    "x_missing": "mangler x",
    "x_not_positive": "x er ikke over null",
    "y_missing": "mangler y",
    "too_few": "for få enheter å prøve mot",
    "others_exact": "alle andre ligger nøyaktig på modellen",
    "no_stratum": "mangler stratum",
}
STATUSES = {
    "fitted": "estimert",
    "too_few": "for få enheter",
    "not_estimable": "kan ikke estimeres",
    "full_count": "fulltelling",
    "single_unit": "én enhet",
}


def column(given: Given, *flags: str) -> str:
    """The column of a flag that has a short name too."""
    for flag in flags:
        if given.has(flag):
            return given.column(flag)
    raise Refused(f"--{flags[0]} mangler. Pek på kolonnen med --{flags[0]} KOLONNE.")


def placed(table: Table, given: Given, *flags: str) -> Strata:
    from kostra.app.methods import placing

    return placing.placed(table, given, next((flag for flag in flags if given.has(flag)), flags[0]))


def limits(given: Given, *, replacing: bool) -> tuple[Limits, tuple[str, ...]]:
    """With what to tell when the first limit is above another: then it is lowered, as in R."""
    from kostra.methods.outliers import Limits

    impute = given.number("limit-impute") if replacing else 0.0
    asked = Limits(given.number("limit-model"), given.number("limit-iterate"), impute or float("inf"))
    if asked.of_model < asked.model:
        return asked, (f"--limit-model er satt ned til {asked.of_model:g}: den kan ikke være over de andre grensene.",)
    return asked, ()


def details(found: Details, prefix: str = "") -> dict[str, Reals]:
    return {f"{prefix}{field.name}": getattr(found, field.name) for field in fields(found)}


def reasons(found: Iterable[Reason]) -> list[str]:
    return [REASONS[reason.value] for reason in found]


def rows(found: Sequence[Any], leave_out: tuple[str, ...] = ()) -> Columns:
    """One line for each of some typed rows, one column for each field, statuses in words."""
    import numpy as np

    columns: dict[str, Any] = {}
    for field in fields(found[0]):
        values = [getattr(one, field.name) for one in found]
        if field.name in leave_out:
            continue
        if field.name == "status":
            columns[field.name] = [STATUSES[value.value] for value in values]
        else:
            columns[field.name] = values if isinstance(values[0], str) else np.array(values)
    return columns


def told(strata: Iterable[Any]) -> tuple[str, ...]:
    """What the user should know of strata that could not be estimated or tested."""
    said = {
        "too_few": "For få enheter til at noen kan prøves mot de andre",
        "not_estimable": "For få enheter til en modell",
        "single_unit": "Bare én enhet med verdi, så variansen er ukjent og satt til 0",
    }
    found: dict[str, list[str]] = {}
    for one in strata:
        found.setdefault(one.status.value, []).append(one.strata or "uten navn")
    return tuple(f"{why}: stratum {counted(found[status])}." for status, why in said.items() if status in found)
