"""What tables ask of persons, as questions with answers: the same question of the same source wherever it is asked.

A dimension by codes asks for a field, one by ages for the age, one by rules for what its rules ask when that is one thing, and else for
itself. A measure asks for what must hold of those whom it counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from kostra.disclosure.registry import Axis
from kostra.disclosure.spaces import Answers
from kostra.model.region import AgeBand
from kostra.statistics.definition import (
    AGE,
    MONTHS,
    ByAge,
    ByCode,
    ByRule,
    Declared,
    Divided,
    Division,
    Grouped,
    TableDefinition,
    Where,
)
from kostra.statistics.placing import values
from kostra.statistics.records import NO_AGE, Whole
from kostra.statistics.rows import Rows

_OLDEST = 120
"""Whoever is older is as old as that."""
_UNKNOWN_AGE = _OLDEST + 1
_MONTHS = 13
_RULE = "regel "


@dataclass(frozen=True, slots=True)
class Question:
    """`answer` is the answer of each row, by number; `many` how many there are."""

    many: int
    answer: Callable[[Rows], Whole]


class Questions:
    """Of the tables of one source and year."""

    def __init__(self, year: int, tables: Iterable[tuple[TableDefinition, Iterable[Declared]]]) -> None:
        self._year = year
        self._codes: dict[str, dict[str, int]] = {}
        self._rules: dict[str, Divided] = {}
        for table, measures in tables:
            for one in table.dimensions:
                self._know(one)
            for measure in measures:
                self._know_where(measure.where)

    def axes(self, table: TableDefinition, measure: Declared) -> tuple[Axis, ...]:
        """The table's dimensions, in their order, and after them what else the measure asks."""
        asked = self._asked(measure.where)
        found = []
        for one in table.dimensions:
            axis = self._axis(one)
            limit = asked.pop(axis.question, None)
            if limit is not None:
                axis = Axis(axis.question, tuple(limit if each is None else each & limit for each in axis.choices))
            found.append(axis)
        return (*found, *(Axis(question, (answers,)) for question, answers in asked.items()))

    def all(self) -> Mapping[str, Question]:
        found = {
            AGE: Question(
                _UNKNOWN_AGE + 1, lambda rows: np.where(rows.age == NO_AGE, _UNKNOWN_AGE, rows.age.clip(0, _OLDEST))
            ),
            MONTHS: Question(_MONTHS, Rows.months),
        }
        for name, codes in self._codes.items():
            found[name] = _of_field(name, tuple(codes))
        for name, divided in self._rules.items():
            assert isinstance(divided.by, ByRule)
            found[name] = _of_rule(divided, len(divided.by.values) + 1)
        return found

    def _know(self, divided: Divided) -> None:
        match divided.by:
            case ByCode(field, labels):
                self._know_codes(field, labels[self._year])
            case ByRule(rules):
                for _, _, where in rules:
                    self._know_where(where)
                if _one_thing(divided.by) is None:
                    self._rules.setdefault(_name(divided.by), divided)
            case Grouped(of):
                self._know(replace(divided, by=of))

    def _know_where(self, where: Where) -> None:
        for field, codes in where.fields.items():
            self._know_codes(field, codes)

    def _know_codes(self, field: str, codes: Iterable[str]) -> None:
        known = self._codes.setdefault(field, {})
        for code in codes:
            known.setdefault(code, len(known))

    def _asked(self, where: Where) -> dict[str, Answers]:
        found = {field: self._of_codes(field, codes) for field, codes in where.fields.items()}
        if where.ages:
            found[AGE] = _ages(where.ages)
        if where.months:
            found[MONTHS] = _within(where.months, _MONTHS - 1)
        return found

    def _axis(self, divided: Divided) -> Axis:
        """All together, each value, and those in none."""
        question, many, each = self._values(divided.by)
        taken: frozenset[int] = frozenset().union(*each.values())
        return Axis(question, (None, *each.values(), frozenset(range(many)) - taken))

    def _values(self, by: Division) -> tuple[str, int, dict[str, Answers]]:
        """The question, how many answers it has, and those of each value."""
        match by:
            case ByCode(field, labels):
                codes = {code: self._of_codes(field, (code,)) for code in labels[self._year]}
                return field, len(self._codes[field]) + 1, codes
            case ByAge(bands):
                return AGE, _UNKNOWN_AGE + 1, {str(band): _ages((band,)) for band in bands}
            case ByRule(rules):
                thing = _one_thing(by)
                if thing is None:
                    return _name(by), len(rules) + 1, {id: frozenset({at}) for at, (id, _, _) in enumerate(rules)}
                return thing, self.all()[thing].many, _first({id: self._asked(where)[thing] for id, _, where in rules})
            case Grouped(of, groups):
                question, many, own = self._values(of)
                within = {code: group for group, _, codes in groups for code in codes}
                found: dict[str, Answers] = {}
                for code, answers in own.items():
                    code = within.get(code, code)
                    found[code] = found.get(code, frozenset()) | answers
                return question, many, found

    def _of_codes(self, field: str, codes: Iterable[str]) -> Answers:
        return frozenset(self._codes[field][code] for code in codes)


def _one_thing(rules: ByRule) -> str | None:
    """What every rule asks, when that is one thing and the same."""
    asked = {
        (*where.fields, *((AGE,) if where.ages else ()), *((MONTHS,) if where.months else ()))
        for _, _, where in rules.values
    }
    only = asked.pop() if len(asked) == 1 else ()
    return only[0] if len(only) == 1 else None


def _name(rules: ByRule) -> str:
    """The same for rules that say the same, whatever their values are called."""
    return f"{_RULE}{[(id, where) for id, _, where in rules.values]}"


def _first(values: Mapping[str, Answers]) -> dict[str, Answers]:
    """The first value that holds is the one that counts."""
    found: dict[str, Answers] = {}
    taken: Answers = frozenset()
    for code, answers in values.items():
        found[code] = answers - taken
        taken |= answers
    return found


def _ages(bands: Iterable[AgeBand]) -> Answers:
    return _within(bands, _OLDEST)


def _within(bands: Iterable[AgeBand], last: int) -> Answers:
    return frozenset(
        number
        for band in bands
        for number in range(band.first, (last if band.last is None else min(band.last, last)) + 1)
    )


def _of_field(name: str, codes: tuple[str, ...]) -> Question:
    return Question(len(codes) + 1, lambda rows: rows.records.place_in(name, codes)[rows.lead])


def _of_rule(divided: Divided, many: int) -> Question:
    return Question(many, lambda rows: values(rows, divided) - 1)
