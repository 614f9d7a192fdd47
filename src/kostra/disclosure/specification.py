"""SPEC.toml: several tables that are published together, and what is asked of each.

Each is a `[[table]]` with the same words as the command line. Paths are from the folder of the file. Refuses a word it does not know, a
value of the wrong kind and two tables of one name or with one file to write, with the line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kostra.disclosure.primary import LIMIT
from kostra.disclosure.rules import Applied, applied, from_text
from kostra.model.errors import Refused

SHOWN, PROTECTED = "shown", "protected"
_HEADER = re.compile(r"\s*\[\[\s*table\s*\]\]")
_KEY = re.compile(r"\s*[\"']?([A-Za-z0-9_]+)[\"']?\s*[=.]")
_NEEDED = ("cells", "count", "dims", "out")
_TEXTS = ("cells", "count", "out", "name", "published", "forced", "hidden", "weights", "earlier", "last_year")
_KNOWN = (*_TEXTS, "dims", "groupings", "limit", "zeros", "rules")


@dataclass(frozen=True, slots=True)
class Source:
    """One table, and what is asked of it. `weights` is a file, or a dimension that has levels of regions."""

    name: str
    cells: str
    count: str
    dims: tuple[str, ...]
    groupings: Mapping[str, tuple[str, ...]]
    out: str
    published: str | None = None
    limit: int = LIMIT
    zeros_shown: bool = True
    forced: str | None = None
    hidden: str | None = None
    weights: str | None = None
    earlier: str | None = None
    last_year: str | None = None
    rules: tuple[Applied, ...] = ()

    @property
    def written(self) -> tuple[str, ...]:
        return (self.out,) if self.published is None else (self.out, self.published)

    @property
    def read(self) -> tuple[str, ...]:
        weights = None if self.weights in self.dims else self.weights
        return tuple(
            path
            for path in (self.cells, self.forced, self.hidden, weights, self.earlier, self.last_year)
            if path is not None
        )


def sources(data: bytes, name: str, folder: str) -> tuple[Source, ...]:
    """The tables of a specification that is called `name` and lies in `folder`."""
    try:
        text = data.decode("utf-8-sig")
        whole = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused(f"{name}, linje {line}: tegnene er ikke UTF-8. Lagre filen som UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line ([0-9]+)", str(error))
        at = place[1] if place else text.count("\n") + 1
        raise Refused(
            f"{name}, linje {at}: dette er ikke TOML. Tekst skal stå i anførselstegn, og hver tabell begynne med [[table]]."
        ) from None
    file = _File(name, folder, text.splitlines())
    for key in whole:
        if key != "table":
            raise Refused(
                f"{name}, linje {file.outside(key)}: «{key}» hører ikke til her. Hver tabell begynner med [[table]]."
            )
    tables = whole.get("table", [])
    if not isinstance(tables, list) or not tables or not all(isinstance(each, dict) for each in tables):
        raise Refused(f"{name} har ingen tabeller. Hver tabell begynner med [[table]] og har {', '.join(_NEEDED)}.")
    return tuple(_source(file, at, each) for at, each in enumerate(tables))


def refuse_clash(several: Sequence[Source], also_read: Sequence[str] = ()) -> None:
    """Each table has its name, and no file is written twice or written over what is read."""
    taken = {str(Path(path).resolve()) for path in (*also_read, *(path for source in several for path in source.read))}
    names: set[str] = set()
    for source in several:
        if source.name in names:
            raise Refused(f"To tabeller heter {source.name}. Gi dem hvert sitt navn med name.")
        names.add(source.name)
        for path in source.written:
            where = str(Path(path).resolve())
            if where in taken:
                raise Refused(
                    f"«{path}» er allerede en fil som leses eller skrives i samme kjøring. Velg et annet navn."
                )
            taken.add(where)


def groupings(texts: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """`mun:county,kgroup`, as on a command line."""
    found: dict[str, tuple[str, ...]] = {}
    for text in texts:
        dimension, _, columns = text.partition(":")
        named = tuple(column.strip() for column in columns.split(","))
        if not dimension or not all(named):
            raise Refused(
                f"«{text}» er ingen gruppering. Skriv dimensjonen, kolon og kolonnene, for eksempel mun:county,kgroup."
            )
        found[dimension] = (*found.get(dimension, ()), *named)
    return found


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    folder: str
    lines: Sequence[str]

    def outside(self, key: str) -> int:
        found = (at for at, line in enumerate(self.lines, 1) if re.match(rf"\s*\[*\s*[\"']?{re.escape(key)}\b", line))
        return next(found, 1)

    def line(self, table: int, key: str | None) -> int:
        """Of a key in the table of that number, else of the table's header."""
        seen, header = -1, 1
        for at, line in enumerate(self.lines, 1):
            if _HEADER.match(line):
                seen += 1
                header = at if seen == table else header
            elif seen == table:
                found = _KEY.match(line) or re.match(r"\s*\[+\s*table\.([A-Za-z0-9_]+)", line)
                if found and found[1] == key:
                    return at
        return header

    def where(self, table: int, key: str | None) -> str:
        return f"{self.name}, linje {self.line(table, key)}"

    def path(self, written: str) -> str:
        return str(Path(self.folder) / written)


