"""Reading form.toml into a form, strictly.

What the file says is checked against itself and against the code lists, for every year of the form: a form that
loads can be built for any of its years. Nothing is repaired and nothing is assumed.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path

from kostra.codelists import catalogue as codelists
from kostra.controls import release
from kostra.forms import coherence
from kostra.model import content
from kostra.model.codelist import CodeList
from kostra.model.dated import Dated
from kostra.model.finding import Severity
from kostra.model.form import (
    KINDS,
    Condition,
    Field,
    FieldType,
    Form,
    Kind,
    Mechanical,
    Register,
    Role,
    Section,
    Senders,
    Status,
    Sum,
    Variant,
)
from kostra.model.period import Span
from kostra.model.text import Text


def read_form(folder: Path, lists: Path = codelists.FOLDER) -> Form:
    """The form of a folder."""
    table = content.read(folder / "form.toml")
    id = table.take("id", str)
    status = _status(table)
    first, last, ended = _years(table, status)
    until = last if ended else None
    kind = table.choice("kind", Kind, Kind)
    sections = tuple(Section(name, _only_title(row)) for name, row in table.tables("sections"))
    variants = tuple(_variant(name, row) for name, row in table.tables("variants"))
    reasons = _reconstructed(table)
    form_reader = _FieldReader(kind, first, until, {s.id for s in sections}, {v.id for v in variants}, lists, reasons)
    fields = tuple(form_reader.field(name, row) for name, row in table.tables("fields"))
    senders = table.dated("senders", str, first, until)
    form = Form(
        id=id,
        folder=folder.name,
        title=table.dated_text("title", first, until),
        about=table.text("about"),
        kind=kind,
        periods=tuple(table.chosen("periods", span, Span, Span) for span in table.texts("periods")),
        senders=senders.map(lambda word: table.chosen("senders", word, Senders, Senders)),
        status=status,
        status_reason=_status_reason(table, status, until),
        last_year=last,
        ended=ended,
        fields=fields,
        sums=tuple(_sum(row, form_reader) for row in table.rows("sums")),
        sections=sections,
        variants=variants,
        selected=table.texts("selected"),
        code_lists=form_reader.code_lists,
        mechanical=_mechanical(table) if table.has("mechanical") else None,
        controls_of=table.maybe("controls_of", str),
        received_for=table.maybe("received_for", str),
        source=table.maybe("source", str),
    )
    table.done()
    coherence.check(form, table)
    return form


def _only_title(row: content.Table) -> Text:
    title = row.text("title")
    row.done()
    return title


def _status(table: content.Table) -> Dated[Status]:
    years = table.peek_years("status")
    if not years:
        raise table.wrong("status", "status has no years", 'Write status = { 2022 = "published", 2027 = "draft" }.')
    words = table.dated("status", str, min(years), None)
    return words.map(lambda word: table.chosen("status", word, Status, Status))


def _years(table: content.Table, status: Dated[Status]) -> tuple[int, int, bool]:
    """First year, last year, and whether the form has ended. An open form ends with the draft year that was opened last."""
    until = table.year("until")
    newest, word = status.points[-1]
    if until is None and word is not Status.DRAFT:
        raise table.wrong(
            "status", "the form says neither its last year nor a draft year", "Add until, or open a draft year."
        )
    if until is not None and until < newest:
        raise table.wrong(
            "until", f"the form ends in {until}, but its status changes in {newest}", "Mend until or status."
        )
    return status.since, until or newest, until is not None


def _status_reason(table: content.Table, status: Dated[Status], until: int | None) -> Dated[Text] | None:
    uncertain = [year for year, word in status.points if word is not Status.PUBLISHED]
    if not uncertain:
        return None
    return table.dated_text("status_reason", uncertain[0], until)


def _variant(id: str, row: content.Table) -> Variant:
    variant = Variant(id, row.text("title"), row.texts("municipalities"))
    if not variant.municipalities:
        raise row.wrong(
            "municipalities", f"variant {id} has no municipalities", "List the codes of those that fill it in."
        )
    row.done()
    return variant


def _sum(row: content.Table, reader: _FieldReader) -> Sum:
    total = Sum(
        row.take("total", str),
        row.texts("parts"),
        row.year("since"),
        row.year("until"),
        row.maybe("control", str),
        _graded(row) if row.has("control") else None,
    )
    for id in (total.total, *total.parts):
        if id not in reader.ids:
            raise row.wrong(
                "parts" if id != total.total else "total", f"the sum names «{id}», which is no field", "Mend the id."
            )
    if not total.parts:
        raise row.wrong("parts", f"the sum {total.total} has no parts", "List the fields that make it up.")
    row.done()
    return total


def _mechanical(table: content.Table) -> Mechanical:
    """The number and the severity of the controls that follow from the fields."""
    row = table.table("mechanical")
    mechanical = Mechanical(row.take("id", str), _graded(row), row.maybe("source", str) or "", _kinds(row))
    row.done()
    return mechanical


def _kinds(row: content.Table) -> Dated[tuple[str, ...]] | None:
    """Which of them were asked: a list, or a table from year to list (an empty one is a year without)."""
    if not row.has("kinds"):
        return None
    years = row.peek_years("kinds")
    kinds = row.dated("kinds", list, min(years, default=1998), None).map(lambda listed: row.listed("kinds", listed))
    for _, named in kinds.points:
        if unknown := sorted({*named} - {*KINDS}):
            raise row.wrong("kinds", f"the kinds hold «{unknown[0]}»", f"Write some of: {', '.join(KINDS)}.")
    return kinds


def _graded(row: content.Table) -> Dated[Severity]:
    """A severity, plain from `since` to `until`, or a table from year (or release, "2022.2") to severity."""
    since, until = row.maybe("since", int) or 1998, row.maybe("until", int)
    ends = None if until is None else release.end(until)
    words = row.take("severity", object)
    table = words if isinstance(words, dict) else {str(since): words}
    graded: dict[int, Severity] = {}
    for when, word in table.items():
        if word not in ("info", "warning", "error"):
            raise row.wrong("severity", f"the severity is {word!r}", "Write one of: info, warning, error.")
        graded[release.begin(when)] = Severity[str(word).upper()]
    return Dated.of(graded, ends)


def _reconstructed(table: content.Table) -> Mapping[str, Text]:
    """Why the questions that we had to design are as they are; one reason may serve several."""
    known = {name for name, _ in table.tables("fields")}
    reasons: dict[str, Text] = {}
    for row in table.rows("reconstructed"):
        reason = row.text("reason")
        for id in row.texts("fields"):
            if id not in known:
                raise row.wrong("fields", f"«{id}» is no field of the form", "Mend the id.")
            if id in reasons:
                raise row.wrong("fields", f"the field «{id}» has two reasons", "Keep one.")
            reasons[id] = reason
        row.done()
    return reasons


class _FieldReader:
    """Reads the fields of one form, and keeps what later ones need to know of earlier ones."""

    def __init__(
        self,
        kind: Kind,
        first: int,
        until: int | None,
        sections: set[str],
        variants: set[str],
        lists: Path,
        reconstructed: Mapping[str, Text],
    ) -> None:
        self.kind = kind
        self.first = first
        self.until = until
        self.sections = sections
        self.variants = variants
        self.lists = lists
        self.reconstructed = reconstructed
        self.ids: dict[str, Field] = {}
        self.code_lists: dict[str, CodeList] = {}

    def field(self, id: str, row: content.Table) -> Field:
        if id != id.lower() or not id.replace("_", "").isalnum() or not id.isascii():
            raise row.wrong(None, f"the field id «{id}» is not lower case letters, digits and _", "Rename it.")
        since, until = self._span(id, row)
        type = row.choice("type", FieldType, FieldType)
        codes = row.dated("codes", str, since, until) if type is FieldType.CODE or row.has("codes") else None
        field = Field(
            id=id,
            type=type,
            name=row.dated("name", str, since, until) if row.has("name") else Dated.always(id.upper(), since, until),
            label=row.dated_text("label", since, until),
            required=row.dated("required", bool, since, until)
            if row.has("required")
            else Dated.always(False, since, until),
            section=self._known(row, "section", self.sections),
            width=self._width(row, since, until),
            codes=codes,
            only=self._only(row, since, until),
            register=row.choice("register", Register, Register) if row.has("register") else None,
            unit=row.maybe("unit", str),
            decimals=row.maybe("decimals", int),
            step=self._step(row, since, until),
            minimum=row.maybe("min", int),
            maximum=row.maybe("max", int),
            asked_when=self._asked_when(row),
            variant=self._known(row, "variant", self.variants),
            role=row.choice("role", Role, Role) if row.has("role") else None,
            required_for=row.texts("required_for"),
            reconstructed=self.reconstructed.get(id),
            source=row.maybe("source", str),
            remark=row.maybe("remark", str),
        )
        row.done()
        self._check_codes(row, field)
        self.ids[id] = field
        return field

    def _span(self, id: str, row: content.Table) -> tuple[int, int | None]:
        own_since, own_until = row.year("since"), row.year("until")
        since = own_since or self.first
        until = own_until if own_until is not None else self.until
        if since < self.first:
            raise row.wrong(
                "since", f"field {id} begins in {since}, before the form does in {self.first}", "Mend since."
            )
        if until is not None and until < since:
            raise row.wrong(
                "until" if own_until else "since",
                f"field {id} ends in {until}, before it begins in {since}",
                "Mend the years.",
            )
        if own_until and self.until and own_until > self.until:
            raise row.wrong(
                "until", f"field {id} ends in {own_until}, after the form does in {self.until}", "Mend until."
            )
        return since, until

    def _known(self, row: content.Table, key: str, known: set[str]) -> str | None:
        value = row.maybe(key, str)
        if value is not None and value not in known:
            raise row.wrong(
                key, f"there is no {key} «{value}»", f"Write one of: {', '.join(sorted(known)) or '(none)'}."
            )
        return value

    def _width(self, row: content.Table, since: int, until: int | None) -> Dated[int] | None:
        if self.kind is Kind.ANSWERS:
            if row.has("width"):
                raise row.wrong("width", "a field of an e-form has a width", "Remove it; only records have positions.")
            return None
        width = row.dated("width", int, since, until)
        for year, value in width.points:
            if value < 1:
                raise row.wrong("width", f"the width in {year} is {value}", "Write a whole number above 0.")
        return width

    def _only(self, row: content.Table, since: int, until: int | None) -> Dated[tuple[str, ...]] | None:
        if not row.has("only"):
            return None
        return row.dated("only", list, since, until).map(lambda values: row.listed("only", values))

    def _step(self, row: content.Table, since: int, until: int | None) -> Dated[Decimal] | None:
        if not row.has("step"):
            return None
        return row.dated("step", str, since, until).map(lambda written: self._number(row, written))

    def _number(self, row: content.Table, written: str) -> Decimal:
        try:
            return Decimal(written)
        except InvalidOperation:
            raise row.wrong("step", f"the step is «{written}»", 'Write a number in quotes: "0.5".') from None

    def _asked_when(self, row: content.Table) -> Condition | None:
        if not row.has("asked_when"):
            return None
        table = row.table("asked_when")
        condition = Condition(table.take("field", str), table.take("equals", str))
        table.done()
        if condition.field not in self.ids:
            raise row.wrong(
                "asked_when",
                f"the follow-up waits for «{condition.field}», which is not asked before it",
                "Name an earlier field.",
            )
        return condition

    def _check_codes(self, row: content.Table, field: Field) -> None:
        if field.codes is None:
            return
        for _, id in field.codes.points:
            if id not in codelists.ids(self.lists):
                raise row.wrong(
                    "codes", f"there is no code list «{id}»", f"Write codelists/{id}.toml, or name one that exists."
                )
            self.code_lists[id] = codelists.code_list(id, self.lists)
        for year in _turning_years(field, self.code_lists):
            self._check_codes_in(row, field, year)

    def _check_codes_in(self, row: content.Table, field: Field, year: int) -> None:
        assert field.codes is not None
        id = field.codes.at(year)
        known = self.code_lists[id].at(year)
        chosen = field.only.at(year) if field.only else tuple(known)
        if not chosen:
            raise row.wrong(
                "codes", f"the code list {id} has no codes in {year}", "Mend the years of the list or the field."
            )
        for value in chosen:
            if value not in known:
                raise row.wrong(
                    "only", f"the code list {id} has no code «{value}» in {year}", f"It has: {', '.join(known)}."
                )
            width = field.width.at(year) if field.width else len(value)
            if len(value) > width or (len(value) != width and field.type is FieldType.CODE):
                raise row.wrong(
                    "width",
                    f"code «{value}» of {id} does not fit a width of {width} in {year}",
                    "Mend the width or the code.",
                )


def _turning_years(field: Field, lists: Mapping[str, CodeList]) -> list[int]:
    """The years in which what a field may hold can have changed."""
    years = {field.since}
    for dated in (field.codes, field.only, field.width):
        years |= {year for year, _ in dated.points} if dated else set()
    for _, id in field.codes.points if field.codes else ():
        years |= lists[id].turning_years
    return sorted(year for year in years if field.label.covers(year))
