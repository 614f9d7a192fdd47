"""Senders and files for the tests of receiving: a campaign that is open, a person for each right, and files as case systems write them."""

from __future__ import annotations

import pyrage  # type: ignore[import-untyped]

from integration.databases import START
from integration.receiving.records import records
from kostra.app.permissions import Asker
from kostra.app.ports.transaction import Scope
from kostra.app.receiving.accepting import accept, prepare
from kostra.app.receiving.arriving import Acknowledged
from kostra.app.receiving.taking import taking
from kostra.app.system import System
from kostra.model.people import HOUSE, Actor, ActorKind, Duty, Mandate, Right
from kostra.model.period import Period
from kostra.model.submission import Expected, Standing, Submission

STAVANGER, BERGEN, OSLO, GRORUD = "110300", "460100", "030100", "030110"
FORM, PERIOD = "11F", Period(2026)
EXPECTED = Expected(FORM, PERIOD, STAVANGER)


def asker(*rights: Right, region: str = STAVANGER, name: str = "Kari Nordmann", form: str | None = None) -> Asker:
    actor = Actor(ActorKind.PERSON, f"person-{name}", name)
    return Asker(actor, tuple(Mandate(f"m-{one}", actor, region, form, one, START) for one in rights))


SENDER = asker(Right.SEND)
PREPARER = asker(Right.PREPARE, name="Ola Nordmann")
STATISTICIAN = Asker(Actor(ActorKind.PERSON, "desk", "Siri Statistiker"), duties=frozenset({Duty.STATISTICIAN}))


def expect(system: System, *expected: Expected) -> None:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.campaign.expect(expected, tx.now)


def good_file(people: int = 3, unit: str = STAVANGER, seed: int = 1) -> bytes:
    """Records that the controls let through."""
    return records(PERIOD.year, unit, people, seed)


def stopped_file(people: int = 3) -> bytes:
    """Another municipality's records: K03 stops them."""
    return records(PERIOD.year, BERGEN, people)


def send(
    system: System,
    content: bytes,
    who: Asker = SENDER,
    expected: Expected = EXPECTED,
    key: str | None = None,
    name: str = "11F.dat",
) -> Acknowledged:
    with taking(system) as taken:
        for start in range(0, len(content), 1 << 16):
            taken.write(content[start : start + (1 << 16)])
        return accept(system, who, expected, taken, file_name=name, idempotency_key=key, via="api")


def put_ready(system: System, content: bytes, who: Asker = PREPARER, expected: Expected = EXPECTED) -> Acknowledged:
    with taking(system) as taken:
        taken.write(content)
        return prepare(system, who, expected, taken, file_name="11F.dat")


def standing(system: System, expected: Expected = EXPECTED) -> Standing:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        found = tx.campaign.standing(expected)
    assert found is not None
    return found


def submission(system: System, id: str) -> Submission:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        found = tx.submissions.one(id)
    assert found is not None
    return found


def actions(system: System, subject: str) -> list[str]:
    """The events about something, the oldest first."""
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        return [one.event.action for one in reversed(tx.log.of(subject=subject))]


def encrypted(content: bytes, recipient: str) -> bytes:
    """As a sender would, with any age program."""
    found: bytes = pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(recipient)])
    return found


def another_key() -> str:
    return str(pyrage.x25519.Identity.generate().to_public())
