"""What is estimated of each form: declared in variables.toml beside this, read strictly.

It knows no form and no field: whoever estimates holds the names against the form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from kostra.estimation.gates import Gate, Level
from kostra.model.content import Table, read
from kostra.model.errors import Refused
from kostra.model.region import AgeBand
from kostra.model.text import Text
from kostra.regions import read_band

FILE = Path(__file__).parent / "variables.toml"


class Counts(StrEnum):
    SUM = "sum"
    CASES = "cases"
    """A person once in each municipality."""
    PERSONS = "persons"
    """A person once in the region."""


@dataclass(frozen=True, slots=True)
class Estimated:
    """`of` are the sums that it is made of. `by` is a field, and `ages` are bands, that its records are divided by."""

    id: str
    label: Text
    of: tuple[str, ...]
    counts: Counts
    population: AgeBand
    gates: Mapping[Level, Gate]
    tables: tuple[str, ...] = ()
    by: str | None = None
    ages: tuple[AgeBand, ...] = ()


@dataclass(frozen=True, slots=True)
class Declared:
    """`register` and `column` tell who has cases in another register; None where there is none."""

    form: str
    variables: tuple[Estimated, ...]
    register: str | None = None
    column: str | None = None


@cache
def declared(file: Path = FILE) -> Mapping[str, Declared]:
    """By form."""
    table = read(file)
    gates = {Level(level): _gate(row) for level, row in table.tables("gates")}
    found = {form: _form(form, row, gates) for form, row in table.tables("forms")}
    table.done()
    return found


def of_form(form: str, file: Path = FILE) -> Declared:
    known = declared(file)
    if form not in known:
        raise Refused(f"Skjema {form[:20]} har ingen tall som beregnes. Velg et av disse: {', '.join(known)}.")
    return known[form]


def _gate(row: Table) -> Gate:
    found = Gate(row.take("coverage", int), row.take("weight", int), row.maybe("cv", int))
    row.done()
    return found


def _form(form: str, row: Table, gates: Mapping[Level, Gate]) -> Declared:
    register = row.texts("register")
    if len(register) not in (0, 2):
        raise row.wrong("register", f"register has {len(register)} words", "Write a register and a column of it.")
    variables = tuple(_variable(id, one, gates) for id, one in row.tables("variables"))
    row.done()
    return Declared(form, variables, *register)


def _variable(id: str, row: Table, gates: Mapping[Level, Gate]) -> Estimated:
    own = {Level(level): _gate(one) for level, one in row.tables("gates")}
    label = row.text("label")
    found = Estimated(
        id=id,
        label=Text(label.nb, label.nn, row.maybe("label_en", str)),
        of=row.texts("of"),
        counts=row.choice("counts", Counts, Counts),
        population=read_band(row.take("population", str)),
        gates={**gates, **own},
        tables=row.texts("tables"),
        by=row.maybe("by", str),
        ages=tuple(read_band(band) for band in row.texts("ages")),
    )
    if not found.of:
        raise row.wrong("of", f"{id} is the sum of nothing", 'Write of = ["mottakere"].')
    if bool(found.ages) != (found.by is not None) or (found.by is not None and len(found.of) > 1):
        raise row.wrong("by", f"{id} is divided by half", "Write both by and ages, for one sum of records.")
    row.done()
    return found
