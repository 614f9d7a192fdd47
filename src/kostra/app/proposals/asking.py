"""Who stands where to a proposal: whoever made it, the desk, a second at the desk; and for whom somebody may speak."""

from __future__ import annotations

from collections.abc import Iterable

from kostra.app.people import units
from kostra.app.permissions import Asker, Forbidden
from kostra.app.ports.transaction import Transaction
from kostra.model.errors import Missing, Refused
from kostra.model.event import Event
from kostra.model.people import Duty
from kostra.model.proposal import Move, Proposal, Proposer, ProposerKind, State
from kostra.proposals.states import Mover, next_state

SSB = "Statistisk sentralbyrå"

ENTERED, TRIED, IN_HEARING, HEARD = "proposal.entered", "proposal.tried", "proposal.in-hearing", "proposal.heard"
IN_MEETING, ACCEPTED, REJECTED = "proposal.in-meeting", "proposal.accepted", "proposal.rejected"
POSTPONED, IN_FORM, PUBLISHED = "proposal.postponed", "proposal.in-form", "proposal.published"
WITHDRAWN = "proposal.withdrawn"
_ACTIONS = {
    State.ENTERED: ENTERED,
    State.TRIED: TRIED,
    State.IN_HEARING: IN_HEARING,
    State.HEARD: HEARD,
    State.IN_MEETING: IN_MEETING,
    State.ACCEPTED: ACCEPTED,
    State.REJECTED: REJECTED,
    State.POSTPONED: POSTPONED,
    State.IN_FORM: IN_FORM,
    State.PUBLISHED: PUBLISHED,
    State.WITHDRAWN: WITHDRAWN,
}


def movers(asker: Asker, one: Proposal) -> frozenset[Mover]:
    """A second is another than who made it, and where it changes data another than anybody who has written it."""
    found = set()
    if one.created.by.id == asker.actor.id:
        found.add(Mover.AUTHOR)
    if asker.has(Duty.STATISTICIAN):
        found.add(Mover.DESK)
        wrote = {one.created.by.id}
        if one.content.changes:
            wrote |= {version.said.by.id for version in one.versions}
        if asker.actor.id not in wrote:
            found.add(Mover.SECOND)
    return frozenset(found)


def proposal_of(tx: Transaction, number: int) -> Proposal:
    found = tx.proposals.one(number)
    if found is None:
        raise Missing(f"Det finnes ikke noe forslag {number}. Se listen over forslag.")
    return found


def refuse_others(asker: Asker, one: Proposal) -> None:
    """For what its author and the desk may do, and nobody else."""
    if not movers(asker, one) & {Mover.AUTHOR, Mover.DESK}:
        raise Forbidden(
            "Bare den som har fremmet forslaget, og SSB kan endre det. Svar på høringen, eller fremm et eget."
        )


def moved(tx: Transaction, one: Proposal, move: Move, whose: Iterable[Mover]) -> None:
    """The one way to another state: held against the table, kept and told as an event."""
    next_state(one.state, move.after, frozenset(whose), move.said.text)
    tx.proposals.move(one.id, move)
    details: dict[str, str | int | None] = {"number": one.number, "from": one.state.value}
    if move.year is not None:
        details["year"] = move.year
    if move.meeting is not None:
        details["meeting"] = move.meeting
    tx.record(Event(_ACTIONS[move.after], one.id, move.said.text, form=one.content.subject.form, details=details))


def speaks_for(asker: Asker, year: int) -> tuple[Proposer, ...]:
    """Those the asker has been given the right to speak for: SSB, a body, the municipalities. Any other office is as they say."""
    found = []
    if asker.has(Duty.STATISTICIAN):
        found.append(Proposer(ProposerKind.SSB, SSB, vouched=True))
    if asker.has(Duty.CLIENT) and asker.body is not None:
        found.append(Proposer(ProposerKind.CLIENT, asker.body, vouched=True))
    for region in asker.regions():
        found.append(Proposer(ProposerKind.MUNICIPALITY, units.name(region, year), vouched=True))
    return tuple(found)


def refuse_other_voice(asker: Asker, one: Proposer, year: int) -> None:
    """Nobody speaks for an office that they have no right to speak for."""
    if one != proposer(asker, one.kind, one.office, year):
        raise Refused(f"Du har ikke rett til å fremme forslag for «{one.office[:60]}».")


def proposer(asker: Asker, kind: ProposerKind, office: str, year: int) -> Proposer:
    """Refused where they say that they are SSB, a body or a municipality that they have no right to speak for."""
    office = office.strip()
    known = speaks_for(asker, year)
    for one in known:
        if one.kind is kind and (one.office == office or (not office and kind is not ProposerKind.MUNICIPALITY)):
            return one
    if kind in (ProposerKind.VENDOR, ProposerKind.OTHER):
        return Proposer(kind, office, vouched=False)
    mine = ", ".join(one.office for one in known if one.kind is kind)
    raise Refused(
        f"Du har ikke rett til å fremme forslag for «{office[:60]}». "
        + (
            f"Du kan velge {mine}."
            if mine
            else "Velg en leverandør eller noen andre, og skriv hvilket kontor du er fra."
        )
    )
