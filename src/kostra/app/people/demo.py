"""The ready persons, systems and offices of the demo, and putting them into its database.

Outside the demo there are none, and no way to make them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from kostra.app.people import mandates
from kostra.app.people.asking import actor_of, actor_of_system, asker_for, register_system
from kostra.app.people.registering import key_of, register
from kostra.app.permissions import Asker
from kostra.app.ports.people import DutyHeld, Membership, Office, Person
from kostra.app.ports.transaction import Scope, Transaction
from kostra.app.system import System
from kostra.model.errors import Broken, Refused
from kostra.model.event import Event
from kostra.model.people import HOUSE, Actor, ActorKind, Duty, Right
from kostra.model.text import Language, Text

_FILE = Path(__file__).with_name("demo.toml")
_SYNTHETIC_MONTH = 80
_FIRST, _SECOND = (3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_WHY = "demonstrasjonen"

Held = tuple[tuple[str, str | None, tuple[Right, ...]], ...]
"""Region, form (None for all), rights."""


@dataclass(frozen=True, slots=True)
class ReadyPerson:
    """`part` says what this person is there to show.

    `number` is a synthetic national id, which only the test provider and the login read.
    """

    id: str
    name: str
    number: str
    part: Text
    held: Held
    duty: Duty | None
    body: str | None
    office: str | None


@dataclass(frozen=True, slots=True)
class ReadySystem:
    id: str
    name: str
    client: str
    orgnr: str
    held: Held


@dataclass(frozen=True, slots=True)
class ReadyOffice:
    id: str
    name: str
    held: Held


@cache
def _content() -> Mapping[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def persons() -> tuple[ReadyPerson, ...]:
    return tuple(
        ReadyPerson(
            id,
            one["name"],
            synthetic_number(one["born"]),
            Text(one["part"]["nb"], one["part"]["nn"]),
            _held(one),
            Duty(one["duty"]) if "duty" in one else None,
            one.get("body"),
            one.get("office"),
        )
        for id, one in _content()["persons"].items()
    )


@cache
def systems() -> tuple[ReadySystem, ...]:
    found = _content()["systems"].items()
    return tuple(ReadySystem(id, one["name"], one["client"], one["orgnr"], _held(one)) for id, one in found)


@cache
def offices() -> tuple[ReadyOffice, ...]:
    return tuple(ReadyOffice(id, one["name"], _held(one)) for id, one in _content()["offices"].items())


def install(system: System) -> None:
    """Everybody with what they have, unless they are there. May be done again: nothing that was changed since is put back."""
    if not system.demo:
        raise Refused("Testpersonene er bare for demonstrasjonen. Start den med ./run demo.")
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        for region in _content()["nynorsk"]:
            if tx.people.language(region) is not Language.NYNORSK:
                tx.people.put_language(region, Language.NYNORSK)
                tx.record(Event(mandates.LANGUAGE, region, _WHY, region=region, details={"language": "nn"}))
        made = {one.id: _office(tx, one) for one in offices()}
        for ready in systems():
            _system(tx, ready)
        for person in persons():
            _person(tx, person, key_of(system, person.number), made)


def statistician(system: System, name: str) -> Asker:
    """One of those that are there, whose part is played by whoever has the machine."""
    if not system.demo:
        raise Refused("Bare i demonstrasjonen kan du handle som en annen. Be en kollega logge inn og gjøre det selv.")
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        known = [one.person for one in tx.people.duties() if one.duty is Duty.STATISTICIAN]
        for holder in known:
            person = tx.people.person(holder.id)
            if person is not None and person.name.casefold() == name.strip().casefold():
                return asker_for(tx, person)
    names = ", ".join(sorted(one.name for one in known)) or "ingen; de kommer når demonstrasjonen startes"
    raise Refused(f"Demonstrasjonen har ingen statistiker som heter «{name[:40]}». De som er der: {names}.")


def _office(tx: Transaction, ready: ReadyOffice) -> Office:
    there = next((one for one in tx.people.offices() if one.name == ready.name), None)
    if there is not None:
        return there
    office = Office(str(uuid4()), ready.name)
    tx.people.add_office(office)
    tx.record(Event("office.made", office.id, _WHY, details={"name": ready.name}))
    _give(tx, Actor(ActorKind.OFFICE, office.id, office.name), ready.held)
    return office


def _system(tx: Transaction, ready: ReadySystem) -> None:
    if tx.people.system(ready.client, ready.orgnr) is None:
        _give(tx, actor_of_system(register_system(tx, ready.client, ready.orgnr, ready.name)), ready.held)


def _person(tx: Transaction, ready: ReadyPerson, key: str, made: Mapping[str, Office]) -> None:
    """One who is to log in for the first time is not there before."""
    if not ready.name or tx.people.person_by_key(key) is not None:
        return
    person: Person = register(tx, key, ready.name, f"{ready.id}@example.no")
    actor = actor_of(person)
    _give(tx, actor, ready.held)
    if ready.duty is not None:
        held = DutyHeld(str(uuid4()), actor, ready.duty, ready.body, tx.now)
        tx.people.add_duty(held)
        details = {"duty": str(ready.duty), "body": ready.body, "holder": actor.id, "name": actor.name}
        tx.record(Event("duty.given", held.id, _WHY, details=details))
    if ready.office is not None:
        office = made[ready.office]
        tx.people.put_member(Membership(office, actor, True, tx.now))
        details = {"holder": actor.id, "name": actor.name}
        tx.record(Event("office.member-put", office.id, _WHY, details=details))


def _give(tx: Transaction, holder: Actor, held: Held) -> None:
    for region, form, rights in held:
        for right in rights:
            mandates.add(tx, holder, region, form, right, _WHY)


def _held(one: Mapping[str, Any]) -> Held:
    return tuple(
        (region, None if form == "*" else form, tuple(Right(right) for right in rights.split()))
        for region, form, rights in one.get("mandates", ())
    )


def synthetic_number(born: date) -> str:
    """The first number of that day, by the month that no living person was born in."""
    start = f"{born.day:02}{born.month + _SYNTHETIC_MONTH:02}{born.year % 100:02}"
    for individual in range(500 if born.year >= 2000 else 0, 1000):
        nine = f"{start}{individual:03}"
        first = -_weighed(nine, _FIRST) % 11
        if first < 10 and (second := -_weighed(f"{nine}{first}", _SECOND) % 11) < 10:
            return f"{nine}{first}{second}"
    raise Broken("there is no number with check digits for this day")


def _weighed(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
