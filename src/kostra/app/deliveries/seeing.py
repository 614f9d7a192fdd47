"""What the desk sees of deliveries, what a municipality sees of those that have records from it, and its own data back.

Nobody at the desk sees the records of a delivery: how many, of which variables, and what is otherwise than last time, is what one approves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from kostra.app.deliveries.making import delivery_of
from kostra.app.deliveries.outside import REFUSED, refuse
from kostra.app.editing.working import current
from kostra.app.permissions import Asker, demand, demand_duty
from kostra.app.ports.passing import HandedOn
from kostra.app.ports.transaction import Scope, Transaction
from kostra.app.system import System
from kostra.deliveries import cutting, manifest, packing
from kostra.deliveries.refusing import Refusal, Why, standing
from kostra.deliveries.variables import REGION, UNIT
from kostra.followup.calendar import day
from kostra.forms import catalogue
from kostra.model.delivery import Basis, Delivery, Order, Recipient, RecipientKind, Stage
from kostra.model.edit import Whole
from kostra.model.errors import Broken, Missing
from kostra.model.event import Event, Recorded
from kostra.model.people import HOUSE, Duty, Right
from kostra.model.period import Period

_ATTEMPTS = 20
_HANDED_OUT = (Stage.APPROVED, Stage.FETCHED, Stage.DELETED)


@dataclass(frozen=True, slots=True)
class Seen:
    """`manifest` is what stands in the signed list, of one that is made."""

    delivery: Delivery
    recipient: Recipient
    basis: Basis
    manifest: dict[str, Any] | None
    events: tuple[Recorded, ...]


@dataclass(frozen=True, slots=True)
class About:
    """A delivery that has records from one unit, and how many."""

    delivery: Delivery
    recipient: Recipient
    basis: Basis
    rows: int


def listed(system: System, asker: Asker) -> tuple[Delivery, ...]:
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return tx.deliveries.deliveries()


def attempts(system: System, asker: Asker) -> tuple[Recorded, ...]:
    """What was refused, the newest first."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return tx.log.of(actions=(REFUSED,), limit=_ATTEMPTS)


def see(system: System, asker: Asker, id: str) -> Seen:
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        found = delivery_of(tx, id)
        recipient, basis = _on(tx, found)
        told = None if found.made is None else manifest.opened(found.made.manifest)
        return Seen(found, recipient, basis, told, tx.log.of(subject=id))


def insight(system: System, asker: Asker, region: str) -> tuple[tuple[About, ...], tuple[HandedOn, ...]]:
    """What has been handed out with records from a unit, on which basis, and what was received for another body and handed on to it."""
    demand(asker, Right.SEE, region)
    with system.transactions.begin(asker.actor, Scope(frozenset({region}))) as tx:
        found = [
            About(one, *_on(tx, one), one.made.regions.get(region, 0))
            for one in tx.deliveries.deliveries()
            if one.made is not None and one.approved is not None and one.stage in _HANDED_OUT
        ]
        return tuple(found), tx.passing.listed()


def own(system: System, asker: Asker, region: str) -> tuple[Basis | None, tuple[tuple[str, Period], ...]]:
    """On which basis a unit gets its own data back, and the forms and periods there are."""
    demand(asker, Right.SEE, region)
    with system.transactions.begin(asker.actor, Scope(frozenset({region}))) as tx:
        basis = _own_basis(tx)
        if basis is None:
            return None, ()
        states = tx.campaign.standings()
        there = {(one.expected.form, one.expected.period) for one in states if one.submission is not None}
        forms = [each for each in there if each[0] in basis.forms and asker.may(Right.SEE, region, each[0])]
        return basis, tuple(sorted(forms, key=lambda each: (-each[1].year, each[0], str(each[1]))))


def own_data(system: System, asker: Asker, region: str, form: str, period: Period) -> bytes:
    """Klargjorte data of one unit as CSV, for that unit: what stands after the desk's edits, without national ids."""
    demand(asker, Right.SEE, region, form)
    version = catalogue.form(form).version(period.year)
    with system.transactions.begin(asker.actor, Scope(frozenset({region}))) as tx:
        basis = _own_basis(tx)
        stopped = _no_own(form) if basis is None or form not in basis.forms else standing(basis, day(tx.now))
    if basis is None or stopped is not None:
        raise refuse(system, asker, region, [stopped or _no_own(form)])
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        frame = current(system, tx, Whole(form, period)).frame.filter(pl.col(UNIT) == region)
    order = Order(basis.recipient, basis.id, form, period)
    if basis.persons.regions or REGION not in basis.variables[form]:
        raise Broken(f"the basis {basis.id} is not for each municipality's own data")
    found = cutting.named(cutting.cut(frame, basis, order, version), version)
    if found.is_empty():
        raise Missing(f"Det er ingen opplysninger på skjema {form} for {period} fra {region}.")
    with system.transactions.begin(asker.actor, Scope(frozenset({region}))) as tx:
        told = Event(
            "own-data.fetched",
            region,
            region=region,
            form=form,
            period=str(period),
            details={"basis": basis.id, "rows": len(found)},
        )
        tx.record(told)
    return packing.csv(found)


def _own_basis(tx: Transaction) -> Basis | None:
    """The one that each municipality has to its own data; the newest that holds."""
    kinds = {one.id for one in tx.deliveries.recipients() if one.kind is RecipientKind.MUNICIPALITIES}
    found = [one for one in tx.deliveries.bases() if one.recipient in kinds and standing(one, day(tx.now)) is None]
    return found[-1] if found else None


def _no_own(form: str) -> Refusal:
    return Refusal(
        Why.NO_BASIS,
        f"Det er ingen hjemmel i kraft som gir kommunene egne data på skjema {form[:20]}. Spør Statistisk sentralbyrå.",
    )


def _on(tx: Transaction, one: Delivery) -> tuple[Recipient, Basis]:
    recipient, basis = tx.deliveries.recipient(one.order.recipient), tx.deliveries.basis(one.order.basis)
    if recipient is None or basis is None:
        raise Broken(f"delivery {one.id} is on a basis that is not there")
    return recipient, basis
