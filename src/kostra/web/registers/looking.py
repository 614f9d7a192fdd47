"""What is in force and awaited, one register with its files, and one file with what the controls found."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.pages.numbers import written
from kostra.app.ports.registers import ORIGINAL, Holds, Received
from kostra.app.registers import accepting, exporting, seeing
from kostra.app.registers.rights import may_send
from kostra.app.registers.seeing import Awaited, Overview
from kostra.model.errors import Refused
from kostra.model.event import Recorded
from kostra.model.people import Duty
from kostra.registers.found import Found
from kostra.registers.layout import Column, Layout
from kostra.registers.told import messages, sentence
from kostra.web.downloads import attached
from kostra.web.errors import status_of
from kostra.web.pages import Page, show
from kostra.web.registers.asked import SECTION, Asked, asked

_HOLDS = {Holds.IN_FORCE: "success", Holds.REPLACED: "neutral", Holds.REFUSED: "danger"}
_SEVERITIES = ("info", "info", "warning", "danger", "danger")


def front(request: Request) -> Response:
    one = asked(request)
    rows = [_overview(row, one) for row in seeing.overview(one.system, one.asker)]
    title = one.say("registers")
    return show(request, Page("registers/front.html", title, one.language, (), SECTION, context=_with(one, rows=rows)))


def register(request: Request) -> Response:
    return show_register(asked(request), request.path_params["register"])


def show_register(one: Asked, id: str, problem: Refused | None = None) -> Response:
    found = seeing.history(one.system, one.asker, id)
    layout = found.layout
    title = one.say.of(layout.title)
    context = _with(
        one,
        problem=None if problem is None else problem.message,
        about=one.say.of(layout.about),
        source=layout.source,
        facts=_facts(layout, one),
        columns=[_column(column, one) for column in layout.every_column],
        files=[_file(received, one) for received in found.received],
        may_send=may_send(one.asker, layout),
        here=f"{one.top}/{id}",
        example=_example(one),
    )
    crumbs = ((one.say("registers"), one.top),)
    status = 200 if problem is None else status_of(problem)
    page = Page("registers/register.html", title, one.language, crumbs, SECTION, status, context=context)
    return show(one.request, page)


def file(request: Request) -> Response:
    return show_file(asked(request), request.path_params["id"])


def show_file(one: Asked, id: str, problem: Refused | None = None) -> Response:
    seen = seeing.see(one.system, one.asker, id)
    received, layout = seen.received, seen.layout
    name = one.say.of(layout.title)
    context = _with(
        one,
        problem=None if problem is None else problem.message,
        received=received,
        row=_file(received, one),
        name=name,
        groups=[_group(found, layout, received, one) for found in received.found],
        may_accept=one.asker.has(Duty.STEWARD) and accepting.may_accept(received),
        may_have=not layout.personal and ORIGINAL in seen.kept,
        first_rows=seeing.first_rows(one.system, one.asker, id),
        history=[_event(event, one) for event in seen.events],
        here=one.file(id),
        register=f"{one.top}/{layout.id}",
    )
    crumbs = ((one.say("registers"), one.top), (name, f"{one.top}/{layout.id}"))
    title = one.say("file_title", register=name, period=received.period)
    status = 200 if problem is None else status_of(problem)
    return show(one.request, Page("registers/file.html", title, one.language, crumbs, SECTION, status, context=context))


def receipt(request: Request) -> Response:
    one = asked(request)
    received = seeing.see(one.system, one.asker, request.path_params["id"]).received
    return attached(received.receipt or "", f"kvittering-{received.id}.jws", "application/jose")


def files_csv(request: Request) -> Response:
    one = asked(request)
    id = request.path_params["register"]
    return attached(exporting.files_csv(one.system, one.asker, id), f"{id}.csv", "text/csv; charset=utf-8")


def found_csv(request: Request) -> Response:
    one = asked(request)
    id = request.path_params["id"]
    text = exporting.found_csv(one.system, one.asker, id, one.language)
    return attached(text, f"funn-{id}.csv", "text/csv; charset=utf-8")


def content(request: Request) -> Response:
    """A register without persons, as it came."""
    one = asked(request)
    received, file = exporting.original(one.system, one.asker, request.path_params["id"])
    with file:
        return attached(file.read(), f"{received.register}-{received.period}.csv", "text/csv")


def _with(one: Asked, **context: Any) -> dict[str, Any]:
    return {"say": one.say, "top": one.top, "problem": None} | context


def _example(one: Asked) -> int:
    return one.system.clock.now().year - 1


def _overview(row: Overview, one: Asked) -> dict[str, Any]:
    newest, in_force = row.newest, row.in_force
    return {
        "name": one.say.of(row.layout.title),
        "address": f"{one.top}/{row.layout.id}",
        "body": row.layout.body or "SSB",
        "in_force": None if in_force is None else _file(in_force, one),
        "refused": _file(newest, one) if newest is not None and newest.holds is Holds.REFUSED else None,
        "awaited": _awaited(row.awaited, one),
        "late": row.awaited is not None and row.awaited.late,
    }


def _awaited(awaited: Awaited | None, one: Asked) -> str:
    if awaited is None:
        return ""
    return one.say("late" if awaited.late else "awaited", period=awaited.period, date=one.say.day(awaited.due))


def _facts(layout: Layout, one: Asked) -> list[tuple[str, str]]:
    versions = ", ".join(f"{version} ({year}–)" for year, version in layout.version.points)
    return [
        (one.say("sent_by"), layout.body or "SSB"),
        (one.say("version"), versions),
        (one.say("periods"), ", ".join(one.say(f"span_{span}") for span in layout.spans)),
        (one.say("due"), _due(layout, one)),
        (one.say("key"), ", ".join(layout.key)),
        (one.say("covers"), one.say(f"covers_{layout.covers}")),
        (one.say("change"), _change(layout, one)),
        (one.say("persons"), one.say("persons_yes" if layout.personal else "persons_no")),
    ]


def _due(layout: Layout, one: Asked) -> str:
    due = layout.due
    if due is None:
        return one.say("due_when")
    return one.say("due_after" if due.years_after else "due_same", day=due.day, month=one.say(f"month_{due.month}"))


def _change(layout: Layout, one: Asked) -> str:
    limits = layout.limits
    return one.say("change_within", fewer=round(100 * limits.fewer), more=round(100 * limits.more))


def _column(column: Column, one: Asked) -> dict[str, str]:
    codes = (
        []
        if column.codes is None
        else [f"{code.value} {one.say.of(code.label.points[-1][1])}" for code in column.codes.codes]
    )
    return {
        "id": column.id,
        "title": one.say.of(column.title),
        "kind": one.say.of(messages()[f"kind_{column.kind}"]),
        "required": one.say("required_yes" if column.required else "required_no"),
        "codes": ", ".join(codes),
    }


def _file(received: Received, one: Asked) -> dict[str, Any]:
    return {
        "id": received.id,
        "address": one.file(received.id),
        "period": str(received.period),
        "time": one.say.moment(received.received),
        "who": received.by.name,
        "file": received.file_name or "",
        "rows": written(received.rows),
        "size": written(received.size),
        "holds": one.say(f"holds_{received.holds}"),
        "colour": _HOLDS[received.holds],
        "found": len(received.found),
    }


def _group(found: Found, layout: Layout, received: Received, one: Asked) -> dict[str, Any]:
    return {
        "control": found.control,
        "severity": one.say(f"severity_{found.severity}"),
        "colour": _SEVERITIES[found.severity],
        "message": one.say.of(sentence(layout, received.period, found)),
        "rows": found.rows,
        "more": found.count - len(found.rows) if found.rows else 0,
    }


def _event(event: Recorded, one: Asked) -> dict[str, str]:
    key = f"event_{event.event.action.rpartition('.')[2]}"
    return {
        "time": one.say.moment(event.at),
        "who": event.actor.name,
        "what": one.say(key),
        "reason": event.event.reason,
    }
