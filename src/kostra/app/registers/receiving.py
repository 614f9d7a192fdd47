"""Receiving a file of a register: kept, held to its layout, and put in force in place of the one before. Or refused: then that one stays.

One register is received at a time, so that every file is held against the one that is in force when it counts. A refused file is kept with
its findings, and has a receipt that says so. Nothing of it is ever taken into use.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import uuid4

from kostra.app.permissions import Asker
from kostra.app.ports.registers import ORIGINAL, TYPED, Holds, Received
from kostra.app.ports.transaction import Transaction
from kostra.app.ports.vault import Kept
from kostra.app.receiving.naming import cleaned
from kostra.app.receiving.taking import SEALED, discard
from kostra.app.registers import receipt
from kostra.app.registers.rights import demand_sender
from kostra.app.registers.taking import Incoming
from kostra.app.registers.using import newest_until
from kostra.app.registers.writing import keep_typed
from kostra.app.system import System
from kostra.followup.calendar import day
from kostra.model.errors import Refused
from kostra.model.event import Event
from kostra.model.period import Period
from kostra.registers.catalogue import layout_for
from kostra.registers.examining import Examined, examine
from kostra.registers.layout import Layout
from kostra.registers.whole import Against, Before

RECEIVED, REPLACED, REFUSED = "register.received", "register.replaced", "register.refused"


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """`new` is False when the same bytes are in force already: then it is the receipt from that time."""

    received: Received
    new: bool


def receive(
    system: System,
    asker: Asker,
    register: str,
    period: Period,
    incoming: Incoming,
    *,
    file_name: str | None = None,
    declared_rows: int | None = None,
) -> Acknowledged:
    """When it is refused before it is registered, the bytes go. When anything else goes wrong they stay: it may have been registered."""
    layout = layout_for(register, period)
    demand_sender(asker, layout)
    kept = incoming.keep()
    try:
        acknowledged = _register(system, asker, layout, period, kept, cleaned(file_name), declared_rows)
    except Refused:
        discard(system, kept)
        raise
    if not acknowledged.new:
        discard(system, kept)
    return acknowledged


def _register(
    system: System,
    asker: Asker,
    layout: Layout,
    period: Period,
    kept: Kept,
    file_name: str | None,
    declared_rows: int | None,
) -> Acknowledged:
    content = plain(system, kept)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        _refuse_too_early(layout, period, tx)
        tx.registers.lock(layout.id)
        for same in tx.registers.with_bytes(layout.id, kept.sha256):
            if same.period == period and same.holds is Holds.IN_FORCE:
                return Acknowledged(same, new=False)
        examined = examine(layout, content, against(tx, layout, period, kept.sha256, declared_rows))
        received = Received(
            id=uuid4().hex,
            register=layout.id,
            period=period,
            version=layout.version.at(period.year),
            holds=Holds.REFUSED if examined.refused else Holds.IN_FORCE,
            received=tx.now,
            by=tx.actor,
            body=layout.body,
            sha256=kept.sha256,
            size=kept.size,
            file_name=file_name,
            rows=examined.rows,
            severity=examined.severity,
            found=examined.found,
        )
        received = put_in_force(system, tx, layout, received, examined) if not examined.refused else received
        received = replace(received, receipt=receipt.signed(received, system.signer))
        tx.registers.add(received)
        tx.registers.keep(received.id, ORIGINAL, kept)
        if not examined.refused:
            tx.registers.keep(received.id, TYPED, keep_typed(system, layout, period, examined))
        tx.record(about(REFUSED if examined.refused else RECEIVED, received))
    return Acknowledged(received, new=True)


def put_in_force(system: System, tx: Transaction, layout: Layout, received: Received, examined: Examined) -> Received:
    """The one that is in force until now is replaced, and kept."""
    before = _in_force(tx, layout, received.period)
    if before is None:
        return replace(received, holds=Holds.IN_FORCE)
    tx.registers.put(replace(before, holds=Holds.REPLACED))
    tx.record(about(REPLACED, before, replaced_by=received.id))
    return replace(received, holds=Holds.IN_FORCE, replaces=before.id)


def plain(system: System, kept: Kept) -> bytes:
    """The bytes as the sender wrote them; opened, where they were encrypted to us."""
    with system.vault.open(kept) as file:
        content = file.read()
    return system.opener.open(content) if content.startswith(SEALED) else content


def against(tx: Transaction, layout: Layout, period: Period, sha256: str, declared_rows: int | None = None) -> Against:
    before = newest_until(tx, layout.id, period)
    others = [one.period for one in tx.registers.with_bytes(layout.id, sha256) if one.period != period]
    return Against(
        period=period,
        before=None if before is None else Before(before.period, before.rows),
        declared_rows=declared_rows,
        same_bytes=others[0] if others and not layout.may_repeat else None,
    )


def about(action: str, received: Received, reason: str = "", **details: str | int | None) -> Event:
    said = {key: value for key, value in details.items() if value is not None}
    return Event(
        action,
        received.id,
        reason,
        period=str(received.period),
        details={
            "register": received.register,
            "sha256": received.sha256,
            "size": received.size,
            "rows": received.rows,
            "severity": str(received.severity),
            **said,
        },
    )


def _in_force(tx: Transaction, layout: Layout, period: Period) -> Received | None:
    return next((one for one in tx.registers.in_force(layout.id) if one.period == period), None)


def _refuse_too_early(layout: Layout, period: Period, tx: Transaction) -> None:
    """What is counted when the period is over cannot come before it is."""
    today = day(tx.now)
    over = layout.due is not None and layout.due.years_after > 0
    if today < (period.last_day if over else period.first_day.replace(year=period.year - 1)):
        raise Refused(
            f"{layout.title.nb} for {period} kan ikke tas imot ennå: perioden er ikke {'over' if over else 'nær'}. "
            "Se om perioden er riktig."
        )
