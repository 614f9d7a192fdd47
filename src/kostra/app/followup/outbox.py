"""Sending what lies in the outbox. Each letter in a transaction of its own, so that one that cannot be sent holds up no other."""

from __future__ import annotations

from dataclasses import replace

from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.mail import Mailer, NotSent
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.followup.letters import Letter, LetterState, after_failing, after_sending
from kostra.model.errors import Refused
from kostra.model.event import Event
from kostra.model.people import HOUSE, Duty

SENT, POSTPONED, FAILED, AGAIN = "letter.sent", "letter.postponed", "letter.failed", "letter.again"
_AT_ONCE = 500
_DOWN = 2
"""So many that could not be sent now mean that none can."""


def send_outbox(system: System) -> int:
    """The job: sends what is due, and says how many went. Several may run at once.

    When it seems that the mail is down, and not a letter that is wrong, the rest waits: whoever waits here keeps controls waiting.
    """
    if system.mailer is None:
        return 0
    went = postponed = 0
    for _ in range(_AT_ONCE):
        tried = _send_one(system, system.mailer)
        if tried is None:
            break
        went += tried.state is LetterState.SENT
        postponed += tried.state is LetterState.WAITING
        if postponed == _DOWN:
            break
    return went


def _send_one(system: System, mailer: Mailer) -> Letter | None:
    """It is marked as sent after it went: after a crash in between it is sent again, with the same message id."""
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        letter = tx.cases.next_letter(tx.now)
        if letter is None:
            return None
        try:
            mailer.send(letter)
        except NotSent as failed:
            tried = after_failing(letter, tx.now, for_good=failed.for_good)
            action = FAILED if tried.state is LetterState.FAILED else POSTPONED
            tx.record(
                Event(action, letter.id, str(failed), region=letter.unit or None, details={"attempts": tried.attempts})
            )
        else:
            tried = after_sending(letter, tx.now)
            tx.record(Event(SENT, letter.id, region=letter.unit or None, details={"attempts": tried.attempts}))
        tx.cases.put_letter(tried)
        return tried


def failed(system: System, asker: Asker) -> tuple[Letter, ...]:
    """The letters that were given up."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return tx.cases.letters(state=LetterState.FAILED)


def send_again(system: System, asker: Asker, id: str) -> None:
    """One that was given up is tried again."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        found = next((one for one in tx.cases.letters(state=LetterState.FAILED) if one.id == id), None)
        if found is None:
            raise Refused("Brevet finnes ikke blant dem som ikke kunne sendes. Se listen på nytt.")
        tx.cases.put_letter(replace(found, state=LetterState.WAITING, attempts=0, next_try=tx.now))
        tx.record(Event(AGAIN, id, region=found.unit or None))
