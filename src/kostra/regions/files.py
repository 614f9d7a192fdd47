"""Reading the region files: plain CSV with a fixed header, one record per line.

Refuses a wrong header, a line with too many or too few values, and a value that is not what the column holds, with
file, line, the value and what to do. It knows nothing of what the records mean together; `kostra.regions.checks` does.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from kostra.model.errors import ContentError


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a file, by column."""

    path: Path
    line: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def refuse(self, problem: str, remedy: str) -> NoReturn:
        raise ContentError(str(self.path), self.line, problem, remedy)

    def code(self, column: str, pattern: str, looks: str) -> str:
        value = self.values[column]
        if not re.fullmatch(pattern, value):
            self.refuse(f"{column} is «{value}»", f"Write {looks}")
        return value

    def number(self, column: str) -> int:
        value = self.values[column]
        if not (value.isascii() and value.isdigit()):
            self.refuse(f"{column} is «{value}»", "Write a whole number, digits only")
        return int(value)

    def number_or_open(self, column: str) -> int | None:
        return None if self.values[column] == "" else self.number(column)

    def text(self, column: str) -> str:
        value = self.values[column]
        if not value or value != value.strip():
            self.refuse(f"{column} is «{value}»", "Write it, without spaces before or after")
        return value

    def choice(self, column: str, choices: tuple[str, ...]) -> str:
        value = self.values[column]
        if value not in choices:
            self.refuse(f"{column} is «{value}»", f"Write one of: {', '.join(choices)}")
        return value


def records(path: Path, columns: tuple[str, ...]) -> Iterator[Record]:
    """The lines of a file, in order."""
    try:
        stream = path.open(encoding="utf-8", newline="")
    except FileNotFoundError:
        raise ContentError(
            str(path), 1, "the file is missing", f"Make it, with the header {','.join(columns)}"
        ) from None
    with stream:
        reader = csv.reader(stream)
        header = tuple(next(reader, []))
        if header != columns:
            raise ContentError(str(path), 1, f"the header is «{','.join(header)}»", f"Write {','.join(columns)}")
        for values in reader:
            if len(values) != len(columns):
                raise ContentError(
                    str(path),
                    reader.line_num,
                    f"{len(values)} values, «{','.join(values)}»",
                    f"Write {len(columns)}: {','.join(columns)}",
                )
            yield Record(path, reader.line_num, dict(zip(columns, values, strict=True)))
