"""What the tests of e-forms share: who fills in, what is owed, and answers that every control accepts."""

from __future__ import annotations

from datetime import UTC, datetime

from kostra.app.permissions import Asker
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.model.people import HOUSE, Actor, ActorKind, Mandate, Right
from kostra.model.period import Period
from kostra.model.submission import Expected

UNIT = "110300"
SEVEN = Expected("7", Period(2026), UNIT)
BEFORE = Expected("7", Period(2025), UNIT)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)

CLEAN = {
    "kommunenr": "1103",
    "kommunenavn": "Stavanger",
    "ansvarlig": "Testperson",
    "aarsverk_raadgivning": "5,0",
    "saker_raadgivning": "600",
    "aarsverk_242_sosionom": "40,0",
    "aarsverk_242_annen": "20,0",
    "aarsverk_242_sum": "60,0",
    "aarsverk_243_sosionom": "20,0",
    "aarsverk_243_heltid": "20,0",
    "aarsverk_243_sum": "20,0",
    "aarsverk_273_annen": "10,0",
    "aarsverk_273_sum": "10,0",
    "aarsverk_276_sosionom": "10,0",
    "aarsverk_276_sum": "10,0",
    "aarsverk_sum": "100,0",
    "reglement_flyktninger": "2",
}


def somebody(name: str, *rights: Right, region: str = UNIT) -> Asker:
    actor = Actor(ActorKind.PERSON, name.lower(), name)
    return Asker(actor, tuple(Mandate(f"{name}-{right}", actor, region, None, right, LONG_AGO) for right in rights))


KARI = somebody("Kari", Right.PREPARE)
OLA = somebody("Ola", Right.PREPARE, Right.SEND)
SISSEL = somebody("Sissel", Right.SEE)


def expect(system: System, *expected: Expected) -> None:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.campaign.expect(expected or (SEVEN,), tx.now)
