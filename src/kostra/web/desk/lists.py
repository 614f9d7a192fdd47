"""Error lists at the desk: all there are, one with its lines, and closing the small ones at a cut-off."""

from __future__ import annotations

from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.followup import answering, codes, errorlists, exporting
from kostra.app.followup.errorlists import Opened
from kostra.app.people import units
from kostra.followup.errorlists import Answer, ErrorList
from kostra.model.errors import Refused
from kostra.web.desk.asked import Asked, asked, form_and_period, page
from kostra.web.desk.paging import paged
from kostra.web.exports import file
from kostra.web.portal.asked import in_boxes
from kostra.web.portal.lists import told_lines


def all_lists(request: Request) -> Response:
    """What waits for the desk comes first, then what is out, then what is done with."""
    one = asked(request)
    every = sorted(answering.lists(one.system, one.asker), key=_turn)
    shown = paged(request, every)
    context = {
        "paged": shown,
        "lists": [_row(each, one) for each in errorlists.with_lines(one.system, one.asker, shown.rows)],
        "forms": sorted({(each.expected.form, str(each.expected.period)) for each in every if each.is_open}),
    }
    return page(one, "lists", one.say("lists"), context)


def export(request: Request) -> Response:
    one = asked(request)
    every = answering.lists(one.system, one.asker)
    opened = errorlists.with_lines(one.system, one.asker, every)
    return file(one.request, exporting.error_lists(opened, one.language), "feillister")


def one_list(request: Request) -> Response:
    return _one(asked(request))


def accept(request: Request) -> Response:
    """Takes the explanations of the lines that were ticked."""
    one = asked(request)
    numbers = _numbers(one)
    try:
        if not numbers:
            raise Refused(one.say("no_lines"))
        errorlists.accept_lines(one.system, one.asker, _id(one), numbers)
    except Refused as refused:
        return _one(one, refused)
    return RedirectResponse(f"{one.top}/feillister/{_id(one)}", 303)


def close(request: Request) -> Response:
    one = asked(request)
    try:
        errorlists.close_list(
            one.system, one.asker, _id(one), one.form.get("behandling", ""), one.form.get("notat", "")
        )
    except Refused as refused:
        return _one(one, refused)
    return RedirectResponse(f"{one.top}/feillister/{_id(one)}", 303)


def small(request: Request) -> Response:
    return _small(asked(request))


def close_small(request: Request) -> Response:
    one = asked(request)
    form, period = form_and_period(request)
    try:
        if not one.chosen("liste"):
            raise Refused(one.say("no_lists"))
        note, treatment = one.form.get("notat", ""), one.form.get("behandling", "")
        errorlists.close_small(one.system, one.asker, form, period, one.chosen("liste"), treatment, note)
    except Refused as refused:
        return _small(one, refused)
    return RedirectResponse(f"{one.top}/feillister", 303)


def _small(one: Asked, problem: Refused | None = None) -> Response:
    form, period = form_and_period(one.request)
    found = errorlists.small_lists(one.system, one.asker, form, period)
    context = {
        "lists": [_row(each, one) for each in found],
        "treatments": _treatments(one),
        "ticked": one.chosen("liste") if problem is not None else None,
        "typed": in_boxes(one.form if problem is not None else {}),
        "here": f"{one.top}/feillister/sma/{form}/{period}",
    }
    crumbs = ((one.say("lists"), f"{one.top}/feillister"),)
    return page(one, "small", one.say("small_title", form=form, period=period), context, *crumbs, problem=problem)


def _one(one: Asked, problem: Refused | None = None) -> Response:
    opened = answering.see(one.system, one.asker, _id(one))
    context = {
        "list": _row(opened, one),
        "lines": told_lines(opened.lines, one.language, opened.list.expected),
        "is_open": opened.list.is_open,
        "treatments": _treatments(one),
        "treatment": opened.list.treatment,
        "ticked": _explained(opened) if problem is None else {str(number) for number in _numbers(one)},
        "typed": in_boxes(one.form if problem is not None else {}),
        "left_out": opened.list.left_out,
        "unit_here": f"{one.top}/enhet/{opened.list.expected.unit}",
        "here": f"{one.top}/feillister/{_id(one)}",
    }
    title = _title(opened.list, one)
    return page(one, "list", title, context, (one.say("lists"), f"{one.top}/feillister"), problem=problem)


def _numbers(one: Asked) -> list[int]:
    return [int(each) for each in one.chosen("linje") if each.isascii() and each.isdigit() and len(each) < 8]


def _explained(opened: Opened) -> set[str]:
    """The lines that the municipality says are right, by number: they are ticked until somebody thinks otherwise."""
    return {str(line.number) for line in opened.lines if line.answer is Answer.RIGHT}


def _turn(made: ErrorList) -> tuple[int, date, str]:
    """Those that have been answered first, then those whose answer is due first."""
    rank = 0 if made.is_open and made.returned is not None else 1 if made.is_open else 2
    return rank, made.answer_by, made.id


def _row(opened: Opened, one: Asked) -> dict[str, Any]:
    made = opened.list
    return {
        "id": made.id,
        "title": _title(made, one),
        "form": made.expected.form,
        "period": str(made.expected.period),
        "round": made.round,
        "lines": len(opened.lines),
        "open": opened.open,
        "sent": one.say.moment(made.sent),
        "sent_by": made.sent_by,
        "answer_by": one.say.day(made.answer_by),
        "returned": one.say.moment(made.returned) if made.returned else "",
        "closed": one.say.moment(made.closed) if made.closed else "",
        "here": f"{one.top}/feillister/{made.id}",
    }


def _title(made: ErrorList, one: Asked) -> str:
    expected = made.expected
    name = units.name(expected.unit, expected.period.year)
    return one.say("list_title", form=expected.form, period=expected.period, name=name, round=made.round)


def _treatments(one: Asked) -> list[tuple[str, str]]:
    return [(key, one.say.of(text)) for key, text in codes.treatments().items()]


def _id(one: Asked) -> str:
    id: str = one.request.path_params["id"]
    return id
