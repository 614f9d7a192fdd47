"""The patch on the page of its proposal: what it says, who made and approved it, and what one may do with it now."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.permissions import Forbidden
from kostra.app.ports.patches import Patch, Review, Verdict
from kostra.app.proposals import drafts, patches
from kostra.followup.calendar import day
from kostra.model.errors import Missing, Refused
from kostra.model.people import Duty
from kostra.model.proposal import Proposal, State
from kostra.web.proposals.asked import number_of, top
from kostra.web.proposals.draft import PLACE
from kostra.web.proposals.words import Words
from kostra.web.visit import Visit

_COLOURS = {Verdict.APPROVED: "success", Verdict.RETURNED: "warning", Verdict.TAKEN_BACK: "warning"}


def change(request: Request) -> Response:
    """What the button says."""
    from kostra.web.proposals import one as page

    one, number = Visit.of(request, Words), number_of(request)
    try:
        _do(one, number)
    except (Forbidden, Missing):
        raise
    except Refused as refused:
        return page.shown(one, refused)
    return RedirectResponse(f"{top(one.language)}/{number}#utkast", 303)


def _do(one: Visit[Words], number: int) -> None:
    typed, system, asker = one.form, one.system, one.asker
    if typed.get("gjor") == "lag":
        patches.make(system, asker, number)
        return
    written, reason = typed.get("fil", ""), typed.get("grunn", "")
    if not (written.isascii() and written.isdigit() and len(written) <= 9):
        raise Refused(f"«{written[:20]}» er ikke nummeret på noen endringsfil. Se på siden igjen.")
    match typed.get("gjor", ""):
        case "godkjenn":
            patches.approve(system, asker, int(written), typed.get("sett", ""), reason)
        case "send-tilbake":
            patches.send_back(system, asker, int(written), reason)
        case "ta-ut":
            patches.take_back(system, asker, int(written), reason)
        case other:
            raise Refused(one.say("no_choice", wanted=other[:40]))


def context(one: Visit[Words], found: Proposal) -> dict[str, Any] | None:
    """None of a proposal that has not come so far, or that changes nothing that a patch can."""
    every = patches.patches_of(one.system, one.asker, found)
    if not every and (found.state is not State.ACCEPTED or not found.content.changes):
        return None
    newest = every[0] if every else None
    is_desk = one.asker.has(Duty.STATISTICIAN)
    waits = newest is not None and newest.verdict is None and found.state is State.ACCEPTED
    mine = newest is not None and newest.made.by.id == one.asker.actor.id
    return {
        "year": found.year,
        "draft": f"/{one.language}/{PLACE}/{found.year}",
        "newest": None if newest is None else _told(newest, one, named=is_desk),
        "stands": "" if newest is None else _stands(one, newest),
        "earlier": [_told(each, one, named=is_desk) for each in every[1:]],
        "may_make": is_desk and found.state is State.ACCEPTED and bool(found.content.changes),
        "may_approve": is_desk and waits and not mine,
        "may_return": is_desk and waits,
        "own": is_desk and waits and mine,
        "may_take_back": is_desk
        and found.state is State.IN_FORM
        and newest is not None
        and newest.approved is not None,
    }


def _stands(one: Visit[Words], patch: Patch) -> str:
    """How an approved one stands in the draft, when that year still is one."""
    if patch.approved is None:
        return ""
    try:
        found = drafts.draft(one.system, patch.year)
    except Refused:
        return one.say("draft_over", year=patch.year)
    for each in found.patches:
        if each.patch.id == patch.id:
            return each.wrong or one.say("draft_there" if each.there else "draft_here")
    return ""


def _told(patch: Patch, one: Visit[Words], *, named: bool) -> dict[str, Any]:
    say, last = one.say, patch.reviews[-1] if patch.reviews else None
    return {
        "number": patch.number,
        "lines": [(_kind(line), line) for line in patch.text.splitlines()],
        "sha256": patch.sha256,
        "file": f"{top(one.language)}/{patch.proposal_number}/endringsfil/{patch.number}.patch",
        "made": say("patch_made", when=say.day(day(patch.made.at)), who=patch.made.by.name if named else say("ssb")),
        "verdict": say(f"patch_{last.verdict}" if last else "patch_waits"),
        "colour": _COLOURS[last.verdict] if last else "info",
        "reviews": [_review(each, say, named=named) for each in patch.reviews],
    }


def _kind(line: str) -> str:
    """What is new and what goes away; the names of files stand as they are."""
    if line.startswith(("+++", "---")):
        return ""
    return {"+": "ins", "-": "del"}.get(line[:1], "")


def _review(each: Review, say: Words, *, named: bool) -> str:
    who = each.said.by.name if named else say("ssb")
    told = say("patch_review", what=say(f"patch_{each.verdict}"), when=say.day(day(each.said.at)), who=who)
    return f"{told} {each.said.text}".strip()
