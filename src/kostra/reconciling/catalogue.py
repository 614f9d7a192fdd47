"""Finding and reading comparisons and scenarios. One that contradicts itself is refused when it is read, with file and line."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kostra.methods.hidiroglou_berthelot import Parameters
from kostra.model import content
from kostra.model.errors import Missing, Refused
from kostra.model.text import Text
from kostra.reconciling.comparison import Absent, Check, Comparison, Limits, Measured, Source
from kostra.reconciling.scenarios import Move, Scenario

FOLDER = Path(__file__).parent / "comparisons"


@cache
def ids(folder: Path = FOLDER) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


def comparison(id: str, folder: Path = FOLDER) -> Comparison:
    if id not in ids(folder):
        raise Missing(f"Det finnes ingen avstemming «{id[:60]}». Velg en av disse: {', '.join(ids(folder))}.")
    return _read(id, folder)


def comparisons(folder: Path = FOLDER) -> tuple[Comparison, ...]:
    return tuple(_read(id, folder) for id in ids(folder))


def comparison_for(id: str, year: int, folder: Path = FOLDER) -> Comparison:
    """Refuses a year in which one of the sources was not asked for."""
    found = comparison(id, folder)
    if not found.covers(year):
        until = "" if found.until is None else f" til og med {found.until}"
        raise Refused(f"{found.title.nb} kan avstemmes fra og med {found.since}{until}, ikke for {year}.")
    return found


@cache
def _read(id: str, folder: Path) -> Comparison:
    table = content.read(folder / f"{id}.toml")
    since = table.year("since")
    if since is None:
        raise table.wrong(None, f"the comparison {id} has no first year", "Add since = 2020.")
    others = tuple(_source(name, row) for name, row in table.tables("others"))
    if not others:
        raise table.wrong(None, f"the comparison {id} holds its first source against nothing", "Add [others.name].")
    found = Comparison(
        id=id,
        title=table.text("title"),
        about=table.text("about"),
        since=since,
        until=table.year("until"),
        measured=table.choice("measured", Measured, Measured),
        districts=table.take("districts", bool),
        first=_source("first", table.table("first")),
        others=others,
        checks=frozenset(table.chosen("checks", check, Check, Check) for check in table.texts("checks")),
        limits=_limits(table.table("limits")),
        causes={name: _cause(row) for name, row in table.tables("causes")},
        reading=table.take("source", str),
    )
    table.done()
    return found


def _source(name: str, row: content.Table) -> Source:
    where = row.table("where") if row.has("where") else None
    nothing = row.table("nothing") if row.has("nothing") else None
    source = Source(
        id=row.maybe("id", str) or name,
        title=row.text("title"),
        form=row.maybe("form", str),
        register=row.maybe("register", str),
        fields=row.texts("fields"),
        where={} if where is None else {field: where.texts(field) for field in list(where.keys())},
        nothing=None if nothing is None else (nothing.take("field", str), nothing.take("equals", str)),
        factor=row.maybe("factor", int) or 1,
        absent=row.chosen("absent", row.maybe("absent", str) or Absent.UNKNOWN, Absent, Absent),
    )
    for inner in (where, nothing, row):
        if inner is not None:
            inner.done()
    if (source.form is None) == (source.register is None):
        raise row.wrong(None, f"the source {name} must be of a form or of a register", "Add form or register.")
    return source


def _limits(row: content.Table) -> Limits:
    change = row.table("change")
    below, above = row.take("below", float), row.take("above", float)
    limits = Limits(
        percent=row.take("percent", int),
        least=row.take("least", int),
        jump=row.take("jump", int),
        change=Parameters(change.take("size", float), change.take("floor", float), change.take("width", float)),
        quartiles=(below, above),
    )
    change.done()
    row.done()
    return limits


def _cause(row: content.Table) -> Text:
    text = Text(row.take("nb", str), row.take("nn", str))
    row.done()
    return text


SCENARIOS = Path(__file__).parent / "proposed"


@cache
def scenario_ids(folder: Path = SCENARIOS) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


def scenario(id: str, folder: Path = SCENARIOS) -> Scenario:
    if id not in scenario_ids(folder):
        raise Missing(
            f"Det finnes ikke noe scenario «{id[:60]}». Velg ett av disse: {', '.join(scenario_ids(folder))}."
        )
    table = content.read(folder / f"{id}.toml")
    moves = tuple(_move(row) for row in table.rows("moves"))
    groups = table.table("groups")
    found = Scenario(
        id=id,
        title=table.text("title"),
        about=table.text("about"),
        assumption=table.text("assumption"),
        moves=moves,
        groups={name: groups.texts(name) for name in list(groups.keys())},
        reading=table.take("source", str),
    )
    groups.done()
    table.done()
    if not moves:
        raise table.wrong(None, f"the scenario {id} moves nothing", "Add [[moves]] with from, to and since.")
    return found


def _move(row: content.Table) -> Move:
    since = row.year("since")
    if since is None:
        raise row.wrong(None, "a move has no first year", "Add since = 2021.")
    move = Move(row.take("from", str), row.take("to", str), since, row.year("until"))
    row.done()
    if move.of == move.to:
        raise row.wrong("to", f"function {move.of} is moved to itself", "Write another function.")
    return move
