"""Playing the season: the clock is moved from one happening to the next, and each of them is done by those who would have done it.

Files that the controls stop come again some days later, mended. In the mornings the house passes its deadlines, and the desk sends the
reminders of its plan and some error lists, which are answered. Nothing is made to look as if it happened: it happens, through the use
cases, and the workers run the controls.

A part that fails is told of, in the log and on the page, and the others are played all the same. After some faults in a row the season
stands still until somebody lets it go on; the site is served either way.
"""

from __future__ import annotations

import heapq
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import Protocol

from kostra.app.followup import deadlines, reminding
from kostra.app.people.stewarding import HOUSE_STEWARD
from kostra.app.permissions import Asker
from kostra.app.ports.registers import Holds
from kostra.app.ports.transaction import Scope
from kostra.app.ports.vault import Unavailable
from kostra.app.receiving import accepting, nothing, taking
from kostra.app.registers.receiving import receive
from kostra.app.registers.taking import taking as taking_register
from kostra.app.season import asking, delivering, editing, frequent, proposing, publishing, reporting
from kostra.app.season.cast import Cast
from kostra.app.season.clock import SeasonClock
from kostra.app.season.faults import Fault, Faults, Part
from kostra.app.season.plan import Arrival, Extract, file_of
from kostra.app.system import System
from kostra.followup.calendar import begins, day
from kostra.forms import calendar, catalogue
from kostra.model.errors import Refused
from kostra.model.form import Kind
from kostra.model.people import HOUSE
from kostra.model.submission import Content, Stage, State
from kostra.registers.catalogue import layout

_AT_ONCE = 1 << 20
_MORNING = timedelta(hours=7)
_MENDED_AFTER = 3
"""Days from a stopped file to a mended one, at the least; each unit has its own pace."""
_PATIENCE = 120.0
_MONDAY = 0
_WAITS = (1.0, 2.0, 4.0, 8.0)
"""Seconds before each new attempt, where the database or the store is away."""
_MOST = 5
"""Faults in a row, before the season stands still."""

_log = logging.getLogger(__name__)


