"""What each figure of a table tells of, so that all that is told of the same persons is shown or hidden together.

A count tells of the persons that it counts. A sum tells of them and of an amount: those who have any of it may be fewer. A ratio tells of
what is over and what is under, for whoever knows the one finds the other; a share also of its whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kostra.app.disclosure.questions import Questions
from kostra.disclosure.registry import Axis, Family
from kostra.statistics.definition import Count, Declared, Months, Over, Ratio, Source, Sum, TableDefinition
from kostra.tables.fields import personal

PERSONS = ""
"""Whoever is counted, whatever they got."""
ANSWERED = "svar på "
"""Persons that a unit has counted itself."""
IN_MONTHS = "måneder"
_AND = " og "


@dataclass(frozen=True, slots=True)
class Told:
    """Of whom: a source, the questions that are asked of it, and the amount that is added up, if any. `whole` is where all are together in
    every dimension, whatever the cell.
    """

    source: Source
    axes: tuple[Axis, ...]
    amount: str = PERSONS
    whole: bool = False

    @property
    def is_amount(self) -> bool:
        return self.amount != PERSONS and not self.amount.startswith(ANSWERED)


def amount_of(fields: tuple[str, ...]) -> str:
    """What a sum of some fields is called."""
    return _AND.join(fields)


def fields_of(amount: str) -> tuple[str, ...]:
    return tuple(amount.removeprefix(ANSWERED).split(_AND))


class Measures:
    """Of the tables of one year."""

    def __init__(self, tables: Sequence[TableDefinition], questions: Mapping[Source, Questions]) -> None:
        self._questions = questions

    def told(self, table: TableDefinition, measure: Declared) -> tuple[Told, ...]:
        """What it itself is of comes first. Nothing where it tells of no persons."""
        if measure.id in table.disclosure.persons and isinstance(measure.formula, Sum):
            return (Told(measure.data, (), ANSWERED + amount_of(measure.formula.fields)),)
        match measure.formula:
            case Ratio():
                return tuple(dict.fromkeys(self._of_ratio(table, measure, measure.formula)))
            case Count(over) if over is not Over.UNITS:
                return self._of(table, measure)
            case Sum(fields):
                amount = amount_of(fields)
            case Months():
                amount = IN_MONTHS
            case _:
                return ()
        own = self._of(table, measure)
        return tuple(Told(one.source, one.axes, amount) for one in own) + own

    def _of(self, table: TableDefinition, measure: Declared) -> tuple[Told, ...]:
        if not personal(measure.data):
            return ()
        return (Told(measure.data, self._questions[measure.data].axes(table, measure)),)

    def _of_ratio(self, table: TableDefinition, measure: Declared, ratio: Ratio) -> Iterator[Told]:
        top = self.told(table, table.measure(ratio.top))
        yield from top
        if ratio.per is not None:
            yield from self.told(table, table.measure(ratio.per))
        elif ratio.inhabitants is None:
            for one in top:
                yield Told(one.source, one.axes, one.amount, whole=True)


def family(told: Told, regions: Sequence[str]) -> Family:
    return Family(tuple(regions), told.axes)
