"""The one registry of what a report can count. A query is a function of the year and its own parameters that reads what is kept and changes
nothing; its words, and what it counts, stand in `queries.toml`.

What several queries need is read once for a report. Nobody is asked for a right here: that is done by those who make and show reports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from kostra.app.permissions import Asker
from kostra.app.ports.transaction import Transaction
from kostra.app.system import System
from kostra.forms import calendar, catalogue
from kostra.model.content import read
from kostra.model.errors import Missing
from kostra.model.period import Period, Span
from kostra.model.submission import Season
from kostra.model.text import Text
from kostra.reporting.figure import Answer, Cell, Key, Kind, Value

FILE = Path(__file__).with_name("queries.toml")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asking:
    """What a query may read. `data` is the folder of releases."""

    system: System
    asker: Asker
    data: Path
    year: int
    _remembered: dict[Any, Any] = field(default_factory=dict)

    @property
    def period(self) -> Period:
        return Period(self.year)

    def begin(self) -> AbstractContextManager[Transaction]:
        return self.system.transactions.begin(self.asker.actor, self.asker.scope)

    def once(self, what: object, find: Callable[[], T]) -> T:
        """`what` names it among all that is remembered while one report is made."""
        if what not in self._remembered:
            self._remembered[what] = find()
        found: T = self._remembered[what]
        return found

    def forms(self) -> Mapping[str, Text]:
        """The yearly forms that were collected, in the order of the calendar, with what each is called."""
        return self.once("forms", self._forms)

    def _forms(self) -> Mapping[str, Text]:
        with self.begin() as tx:
            owed = {form for form, period in tx.campaign.periods(Season.REAL) if period == self.period}
        yearly = [form for form, one in calendar.calendars().items() if one.collected is Span.YEAR]
        return {form: catalogue.form(form).title.at(self.year) for form in yearly if form in owed}


@dataclass(frozen=True, slots=True)
class Found:
    """What a query found: the value, and the rows that it is counted from, in the columns that the query has."""

    value: Value
    rows: Iterable[tuple[Cell, ...]] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """`parameters` are what it takes beside the year. `title` and `counts` say what it is to those who read."""

    id: str
    kind: Kind
    parameters: tuple[str, ...]
    columns: tuple[str, ...]
    title: Text
    counts: Text
    find: Callable[..., Found]

    def answer(self, asking: Asking, given: tuple[str, ...]) -> Answer:
        if len(given) != len(self.parameters):
            raise Missing(f"Tallet «{self.id}» tar {len(self.parameters)} verdier, og fikk {len(given)}.")
        found = self.find(asking, *given)
        return Answer(self.kind, found.value, self.columns, tuple(found.rows))


_DECLARED: dict[str, tuple[Kind, tuple[str, ...], tuple[str, ...], Callable[..., Found]]] = {}


def query(
    id: str, kind: Kind, *, given: tuple[str, ...] = (), columns: tuple[str, ...] = ()
) -> Callable[[Callable[..., Found]], Callable[..., Found]]:
    """Puts a function into the registry."""

    def declare(find: Callable[..., Found]) -> Callable[..., Found]:
        if id in _DECLARED:
            raise ValueError(f"two queries are called «{id}»")
        _DECLARED[id] = kind, given, columns, find
        return find

    return declare


@cache
def queries() -> Mapping[str, Query]:
    """All there are, by id, in the order of the alphabet. One without words, and words without one, are refused."""
    from kostra.app.reporting import queries as room

    room.load()
    table = read(FILE)
    said = {}
    for id in list(table.keys()):
        row = table.table(id)
        said[id] = row.text("title"), row.text("counts")
        row.done()
    if said.keys() != _DECLARED.keys():
        odd = ", ".join(sorted(said.keys() ^ _DECLARED.keys()))
        raise ValueError(f"queries.toml and the queries of reports do not agree about: {odd}")
    return {
        id: Query(id, kind, given, columns, *said[id], find)
        for id, (kind, given, columns, find) in sorted(_DECLARED.items())
    }


@cache
def words(file: Path) -> Mapping[str, Text]:
    """Of a file of words: each in bokmål, and under its name with `_nn` in nynorsk."""
    table = read(file)
    found = {key: table.text(key) for key in list(table.keys()) if not key.endswith("_nn")}
    table.done()
    return found


def answered(asking: Asking, keys: Iterable[Key]) -> dict[Key, Answer]:
    known = queries()
    return {key: known[key.query].answer(asking, key.given) for key in keys}
