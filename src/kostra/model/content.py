"""Reading a content file strictly.

Forms, code lists and regions are TOML files that people edit. This reads them table by table, key by key, and refuses whatever it was not
asked for: an unknown key, a value of the wrong kind, a year that does not fit. Every refusal names the file, the line, what was found and
what to do. It gives no defaults of its own.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from kostra.model.dated import Dated
from kostra.model.errors import ContentError
from kostra.model.text import Text

T = TypeVar("T")

_HEADER = re.compile(r"\s*\[(\[)?\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"""\s*("[^"]*"|'[^']*'|[A-Za-z0-9_-]+)\s*=""")
_YEAR = re.compile(r"(19|20)[0-9]{2}")

_KINDS: dict[type, str] = {
    str: "text in quotes",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
    object: "a value",
}

Part = str | int


def read(path: Path) -> Table:
    """The outermost table of a file."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ContentError(
            str(path), 1, "there is no such file", "Write it; form-files.md says what it holds."
        ) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        found = error.object[error.start]
        raise ContentError(str(path), line, f"the file is not UTF-8 (byte {found:#04x})", "Save it as UTF-8.") from None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line ([0-9]+)", str(error))
        problem = str(error).partition(" (at")[0]
        raise ContentError(
            str(path),
            int(place[1]) if place else text.count("\n") + 1,
            f"not valid TOML: {problem}",
            "See form-files.md.",
        ) from None
    return Table(_File(path, text), (), data)


class _File:
    """Where things stand in a file. Lines are looked up only when something is wrong."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.text = text

    def line(self, path: tuple[Part, ...], key: str | None) -> int:
        """The line of a key in a table, else of the table's header, else of the nearest header above it."""
        best, depth = 1, -1
        here: tuple[Part, ...] = ()
        seen: dict[tuple[Part, ...], int] = {}
        for number, line in enumerate(self.text.splitlines(), start=1):
            header = _HEADER.match(line)
            if header:
                here = tuple(part.strip().strip("\"'") for part in header[2].split("."))
                if header[1]:
                    seen[here] = seen.get(here, -1) + 1
                    here = (*here, seen[here])
                if here == path[: len(here)] and len(here) > depth:
                    best, depth = number, len(here)
                continue
            found = _KEY.match(line)
            if not found:
                continue
            name = found[1].strip("\"'")
            if here == path and name == key:
                return number
            if (*here, name) == path[: len(here) + 1] and len(here) + 1 > depth:
                best, depth = number, len(here) + 1
        return best


