"""A question as its pages show it: its place, its texts with links, its codes, its controls, and its history."""

from __future__ import annotations

from typing import Any

from kostra.app.controls.pages import difference_row
from kostra.app.controls.pages import word as control_word
from kostra.app.forms import changes
from kostra.app.forms.words import Words as FormWords
from kostra.app.guide import written
from kostra.app.guide.addresses import of_field, of_form
from kostra.app.guide.questions import PARTS, Question, controls, tips, turns, years
from kostra.model.finding import Severity
from kostra.model.text import Language
from kostra.web.guide.linking import Linker

_COLOURS = {Severity.FATAL: "danger", Severity.ERROR: "danger", Severity.WARNING: "warning", Severity.INFO: "info"}


def told(one: Question, language: Language) -> dict[str, Any]:
    """What its own page and the page of the form have in common."""
    form, year = one.version.form, one.version.year
    word = FormWords(language)
    here = of_field(language, form.id, year, one.id)
    linked = Linker(form.id, year, language, here)
    guidance = one.guidance(language)
    return {
        "id": one.id,
        "anchors": [field.id for field in one.fields[1:]],
        "label": written.label(one, word),
        "plain": word.of(one.label),
        "others": len(one.fields) - 1,
        "here": here,
        "facts": list(written.facts(one, word)),
        "parts": [(word(part), linked(getattr(guidance, part))) for part in PARTS],
        "codes": list(written.codes(one, word)),
        "controls": [
            {
                "id": each.id,
                "address": f"/{language}/skjema/{form.id}/kontroller/{each.id}",
                "severity": control_word(str(each.severity), language),
                "colour": _COLOURS.get(each.severity, "neutral"),
                "sentence": each.sentence[language],
            }
            for each in controls(one)
        ],
        "notes": [
            f"{word('reconstructed').capitalize()}: {word.of(reason)}"
            for reason in dict.fromkeys(field.field.reconstructed for field in one.fields)
            if reason
        ],
        "is_changed": any(turn.year == year and turn.is_of_its_own for turn in turns(one)),
    }


def more(one: Question, language: Language) -> dict[str, Any]:
    """What is on its own page alone."""
    form, year = one.version.form, one.version.year
    linked = Linker(form.id, year, language, of_field(language, form.id, year, one.id))
    return {
        "tips": [linked(tip) for tip in tips(one, language)],
        "history": _history(one, language),
        "years": [(each, of_field(language, form.id, each, _field_of(one, each))) for each in years(one)],
        "form_page": f"{of_form(language, form.id, year)}#{one.id}",
        "specification": f"/{language}/skjema/{form.id}/{year}#{one.id}",
    }


def _history(one: Question, language: Language) -> list[tuple[int, list[tuple[str, ...]]]]:
    word = FormWords(language)
    return [
        (
            turn.year,
            [changes.row(change, word) for change in turn.changes]
            + [(word(text.part), word("new_words"), word.of(text.before), word.of(text.after)) for text in turn.texts]
            + [difference_row(each, language) for each in turn.controls],
        )
        for turn in turns(one)
    ]


def _field_of(one: Question, year: int) -> str:
    """The first of its fields that the year asks for."""
    version = one.version.form.version(year)
    return next(field.id for field in one.fields if version.has(field.id))
