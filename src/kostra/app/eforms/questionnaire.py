"""A form as questions on a page, made from the form data of its year: sections, what is asked, how it is answered, help, last year's
answer, and what was found.

Nothing here is about one form. What a form needs beside its data is refused a place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from pathlib import Path

from kostra.app.eforms.found import Found
from kostra.app.eforms.totals import Total, totals
from kostra.app.eforms.typed import is_number, shown, told
from kostra.app.pages.words import Words
from kostra.forms.guide import guide
from kostra.model.form import FieldType, FieldVersion, FormVersion
from kostra.model.guide import Guidance
from kostra.model.text import Language

WORDS = Path(__file__).parent / "texts.toml"
FEW = 6
"""So many codes are shown as buttons, all at once; more are a list to choose from."""


class Input(StrEnum):
    LINE = "line"
    NUMBER = "number"
    DAY = "day"
    CHOICE = "choice"
    LIST = "list"
    TICK = "tick"


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is asked only after a certain answer. `now` says whether that answer is given; `note` says it in words."""

    field: str
    equals: str
    now: bool
    note: str


@dataclass(frozen=True, slots=True)
class Question:
    """`value` is what stands in the box. `last_year` is None when nothing is known of last year, and empty when it was not answered."""

    id: str
    name: str
    label: str
    input: Input
    required: bool
    value: str
    unit: str
    decimals: int
    choices: tuple[Choice, ...]
    help: Guidance
    last_year: str | None
    asked: Asked | None
    totals: tuple[Total, ...]
    found: tuple[Found, ...]

    @property
    def open(self) -> bool:
        """Whether it is to be seen: what is answered is never hidden."""
        return self.asked is None or self.asked.now or bool(self.value) or bool(self.found)

    @property
    def wrong(self) -> bool:
        return any(one.blocks for one in self.found)


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """`beside` are findings that are about no question in particular."""

    title: str
    about: str
    tips: tuple[str, ...]
    sections: tuple[Section, ...]
    beside: tuple[Found, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def answered(self) -> int:
        return sum(bool(question.value) for question in self.questions)


def questionnaire(
    version: FormVersion,
    unit: str,
    language: Language,
    typed: Mapping[str, str],
    last_year: Mapping[str, str] | None = None,
    found: Sequence[Found] = (),
) -> Questionnaire:
    """The form as `unit` fills it in. `last_year` are its answers then, as typed; `found` what the controls found now."""
    word = Words(WORDS, language)
    texts = guide(version.form.id, language, version.year)
    fields = version.fields_for(unit[:4])
    of_field: dict[str | None, list[Found]] = {}
    for one in found:
        of_field.setdefault(one.field, []).append(one)
    made = _Making(version, word, typed, last_year, of_field)
    sections = tuple(
        Section(f"del-{id or 0}", _title(version, id, word), tuple(made.question(f, texts.fields[f.id]) for f in group))
        for id, group in groupby(fields, key=lambda field: field.field.section)
    )
    there = {field.id for field in fields}
    beside = tuple(one for one in found if one.field not in there)
    return Questionnaire(
        word("title", form=version.form.id, title=version.title[language]),
        version.form.about[language],
        texts.tips,
        sections,
        beside,
    )


def _title(version: FormVersion, id: str | None, word: Words) -> str:
    return next((word.of(section.title) for section in version.form.sections if section.id == id), word("questions"))


@dataclass(frozen=True, slots=True)
class _Making:
    version: FormVersion
    word: Words
    typed: Mapping[str, str]
    last_year: Mapping[str, str] | None
    found: Mapping[str | None, Sequence[Found]]

    def question(self, field: FieldVersion, help: Guidance) -> Question:
        value = self.typed.get(field.id, "")
        language = self.word.language
        return Question(
            id=field.id,
            name=field.name,
            label=field.label[language],
            input=_input(field),
            required=field.required,
            value=shown(field, value),
            unit=unit_of(field, self.word),
            decimals=field.field.decimals or 0,
            choices=tuple(Choice(code, text[language], code == value) for code, text in field.codes.items()),
            help=help,
            last_year=self._then(field),
            asked=self._asked(field),
            totals=totals(self.version, field, self.typed),
            found=tuple(self.found.get(field.id, ())),
        )

    def _then(self, field: FieldVersion) -> str | None:
        if self.last_year is None:
            return None
        answer = self.last_year.get(field.id, "")
        return told(field, answer, self.word.language)

    def _asked(self, field: FieldVersion) -> Asked | None:
        condition = field.field.asked_when
        if condition is None or not self.version.has(condition.field):
            return None
        on = self.version.field(condition.field)
        answer = told(on, condition.equals, self.word.language)
        note = self.word("asked_when", question=on.label[self.word.language], answer=answer)
        return Asked(condition.field, condition.equals, self.typed.get(condition.field, "") == condition.equals, note)


def _input(field: FieldVersion) -> Input:
    if is_number(field):
        return Input.NUMBER
    if field.type is FieldType.DATE:
        return Input.DAY
    if field.is_tick:
        return Input.TICK
    if field.codes:
        return Input.CHOICE if len(field.codes) <= FEW else Input.LIST
    return Input.LINE


def unit_of(field: FieldVersion, word: Words) -> str:
    """What the number counts. The form says it in bokmål; where nynorsk has another word, it is among the texts."""
    unit = field.field.unit or ""
    return word(f"unit_{unit}") if word.has(f"unit_{unit}") else unit
