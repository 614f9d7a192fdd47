"""Error lists, the desk's side: made and sent, held against what comes next, accepted line by line, closed.

A list is made from the report of the submission that stands. Nobody makes one of a form that is received for another body: its records are
not for the desk to see.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

from kostra.app.followup import findings
from kostra.app.followup.codes import chosen, treatments
from kostra.app.followup.moving import move, owed
from kostra.app.followup.weighing import influence
from kostra.app.followup.writing import about_list, post
from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.transaction import Transaction
from kostra.app.system import System
from kostra.followup.calendar import day, told
from kostra.followup.contacts import addresses
from kostra.followup.errorlists import ErrorList, Fate, Line, carried_over, is_harmless
from kostra.followup.states import Mover, may_follow
from kostra.forms import catalogue
from kostra.model.errors import Missing, Refused
from kostra.model.event import Event
from kostra.model.people import Duty
from kostra.model.period import Period
from kostra.model.submission import Expected, Season, State

SENT, ACCEPTED, CLOSED = "list.sent", "list.accepted", "list.closed"
LITTLE = 0.001
"""A unit with less than a thousandth of the whole weighs little."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A list with its lines."""

    list: ErrorList
    lines: tuple[Line, ...]

    @property
    def open(self) -> int:
        return sum(line.is_open for line in self.lines)


def send_list(system: System, asker: Asker, expected: Expected, answer_by: date) -> Opened:
    """The next round: what the controls found in the submission that stands, without what has been explained and accepted before."""
    demand_duty(asker, Duty.STATISTICIAN)
    _refuse_passed_through(expected)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        if answer_by <= day(tx.now):
            raise Refused(f"Svarfristen må være senere enn i dag; {told(answer_by)} er det ikke.")
        submission = _standing_submission(tx, expected)
        where = findings.reports(tx, submission)
    found = findings.read(system, where)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        standing = owed(tx, expected)
        if standing.submission != submission:
            raise Refused("Kommunen har sendt inn på nytt imens. Se på den nye innsendingen, og lag listen av den.")
        earlier = tx.cases.error_lists(expected=expected)
        before = [line for one in earlier for line in tx.cases.lines(one.id)]
        lines = carried_over(before, found.lines)
        if not lines:
            raise Refused("Kontrollene fant ingenting nytt å spørre om i denne innsendingen. Den kan godkjennes.")
        made = _made(tx, expected, len(earlier) + 1, submission, answer_by, found.left_out)
        lines = tuple(replace(line, list=made.id) for line in lines)
        for one in earlier:
            if one.is_open:
                tx.cases.put_list(replace(one, closed=tx.now, treatment=f"Erstattet av runde {made.round}."))
        tx.cases.add_list(made, lines)
        move(tx, standing, State.ERRORS_SENT, Mover.DESK, f"Feilliste, runde {made.round}.", list=made.id)
        tx.record(event(SENT, made, lines=len(lines), round=made.round))
        _tell(tx, made, len(lines))
    return Opened(made, lines)


def accept_lines(system: System, asker: Asker, id: str, numbers: Collection[int]) -> Opened:
    """The desk takes the explanations. They are not asked about again as long as the finding is the same."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        opened = locked(tx, id)
        unknown = set(numbers) - {line.number for line in opened.lines}
        if unknown:
            raise Refused(f"Feillisten har ingen linje {min(unknown)}. Se listen på nytt.")
        lines = [replace(line, fate=Fate.ACCEPTED) for line in opened.lines if line.number in numbers and line.is_open]
        tx.cases.put_lines(lines)
        tx.record(event(ACCEPTED, opened.list, lines=len(lines)))
        return close_when_done(tx, opened.list)


def with_lines(system: System, asker: Asker, lists: Iterable[ErrorList]) -> tuple[Opened, ...]:
    """These lists, each with its lines."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return tuple(Opened(one, tx.cases.lines(one.id)) for one in lists)


def close_list(system: System, asker: Asker, id: str, treatment: str, note: str = "") -> Opened:
    """With a treatment for what is still open, which the log keeps. Where the delivery stands is decided apart from this."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return _close(tx, locked(tx, id), _treatment(treatment, note))


def small_lists(system: System, asker: Asker, form: str, period: Period) -> tuple[Opened, ...]:
    """The open lists that are small and harmless, for closing at the cut-off."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return _small(tx, form, period)


