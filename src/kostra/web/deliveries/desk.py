"""The desk's side: what is ordered, what a delivery holds, approving and deleting. And the order itself, which recipients send too."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.deliveries import approving, bases, ordering, seeing
from kostra.app.deliveries.seeing import Seen
from kostra.app.pages.numbers import kilobytes, written
from kostra.deliveries.refusing import Why
from kostra.forms import catalogue
from kostra.model.delivery import Delivery, Order, Stage
from kostra.model.errors import Refused
from kostra.model.event import Recorded
from kostra.model.people import Duty
from kostra.model.period import Period
from kostra.web.deliveries import box
from kostra.web.deliveries.asked import BASES, DELIVERIES, Asked, asked, forms, page, stage, what, whom
from kostra.web.events import told_events


def deliveries(request: Request) -> Response:
    one = asked(request)
    return _front(one) if one.asker.has(Duty.STATISTICIAN) else box.show(one)


def order(request: Request) -> Response:
    """By the desk for anybody, and by somebody of a recipient for that."""
    one = asked(request)
    desk = one.asker.has(Duty.STATISTICIAN)
    try:
        ordered = ordering.order(one.system, one.asker, _order(one, desk), one.form.get("grunn", ""))
    except Refused as refused:
        return _front(one, refused) if desk else box.show(one, refused)
    return RedirectResponse(
        f"{one.at(DELIVERIES)}/{ordered.id}" if desk else f"{one.at(DELIVERIES)}?gjort=bestilt", 303
    )


def one_delivery(request: Request) -> Response:
    return _show(asked(request))


def approve(request: Request) -> Response:
    one = asked(request)
    try:
        approving.approve(one.system, one.asker, one.id, one.form.get("merknad", ""))
    except Refused as refused:
        return _show(one, refused)
    return RedirectResponse(f"{one.at(DELIVERIES)}/{one.id}?gjort=godkjent", 303)


def drop(request: Request) -> Response:
    one = asked(request)
    try:
        approving.drop(one.system, one.asker, one.id, one.form.get("grunn", ""))
    except Refused as refused:
        return _show(one, refused)
    return RedirectResponse(f"{one.at(DELIVERIES)}/{one.id}?gjort=slettet", 303)


def _order(one: Asked, desk: bool) -> Order:
    form, period = catalogue.form(one.form.get("skjema", "")[:20]).id, Period.read(one.form.get("periode", "")[:20])
    recipient = one.form.get("mottaker", "")[:60] if desk else str(one.asker.body)
    variables = tuple(one.form.get("felt", "").replace(",", " ").split())
    return Order(recipient, one.form.get("hjemmel", "")[:60] if desk else "", form, period, variables)


def _front(one: Asked, problem: Refused | None = None) -> Response:
    every = seeing.listed(one.system, one.asker)
    register = bases.listed(one.system)
    names = {recipient.id: recipient.name for recipient, _ in register}
    context = {
        "rows": [_row(one, each, names) for each in every],
        "attempts": [_attempt(one, each, names) for each in seeing.attempts(one.system, one.asker)],
        "recipients": list(names.items()),
        "forms": forms(one),
        "typed": defaultdict(str, one.form),
    }
    return page(one, "front", one.say("deliveries"), DELIVERIES, context, problem=problem)


def _row(one: Asked, each: Delivery, names: dict[str, str]) -> dict[str, Any]:
    return {
        "here": f"{one.at(DELIVERIES)}/{each.id}",
        "what": what(each, one),
        "recipient": names.get(each.order.recipient, each.order.recipient),
        "ordered": one.say("by_when", who=each.ordered.by.name, when=one.say.moment(each.ordered.at)),
        "rows": "" if each.made is None else written(each.made.rows),
        "stage": stage(each, one),
    }


def _attempt(one: Asked, each: Recorded, names: dict[str, str]) -> dict[str, str]:
    """The reasons by their names; what was asked for, as far as the log has it."""
    told = each.event.details
    recipient = str(told.get("recipient") or "")
    reasons = str(told.get("why") or "").split(", ")
    return {
        "when": one.say.moment(each.at),
        "who": each.actor.name,
        "recipient": names.get(recipient, recipient),
        "what": one.say("what", form=each.event.form, period=each.event.period)
        if each.event.form
        else each.event.subject,
        "why": "; ".join(one.say(f"why_{Why(reason).name.lower()}") for reason in reasons),
    }


def _show(one: Asked, problem: Refused | None = None) -> Response:
    seen = seeing.see(one.system, one.asker, one.id)
    delivery = seen.delivery
    title = one.say("title", form=delivery.order.form, period=delivery.order.period, recipient=seen.recipient.name)
    context = {
        "here": f"{one.at(DELIVERIES)}/{delivery.id}",
        "stage": stage(delivery, one),
        "basis": {"here": f"{one.at(BASES)}/{seen.basis.id}", "title": seen.basis.paragraph},
        "facts": _facts(one, seen),
        "variables": [] if seen.manifest is None else seen.manifest["variables"],
        "differences": _differences(one, seen),
        "waits": delivery.stage is Stage.MADE,
        "own": delivery.ordered.by.id == one.asker.actor.id,
        "unmade": delivery.stage is Stage.ORDERED,
        "there": delivery.stage is not Stage.DELETED,
        "fetched": [one.say("by_when", who=each.by.name, when=one.say.moment(each.at)) for each in delivery.fetched],
        "history": told_events(seen.events, one.language),
    }
    return page(one, "one", title, DELIVERIES, context, problem=problem)


def _facts(one: Asked, seen: Seen) -> list[tuple[str, str]]:
    delivery, basis = seen.delivery, seen.basis
    told = [
        (one.say("purpose"), basis.purpose),
        (one.say("identity"), one.say(f"identity_{basis.identity.name.lower()}")),
        (one.say("persons"), whom(basis.persons, one)),
        (one.say("asked_persons"), whom(delivery.order.persons, one)),
    ]
    if delivery.made is not None:
        told += [
            (one.say("rows"), written(delivery.made.rows)),
            (one.say("resolved"), written(delivery.made.persons)),
            (one.say("units"), written(len(delivery.made.regions))),
            (one.say("size"), kilobytes(delivery.made.size)),
            (one.say("sha256"), delivery.made.sha256),
        ]
    return told


def _differences(one: Asked, seen: Seen) -> dict[str, Any] | None:
    told = None if seen.manifest is None else seen.manifest["differences"]
    if told is None:
        return None
    return {
        "counts": one.say(
            "differences_counts",
            added=written(told["added"]),
            gone=written(told["gone"]),
            changed=written(told["changed"]),
            units=written(len(told["units"])),
        ),
        "variables": [(id, written(number)) for id, number in told["variables"].items()],
        "earlier": f"{one.at(DELIVERIES)}/{seen.delivery.replaces}",
    }
