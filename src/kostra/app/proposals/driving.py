"""What the desk does with a proposal: takes it up again, lays it before a meeting, says that it is in the form; and withdrawing it.

Deciding is in `deciding`, hearings in `hearing`, trying in `trials`.
"""

from __future__ import annotations

from kostra.app.free_text import refuse_what_is_no_reason
from kostra.app.permissions import Asker, demand_login
from kostra.app.ports.transaction import Transaction
from kostra.app.proposals.asking import moved, movers, proposal_of, refuse_others
from kostra.app.system import System
from kostra.forms import catalogue
from kostra.model.errors import Conflict, Refused
from kostra.model.form import Status
from kostra.model.proposal import Move, Proposal, State
from kostra.model.protection import Said
from kostra.proposals.states import Mover

BY_HAND = frozenset({State.ENTERED, State.HEARD, State.IN_FORM, State.ACCEPTED, State.PUBLISHED, State.WITHDRAWN})
"""The states that somebody brings about by saying so alone; the others come with something: a trial, a hearing, a meeting, a decision."""


def drive(system: System, asker: Asker, number: int, after: State, reason: str = "") -> None:
    """To another state that asks for nothing but a reason."""
    demand_login(asker)
    reason = reason.strip()
    refuse_what_is_no_reason(reason)
    if after not in BY_HAND:
        raise Refused(f"«{after}» er ikke noe som kan velges her. Bruk skjemaet for det på siden til forslaget.")
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.proposals.lock()
        one = proposal_of(tx, number)
        refuse_others(asker, one)
        _refuse_what_has_a_patch(one, after)
        if after is State.PUBLISHED:
            _refuse_unpublished(one)
        year = one.year if after in (State.IN_FORM, State.PUBLISHED) else None
        moved(tx, one, Move(one.state, after, Said(tx.actor, tx.now, reason), year), movers(asker, one))


def put_in_form(tx: Transaction, one: Proposal, reason: str) -> None:
    """By the house, when the change to the form has been approved."""
    said = Said(tx.actor, tx.now, reason)
    moved(tx, one, Move(one.state, State.IN_FORM, said, one.year), (Mover.HOUSE,))


def take_out_of_form(tx: Transaction, one: Proposal, reason: str) -> None:
    """By the house, when the change to the form was taken back."""
    moved(tx, one, Move(one.state, State.ACCEPTED, Said(tx.actor, tx.now, reason)), (Mover.HOUSE,))


def _refuse_what_has_a_patch(one: Proposal, after: State) -> None:
    if one.content.changes and after in (State.IN_FORM, State.ACCEPTED):
        raise Conflict(
            "Forslaget har endringer i skjemaet. De kommer inn når endringsfilen er laget av én og godkjent av en annen."
        )


def _refuse_unpublished(one: Proposal) -> None:
    """What changes a form is in use when the form of its year is no draft any more."""
    form = one.content.subject.form
    if form is None or not one.content.changes:
        return
    known = catalogue.form(form)
    if one.year not in known.years or known.status.at(one.year) is Status.DRAFT:
        raise Conflict(
            f"Skjema {form} for {one.year} er fortsatt et utkast. Forslaget er tatt i bruk når årgangen er publisert."
        )
