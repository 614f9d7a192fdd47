"""Whom SSB reaches in a municipality or district: its own list, seen by all who report for it, kept by those who administer it."""

from __future__ import annotations

from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.followup import reaching
from kostra.app.people import units
from kostra.app.permissions import Forbidden
from kostra.app.system import System
from kostra.followup.contacts import Contact, ContactRole
from kostra.model.errors import Refused
from kostra.model.people import Right
from kostra.web.access import asker_of
from kostra.web.pages import Page, show
from kostra.web.portal.asked import language_of
from kostra.web.portal.owing import SECTION
from kostra.web.portal.words import Words
from kostra.web.telling import TimedWords


def page(request: Request) -> Response:
    return _page(request)


def change(request: Request) -> Response:
    """Saves one, or removes the one that is named."""
    region = _region(request)
    try:
        put(request.app.state.system, request, region)
    except Forbidden:
        raise
    except Refused as refused:
        return _page(request, refused)
    return RedirectResponse(_here(request), 303)


def put(system: System, request: Request, unit: str) -> None:
    """What the form says, for whoever may."""
    form: FormData = request.state.form
    if removed := str(form.get("fjern", "")):
        reaching.remove_contact(system, asker_of(request), unit, removed)
        return
    roles = tuple(ContactRole(str(role)) for role in form.getlist("rolle") if role in set(ContactRole))
    typed = typed_in(form)
    reaching.save_contact(
        system,
        asker_of(request),
        Contact(typed["id"], unit, typed["name"], roles, typed["email"] or None, typed["phone"] or None),
    )


def typed_in(form: FormData) -> dict[str, str]:
    """By the names that the rows have too, so that the same boxes show either."""
    named = {"id": "id", "name": "navn", "email": "epost", "phone": "telefon"}
    return {name: str(form.get(box, "")).strip() for name, box in named.items()}


def rows(contacts: tuple[Contact, ...], say: TimedWords) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "name": one.name,
            "roles": ", ".join(say(f"role_{role}") for role in one.roles),
            "has": frozenset(one.roles),
            "email": one.email or "",
            "phone": one.phone or "",
        }
        for one in contacts
    ]


def _page(request: Request, problem: Refused | None = None) -> Response:
    language, region, asker = language_of(request), _region(request), asker_of(request)
    system: System = request.app.state.system
    say = Words(language)
    name = units.name(region, system.clock.now().year)
    context = {
        "say": say,
        "contact_say": say,
        "problem": None if problem is None else problem.message,
        "contacts": rows(reaching.contacts(system, asker, region), say),
        "roles": [(role, say(f"role_{role}")) for role in ContactRole],
        "typed": typed_in(request.state.form if problem else FormData()),
        "ticked": request.state.form.getlist("rolle") if problem else [],
        "may_change": asker.may(Right.ADMINISTER, region),
        "here": _here(request),
    }
    crumbs = ((say("mine"), f"/{language}/{SECTION}"),)
    status = 200 if problem is None else 422
    title = say("contacts_title", name=name)
    return show(request, Page("portal/contacts.html", title, language, crumbs, SECTION, status, context=context))


def _here(request: Request) -> str:
    return f"/{language_of(request)}/kontaktpersoner/{_region(request)}"


def _region(request: Request) -> str:
    region: str = request.path_params["region"]
    return region
