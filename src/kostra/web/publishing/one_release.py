"""One release: what is in it, what changed since the one before, who had not delivered; its approval, and taking it back."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.pages.numbers import written
from kostra.app.publication import approving, showing
from kostra.app.publication.showing import Seen
from kostra.model.errors import Refused
from kostra.model.release import Release
from kostra.publication.manifest import Absent, Manifest, Table
from kostra.publication.standing import State
from kostra.tables import catalogue
from kostra.web.publishing.asked import Asked, asked, page, stands, title, when

_CHANGES = ("added", "gone", "changed", "hidden", "shown")


def one_release(request: Request) -> Response:
    return _show(asked(request))


def approve(request: Request) -> Response:
    one = asked(request)
    try:
        approving.approve(one.system, one.asker, one.data, one.id, one.form.get("merknad", ""))
    except Refused as refused:
        return _show(one, refused)
    return RedirectResponse(f"{one.here(one.id)}?gjort=godkjent", 303)


def withdraw(request: Request) -> Response:
    one = asked(request)
    try:
        approving.withdraw(one.system, one.asker, one.id, one.form.get("grunn", ""))
    except Refused as refused:
        return _show(one, refused)
    return RedirectResponse(f"{one.here(one.id)}?gjort=trukket", 303)


def _show(one: Asked, problem: Refused | None = None) -> Response:
    seen = showing.see(one.system, one.asker, one.data, one.id)
    of, found = seen.release, seen.manifest
    waits = seen.state is State.WAITING
    context = {
        "here": one.here(of.id),
        "stands": stands(seen.state, one),
        "hour": one.say("hour_public" if seen.state in (State.PUBLIC, State.REPLACED) else "hour", when=when(of, one)),
        "made": one.say("made_by", who=of.made.by.name, when=one.say.moment(of.made.at)),
        "reason": of.made.text,
        "corrects": one.here(of.corrects) if of.corrects else "",
        "approved": _approved(of, one),
        "approval_comment": "" if of.approved is None else of.approved.text,
        "withdrawn": ""
        if of.withdrawn is None
        else one.say("withdrawn_by", who=of.withdrawn.by.name, when=one.say.moment(of.withdrawn.at)),
        "why_withdrawn": "" if of.withdrawn is None else of.withdrawn.text,
        "stops": [one.say(f"stop_{each}") for each in seen.obstacles] if waits else [],
        "waits": waits,
        "may_withdraw": of.withdrawn is None,
        "instead": _instead(seen, one),
        "others": ", ".join(seen.others),
        "tables": [] if found is None else [_table(one, each, of.year) for each in found.tables],
        "gone": "" if found is None else ", ".join(found.gone),
        "absent": [] if found is None else [_absent(one, each) for each in found.absent],
        "runs": [{"id": run, "here": f"/{one.language}/prikking/{run}"} for run in of.runs],
        "facts": [(one.say("manifest"), of.manifest), *([] if found is None else _files(found, one))],
    }
    return page(one, "release", title(of.kind, of.year, one), context, problem=problem)


def _approved(of: Release, one: Asked) -> str:
    if of.approved is None:
        return ""
    key = "approved_by" if of.standing is None else "approved_beforehand"
    return one.say(key, who=of.approved.by.name, when=one.say.moment(of.approved.at))


def _instead(seen: Seen, one: Asked) -> str:
    """What readers see if it is taken back now."""
    if not seen.after:
        return one.say("instead_nothing_seen")
    back = sum(release is not None for release in seen.after.values())
    return one.say("instead", back=written(back), gone=written(len(seen.after) - back))


def _table(one: Asked, each: Table, year: int) -> dict[str, Any]:
    return {
        "id": each.id,
        "title": one.say.of(catalogue.table(each.id, year).title),
        "status": one.say(f"status_{each.status}"),
        "new": one.say("is_new") if each.is_new else one.say("first_of_year") if each.before is None else "",
        "changes": [written(getattr(each.changes, name)) for name in _CHANGES],
    }


def _absent(one: Asked, each: Absent) -> dict[str, str]:
    return {
        "form": one.say("absent_form", form=each.form, period=each.period),
        "line": one.say(
            "absent_line",
            count=written(len(each.units)),
            owed=written(each.owed),
            share=f"{written(each.share / 100, 1)}\u00a0%",
        ),
        "names": ", ".join(sorted(each.units.values())),
    }


def _files(found: Manifest, one: Asked) -> list[tuple[str, str]]:
    size = sum(each.size for each in found.files.values())
    said = one.say("files_line", count=written(len(found.files)), size=written(size // 1024))
    return [(one.say("files"), said), *((one.say("pattern", run=run.id), run.pattern) for run in found.runs)]
