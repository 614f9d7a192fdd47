"""What is new in a year: for every form, what differs from the year before in fields, codes, words, controls and limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kostra.app.controls.catalogue import Difference
from kostra.app.controls.pages import differences_table
from kostra.app.controls.pages import word as control_word
from kostra.app.forms import changes
from kostra.app.forms.words import Words
from kostra.app.guide.questions import NewText, new_controls, new_texts
from kostra.app.pages.document import Block, Document, Heading, Note, Paragraph, Table
from kostra.forms import catalogue
from kostra.forms.comparison import Change, What, compare
from kostra.model.form import Form, Status
from kostra.model.text import Language

_KINDS = {
    What.ADDED: "news_fields",
    What.REMOVED: "news_gone",
    What.CODE_ADDED: "news_codes",
    What.CODE_REMOVED: "news_codes",
    What.CODE_TEXT: "news_texts",
    What.LABEL: "news_texts",
    What.MOVED: "news_moved",
}
_ORDER = (
    *("news_fields", "news_gone", "news_codes", "news_texts", "news_guidance", "news_shape", "news_moved"),
    *("news_controls_new", "news_controls_gone", "news_limits", "news_controls"),
)


@dataclass(frozen=True, slots=True)
class News:
    """Of one form. `is_new` has no year before; `has_ended` is one that is not asked for this year and was the year before."""

    form: Form
    year: int
    is_new: bool
    has_ended: bool
    changes: tuple[Change, ...]
    texts: tuple[NewText, ...]
    controls: tuple[Difference, ...]

    @property
    def nothing(self) -> bool:
        return not (self.is_new or self.has_ended or self.changes or self.texts or self.controls)

    @property
    def is_draft(self) -> bool:
        return not self.has_ended and self.form.status.at(self.year) is Status.DRAFT

    @property
    def counts(self) -> Mapping[str, int]:
        """How many of each kind, those there are, by the key of its text."""
        found = Counter(_KINDS.get(change.what, "news_shape") for change in self.changes)
        found.update(_kind(each) for each in self.controls)
        found["news_guidance"] = len(self.texts)
        return {key: found[key] for key in _ORDER if found[key]}


def years() -> tuple[int, ...]:
    """Every year that some form has, the newest first."""
    return tuple(sorted({year for form in catalogue.all_forms() for year in form.years}, reverse=True))


def newest() -> int:
    """The newest year that is not a draft in every form that has it."""
    return max(
        form.newest_year() for form in catalogue.all_forms() if form.status.at(form.newest_year()) is not Status.DRAFT
    )


@cache
def of_year(year: int) -> tuple[News, ...]:
    """Of every form that the year has or has lost."""
    found = []
    for form in catalogue.all_forms():
        before, now = year - 1 in form.years, year in form.years
        if before and now:
            changed = compare(form.version(year - 1), form.version(year))
            told = changed, new_texts(form.id, year), new_controls(form.id, year)
            found.append(News(form, year, False, False, *told))
        elif now or before:
            found.append(News(form, year, now, before, (), (), ()))
    return tuple(found)


def as_document(year: int, language: Language) -> Document:
    word = Words(language)
    blocks: list[Block] = [Paragraph(word("news_about", year=year, before=year - 1))]
    for one in of_year(year):
        blocks.append(Heading(_title(one, word), anchor=one.form.id))
        blocks += _told(one, word)
    return Document(word("news", year=year), language.value, tuple(blocks))


def counted(one: News, word: Words) -> str:
    """What is new, in one line."""
    if one.is_new:
        return word("news_form")
    if one.has_ended:
        return word("news_ended", year=one.year - 1)
    if one.nothing:
        return word("news_nothing")
    said = ", ".join(word(f"{key}_count", count=count) for key, count in one.counts.items())
    return f"{said[0].upper()}{said[1:]}."


def _title(one: News, word: Words) -> str:
    """The number of the form, and its name unless that says the number too."""
    name = word.of(one.form.title.at(min(one.year, one.form.last_year)))
    return name if one.form.id in name.split(":")[0] else f"{one.form.id}: {name}"


def _told(one: News, word: Words) -> list[Block]:
    blocks: list[Block] = [Paragraph(counted(one, word))]
    if one.is_draft:
        blocks.append(Note(word("draft_note")))
    if one.changes:
        older, newer = one.form.version(one.year - 1), one.form.version(one.year)
        blocks += changes.told(older, newer, word)
    if one.texts:
        columns = tuple(word(key) for key in ("name", "guidance_part", "before", "after"))
        rows = tuple(
            (f"`{text.name}`", word(text.part), word.of(text.before), word.of(text.after)) for text in one.texts
        )
        blocks.append(Table(word("new_guidance", form=one.form.id, year=one.year), columns, rows))
    if one.controls:
        title = control_word("between", word.language, form=one.form.id, before=one.year - 1, after=one.year)
        blocks.append(differences_table(title, one.controls, word.language))
    return blocks


def _kind(each: Difference) -> str:
    if each.before is None:
        return "news_controls_new"
    if each.after is None:
        return "news_controls_gone"
    return "news_controls" if each.before.limits == each.after.limits else "news_limits"
