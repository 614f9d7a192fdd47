"""Tables as they were made, and what each of their figures tells of: whose number it is, and what hinders it whatever the number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kostra.app.disclosure.hindrances import Reason, hindered
from kostra.app.disclosure.measures import Measures, Told
from kostra.app.disclosure.questions import Questions
from kostra.disclosure.problem import Whole
from kostra.methods.cells import CODE, columns
from kostra.model.cube import Counted, Cube, Mark
from kostra.statistics.definition import Count, Declared, Over, Ratio, Source, TableDefinition
from kostra.statistics.records import Records
from kostra.tables.fields import personal


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """A table, as it was made."""

    table: TableDefinition
    cube: Cube


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """Of each cell of a cube, a `Reason` and the cell that it is hidden in defence of: the number of a table, and the place in its cube."""

    reason: Whole
    table: Whole
    cell: Whole


@dataclass(frozen=True, eq=False)
class Figure:
    """A measure of a table: its cells by region, and what it tells of."""

    number: int
    made: Made
    measure: Declared
    place: int | None
    """Among the measures of the cube; None for one that is only a part of others."""
    told: tuple[Told, ...]
    first: Told | None
    """Of what `told`, those behind the cell are: the persons counted, or what is divided. None where that is nobody."""
    hindered: Whole
    """A `Reason` that has nothing to do with the number, by cell."""

    @property
    def regions(self) -> tuple[str, ...]:
        return tuple(self.made.cube.dimensions[0].values)

    @property
    def counts(self) -> bool:
        return self.made.cube.measures[self.place or 0].counted is Counted.COUNT

    @property
    def over(self) -> Over | None:
        """What is counted, where it is a count."""
        formula = self.measure.formula
        return formula.over if self.place is not None and isinstance(formula, Count) else None

    @cached_property
    def flat(self) -> Whole:
        """Where its cells are in the cube."""
        many = len(self.made.cube.measures)
        return np.arange(len(self.hindered)) * many + (self.place or 0)


def figures(made: Sequence[Made], records: Mapping[Source, Records]) -> tuple[Mapping[Source, Questions], list[Figure]]:
    """Of all tables; and the questions that they ask of each source."""
    questions = _questions(made)
    measures = Measures([one.table for one in made], questions)
    return questions, [one for number, each in enumerate(made) for one in _figures(number, each, measures, records)]


def _questions(made: Sequence[Made]) -> Mapping[Source, Questions]:
    year = made[0].cube.year
    asked: dict[Source, list[tuple[TableDefinition, list[Declared]]]] = {}
    for one in made:
        by_source: dict[Source, list[Declared]] = {}
        for measure in one.table.measures:
            if personal(measure.data):
                by_source.setdefault(measure.data, []).append(measure)
        for source, those in by_source.items():
            asked.setdefault(source, []).append((one.table, those))
    return {source: Questions(year, tables) for source, tables in asked.items()}


def _figures(number: int, made: Made, measures: Measures, records: Mapping[Source, Records]) -> Iterator[Figure]:
    places = {one.id: place for place, one in enumerate(made.cube.measures)}
    for measure in made.table.measures:
        told = tuple(one for one in measures.told(made.table, measure) if one.source in records)
        over = measure.formula.top if isinstance(measure.formula, Ratio) else measure.id
        behind = measures.told(made.table, made.table.measure(over))
        first = told[0] if told and behind and told[0] == behind[0] else None
        yield Figure(number, made, measure, places.get(measure.id), told, first, _hindered(made, measure, places))


def _hindered(made: Made, measure: Declared, places: Mapping[str, int]) -> Whole:
    """What nobody has reported is missing, and not confidential; and nobody is shown as nobody, also where few live."""
    found = hindered(made.table, made.cube, measure)
    if measure.id in places:
        cells = columns(made.cube.cells)
        own = slice(places[measure.id], None, len(made.cube.measures))
        plain = cells.mark[own] == CODE[Mark.MISSING]
        if made.table.disclosure.zeros_shown:
            plain |= cells.valued[own] & (cells.numerator[own] == 0)
        found[(found == Reason.SMALL) & plain] = Reason.SAFE
    return found
