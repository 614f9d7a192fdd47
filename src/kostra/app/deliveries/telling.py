"""Legal bases and deliveries as lines and as JSON, for the command line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from kostra.deliveries.manifest import conditions
from kostra.model.delivery import Basis, Delivery, Stage, Stands

STANDS = {
    Stands.WAITING: "venter på godkjenning",
    Stands.COMING: "gjelder senere",
    Stands.IN_FORCE: "gjelder",
    Stands.EXPIRED: "gikk ut",
    Stands.ENDED: "avsluttet",
}
STAGES = {
    Stage.ORDERED: "bestilt",
    Stage.MADE: "venter på godkjenning",
    Stage.APPROVED: "klar til å hentes",
    Stage.FETCHED: "hentet",
    Stage.DELETED: "slettet",
}


def basis_line(one: Basis, on: date) -> str:
    until = "" if one.until is None else f" til {one.until:%d.%m.%Y}"
    forms = ", ".join(one.forms)
    return f"{one.id:28} {one.recipient:24} {forms:24} fra {one.since:%d.%m.%Y}{until}  {STANDS[one.stands(on)]}"


def basis_json(one: Basis, on: date) -> dict[str, Any]:
    first, last = one.years
    return {
        "id": one.id,
        "recipient": one.recipient,
        "paragraph": one.paragraph,
        "purpose": one.purpose,
        "document": one.document,
        "variables": {form: list(variables) for form, variables in one.variables.items()},
        "persons": conditions(one.persons),
        "identity": one.identity.value,
        "years": [first, last],
        "since": one.since.isoformat(),
        "until": None if one.until is None else one.until.isoformat(),
        "entered_by": one.entered.by.name,
        "approved_by": None if one.approved is None else one.approved.by.name,
        "stands": one.stands(on).value,
    }


def delivery_line(one: Delivery) -> str:
    made = "" if one.made is None else f"{one.made.rows} linjer"
    order = one.order
    return f"{one.id}  {order.recipient:24} {order.form:6} {order.period!s:8} {made:14} {STAGES[one.stage]}"


def delivery_json(one: Delivery) -> dict[str, Any]:
    return {
        "id": one.id,
        "recipient": one.order.recipient,
        "basis": one.order.basis,
        "form": one.order.form,
        "period": str(one.order.period),
        "stage": one.stage.value,
        "ordered": one.ordered.at.isoformat(),
        "ordered_by": one.ordered.by.name,
        "approved_by": None if one.approved is None else one.approved.by.name,
        "rows": None if one.made is None else one.made.rows,
        "persons": None if one.made is None else one.made.persons,
        "sha256": None if one.made is None else one.made.sha256,
        "replaces": one.replaces,
        "fetched": [each.at.isoformat() for each in one.fetched],
    }


def lines(several: Iterable[str], none: str) -> str:
    found = list(several)
    return "".join(f"{one}\n" for one in found) if found else f"{none}\n"
