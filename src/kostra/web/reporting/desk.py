"""The desk where a report is written: the years, the draft with all that is to be decided, and the steps to the readers."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.reporting import making, moving, seeing, showing
from kostra.app.reporting.seeing import Draft
from kostra.model.errors import Refused
from kostra.reporting.composed import paragraphs
from kostra.reporting.page import fragment
from kostra.reporting.states import State
from kostra.web.errors import status_of
from kostra.web.pages import Page, show
from kostra.web.reporting.asked import SECTION, Asked, asked, download

_COLOURS = {State.DRAFT: "warning", State.FINISHED: "info", State.PUBLISHED: "success"}


def front(request: Request) -> Response:
    one = asked(request)
    context = {
        "rows": [
            {
                "year": each.year,
                "here": f"{one.desk}/{each.year}",
                "state": one.say.named(each.state),
                "colour": _COLOURS[each.state],
                "made": one.say("not_made") if each.made is None else one.say.moment(each.made),
                "edition": str(each.edition) if each.edition else "–",
            }
            for each in seeing.listed(one.system, one.asker)
        ]
    }
    return page(one, "desk", one.say("desk_title"), context)


def draft(request: Request) -> Response:
    return _draft(asked(request))


def change(request: Request) -> Response:
    """What the button says."""
    one = asked(request)
    try:
        match one.form.get("gjor", ""):
            case "lag":
                making.make(one.system, one.asker, one.data, one.year)
            case "ferdig":
                moving.finish(one.system, one.asker, one.year)
            case "publiser":
                moving.publish(one.system, one.asker, one.year)
            case "apne":
                moving.reopen(one.system, one.asker, one.year, one.form.get("hvorfor", ""))
            case other:
                raise Refused(one.say("no_act", wanted=other[:40]))
    except Refused as refused:
        return _draft(one, refused)
    return RedirectResponse(f"{one.desk}/{one.year}", 303)


def file(request: Request) -> Response:
    """The draft as a file, with what is written so far."""
    one = asked(request)
    found = seeing.draft(one.system, one.asker, one.year)
    if found.record is None:
        raise Refused(one.say("make_first"))
    return download(one, moving.as_written(found.record, found.log))


def _draft(one: Asked, problem: Refused | None = None) -> Response:
    found = seeing.draft(one.system, one.asker, one.year)
    here = f"{one.desk}/{one.year}"
    record = found.record
    context: dict[str, Any] = {
        "year": one.year,
        "here": here,
        "state": one.say.named(found.state),
        "colour": _COLOURS[found.state],
        "may_write": found.state is State.DRAFT,
        "made": "" if found.made is None else _made(one, found),
        "acts": _acts(found),
        "files": [(kind.upper(), f"{here}/rapport.{kind}") for kind in showing.KINDS] if record else [],
        "public": f"{one.public}/{one.year}" if any(each.state is State.PUBLISHED for each in found.steps) else "",
        "undecided": _undecided(one, found, here),
        "homeless": _homeless(one, found, here),
        "steps": [_step(one, each) for each in found.steps],
        "content": "",
        "reason": one.form.get("hvorfor", "") if problem else "",
    }
    if record is not None:
        sections = found.merged[one.language].sections
        told = showing.paper(record, one.language, "", sections)
        titles = {each.id: f"{each.number} {each.title}" for each in sections}

        def beside(slot: str) -> str:
            said = one.say("rewrite") if "/" in slot else one.say("write")
            told = Markup(
                '<p class="where"><a class="ds-link" href="{}/tekst/{}">{}<span class="ds-sr-only"> {}</span></a></p>'
            )
            return str(told.format(here, slot, said, titles.get(slot.partition("/")[0], "")))

        plain = found.state is not State.DRAFT
        context["content"] = Markup(fragment(told) if plain else fragment(told, beside))
    return page(one, "draft", one.say("draft_title", year=one.year), context, problem=problem)


def page(
    one: Asked,
    template: str,
    title: str,
    context: dict[str, Any],
    *crumbs: tuple[str, str],
    problem: Refused | None = None,
) -> Response:
    above = [(one.say("desk"), f"/{one.language}/{SECTION}")]
    if template != "desk":
        above.append((one.say("desk_title"), one.desk))
    around = {"say": one.say, "problem": None if problem is None else problem.message}
    status = 200 if problem is None else status_of(problem)
    whole = Page(
        f"reporting/{template}.html", title, one.language, (*above, *crumbs), SECTION, status, context=around | context
    )
    return show(one.request, whole)


def _made(one: Asked, found: Draft) -> str:
    assert found.made is not None  # Asked by whoever has seen that it is.
    return one.say("made_at", when=one.say.moment(found.made.at), who=found.made.by.name)


def _acts(found: Draft) -> dict[str, bool]:
    return {
        "make": found.state is State.DRAFT,
        "finish": found.state is State.DRAFT and found.record is not None,
        "publish": found.state is State.FINISHED,
        "open": found.state is not State.DRAFT,
    }


def _undecided(one: Asked, found: Draft, here: str) -> list[dict[str, str]]:
    return [
        {"slot": each.written.slot, "where": f"{here}/tekst/{each.written.slot}", "language": one.say(f"in_{language}")}
        for language, merged in found.merged.items()
        for each in merged.undecided
    ]


def _homeless(one: Asked, found: Draft, here: str) -> list[dict[str, str]]:
    """The same for both written forms: each holds all of them."""
    merged = found.merged.get(one.language)
    return [
        {
            "slot": each.slot,
            "text": each.text,
            "language": each.language.value,
            "who": one.say("written_by", who=each.by.name, when=one.say.moment(each.at)),
            "where": f"{here}/tekst/{each.slot}",
        }
        for each in (() if merged is None else merged.homeless)
    ]


def _step(one: Asked, step: Any) -> str:
    said = one.say("step", state=one.say.named(step.state), who=step.by.name, when=one.say.moment(step.at))
    return f"{said} {step.reason}".strip()


def slots(found: Draft) -> frozenset[str]:
    """Where somebody can write."""
    if found.record is None:
        return frozenset()
    own = {each.id for sections in found.record.sections.values() for each in sections}
    said = {each.slot for sections in found.record.sections.values() for each in paragraphs(sections)}
    return frozenset(own | said | {each.slot for each in found.log})
