"""What a table says of its quality: which measures a run of the estimation may stand in for, which variable is its gate, and what somebody
has decided against that. A measure that does not count what the variable does is refused, with file and line.
"""

from __future__ import annotations

from collections.abc import Mapping

from kostra.editing import variables as sums
from kostra.estimation.catalogue import Counts, Estimated, declared
from kostra.model.content import Table
from kostra.model.cube import Status
from kostra.model.region import AgeBand, RegionKind
from kostra.statistics.definition import (
    EVERYBODY,
    Count,
    Decision,
    Formula,
    FromRun,
    Kind,
    Over,
    Source,
    Sum,
    Where,
)
from kostra.statistics.definition import Declared as Measured
from kostra.statistics.places import ORDER
from kostra.tables.words import english

_COUNTS = {Over.PERSONS: Counts.PERSONS, Over.CASES: Counts.CASES}


def read_estimate(row: Table, one: Measured) -> FromRun | None:
    """`estimate = "mottakere"` of a measure."""
    id = row.maybe("estimate", str)
    if id is None:
        return None
    variable = _variable(row, "estimate", id, one.data)
    found = _from_run(variable, one.formula, one.where, one.data.id)
    if found is None:
        raise row.wrong(
            "estimate",
            f"the measure does not count what «{id}» of form {one.data.id} does",
            f"{_what(variable)} Remove estimate, or count the same.",
        )
    return found


def read_gate(file: Table, data: Source) -> str | None:
    """`gate = "mottakere"` of a table."""
    id = file.maybe("gate", str)
    return None if id is None else _variable(file, "gate", id, data).id


def read_decisions(file: Table, since: int, until: int | None, gate: str | None) -> tuple[Decision, ...]:
    """`[[decisions]]` of a table; no two about the same."""
    found: list[Decision] = []
    for row in file.rows("decisions"):
        one = _decision(row)
        if gate is None:
            raise row.wrong(None, "a decision in a table without a gate", 'Add gate = "..." at the top of the table.')
        if one.year < since or (until is not None and one.year > until):
            raise row.wrong("year", f"there is no such table in {one.year}", f"Write a year from {since} on.")
        for other in found:
            if (other.year, other.status) == (one.year, one.status) and set(other.levels) & set(one.levels):
                raise row.wrong("levels", "two decisions about the same level, year and status", "Keep one of them.")
        found.append(one)
    return tuple(found)


def _decision(row: Table) -> Decision:
    levels = tuple(
        row.chosen("levels", written, _level, [kind.value for kind in ORDER]) for written in row.texts("levels")
    )
    if not levels:
        raise row.wrong("levels", "the decision is about nothing", 'Write levels = ["municipality", "district"].')
    found = Decision(
        year=row.take("year", int),
        status=row.choice("status", Status, Status),
        levels=levels,
        publish=row.take("publish", bool),
        reason=english(row, "reason"),
    )
    row.done()
    return found


def _level(written: str) -> RegionKind:
    return ORDER[ORDER.index(RegionKind(written))]


def _variable(row: Table, key: str, id: str, data: Source) -> Estimated:
    form = declared().get(data.id) if data.kind is Kind.FORM else None
    if form is None:
        raise row.wrong(key, f"nothing is estimated of {data.kind.value} {data.id}", f"Remove {key}.")
    known = {one.id: one for one in form.variables}
    if id not in known:
        raise row.wrong(key, f"form {data.id} has no estimated «{id}»", f"Write one of: {', '.join(known)}.")
    return known[id]


def _from_run(variable: Estimated, formula: Formula, where: Where, form: str) -> FromRun | None:
    """None where the measure is something else."""
    of = {one.id: one.top for one in sums.declared()[form]}
    match formula:
        case Count(over):
            if _COUNTS.get(over) is not variable.counts or any(of[id].kind != "records" for id in variable.of):
                return None
            if where == EVERYBODY:
                return FromRun(variable.id)
            bands = _bands(variable.ages, where.ages)
            return FromRun(variable.id, bands) if bands and where == Where({}, where.ages) else None
        case Sum(fields):
            if variable.counts is not Counts.SUM or where != EVERYBODY:
                return None
            return _sum(variable, fields, of)
    return None


def _sum(variable: Estimated, fields: tuple[str, ...], of: Mapping[str, sums.Measure]) -> FromRun | None:
    """All of the sum, or one of those that it is made of."""
    if sorted(fields) == sorted(field for id in variable.of for field in of[id].fields):
        return FromRun(variable.id)
    return next((FromRun(variable.id, (id,)) for id in variable.of if of[id].fields == fields), None)


def _bands(known: tuple[AgeBand, ...], wanted: tuple[AgeBand, ...]) -> tuple[str, ...]:
    """The bands that make up those wanted; none where some of them are of other ages."""
    found: list[str] = []
    for one in wanted:
        within = [band for band in known if one.first <= band.first and _ends(band) <= _ends(one)]
        ages = sum(_ends(band) - band.first + 1 for band in within)
        if not within or ages != _ends(one) - one.first + 1:
            return ()
        found += map(str, within)
    return tuple(found)


def _ends(band: AgeBand) -> int:
    return 999 if band.last is None else band.last


def _what(variable: Estimated) -> str:
    of = " and ".join(variable.of)
    ages = f", at all ages or at {', '.join(map(str, variable.ages))}" if variable.ages else ""
    return f"It is the {variable.counts.value} of {of} of everybody{ages}."
