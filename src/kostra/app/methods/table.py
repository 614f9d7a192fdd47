"""A table that is read from CSV and written to it: text in named columns, with numbers read when they are asked for.

UTF-8, with or without a byte order mark; separated by `,` or `;` as the header is; with `;` the decimals may stand after a comma. A
value that is empty or NA is missing. What is written has the shape of what was read. Refuses anything that it would have to guess at:
a line with too few or too many values, two columns of one name, a number with blanks in it, decimals written in two ways.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from io import StringIO
from math import isfinite
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from kostra.model.errors import Refused

Reals: TypeAlias = npt.NDArray[np.float64]
Columns: TypeAlias = Mapping[str, Reals | npt.NDArray[np.int64] | npt.NDArray[np.bool_] | Sequence[str]]
"""Names to values, all of one length. A number that is not finite is missing."""

MISSING = ("", "NA")
NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_POINT_DECIMALS = re.compile(r'(?:^|[;"])\s*[+-]?[0-9]*\.[0-9]+\s*(?:[";\r]|$)', re.MULTILINE)
_EXACT_AS_WHOLE = 2.0**53


@dataclass(frozen=True, slots=True)
class Shape:
    """How a file is written, so that what comes out opens in the same program as what went in."""

    separator: str = ","
    decimal_comma: bool = False
    mark: bool = False
    """A byte order mark, which some spreadsheets need to see that it is UTF-8."""


@dataclass(frozen=True, slots=True)
class Table:
    file: str
    shape: Shape
    lines: tuple[int, ...]
    """Where in the file each row ends."""
    columns: Mapping[str, Sequence[str]]

    def __len__(self) -> int:
        return len(self.lines)

    def named(self, name: str, asked_by: str) -> str:
        """The name itself, when there is such a column."""
        if name in self.columns:
            return name
        lower = {one.lower(): one for one in self.columns}
        near = [lower[one] for one in get_close_matches(name.lower(), lower, n=3, cutoff=0.6)]
        shown = near or list(self.columns)[:10]
        others = " ..." if not near and len(self.columns) > len(shown) else ""
        hint = "Mente du" if near else "Fila har kolonnene"
        listed = (" eller " if near else ", ").join(f"«{one}»" for one in shown)
        raise Refused(
            f"{self.file} har ingen kolonne «{name}», som {asked_by} peker på. {hint} {listed}{others}{'?' if near else '.'}"
        )

    def texts(self, name: str) -> list[str]:
        """As written, without blanks at the ends."""
        return [text.strip() for text in self.columns[name]]

    def numbers(self, name: str) -> Reals:
        """As numbers; NaN where it is missing."""
        texts = self.texts(name)
        if self.shape.separator == ";" and any("," in text for text in texts):
            self._refuse_points(name, texts)
            texts = [text.replace(",", ".") for text in texts]
        return np.array([self._number(name, row, text) for row, text in enumerate(texts)], np.float64)

    def _number(self, name: str, row: int, text: str) -> float:
        if text in MISSING:
            return np.nan
        value = float(text) if NUMBER.fullmatch(text) else np.inf
        if not np.isfinite(value):
            point = "punktum eller komma" if self.shape.separator == ";" else "punktum"
            raise Refused(
                f"{self._at(name, row)} «{self.columns[name][row]}» er ikke et tall. Skriv sifre uten mellomrom, med {point} før "
                "desimalene, og la feltet stå tomt (eller skriv NA) når verdien mangler."
            )
        return value

    def _refuse_points(self, name: str, texts: Sequence[str]) -> None:
        for row, text in enumerate(texts):
            if "." in text:
                raise Refused(
                    f"{self._at(name, row)} «{text}» har punktum, og andre verdier i kolonnen har komma. Bruk det samme tegnet "
                    "foran desimalene i hele kolonnen, og ingen tegn mellom tusenene."
                )

    def _at(self, name: str, row: int) -> str:
        return f"{self.file}, linje {self.lines[row]}, kolonne «{name}»:"


def read(content: bytes, file: str) -> Table:
    """The table in a file; `file` is what it is called in what is refused."""
    mark = content.startswith(b"\xef\xbb\xbf")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Refused(f"{file}, linje {line}: er ikke UTF-8. Lagre fila som UTF-8 og prøv igjen.") from None
    if not text.strip():
        raise Refused(f"{file} er tom. Den skal ha kolonnenavn på første linje og en rad for hver enhet.")
    separator = ";" if ";" in re.sub('"[^"]*"', "", text.lstrip().splitlines()[0]) else ","
    rows = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    header: list[str] = []
    lines: list[int] = []
    read_rows: list[list[str]] = []
    try:
        for row in rows:
            if not row or (len(row) == 1 and not row[0].strip() and len(header) != 1):
                continue
            if not header:
                header = _header(row, file, rows.line_num)
                continue
            if len(row) != len(header):
                raise Refused(
                    f"{file}, linje {rows.line_num}: {len(row)} verdier, men fila har {len(header)} kolonner. "
                    f"Skill verdiene med «{separator}», og sett anførselstegn rundt en tekst som inneholder tegnet."
                )
            lines.append(rows.line_num)
            read_rows.append(row)
    except csv.Error:
        raise Refused(
            f"{file}, linje {rows.line_num}: anførselstegnene går ikke opp. Et felt som begynner med anførselstegn, skal slutte "
            "med det, og et anførselstegn inne i feltet skrives dobbelt."
        ) from None
    if not lines:
        raise Refused(f"{file} har kolonnenavn, men ingen rader. Legg til en rad for hver enhet.")
    by_column = zip(header, zip(*read_rows, strict=True), strict=True)
    decimal_comma = separator == ";" and not _POINT_DECIMALS.search(text)
    return Table(
        file, Shape(separator, decimal_comma, mark), tuple(lines), {name: values for name, values in by_column if name}
    )


def _header(row: Sequence[str], file: str, line: int) -> list[str]:
    """The names. A column without a name is let through, and cannot be asked for: R writes one with the row numbers."""
    names = [name.strip() for name in row]
    for name in names:
        if name and names.count(name) > 1:
            raise Refused(f"{file}, linje {line}: to kolonner heter «{name}». Gi hver kolonne sitt eget navn.")
    return names


def write(columns: Columns, shape: Shape) -> str:
    """The table as CSV: each number in the shortest form that reads back as the same, and nothing where it is missing."""
    texts = [_texts(values, shape.decimal_comma) for values in columns.values()]
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=shape.separator, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*texts, strict=True))
    return ("\ufeff" if shape.mark else "") + out.getvalue()


def _texts(values: Reals | npt.NDArray[np.int64] | npt.NDArray[np.bool_] | Sequence[str], comma: bool) -> Sequence[str]:
    if not isinstance(values, np.ndarray):
        return values
    if values.dtype.kind in "bi":
        return [str(int(value)) for value in values]
    texts = [_shortest(value) for value in values.tolist()]
    return [text.replace(".", ",") for text in texts] if comma else texts


def _shortest(value: float) -> str:
    if not isfinite(value):
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < _EXACT_AS_WHOLE else repr(value)
