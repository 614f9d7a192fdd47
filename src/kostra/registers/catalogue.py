"""Finding and reading layouts. A layout that contradicts itself is refused when it is read, with file and line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from kostra.codelists.catalogue import code_list
from kostra.model import content
from kostra.model.codelist import Code, CodeList
from kostra.model.dated import Dated
from kostra.model.errors import Missing, Refused
from kostra.model.period import Period, Span
from kostra.model.text import Text
from kostra.registers.layout import Column, Covers, Due, Edge, Kind, Layout, Limits, Unknown

FOLDER = Path(__file__).parent / "layouts"


@cache
def ids(folder: Path = FOLDER) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


def layouts(folder: Path = FOLDER) -> tuple[Layout, ...]:
    return tuple(_read(id, folder) for id in ids(folder))


def layout(id: str, folder: Path = FOLDER) -> Layout:
    if id not in ids(folder):
        raise Missing(f"Det finnes ikke noe register «{id[:60]}». Velg ett av disse: {', '.join(ids(folder))}.")
    return _read(id, folder)


def layout_for(id: str, period: Period, folder: Path = FOLDER) -> Layout:
    """Refuses a period that the register does not come for."""
    found = layout(id, folder)
    if period.span not in found.spans:
        raise Refused(f"{found.title.nb} kommer ikke for {period}. Skriv perioden slik: {_example(found)}.")
    if not found.version.covers(period.year):
        until = "" if found.until is None else f" til og med {found.until}"
        raise Refused(f"{found.title.nb} kan tas imot fra og med {found.since}{until}, ikke for {period}.")
    return found


def _example(found: Layout) -> str:
    written = {Span.YEAR: "2026", Span.QUARTER: "2026K1", Span.MONTH: "2026M03"}
    return " eller ".join(written[span] for span in found.spans)


@cache
def _read(id: str, folder: Path) -> Layout:
    table = content.read(folder / f"{id}.toml")
    since, until = table.year("since"), table.year("until")
    if since is None:
        raise table.wrong(None, f"the register {id} has no first year", "Add since = 2017.")
    columns = tuple(_column(key, row, since, until) for key, row in table.tables("columns"))
    found = Layout(
        id=id,
        title=table.text("title"),
        about=table.text("about"),
        source=table.take("source", str),
        version=table.dated("version", str, since, until),
        spans=tuple(table.chosen("periods", span, Span, Span) for span in table.texts("periods")),
        body=table.maybe("body", str),
        due=_due(table.table("due")) if table.has("due") else None,
        may_repeat=table.maybe("may_repeat", bool) or False,
        delimiter=table.take("delimiter", str),
        quoted=table.maybe("quoted", bool) or False,
        encodings=table.texts("encodings"),
        key=table.texts("key"),
        region=table.texts("region"),
        covers=table.chosen("covers", table.maybe("covers", str) or Covers.NOTHING, Covers, Covers),
        limits=_limits(table.table("limits")),
        every_column=columns,
    )
    table.done()
    _holds_together(table, found)
    return found


def _column(id: str, row: content.Table, since: int, until: int | None) -> Column:
    column = Column(
        id=id,
        title=row.text("title"),
        kind=row.choice("kind", Kind, Kind),
        since=row.year("since") or since,
        until=row.year("until") or until,
        required=row.take("required", bool),
        may_be_left_out=row.maybe("may_be_left_out", bool) or False,
        codes=_codes(id, row),
        unknown=row.chosen("unknown", row.maybe("unknown", str) or Unknown.REFUSE, Unknown, Unknown),
        period=frozenset(row.chosen("period", edge, Edge, Edge) for edge in row.texts("period")),
    )
    row.done()
    if (column.kind in (Kind.CODE, Kind.CODES)) != (column.codes is not None):
        raise row.wrong(
            "kind", f"the column {id} has codes without being a code, or the other way", "Mend kind or codes."
        )
    return column


def _codes(id: str, row: content.Table) -> CodeList | None:
    """The name of a shared code list, or the register's own codes."""
    if not row.has("codes"):
        return None
    own = row.take("codes", object)
    if isinstance(own, str):
        return code_list(own)
    codes = []
    for value, code in row.tables("codes"):
        since, until = code.year("since") or 1900, code.year("until")
        label = Text(code.take("nb", str), code.take("nn", str))
        code.done()
        codes.append(Code(value, value, Dated.always(label, since, until)))
    return CodeList(id, row.text("title"), tuple(codes))


def _due(row: content.Table) -> Due:
    due = Due(row.take("month", int), row.take("day", int), row.take("years_after", int))
    row.done()
    return due


def _limits(row: content.Table) -> Limits:
    limits = Limits(
        row.take("fewer", float), row.take("more", float), row.take("listed", float), row.take("megabytes", int)
    )
    row.done()
    return limits


def _holds_together(table: content.Table, found: Layout) -> None:
    named = {column.id for column in found.every_column}
    for key, columns in (("key", found.key), ("region", found.region)):
        for column in columns:
            if column not in named:
                raise table.wrong(key, f"{key} names «{column}», which is no column", "Write the id of a column.")
    if not found.key:
        raise table.wrong(None, f"the register {found.id} has no key", "Say which columns tell one row from another.")
    for encoding in found.encodings:
        if encoding not in ("utf-8", "latin-1"):
            raise table.wrong("encodings", f"encoding is «{encoding}»", "Write utf-8 or latin-1.")
    if found.covers is not Covers.NOTHING and not found.region:
        raise table.wrong("covers", "something must be covered, but no column tells the region", "Add region = [...].")


def bodies(folder: Path = FOLDER) -> Mapping[str, tuple[Layout, ...]]:
    """Who sends what."""
    found: dict[str, tuple[Layout, ...]] = {}
    for one in layouts(folder):
        if one.body is not None:
            found[one.body] = (*found.get(one.body, ()), one)
    return found
