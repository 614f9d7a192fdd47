"""The guide of a form in a year as a document: advice first, then every question with its codes, its controls and what is new."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from kostra.app.controls.pages import word as control_word
from kostra.app.forms.specification import question as asked
from kostra.app.forms.words import Words
from kostra.app.guide.questions import PARTS, Question, controls, former, questions, turns
from kostra.app.pages.document import Block, Bullets, Definitions, Document, Heading, Note, Paragraph
from kostra.forms.guide import guide
from kostra.model.form import FormVersion, Kind, Status
from kostra.model.text import Language


def as_document(version: FormVersion, language: Language) -> Document:
    word, form = Words(language), version.form
    blocks: list[Block] = [Paragraph(word.of(form.about))]
    if version.status is Status.DRAFT:
        blocks.append(Note(word("draft_note")))
    blocks += [Heading(word("tips")), Bullets(guide(form.id, language, version.year).tips)]
    for section, of in groupby(questions(form.id, version.year), key=lambda one: one.section):
        blocks.append(Heading(word("fields") if section is None else word.of(section)))
        for one in of:
            blocks += _question(one, word)
    if gone := former(form.id, version.year):
        blocks.append(Heading(word("former")))
        blocks.append(
            Bullets(tuple(f"{word.of(each.label)}: {word('asked_until', year=each.last_year)}" for each in gone))
        )
    return Document(word("guide_of_year", form=form.id, year=version.year), language.value, tuple(blocks))


def facts(one: Question, word: Words) -> Iterator[tuple[str, str]]:
    """What a file or a page has for each field: what it is called, what may stand in it, and where. Said once where they are alike."""
    yield word("name"), ", ".join(f"`{name}`" for name in one.names)
    yield word("type"), "; ".join(dict.fromkeys(word.type(field) for field in one.fields))
    yield word("required"), ", ".join(dict.fromkeys(word.yes_no(field.required) for field in one.fields))
    if one.version.form.kind is Kind.RECORDS:
        yield word("position"), ", ".join(f"{field.first}–{field.last}" for field in one.fields)


def codes(one: Question, word: Words) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The codes of the year, with the names of the fields that have them; a box to tick has none to choose from."""
    by_codes = groupby(one.fields, key=lambda field: {} if field.is_tick else dict(field.codes))
    for values, fields in by_codes:
        if values:
            names = ", ".join(field.name for field in fields)
            yield names, [(value, word.of(text)) for value, text in values.items()]


def label(one: Question, word: Words) -> str:
    return asked(one.version, one.fields[0], word)


def _question(one: Question, word: Words) -> Iterator[Block]:
    language = word.language
    yield Heading(word.of(one.label), 3, one.id)
    yield Definitions(tuple(facts(one, word)))
    yield Definitions(tuple((word(part), getattr(one.guidance(language), part)) for part in PARTS))
    for names, values in codes(one, word):
        yield Paragraph(f"{word('codes')} `{names}`:")
        yield Bullets(tuple(f"`{value}` {text}" for value, text in values))
    if found := controls(one):
        yield Paragraph(f"{word('controls_here')}:")
        yield Bullets(
            tuple(
                f"`{each.id}` ({control_word(str(each.severity), language)}): {each.sentence[language]}"
                for each in found
            )
        )
    if any(turn.year == one.version.year and turn.is_of_its_own for turn in turns(one)):
        yield Note(word("changed_this_year", year=one.version.year))
    for reason in dict.fromkeys(field.field.reconstructed for field in one.fields):
        if reason:
            yield Note(f"{word('reconstructed').capitalize()}: {word.of(reason)}")
