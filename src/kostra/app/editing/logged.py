"""The log of edits of a form and period, as the desk reads it: the newest first, each with what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kostra.app.permissions import Asker, demand_duty
from kostra.app.system import System
from kostra.editing.ledger import added_up
from kostra.model.edit import Act, Edit, Whole
from kostra.model.people import Duty


class Stand(StrEnum):
    """Where an edit stands. One about another edit only tells what happened."""

    COUNTS = "counts"
    WAITS = "waits"
    ENDED = "ended"
    TELLS = "tells"


@dataclass(frozen=True, slots=True)
class Logged:
    """`about` is the edit that this one is about, where it is about one."""

    edit: Edit
    stand: Stand
    about: Edit | None


def logged(system: System, asker: Asker, whole: Whole) -> tuple[Logged, ...]:
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return told(tx.edits.listed(whole))


def told(edits: tuple[Edit, ...]) -> tuple[Logged, ...]:
    """Of edits in the order of the log; all those that end, second or carry over one of them are there too."""
    ledger = added_up(edits)
    known = {one.id: one for one in edits}

    def stand(one: Edit) -> Stand:
        if one.about is not None:
            return Stand.TELLS
        if one.id in ledger.ended:
            return Stand.ENDED
        return Stand.WAITS if one.id in ledger.waiting else Stand.COUNTS

    return tuple(Logged(one, stand(one), known.get(one.about or "")) for one in reversed(edits))


REVERSIBLE = frozenset({Act.CHANGED, Act.APPROVED, Act.NOT_REVIEWED})
"""What can be undone."""
