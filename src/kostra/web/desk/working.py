"""The worklist, and the rounds of reminders: looked at, chosen among, and sent by a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.followup import exporting, outbox, reminding, working, writing
from kostra.app.pages.numbers import written
from kostra.app.pages.words import Words
from kostra.app.people import units
from kostra.followup.worklist import Action, Row
from kostra.model.errors import Refused
from kostra.web.desk.asked import Asked, asked, page
from kostra.web.desk.paging import paged
from kostra.web.exports import file


def worklist(request: Request) -> Response:
    """All of it, or one form's, or one kind of work."""
    one = asked(request)
    every = working.worklist(one.system, one.asker)
    form, action = _filter(one)
    shown = paged(request, [row for row in every if _is_asked_for(row, form, action)])
    actions = Words(exporting.TEXTS, one.language)
    context = {
        "paged": shown,
        "work": work_rows(shown.rows, one),
        "forms": sorted({row.standing.expected.form for row in every}),
        "actions": [(each, actions(f"action.{each}")) for each in Action if any(row.action is each for row in every)],
        "form": form,
        "action": action,
        "query": "?" + urlencode({"skjema": form, "gjor": action}) if form or action else "",
    }
    return page(one, "worklist", one.say("worklist"), context)


def export_worklist(request: Request) -> Response:
    """The same rows as the page, all of them."""
    one = asked(request)
    form, action = _filter(one)
    rows = [row for row in working.worklist(one.system, one.asker) if _is_asked_for(row, form, action)]
    return file(one.request, exporting.worklist(rows, one.language), "arbeidsliste")


def _filter(one: Asked) -> tuple[str, str]:
    query = one.request.query_params
    return query.get("skjema", ""), query.get("gjor", "")


def _is_asked_for(row: Row, form: str, action: str) -> bool:
    return form in ("", row.standing.expected.form) and action in ("", row.action)


def work_rows(rows: Sequence[Row], one: Asked) -> list[dict[str, Any]]:
    actions = Words(exporting.TEXTS, one.language)
    return [
        {
            "unit": row.standing.expected.unit,
            "name": units.name(row.standing.expected.unit, row.standing.expected.period.year),
            "form": row.standing.expected.form,
            "period": str(row.standing.expected.period),
            "state": one.say.state(row.standing.state),
            "action": actions(f"action.{row.action}"),
            "due": one.say.day(row.due),
            "days": row.days,
            "errors": row.open_errors,
            "influence": written(100 * row.influence, 2),
            "here": f"{one.top}/enhet/{row.standing.expected.unit}",
        }
        for row in rows
    ]


def reminders(request: Request) -> Response:
    return _reminders(asked(request))


def send_reminders(request: Request) -> Response:
    """To those of the page that were ticked, or to all of the round, on whatever page they stand."""
    one = asked(request)
    try:
        if one.form.get("hvem") == "alle":
            chosen = [each.recipient.unit for each in reminding.preview(one.system, one.asker) if each.to]
        else:
            chosen = one.chosen("enhet")
        if not chosen:
            raise Refused(one.say("nobody_chosen"))
        sent = reminding.send_round(one.system, one.asker, chosen)
    except Refused as refused:
        return _reminders(one, refused)
    return RedirectResponse(f"{one.top}/purringer?sendt={len(sent.units)}&hoppet={len(sent.passed_over)}", 303)


def send_letter_again(request: Request) -> Response:
    one = asked(request)
    outbox.send_again(one.system, one.asker, request.path_params["id"])
    return RedirectResponse(f"{one.top}/purringer", 303)


def _reminders(one: Asked, problem: Refused | None = None) -> Response:
    planned = reminding.preview(one.system, one.asker)
    failed = outbox.failed(one.system, one.asker)
    letters = Words(writing.TEXTS, one.language)
    query = one.request.query_params
    shown = paged(one.request, planned)
    chosen = one.chosen("enhet") if problem is not None else [each.recipient.unit for each in shown.rows]
    reachable = sum(bool(each.to) for each in planned)
    context = {
        "paged": shown,
        "chosen": chosen,
        "reachable": reachable,
        "unreachable": len(planned) - reachable,
        "planned": [
            {
                "unit": each.recipient.unit,
                "name": each.name,
                "language": each.language,
                "step": letters(f"{each.recipient.step.id}.name"),
                "forms": ", ".join(f"{owed.expected.form} {owed.expected.period}" for owed in each.recipient.owed),
                "to": ", ".join(each.to),
                "subject": each.written.subject,
                "body": each.written.body,
                "here": f"{one.top}/enhet/{each.recipient.unit}",
            }
            for each in shown.rows
        ],
        "failed": [
            {
                "id": letter.id,
                "unit": letter.unit,
                "to": ", ".join(letter.to),
                "subject": letter.subject,
                "tries": letter.attempts,
            }
            for letter in failed
        ],
        "sent": _count(query.get("sendt")),
        "passed_over": _count(query.get("hoppet")),
    }
    return page(one, "reminders", one.say("reminders"), context, problem=problem)


def _count(written_count: str | None) -> int | None:
    return (
        int(written_count)
        if written_count is not None and written_count.isascii() and written_count.isdigit() and len(written_count) < 8
        else None
    )