@dataclass
class Player:
    """`plan` is what is still to come, in the order of time. `mended` is the same nation without what stops."""

    system: System
    clock: SeasonClock
    cast: Cast
    plan: tuple[Arrival, ...]
    mended: Path
    last: date
    tell: Callable[[str], None]
    data: Path
    """Where figures are written, in folders of their own."""
    extracts: tuple[Extract, ...] = ()
    checking: list[tuple[str, str]] = field(default_factory=list)
    """Submissions whose controls have not been seen to end: id and unit."""
    in_a_row: int = 0
    """Faults since something last went well."""

    def happenings(self) -> Iterator[tuple[datetime, Callable[[], None]]]:
        """Mornings and arrivals, from where the clock stands to the end of the season."""
        start = self.clock.now()
        mornings = (
            at for on in _days(day(start) + timedelta(days=1), self.last) if (at := begins(on) + _MORNING) > start
        )
        arrivals = (
            (
                one.at,
                partial(self.do, Part.ARRIVAL, partial(self.arrive, one), f"{one.expected.form} {one.expected.unit}"),
            )
            for one in self.plan
            if one.at > start
        )
        extracts = (
            (one.at, partial(self.do, Part.REGISTER, partial(self.extract, one), f"{one.register} {one.period}"))
            for one in self.extracts
            if one.at > start
        )
        monthly = (
            (at, partial(self.do, Part.FREQUENT, self.make_frequent)) for at in frequent.hours(self.plan) if at > start
        )
        days = ((at, self.begin_day) for at in mornings)
        return heapq.merge(days, arrivals, extracts, monthly, key=lambda it: it[0])

    def catch_up(self) -> None:
        """What was under way when the season was last stopped is seen to first."""
        deadlines.deadlines(self.system)

    def begin_day(self) -> None:
        """What the house and the desk do before anybody comes to work, and what was stopped some days ago."""
        today = day(self.clock.now())
        self.do(Part.HOUSE, self.pass_deadlines)
        self.do(Part.MENDED, self.send_mended)
        if today in self.steps:
            self.do(Part.REMINDERS, self.remind)
        self.do(Part.DESK, partial(self.work_at_desk, today))
        self.do(Part.FIGURES, partial(publishing.publish, self.system, self.cast, today, self.data, self.tell))
        self.do(Part.DELIVERIES, partial(delivering.deliver, self.system, self.cast, today, self.tell))
        self.do(Part.PROPOSALS, partial(proposing.propose, self.system, self.cast, today))
        self.do(Part.REPORT, partial(reporting.report, self.system, self.cast, today, self.data))

    def do(self, part: Part, job: Callable[[], object], about: str = "") -> None:
        """Whatever it raises is a fault that is told of, and the season goes on without what it would have done. What is refused is an
        answer, as anybody would have got it."""
        for wait in (*_WAITS, None):
            try:
                job()
            except Refused as refused:
                self.tell(f"{part}: {refused.message}")
            except Unavailable as error:
                if wait is None:
                    return self._failed(part, error, about)
                time.sleep(wait)
                continue
            except Exception as error:
                return self._failed(part, error, about)
            break
        self.in_a_row = 0
        return None

    def _failed(self, part: Part, error: Exception, about: str) -> None:
        _log.error("season job failed", exc_info=error, extra={"job": "season"})
        self.tell(f"{part} {about}: {type(error).__name__}; the season goes on without it")
        Faults(self.data).add(Fault(self.clock.now(), part, about, type(error).__name__))
        self.in_a_row += 1

    def pass_deadlines(self) -> None:
        self.wait_for_controls()
        deadlines.deadlines(self.system)

    def work_at_desk(self, today: date) -> None:
        asking.answer(self.system, self.cast)
        if today.weekday() == _MONDAY:
            asking.ask(self.system, self.cast)
            editing.edit(self.system, self.cast)

    def make_frequent(self) -> None:
        """What the job would have done by then."""
        self.pass_deadlines()
        frequent.make(self.system, self.cast)

    def arrive(self, arrival: Arrival) -> None:
        """Refused is an answer too: it is as a real sender would have met it."""
        expected = arrival.expected
        asker = (self.cast.systems if arrival.by_system else self.cast.persons)[expected.unit]
        try:
            if arrival.file is None:
                nothing.nil(self.system, asker, expected, via=arrival.via)
            else:
                self.send(asker, arrival, arrival.file)
        except Refused as refused:
            self.tell(f"{expected.form} {expected.unit}: {refused.message}")

    def extract(self, sent: Extract) -> None:
        """By the body that keeps the register."""
        body = layout(sent.register).body
        asker = self.cast.bodies[body] if body is not None else HOUSE_STEWARD
        with taking_register(self.system, asker, sent.register, sent.period) as taken:
            _write(taken, sent.file)
            told = receive(self.system, asker, sent.register, sent.period, taken, file_name=sent.file.name)
        if told.received.holds is Holds.REFUSED:
            self.tell(f"{sent.register} {sent.period}: refused by its controls")

    def send(self, asker: Asker, arrival: Arrival, file: Path) -> None:
        expected = arrival.expected
        answers = catalogue.form(expected.form).kind is Kind.ANSWERS
        with taking.taking(self.system) as taken:
            _write(taken, file)
            acknowledged = accepting.accept(
                self.system,
                asker,
                expected,
                taken,
                file_name=file.name,
                via=arrival.via,
                content=Content.ANSWERS if answers else Content.FILE,
            )
        self.checking.append((acknowledged.submission.id, expected.unit))

    def send_mended(self) -> None:
        """Those whose newest file was stopped, when their days are over."""
        now = self.clock.now()
        with self.system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
            refused = tx.campaign.standings(states=(State.REFUSED,))
        by_expected = {one.expected: one for one in self.plan}
        for standing in refused:
            arrival = by_expected.get(standing.expected)
            wait = timedelta(days=_MENDED_AFTER + int(standing.expected.unit) % 7)
            if arrival is None or now - standing.since < wait:
                continue
            file = file_of(self.mended, arrival.expected)
            if file.exists():
                self.arrive(replace(arrival, file=file))

    @cached_property
    def steps(self) -> frozenset[date]:
        """The days on which the plan of some form has a step."""
        owed = {(one.expected.form, one.expected.period): one.expected for one in self.plan}.values()
        return frozenset(
            calendar.dates(one).deadline + timedelta(days=step.days)
            for one in owed
            for step in calendar.calendar(one.form).plan.steps
        )

    def remind(self) -> None:
        """The round that the plan says, to all in it that have an address."""
        units = [one.recipient.unit for one in reminding.preview(self.system, self.cast.desk) if one.to]
        if units:
            reminding.send_round(self.system, self.cast.desk, units)

    def wait_for_controls(self) -> None:
        """A day ends when what came in it has been controlled; else the states of the morning would be of the evening before."""
        until = time.monotonic() + _PATIENCE
        while self.checking and time.monotonic() < until:
            self.checking = [one for one in self.checking if self._runs(*one)]
            if self.checking:
                time.sleep(0.1)

    def _runs(self, id: str, unit: str) -> bool:
        with self.system.transactions.begin(HOUSE, Scope(frozenset({unit}))) as tx:
            found = tx.submissions.one(id)
        return found is not None and found.stage is Stage.RECEIVED


class _Takes(Protocol):
    def write(self, chunk: bytes) -> None: ...


def _write(taken: _Takes, file: Path) -> None:
    with file.open("rb") as content:
        while piece := content.read(_AT_ONCE):
            taken.write(piece)


def _days(first: date, last: date) -> Iterator[date]:
    """When the desk looks in: on working days in the first half of the year, and on the first of the month in the other."""
    for number in range((last - first).days + 1):
        on = first + timedelta(days=number)
        if on.weekday() < 5 if on.month < 7 else on.day == 1:
            yield on


def play(player: Player, until: date, stopped: Callable[[], bool] = lambda: False) -> None:
    """As fast as can be until the day is reached, then at the pace wished for, until the plan is played or it is told to stop."""
    clock = player.clock
    for at, happen in player.happenings():
        while not stopped() and not _is_time(clock, at, until):
            time.sleep(0.2)
        if stopped():
            return
        clock.move(at)
        happen()
        if player.in_a_row >= _MOST:
            player.tell("too many faults in a row: the season stands still until it is told to go on")
            player.in_a_row = 0
            clock.pause()
        wish = clock.wish()
        if wish.goal is not None and day(clock.now()) >= date.fromisoformat(wish.goal):
            clock.reached()
    player.wait_for_controls()


def _is_time(clock: SeasonClock, at: datetime, until: date) -> bool:
    """Moves the clock towards the next happening at the pace there is, and says whether it is there."""
    wish = clock.wish()
    if wish.paused:
        return False
    if day(at) < until or (wish.goal is not None and day(clock.now()) < date.fromisoformat(wish.goal)):
        return True
    step = timedelta(days=1) * (0.2 / wish.pace)
    clock.move(min(at, clock.now() + step))
    return clock.now() >= at
