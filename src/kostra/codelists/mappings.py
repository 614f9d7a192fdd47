"""From one code system to another: which codes mean the same, in which years, and which mean nothing on the other side.

A mapping is content, a TOML file in `mappings/`. It names its two sides: a code list of ours, a list that somebody hands in (a register's
own codes, `nir.tiltak`), or codes written in the file itself. Every code of both sides must be mapped or be listed as unmapped, with a
reason, for every year of the mapping; what says otherwise is refused when it is read.
"""

from __future__ import annotations

from collections.abc import Mapping as Table
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kostra.codelists import catalogue
from kostra.model import content
from kostra.model.codelist import Code, CodeList
from kostra.model.dated import Dated
from kostra.model.errors import Missing, Undated
from kostra.model.text import Text

FOLDER = Path(__file__).parent / "mappings"
FROM, TO = "from", "to"


@dataclass(frozen=True, slots=True)
class Pair:
    """A code, and those of the other side that it may stand for: more than one when the other side tells finer or otherwise."""

    code: str
    to: tuple[str, ...]
    since: int
    until: int | None
    remark: str | None

    def covers(self, year: int) -> bool:
        return self.since <= year and (self.until is None or year <= self.until)


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A code of one side that has no counterpart, and why."""

    side: str
    code: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Mapping:
    id: str
    title: Text
    since: int
    until: int | None
    sides: Table[str, CodeList]
    pairs: tuple[Pair, ...]
    unmapped: tuple[Unmapped, ...]
    reading: str

    def covers(self, year: int) -> bool:
        return self.since <= year and (self.until is None or year <= self.until)

    def at(self, year: int) -> dict[str, frozenset[str]]:
        """What each code may stand for in a year. A code that is not here maps to nothing."""
        if not self.covers(year):
            raise Undated(f"the mapping {self.id} says nothing of {year}")
        return {pair.code: frozenset(pair.to) for pair in self.pairs if pair.covers(year)}

    def unmapped_at(self, year: int) -> tuple[Unmapped, ...]:
        return tuple(one for one in self.unmapped if one.code in self.sides[one.side].at(year))


@cache
def ids(folder: Path = FOLDER) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


def mapping(id: str, lists: Table[str, CodeList], folder: Path = FOLDER) -> Mapping:
    """`lists` are the code lists that are not ours, by the names that mappings call them by."""
    if id not in ids(folder):
        raise Missing(f"Det finnes ingen kodenøkkel «{id[:60]}». Velg en av disse: {', '.join(ids(folder))}.")
    table = content.read(folder / f"{id}.toml")
    since = table.year("since")
    if since is None:
        raise table.wrong(None, f"the mapping {id} has no first year", "Add since = 2020.")
    until = table.year("until")
    found = Mapping(
        id=id,
        title=table.text("title"),
        since=since,
        until=until,
        sides={side: _side(side, table, lists, since, until) for side in (FROM, TO)},
        pairs=tuple(_pair(row, since, until) for row in table.rows("pairs")),
        unmapped=tuple(_unmapped(row) for row in table.rows("unmapped")),
        reading=table.take("source", str),
    )
    table.done()
    for year in range(since, (until or _last_change(found)) + 1):
        _refuse_incomplete(table, found, year)
    return found


def _side(side: str, table: content.Table, lists: Table[str, CodeList], since: int, until: int | None) -> CodeList:
    named = table.take(side, object)
    if not isinstance(named, str):
        row = table.table(side)
        codes = tuple(_code(value, text, since, until) for value, text in row.tables("codes"))
        own = CodeList(f"{side}", row.text("title"), codes)
        row.done()
        return own
    if named in lists:
        return lists[named]
    if named in catalogue.ids():
        return catalogue.code_list(named)
    raise table.wrong(
        side, f"there is no code list «{named}»", f"Write one of: {', '.join((*lists, *catalogue.ids()))}."
    )


def _code(value: str, row: content.Table, since: int, until: int | None) -> Code:
    label = Text(row.take("nb", str), row.take("nn", str))
    code = Code(value, value, Dated.always(label, row.year("since") or since, row.year("until") or until))
    row.done()
    return code


def _pair(row: content.Table, since: int, until: int | None) -> Pair:
    pair = Pair(
        code=row.take("code", str),
        to=row.texts("to"),
        since=row.year("since") or since,
        until=row.year("until") or until,
        remark=row.maybe("remark", str),
    )
    row.done()
    if not pair.to:
        raise row.wrong("to", f"code «{pair.code}» is paired with nothing", "List it under [[unmapped]] instead.")
    return pair


def _unmapped(row: content.Table) -> Unmapped:
    one = Unmapped(row.take("side", str), row.take("code", str), row.text("reason"))
    row.done()
    if one.side not in (FROM, TO):
        raise row.wrong("side", f"side is «{one.side}»", f"Write {FROM} or {TO}.")
    return one


def _last_change(found: Mapping) -> int:
    """An open mapping is checked to the last year in which anything of it changes."""
    years = {found.since, *(pair.since for pair in found.pairs)}
    years |= {pair.until + 1 for pair in found.pairs if pair.until is not None}
    return max(years | {year for side in found.sides.values() for year in side.turning_years})


def _refuse_incomplete(table: content.Table, found: Mapping, year: int) -> None:
    pairs = found.at(year)
    paired = [pair.code for pair in found.pairs if pair.covers(year)]
    for code in sorted({code for code in paired if paired.count(code) > 1}):
        raise table.wrong(None, f"«{code}» is paired twice in {year}", "Write all that it may stand for in one pair.")
    reached = {code for to in pairs.values() for code in to}
    for side, mapped in ((FROM, set(pairs)), (TO, reached)):
        known = set(found.sides[side].at(year))
        left = {one.code for one in found.unmapped if one.side == side}
        for code in sorted(mapped - known):
            raise table.wrong(
                None, f"«{code}» is no code of «{side}» in {year}", "Mend the pair, or the years it holds."
            )
        for code in sorted(mapped & left):
            raise table.wrong(
                None, f"«{code}» of «{side}» is both mapped and unmapped in {year}", "Remove one of them."
            )
        for code in sorted(known - mapped - left):
            raise table.wrong(None, f"«{code}» of «{side}» is not mapped in {year}", "Pair it, or list it as unmapped.")
