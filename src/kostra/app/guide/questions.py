"""The questions of a form in a year, each with all there is to tell of it: its fields, its controls, its advice, and how it has changed.

Neighbouring fields that share their guidance (twelve months, five educations) are one question, known by the id of the first. The written
forms of Norwegian share their guidance in the same way, so that a question has one id.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise

from kostra.app.controls.catalogue import Described, Difference, differences, in_year
from kostra.controls.mechanical import OF_FIELDS
from kostra.forms import catalogue
from kostra.forms.comparison import Change, What, compare
from kostra.forms.guide import WRITTEN_FORMS, guide
from kostra.model.form import FieldVersion, FormVersion
from kostra.model.guide import Guidance
from kostra.model.text import Language, Text

PARTS = ("asked", "counts", "left_out", "example", "mistake")
_NAMED = re.compile(r"[A-ZÆØÅ0-9]+(?:_[A-ZÆØÅ0-9]+)*")


@dataclass(frozen=True, slots=True)
class Question:
    """Of one year. `section` is the heading it stands below, where the form has headings."""

    version: FormVersion
    fields: tuple[FieldVersion, ...]
    section: Text | None

    @property
    def id(self) -> str:
        return self.fields[0].id

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)

    @property
    def label(self) -> Text:
        return self.fields[0].label

    def guidance(self, language: Language) -> Guidance:
        return guide(self.version.form.id, language, self.version.year).fields[self.id]


@dataclass(frozen=True, slots=True)
class NewText:
    """A part of the guidance that is in other words than the year before. `field` is the first of those that share it."""

    field: str
    name: str
    part: str
    before: Text
    after: Text


@dataclass(frozen=True, slots=True)
class Turn:
    """What became different in a year: in the fields, in their guidance, and in the controls that look at them."""

    year: int
    changes: tuple[Change, ...]
    texts: tuple[NewText, ...]
    controls: tuple[Difference, ...]

    @property
    def is_of_its_own(self) -> bool:
        """Whether more is new than the controls that follow from every field alike."""
        told = [each.after or each.before for each in self.controls]
        return bool(self.changes or self.texts or any(one is not None and one.theme != OF_FIELDS for one in told))


@dataclass(frozen=True, slots=True)
class Former:
    """A field that is no longer asked for, and the last year it was."""

    id: str
    label: Text
    last_year: int


@cache
def questions(form_id: str, year: int) -> tuple[Question, ...]:
    version = catalogue.form(form_id).version(year)
    titles = {section.id: section.title for section in version.form.sections}
    shared = guide(form_id, Language.BOKMAL, year).fields
    found = []
    for section, fields in groupby(version.fields, key=lambda field: field.field.section):
        for _, group in groupby(fields, key=lambda field: shared[field.id]):
            found.append(Question(version, tuple(group), titles.get(section or "")))
    return tuple(found)


@cache
def places(form_id: str, year: int) -> Mapping[str, str]:
    """The question of each field of the year."""
    return {field.id: one.id for one in questions(form_id, year) for field in one.fields}


def question(form_id: str, year: int, field: str) -> Question | None:
    """By a field's id or by its name in the file, however it is typed; None where the year has none."""
    version = catalogue.form(form_id).version(year)
    typed = field.casefold()
    id = next((one.id for one in version.fields if typed in (one.id, one.name.casefold())), None)
    return None if id is None else _by_id(form_id, year)[places(form_id, year)[id]]


@cache
def _by_id(form_id: str, year: int) -> Mapping[str, Question]:
    return {one.id: one for one in questions(form_id, year)}


def controls(one: Question) -> tuple[Described, ...]:
    """Those that look at it, in the order they are run."""
    names = set(one.names)
    return tuple(each for each in in_year(one.version.form.id, one.version.year) if names & set(each.fields))


def tips(one: Question, language: Language) -> tuple[str, ...]:
    """Of the advice for the whole form, what names a field of the question, or a control that looks at it."""
    told = {*one.names, *(each.id for each in controls(one))}
    return tuple(
        tip for tip in guide(one.version.form.id, language, one.version.year).tips if told & set(_NAMED.findall(tip))
    )


