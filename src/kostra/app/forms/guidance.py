"""The guide of a form as a page: advice for the whole, then each field with its question and its guidance."""

from __future__ import annotations

from itertools import groupby

from kostra.app.forms.words import Words
from kostra.app.pages.document import Block, Bullets, Definitions, Document, Heading, Note, Paragraph
from kostra.forms.catalogue import PACKAGE, Content
from kostra.forms.guide import guide
from kostra.model.form import Field, Form
from kostra.model.guide import Guidance
from kostra.model.text import Language

_PARTS = ("asked", "counts", "left_out", "example", "mistake")


def as_document(form: Form, language: Language, year: int | None = None, within: Content = PACKAGE) -> Document:
    """As it is in a year; in the newest that is not a draft, when nothing is said. Neighbouring fields that share their guidance (twelve
    months, five educations) share a heading."""
    word = Words(language)
    texts = guide(form.id, language, year, within)
    blocks: list[Block] = [Paragraph(word.of(form.about)), Heading(word("tips")), Bullets(texts.tips)]
    for section, fields in groupby(form.fields, key=lambda field: field.section):
        title = next((word.of(s.title) for s in form.sections if s.id == section), word("fields"))
        blocks.append(Heading(title))
        for guidance, group in groupby(fields, key=lambda field: texts.fields[field.id]):
            blocks += _group(form, tuple(group), guidance, word, year)
    return Document(word("guide", form=form.id), language.value, tuple(blocks))


def _group(form: Form, fields: tuple[Field, ...], guidance: Guidance, word: Words, year: int | None) -> list[Block]:
    asked = _year(form, fields[0], year)
    newest = fields[0].label.at(asked).fill(year=asked)
    names = ", ".join(f"`{field.name.at(_year(form, field, year))}`" for field in fields)
    blocks: list[Block] = [
        Heading(word.of(newest), 3, fields[0].id),
        Paragraph(f"{names}. {_years(form, fields, word)}"),
    ]
    blocks.append(Definitions(tuple((word(part), getattr(guidance, part)) for part in _PARTS)))
    reasons = dict.fromkeys(
        f"{word('reconstructed').capitalize()}: {word.of(field.reconstructed)}"
        for field in fields
        if field.reconstructed
    )
    return [*blocks, *(Note(reason) for reason in reasons)]


def _year(form: Form, field: Field, year: int | None) -> int:
    """The year that a field is told as it is in: the one asked for, or the nearest it is asked in."""
    return form.newest_year(field) if year is None else min(max(year, field.since), field.until or year)


def _years(form: Form, fields: tuple[Field, ...], word: Words) -> str:
    since = min(field.since for field in fields)
    until = max((field.until or form.last_year) for field in fields)
    if until == form.last_year and not form.ended:
        return word("in_years", years=word("from_year", since=since))
    return word("in_years", years=str(since) if since == until else f"{since}–{until}")
