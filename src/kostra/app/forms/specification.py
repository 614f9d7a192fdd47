"""The specification of a form in a year: for vendors to build from, for reporters to look up in.

The JSON is a contract: its keys are not changed without a change-log entry.
"""

from __future__ import annotations

from typing import Any

from kostra.app.forms.words import Words
from kostra.app.pages.document import Block, Bullets, Definitions, Document, Heading, Note, Paragraph, Table
from kostra.model.form import FieldVersion, FormVersion, Kind, Senders, Status
from kostra.model.text import Language


def as_json(version: FormVersion, language: Language = Language.BOKMAL) -> dict[str, Any]:
    return {
        "form": version.form.id,
        "year": version.year,
        "status": version.status.value,
        "record_length": version.record_length,
        "fields": [_field_as_json(field, language) for field in version.fields],
    }


def _field_as_json(field: FieldVersion, language: Language) -> dict[str, Any]:
    return {
        "id": field.id,
        "name": field.name,
        "label": field.label[language],
        "from": field.first or None,
        "to": field.last or None,
        "width": field.width or None,
        "type": field.type.value,
        "required": field.required,
        "date_pattern": field.date_pattern,
        "codes": {value: text[language] for value, text in field.codes.items()},
    }


def as_document(version: FormVersion, language: Language) -> Document:
    word = Words(language)
    heading = "specification" if version.form.kind is Kind.RECORDS else "questionnaire"
    blocks: list[Block] = [Paragraph(word.of(version.form.about)), Definitions(_facts(version, word))]
    if version.status is Status.DRAFT:
        blocks.append(Note(word("draft_note")))
    if version.status_reason:
        blocks.append(Note(f"{word(version.status.value).capitalize()}: {word.of(version.status_reason)}"))
    blocks += [Heading(word("fields")), _table(version, word)]
    blocks += _sums(version, word)
    blocks.append(Paragraph(word("source")))
    title = f"{word(heading, form=version.form.id, year=version.year)} – {word.of(version.title)}"
    return Document(title, language.value, tuple(blocks))


def senders(version: FormVersion, word: Words) -> str:
    listed = ", ".join(version.form.selected) if version.senders is Senders.SELECTED else ""
    return word(version.senders.value, municipalities=listed)


def _facts(version: FormVersion, word: Words) -> tuple[tuple[str, str], ...]:
    form = version.form
    facts = [
        (word("kind"), word(form.kind.value)),
        (word("senders"), senders(version, word)),
        (word("periods"), ", ".join(word(span.value) for span in form.periods)),
        (word("status"), word(version.status.value)),
    ]
    if form.kind is Kind.RECORDS:
        facts.append((word("record_length"), word("characters", count=version.record_length)))
    if form.received_for:
        facts.append((word("received_for"), form.received_for))
    return tuple(facts)


def _table(version: FormVersion, word: Words) -> Table:
    records = version.form.kind is Kind.RECORDS
    columns = ["number", "name", "question", *(["position", "width"] if records else []), "type", "required", "codes"]
    rows = []
    for number, field in enumerate(version.fields, start=1):
        place = [f"{field.first}–{field.last}", str(field.width)] if records else []
        rows.append(
            (
                str(number),
                f"`{field.name}`",
                question(version, field, word),
                *place,
                word.type(field),
                word.yes_no(field.required),
                "; ".join(f"`{value}` {word.of(text)}" for value, text in field.codes.items()),
            )
        )
    return Table(word("fields"), tuple(word(column) for column in columns), tuple(rows))


def question(version: FormVersion, field: FieldVersion, word: Words) -> str:
    """The question, with what makes it a follow-up or a question for a few."""
    text = word.of(field.label)
    if condition := field.field.asked_when:
        other = version.field(condition.field)
        code = other.codes.get(condition.equals)
        equals = f"`{condition.equals}` {word.of(code)}" if code else f"`{condition.equals}`"
        text += " " + word("asked_when", field=other.name, code=equals)
    if field.field.variant:
        variant = next(v for v in version.form.variants if v.id == field.field.variant)
        text += " " + word("only_variant", variant=word.of(variant.title)) + "."
    return text


def _sums(version: FormVersion, word: Words) -> list[Block]:
    if not version.sums:
        return []
    lines = []
    for total in version.sums:
        parts = " + ".join(f"`{version.field(id).name}`" for id in total.parts if version.has(id))
        lines.append(f"`{version.field(total.total).name}` = {parts}")
    return [Heading(word("sums")), Bullets(tuple(lines))]
