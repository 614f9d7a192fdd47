"""A site with a season on it, and people who have logged in: what the tests of the reporter's pages and of the desk share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from starlette.applications import Starlette

from integration.databases import Database, SetClock, job_runner
from integration.eforms.filling import somebody
from integration.receiving.records import records
from integration.web.visiting import Visitor
from kostra.app.followup.comparing import compare_lists
from kostra.app.followup.deadlines import deadlines
from kostra.app.people import sessions
from kostra.app.permissions import Asker
from kostra.app.ports.people import DutyHeld, Person
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.model.people import HOUSE, Actor, ActorKind, Duty, Right
from kostra.model.period import Period
from kostra.model.submission import Expected, Standing
from kostra.web.settings import Settings
from kostra.web.site import site

DOCS = Path(__file__).parents[3] / "docs"
STAVANGER, BERGEN, MOSS, GRORUD = "110300", "460100", "310300", "030110"
KARI = somebody("Kari", Right.PREPARE)
OLA = somebody("Ola", Right.PREPARE, Right.SEND)
SISSEL = somebody("Sissel", Right.SEE)
ANNA = somebody("Anna", Right.ADMINISTER)
BERIT = somebody("Berit", Right.PREPARE, Right.SEND, region=BERGEN)
NILS = somebody("Nils")
SIRI = Asker(Actor(ActorKind.PERSON, "siri", "Siri"), duties=frozenset({Duty.STATISTICIAN}))
STEIN = Asker(Actor(ActorKind.PERSON, "stein", "Stein"), duties=frozenset({Duty.STEWARD}))

OWED = (
    *(Expected(form, Period(2026), STAVANGER) for form in ("11F", "11CF", "7", "12")),
    Expected("11M", Period.read("2026M12"), STAVANGER),
    Expected("11F", Period(2025), STAVANGER),
    *(Expected("11F", Period(2026), unit) for unit in (BERGEN, MOSS, GRORUD)),
)


@dataclass
class House:
    """`visit(OLA)` is Ola in a browser of their own."""

    system: System
    database: Database
    clock: SetClock
    app: Starlette
    folder: Path

    def settings(self, **changed: Any) -> Settings:
        now: Settings = self.app.state.settings
        return replace(now, **changed)

    def visit(self, who: Asker | None = None) -> Visitor:
        visitor = Visitor(self.app)
        if who is not None:
            visitor.cookies.set("sesjon", session(self.system, who))
        return visitor

    def work(self) -> None:
        """What the workers and the clock of the house do."""
        job_runner(self.system, self.database)()
        deadlines(self.system)
        compare_lists(self.system)

    def standing(self, expected: Expected) -> Standing:
        with self.system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
            found = tx.campaign.standing(expected)
        assert found is not None
        return found


def house(system: System, database: Database, clock: SetClock, folder: Path) -> House:
    """A small campaign, as far as the calendar has come."""
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.campaign.expect(OWED, tx.now)
    deadlines(system)
    return House(system, database, clock, site(Settings(folder, DOCS, demo=True), system), folder)


def session(system: System, who: Asker) -> str:
    """Logged in, with what they hold in the tests. Their rights are given the first time."""
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        if tx.people.person(who.actor.id) is None:
            address = f"{who.actor.id}@kommune.example"
            tx.people.add_person(
                Person(who.actor.id, who.actor.name, address, None, system.clock.now()), f"key-{who.actor.id}"
            )
            for mandate in who.mandates:
                tx.people.add_mandate(mandate, HOUSE)
            for duty in who.duties:
                tx.people.add_duty(DutyHeld(uuid4().hex, who.actor, duty, who.body, system.clock.now()))
    return sessions.start(system, who.actor, datetime.now(UTC))


def file_of(unit: str, people: int = 3, seed: int = 1) -> bytes:
    return records(2026, unit, people, seed)
