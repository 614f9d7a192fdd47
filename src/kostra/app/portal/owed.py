"""What a person owes for the units they have mandates for, by when, where it stands, and what waits for them beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kostra.app.followup.talking import unread_by
from kostra.app.people import units
from kostra.app.permissions import Asker, demand_login
from kostra.app.ports.drafts import Draft, Step
from kostra.app.ports.transaction import Transaction
from kostra.app.system import System
from kostra.followup.calendar import Dates, Phase, day, days_late, due, is_open, phase
from kostra.followup.errorlists import ErrorList, Line
from kostra.followup.messages import Side
from kostra.followup.states import AWAITED
from kostra.forms import calendar
from kostra.model.people import Right
from kostra.model.submission import Expected, Season, Stage, Standing, Submission


@dataclass(frozen=True, slots=True)
class Owed:
    """One expected delivery as its unit sees it. `days` are those left until it is due, below 0 when it is overdue."""

    standing: Standing
    dates: Dates
    due: date
    days: int
    late: int
    phase: Phase
    is_open: bool

    @property
    def expected(self) -> Expected:
        return self.standing.expected

    @property
    def is_awaited(self) -> bool:
        return self.standing.state in AWAITED


@dataclass(frozen=True, slots=True)
class Row:
    """`waiting` is a prepared submission that a colleague is to send; `draft` an e-form that is being filled in or is ready.

    `stopped` says that the newest one was stopped by the controls.
    """

    owed: Owed
    newest: Submission | None
    waiting: Submission | None
    draft: Draft | None

    @property
    def stopped(self) -> bool:
        return self.newest is not None and self.newest.stage is Stage.STOPPED

    @property
    def is_ready(self) -> bool:
        """Somebody has made it ready, and somebody is to send it."""
        return self.waiting is not None or (self.draft is not None and self.draft.step is Step.READY)

    @property
    def is_begun(self) -> bool:
        return self.draft is not None and self.draft.step is Step.WRITING


@dataclass(frozen=True, slots=True)
class Unit:
    region: str
    name: str
    rows: tuple[Row, ...]

    @property
    def left(self) -> int:
        """How many are open and still to come."""
        return sum(row.owed.is_awaited and row.owed.is_open for row in self.rows)


@dataclass(frozen=True, slots=True)
class Overview:
    """`years` are those there is anything for, the newest first; `year` is the one shown.

    Whatever the year, `lists` are the error lists that wait for an answer, each with how many lines have none, the one due first before
    the others; `unread` is how many messages from the desk nobody has read.
    """

    now: datetime
    year: int
    years: tuple[int, ...]
    units: tuple[Unit, ...]
    lists: tuple[tuple[ErrorList, int], ...]
    unread: int


def overview(system: System, asker: Asker, year: int | None = None, season: Season = Season.REAL) -> Overview:
    """The newest year that has opened, unless another one is asked for."""
    demand_login(asker)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        found = [
            standing
            for unit in asker.regions()
            for standing in tx.campaign.standings(season=season, unit=unit)
            if asker.may(Right.SEE, unit, standing.expected.form)
        ]
        years = tuple(sorted({standing.expected.period.year for standing in found}, reverse=True))
        shown = year if year in years else _opened(found, tx.now, years)
        chosen = [standing for standing in found if standing.expected.period.year == shown]
        unread = sum(unread_by(tx, asker, Side.MUNICIPALITY).values())
        return Overview(tx.now, shown, years, _units(tx, chosen), _lists(tx, asker, season), unread)


def told(standing: Standing, now: datetime) -> Owed:
    dates = calendar.dates(standing.expected)
    last = due(dates, standing)
    return Owed(
        standing,
        dates,
        last,
        (last - day(now)).days,
        days_late(dates, standing, now),
        phase(dates, now),
        is_open(dates, now, standing),
    )


def _opened(found: Iterable[Standing], now: datetime, years: tuple[int, ...]) -> int:
    opened = [one.expected.period.year for one in found if told(one, now).phase is not Phase.BEFORE]
    return max(opened, default=years[0] if years else now.year)


def _lists(tx: Transaction, asker: Asker, season: Season) -> tuple[tuple[ErrorList, int], ...]:
    """By unit, so that one who also sits at the desk is not shown the whole country's as their own."""
    found = [
        one
        for unit in asker.regions()
        for one in tx.cases.error_lists(season=season, unit=unit, only_open=True)
        if asker.may(Right.SEE, unit, one.expected.form)
    ]
    counted = ((one, unanswered(tx.cases.lines(one.id))) for one in sorted(found, key=lambda one: one.answer_by))
    return tuple((one, count) for one, count in counted if count)


def unanswered(lines: Iterable[Line]) -> int:
    return sum(line.is_open and line.answer is None for line in lines)


def _units(tx: Transaction, standings: list[Standing]) -> tuple[Unit, ...]:
    drafts = tx.drafts.currents(one.expected for one in standings)
    by_unit: dict[str, list[Standing]] = {}
    for standing in standings:
        by_unit.setdefault(standing.expected.unit, []).append(standing)
    return tuple(
        Unit(unit, units.name(unit, mine[0].expected.period.year), tuple(_row(tx, one, drafts) for one in mine))
        for unit, mine in sorted(by_unit.items())
    )


def _row(tx: Transaction, standing: Standing, drafts: Mapping[Expected, Draft]) -> Row:
    sent = tx.submissions.of(standing.expected)
    waiting = next((one for one in sent if one.stage is Stage.PREPARED), None)
    newest = tx.submissions.newest(standing.expected)
    return Row(told(standing, tx.now), newest, waiting, drafts.get(standing.expected))
