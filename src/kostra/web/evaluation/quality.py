"""The quality statement of each release, for readers: a page in three languages, and the same as JSON."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kostra.app.evaluation import stating, told
from kostra.app.evaluation.stating import Statement
from kostra.app.publication import history, showing
from kostra.app.publication.showing import Public
from kostra.model.errors import Missing
from kostra.model.text import Language, Text
from kostra.reporting.quality import WHOLE, OfForm, Revision
from kostra.web.errors import Wrong
from kostra.web.evaluation.words import Words
from kostra.web.language import READ
from kostra.web.pages import Page, show
from kostra.web.statbank.shapes import OPEN

PLACE = "kvalitet"
API = "/api/releases/{id}/quality.json"
_SHORT = {"Cache-Control": "public, max-age=10"}


def statements(request: Request) -> Response:
    """Of the releases that are out; with a table in the address, of those that it is in."""
    language, say = _language(request)
    table = request.query_params.get("tabell", "")[:20]
    public = _public(request)
    try:
        found = stating.listed(public, table or None)
    except Missing:
        raise Wrong(404, say("no_table", table=table), (say("statements"), f"/{language}/{PLACE}")) from None
    context = {
        "say": say,
        "table": "" if not table else say("of_table", table=table),
        "all": f"/{language}/{PLACE}" if table else "",
        "rows": [
            {
                "title": _begins(say.release(one.release.kind, one.release.year)),
                "when": say.moment(one.opened),
                "here": f"/{language}/{PLACE}/{one.release.id}",
            }
            for one in found
        ],
    }
    return _show(request, "statements", say("statements"), say("statements_about"), context)


def statement(request: Request) -> Response:
    language, say = _language(request)
    found = _found(request, say)
    release = found.came.release
    context = {
        "say": say,
        "when": say.moment(found.came.opened),
        "synthetic": found.manifest.synthetic,
        "changes": f"/{language}/endringer/{release.id}",
        "json": API.replace("{id}", release.id),
        "known": found.kept is not None,
        "timeliness": _timeliness(found, say),
        "coverage": _coverage(found, say),
        "accuracy": _accuracy(found, say),
        "tables": _tables(found, say),
        "estimates": _estimates(found, say),
        "comparability": _comparability(found, say),
        "revisions": _revisions(found, say),
        "burden": [_burden(one, say) for one in found.forms],
    }
    title = say("statement_title", release=say.release(release.kind, release.year))
    above = ((say("statements"), f"/{language}/{PLACE}"),)
    return _show(request, "statement", title, say("statement_about"), context, release.id, above)


def as_json(request: Request) -> Response:
    """What is out is the same for ever, but for the day that it came."""
    found = _found(request, Words(Language.BOKMAL))
    return JSONResponse(told.statement_as_json(found), headers=OPEN | _SHORT)


def _language(request: Request) -> tuple[Language, Words]:
    language: Language = request.path_params["language"]
    return language, Words(language)


def _public(request: Request) -> Public:
    data: Path = request.app.state.settings.data
    return showing.public(request.app.state.system, data)


def _found(request: Request, say: Words) -> Statement:
    id = str(request.path_params["id"])
    try:
        return stating.statement(_public(request), id)
    except Missing:
        way = (say("statements"), f"/{say.language}/{PLACE}")
        raise Wrong(404, say("no_statement", id=id[:20]), way) from None


def _show(
    request: Request,
    template: str,
    title: str,
    about: str,
    context: dict[str, Any],
    id: str = "",
    above: tuple[tuple[str, str], ...] = (),
) -> Response:
    language: Language = request.path_params["language"]
    return show(
        request,
        Page(
            f"evaluation/{template}.html",
            title,
            language,
            above,
            "figures",
            languages=READ,
            canonical=f"/{PLACE}/{id}" if id else f"/{PLACE}",
            description=about,
            context=context,
        ),
    )


def _timeliness(found: Statement, say: Words) -> list[str]:
    year = say("after_year", days=say.days(found.days), year=found.manifest.year)
    return [
        year,
        *(
            say("after_deadline", days=say.days(one.days), form=one.form, deadline=say.day(one.deadline))
            for one in found.since
        ),
    ]


def _coverage(found: Statement, say: Words) -> list[dict[str, str]]:
    return [
        {
            "form": one.form,
            "period": one.period,
            "answered": say("answered_of", answered=one.owed - len(one.units), owed=one.owed),
            "people": say.percent(1 - Fraction(one.share, WHOLE), 2),
        }
        for one in found.absent
    ]


def _accuracy(found: Statement, say: Words) -> list[str]:
    if found.kept is None:
        return []
    hidden = sum(one.hidden for one in found.kept.tables)
    cells = sum(one.cells for one in found.kept.tables)
    told = [
        say("estimated_cells", share=say.percent(found.kept.estimated_share, 2) or say.percent(Fraction(0), 2)),
        say("hidden_cells", share=say.percent(Fraction(hidden, cells) if cells else Fraction(0), 2)),
    ]
    return told + [
        say(
            "edited_records",
            edited=say.number(one.edited),
            records=say.number(one.records),
            form=one.form,
            share=say.percent(one.edited_share, 2),
        )
        for one in found.forms
        if one.records
    ]


def _tables(found: Statement, say: Words) -> list[dict[str, str]]:
    if found.kept is None:
        return []
    return [
        _table(found, one.table, say)
        | {
            "cells": say.number(one.cells),
            "hidden": say.number(one.hidden),
            "estimated": say.number(one.estimated),
            "covered": "" if one.expected is None else say("answered_of", answered=one.reported, owed=one.expected),
            "people": "" if one.people is None else say.percent(Fraction(one.people, WHOLE), 2),
        }
        for one in found.kept.tables
    ]


def _estimates(found: Statement, say: Words) -> list[dict[str, str]]:
    return [
        {
            "form": of.form,
            "variable": say.of(_text(one.title)),
            "units": say.number(one.units),
            "share": _share(one.share, say),
            "cv": _share(one.cv, say),
        }
        for of in found.forms
        for one in of.estimates
    ]


def _comparability(found: Statement, say: Words) -> dict[str, Any]:
    manifest, kept = found.manifest, found.kept
    return {
        "breaks": [
            _table(found, one.table, say) | {"text": say.of(_text(each["text"]))}
            for one in (() if kept is None else kept.tables)
            for each in one.breaks
        ],
        "forms": [_changes(one, say) for one in found.forms if one.before is not None],
        "new": [_table(found, one.id, say) for one in manifest.tables if one.is_new],
        "gone": [_table(found, id, say, manifest.year - 1) for id in manifest.gone],
    }


def _changes(one: OfForm, say: Words) -> dict[str, str]:
    told = one.changes
    counted = {name: say.number(getattr(told, name)) for name in ("added", "removed", "altered", "codes")}
    line = say("form_changes", form=one.form, before=one.before, **counted) if told.any else ""
    year = (one.before or 0) + 1
    return {
        "text": line or say("form_same", form=one.form, before=one.before),
        # The list itself is there in the two written forms.
        "here": f"/{say.language}/skjema/{one.form}/endringer/{one.before}/{year}"
        if say.language is not Language.ENGLISH and told.any
        else "",
    }


def _revisions(found: Statement, say: Words) -> list[dict[str, str]]:
    return [] if found.kept is None else [_revision(found, one, say) for one in found.kept.revisions]


def _revision(found: Statement, one: Revision, say: Words) -> dict[str, str]:
    return _table(found, one.table, say) | {
        "measure": say.of(_text(one.title)),
        "compared": say.number(one.compared),
        "changed": say.number(one.changed),
        "mean": say.number(one.mean, one.decimals + 2),
        "relative": say.percent(one.relative, 2),
    }


def _burden(one: OfForm, say: Words) -> dict[str, str]:
    own = one.burden
    names = ("units", "deliveries", "again", "by_system", "stopped", "findings", "asked", "answered")
    days = "" if own.days is None else say("days_of", days=say.days(own.days), approved=say.number(own.approved))
    return {"form": one.form, "days": days} | {name: say.number(getattr(own, name)) for name in names}


def _table(found: Statement, id: str, say: Words, year: int | None = None) -> dict[str, str]:
    title = say.of(history.title(id, found.manifest.year if year is None else year))
    return {"id": id, "title": title, "here": f"/{say.language}/tabeller/{id}"}


def _share(share: int | None, say: Words) -> str:
    return say("not_told") if share is None else say.percent(Fraction(share, WHOLE), 2)


def _begins(title: str) -> str:
    return title[:1].upper() + title[1:]


def _text(told: Any) -> Text:
    return Text(told["nb"], told["nn"], told.get("en"))
