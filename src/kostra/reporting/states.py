"""How far a report has come, and how it goes on: written, finished by one, published by another, and opened again with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kostra.model.errors import Conflict, Refused
from kostra.model.people import Actor
from kostra.model.text import Text


class State(StrEnum):
    DRAFT = "draft"
    FINISHED = "finished"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Transition:
    """`reasoned` needs to be told why; `by_another` is done by somebody else than whoever did the step before."""

    before: State
    after: State
    reasoned: bool = False
    by_another: bool = False


TRANSITIONS = (
    Transition(State.DRAFT, State.FINISHED),
    Transition(State.FINISHED, State.PUBLISHED, by_another=True),
    Transition(State.FINISHED, State.DRAFT, reasoned=True),
    # What readers have seen stays; the next one is a new edition.
    Transition(State.PUBLISHED, State.DRAFT, reasoned=True),
)

NAMES = {
    State.DRAFT: Text("Utkast", "Utkast"),
    State.FINISHED: Text("Ferdig, venter på en kollega", "Ferdig, ventar på ein kollega"),
    State.PUBLISHED: Text("Publisert", "Publisert"),
}


def next_state(before: State, after: State, by: Actor, last: Actor | None, reason: str) -> State:
    """`after`, when the table lets this one go there. `last` did the step before."""
    found = next((one for one in TRANSITIONS if one.before is before and one.after is after), None)
    if found is None:
        allowed = ", ".join(f"«{NAMES[one.after].nb.lower()}»" for one in TRANSITIONS if one.before is before)
        raise Conflict(
            f"Rapporten er «{NAMES[before].nb.lower()}», og kan ikke bli «{NAMES[after].nb.lower()}». Herfra kan den bli: {allowed}."
        )
    if found.reasoned and not reason.strip():
        raise Refused("Skriv hvorfor rapporten åpnes igjen.")
    if found.by_another and last is not None and last.id == by.id:
        raise Refused("Du gjorde selv rapporten ferdig. Be en kollega lese den og publisere den.")
    return after
