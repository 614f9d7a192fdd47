"""Nothing to report, by one click or one call: an answer with a receipt, and not an absence. A file sent later undoes it."""

from __future__ import annotations

from hashlib import sha256

from kostra.app.permissions import Asker, demand
from kostra.app.receiving.arriving import Acknowledged, Arrival, arrive, before, seen_before, sent, unsent
from kostra.app.receiving.door import known, refuse_closed
from kostra.app.system import System
from kostra.followup.states import Mover
from kostra.model.people import Right
from kostra.model.submission import Content, Expected

_NOTHING = sha256(b"").hexdigest()


def nil(
    system: System, asker: Asker, expected: Expected, *, idempotency_key: str | None = None, via: str = "portal"
) -> Acknowledged:
    """Confirmed by whoever may send. Said twice, it is the same receipt."""
    demand(asker, Right.SEND, expected.unit, expected.form)
    known(expected)
    arrival = Arrival(expected, Content.NIL, _NOTHING, 0, idempotency_key=idempotency_key, via=via)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        there = before(tx, expected)
        earlier = seen_before(tx, arrival, there)
        if earlier is not None:
            return Acknowledged(earlier, new=False)
        refuse_closed(tx, there.standing)
        submission = sent(system, tx, unsent(arrival, asker.actor, tx), there.newest)
        tx.submissions.add(submission, idempotency_key)
        arrive(tx, submission, there.standing, Mover.REPORTER, via=via)
    return Acknowledged(submission, new=True)
