"""The last resort: SSB registers what a municipality could not send in any other way, with the reason, from paper or by phone.

With a file, that is what SSB typed in, and the controls run on it; without one it is only known that it came. The receipt names who
registered it.
"""

from __future__ import annotations

from hashlib import sha256

from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.transaction import Transaction
from kostra.app.receiving.accepting import keep_and_register
from kostra.app.receiving.arriving import Acknowledged, Arrival, Before, arrive, before, seen_before, sent, unsent
from kostra.app.receiving.door import known
from kostra.app.receiving.naming import cleaned
from kostra.app.receiving.taking import Taken
from kostra.app.system import System
from kostra.followup.states import Mover
from kostra.model.errors import Refused
from kostra.model.people import Duty
from kostra.model.submission import Content, Expected


def register_paper(
    system: System,
    asker: Asker,
    expected: Expected,
    reason: str,
    taken: Taken | None = None,
    file_name: str | None = None,
) -> Acknowledged:
    """The desk may do this after the deadline too; only a form that is done with must be opened again first. Said twice, it is the same."""
    demand_duty(asker, Duty.STATISTICIAN)
    known(expected)
    if not reason.strip():
        raise Refused("Skriv hvorfor leveransen registreres av SSB, og hvordan den kom inn.")

    def register(tx: Transaction, arrival: Arrival, there: Before) -> Acknowledged:
        submission = sent(system, tx, unsent(arrival, asker.actor, tx), there.newest)
        tx.submissions.add(submission)
        arrive(tx, submission, there.standing, Mover.DESK, reason.strip(), via="desk")
        return Acknowledged(submission, new=True)

    if taken is not None:
        arrival = Arrival(expected, Content.PAPER, "", taken.size, cleaned(file_name), via="desk")
        return keep_and_register(system, asker, taken, arrival, register)
    arrival = Arrival(expected, Content.PAPER, sha256(b"").hexdigest(), 0, via="desk")
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        there = before(tx, expected)
        earlier = seen_before(tx, arrival, there)
        return register(tx, arrival, there) if earlier is None else Acknowledged(earlier, new=False)
