"""A selection in the format that was asked for, with what was asked of it: codes or texts, title, what stands between the columns.

What a format cannot do is refused, and so is a spreadsheet or a page that no program would open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from kostra.model.text import Language
from kostra.publication import refusals
from kostra.publication.formats import html, json_px, json_stat, parquet, px, sdmx_csv, separated, spreadsheet
from kostra.publication.labels import Naming
from kostra.publication.selecting import Selection
from kostra.publication.words import CODES


class Format(StrEnum):
    """`CSV_LONG` and `SDMX_CSV` are not among those of other servers: both have a line for each cell. `JSON_STAT_OLDER` is for programs
    that know no newer one."""

    PX = "px"
    JSON_STAT = "json-stat2"
    CSV = "csv"
    CSV_LONG = "csv-long"
    XLSX = "xlsx"
    HTML = "html"
    JSON_PX = "json-px"
    PARQUET = "parquet"
    SDMX_CSV = "sdmx-csv"
    JSON_STAT_OLDER = "json-stat"


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {
    Format.PX: ("application/octet-stream; charset=UTF-8", "px"),
    Format.JSON_STAT: ("application/json; charset=UTF-8", "json"),
    Format.JSON_STAT_OLDER: ("application/json; charset=UTF-8", "json"),
    Format.CSV: ("text/csv; charset=UTF-8", "csv"),
    Format.CSV_LONG: ("text/csv; charset=UTF-8", "csv"),
    Format.XLSX: (_XLSX, "xlsx"),
    Format.HTML: ("text/html; charset=UTF-8", "html"),
    Format.JSON_PX: ("application/json; charset=UTF-8", "json"),
    Format.PARQUET: ("application/octet-stream", "parquet"),
    Format.SDMX_CSV: ("application/vnd.sdmx.data+csv;version=2.0.0; charset=UTF-8", "csv"),
}
_SEPARATORS = {"SeparatorTab": "\t", "SeparatorSpace": " ", "SeparatorSemicolon": ";"}
_READ = (Format.XLSX, Format.HTML)
MOST_READ = 100_000
"""Cells of what a person opens: a spreadsheet of more takes seconds to make, and a page of more stops the browser."""

MOST_COLUMNS = 16_384


@dataclass(frozen=True, slots=True)
class Options:
    """`naming` is the format's own where nobody has said."""

    naming: Naming | None = None
    title: bool = False
    footnotes: bool = False
    comma: bool = False
    separator: str = ","


@dataclass(frozen=True, slots=True)
class File:
    """`about` is where its notes and units are told, for the formats that have no room for them."""

    content: bytes
    type: str
    name: str
    about: str = ""


def format_of(asked: str) -> Format:
    found = next((one for one in Format if one.value == asked.lower()), None)
    if found is None:
        raise refusals.no_format(asked, (one.value for one in Format))
    return found


def language_of(asked: str) -> Language:
    """By what the table bank calls it, or by its own code."""
    known = {code: language for language, code in CODES.items()} | {one.value: one for one in Language}
    found = known.get(asked.lower())
    if found is None:
        raise refusals.no_language(asked, CODES.values())
    return found


def options(asked: Iterable[str], of: Format) -> Options:
    """`IncludeNotes` and `DecimalComma` are ours, and of CSV alone."""
    found = Options()
    for name in spelled(asked, of):
        if name in _SEPARATORS:
            found = replace(found, separator=_SEPARATORS[name])
        elif name == "IncludeTitle":
            found = replace(found, title=True)
        elif name == "IncludeNotes":
            found = replace(found, footnotes=True)
        elif name == "DecimalComma":
            found = replace(found, comma=True)
        else:
            found = replace(found, naming=Naming(name))
    if found.comma and found.separator == ",":
        raise refusals.no_format(f"{of.value} DecimalComma", ("DecimalComma,SeparatorSemicolon",))
    return found


def spelled(asked: Iterable[str], of: Format) -> tuple[str, ...]:
    """The same, as we write it."""
    known = _known(of)
    by_lower = {one.lower(): one for one in known}
    found = []
    for one in asked:
        name = by_lower.get(one.strip().lower())
        if name is None:
            raise refusals.no_format(f"{of.value} {one}", known)
        found.append(name)
    return tuple(found)


def _known(of: Format) -> tuple[str, ...]:
    namings = tuple(one.value for one in Naming)
    match of:
        case Format.CSV:
            return (*namings, "IncludeTitle", *_SEPARATORS, "IncludeNotes", "DecimalComma")
        case Format.CSV_LONG:
            return (*namings, *_SEPARATORS, "DecimalComma")
        case Format.XLSX | Format.HTML:
            return (*namings, "IncludeTitle")
    return ()


def write(selection: Selection, language: Language, of: Format, asked: Options | None = None, base: str = "") -> File:
    """`base` is the address of the API, for links."""
    if of in _READ and selection.cells > MOST_READ:
        raise refusals.too_many(selection.cells, MOST_READ)
    wide = len(selection.stub) + selection.cells // selection.rows
    if of is Format.XLSX and wide > MOST_COLUMNS:
        raise refusals.too_wide(wide, MOST_COLUMNS)
    type, suffix = TYPES[of]
    content = _content(selection, language, of, asked or Options(), base)
    about = f"{base}/tables/{selection.table.id}/metadata?lang={CODES[language]}" if base else ""
    return File(content, type, f"{selection.table.id}.{suffix}", about)


def _content(selection: Selection, language: Language, of: Format, asked: Options, base: str) -> bytes:
    naming = asked.naming or Naming.TEXTS
    match of:
        case Format.PX:
            return px.write(selection, language)
        case Format.JSON_STAT:
            return json_stat.write(selection, language, base)
        case Format.JSON_STAT_OLDER:
            return json_stat.older(selection, language, base)
        case Format.CSV:
            return separated.wide(
                *(selection, language, naming, asked.separator),
                title=asked.title,
                footnotes=asked.footnotes,
                comma=asked.comma,
            )
        case Format.CSV_LONG:
            long = asked.naming or Naming.CODES
            return separated.long(selection, language, long, asked.separator, comma=asked.comma)
        case Format.XLSX:
            return spreadsheet.write(selection, language, naming)
        case Format.HTML:
            return html.write(selection, language, naming)
        case Format.JSON_PX:
            return json_px.write(selection, language)
        case Format.PARQUET:
            return parquet.write(selection, language)
        case Format.SDMX_CSV:
            return sdmx_csv.write(selection, language)
