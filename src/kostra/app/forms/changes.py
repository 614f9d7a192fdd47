"""The change log of a form: between any two years, and year by year, for people and for machines."""

from __future__ import annotations

from typing import Any

from kostra.app.forms.words import Words
from kostra.app.pages.document import Block, Bullets, Document, Heading, Paragraph, Table
from kostra.forms.catalogue import PACKAGE, Content
from kostra.forms.comparison import Change, What, compare
from kostra.forms.decisions import Decision, decisions
from kostra.model.form import Form, FormVersion
from kostra.model.text import Language, Text

_WORDS = {What.WIDTH: "what_width", What.TYPE: "what_type", What.REQUIRED: "what_required"}


def as_json(
    before: FormVersion, after: FormVersion, language: Language = Language.BOKMAL, within: Content = PACKAGE
) -> dict[str, Any]:
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
        "decisions": [
            {"year": one.year, "proposal": one.proposal, "what": read(one.what), "reason": one.reason}
            for one in _decisions(before, after, within)
        ],
    }


def as_document(before: FormVersion, after: FormVersion, language: Language, within: Content = PACKAGE) -> Document:
    word = Words(language)
    title = word("changes", form=after.form.id, before=before.year, after=after.year)
    return Document(title, language.value, tuple(told(before, after, word, within)))


def history(form: Form, language: Language, within: Content = PACKAGE) -> Document:
    """Every year against the one before, newest first."""
    word = Words(language)
    blocks: list[Block] = [Paragraph(word.of(form.about))]
    for year in reversed(form.years[1:]):
        blocks.append(Heading(f"{year - 1} → {year}", anchor=f"{year}"))
        blocks += told(form.version(year - 1), form.version(year), word, within)
    if len(form.years) == 1:
        blocks.append(Paragraph(word("no_changes")))
    return Document(word("history", form=form.id), language.value, tuple(blocks))


def told(before: FormVersion, after: FormVersion, word: Words, within: Content = PACKAGE) -> list[Block]:
    """What became different, as the blocks of any page that tells it."""
    changes, decided = compare(before, after), _decided(before, after, word, within)
    if not changes:
        return decided or [Paragraph(word("no_changes"))]
    blocks: list[Block] = []
    if before.record_length != after.record_length:
        blocks.append(Paragraph(word("length_changed", before=before.record_length, after=after.record_length)))
    kept = [change for change in changes if change.what is not What.MOVED]
    if moved := len(changes) - len(kept):
        blocks.append(Paragraph(word("moved_count", count=moved)))
    if kept:
        columns = tuple(word(key) for key in ("name", "change", "before", "after"))
        rows = tuple(row(change, word) for change in kept)
        blocks.append(Table(word("changes", form=after.form.id, before=before.year, after=after.year), columns, rows))
    return [*blocks, *decided]


def _decided(before: FormVersion, after: FormVersion, word: Words, within: Content) -> list[Block]:
    """What was decided for these years, with the proposal and the reason: also of the guide and the controls."""
    lines = tuple(
        word("decided_line", year=one.year, what=word.of(one.what), proposal=one.proposal, reason=one.reason)
        for one in _decisions(before, after, within)
    )
    return [Paragraph(word("decided")), Bullets(lines)] if lines else []


def _decisions(before: FormVersion, after: FormVersion, within: Content) -> tuple[Decision, ...]:
    return tuple(one for one in decisions(after.form.id, within) if before.year < one.year <= after.year)


def row(change: Change, word: Words) -> tuple[str, ...]:
    what = word(_WORDS.get(change.what, change.what.value))
    code = f" `{change.code}`" if change.code else ""
    before = word.of(change.before) if change.before else ""
    after = word.of(change.after) if change.after else ""
    return (f"`{change.name}`", what + code, before, after)
