"""Deleting what was delivered: when its basis does not hold any more, or because somebody says so. The keys are destroyed first, which ends
it wherever copies are, and then the bytes go. The proof is a signed list of what was deleted, which the recipient and the log have too.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from kostra.app.deliveries.ordering import event
from kostra.app.ports.deliveries import CUT, SEALED
from kostra.app.ports.transaction import Scope
from kostra.app.ports.vault import Kept, Unavailable
from kostra.app.system import System
from kostra.deliveries.manifest import dumped
from kostra.followup.calendar import day
from kostra.model.delivery import Delivery, Stage, Stands
from kostra.model.people import HOUSE, Actor
from kostra.model.protection import Said

KIND = "kostra-sosial/deletion/1"
_OVER = {Stands.EXPIRED: "Hjemmelen gjelder ikke lenger.", Stands.ENDED: "Hjemmelen er avsluttet."}


def delete_due(system: System) -> int:
    """What is on bases that do not hold any more; says how much. Done twice, or cut off half-way, it ends the same."""
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        today = day(tx.now)
        over = {one.id: why for one in tx.deliveries.bases() if (why := _OVER.get(one.stands(today))) is not None}
        due = [one for one in tx.deliveries.deliveries() if one.order.basis in over and one.stage is not Stage.DELETED]
    for basis in dict.fromkeys(one.order.basis for one in due):
        remove(system, HOUSE, [one for one in due if one.order.basis == basis], over[basis])
    return len(due)


def remove(system: System, by: Actor, deliveries: Sequence[Delivery], why: str) -> None:
    """Of one recipient, on one list."""
    gone: list[Kept] = []
    with system.transactions.begin(by, Scope.EVERYWHERE) as tx:
        tx.deliveries.lock()
        found = [tx.deliveries.delivery(one.id) for one in deliveries]
        still = [one for one in found if one is not None and one.stage is not Stage.DELETED]
        if not still:
            return
        proof = system.signer.sign(_listed(still, why, tx.now))
        for one in still:
            for what in (SEALED, CUT):
                kept = tx.deliveries.kept(one.id, what)
                if kept is not None:
                    tx.deliveries.destroy_key(one.id, what, tx.now)
                    gone.append(kept)
            tx.deliveries.delete(one.id, Said(tx.actor, tx.now, why), proof)
            tx.record(event("delivery.deleted", one, why))
    for kept in gone:
        # What cannot be removed just now is a stray that nobody can read, and goes another day.
        with suppress(Unavailable):
            system.vault.delete(kept)


def _listed(deliveries: Sequence[Delivery], why: str, at: datetime) -> bytes:
    return dumped(
        {
            "proof": KIND,
            "recipient": deliveries[0].order.recipient,
            "deleted": at.isoformat(timespec="milliseconds"),
            "reason": why,
            "deliveries": [
                {
                    "id": one.id,
                    "basis": one.order.basis,
                    "form": one.order.form,
                    "period": str(one.order.period),
                    "sha256": None if one.made is None else one.made.sha256,
                    "rows": None if one.made is None else one.made.rows,
                }
                for one in deliveries
            ],
        }
    )
