"""The change log of a form: between any two years, and year by year, for people and for machines."""

from __future__ import annotations

from typing import Any

from kostra.app.forms.words import Words
from kostra.app.pages.document import Block, Document, Heading, Paragraph, Table
from kostra.forms.comparison import Change, What, compare
from kostra.model.form import Form, FormVersion
from kostra.model.text import Language, Text

_WORDS = {What.WIDTH: "what_width", What.TYPE: "what_type", What.REQUIRED: "what_required"}


def as_json(before: FormVersion, after: FormVersion, language: Language = Language.BOKMAL) -> dict[str, Any]:
    def read(text: Text | None) -> str | None:
        return None if text is None else text[language]

    return {
        "form": after.form.id,
        "before": before.year,
        "after": after.year,
        "record_length": {"before": before.record_length, "after": after.record_length},
        "changes": [
            {
                "what": change.what.value,
                "field": change.field,
                "name": change.name,
                "code": change.code,
                "before": read(change.before),
                "after": read(change.after),
            }
            for change in compare(before, after)
        ],
    }


def as_document(before: FormVersion, after: FormVersion, language: Language) -> Document:
    word = Words(language)
    title = word("changes", form=after.form.id, before=before.year, after=after.year)
    return Document(title, language.value, tuple(_blocks(before, after, word)))


def history(form: Form, language: Language) -> Document:
    """Every year against the one before, newest first."""
    word = Words(language)
    blocks: list[Block] = [Paragraph(word.of(form.about))]
    for year in reversed(form.years[1:]):
        blocks.append(Heading(f"{year - 1} → {year}", anchor=f"{year}"))
        blocks += _blocks(form.version(year - 1), form.version(year), word)
    if len(form.years) == 1:
        blocks.append(Paragraph(word("no_changes")))
    return Document(word("history", form=form.id), language.value, tuple(blocks))


def _blocks(before: FormVersion, after: FormVersion, word: Words) -> list[Block]:
    changes = compare(before, after)
    if not changes:
        return [Paragraph(word("no_changes"))]
    blocks: list[Block] = []
    if before.record_length != after.record_length:
        blocks.append(Paragraph(word("length_changed", before=before.record_length, after=after.record_length)))
    told = [change for change in changes if change.what is not What.MOVED]
    if moved := len(changes) - len(told):
        blocks.append(Paragraph(word("moved_count", count=moved)))
    if told:
        columns = tuple(word(key) for key in ("name", "change", "before", "after"))
        rows = tuple(_row(change, word) for change in told)
        blocks.append(Table(word("changes", form=after.form.id, before=before.year, after=after.year), columns, rows))
    return blocks


def _row(change: Change, word: Words) -> tuple[str, ...]:
    what = word(_WORDS.get(change.what, change.what.value))
    code = f" `{change.code}`" if change.code else ""
    before = word.of(change.before) if change.before else ""
    after = word.of(change.after) if change.after else ""
    return (f"`{change.name}`", what + code, before, after)
