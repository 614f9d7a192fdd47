"""Which forms and periods there is anything to edit in, and what waits in each. Data are read only where somebody has edited."""

from __future__ import annotations

from dataclasses import dataclass

from kostra.app.editing.working import current
from kostra.app.permissions import Asker, demand_duty
from kostra.app.system import System
from kostra.editing.ledger import added_up
from kostra.forms import catalogue
from kostra.model.edit import Whole
from kostra.model.people import Duty
from kostra.model.submission import Season


@dataclass(frozen=True, slots=True)
class Edited:
    """One form and period. `answered` units have sent something; `counting` edits are in the data, `waiting` need a colleague, `stale`
    are to be decided."""

    whole: Whole
    answered: int
    counting: int
    waiting: int
    stale: int


def overview(system: System, asker: Asker) -> tuple[Edited, ...]:
    """The newest first. What is received for others is theirs alone, and not edited here."""
    demand_duty(asker, Duty.STATISTICIAN)
    found = []
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        for form, period in tx.campaign.periods(Season.REAL):
            whole = Whole(form, period)
            if catalogue.form(form).received_for is not None or not (answered := len(tx.edits.sources(whole))):
                continue
            ledger = added_up(tx.edits.listed(whole))
            left = current(system, tx, whole).undecided if ledger.counts else ()
            found.append(Edited(whole, answered, len(ledger.counts), len(ledger.waiting), len(left)))
    return tuple(sorted(found, key=lambda one: (-one.whole.period.year, one.whole.form, one.whole.period)))
