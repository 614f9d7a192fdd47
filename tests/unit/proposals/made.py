"""Proposals for the tests of the steps, in any state."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from kostra.model.people import Actor, ActorKind
from kostra.model.proposal import (
    Consequences,
    Content,
    Kind,
    Move,
    Proposal,
    Proposer,
    ProposerKind,
    State,
    Subject,
    Version,
)
from kostra.model.protection import Said

SAID = Said(Actor(ActorKind.PERSON, "ola", "Ola"), datetime(2026, 2, 1, tzinfo=UTC))
CONTENT = Content(
    "Klarere veiledning",
    Kind.CHANGED_FIELD,
    Subject(form="11F", field="trygdesit"),
    2027,
    Proposer(ProposerKind.MUNICIPALITY, "Stavanger", vouched=True),
    "Hva",
    "Hvorfor",
    Consequences("Ingenting", "Ingenting", "Ingenting", "Ingenting"),
)


def proposal(
    state: State,
    *,
    form: str | None = "11F",
    kind: Kind = Kind.CHANGED_FIELD,
    year: int = 2027,
    decided: int | None = None,
) -> Proposal:
    content = replace(CONTENT, kind=kind, subject=Subject(form=form), year=year)
    moves = () if state is State.DRAFT else (Move(State.DRAFT, state, SAID, decided),)
    return Proposal("one", SAID, (Version(content, SAID, 1),), moves, number=1)
