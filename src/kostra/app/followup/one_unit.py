"""One municipality or district as the desk sees it: all that it owes, in whatever year, and what has happened about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kostra.app.people import units
from kostra.app.permissions import Asker, demand_duty
from kostra.app.system import System
from kostra.model.event import Recorded
from kostra.model.people import Duty
from kostra.model.submission import Standing
from kostra.model.text import Language

_HISTORY = 60


@dataclass(frozen=True, slots=True)
class Seen:
    """`language` is what it is written to in; `history` its newest events, the newest first."""

    name: str
    language: Language
    standings: tuple[Standing, ...]
    history: tuple[Recorded, ...]
    now: datetime


def look(system: System, asker: Asker, unit: str) -> Seen:
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        units.refuse_unknown(unit, tx.now)
        return Seen(
            units.name(unit, tx.now.year),
            tx.people.language(unit),
            tx.campaign.standings(unit=unit),
            tx.log.of(region=unit, limit=_HISTORY),
            tx.now,
        )