class Table:
    """A table of a content file. Take what it may hold, then call `done`."""

    def __init__(self, file: _File, path: tuple[Part, ...], data: dict[str, Any]) -> None:
        self._file = file
        self._path = path
        self._data = data
        self._taken: set[str] = set()
        self._known: set[str] = set()

    @property
    def file(self) -> Path:
        return self._file.path

    def wrong(self, key: str | None, problem: str, remedy: str) -> ContentError:
        """An error about a key of this table, or about the table itself."""
        return ContentError(str(self._file.path), self._file.line(self._path, key), problem, remedy)

    def has(self, key: str) -> bool:
        self._known.add(key)
        return key in self._data

    def keys(self) -> Iterator[str]:
        return iter(self._data)

    def take(self, key: str, kind: type[T]) -> T:
        """A key that must be there, with a value of the kind."""
        self._taken.add(key)
        if key not in self._data:
            raise self._missing(key, f"Add {key} = {_KINDS[kind]}.")
        return self._checked(key, self._data[key], kind)

    def maybe(self, key: str, kind: type[T]) -> T | None:
        self._taken.add(key)
        return self._checked(key, self._data[key], kind) if key in self._data else None

    def choice(self, key: str, kind: Callable[[str], T], allowed: object) -> T:
        return self.chosen(key, self.take(key, str), kind, allowed)

    def chosen(self, key: str, value: str, kind: Callable[[str], T], allowed: object) -> T:
        """A word out of a fixed set."""
        try:
            return kind(value)
        except ValueError:
            words = ", ".join(str(word) for word in allowed) if hasattr(allowed, "__iter__") else str(allowed)
            raise self.wrong(key, f"{self._name()}: {key} is «{value}»", f"Write one of: {words}.") from None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when the key is not there."""
        return self.listed(key, self.maybe(key, list) or [])

    def listed(self, key: str, values: Any) -> tuple[str, ...]:
        return tuple(self._checked(key, value, str) for value in values)

    def year(self, key: str) -> int | None:
        value = self.maybe(key, int)
        if value is not None and not _YEAR.fullmatch(str(value)):
            raise self.wrong(key, f"{self._name()}: {key} is {value}", "Write a year with four digits.")
        return value

    def text(self, key: str) -> Text:
        """`key` in bokmål and `key_nn` in nynorsk; both must be there."""
        return Text(self.take(key, str), self.take(f"{key}_nn", str))

    def table(self, key: str) -> Table:
        return Table(self._file, (*self._path, key), self.take(key, dict))

    def tables(self, key: str) -> Iterator[tuple[str, Table]]:
        """The tables under a key, in the order of the file; none when the key is not there."""
        for name, value in (self.maybe(key, dict) or {}).items():
            checked = self._checked(key, value, dict)
            yield name, Table(self._file, (*self._path, key, name), checked)

    def rows(self, key: str) -> Iterator[Table]:
        """The tables of an array, `[[key]]`; none when the key is not there."""
        for number, value in enumerate(self.maybe(key, list) or []):
            yield Table(self._file, (*self._path, key, number), self._checked(key, value, dict))

    def dated(self, key: str, kind: type[T], since: int, until: int | None) -> Dated[T]:
        """A value that may change: plain, or a table from year to value that reaches back to `since`."""
        self._taken.add(key)
        if key not in self._data:
            raise self._missing(key, f"Add {key} = {_KINDS[kind]}, or a table from year to it.")
        value = self._data[key]
        if not isinstance(value, dict):
            return Dated.always(self._checked(key, value, kind), since, until)
        return Dated.of(self._by_year(key, value, kind, since, until), until)

    def dated_text(self, key: str, since: int, until: int | None) -> Dated[Text]:
        """A dated text in both written forms. They may change in different years."""
        nb = self.dated(key, str, since, until)
        nn = self.dated(f"{key}_nn", str, since, until)
        if len(nb.points) == len(nn.points) == 1:
            return Dated(((since, Text(nb.points[0][1], nn.points[0][1])),), until)
        years = sorted({year for year, _ in (*nb.points, *nn.points)})
        return Dated(tuple((year, Text(nb.at(year), nn.at(year))) for year in years), until)

    def peek_years(self, key: str) -> list[int]:
        """The years of a dated value, without taking it; none when it is plain or not there."""
        value = self._data.get(key)
        return [int(year) for year in value if _YEAR.fullmatch(year)] if isinstance(value, dict) else []

    def done(self) -> None:
        """Nothing but what was taken may stand here."""
        for key in self._data:
            if key not in self._taken:
                raise self.wrong(key, f"{self._name()} has the unknown key «{key}»", self._instead_of(key))

    def _missing(self, key: str, remedy: str) -> ContentError:
        """A key that is not there; a key written almost like it is the likelier mistake, and is named with its own line."""
        from difflib import get_close_matches

        others = [found for found in self._data if found not in self._taken | self._known | {f"{key}_nn"}]
        near = get_close_matches(key, others, n=1, cutoff=0.75)
        if near:
            return self.wrong(near[0], f"{self._name()} has no «{key}», but «{near[0]}»", f"Did you mean «{key}»?")
        return self.wrong(None, f"{self._name()} has no «{key}»", remedy)

    def _instead_of(self, key: str) -> str:
        from difflib import get_close_matches

        known = self._taken | self._known
        near = get_close_matches(key, known, n=1)
        return f"Did you mean «{near[0]}»?" if near else f"Known keys here: {', '.join(sorted(known))}."

    def _by_year(
        self, key: str, table: Mapping[str, Any], kind: type[T], since: int, until: int | None
    ) -> dict[int, T]:
        values: dict[int, T] = {}
        for written, value in table.items():
            if not _YEAR.fullmatch(written):
                raise self.wrong(
                    key, f"{self._name()}: {key} has «{written}» where a year should be", "Write { 2025 = … }."
                )
            year = int(written)
            if until is not None and year > until:
                raise self.wrong(
                    key, f"{self._name()}: {key} changes in {year}, but ends in {until}", "Remove the year."
                )
            values[year] = self._checked(key, value, kind)
        if not values or min(values) > since:
            first = min(values) if values else "no year"
            raise self.wrong(
                key,
                f"{self._name()}: {key} says nothing before {first}",
                f"Let it begin in {since}, the first year of {self._name()}.",
            )
        if sum(year <= since for year in values) > 1 or min(values) < since:
            raise self.wrong(
                key,
                f"{self._name()}: {key} begins in {min(values)}, before {self._name()} does in {since}",
                f"Let it begin in {since}.",
            )
        return values

    def _checked(self, key: str, value: Any, kind: type[T]) -> T:
        if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
            return value
        raise self.wrong(key, f"{self._name()}: {key} is {value!r}", f"Write {_KINDS[kind]}.")

    def _name(self) -> str:
        return ".".join(str(part) for part in self._path) or "the file"


def read_texts(path: Path) -> dict[str, Text]:
    """A file of texts: each key a table with `nb`, `nn` and, where the reader may be abroad, `en`."""
    table = read(path)
    texts: dict[str, Text] = {}
    for key in list(table.keys()):
        row = table.table(key)
        texts[key] = Text(row.take("nb", str), row.take("nn", str), row.maybe("en", str))
        row.done()
    return texts
