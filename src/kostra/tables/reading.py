"""One table from its file, held against what it is made of: a field that a year does not have, a ratio over nothing and a footnote about
what is not in the table are refused, with file and line.
"""

from __future__ import annotations

from kostra.model.content import Table
from kostra.model.region import RegionKind
from kostra.statistics.definition import TableDefinition
from kostra.statistics.places import ORDER
from kostra.tables import sources
from kostra.tables.conditions import divided
from kostra.tables.disclosure import read_disclosure
from kostra.tables.measures import Around, declared, grounded
from kostra.tables.notes import break_, footnote, values
from kostra.tables.quality import read_decisions, read_gate
from kostra.tables.words import english

MOST_DIMENSIONS = 2
SMALL = frozenset({RegionKind.MUNICIPALITY, RegionKind.DISTRICT})


def read_table(file: Table) -> TableDefinition:
    since, until = file.take("since", int), file.year("until")
    if until is not None and until < since:
        raise file.wrong("until", f"the table ends in {until}, before it begins in {since}", "Mend since or until.")
    fields = sources.of_table(file, since, until)
    months = file.maybe("months", str)
    if months is not None:
        fields.demand(file, "months", *(f"{months}{number}" for number in range(1, 13)))
    dimensions = tuple(divided(id, row, fields) for id, row in file.tables("dimensions"))
    groups = {}
    for id, row in file.tables("groups"):
        groups[id] = english(row, "title")
        row.done()
    around = Around(fields, since, until, months, dimensions, groups)
    measures = tuple(declared(id, row, around) for id, row in file.tables("measures"))
    if not [one for one in measures if not one.hidden]:
        raise file.wrong("measures", "the table has no measures", "Add [measures.<id>] with what it counts.")
    rows = [row for _, row in file.tables("measures")]
    measures = tuple(grounded(row, one, measures, dimensions) for row, one in zip(rows, measures, strict=True))
    named, gate = values(dimensions, measures), read_gate(file, fields.source)
    found = TableDefinition(
        id=file.take("id", str),
        data=fields.source,
        title=english(file, "title"),
        population=english(file, "population"),
        source=file.take("source", str),
        since=since,
        until=until,
        months=months,
        dimensions=dimensions,
        measures=measures,
        footnotes=tuple(footnote(row, named) for row in file.rows("footnotes")),
        breaks=tuple(break_(row, since, until, named) for row in file.rows("breaks")),
        replaced_by=file.texts("replaced_by"),
        replaces=file.texts("replaces"),
        levels=_levels(file, len(dimensions)),
        groups=groups,
        gate=gate,
        decisions=read_decisions(file, since, until, gate),
        disclosure=read_disclosure(file, measures),
    )
    file.done()
    return found


def _levels(file: Table, dimensions: int) -> tuple[RegionKind, ...]:
    """In the order that every table has them; none for all. What is divided finer than two ways is not for the smallest regions."""
    asked = [file.chosen("levels", one, RegionKind, ORDER) for one in file.texts("levels")]
    for one in asked:
        if one not in ORDER:
            raise file.wrong("levels", f"no table is made by {one}", f"Write some of: {', '.join(ORDER)}.")
    if dimensions > MOST_DIMENSIONS and (not asked or not SMALL.isdisjoint(asked)):
        raise file.wrong(
            "levels" if asked else "dimensions",
            f"a table by municipality or district is divided {dimensions} ways",
            f'Divide it {MOST_DIMENSIONS} ways, or say which larger regions it is for: levels = ["country", "county"].',
        )
    return tuple(one for one in ORDER if one in asked)
