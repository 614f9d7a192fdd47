"""The register of legal bases, for anybody to read: who may have what, and why. The desk enters, approves and ends them here."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.deliveries import bases
from kostra.deliveries.catalogue import spelled_out
from kostra.forms import catalogue
from kostra.model.delivery import Basis, Identity, Persons, Recipient, RecipientKind, Stands
from kostra.model.errors import Refused
from kostra.model.people import HOUSE, Duty
from kostra.model.protection import Said
from kostra.web.deliveries.asked import BASES, Asked, asked, held, page, stands, whom


def register(request: Request) -> Response:
    return _register(asked(request))


def one_basis(request: Request) -> Response:
    return _show(asked(request))


def enter(request: Request) -> Response:
    one = asked(request)
    try:
        entered = bases.enter(one.system, one.asker, _basis(one), one.form.get("grunn", ""))
    except Refused as refused:
        return _register(one, refused, "registrer")
    return RedirectResponse(f"{one.at(BASES)}/{entered.id}?gjort=registrert", 303)


def enter_recipient(request: Request) -> Response:
    one = asked(request)
    kind, typed = one.form.get("slag", ""), one.form
    try:
        if kind not in set(RecipientKind):
            raise Refused(one.say("no_kind"))
        bases.enter_recipient(
            one.system,
            one.asker,
            typed.get("ny", ""),
            typed.get("navn", ""),
            RecipientKind(kind),
            typed.get("grunn", ""),
        )
    except Refused as refused:
        return _register(one, refused, "ny-mottaker")
    return RedirectResponse(f"{one.at(BASES)}?gjort=mottaker", 303)


def put_key(request: Request) -> Response:
    one = asked(request)
    recipient, key = one.form.get("mottaker", "")[:60], one.form.get("nokkel", "")
    try:
        bases.put_key(one.system, one.asker, recipient, key, one.form.get("grunn", ""))
    except Refused as refused:
        return _register(one, refused, "ny-nokkel")
    return RedirectResponse(f"{one.at(BASES)}?gjort=nokkel", 303)


def approve(request: Request) -> Response:
    one = asked(request)
    try:
        bases.approve(one.system, one.asker, one.id, one.form.get("merknad", ""))
    except Refused as refused:
        return _show(one, refused)
    return RedirectResponse(f"{one.at(BASES)}/{one.id}?gjort=hjemmel_godkjent", 303)


def end(request: Request) -> Response:
    one = asked(request)
    try:
        bases.end(one.system, one.asker, one.id, one.form.get("grunn", ""))
    except Refused as refused:
        return _show(one, refused)
    return RedirectResponse(f"{one.at(BASES)}/{one.id}?gjort=avsluttet", 303)


def _register(one: Asked, problem: Refused | None = None, tried: str = "") -> Response:
    """`tried` is the form that was sent, and is open."""
    every = bases.listed(one.system)
    context = {
        "recipients": [_recipient(one, each, own) for each, own in every],
        "choices": [(each.id, each.name) for each, _ in every],
        "kinds": [(kind.value, one.say(f"kind_{kind.name.lower()}")) for kind in RecipientKind],
        "identities": [(each.value, one.say(f"identity_{each.name.lower()}")) for each in Identity],
        "tried": tried,
        "desk": one.asker.has(Duty.STATISTICIAN),
        "typed": defaultdict(str, one.form),
    }
    return page(one, "bases", one.say("bases"), BASES, context, problem=problem)


def _recipient(one: Asked, recipient: Recipient, own: tuple[Basis, ...]) -> dict[str, Any]:
    return {
        "id": recipient.id,
        "name": recipient.name,
        "kind": one.say(f"kind_{recipient.kind.name.lower()}"),
        "none": one.say("none_ministry" if recipient.kind is RecipientKind.MINISTRY else "none_basis"),
        "keyless": bool(own) and recipient.key is None and recipient.kind is not RecipientKind.MUNICIPALITIES,
        "bases": [
            {
                "here": f"{one.at(BASES)}/{each.id}",
                "title": each.paragraph,
                "purpose": each.purpose,
                "forms": ", ".join(each.forms),
                "identity": one.say(f"identity_{each.identity.name.lower()}"),
                "held": held(each, one),
                "stands": stands(each, one),
            }
            for each in own
        ],
    }


def _show(one: Asked, problem: Refused | None = None) -> Response:
    recipient, basis = bases.seen(one.system, one.id)
    desk, first_last = one.asker.has(Duty.STATISTICIAN), basis.years
    first, last = first_last
    facts = [
        (one.say("recipient"), recipient.name),
        (one.say("purpose"), basis.purpose),
        (one.say("document"), basis.document),
        (one.say("identity"), one.say(f"identity_{basis.identity.name.lower()}")),
        (one.say("persons"), whom(basis.persons, one)),
        (one.say("years"), one.say("years_open", first=first) if last is None else f"{first}–{last}"),
        (one.say("valid"), held(basis, one)),
    ]
    if desk:
        said = [("entered", basis.entered), ("approved", basis.approved), ("ended", basis.ended)]
        facts += [
            (one.say(key), " ".join((one.say("by_when", who=each.by.name, when=one.say.moment(each.at)), each.text)))
            for key, each in said
            if each is not None
        ]
    now = basis.stands(one.today)
    context = {
        "here": f"{one.at(BASES)}/{basis.id}",
        "stands": stands(basis, one),
        "facts": facts,
        "forms": [{"id": form, "fields": _fields(form, variables, one)} for form, variables in basis.variables.items()],
        "may_approve": desk and now is Stands.WAITING,
        "own": basis.entered.by.id == one.asker.actor.id,
        "may_end": desk and now is not Stands.ENDED,
    }
    return page(one, "basis", basis.paragraph, BASES, context, problem=problem)


def _fields(form: str, variables: tuple[str, ...], one: Asked) -> list[tuple[str, str]]:
    """Each with its question, where the form asks it."""
    asks = {each.id: each for each in catalogue.form(form).fields}
    return [
        (id, one.say.of(asks[id].label.at(asks[id].until or catalogue.form(form).last_year)) if id in asks else "")
        for id in variables
    ]


def _basis(one: Asked) -> Basis:
    typed = one.form
    return Basis(
        id=typed.get("kortnavn", ""),
        recipient=typed.get("mottaker", "")[:60],
        paragraph=typed.get("paragraf", ""),
        purpose=typed.get("formaal", ""),
        document=typed.get("dokument", ""),
        variables=_variables(typed.get("felt", ""), one),
        persons=Persons(
            tuple(typed.get("kommuner", "").replace(",", " ").split()),
            _number(typed.get("yngst", ""), one),
            _number(typed.get("eldst", ""), one),
        ),
        identity=Identity(typed.get("id", "")) if typed.get("id", "") in set(Identity) else Identity.NONE,
        years=(_number(typed.get("fra_aar", ""), one) or 0, _number(typed.get("til_aar", ""), one)),
        since=_day(typed.get("fra", ""), one),
        until=_day(typed["til"], one) if typed.get("til") else None,
        entered=Said(HOUSE, one.system.clock.now()),
    )


def _variables(typed: str, one: Asked) -> dict[str, tuple[str, ...]]:
    """A line for each form: 11F: bidrag, laan."""
    found: dict[str, tuple[str, ...]] = {}
    for line in typed.splitlines():
        form, colon, fields = line.partition(":")
        if not line.strip():
            continue
        if not colon:
            raise Refused(one.say("no_line", line=line.strip()[:40]))
        known = catalogue.form(form.strip()[:20])
        found[known.id] = spelled_out(tuple(fields.replace(",", " ").split()), known)
    return found


def _number(typed: str, one: Asked) -> int | None:
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 4):
        raise Refused(one.say("no_number", typed=typed[:20]))
    return int(typed)


def _day(typed: str, one: Asked) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Refused(one.say("no_day", typed=typed[:20])) from None
