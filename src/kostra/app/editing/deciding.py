"""What becomes of edits when a municipality sends in again: those of records that are the same go on by themselves, the others are decided.

Where the new record already holds what the edit said, the sender has answered it, and there is nothing to decide.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kostra.app.editing.previewing import moves
from kostra.app.editing.recording import about, write
from kostra.app.editing.working import Working, current
from kostra.app.permissions import Asker, demand_duty
from kostra.app.system import System
from kostra.editing.influence import needs_second
from kostra.editing.replay import Fate, Stale
from kostra.editing.rules import Proposal
from kostra.model.edit import Act, Edit, Whole
from kostra.model.errors import Conflict, Refused
from kostra.model.people import Duty


def stale(system: System, asker: Asker, whole: Whole, unit: str | None = None) -> tuple[Stale, ...]:
    """Those that wait for a decision, in the order of the log."""
    return tuple(one for one in _left(system, asker, whole, unit) if one.fate is not Fate.ANSWERED)


def answered(system: System, asker: Asker, whole: Whole, unit: str | None = None) -> tuple[Stale, ...]:
    """Those that the sender has answered by making the same change."""
    return tuple(one for one in _left(system, asker, whole, unit) if one.fate is Fate.ANSWERED)


def carry_over(system: System, asker: Asker, whole: Whole, ids: Collection[str], comment: str = "") -> tuple[Edit, ...]:
    """The edits hold for the records as they now are."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.edits.lock()
        now = current(system, tx, whole)
        chosen = _chosen(now, ids)
        gone = next((one for one in chosen if one.fate is Fate.RECORD_GONE), None)
        if gone is not None:
            raise Refused(
                f"Linjen som rettingen av {gone.edit.field} gjaldt, er ikke med i den nye innsendingen. Den kan bare slippes."
            )
        _refuse_large(now, chosen)
        return write(
            tx,
            [
                about(one.edit, Act.CARRIED, comment, tx.actor, tx.now, digest=one.digest, submission=one.submission)
                for one in chosen
            ],
        )


def drop(system: System, asker: Asker, whole: Whole, ids: Collection[str], comment: str = "") -> tuple[Edit, ...]:
    """What the municipality now says stands. With an edit go the earlier ones of the same value."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.edits.lock()
        now = current(system, tx, whole)
        chains = [each for one in _chosen(now, ids) for each in now.ledger.chains[one.edit.cell]]
        return write(tx, [about(each, Act.DROPPED, comment, tx.actor, tx.now) for each in chains])


def _left(system: System, asker: Asker, whole: Whole, unit: str | None) -> Sequence[Stale]:
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        found = current(system, tx, whole).stale
    return sorted((one for one in found if unit in (None, one.edit.of.unit)), key=lambda one: one.edit.number)


def _refuse_large(now: Working, chosen: Sequence[Stale]) -> None:
    """What was small when it was made may move a figure much now; then a colleague must see it. Those of one rule count together."""
    together: dict[str, list[Proposal]] = {}
    for one in chosen:
        edit = one.edit
        if not edit.needs_second:
            cell = (edit.of.unit, str(edit.record), one.line, str(one.submission), str(one.digest))
            together.setdefault(edit.rule or edit.id, []).append(Proposal(*cell, str(edit.field), one.now, edit.after))
    if not together or not needs_second(moves(now, [one for several in together.values() for one in several])):
        return
    for several in together.values():
        if needs_second(moves(now, several)):
            raise Refused(
                f"Å beholde rettingen av {several[0].field} flytter nå tallene så mye at en kollega må bekrefte det. "
                "Slipp den, og rett verdien på nytt."
            )


def _chosen(now: Working, ids: Collection[str]) -> list[Stale]:
    by_id = {one.edit.id: one for one in now.stale}
    if not ids or not set(ids) <= by_id.keys():
        raise Conflict("Noen av rettingene venter ikke lenger på en avgjørelse. Se listen på nytt.")
    return [by_id[id] for id in dict.fromkeys(ids)]
