"""Reading CELLS.csv: one line for each inner cell, with the dimensions, their groupings and the count.

Knows no file: bytes and what to call them. Refuses what cannot be counted, each time with the line and the value.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from kostra.disclosure.layout import STATUS, TOTAL, Dimension, Table, dimension, refuse_too_large
from kostra.disclosure.problem import Whole
from kostra.model.errors import Refused

_DIGITS = 13


@dataclass(frozen=True, slots=True)
class Content:
    """The columns of a file by name. `line` is the number of the line that each value stands on."""

    name: str
    columns: dict[str, tuple[str, ...]]
    line: Sequence[int]

    def column(self, name: str) -> tuple[str, ...]:
        if name not in self.columns:
            raise Refused(
                f"{self.name} har ingen kolonne {name}. Kolonnene er {', '.join(self.columns)}. Skriv en av dem."
            )
        return self.columns[name]

    def where(self, at: int) -> str:
        return f"{self.name}, linje {self.line[at]}"


def content(data: bytes, name: str) -> Content:
    """UTF-8, with commas, semicolons or tabs; the names of the columns on the first line."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        bad = data.count(b"\n", 0, error.start) + 1
        raise Refused(f"{name}, linje {bad}: tegnene er ikke UTF-8. Lagre filen som UTF-8.") from None
    heading = text.partition("\n")[0]
    separator = max(",;\t", key=heading.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        raise Refused(f"{name}: et anførselstegn begynner eller slutter feil. Lagre filen som CSV på nytt.") from None
    if not rows or not any(rows[0]):
        raise Refused(f"{name} er tom. Første linje skal ha navnene på kolonnene, og hver linje etter den er en celle.")
    columns = [column.strip() for column in rows.pop(0)]
    twice = next((column for at, column in enumerate(columns) if column in columns[:at]), None)
    if twice is not None:
        raise Refused(f"{name} har to kolonner som heter «{twice}». Gi dem hvert sitt navn.")
    line: Sequence[int] = range(2, len(rows) + 2)
    if not all(rows):
        line = [at for at, row in enumerate(rows, 2) if row]
        rows = [row for row in rows if row]
    uneven = next((at for at, row in enumerate(rows) if len(row) != len(columns)), None)
    if uneven is not None:
        raise Refused(
            f"{name}, linje {line[uneven]}: {len(rows[uneven])} felter, men første linje har {len(columns)}. Rett linjen."
        )
    if not rows:
        raise Refused(f"{name} har navn på kolonner, men ingen linjer under. Det skal være en linje for hver celle.")
    return Content(name, dict(zip(columns, zip(*rows, strict=True), strict=True)), line)


def table(
    read: Content,
    name: str,
    count: str,
    dims: Sequence[str],
    groupings: Mapping[str, Sequence[str]],
    further: Sequence[str] = (),
) -> Table:
    """`groupings` says, by dimension, in which columns its groups stand; `further` which other columns of numbers are wanted."""
    _refuse_names(count, dims, groupings)
    counts = whole(read, count)
    dimensions = tuple(_dimension(read, each, groupings.get(each, ())) for each in dims)
    sizes = tuple(len(each.codes) for each in dimensions)
    refuse_too_large(name, sizes)
    at = np.zeros(len(counts), np.int64)
    for each in dimensions:
        number = {code: place for place, code in enumerate(each.codes)}
        codes = np.fromiter((number[code] for code in read.column(each.name)), np.int64, len(counts))
        at = at * len(each.codes) + codes
    _refuse_twice(read, dims, at)
    return Table(
        name,
        dimensions,
        _placed(counts, at, sizes),
        {column: _placed(whole(read, column), at, sizes) for column in further},
    )


def _placed(values: Whole, at: Whole, sizes: tuple[int, ...]) -> Whole:
    filled = np.zeros(prod(sizes), np.int64)
    filled[at] = values
    return filled.reshape(sizes)


def whole(read: Content, name: str) -> Whole:
    """A column of counts."""
    column = read.column(name)
    if all(map(str.isdecimal, column)) and max(map(len, column)) < _DIGITS and all(map(str.isascii, column)):
        return np.fromiter(map(int, column), np.int64, len(column))
    at = next(at for at, value in enumerate(column) if not _is_count(value))
    raise Refused(
        f"{read.where(at)}: {name} er {_said(column[at])}. Et antall er et helt tall fra 0 og oppover, skrevet bare med sifre."
    )


def _is_count(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) < _DIGITS


def _said(value: str) -> str:
    return f"«{value}»" if value.strip() else "blank"


def _refuse_names(count: str, dims: Sequence[str], groupings: Mapping[str, Sequence[str]]) -> None:
    used = [*dims, *(column for columns in groupings.values() for column in columns), count]
    for at, name in enumerate(used):
        if name in used[:at]:
            raise Refused(
                f"Kolonnen {name} er nevnt to ganger. En kolonne er en dimensjon, en gruppering eller antallet."
            )
    if STATUS in dims or count == STATUS:
        raise Refused(
            f"En dimensjon eller et antall kan ikke hete {STATUS}, for det heter en kolonne i det som skrives. Gi den et annet navn."
        )
    for name in groupings:
        if name not in dims:
            raise Refused(f"{name} har grupperinger, men er ingen dimensjon. Dimensjonene er {', '.join(dims)}.")


def _dimension(read: Content, name: str, columns: Sequence[str]) -> Dimension:
    codes = read.column(name)
    _refuse_code(read, name, codes)
    column_of = dict.fromkeys(codes, name)
    groups: dict[str, dict[str, str]] = {}
    for column in columns:
        values = read.column(column)
        groups[column] = _belonging(read, name, column, codes, values)
        for code in dict.fromkeys(groups[column].values()):
            if code in column_of:
                raise Refused(
                    f"{read.where(values.index(code))}: koden «{code}» i {column} er også en kode i {column_of[code]}. Kodene til en "
                    "dimensjon og grupperingene av den skal være forskjellige. Sett for eksempel en bokstav foran den ene."
                )
        column_of |= dict.fromkeys(groups[column].values(), column)
    return dimension(name, dict.fromkeys(codes), groups)


def _belonging(read: Content, name: str, column: str, codes: Sequence[str], values: Sequence[str]) -> dict[str, str]:
    """The group of each code. A blank says that it is in none."""
    _refuse_code(read, column, values, blank=True)
    group: dict[str, str] = {}
    for code, value in dict.fromkeys(zip(codes, values, strict=True)):
        if group.setdefault(code, value) != value:
            at = next(at for at, pair in enumerate(zip(codes, values, strict=True)) if pair == (code, value))
            raise Refused(
                f"{read.where(at)}: {name} {code} er i {column} {_said(value)}, men lenger oppe i {_said(group[code])}. En kode er bare "
                "i én. Rett linjene."
            )
    return {code: value for code, value in group.items() if value}


def _refuse_code(read: Content, column: str, values: Sequence[str], *, blank: bool = False) -> None:
    for code in dict.fromkeys(values):
        if code == TOTAL:
            problem = f"koden «{TOTAL}» er summen, som lages av de andre. Ta bort linjen"
        elif code != code.strip() or not code.isprintable():
            problem = f"koden «{code}» har mellomrom eller tegn som ikke vises. Ta dem bort"
        elif not code and not blank:
            problem = "koden er blank. Skriv en kode"
        else:
            continue
        raise Refused(f"{read.where(values.index(code))}: {column}: {problem}.")


def _refuse_twice(read: Content, dims: Sequence[str], at: Whole) -> None:
    order = np.argsort(at, kind="stable")
    same = np.flatnonzero(at[order][1:] == at[order][:-1])
    if len(same):
        later = int(order[same + 1].min())
        earlier = int(np.flatnonzero(at == at[later])[0])
        said = ", ".join(f"{each} {read.column(each)[later]}" for each in dims)
        raise Refused(
            f"{read.where(later)}: cellen {said} står også på linje {read.line[earlier]}. Slå linjene sammen, ta bort den ene, "
            "eller ta med flere dimensjoner."
        )
