"""Finding tables. All are read together, since they name each other: two of one id in the same year are refused, and so is a successor that
is not there. Whoever asks for a table that has ended is told so.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kostra.model.content import Table, read
from kostra.model.errors import Refused
from kostra.statistics.definition import TableDefinition
from kostra.tables.discontinued import NAME, Discontinued, read_discontinued
from kostra.tables.reading import read_table
from kostra.tables.words import UNITS

FOLDER = Path(__file__).parent


@cache
def tables(folder: Path = FOLDER) -> tuple[TableDefinition, ...]:
    """In the order of their ids."""
    found: list[tuple[TableDefinition, Table]] = []
    for path in sorted(folder.glob("*.toml")):
        if path.name in (UNITS.name, NAME):
            continue
        file = read(path)
        one = read_table(file)
        _refuse_overlap(one, file, [other for other, _ in found])
        found.append((one, file))
    for one, file in found:
        _refuse_lost(one, file, [other for other, _ in found])
    return tuple(sorted((one for one, _ in found), key=lambda one: (one.id, one.since)))


def table(id: str, year: int, folder: Path = FOLDER) -> TableDefinition:
    """The table as it is in a year. A year that it does not have is refused, with the table that does."""
    known = [one for one in tables(folder) if one.id == id]
    if not known:
        for ended in discontinued(folder):
            if ended.id == id:
                raise Refused(ended.said)
        ids = ", ".join(dict.fromkeys(one.id for one in tables(folder)))
        raise Refused(f"Det finnes ingen tabell «{id[:20]}». Tabellene er {ids}.")
    for one in known:
        if one.covers(year):
            return one
    near = dict.fromkeys(next_ for one in known for next_ in (*one.replaced_by, *one.replaces))
    others = [other.id for other in tables(folder) if other.id in near and other.covers(year)]
    advice = f"For {year} brukes tabell {' og '.join(others)}." if others else "Velg et annet år."
    raise Refused(f"Tabell {id} gjelder for {' og '.join(_years(one) for one in known)}, ikke for {year}. {advice}")


@cache
def discontinued(folder: Path = FOLDER) -> tuple[Discontinued, ...]:
    """Tables that have ended and are not made here."""
    file = folder / NAME
    made_here = {one.id for one in tables(folder)}
    return read_discontinued(read(file), made_here) if file.exists() else ()


def of_year(year: int, folder: Path = FOLDER) -> tuple[TableDefinition, ...]:
    return tuple(one for one in tables(folder) if one.covers(year))


def _years(one: TableDefinition) -> str:
    return f"{one.since}–" if one.until is None else f"{one.since}–{one.until}"


def _refuse_overlap(one: TableDefinition, file: Table, earlier: list[TableDefinition]) -> None:
    for other in earlier:
        if other.id == one.id and one.since <= (other.until or 9999) and other.since <= (one.until or 9999):
            raise file.wrong(
                "since",
                f"table {one.id} stands twice in the same year: {_years(other)} and {_years(one)}",
                "Let the earlier one end before the later one begins.",
            )


def _refuse_lost(one: TableDefinition, file: Table, every: list[TableDefinition]) -> None:
    for key, others in (("replaced_by", one.replaced_by), ("replaces", one.replaces)):
        for id in others:
            there = [other for other in every if other.id == id]
            if not there:
                raise file.wrong(key, f"{key} names table {id}, which is not there", "Write its file, or remove it.")
            back = [other.replaces if key == "replaced_by" else other.replaced_by for other in there]
            if not any(one.id in ids for ids in back):
                told = "replaces" if key == "replaced_by" else "replaced_by"
                raise file.wrong(
                    key, f"{key} names table {id}, which does not say so", f'Add {told} = ["{one.id}"] to it.'
                )
    if one.replaced_by and one.until is None:
        raise file.wrong("replaced_by", f"table {one.id} is replaced and has no end", "Add until = its last year.")
