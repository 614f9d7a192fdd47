"""Which neighbouring categories or municipalities of a table to publish as one, and how many cells that would bring back.

Each is tried by elimination, with the table alone: what it is beside the others is not known before the next run. What amounts and the
repair would take is not counted. Of municipalities only the pairs that lose most are tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from kostra.app.disclosure.advising import Advice
from kostra.app.disclosure.figures import Made, Shown
from kostra.app.disclosure.gathering import gather
from kostra.app.disclosure.hindrances import Reason, hindered
from kostra.app.disclosure.measures import PERSONS, Measures
from kostra.app.disclosure.neighbours import has_municipalities, neighbours
from kostra.app.disclosure.questions import Questions
from kostra.disclosure.primary import frequency
from kostra.disclosure.problem import Problem, Status, values
from kostra.disclosure.protecting import selected
from kostra.disclosure.shrinking import shrunk
from kostra.model.cube import REGION, Cube
from kostra.model.region import BETWEEN
from kostra.model.text import Text
from kostra.statistics.definition import TOTAL, UNKNOWN, Divided, Grouped, Source, TableDefinition
from kostra.statistics.dividing import dimension, grouped
from kostra.statistics.records import Records
from kostra.tables.fields import personal

BEST = 3
TABLES = 10
"""How many tables, of those that lose most: to try them all takes longer than the elimination of all."""
PAIRS = 12
"""How many pairs of municipalities are tried in a table."""
_FEWEST = 3
"""Two categories as one are the total."""


def advise(
    made: Sequence[Made], shown: Sequence[Shown], records: Mapping[Source, Records]
) -> Mapping[str, tuple[Advice, ...]]:
    """By table: of those that lost the largest part, and of these the ones where a merge brings something back."""
    lost = [float(np.isin(each.reason, (Reason.PRIMARY, Reason.SECONDARY)).mean()) for each in shown]
    able = [
        place
        for place, one in enumerate(made)
        if personal(one.table.data) and (one.table.dimensions or has_municipalities(one.table))
    ]
    most = sorted(able, key=lambda place: -lost[place])[:TABLES]
    together = sorted({codes for one in made for _, _, codes in one.table.together})
    found = {made[place].table.id: advice(made[place].table, made[place].cube, records, together) for place in most}
    return {table: best for table, best in found.items() if best}


def advice(
    table: TableDefinition,
    cube: Cube,
    records: Mapping[Source, Records],
    together: Sequence[tuple[str, ...]] = (),
) -> tuple[Advice, ...]:
    """The best first. `cube` says which cells are published at all, and `together` are municipalities that some table has as one."""
    own = records[table.data]
    by_region = _lost(table, cube, own)
    now = sum(by_region.values())

    def tried_as(dimension: str, codes: tuple[str, ...], merged: TableDefinition) -> Advice:
        return Advice(dimension, codes, now - sum(_lost(merged, cube, own).values()))

    tried = [
        tried_as(divided.id, codes, _merged(table, divided, codes))
        for divided, codes in (_candidates(table, cube.year) if now else ())
    ]
    tried += [
        tried_as(REGION, codes, _as_one(table, codes))
        for codes in (_municipalities(table, cube, by_region, together) if now else ())
    ]
    return tuple(sorted((one for one in tried if one.back > 0), key=lambda one: -one.back)[:BEST])


def _candidates(table: TableDefinition, year: int) -> Iterator[tuple[Divided, tuple[str, str]]]:
    """Two beside each other. What is merged already is left as it is."""
    for divided in table.dimensions:
        merged = {code for code, _, _ in divided.by.groups} if isinstance(divided.by, Grouped) else set()
        codes = [code for code in dimension(divided, year).values if code not in (TOTAL, UNKNOWN)]
        if len(codes) >= _FEWEST:
            yield from ((divided, two) for two in pairwise(codes) if not merged & set(two))


def _municipalities(
    table: TableDefinition, cube: Cube, lost: Mapping[str, int], together: Sequence[tuple[str, ...]]
) -> list[tuple[str, ...]]:
    """Those that another table has as one; and pairs of neighbours, next to each other or the two that lose most, where most is lost. What
    is not published at all, has not reported, or is merged already, is left as it is.
    """
    held = {region for one in cube.withheld for region in one.regions}
    free = {region for region, one in cube.coverage.items() if one.reported and region in lost} - held
    elsewhere = [codes for codes in together if free.issuperset(codes)]
    free -= {code for codes in together for code in codes}
    found: dict[tuple[str, ...], int] = {}
    for those in neighbours(cube.year) if has_municipalities(table) else ():
        own = [code for code in those if code in free]
        most = sorted(sorted(own, key=lambda code: -lost[code])[:2])
        for two in (*pairwise(own), tuple(most)):
            if sum(lost[code] for code in two) and len(two) > 1:
                found[two] = sum(lost[code] for code in two)
    return [*elsewhere, *sorted(found, key=lambda two: -found[two])[:PAIRS]]


def _as_one(table: TableDefinition, codes: tuple[str, ...]) -> TableDefinition:
    return replace(table, together=(*table.together, (BETWEEN.join(codes), Text("", ""), codes)))


def _merged(table: TableDefinition, divided: Divided, codes: tuple[str, str]) -> TableDefinition:
    by, one = divided.by, (BETWEEN.join(codes), Text("", ""), codes)
    grouped = Grouped(by.of, (*by.groups, one)) if isinstance(by, Grouped) else Grouped(by, (one,))
    after = replace(divided, by=grouped)
    return replace(table, dimensions=tuple(after if each is divided else each for each in table.dimensions))


def _lost(table: TableDefinition, cube: Cube, records: Records) -> dict[str, int]:
    """How many cells of each region cannot be shown, when the table is protected alone."""
    source, year = table.data, cube.year
    own = [one for one in table.measures if one.data == source]
    questions = Questions(year, [(table, own)])
    measures = Measures((table,), {source: questions})
    first = replace(cube.dimensions[0], values=grouped(cube.dimensions[0].values, table.together))
    regions = tuple(first.values)
    dimensions = (first, *(dimension(one, year) for one in table.dimensions))
    here = replace(cube, dimensions=dimensions)
    told = {one.id: [each for each in measures.told(table, one) if each.amount == PERSONS] for one in own}
    gathered = gather(records, table.months, questions, [(each, regions) for one in told.values() for each in one])
    many = len(gathered.registry.cells)
    nothing = np.zeros(many, np.bool_)
    shown_zeros = np.full(many, table.disclosure.zeros_shown)
    problem = Problem(
        gathered.counts,
        gathered.registry.cells,
        gathered.registry.links,
        primary=nothing,
        forced=nothing,
        hidden=nothing,
        weight=np.zeros(many, np.int64),
        stable=nothing,
        zeros_shown=shown_zeros,
    )
    primary = frequency(values(problem), table.disclosure.limit, zeros_shown=table.disclosure.zeros_shown)
    less = shrunk(replace(problem, primary=primary))
    gone = np.append(selected(less).status != Status.SAFE, False)
    lost = np.zeros(len(regions), np.int64)
    for one in own:
        if one.hidden or not told[one.id]:
            continue
        published = hindered(table, here) == Reason.SAFE
        cells = np.zeros(len(published), np.bool_)
        for each in told[one.id]:
            cells |= gone[gathered.ids(each, regions)]
        lost += (cells & published).reshape(len(regions), -1).sum(axis=1)
    return dict(zip(regions, lost.tolist(), strict=True))
