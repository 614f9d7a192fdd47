"""Proposals as people write them, and what walks them a part of the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from integration.eforms.filling import somebody
from kostra.app.permissions import Asker
from kostra.app.proposals import deciding, entering, hearing
from kostra.app.proposals.hearing import read_parties
from kostra.app.system import System
from kostra.model.form_change import FieldGuidance, Part
from kostra.model.people import Actor, ActorKind, Duty, Right
from kostra.model.proposal import Consequences, Content, Kind, Proposer, ProposerKind, State, Subject
from kostra.model.text import Text

SIRI = Asker(Actor(ActorKind.PERSON, "siri", "Siri"), duties=frozenset({Duty.STATISTICIAN}))
LEA = Asker(Actor(ActorKind.PERSON, "lea", "Lea"), duties=frozenset({Duty.STATISTICIAN}))
OLA = somebody("Ola", Right.PREPARE, Right.SEND)
BERIT = somebody("Berit", Right.PREPARE, Right.SEND, region="460100")
NILS = somebody("Nils")
BEGINS = datetime(2026, 2, 10, 9, tzinfo=UTC)
DEADLINE = date(2026, 4, 20)
PARTIES = "KS; post@ks.example\nHusbanken\nArbeids- og velferdsdirektoratet; post@nav.example"

GUIDE = Content(
    title="Klarere veiledning om trygd",
    kind=Kind.GUIDE,
    subject=Subject(form="11F", field="trygdesit"),
    year=2027,
    proposer=Proposer(ProposerKind.MUNICIPALITY, "Stavanger", vouched=True),
    what="Si at det er trygden som gir mest penger som skal føres.",
    why="Kommunene fører den første trygden de finner.",
    consequences=Consequences("Ingenting", "Lettere å svare", "Ny tekst i hjelpen", "Likere tall"),
    changes=(
        FieldGuidance(
            "11F",
            "trygdesit",
            Part.ASKED,
            Text("Hvilken trygd som gir mest penger i året.", "Kva trygd som gir mest pengar i året."),
        ),
    ),
)


def plain(content: Content = GUIDE, **changed: object) -> Content:
    """The same without anything that is made in the form."""
    return replace(content, changes=(), **changed)  # type: ignore[arg-type]


def entered(system: System, content: Content = GUIDE, by: Asker = OLA) -> int:
    number = entering.write(system, by, content)
    entering.enter(system, by, number)
    return number


def in_hearing(system: System, content: Content = GUIDE) -> int:
    number = entered(system, content)
    hearing.open_hearing(
        system, SIRI, number, read_parties(PARTIES), DEADLINE, "Er teksten klar nok?", "Bare en tekst."
    )
    return number


def in_meeting(system: System, content: Content = GUIDE) -> tuple[int, int]:
    """The proposal and the meeting, without a hearing."""
    number = entered(system, content)
    meeting = deciding.call(system, SIRI, system.clock.now().date(), "Teams")
    deciding.put_on_agenda(system, SIRI, meeting, [number], "Haster")
    return number, meeting


def state(system: System, number: int) -> State:
    with system.transactions.begin(SIRI.actor, SIRI.scope) as tx:
        found = tx.proposals.one(number)
    assert found is not None
    return found.state
