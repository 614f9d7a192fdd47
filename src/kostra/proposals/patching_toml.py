"""Editing a content file by line: one value, one key or one block becomes another, and everything else stays as it is, byte for byte.

It reads where things stand in a TOML file; what they mean is read elsewhere. It does not reformat, and it writes nothing that it was
not asked for.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from kostra.model.errors import Refused

_HEADER = re.compile(r"[ \t]*(\[\[?)[ \t]*([^\[\]\n]+?)[ \t]*\]\]?[ \t]*(?:#[^\n]*)?(?:\n|\Z)")
_KEY = re.compile(r"""[ \t]*("[^"\n]*"|'[^'\n]*'|[A-Za-z0-9_-]+)([ \t]*)=[ \t]*""")
_CONTROL = re.compile("[\x00-\x1f\x7f]")
_YEAR = re.compile(r"""[ \t]*["']?((?:19|20)[0-9]{2})["']?[ \t]*=[ \t]*""")


@dataclass(frozen=True, slots=True)
class Key:
    """A key: where its line begins, where its value begins and ends, and where the line after it begins."""

    name: str
    start: int
    value: int
    value_end: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A table of the file, or the keys before the first one (`path` is empty). `end` is after its last key, before what leads up to the
    next."""

    path: tuple[str, ...]
    array: bool
    start: int
    end: int
    keys: tuple[Key, ...]

    def key(self, name: str) -> Key | None:
        return next((key for key in self.keys if key.name == name), None)


@dataclass(frozen=True, slots=True)
class Content:
    """One content file. `path` is told in refusals."""

    path: str
    text: str

    def line(self, at: int) -> int:
        return self.text.count("\n", 0, at) + 1

    def wrong(self, at: int, problem: str) -> Refused:
        return Refused(f"{self.path}, linje {self.line(at)}: {problem}")

    def blocks(self) -> tuple[Block, ...]:
        return tuple(_blocks(self))

    def table(self, *path: str) -> Block | None:
        return next((block for block in self.blocks() if block.path == path and not block.array), None)

    def arrays(self, *path: str) -> tuple[Block, ...]:
        return tuple(block for block in self.blocks() if block.path == path and block.array)

    def read(self, key: Key) -> Any:
        return tomllib.loads(f"x = {self.text[key.value : key.value_end]}\n")["x"]

    def replaced(self, start: int, end: int, by: str) -> Content:
        return Content(self.path, self.text[:start] + by + self.text[end:])

    def plain(self, find: Callable[[Content], Block], name: str, value: str, after: tuple[str, ...] = ()) -> Content:
        """The same with a key that holds this value alone; a new key stands after the first of `after` that is there, else last."""
        block = find(self)
        key = block.key(name)
        if key is not None:
            return self.replaced(key.value, key.value_end, value)
        before = next((found for each in after if (found := block.key(each))), block.keys[-1] if block.keys else None)
        at = before.end if before else block.end
        ends = "" if at == 0 or self.text[at - 1] == "\n" else "\n"
        return self.replaced(at, at, f"{ends}{name.ljust(_broadest(self, block))} = {value}\n")

    def dated(
        self,
        find: Callable[[Content], Block],
        name: str,
        year: int,
        value: str,
        since: int,
        otherwise: str | None = None,
    ) -> Content:
        """The same with a value from a year on. `since` is the first year of what the key belongs to, `otherwise` what a key that is not
        there stands for."""
        block = find(self)
        key = block.key(name)
        if key is None:
            if otherwise is None:
                raise self.wrong(block.start, f"«{name}» står ikke her. Skriv den i filen først.")
            if otherwise == value:
                return self
            return self.plain(
                find, name, _table(since, otherwise, year, value), ("required", "type", "label_nn", "label")
            )
        if self.text[key.value] != "{":
            old = self.text[key.value : key.value_end]
            if old == value:
                return self
            return self.replaced(key.value, key.value_end, value if year <= since else _table(since, old, year, value))
        return self._in_table(key, year, value)

    def _in_table(self, key: Key, year: int, value: str) -> Content:
        points = list(_points(self, key))
        at = next((point for point in points if point[0] == year), None)
        if at is not None:
            return self.replaced(at[1], at[2], value)
        if later := [point[0] for point in points if point[0] > year]:
            raise self.wrong(
                key.start, f"«{key.name}» er alt endret for {later[0]}, etter {year}. Rett filen for hånd."
            )
        if not points:
            raise self.wrong(key.start, f"«{key.name}» er ikke en tabell fra år til verdi. Rett filen for hånd.")
        _, start, end = points[-1]
        return self if self.text[start:end] == value else self.replaced(end, end, f", {year} = {value}")

    def after(self, block: Block, lines: str) -> Content:
        """The same with a block of its own, after another."""
        ends = "" if self.text[: block.end].endswith("\n") else "\n"
        return self.replaced(block.end, block.end, f"{ends}\n{lines}")


def text(value: str) -> str:
    """A text as it is written in a content file."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_CONTROL.sub(_escaped, escaped)}"'


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def number(value: int) -> str:
    """A number, with _ between the thousands of a large one."""
    return f"{value:_}" if abs(value) >= 10_000 else str(value)


