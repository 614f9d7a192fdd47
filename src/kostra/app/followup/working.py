"""The desk's list for today, over all forms and units: what to do, and why it stands where it does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kostra.app.followup.reminding import plan_of
from kostra.app.followup.weighing import influence
from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.cases import Reminder
from kostra.app.ports.transaction import Transaction
from kostra.app.system import System
from kostra.followup.calendar import Dates, day, due
from kostra.followup.contacts import Attempt, Channel, Contact, addresses
from kostra.followup.reminders import owed
from kostra.followup.states import ENDED
from kostra.followup.worklist import Facts, Row, rank
from kostra.forms import calendar
from kostra.model.people import Duty
from kostra.model.submission import Expected, Season, Stage, Standing, State

_ACTIVE = frozenset(State) - ENDED - {State.EXPECTED}
_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Chase:
    """One row of the response list: where one expected delivery stands, and what has been done about it. `prepared` says that a file lies
    ready in the municipality and has not been sent.
    """

    standing: Standing
    due: date
    reminders: int
    last_step: str | None
    attempts: int
    prepared: bool
    open_errors: int
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is read once for all the rows."""

    contacts: Mapping[str, tuple[Contact, ...]]
    attempts: Mapping[str, tuple[Attempt, ...]]
    open_lines: Mapping[Expected, int]
    answer_by: Mapping[Expected, date]


def worklist(system: System, asker: Asker, season: Season = Season.REAL) -> tuple[Row, ...]:
    """What there is to do now, the most important first."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        known = _read(tx, season)
        cases = []
        for form, period in tx.campaign.periods(season):
            if form not in calendar.calendars():
                continue
            every = tx.campaign.standings(season=season, form=form, period=period)
            active = [one for one in every if one.state in _ACTIVE]
            if active:
                share = influence(tx, form, period, [one.expected.unit for one in every])
                dates = calendar.calendar(form).dates(period, season)
                cases += [(one, _facts(tx, one, dates, share[one.expected.unit], known)) for one in active]
        return rank(cases, tx.now)


def chasing(system: System, asker: Asker, form: str, season: Season = Season.REAL) -> tuple[Chase, ...]:
    """Every unit that owes the form, with all that has been done, for the list that one works from and exports."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        known = _read(tx, season)
        reminded: dict[Expected, list[Reminder]] = defaultdict(list)
        for one in tx.cases.reminders(season=season):
            reminded[one.expected].append(one)
        prepared = {
            sent.answers
            for sent in tx.submissions.listed(season=season, form=form, limit=_MOST)
            if sent.stage is Stage.PREPARED
        }
        return tuple(
            _chase(standing, known, reminded[standing.expected], standing.expected in prepared)
            for standing in tx.campaign.standings(season=season, form=form)
        )


def _chase(standing: Standing, known: _Known, reminded: list[Reminder], prepared: bool) -> Chase:
    expected = standing.expected
    return Chase(
        standing=standing,
        due=due(calendar.dates(expected), standing),
        reminders=len(reminded),
        last_step=reminded[-1].step if reminded else None,
        attempts=sum(one.form in (None, expected.form) for one in known.attempts.get(expected.unit, ())),
        prepared=prepared,
        open_errors=known.open_lines.get(expected, 0),
        contacts=known.contacts.get(expected.unit, ()),
    )


def _read(tx: Transaction, season: Season) -> _Known:
    contacts: dict[str, tuple[Contact, ...]] = {}
    for contact in tx.cases.contacts():
        contacts[contact.unit] = (*contacts.get(contact.unit, ()), contact)
    attempts: dict[str, tuple[Attempt, ...]] = {}
    for attempt in tx.cases.attempts(limit=_MOST):
        attempts[attempt.unit] = (*attempts.get(attempt.unit, ()), attempt)
    lists = tx.cases.error_lists(season=season, only_open=True)
    return _Known(
        contacts,
        attempts,
        tx.cases.open_lines(season=season),
        {one.expected: one.answer_by for one in lists},
    )


def _facts(tx: Transaction, standing: Standing, dates: Dates, share: float, known: _Known) -> Facts:
    expected = standing.expected
    about = [one for one in known.attempts.get(expected.unit, ()) if one.form in (None, expected.form)]
    return Facts(
        dates=dates,
        influence=share,
        open_errors=known.open_lines.get(expected, 0),
        answer_by=known.answer_by.get(expected),
        reachable=bool(addresses(known.contacts.get(expected.unit, ()))),
        call_due=_call_due(tx, standing, dates, about),
        last=about[0] if about else None,
    )


def _call_due(tx: Transaction, standing: Standing, dates: Dates, about: list[Attempt]) -> bool:
    """The plan says to call by now, and nobody has since the deadline."""
    now = owed(standing, plan_of(standing.expected), dates, tx.now, Channel.PHONE)
    return now is not None and not any(one.channel is Channel.PHONE and day(one.at) > now.due for one in about)
