"""Writing in one place of a report, in both written forms: freely under a heading, or other words for a sentence that was counted.

What was typed stays when it is refused, and what somebody else wrote meanwhile stands below it.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.reporting import seeing, writing
from kostra.app.reporting.record import LANGUAGES
from kostra.app.reporting.seeing import Draft
from kostra.model.errors import Missing, Refused
from kostra.model.text import Language
from kostra.reporting.reading import sections
from kostra.reporting.states import State
from kostra.reporting.writing import last_number
from kostra.web.reporting.asked import Asked, asked
from kostra.web.reporting.desk import page, slots

_LINES = 20


def text(request: Request) -> Response:
    return _text(asked(request))


def save(request: Request) -> Response:
    """Saves what is typed; or, where what is counted has become another, chooses whose words stand."""
    one = asked(request)
    form = one.form
    try:
        seen = _number(one, form.get("sett", ""))
        match form.get("gjor", ""):
            case "behold" | "talt" as act:
                language = _language(one, form.get("maalform", ""))
                writing.choose(one.system, one.asker, one.year, one.slot, language, seen, keep=act == "behold")
            case _:
                texts = {language: form.get(f"tekst-{language}", "") for language in LANGUAGES}
                writing.write(one.system, one.asker, one.year, one.slot, texts, seen)
    except Refused as refused:
        return _text(one, refused)
    return RedirectResponse(f"{one.desk}/{one.year}", 303)


def _text(one: Asked, problem: Refused | None = None) -> Response:
    found = seeing.draft(one.system, one.asker, one.year)
    if one.slot not in slots(found) or found.record is None:
        raise Missing(one.say("no_slot", slot=one.slot[:60]))
    here = f"{one.desk}/{one.year}"
    section = one.slot.partition("/")[0]
    declared = next((each for each in sections() if each.id == section), None)
    name = next(
        (f"{each.number} {each.title}" for each in found.record.sections[one.language] if each.id == section), ""
    )
    context = {
        "here": f"{here}/tekst/{one.slot}",
        "back": here,
        "free": "/" not in one.slot,
        "hint": "" if declared is None or declared.hint is None or "/" in one.slot else one.say.of(declared.hint),
        "seen": last_number(found.log, one.slot),
        "fields": [_field(one, found, language, problem) for language in LANGUAGES],
        "may_write": found.state is State.DRAFT,
        "largest": writing.LONGEST,
        "log": [
            {
                "who": one.say("written_by", who=each.by.name, when=one.say.moment(each.at)),
                "language": each.language.value,
                "in": one.say(f"in_{each.language}"),
                "text": each.text or one.say("taken_back"),
            }
            for each in reversed(found.log)
            if each.slot == one.slot
        ][:_LINES],
    }
    title = one.say("text_title", where=name or one.slot)
    return page(one, "text", title, context, (one.say("draft_title", year=one.year), here), problem=problem)


def _field(one: Asked, found: Draft, language: Language, problem: Refused | None) -> dict[str, Any]:
    assert found.record is not None  # There is something to write in.
    standing = found.standing.get((one.slot, language))
    counted = writing.about_of(found.record, one.slot, language)
    text = "" if standing is None else standing.text
    typed = one.form.get(f"tekst-{language}", text) if problem is not None else text
    undecided = standing is not None and bool(standing.text) and standing.about != counted and "/" in one.slot
    return {
        "language": language.value,
        "label": one.say(f"text_{language}"),
        "text": typed,
        "counted": counted,
        "then": standing.about if undecided and standing is not None else "",
        "undecided": undecided and bool(counted),
    }


def _number(one: Asked, written: str) -> int:
    if not (written.isascii() and written.isdigit() and len(written) < 12):
        raise Refused(one.say("no_number"))
    return int(written)


def _language(one: Asked, written: str) -> Language:
    if written not in [language.value for language in LANGUAGES]:
        raise Refused(one.say("no_act", wanted=written[:40]))
    return Language(written)
