"""Ordering a delivery: by the desk, or by somebody of the recipient. Nothing is read and nothing is cut by it; what is outside the basis
goes no further, and is an event.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from kostra.app.deliveries.outside import refuse
from kostra.app.free_text import refuse_what_is_no_reason
from kostra.app.permissions import Asker, Forbidden, demand_duty
from kostra.app.ports.transaction import Transaction
from kostra.app.system import System
from kostra.deliveries.refusing import Refusal, refusals, without
from kostra.followup.calendar import day
from kostra.forms import catalogue
from kostra.model.delivery import Delivery, Order, Recipient, RecipientKind, Stage
from kostra.model.event import Detail, Event
from kostra.model.people import Duty
from kostra.model.protection import Said


def order(system: System, asker: Asker, wanted: Order, reason: str = "") -> Delivery:
    """Without a basis in the order it is the recipient's own for the form. What was delivered before of the same is replaced by it."""
    demand_duty(asker, Duty.STATISTICIAN, Duty.CLIENT)
    if not asker.has(Duty.STATISTICIAN) and asker.body != wanted.recipient:
        raise Forbidden("Du kan bare be om data for det organet du arbeider for.")
    refuse_what_is_no_reason(reason)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.deliveries.lock()
        recipient, chosen, stopped = _examined(tx, wanted)
        if not stopped:
            ordered = Delivery(
                uuid4().hex[:16], chosen, Said(tx.actor, tx.now, reason.strip()), replaces=_replaced(tx, chosen)
            )
            tx.deliveries.order(ordered)
            tx.record(event("delivery.ordered", ordered, reason.strip()))
    if stopped:
        raise refuse(system, asker, recipient.id, stopped, wanted)
    return ordered


def still(tx: Transaction, delivery: Delivery) -> tuple[Refusal, ...]:
    """What is wrong with an order today: a basis may have ended since."""
    return _examined(tx, delivery.order)[2]


def _examined(tx: Transaction, wanted: Order) -> tuple[Recipient, Order, tuple[Refusal, ...]]:
    """The recipient, the order with its basis, and all that is wrong with it."""
    recipient = tx.deliveries.recipient(wanted.recipient)
    if recipient is None:
        unknown = Recipient(
            wanted.recipient[:60], wanted.recipient[:60], RecipientKind.AUTHORITY, Said(tx.actor, tx.now)
        )
        return unknown, wanted, (without(unknown, wanted.form),)
    own = tx.deliveries.bases(recipient.id)
    among = (
        [one for one in own if one.id == wanted.basis]
        if wanted.basis
        else [one for one in own if wanted.form in one.forms]
    )
    if wanted.basis and not among and (other := tx.deliveries.basis(wanted.basis)) is not None:
        among = [other]
    form, told = catalogue.form(wanted.form), [without(recipient, wanted.form)]
    for basis in among:
        chosen = replace(wanted, basis=basis.id)
        found = refusals(chosen, basis, recipient, form, day(tx.now))
        if not found:
            return recipient, chosen, ()
        told = list(found)
    return recipient, wanted, tuple(told)


def _replaced(tx: Transaction, wanted: Order) -> str | None:
    """The newest that was approved of the same."""
    for one in tx.deliveries.deliveries(wanted.recipient):
        same = (one.order.basis, one.order.form, one.order.period) == (wanted.basis, wanted.form, wanted.period)
        if same and one.stage in (Stage.APPROVED, Stage.FETCHED):
            return one.id
    return None


def event(action: str, of: Delivery, reason: str = "", **details: Detail) -> Event:
    told: dict[str, Detail] = {"recipient": of.order.recipient, "basis": of.order.basis, "replaces": of.replaces}
    return Event(action, of.id, reason, form=of.order.form, period=str(of.order.period), details=told | details)
