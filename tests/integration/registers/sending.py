"""Senders of registers, and files on their way in."""

from __future__ import annotations

from kostra.app.permissions import Asker
from kostra.app.ports.registers import Received
from kostra.app.ports.transaction import Scope
from kostra.app.registers.receiving import Acknowledged, receive
from kostra.app.registers.taking import taking
from kostra.app.system import System
from kostra.model.people import HOUSE, Actor, ActorKind, Duty
from kostra.model.period import Period

PERIOD = Period(2026)


def person(name: str, *duties: Duty, body: str | None = None) -> Asker:
    return Asker(Actor(ActorKind.PERSON, f"person-{name}", name), duties=frozenset(duties), body=body)


STEWARD = person("Stine Forvalter", Duty.STEWARD)
STATISTICIAN = person("Siri Statistiker", Duty.STATISTICIAN)
OF_NAV = person("Nils Nav", Duty.CLIENT, body="NAV")
OF_IMDI = person("Ida Imdi", Duty.CLIENT, body="IMDi")
NOBODYS = person("Per Person")


def send(
    system: System,
    register: str,
    content: bytes,
    who: Asker = STEWARD,
    period: Period = PERIOD,
    *,
    name: str | None = "uttrekk.csv",
    rows: int | None = None,
) -> Acknowledged:
    with taking(system, who, register, period) as incoming:
        for start in range(0, len(content), 1 << 16):
            incoming.write(content[start : start + (1 << 16)])
        return receive(system, who, register, period, incoming, file_name=name, declared_rows=rows)


def in_force(system: System, register: str, period: Period = PERIOD) -> Received | None:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        return next((one for one in tx.registers.in_force(register) if one.period == period), None)


def actions(system: System, subject: str) -> list[str]:
    """The events about something, the oldest first."""
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        return [one.event.action for one in reversed(tx.log.of(subject=subject))]