def close_small(
    system: System, asker: Asker, form: str, period: Period, ids: Collection[str], treatment: str, note: str = ""
) -> int:
    """Closes those of these that still are small and harmless, and accepts what they were about; says how many."""
    demand_duty(asker, Duty.STATISTICIAN)
    text = _treatment(treatment, note)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        chosen_lists = [one for one in _small(tx, form, period) if one.list.id in ids]
        for one in chosen_lists:
            standing = owed(tx, one.list.expected)
            _close(tx, locked(tx, one.list.id), text)
            if State.ACCEPTED in may_follow(standing.state, Mover.DESK):
                move(tx, standing, State.ACCEPTED, Mover.DESK, text, list=one.list.id)
        return len(chosen_lists)


def locked(tx: Transaction, id: str) -> Opened:
    """An open list, kept from others until the transaction ends."""
    found = tx.cases.error_list(id, lock=True)
    if found is None:
        raise Missing("Feillisten finnes ikke, eller den gjelder en kommune du ikke har tilgang til.")
    if found.closed is not None:
        raise Refused(f"Feillisten er avsluttet {told(day(found.closed))}, og kan ikke endres.")
    return Opened(found, tx.cases.lines(id))


def close_when_done(tx: Transaction, found: ErrorList) -> Opened:
    """Closed by itself when nothing is left to clear up."""
    lines = tx.cases.lines(found.id)
    if found.is_open and not any(line.is_open for line in lines):
        found = replace(found, closed=tx.now)
        tx.cases.put_list(found)
        tx.record(event(CLOSED, found, open=0))
    return Opened(found, lines)


def event(action: str, about: ErrorList, reason: str = "", **details: int | str) -> Event:
    expected = about.expected
    return Event(
        action,
        about.id,
        reason,
        region=expected.unit,
        form=expected.form,
        period=str(expected.period),
        details={"season": str(expected.season), **details},
    )


def _close(tx: Transaction, opened: Opened, treatment: str) -> Opened:
    left = [replace(line, fate=Fate.TREATED) for line in opened.lines if line.is_open]
    closed = replace(opened.list, closed=tx.now, treatment=treatment)
    tx.cases.put_lines(left)
    tx.cases.put_list(closed)
    tx.record(event(CLOSED, closed, treatment, open=len(left)))
    return Opened(closed, tx.cases.lines(closed.id))


def _small(tx: Transaction, form: str, period: Period) -> tuple[Opened, ...]:
    lists = tx.cases.error_lists(season=Season.REAL, form=form, period=period, only_open=True)
    units = [one.expected.unit for one in tx.campaign.standings(form=form, period=period)]
    share = influence(tx, form, period, units)
    opened = (Opened(one, tx.cases.lines(one.id)) for one in lists)
    return tuple(one for one in opened if is_harmless(one.lines, share.get(one.list.expected.unit, 0.0), LITTLE))


def _made(
    tx: Transaction, expected: Expected, round: int, submission: str, answer_by: date, left_out: int
) -> ErrorList:
    return ErrorList(
        id=uuid4().hex[:12],
        expected=expected,
        round=round,
        submission=submission,
        sent=tx.now,
        sent_by=tx.actor.name,
        answer_by=answer_by,
        left_out=left_out,
    )


def _tell(tx: Transaction, made: ErrorList, lines: int) -> None:
    """By mail where there is somebody to write to; the portal shows it to everybody with a right to see."""
    unit = made.expected.unit
    to = addresses(tx.cases.contacts(unit))
    if to:
        language = tx.people.language(unit)
        post(tx, unit, to, language, about_list(made, lines, language))


def _standing_submission(tx: Transaction, expected: Expected) -> str:
    standing = owed(tx, expected)
    if State.ERRORS_SENT not in may_follow(standing.state, Mover.DESK) or standing.submission is None:
        raise Refused(
            f"Det er ingen innsending av skjema {expected.form} fra {expected.unit} å lage feilliste av nå. "
            "Vent til kommunen har sendt inn."
        )
    return standing.submission


def _refuse_passed_through(expected: Expected) -> None:
    body = catalogue.form(expected.form).received_for
    if body is not None:
        raise Refused(f"Skjema {expected.form} tas imot for {body} og sendes videre urørt. SSB lager ingen feilliste.")


def _treatment(code: str, note: str) -> str:
    text = chosen(code, treatments(), "en behandling i listen").nb
    return f"{text}: {note.strip()}" if note.strip() else text
