"""What every page of deliveries needs of a request, and how a basis and a delivery are told on all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.followup.calendar import day
from kostra.forms import catalogue
from kostra.model.delivery import Basis, Delivery, Persons, Stage, Stands
from kostra.model.errors import Refused
from kostra.web.deliveries.words import Words
from kostra.web.pages import Link
from kostra.web.visit import Visit

DELIVERIES, BASES, INSIGHT = "leveranser", "hjemler", "innsyn"
_STANDS = {
    Stands.WAITING: "warning",
    Stands.COMING: "info",
    Stands.IN_FORCE: "success",
    Stands.EXPIRED: "neutral",
    Stands.ENDED: "neutral",
}
_STAGES = {
    Stage.ORDERED: "info",
    Stage.MADE: "warning",
    Stage.APPROVED: "success",
    Stage.FETCHED: "success",
    Stage.DELETED: "neutral",
}


@dataclass(frozen=True, slots=True)
class Asked(Visit[Words]):
    @property
    def today(self) -> date:
        return day(self.system.clock.now())

    @property
    def id(self) -> str:
        return str(self.request.path_params["id"])

    def at(self, place: str) -> str:
        return f"/{self.language}/{place}"


def asked(request: Request) -> Asked:
    return Asked.of(request, Words)


def page(
    one: Asked, template: str, title: str, section: str, context: dict[str, Any], *, problem: Refused | None = None
) -> Response:
    front = template in ("front", "box", "bases", "places")
    above: tuple[Link, ...] = () if front else ((one.say(f"section_{section}"), one.at(section)),)
    said = one.request.query_params.get("gjort", "")
    told = one.say(f"done_{said}") if one.say.has(f"done_{said}") and problem is None else ""
    around = {"top": one.at(section), "register": one.at(BASES), "said": told}
    return one.show(f"deliveries/{template}.html", title, above, section, around | context, problem)


def stands(basis: Basis, one: Asked) -> dict[str, str]:
    now = basis.stands(one.today)
    return {"name": one.say(f"stands_{now.name.lower()}"), "colour": _STANDS[now]}


def stage(delivery: Delivery, one: Asked) -> dict[str, str]:
    return {"name": one.say(f"stage_{delivery.stage.name.lower()}"), "colour": _STAGES[delivery.stage]}


def what(delivery: Delivery, one: Asked) -> str:
    order = delivery.order
    return one.say("what", form=order.form, period=order.period)


def held(basis: Basis, one: Asked) -> str:
    """The days on which something may be handed out."""
    if basis.until is None:
        return one.say("held_open", since=one.say.day(basis.since))
    return one.say("held", since=one.say.day(basis.since), until=one.say.day(basis.until))


def whom(persons: Persons, one: Asked) -> str:
    """The conditions in words."""
    found = list(_conditions(persons, one))
    return "; ".join(found) if found else one.say("everybody")


def _conditions(persons: Persons, one: Asked) -> Iterator[str]:
    if persons.regions:
        yield one.say("of_regions", regions=", ".join(persons.regions))
    if persons.youngest is not None:
        yield one.say("from_age", age=persons.youngest)
    if persons.oldest is not None:
        yield one.say("to_age", age=persons.oldest)
    for id, answers in persons.where.items():
        yield one.say("with_answer", field=id, answers=", ".join(answers))


def forms(one: Asked) -> list[tuple[str, str]]:
    """Every form with its title, the newest it has."""
    every = catalogue.all_forms()
    return [(form.id, f"{form.id} {one.say.of(form.title.at(form.last_year))}") for form in every]
