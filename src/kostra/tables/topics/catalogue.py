"""Topics, questions and other words for things, read from their files. A question about a table or a figure that nobody makes is refused,
and so is a topic that nobody can tell from another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kostra.model.content import Table, read
from kostra.model.text import Text
from kostra.tables import catalogue
from kostra.tables.words import english

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Topic:
    id: str
    title: Text
    about: Text
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and the figure that answers it: a measure of a table, for the whole of what that is divided by."""

    text: Text
    topic: str
    table: str
    measure: str
    front: bool


@dataclass(frozen=True, slots=True)
class Synonyms:
    """`empty` words say nothing of what is asked for. Of `words`, whoever says one of the first also means the second."""

    empty: tuple[str, ...]
    words: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


@cache
def topics() -> tuple[Topic, ...]:
    """In the order of the file."""
    found: dict[str, Topic] = {}
    for row in read(FOLDER / "topics.toml").rows("topics"):
        one = Topic(row.take("id", str), english(row, "title"), english(row, "about"), row.texts("tables"))
        if one.id in found:
            raise row.wrong("id", f"topic «{one.id}» stands twice", "Give one of them another id.")
        for id in one.tables:
            _measures(row, "tables", id)
        row.done()
        found[one.id] = one
    return tuple(found.values())


@cache
def questions() -> tuple[Question, ...]:
    known = {one.id for one in topics()}
    found = []
    for row in read(FOLDER / "topics.toml").rows("questions"):
        one = Question(
            text=english(row, "text"),
            topic=row.take("topic", str),
            table=row.take("table", str),
            measure=row.take("measure", str),
            front=row.maybe("front", bool) or False,
        )
        if one.topic not in known:
            raise row.wrong("topic", f"there is no topic «{one.topic}»", f"Write one of: {', '.join(sorted(known))}.")
        if one.measure not in _measures(row, "table", one.table):
            raise row.wrong("measure", f"table {one.table} has no «{one.measure}»", "Name a measure that it shows.")
        row.done()
        found.append(one)
    return tuple(found)


@cache
def synonyms() -> Synonyms:
    file = read(FOLDER / "synonyms.toml")
    words = []
    for row in file.rows("words"):
        words.append((row.texts("said"), row.texts("means")))
        row.done()
    found = Synonyms(file.texts("empty"), tuple(words))
    file.done()
    return found


def of_table(id: str) -> tuple[Topic, ...]:
    return tuple(one for one in topics() if id in one.tables)


def _measures(row: Table, key: str, id: str) -> set[str]:
    """Those that the table shows in any year."""
    found = {each.id for one in catalogue.tables() if one.id == id for each in one.measures if not each.hidden}
    if not found:
        raise row.wrong(key, f"there is no table «{id}»", "Name one that has a file in kostra/tables.")
    return found