def _source(file: _File, at: int, table: Mapping[str, Any]) -> Source:
    for key in table:
        if key not in _KNOWN:
            raise Refused(f"{file.where(at, key)}: «{key}» er ikke noe en tabell har. Velg mellom {', '.join(_KNOWN)}.")
    for key in _NEEDED:
        if key not in table:
            raise Refused(f"{file.where(at, None)}: tabellen mangler {key}. En tabell skal ha {', '.join(_NEEDED)}.")
    texts: dict[str, str] = {}
    for key in _TEXTS:
        if key in table:
            if not isinstance(table[key], str) or not table[key].strip():
                raise Refused(f"{file.where(at, key)}: {key} er «{table[key]}». Skriv en tekst i anførselstegn.")
            texts[key] = table[key]
    dims = _names(file, at, "dims", table["dims"])
    paths = {
        key: file.path(texts[key]) for key in ("forced", "hidden", "published", "earlier", "last_year") if key in texts
    }
    weights = texts.get("weights")
    return Source(
        name=texts.get("name", Path(texts["cells"]).stem),
        cells=file.path(texts["cells"]),
        count=texts["count"],
        dims=dims,
        groupings=_groupings(file, at, table.get("groupings", {})),
        out=file.path(texts["out"]),
        limit=_limit(file, at, table.get("limit", LIMIT)),
        zeros_shown=_zeros(file, at, table.get("zeros", SHOWN)),
        weights=weights if weights is None or weights in dims else file.path(weights),
        rules=_rules(file, at, dims, table.get("rules", [])),
        **paths,
    )


def _names(file: _File, at: int, key: str, value: object) -> tuple[str, ...]:
    names = [name.strip() for name in value.split(",")] if isinstance(value, str) else value
    if not isinstance(names, list) or not names or not all(isinstance(name, str) and name for name in names):
        raise Refused(
            f'{file.where(at, key)}: {key} er «{value}». Skriv en liste med navn på kolonner, som ["mun", "age"].'
        )
    return tuple(names)


def _groupings(file: _File, at: int, value: object) -> dict[str, tuple[str, ...]]:
    if isinstance(value, str):
        return groupings([value])
    if not isinstance(value, dict):
        raise Refused(f'{file.where(at, "groupings")}: groupings er «{value}». Skriv {{ mun = ["county", "kgroup"] }}.')
    return {dimension: _names(file, at, "groupings", columns) for dimension, columns in value.items()}


def _limit(file: _File, at: int, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise Refused(
            f"{file.where(at, 'limit')}: limit er «{value}». Skriv et helt tall fra 1 og oppover, for eksempel {LIMIT}."
        )
    return value


def _zeros(file: _File, at: int, value: object) -> bool:
    if value not in (SHOWN, PROTECTED):
        raise Refused(f'{file.where(at, "zeros")}: zeros er «{value}». Skriv "{SHOWN}" eller "{PROTECTED}".')
    return value == SHOWN


def _rules(file: _File, at: int, dims: Sequence[str], value: object) -> tuple[Applied, ...]:
    where = file.where(at, "rules")
    if not isinstance(value, list):
        raise Refused(f'{where}: rules er «{value}». Skriv en liste, for eksempel ["part:numerator=m"].')
    return tuple(_rule(where, dims, each) for each in value)


def _rule(where: str, dims: Sequence[str], value: object) -> Applied:
    if isinstance(value, dict):
        return applied(value.get("rule"), {key: each for key, each in value.items() if key != "rule"}, dims, where)
    return from_text(str(value), dims, where)
