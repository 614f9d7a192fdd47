"""Trying a proposal on earlier years, and keeping what was found with it."""

from __future__ import annotations

from kostra.app.free_text import refuse_what_is_no_reason
from kostra.app.permissions import Asker, demand_duty
from kostra.app.proposals import trying
from kostra.app.proposals.asking import moved, movers, proposal_of
from kostra.app.system import System
from kostra.model.errors import Conflict, Refused
from kostra.model.people import Duty
from kostra.model.proposal import Move, State, Trial
from kostra.model.protection import Said
from kostra.proposals.states import next_state


def try_out(system: System, asker: Asker, number: int, reason: str = "") -> None:
    """It takes a while, and nothing is held meanwhile; when the text was written anew in between, nothing is kept."""
    demand_duty(asker, Duty.STATISTICIAN)
    reason = reason.strip()
    refuse_what_is_no_reason(reason)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        one = proposal_of(tx, number)
    next_state(one.state, State.TRIED, movers(asker, one), reason)
    if not one.content.changes:
        raise Refused(
            "Forslaget har ingen endringer som kan prøves. Skriv dem inn under «Endringer», eller send det videre og skriv hvorfor det "
            "ikke er prøvd."
        )
    result = trying.tried(system, asker, one.content.changes, one.content.year)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.proposals.lock()
        now = proposal_of(tx, number)
        if now.version.number != one.version.number:
            raise Conflict("Forslaget ble skrevet om mens det ble prøvd. Prøv det på nytt.")
        said = Said(tx.actor, tx.now, reason)
        tx.proposals.keep_trial(now.id, Trial(now.version.number, result, said))
        moved(tx, now, Move(now.state, State.TRIED, said), movers(asker, now))
