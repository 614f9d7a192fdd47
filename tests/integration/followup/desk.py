"""A season for the tests of follow-up: an open campaign, people at both ends, files that the controls say something about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from integration.receiving.sending import EXPECTED, STATISTICIAN, expect, good_file, send
from kostra.app.followup.deadlines import deadlines
from kostra.app.followup.reaching import save_contact
from kostra.app.permissions import Asker
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.followup.contacts import Contact, ContactRole
from kostra.forms import catalogue
from kostra.model.event import Recorded
from kostra.model.people import HOUSE, Actor, ActorKind, Duty
from kostra.model.submission import Expected, Season

STEWARD = Asker(Actor(ActorKind.PERSON, "steward", "Stein Steward"), duties=frozenset({Duty.STEWARD}))
SEVEN = replace(EXPECTED, form="7")

Jobs = Callable[[], list[str]]


def opened(system: System) -> None:
    """A corner of the campaign of 2026, as far as the calendar has come: two forms of Stavanger, one of Bergen."""
    expect(system, EXPECTED, SEVEN, replace(EXPECTED, unit="460100"))
    deadlines(system)


def contact(system: System, unit: str = "110300", email: str = "kontakt@kommune.no") -> Contact:
    return save_contact(
        system, STATISTICIAN, Contact("", unit, "Kari Kontakt", (ContactRole.SUBMISSION,), email, "51 00 00 00")
    )


def events(system: System, action: str, season: Season | None = None) -> tuple[Recorded, ...]:
    """The newest first."""
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        found = tx.log.of(actions=(action,), limit=50_000)
    return tuple(one for one in found if season is None or one.event.subject.startswith(str(season)))


def warned_file(people: int, warned: int, seed: int = 1, unit: str = "110300") -> bytes:
    """The first of them have a total that is not the sum of the months: a warning each (K36)."""
    field = catalogue.form("11F").version(2026).field("bidrag")
    lines = good_file(people, unit, seed).decode("iso-8859-1").splitlines()
    for number in range(warned):
        line = lines[number]
        total = int(line[field.first - 1 : field.last]) + 1
        lines[number] = f"{line[: field.first - 1]}{total:>{field.width}}{line[field.last :]}"
    return "".join(f"{line}\n" for line in lines).encode("iso-8859-1")


def sent(system: System, run_jobs: Jobs, content: bytes, expected: Expected = EXPECTED) -> str:
    """The id of a submission whose controls have run."""
    id = send(system, content, expected=expected).submission.id
    run_jobs()
    return id