def turns(one: Question) -> tuple[Turn, ...]:
    """The newest first, over all years of the form."""
    of = _turns(one.version.form.id)
    found = []
    for year in reversed(one.version.form.years[1:]):
        each = [of[year][field.id] for field in one.fields if field.id in of[year]]
        ids = {field.id for field in one.fields}
        texts = tuple(text for text in new_texts(one.version.form.id, year) if text.field in ids)
        if each or texts:
            changes = tuple(change for changes, _ in each for change in changes)
            touched = dict.fromkeys(at for _, places in each for at in places)
            controls = tuple(new_controls(one.version.form.id, year)[at] for at in touched)
            found.append(Turn(year, changes, texts, controls))
    return tuple(found)


def years(one: Question) -> tuple[int, ...]:
    """Those that ask for any of its fields, the newest first."""
    form = one.version.form
    return tuple(year for year in reversed(form.years) if any(form.version(year).has(each.id) for each in one.fields))


def former(form_id: str, year: int) -> tuple[Former, ...]:
    """The fields of earlier years that this one does not ask for."""
    form = catalogue.form(form_id)
    gone = []
    for field in form.fields:
        asked = [before for before in form.years if before < year and form.version(before).has(field.id)]
        if asked and not form.version(year).has(field.id):
            gone.append(Former(field.id, form.version(asked[-1]).field(field.id).label, asked[-1]))
    return tuple(gone)


@cache
def new_controls(form_id: str, year: int) -> tuple[Difference, ...]:
    """What differs between the controls of a year and of the one before, but for sentences that merely name the year."""
    return tuple(each for each in differences(form_id, year - 1, year) if not _merely_the_year(each, year))


@cache
def new_texts(form_id: str, year: int) -> tuple[NewText, ...]:
    """What the guide of a year says in other words than that of the year before, of the questions that both ask."""
    found = []
    before = catalogue.form(form_id).version(year - 1)
    for one in questions(form_id, year):
        if before.has(one.id):
            older = [guide(form_id, language, year - 1).fields[one.id] for language in WRITTEN_FORMS]
            newer = [one.guidance(language) for language in WRITTEN_FORMS]
            for part in PARTS:
                was, now = (Text(*(getattr(each, part) for each in both)) for both in (older, newer))
                if was != now:
                    found.append(NewText(one.id, one.names[0], part, was, now))
    return tuple(found)


def _merely_the_year(each: Difference, year: int) -> bool:
    before, after = each.before, each.after
    if before is None or after is None:
        return False
    again = before.sentence.nb.replace(str(year - 1), str(year)).replace(str(year - 2), str(year - 1))
    same = (before.name, before.severity, before.limits, before.fields)
    return again == after.sentence.nb.replace(str(year - 2), str(year - 1)) and same == (
        after.name,
        after.severity,
        after.limits,
        after.fields,
    )


@cache
def _turns(form_id: str) -> Mapping[int, Mapping[str, tuple[list[Change], list[int]]]]:
    """By year and by field: what changed in it, and which of the differences between the controls are about it."""
    form = catalogue.form(form_id)
    found: dict[int, dict[str, tuple[list[Change], list[int]]]] = {}
    for before, after in pairwise(form.years):
        of: dict[str, tuple[list[Change], list[int]]] = {}
        older, newer = form.version(before), form.version(after)
        for change in compare(older, newer):
            if change.what is not What.MOVED:
                of.setdefault(change.field, ([], []))[0].append(change)
        for at, each in enumerate(new_controls(form_id, after)):
            for id in _told_of(each, older, newer):
                of.setdefault(id, ([], []))[1].append(at)
        found[after] = of
    return found


def _told_of(each: Difference, older: FormVersion, newer: FormVersion) -> set[str]:
    """The fields that a difference is about. Where a control has merely got or lost a field, it is about that one alone."""
    before = _ids(each.before, older)
    after = _ids(each.after, newer)
    if each.before is not None and each.after is not None and _same_but_for_fields(each.before, each.after):
        return before ^ after
    return before | after


def _ids(told: Described | None, version: FormVersion) -> set[str]:
    names = () if told is None else told.fields
    return {field.id for field in version.fields if field.name in names}


def _same_but_for_fields(before: Described, after: Described) -> bool:
    return (before.severity, before.sentence, before.limits) == (after.severity, after.sentence, after.limits)
