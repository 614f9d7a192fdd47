"""Walking the whole log from the first event: does every event stand where it should, and say what it said when it was written?

A chain that has been cut short at the end still fits. Whoever notes the last hash elsewhere, from time to time, can see that as well: it
must still be found in the chain.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kostra.app.audit.chain import BEGINNING, hash_of
from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.model.event import Recorded
from kostra.model.people import HOUSE, Duty


@dataclass(frozen=True, slots=True)
class Walked:
    """`wrong` tells the first event that does not fit; None when all of them do. `noted` is where the hash that was asked for stands."""

    events: int
    first: datetime | None
    last: datetime | None
    hash: bytes
    noted: int | None = None
    wrong: str | None = None


def verify_log(system: System, asker: Asker, expected: bytes | None = None) -> Walked:
    """For the command line the asker is the house itself."""
    if asker.actor != HOUSE:
        demand_duty(asker, Duty.STEWARD)
    with system.transactions.begin(asker.actor, Scope.EVERYWHERE) as tx:
        return walk(tx.log.whole(), expected)


def walk(events: Iterable[Recorded], expected: bytes | None = None) -> Walked:
    """`expected` is the hash of an event, noted elsewhere when it was the last."""
    number, before = 0, BEGINNING
    first: datetime | None = None
    last: datetime | None = None
    noted = 0 if expected == BEGINNING else None
    for one in events:
        wrong = _wrong(one, number, before, last)
        if wrong is not None:
            return Walked(number, first, last, before, noted, wrong)
        number, before, last = one.number, one.hash, one.at
        first = first or one.at
        if one.hash == expected:
            noted = one.number
    if expected is not None and noted is None:
        return Walked(
            *(number, first, last, before, None),
            f"Kontrollsummen {expected.hex()} finnes ikke i loggen. Hendelser er fjernet fra slutten, eller loggen er byttet ut.",
        )
    return Walked(number, first, last, before, noted)


def _wrong(one: Recorded, number: int, before: bytes, last: datetime | None) -> str | None:
    if one.number != number + 1:
        return f"Etter hendelse {number} kommer hendelse {one.number}. Det som skulle stått imellom, er fjernet."
    if one.before != before:
        return f"Hendelse {one.number} viser ikke til hendelsen før den. En av de to er satt inn, fjernet eller endret."
    if one.hash != hash_of(one.number, one.at, one.actor, one.event, one.before):
        return f"Hendelse {one.number} er endret etter at den ble skrevet."
    if last is not None and one.at < last:
        return f"Hendelse {one.number} er fra før hendelsen foran den."
    return None
