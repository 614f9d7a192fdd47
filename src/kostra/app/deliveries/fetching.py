"""The recipient's own side: what lies ready, fetching it with a receipt, and the proof of what was deleted. Every fetching is an event."""

from __future__ import annotations

from typing import BinaryIO

from kostra.app.deliveries.ordering import event
from kostra.app.deliveries.outside import refuse
from kostra.app.permissions import Asker, Forbidden, demand_login
from kostra.app.ports.deliveries import SEALED
from kostra.app.ports.transaction import Transaction
from kostra.app.system import System
from kostra.deliveries.manifest import dumped
from kostra.deliveries.refusing import standing
from kostra.followup.calendar import day
from kostra.model.delivery import Basis, Delivery, Fetched, Recipient, Stage
from kostra.model.errors import Conflict, Missing
from kostra.model.people import Duty

RECEIPT = "kostra-sosial/delivery-fetched/1"
_READY = (Stage.APPROVED, Stage.FETCHED)


def box(system: System, asker: Asker) -> tuple[Recipient | None, tuple[Basis, ...], tuple[Delivery, ...]]:
    """Who the asker acts for, if it is a recipient, what it may have, and its deliveries, the newest first."""
    body = _body(asker)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return tx.deliveries.recipient(body), tx.deliveries.bases(body), tx.deliveries.deliveries(body)


def one(system: System, asker: Asker, id: str) -> Delivery:
    body = _body(asker)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return _own(tx, body, id)


def fetch(system: System, asker: Asker, id: str) -> tuple[Delivery, BinaryIO]:
    """The locked bytes, and the receipt as the last one in the delivery. As often as one likes, while the basis holds."""
    body = _body(asker)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        found = _own(tx, body, id)
        if found.stage is Stage.DELETED:
            raise Conflict("Leveransen er slettet, og kan ikke hentes lenger. Beviset på det kan hentes.")
        if found.stage not in _READY or found.made is None:
            raise Conflict("Leveransen er ikke godkjent ennå. Kom tilbake når den er det.")
        basis = tx.deliveries.basis(found.order.basis)
        assert basis is not None
        stopped = standing(basis, day(tx.now))
        if stopped is None:
            kept = tx.deliveries.kept(id, SEALED)
            assert kept is not None
            file = system.vault.open(kept)
            receipt = system.signer.sign(_receipt(found, tx))
            tx.deliveries.fetch(id, Fetched(tx.actor, tx.now, receipt))
            tx.record(event("delivery.fetched", found, sha256=found.made.sha256))
            return _own(tx, body, id), file
    raise refuse(system, asker, id, [stopped], found.order)


def _receipt(found: Delivery, tx: Transaction) -> bytes:
    assert found.made is not None
    return dumped(
        {
            "receipt": RECEIPT,
            "delivery": found.id,
            "recipient": found.order.recipient,
            "fetched": tx.now.isoformat(timespec="milliseconds"),
            "by": tx.actor.id,
            "sha256": found.made.sha256,
            "size": found.made.size,
        }
    )


def _body(asker: Asker) -> str:
    demand_login(asker)
    if not asker.has(Duty.CLIENT) or asker.body is None:
        raise Forbidden("Leveranser hentes av den de er for. Logg inn med en bruker som arbeider for mottakeren.")
    return asker.body


def _own(tx: Transaction, body: str, id: str) -> Delivery:
    found = tx.deliveries.delivery(id)
    if found is None or found.order.recipient != body:
        raise Missing("Det finnes ingen slik leveranse til dere. Se i listen over leveransene deres.")
    return found
