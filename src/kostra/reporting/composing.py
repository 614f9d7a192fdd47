"""Composing a report: what is declared, with the answers put in. The same answers give the same words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kostra.model.rounding import shown
from kostra.model.text import Language, Text
from kostra.reporting.composed import Bar, Block, Paragraph, Picture, Run, Sections, Table, figures
from kostra.reporting.composed import Section as Composed
from kostra.reporting.declared import Bars, Grid, Index, Listing, Section, Sentence, Wanted, is_repeated, wanted
from kostra.reporting.figure import Answer, Cell, Key, Manner
from kostra.reporting.reading import NAMED

Forms = Mapping[str, Text]
"""The forms that parts are repeated over, by id, with what each is called."""


@dataclass(frozen=True, slots=True)
class Given:
    """`column` names a column of rows, `title` a query, and `said` what a query is given."""

    year: int
    forms: Forms
    answers: Mapping[Key, Answer]
    column: Callable[[str], Text]
    title: Callable[[str], Text]
    said: Callable[[str], Text]
    manner: Manner


def asked(declared: Sequence[Section], forms: Forms) -> tuple[Key, ...]:
    """All that has to be answered, each once."""
    found: dict[Key, None] = {}
    for section in declared:
        for part in section.parts:
            for form in forms if is_repeated(part) else (None,):
                found.update((one.key(form), None) for one in wanted(part))
    return tuple(found)


def compose(declared: Sequence[Section], given: Given, language: Language) -> Sections:
    composing = _Composing(given, language)
    found = tuple(
        Composed(one.id, one.number, one.title.fill(**composing.around(None))[language], tuple(composing.blocks(one)))
        for one in declared
    )
    return tuple(composing.with_index(section, one, found) for section, one in zip(declared, found, strict=True))


class _Composing:
    def __init__(self, given: Given, language: Language) -> None:
        self.given = given
        self.language = language

    def blocks(self, section: Section) -> Iterator[Block]:
        for part in section.parts:
            match part:
                case Grid():
                    yield from self.grid(section, part)
                case Bars():
                    yield from self.bars(section, part)
                case Listing() | Sentence():
                    for form in self.given.forms if part.each is not None else (None,):
                        slot = "/".join(one for one in (section.id, part.id, form) if one is not None)
                        yield from self.one(slot, part, form)

    def one(self, slot: str, part: Sentence | Listing, form: str | None) -> Iterator[Block]:
        return self.sentence(slot, part, form) if isinstance(part, Sentence) else self.listing(slot, part, form)

    def around(self, form: str | None) -> dict[str, str]:
        year = self.given.year
        found = {"year": str(year), "before": str(year - 1), "next": str(year + 1)}
        return found if form is None else found | {"form": form, "title": self.given.forms[form][self.language]}

    def sentence(self, slot: str, part: Sentence, form: str | None) -> Iterator[Paragraph]:
        text: Text | None = part.text
        if part.by is not None:
            decides = self.given.answers[part.figures[part.by].key(form)].value
            if decides is None:
                return
            text = part.none if not decides else part.one or part.text if decides == 1 else part.text
        if text is not None:
            yield Paragraph(slot, tuple(self.runs(text[self.language], part.figures, form)))

    def runs(self, text: str, of: Mapping[str, Wanted], form: str | None) -> Iterator[Run]:
        """What stands between the figures, and each of them: as what it says, or as the words that stand for it."""
        around, plain, at = self.around(form), "", 0
        for found in NAMED.finditer(text):
            name, words = found.groups()
            plain += text[at : found.start()]
            at = found.end()
            if name in of:
                if plain:
                    yield Run(plain)
                shown = self.shown(of[name], form)
                yield shown if words is None else replace(shown, text=words)
                plain = ""
            else:
                plain += around[name]
        if plain := plain + text[at:]:
            yield Run(plain)

    def shown(self, one: Wanted, form: str | None) -> Run:
        key = one.key(form)
        answer = self.given.answers[key]
        if one.listed is None:
            return Run(self.given.manner.value(answer), str(key))
        place = answer.columns.index(one.listed)
        names = [self.given.manner.cell(row[place], self.language) for row in answer.rows]
        return Run(", ".join(names), str(key))

    def grid(self, section: Section, part: Grid) -> Iterator[Table]:
        columns = (part.head, *(one.title for one in part.columns))
        rows = tuple(
            ((Run(f"{form} {title[self.language]}"),), *((self.shown(one.wanted, form),) for one in part.columns))
            for form, title in self.given.forms.items()
        )
        if rows:
            yield self.table(f"{section.id}/{part.id}", part.caption, columns, rows, None)

    def bars(self, section: Section, part: Bars) -> Iterator[Picture]:
        """Of the forms that there is a share of; one bar is no picture."""
        bars = []
        for form, title in self.given.forms.items():
            answer = self.given.answers[part.wanted.key(form)]
            if answer.value is not None:
                share = answer.value
                assert isinstance(share, int | Fraction)  # A share is no day.
                size = int(shown(1000 * min(Fraction(1), Fraction(share))))
                bars.append(Bar(f"{form} {title[self.language]}", self.given.manner.value(answer), size))
        if len(bars) > 1:
            said = part.caption.fill(**self.around(None))[self.language]
            yield Picture(f"{section.id}/{part.id}", said, tuple(bars))

    def listing(self, slot: str, part: Listing, form: str | None) -> Iterator[Block]:
        key = part.wanted.key(form)
        answer = self.given.answers[key]
        if not answer.rows:
            if part.none is not None and answer.value is not None:
                yield Paragraph(slot, tuple(self.runs(part.none[self.language], {}, form)))
            return
        places = [answer.columns.index(one) for one in part.columns]
        rows = tuple(tuple(self.cell(row, place, key) for place in places) for row in answer.rows[: part.most])
        columns = [self.given.column(one) for one in part.columns]
        yield self.table(slot, part.caption, columns, rows, form)

    def cell(self, row: Sequence[Cell], place: int, key: Key) -> tuple[Run, ...]:
        """Numbers lead to where they are from; words do not."""
        value = row[place]
        text = self.given.manner.cell(value, self.language)
        return (Run(text, None if value is None or isinstance(value, str | Text) else str(key)),)

    def table(
        self,
        id: str,
        caption: Text,
        columns: Sequence[Text],
        rows: tuple[tuple[tuple[Run, ...], ...], ...],
        form: str | None,
    ) -> Table:
        said = caption.fill(**self.around(form))[self.language]
        titles = (one.fill(**self.around(form))[self.language] for one in columns)
        return Table(id, said, tuple(titles), rows)

    def with_index(self, section: Section, one: Composed, whole: Sections) -> Composed:
        """The list of all figures comes last, when it is known which there are."""
        tables = tuple(self.index(section, part, whole) for part in section.parts if isinstance(part, Index))
        return replace(one, blocks=(*one.blocks, *tables)) if tables else one

    def index(self, section: Section, part: Index, whole: Sections) -> Table:
        titles = [self.given.column(name) for name in ("figure", "given", "value")]
        rows = []
        for written in figures(whole):
            key = Key.read(written)
            title = self.given.title(key.query)[self.language]
            value = self.given.manner.value(self.given.answers[key])
            about = ", ".join(self.given.said(one)[self.language] for one in key.given)
            rows.append(((Run(title),), (Run(about),), (Run(value, written),)))
        return self.table(f"{section.id}/{part.id}", part.caption, titles, tuple(rows), None)
