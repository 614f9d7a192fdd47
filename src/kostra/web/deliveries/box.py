"""The recipient's own page: what it may have, what lies ready, fetching it with a receipt, and the proof of what was deleted."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.deliveries import fetching
from kostra.app.deliveries.fetching import one as own
from kostra.app.pages.numbers import kilobytes, written
from kostra.model.delivery import Basis, Delivery, Stage
from kostra.model.errors import Missing, Refused
from kostra.web.deliveries.asked import (
    BASES,
    DELIVERIES,
    Asked,
    asked,
    forms,
    held,
    page,
    stage,
    stands,
    what,
)
from kostra.web.downloads import as_kept, attached


def show(one: Asked, problem: Refused | None = None) -> Response:
    recipient, bases, deliveries = fetching.box(one.system, one.asker)
    replaced = {each.replaces for each in deliveries if each.stage in (Stage.APPROVED, Stage.FETCHED)}
    context = {
        "name": str(one.asker.body) if recipient is None else recipient.name,
        "key": None if recipient is None else recipient.key,
        "bases": [_basis(one, each) for each in bases],
        "rows": [_row(one, each, each.id in replaced) for each in deliveries],
        "forms": forms(one),
        "typed": defaultdict(str, one.form),
        "demo": one.system.demo,
    }
    return page(one, "box", one.say("box"), DELIVERIES, context, problem=problem)


def content(request: Request) -> Response:
    """The locked bytes, as they were made."""
    one = asked(request)
    delivery, file = fetching.fetch(one.system, one.asker, one.id)
    assert delivery.made is not None
    return as_kept(file, file_name(delivery), delivery.made.size, delivery.made.sha256)


def receipt(request: Request) -> Response:
    """That of the last time it was fetched."""
    one = asked(request)
    delivery = own(one.system, one.asker, one.id)
    if not delivery.fetched:
        raise Missing(one.say("no_receipt"))
    return _signed(delivery.fetched[-1].receipt, f"kvittering-{_name(delivery)}")


def manifest(request: Request) -> Response:
    one = asked(request)
    delivery = own(one.system, one.asker, one.id)
    if delivery.made is None:
        raise Missing(one.say("no_manifest"))
    return _signed(delivery.made.manifest, f"manifest-{_name(delivery)}")


def proof(request: Request) -> Response:
    one = asked(request)
    delivery = own(one.system, one.asker, one.id)
    if delivery.proof is None:
        raise Missing(one.say("no_proof"))
    return _signed(delivery.proof, f"slettet-{_name(delivery)}")


def _signed(jws: str, name: str) -> Response:
    return attached(jws, f"{name}.jws", "application/jose")


def file_name(delivery: Delivery) -> str:
    """Of the locked bytes."""
    return f"{_name(delivery)}.zip.age"


def _name(delivery: Delivery) -> str:
    return f"{delivery.order.form}_{delivery.order.period}_{delivery.id}"


def _basis(one: Asked, basis: Basis) -> dict[str, Any]:
    return {
        "here": f"{one.at(BASES)}/{basis.id}",
        "title": basis.paragraph,
        "forms": ", ".join(basis.forms),
        "held": held(basis, one),
        "stands": stands(basis, one),
    }


def _row(one: Asked, each: Delivery, replaced: bool) -> dict[str, Any]:
    here = f"{one.at(DELIVERIES)}/{each.id}"
    ready = each.stage in (Stage.APPROVED, Stage.FETCHED)
    last = each.fetched[-1] if each.fetched else None
    links = [
        (f"{here}/innhold", one.say("get")) if ready else None,
        (f"{here}/manifest", one.say("get_manifest")) if ready else None,
        (f"{here}/kvittering", one.say("get_receipt")) if last is not None else None,
        (f"{here}/bevis", one.say("get_proof")) if each.proof is not None else None,
    ]
    return {
        "what": what(each, one),
        "id": each.id,
        "ready": one.say("not_ready") if each.approved is None else one.say.moment(each.approved.at),
        "rows": "" if each.made is None else written(each.made.rows),
        "size": "" if each.made is None else kilobytes(each.made.size),
        "fetched": "" if last is None else one.say("by_when", who=last.by.name, when=one.say.moment(last.at)),
        "stage": stage(each, one),
        "replaced": replaced,
        "links": [each for each in links if each is not None],
    }
