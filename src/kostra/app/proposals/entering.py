"""Writing a proposal: a draft of one's own, written anew as often as one likes, and then entered for everybody to read.

What has been entered is written anew by who made it or the desk, with a reason, as a new version beside the old one. What was tried of it
must then be tried again.
"""

from __future__ import annotations

from uuid import uuid4

from kostra.app.free_text import refuse_what_is_no_reason
from kostra.app.permissions import Asker, demand_login
from kostra.app.ports.transaction import Transaction
from kostra.app.proposals import drafts, patches
from kostra.app.proposals.asking import moved, movers, proposal_of, refuse_other_voice, refuse_others
from kostra.app.proposals.checking import refuse_wrong
from kostra.app.system import System
from kostra.followup.calendar import day
from kostra.model.errors import Conflict, Refused
from kostra.model.event import Event
from kostra.model.proposal import Content, Move, Proposal, State, Version
from kostra.model.protection import Said
from kostra.proposals.states import MAY_BE_WRITTEN_ANEW, STATES

WRITTEN, REWRITTEN = "proposal.written", "proposal.rewritten"
_AGAIN = "Teksten er skrevet om, så prøvingen må gjøres på nytt."


def write(system: System, asker: Asker, content: Content) -> int:
    """A draft, which its author and the desk see; the number that it got."""
    demand_login(asker)
    _refuse_changes(system, content)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        refuse_other_voice(asker, content.proposer, day(tx.now).year)
        content = refuse_wrong(content, day(tx.now).year, whole=False)
        said = Said(tx.actor, tx.now)
        id = uuid4().hex
        number = tx.proposals.add(Proposal(id, said, (Version(content, said),)))
        tx.record(Event(WRITTEN, id, form=content.subject.form, details={"number": number}))
    return number


def rewrite(system: System, asker: Asker, number: int, content: Content, seen: int, reason: str = "") -> None:
    """`seen` is the version that was written on: when somebody else has written another since, nothing is changed."""
    demand_login(asker)
    reason = reason.strip()
    refuse_what_is_no_reason(reason)
    _refuse_changes(system, content)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.proposals.lock()
        one = proposal_of(tx, number)
        refuse_others(asker, one)
        _refuse_closed(one, seen)
        if content.proposer != one.content.proposer:
            refuse_other_voice(asker, content.proposer, day(tx.now).year)
        entered = one.state is not State.DRAFT
        if entered and not reason:
            raise Refused("Skriv hvorfor forslaget skrives om. Den forrige utgaven blir stående i historien.")
        content = refuse_wrong(content, min(day(tx.now).year, one.content.year), whole=entered)
        if content == one.content:
            raise Conflict("Ingenting er endret, så det er ikke lagret noen ny utgave.")
        _write(tx, asker, one, content, reason)


def _write(tx: Transaction, asker: Asker, one: Proposal, content: Content, reason: str) -> None:
    tx.proposals.write(one.id, Version(content, Said(tx.actor, tx.now, reason)))
    details: dict[str, str | int | None] = {"number": one.number, "versions": len(one.versions) + 1}
    tx.record(Event(REWRITTEN, one.id, reason, form=content.subject.form, details=details))
    if one.state is State.TRIED:
        move = Move(State.TRIED, State.ENTERED, Said(tx.actor, tx.now, _AGAIN))
        moved(tx, one, move, movers(asker, one))


def _refuse_closed(one: Proposal, seen: int) -> None:
    if one.state not in MAY_BE_WRITTEN_ANEW:
        named = STATES[one.state].name.nb.lower()
        raise Conflict(f"Forslag {one.number} er «{named}», og kan ikke skrives om nå.")
    if one.version.number != seen:
        by, at = one.version.said.by.name, one.version.said.at
        raise Conflict(
            f"Forslaget ble skrevet om av {by} {at:%d.%m.%Y} mens du skrev. Ingenting er lagret. Se den nye utgaven, og skriv det om "
            "igjen derfra."
        )


def enter(system: System, asker: Asker, number: int) -> None:
    """From now on everybody can read it. Nothing may be left out any more."""
    demand_login(asker)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        content = proposal_of(tx, number).content
    _refuse_changes(system, content)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.proposals.lock()
        one = proposal_of(tx, number)
        refuse_others(asker, one)
        refuse_wrong(one.content, day(tx.now).year, whole=True)
        moved(tx, one, Move(one.state, State.ENTERED, Said(tx.actor, tx.now)), movers(asker, one))


def _refuse_changes(system: System, content: Content) -> None:
    """Held against the draft that is open. What is meant for a later year is held against it too: its own is not open yet."""
    if content.changes:
        patches.check(system, content.changes, min(content.year, drafts.year()))
