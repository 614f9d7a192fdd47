"""What each release changed: which tables were new, which had ended, and how many of the figures of the others are not what they were."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.pages.numbers import written
from kostra.app.publication import history, showing
from kostra.app.publication.history import Came
from kostra.model.errors import Missing
from kostra.publication.manifest import Absent, Manifest
from kostra.web.calendar.asked import CHANGES, QUALITY, Asked, asked, release, tables
from kostra.web.errors import Wrong

_CHANGES = ("added", "gone", "changed", "hidden", "shown")


def changes(request: Request) -> Response:
    one = asked(request)
    out = history.calendar(one.system, one.data).out
    context = {"releases": [_summary(one, each) for each in out]}
    return one.page("changes", one.say("changes"), context, CHANGES)


def of_release(request: Request) -> Response:
    one = asked(request)
    id = str(request.path_params["id"])
    try:
        found = history.came(showing.public(one.system, one.data), id)
    except Missing:
        raise Wrong(404, one.say("no_release", id=id[:20]), (one.say("changes"), one.path(CHANGES))) from None
    of = found.release
    manifest = found.manifest
    context = {
        "one": _summary(one, found),
        "parcel": f"/api/releases/{of.id}.zip",
        "quality": one.path(QUALITY, of.id),
        "rows": [] if manifest is None else _rows(one, manifest),
        "absent": [] if manifest is None else [_absent(one, each) for each in manifest.absent],
    }
    above = ((one.say("changes"), one.path(CHANGES)),)
    return one.page("release", one.say.release(of.kind, of.year), context, CHANGES, of.id, above=above)


def _summary(one: Asked, came: Came) -> dict[str, Any]:
    manifest, of = came.manifest, came.release
    every = () if manifest is None else manifest.tables
    compared = [each for each in every if each.before is not None]
    return release(one, came) | {
        "known": manifest is not None,
        "compared": len(compared),
        "changed": sum(each.changes.any for each in compared),
        "first": len(every) - len(compared),
        "new": tables(one, tuple(each.id for each in every if each.is_new), of.year),
        "ended": tables(one, () if manifest is None else manifest.gone, of.year - 1),
    }


def _rows(one: Asked, manifest: Manifest) -> list[dict[str, Any]]:
    named = tables(one, tuple(each.id for each in manifest.tables), manifest.year)
    return [
        about
        | {
            "status": one.say(f"status_{each.status}"),
            "new": one.say("is_new") if each.is_new else one.say("first_of_year") if each.before is None else "",
            "changes": [written(getattr(each.changes, name)) for name in _CHANGES],
        }
        for about, each in zip(named, manifest.tables, strict=True)
    ]


def _absent(one: Asked, each: Absent) -> dict[str, str]:
    """Who had not delivered when the figures were made, by name: it follows the figures, and is not changed after."""
    return {
        "form": one.say("absent_form", form=each.form, period=each.period),
        "line": one.say("absent_line", count=written(len(each.units)), owed=written(each.owed)),
        "names": ", ".join(sorted(each.units.values())),
    }
