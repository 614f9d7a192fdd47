"""What the desk decides about what is expected: more time, an excuse, that there is nothing, that it is good, that it must come again.

Each needs a reason where the table of states says so. Several forms of one unit may be decided at once, together or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kostra.app.followup.codes import chosen, reasons
from kostra.app.followup.moving import move
from kostra.app.permissions import Asker, demand_duty
from kostra.app.system import System
from kostra.followup.calendar import day, due, told
from kostra.followup.states import Mover
from kostra.forms import calendar
from kostra.model.errors import Refused
from kostra.model.people import Duty
from kostra.model.submission import Expected, Standing, State


def extend(
    system: System, asker: Asker, what: Sequence[Expected], until: date, code: str, note: str = ""
) -> tuple[Standing, ...]:
    """A later deadline for this unit alone. It is not reminded before that day is over."""
    demand_duty(asker, Duty.STATISTICIAN)
    reason = _reason(code, note)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        for one in what:
            dates = calendar.dates(one)
            standing = tx.campaign.standing(one, lock=True)
            now = dates.deadline if standing is None else due(dates, standing)
            if until < day(tx.now) or until <= dates.deadline:
                raise Refused(
                    f"Den nye fristen for skjema {one.form}, {told(until)}, må være etter i dag og etter den gamle, {told(now)}."
                )
        return tuple(move(tx, one, State.EXTENDED, Mover.DESK, reason, until=until, code=code) for one in what)


def excuse(system: System, asker: Asker, what: Sequence[Expected], code: str, note: str = "") -> tuple[Standing, ...]:
    """Cannot send, for a reason out of its hands: not reminded, and still free to send."""
    demand_duty(asker, Duty.STATISTICIAN)
    return _decide(system, asker, what, State.EXCUSED, _reason(code, note), code)


def presume_nil(
    system: System, asker: Asker, what: Sequence[Expected], evidence: str, until: date
) -> tuple[Standing, ...]:
    """Taken to have nothing to report, on evidence, until a day: a register, NAV's counts, nothing two years on end."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        if until < day(tx.now):
            raise Refused(f"Antakelsen må gjelde til en dag som ikke er over; {told(until)} er over.")
        return tuple(move(tx, one, State.NIL_PRESUMED, Mover.DESK, evidence, until=until) for one in what)


def accept(system: System, asker: Asker, what: Sequence[Expected], reason: str = "") -> tuple[Standing, ...]:
    """Looked at, and good enough for the statistics."""
    return _decide(system, asker, what, State.ACCEPTED, reason)


def refuse(system: System, asker: Asker, what: Sequence[Expected], reason: str) -> tuple[Standing, ...]:
    """Cannot be used; a new one must be sent. The reason is read by the municipality."""
    return _decide(system, asker, what, State.REFUSED, reason)


def reopen(system: System, asker: Asker, what: Sequence[Expected], reason: str) -> tuple[Standing, ...]:
    """What was done with may be sent again."""
    return _decide(system, asker, what, State.REOPENED, reason)


def leave_out(system: System, asker: Asker, what: Sequence[Expected], reason: str) -> tuple[Standing, ...]:
    """Does not owe the form after all."""
    return _decide(system, asker, what, State.NOT_IN_POPULATION, reason)


def take_back(system: System, asker: Asker, what: Sequence[Expected], reason: str) -> tuple[Standing, ...]:
    """An excuse, a presumption or a leaving out that was wrong: expected again, and the calendar sees to the rest."""
    return _decide(system, asker, what, State.EXPECTED, reason)


def finish(system: System, asker: Asker, what: Sequence[Expected], reason: str = "") -> tuple[Standing, ...]:
    """What was opened again is done with: as it was delivered, or without an answer when nothing was."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        found = []
        for one in what:
            standing = tx.campaign.standing(one, lock=True)
            sent = standing is not None and standing.submission is not None
            found.append(move(tx, one, State.FINAL if sent else State.CLOSED_NONRESPONSE, Mover.DESK, reason))
        return tuple(found)


def _decide(
    system: System, asker: Asker, what: Sequence[Expected], to: State, reason: str, code: str | None = None
) -> tuple[Standing, ...]:
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return tuple(move(tx, one, to, Mover.DESK, reason.strip(), code=code) for one in what)


def _reason(code: str, note: str) -> str:
    """In bokmål, as the log keeps it; the code stands beside it."""
    text = chosen(code, reasons(), "en grunn i listen").nb
    note = note.strip()
    if code == "other" and not note:
        raise Refused("Skriv hva grunnen er når den ikke står i listen.")
    return f"{text}: {note}" if note else text
