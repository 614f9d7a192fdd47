"""What people decide about a delivery that is made: that it may be fetched, or that it may not. Nobody approves what they have ordered."""

from __future__ import annotations

from kostra.app.deliveries.ending import remove
from kostra.app.deliveries.making import delivery_of
from kostra.app.deliveries.ordering import event, still
from kostra.app.deliveries.outside import refuse
from kostra.app.free_text import refuse_what_is_no_reason
from kostra.app.permissions import Asker, demand_duty
from kostra.app.system import System
from kostra.deliveries.refusing import Refusal, Why
from kostra.model.delivery import Delivery, Stage
from kostra.model.errors import Conflict, Refused
from kostra.model.people import Duty
from kostra.model.protection import Said

OWN = "Du har bestilt leveransen selv. Be en kollega godkjenne den."
_NOT_NOW = {
    Stage.ORDERED: "Leveransen er bestilt, men ikke laget ennå. Vent til den er laget, og se hva den har før du godkjenner.",
    Stage.APPROVED: "Leveransen er allerede godkjent.",
    Stage.FETCHED: "Leveransen er godkjent og hentet.",
    Stage.DELETED: "Leveransen er slettet. Bestill en ny hvis hjemmelen fortsatt gjelder.",
}


def approve(system: System, asker: Asker, id: str, comment: str = "") -> Delivery:
    demand_duty(asker, Duty.STATISTICIAN)
    comment = comment.strip()
    refuse_what_is_no_reason(comment)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.deliveries.lock()
        found = delivery_of(tx, id)
        if found.stage is not Stage.MADE:
            raise Conflict(_NOT_NOW[found.stage])
        stopped = list(still(tx, found))
        if found.ordered.by.id == tx.actor.id:
            stopped.append(Refusal(Why.OWN_APPROVAL, OWN))
        if not stopped:
            assert found.made is not None
            tx.deliveries.approve(id, Said(tx.actor, tx.now, comment))
            tx.record(event("delivery.approved", found, comment, sha256=found.made.sha256))
            return delivery_of(tx, id)
    raise refuse(system, asker, id, stopped, found.order)


def drop(system: System, asker: Asker, id: str, reason: str) -> Delivery:
    """It is not handed out any more, and what is kept of it is deleted. By one alone."""
    demand_duty(asker, Duty.STATISTICIAN)
    if not reason.strip():
        raise Refused("Skriv hvorfor leveransen slettes. Grunnen blir stående.")
    refuse_what_is_no_reason(reason)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        found = delivery_of(tx, id)
        if found.stage is Stage.DELETED:
            raise Conflict(_NOT_NOW[found.stage])
    remove(system, asker.actor, [found], reason.strip())
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return delivery_of(tx, id)
