"""The desk's pages of the guide: what readers say of it, one of them with what can be done, and how hard the texts are to read."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.feedback import answering
from kostra.app.guide import reading
from kostra.app.guide.addresses import of_field
from kostra.app.guide.questions import question
from kostra.app.guide.reading import Read
from kostra.app.pages.numbers import written
from kostra.forms import catalogue
from kostra.methods.readability import LONG, TOO_HARD, Level
from kostra.model.errors import Missing, Refused
from kostra.model.feedback import Feedback, Stage, may_follow
from kostra.web.desk.asked import SECTION
from kostra.web.exports import rows_file
from kostra.web.feedback.words import Words
from kostra.web.visit import Visit

_COLOURS = {Stage.NEW: "warning", Stage.SEEN: "info", Stage.ANSWERED: "success", Stage.PROPOSED: "success"}
_LEVELS = {
    Level.VERY_EASY: "success",
    Level.EASY: "success",
    Level.MEDIUM: "info",
    Level.HARD: "warning",
    Level.VERY_HARD: "danger",
}
_WORDS_SHOWN = 12


def front(request: Request) -> Response:
    """The newest first; of one stage or one form where that is chosen."""
    one = Visit.of(request, Words)
    stage, problem = one.choice("tilstand", [stage.value for stage in Stage])
    form, no_form = one.choice("skjema", catalogue.ids())
    found = answering.listed(one.system, one.asker, Stage(stage) if stage else None, form or None)
    context: dict[str, Any] = {
        "here": _top(one),
        "stage": stage,
        "form": form,
        "forms": catalogue.ids(),
        "stages": [(each.value, one.say(f"stage_{each}"), found.by_stage[each]) for each in Stage],
        "rows": [_row(each, one) for each in found.found],
        "any": any(found.by_stage.values()),
    }
    return one.show("feedback/front.html", one.say("title"), _crumbs(one), SECTION, context, problem or no_form)


def page(request: Request) -> Response:
    return _page(Visit.of(request, Words))


def change(request: Request) -> Response:
    """Reads it, answers it, or goes on to a proposal: what the button says."""
    one = Visit.of(request, Words)
    id, text = str(request.path_params["id"]), one.form.get("tekst", "")
    try:
        match one.form.get("gjor", ""):
            case "svar":
                answering.move(one.system, one.asker, id, Stage.ANSWERED, text)
            case "forslag":
                about = answering.move(one.system, one.asker, id, Stage.PROPOSED, text)
                to = urlencode({"skjema": about.form, "felt": about.field})
                return RedirectResponse(f"/{one.language}/forslag/nytt?{to}", 303)
            case _:
                answering.move(one.system, one.asker, id, Stage.SEEN)
    except Missing:
        raise
    except Refused as refused:
        return _page(one, refused)
    return RedirectResponse(f"{_top(one)}/{id}", 303)


def readability(request: Request) -> Response:
    one = Visit.of(request, Words)
    found = reading.hardest(one.asker)
    form, problem = one.choice("skjema", catalogue.ids())
    language, no_language = one.choice("malform", ("nb", "nn"))
    kept = [each for each in found if (not form or each.form == form) and (not language or each.language == language)]
    context: dict[str, Any] = {
        "here": f"{_top(one)}/lesbarhet",
        "form": form,
        "chosen_language": language,
        "forms": catalogue.ids(),
        "limit": TOO_HARD,
        "length": LONG,
        "levels": [_level(level, found, one) for level in Level],
        "too_hard": sum(each.measured.is_too_hard for each in found),
        "rows": [_read(each, one) for each in kept],
    }
    crumbs = (*_crumbs(one), (one.say("title"), _top(one)))
    title = one.say("reading_title")
    return one.show("feedback/reading.html", title, crumbs, SECTION, context, problem or no_language)


def readability_file(request: Request) -> Response:
    one = Visit.of(request, Words)
    keys = ("form", "part", "col_language", "lix", "col_words", "col_sentences", "col_long")
    rows = [
        (
            each.form or one.say("terms"),
            each.part,
            each.language.value,
            float(round(each.measured.lix, 1)),
            each.measured.words,
            each.measured.sentences,
            ", ".join(each.long),
        )
        for each in reading.hardest(one.asker)
    ]
    return rows_file(request, [one.say(key) for key in keys], rows, "lesbarhet")


def _page(one: Visit[Words], problem: Refused | None = None) -> Response:
    found = answering.see(one.system, one.asker, str(one.request.path_params["id"]))
    next_stages = may_follow(found.stage)
    context: dict[str, Any] = {
        "here": f"{_top(one)}/{found.id}",
        "one": _row(found, one),
        "may_see": Stage.SEEN in next_stages,
        "may_propose": Stage.PROPOSED in next_stages,
        "typed": one.form.get("tekst", "") if problem else "",
        "longest": answering.LONGEST_ANSWER,
        "steps": [
            {
                "name": one.say(f"stage_{step.stage}"),
                "when": one.say.moment(step.said.at),
                "who": step.said.by.name,
                "text": step.said.text,
            }
            for step in found.steps
        ],
    }
    crumbs = (*_crumbs(one), (one.say("title"), _top(one)))
    title = one.say("one_title", form=found.form, year=found.year, field=context["one"]["name"])
    return one.show("feedback/one.html", title, crumbs, SECTION, context, problem)


def _row(found: Feedback, one: Visit[Words]) -> dict[str, Any]:
    """A field that is no longer known keeps its id: what was said of it is still there."""
    about = question(found.form, found.year, found.field)
    return {
        "id": found.id,
        "form": found.form,
        "year": found.year,
        "name": found.field if about is None else about.fields[0].name,
        "label": found.field if about is None else about.label[one.language],
        "question": of_field(one.language, found.form, found.year, found.field),
        "when": one.say.moment(found.at),
        "helped": one.say("helped" if found.helped else "unclear"),
        "text": found.text,
        "lang": found.language.value,
        "stage": one.say(f"stage_{found.stage}"),
        "colour": _COLOURS[found.stage],
    }


def _read(each: Read, one: Visit[Words]) -> dict[str, Any]:
    measured = each.measured
    return {
        **_place(each, one),
        "language": one.say(f"in_{each.language}"),
        "lix": written(float(measured.lix), 1),
        "level": one.say(f"level_{measured.level}"),
        "colour": _LEVELS[measured.level],
        "words": measured.words,
        "per_sentence": written(measured.words / measured.sentences, 1),
        "long": each.long[:_WORDS_SHOWN],
        "more": max(0, len(each.long) - _WORDS_SHOWN),
        "written": each.language.value,
    }


def _place(each: Read, one: Visit[Words]) -> dict[str, str]:
    """Where the text stands, in the form's newest year that has it."""
    top = f"/{each.language}/veiledning"
    if each.form is None:
        return {"form": one.say("terms"), "part": each.part, "address": f"{top}/ord#{each.part}"}
    form = catalogue.form(each.form)
    if each.part == reading.TIPS:
        return {"form": form.id, "part": one.say("tips"), "address": f"{top}/{form.id}/{form.newest_year()}#tips"}
    field = next(field for field in form.fields if field.id == each.part)
    year = form.newest_year(field)
    name = form.version(year).field(field.id).name
    return {"form": form.id, "part": name, "address": of_field(each.language, form.id, year, field.id)}


def _level(level: Level, found: tuple[Read, ...], one: Visit[Words]) -> dict[str, Any]:
    return {
        "name": one.say(f"level_{level}"),
        "least": level.least,
        "means": one.say(f"level_{level}_means"),
        "count": sum(each.measured.level is level for each in found),
        "colour": _LEVELS[level],
    }


def _top(one: Visit[Words]) -> str:
    return f"/{one.language}/{SECTION}/veiledning"


def _crumbs(one: Visit[Words]) -> tuple[tuple[str, str], ...]:
    return ((one.say("desk"), f"/{one.language}/{SECTION}"),)
