"""What a proposal changes in the content, change by change: those it has, taking one away, and the boxes of a new one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.permissions import Forbidden
from kostra.app.proposals import asking, entering, showing
from kostra.model.change_entry import Input, as_entered, entered, inputs
from kostra.model.errors import Refused
from kostra.model.form_change import KINDS, Change, place_of
from kostra.model.proposal import Proposal, State
from kostra.web.proposals.asked import SECTION, number_of, top
from kostra.web.proposals.words import Words
from kostra.web.proposals.writing import seen_in
from kostra.web.visit import Visit

_LANGUAGES = ("nb", "nn", "en")
_MOST = 40


def page(request: Request) -> Response:
    one = Visit.of(request, Words)
    kind, problem = one.choice("slag", tuple(KINDS))
    return _page(one, _own(one), kind, {}, problem)


def change(request: Request) -> Response:
    """Adds one, or takes one away: what the button says."""
    one = Visit.of(request, Words)
    typed, found = one.form, _own(one)
    try:
        changes = found.content.changes
        if typed.get("gjor") == "fjern":
            changes = _without(changes, typed.get("nummer", ""))
        else:
            changes = (*changes, entered(typed.get("slag", ""), typed))
            if len(changes) > _MOST:
                raise Refused(f"Forslaget har {len(changes)} endringer. Del det i flere forslag; {_MOST} er det meste.")
        content = replace(found.content, changes=changes)
        entering.rewrite(one.system, one.asker, found.number, content, seen_in(typed), typed.get("grunn", ""))
    except Forbidden:
        raise
    except Refused as refused:
        kind = typed.get("slag", "")
        return _page(one, found, kind if kind in KINDS else "", typed, refused)
    return RedirectResponse(_here(one, found), 303)


def told(change: Change, say: Words) -> dict[str, Any]:
    """A change as a page tells it: its kind, what it is about, and every value."""
    values = as_entered(change)
    return {
        "kind": say(f"change_{change.KIND}"),
        "place": place_of(change),
        "values": [
            (_label(box.name, say), _value(box, values[box.name], say))
            for box in inputs(change.KIND)
            if values[box.name]
        ],
    }


def _own(one: Visit[Words]) -> Proposal:
    found = showing.seen(one.system, one.asker, number_of(one.request))
    asking.refuse_others(one.asker, found)
    return found


def _without(changes: tuple[Change, ...], written: str) -> tuple[Change, ...]:
    known = {str(number): number for number in range(1, len(changes) + 1)}
    if written not in known:
        raise Refused(f"Forslaget har ingen endring {written[:20]}. Noen kan ha tatt den bort. Se listen.")
    return tuple(each for number, each in enumerate(changes, start=1) if number != known[written])


def _page(one: Visit[Words], found: Proposal, kind: str, typed: dict[str, str], problem: Refused | None) -> Response:
    say, subject = one.say, found.content.subject
    given = {"form": subject.form, "field": subject.field, "control": subject.control, "sentence": subject.control}
    filled = {name: value for name, value in given.items() if value} | {
        name: value for name, value in {"code": subject.code, "table": subject.table}.items() if value
    }
    context: dict[str, Any] = {
        "here": _here(one, found),
        "changes": [told(each, say) for each in found.content.changes],
        "kinds": [(each, say(f"change_{each}")) for each in KINDS],
        "kind": kind,
        "kind_name": say(f"change_{kind}") if kind else "",
        "boxes": [_box(each, say) for each in inputs(kind)] if kind else [],
        "typed": filled | typed,
        "entered": found.state is not State.DRAFT,
        "edition": found.version.number,
        "back": f"{top(one.language)}/{found.number}",
    }
    crumbs = ((say("title"), top(one.language)), (say("one_crumb", number=found.number), str(context["back"])))
    return one.show("proposals/changes.html", say("changes_title"), crumbs, SECTION, context, problem)


def _box(box: Input, say: Words) -> dict[str, Any]:
    language = box.name.rpartition("_")[2]
    return {
        "name": box.name,
        "label": _label(box.name, say),
        "entry": box.entry.value,
        "optional": box.optional,
        "choices": [(word, say(f"choice_{word}")) for word in box.choices],
        "lang": language if language in _LANGUAGES and "_" in box.name else "",
    }


def _label(name: str, say: Words) -> str:
    """The word of the box, and the language of a text."""
    word, _, language = name.rpartition("_")
    if word and language in _LANGUAGES:
        return f"{say(f'box_{word}')} ({say(f'language_{language}')})"
    return say(f"box_{name}")


def _value(box: Input, value: str, say: Words) -> str:
    return say(f"choice_{value}") if box.choices else value


def _here(one: Visit[Words], found: Proposal) -> str:
    return f"{top(one.language)}/{found.number}/endringer"
