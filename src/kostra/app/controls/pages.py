"""The pages about controls: those of a year, one over the years, and what differs between two years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from kostra.app.controls.catalogue import Described, Difference, differences, in_year, one
from kostra.app.controls.spelled import spelled
from kostra.app.pages.document import Block, Definitions, Document, Heading, Paragraph, Table
from kostra.app.pages.words import Words
from kostra.forms.catalogue import PACKAGE, Content
from kostra.model.text import Language

_FILE = Path(__file__).parent / "texts.toml"


def word(key: str, language: Language, **values: object) -> str:
    return Words(_FILE, language)(key, **values)


def year_as_document(form_id: str, year: int, language: Language, proposals: bool = False) -> Document:
    """One table, in the order the controls are run."""
    told = in_year(form_id, year, proposals)
    columns = tuple(word(key, language) for key in ("id", "severity", "rule", "sentence", "fields"))
    rows = tuple(_row(each, language) for each in told)
    title = word("controls", language, form=form_id, year=year)
    return Document(title, language.value, (Paragraph(word("about", language)), Table(title, columns, rows)))


def _row(each: Described, language: Language) -> tuple[str, ...]:
    severity = word(str(each.severity), language)
    if each.proposal:
        severity = f"{word('proposal', language)} ({severity})"
    return (
        f"`{each.id}`",
        severity,
        each.in_words(language),
        each.sentence[language],
        ", ".join(f"`{name}`" for name in each.fields),
    )


def one_as_document(form_id: str, id: str, language: Language) -> Document:
    """Years in which the control was the same are told together, newest first."""
    blocks: list[Block] = []
    by_years = groupby(_meanings(form_id, id), key=lambda pair: pair[1])
    for meaning, pairs in by_years:
        years = sorted(year for year, _ in pairs)
        blocks.append(Heading(str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"))
        blocks.append(Definitions(tuple(_definitions(meaning, language))))
    return Document(word("one", language, form=form_id, id=id), language.value, tuple(blocks))


def _meanings(form_id: str, id: str) -> list[tuple[int, Described]]:
    """By meaning and then by year, so that a number with two meanings in one year is told as two."""
    pairs = one(form_id, id)
    order = {name: place for place, name in enumerate(dict.fromkeys(told.name for _, told in pairs))}
    return sorted(pairs, key=lambda pair: (order[pair[1].name], -pair[0]))


def _definitions(told: Described, language: Language) -> Iterator[tuple[str, str]]:
    yield word("rule", language), told.in_words(language)
    yield word("severity", language), word("proposal" if told.proposal else str(told.severity), language)
    yield word("version", language), told.version
    yield word("sentence", language), told.sentence[language]
    if told.fields:
        yield word("fields", language), ", ".join(f"`{name}`" for name in told.fields)
    if told.limits:
        yield word("limits", language), ", ".join(f"{spelled(name)}: {value}" for name, value in told.limits)
    if told.source:
        yield word("source", language), told.source


def between_as_document(
    form_id: str, before: int, after: int, language: Language, within: Content = PACKAGE
) -> Document:
    found = differences(form_id, before, after, within)
    title = word("between", language, form=form_id, before=before, after=after)
    if not found:
        return Document(title, language.value, (Paragraph(word("same", language)),))
    return Document(title, language.value, (differences_table(title, found, language),))


def differences_table(caption: str, found: Iterable[Difference], language: Language) -> Table:
    columns = tuple(word(key, language) for key in ("id", "change", "before", "after"))
    return Table(caption, columns, tuple(difference_row(each, language) for each in found))


def difference_row(each: Difference, language: Language) -> tuple[str, ...]:
    """Its id, what happened to it, and what it was and is."""
    return (f"`{each.id}`", word(_kind(each), language), _short(each.before, language), _short(each.after, language))


def _kind(difference: Difference) -> str:
    if difference.before is None:
        return "new"
    return "gone" if difference.after is None else "changed"


def _short(told: Described | None, language: Language) -> str:
    if told is None:
        return ""
    limits = "".join(f"; {spelled(name)} {value}" for name, value in told.limits)
    return f"{word(str(told.severity), language)}: {told.in_words(language)}{limits}. {told.sentence[language]}"


def as_json(told: Described, language: Language) -> dict[str, Any]:
    return {
        "control": told.id,
        "rule": told.name,
        "severity": str(told.severity),
        "message": told.sentence[language],
        "fields": [name.lower() for name in told.fields],
        "limits": dict(told.limits),
        "source": told.source,
        "proposal": told.proposal,
        "version": told.version,
    }


def year_as_json(form_id: str, year: int, language: Language, proposals: bool = False) -> dict[str, Any]:
    told = [as_json(each, language) for each in in_year(form_id, year, proposals)]
    return {"form": form_id, "year": year, "controls": told}


def one_as_json(form_id: str, id: str, language: Language) -> dict[str, Any]:
    years = [{"year": year, **as_json(told, language)} for year, told in one(form_id, id)]
    return {"form": form_id, "control": id, "years": years}


def between_as_json(form_id: str, before: int, after: int, language: Language) -> dict[str, Any]:
    def written(told: Described | None) -> dict[str, Any] | None:
        return None if told is None else as_json(told, language)

    changes = [
        {"control": d.id, "before": written(d.before), "after": written(d.after)}
        for d in differences(form_id, before, after)
    ]
    return {"form": form_id, "before": before, "after": after, "changes": changes}
