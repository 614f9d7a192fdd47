"""Accepting a file that the controls refused only because it differs much from the last one: it may be true. Always with a reason."""

from __future__ import annotations

from dataclasses import replace

from kostra.app.permissions import Asker
from kostra.app.ports.registers import ORIGINAL, TYPED, Holds, Received
from kostra.app.ports.transaction import Transaction
from kostra.app.receiving.refusals import NotNow, Unknown
from kostra.app.registers import receipt
from kostra.app.registers.receiving import about, against, plain, put_in_force
from kostra.app.registers.rights import demand_steward
from kostra.app.registers.writing import keep_typed
from kostra.app.system import System
from kostra.model.errors import Refused
from kostra.registers.catalogue import layout_for
from kostra.registers.examining import examine
from kostra.registers.whole import ACCEPTABLE

ACCEPTED = "register.accepted"


def accept(system: System, asker: Asker, id: str, reason: str) -> Received:
    """The file goes in force as if the controls had let it through; what they found stays with it."""
    demand_steward(asker)
    if not reason.strip():
        raise Refused("Skriv hvorfor filen er riktig, selv om den er så ulik den forrige.")
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        found = tx.registers.one(id)
        if found is None:
            raise Unknown("Filen finnes ikke. Se i listen over det som er mottatt.")
        tx.registers.lock(found.register)
        found = _refused(tx, id)
        layout = layout_for(found.register, found.period)
        kept = tx.registers.kept(id, ORIGINAL)
        if kept is None:
            raise NotNow("Innholdet i filen er slettet. Be avsenderen sende den på nytt.")
        examined = examine(layout, plain(system, kept), against(tx, layout, found.period, found.sha256))
        if not examined.may_be_accepted:
            raise NotNow(_MUST_BE_MENDED)
        accepted = put_in_force(system, tx, layout, replace(found, reason=reason.strip()), examined)
        accepted = replace(accepted, receipt=receipt.signed(accepted, system.signer))
        tx.registers.put(accepted)
        tx.registers.keep(id, TYPED, keep_typed(system, layout, found.period, examined))
        tx.record(about(ACCEPTED, accepted, reason.strip()))
    return accepted


_MUST_BE_MENDED = "Filen har feil som må rettes hos avsenderen, og kan ikke godtas som den er. Se hva kontrollene fant."


def may_accept(received: Received) -> bool:
    """Refused, but only for what may be true after all."""
    blocking = [one for one in received.found if one.severity.blocks]
    return received.holds is Holds.REFUSED and all(one.control in ACCEPTABLE for one in blocking)


def _refused(tx: Transaction, id: str) -> Received:
    """Read again when nobody else can change it."""
    found = tx.registers.one(id)
    if found is None or found.holds is not Holds.REFUSED:
        raise NotNow("Filen er allerede godtatt, eller en annen har tatt dens plass.")
    if not may_accept(found):
        raise NotNow(_MUST_BE_MENDED)
    newest = tx.registers.listed(register=found.register, period=found.period, limit=1)
    if newest and newest[0].received > found.received:
        raise NotNow("Det er kommet en nyere fil for samme periode. Se på den i stedet.")
    return found
