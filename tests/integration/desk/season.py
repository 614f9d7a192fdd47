"""What happens in the tests of the desk: files with something to ask about, and days that go by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import httpx

from integration.followup.desk import warned_file
from integration.portal.asking import token
from integration.portal.house import OLA, SIRI, STAVANGER, House
from integration.receiving.sending import send
from integration.web.visiting import Visitor
from kostra.app.followup.reaching import save_contact
from kostra.app.system import System
from kostra.followup.contacts import Contact, ContactRole
from kostra.model.period import Period
from kostra.model.submission import Expected

TOP = "/nb/skrivebord"
ONE = Expected("11F", Period(2026), STAVANGER)
UNIT = f"{TOP}/enhet/{STAVANGER}"
LATE = datetime(2027, 1, 20, 9, 0, tzinfo=UTC)
"""Some days after the deadline, when the first reminder is due."""


def sent(there: House, people: int = 5, warned: int = 3, seed: int = 1) -> str:
    """Stavanger's file about persons, with warnings, through the controls; the id of it."""
    id = send(there.system, warned_file(people, warned, seed), OLA, ONE).submission.id
    there.work()
    return id


def reachable(system: System, *units: str) -> None:
    for unit in units:
        one = Contact("", unit, f"Kontakt {unit}", (ContactRole.SUBMISSION,), f"post@k{unit}.no", None)
        save_contact(system, SIRI, one)


def late(there: House) -> None:
    there.clock.time = LATE
    there.work()


def post(visitor: Visitor, path: str, form: Mapping[str, str | Sequence[str]]) -> httpx.Response:
    """As the page sends it; a box that is ticked several times has a list."""
    return visitor.post(path, {"csrf": token(visitor), **form})


def listed(there: House) -> str:
    """A list about Stavanger's warnings, made on the page; its address."""
    sent(there)
    answer = post(there.visit(SIRI), f"{UNIT}/feilliste", {"liste-om": "11F/2026", "liste-dato": "2027-01-26"})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])
