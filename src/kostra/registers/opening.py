"""From the bytes of a register to its cells, all of them text, one row for each line.

Refuses what is no such file: nothing, a page or an archive in its place, another header, a file that was cut off. A file that is refused
here has no rows to tell of, which is something else than an empty register: nobody may take the one for the other.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import numpy as np
import polars as pl

from kostra.model.finding import Severity
from kostra.registers.found import LISTED, Found, Row, few
from kostra.registers.layout import Column, Layout

LINE = "linje"
"""The column that says which line of the file a row stood on. The header is line 1."""

_BOM = b"\xef\xbb\xbf"
_OTHERS = (
    (b"PK\x03\x04", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"%PDF", "pdf"),
    (b"\xff\xfe", "utf16"),
    (b"\xfe\xff", "utf16"),
    (b"PAR1", "parquet"),
)
_FIRST_SIGN = ((b"<", "page"), (b"{", "json"), (b"[", "json"))


@dataclass(frozen=True, slots=True)
class Opened:
    """`cells` is None when the file could not be read as this register. Values are without spaces around; blank is null."""

    cells: pl.DataFrame | None
    rows: int
    found: tuple[Found, ...]


def opened(layout: Layout, content: bytes, year: int) -> Opened:
    content = content.removeprefix(_BOM)
    if not content.strip():
        return _refused(Found("R01", Severity.FATAL))
    if what := _something_else(content):
        return _refused(Found("R02", Severity.FATAL, shown=(("what", what),)))
    text = _decoded(layout, content)
    if isinstance(text, Found):
        return _refused(text)
    text = text.replace("\r\n", "\n")
    header, _, rest = text.partition("\n")
    columns = layout.columns(year)
    names = next(csv.reader([header], delimiter=layout.delimiter)) if layout.quoted else header.split(layout.delimiter)
    if wrong := _header(layout, columns, names):
        return _refused(wrong)
    if not rest.strip():
        return _refused(Found("R01", Severity.FATAL))
    if not text.endswith("\n"):
        return _refused(Found("R05", Severity.FATAL, rows=(Row(text.count("\n") + 1),), count=1))
    return _cells(layout, names, rest)


def _refused(found: Found, rows: int = 0) -> Opened:
    return Opened(None, rows, (found,))


def _something_else(content: bytes) -> str | None:
    start = content[:64].lstrip()
    return next((what for first, what in (*_OTHERS, *_FIRST_SIGN) if start.startswith(first)), None)


def _decoded(layout: Layout, content: bytes) -> str | Found:
    """In the first encoding that fits. Anything is Latin-1, so that comes last where it may come."""
    if b"\0" in content:
        line = content.count(b"\n", 0, content.index(b"\0")) + 1
        return Found("R03", Severity.FATAL, count=1, rows=(Row(line),))
    problem: Found | None = None
    for encoding in layout.encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            problem = Found("R03", Severity.FATAL, count=1, rows=(Row(line),))
    return problem or Found("R03", Severity.FATAL)


def _header(layout: Layout, columns: tuple[Column, ...], names: list[str]) -> Found | None:
    """Any order will do, but neither more nor fewer: what nobody asked for might be about persons."""
    known = {column.id for column in columns}
    missing = [column.id for column in columns if column.id not in names and not column.may_be_left_out]
    extra = [name for name in names if name not in known]
    twice = sorted({name for name in names if names.count(name) > 1})
    if not (missing or extra or twice):
        return None
    shown = (
        ("missing", few(missing) or "–"),
        ("extra", few(extra) or "–"),
        ("twice", few(twice) or "–"),
        ("header", layout.delimiter.join(column.id for column in columns)),
    )
    return Found("R04", Severity.FATAL, shown=shown)


def _cells(layout: Layout, names: list[str], rest: str) -> Opened:
    rows = _quoted_rows(layout, rest) if layout.quoted else None
    widths = _widths(layout, rest) if rows is None else np.array([len(row) for _, row in rows])
    bad = np.flatnonzero(widths != len(names))
    if len(bad):
        lines = (bad + 2).tolist() if rows is None else [rows[at][0] for at in bad.tolist()]
        listed = tuple(Row(line, str(widths[at])) for line, at in zip(lines[:LISTED], bad.tolist(), strict=False))
        shown = (("wanted", str(len(names))),)
        return _refused(Found("R06", Severity.FATAL, count=len(bad), rows=listed, shown=shown), len(widths))
    if rows is None:
        frame = pl.read_csv(
            rest.encode(),
            separator=layout.delimiter,
            has_header=False,
            new_columns=names,
            quote_char=None,
            infer_schema=False,
        ).with_row_index(LINE, offset=2)
    else:
        frame = pl.DataFrame([row for _, row in rows], schema=dict.fromkeys(names, pl.String), orient="row")
        frame = frame.insert_column(0, pl.Series(LINE, [line for line, _ in rows], dtype=pl.UInt32))
    plain = pl.col(names).str.strip_chars()
    frame = frame.with_columns(pl.when(plain != "").then(plain).name.keep())
    return Opened(frame, frame.height, ())


def _quoted_rows(layout: Layout, rest: str) -> list[tuple[int, list[str]]]:
    """With the line each row ends on: a quoted value may go over several."""
    reader = csv.reader(io.StringIO(rest, newline=""), delimiter=layout.delimiter)
    return [(reader.line_num + 1, row) for row in reader]


def _widths(layout: Layout, rest: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """How many values each line has."""
    signs = np.frombuffer(rest.encode(), dtype=np.uint8)
    ends = np.flatnonzero(signs == ord("\n"))
    marks = np.flatnonzero(signs == ord(layout.delimiter))
    counted = np.searchsorted(marks, ends)
    widths: np.ndarray[tuple[int], np.dtype[np.int64]] = np.diff(counted, prepend=0) + 1
    return widths