def lines(pairs: list[tuple[str, str]]) -> str:
    """Keys under each other, with the equals signs in a column."""
    broad = max(len(name) for name, _ in pairs)
    return "".join(f"{name.ljust(broad)} = {value}\n" for name, value in pairs)


def _table(since: int, old: str, year: int, value: str) -> str:
    return f"{{ {since} = {old}, {year} = {value} }}"


def _broadest(content: Content, block: Block) -> int:
    """Where the equals signs stand, so that a new key stands in line with the others."""
    columns = [_KEY.match(content.text, key.start) for key in block.keys]
    return max((found.end(2) - found.start(1) - 1 for found in columns if found), default=0)


def _blocks(content: Content) -> Iterator[Block]:
    source, at = content.text, 0
    path: tuple[str, ...] = ()
    array, start, end = False, 0, 0
    keys: list[Key] = []
    while at < len(source):
        header = _HEADER.match(source, at)
        key = None if header else _KEY.match(source, at)
        if header:
            yield Block(path, array, start, end, tuple(keys))
            path, array, start = _parts(header[2]), header[1] == "[[", at
            at = end = header.end()
            keys = []
        elif key:
            stop = _value_end(content, key.end())
            line_end = source.find("\n", stop)
            line_end = len(source) if line_end < 0 else line_end + 1
            keys.append(Key(key[1].strip("\"'"), at, key.end(), stop, line_end))
            at = end = line_end
        else:
            line_end = source.find("\n", at)
            at = len(source) if line_end < 0 else line_end + 1
    yield Block(path, array, start, end, tuple(keys))


def _parts(written: str) -> tuple[str, ...]:
    return tuple(
        found[1] or found[2] or found[3]
        for found in re.finditer(r"""\s*(?:"([^"]*)"|'([^']*)'|([^.\s]+))\s*\.?""", written)
    )


def _value_end(content: Content, at: int) -> int:
    """Where a value that begins here ends: at the end of its line, unless a bracket or a quote is open there."""
    source, depth, last = content.text, 0, at
    while at < len(source):
        sign = source[at]
        if sign in "\"'":
            at = last = _string_end(content, at)
            continue
        if sign == "#" or (sign == "\n" and depth == 0) or (sign == "," and depth == 0):
            if sign != "#" or depth == 0:
                return last
            at = source.find("\n", at) if "\n" in source[at:] else len(source)
            continue
        depth += (sign in "[{") - (sign in "]}")
        if depth < 0:
            return last
        at += 1
        if not sign.isspace():
            last = at
    return last


def _string_end(content: Content, at: int) -> int:
    source, quote = content.text, content.text[at]
    mark = quote * 3 if source.startswith(quote * 3, at) else quote
    place = at + len(mark)
    while place < len(source):
        if source[place] == "\\" and quote == '"':
            place += 2
        elif source.startswith(mark, place):
            return place + len(mark)
        else:
            place += 1
    raise content.wrong(at, "teksten slutter ikke. Rett filen først.")


def _points(content: Content, key: Key) -> Iterator[tuple[int, int, int]]:
    """The years of a dated value, each with where its value begins and ends."""
    at = key.value + 1
    while at < key.value_end - 1:
        found = _YEAR.match(content.text, at)
        if found is None:
            return
        stop = _value_end(content, found.end())
        yield int(found[1]), found.end(), stop
        at = content.text.find(",", stop) + 1
        if at == 0 or at > key.value_end:
            return
