"""What the desk does with feedback: reads it, answers it for everybody to see, or makes a proposal of it. And the answers, for readers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kostra.app.free_text import refuse_what_is_no_reason
from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.model.errors import Conflict, Missing, Refused
from kostra.model.event import Event
from kostra.model.feedback import Feedback, Stage, may_follow
from kostra.model.people import HOUSE, Duty
from kostra.model.protection import Said

LONGEST_ANSWER = 2_000
_ACTIONS = {
    Stage.SEEN: "feedback.seen",
    Stage.ANSWERED: "feedback.answered",
    Stage.PROPOSED: "feedback.proposed",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """The newest that were asked for, and how many there are in each stage."""

    found: tuple[Feedback, ...]
    by_stage: Mapping[Stage, int]


def listed(system: System, asker: Asker, stage: Stage | None = None, form: str | None = None) -> Listed:
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return Listed(tx.feedback.listed(stage, form), tx.feedback.by_stage())


def see(system: System, asker: Asker, id: str) -> Feedback:
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        found = tx.feedback.one(id)
    if found is None:
        raise Missing("Det finnes ingen slik tilbakemelding. Se listen over dem.")
    return found


def move(system: System, asker: Asker, id: str, stage: Stage, text: str = "") -> Feedback:
    """`text` is the answer, which everybody can read, or a note of what is proposed."""
    demand_duty(asker, Duty.STATISTICIAN)
    text = text.strip()
    refuse_what_is_no_reason(text)
    if stage is Stage.ANSWERED and not text:
        raise Refused("Skriv svaret. Det blir vist på siden til spørsmålet.")
    if len(text) > LONGEST_ANSWER:
        raise Refused(f"Svaret er på {len(text)} tegn. Det kan være på høyst {LONGEST_ANSWER}. Skriv det kortere.")
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        found = tx.feedback.one(id, lock=True)
        if found is None:
            raise Missing("Det finnes ingen slik tilbakemelding. Se listen over dem.")
        if stage not in may_follow(found.stage):
            raise Conflict("Noen andre har vært her før deg. Last siden på nytt, og se hva som er gjort.")
        tx.feedback.move(id, stage, Said(tx.actor, tx.now, text))
        details = {"field": found.field}
        tx.record(Event(_ACTIONS[stage], id, text, form=found.form, period=str(found.year), details=details))
    return found


def published(system: System, form: str, fields: Collection[str]) -> tuple[Said, ...]:
    """The answers about a question, over all years, for anybody; the same words once."""
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        found = tx.feedback.answers(form, fields)
    return tuple({one.text: one for one in reversed(found)}.values())[::-1]
