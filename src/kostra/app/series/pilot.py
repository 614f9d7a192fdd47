"""What a year of the frequent series was: who took part, what it cost them and us, how good it was. Counted from the log and the database.

Nothing of it is written by hand, and nothing of it tells of a single person or of one municipality's figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from statistics import median

from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.series import Made
from kostra.app.ports.transaction import Transaction
from kostra.app.series import figures, producing
from kostra.app.series.owing import FORM
from kostra.app.series.revising import Revision, found
from kostra.app.system import System
from kostra.followup.calendar import day, ends
from kostra.followup.consent import Act, parts
from kostra.forms import calendar
from kostra.model.edit import Whole
from kostra.model.errors import Missing
from kostra.model.people import ActorKind, Duty
from kostra.model.period import Period, Span
from kostra.model.submission import Content, Stage, Standing, State, Submission
from kostra.statistics.indicators import Indicator
from kostra.statistics.inhabitants import inhabitants

_MUCH = 100_000
"""More submissions than there will be of one form in a year."""


@dataclass(frozen=True, slots=True)
class Taking:
    """`people` is the share of the country's inhabitants in the municipalities that took part."""

    acts: Mapping[Act, int]
    by_month: int
    by_quarter: int
    people: Fraction


@dataclass(frozen=True, slots=True)
class OfPeriod:
    """`hours` lie between the last file, or the deadline, and the first figures; None before there are any. `first` and `last` are how many
    recipients there were said to be, first and at last."""

    period: Period
    owed: int
    in_time: int
    late: int
    never: int
    nil: int
    hours: float | None
    estimated: int
    first: int | None
    last: int | None
    hidden: int


@dataclass(frozen=True, slots=True)
class Effort:
    """`again` are files that replaced another, `by_system` those that a case system sent; `letters` are reminders. `by_hand` counts what
    the desk did: edits, error lists, and figures approved one by one."""

    sent: int
    again: int
    by_system: int
    letters: int
    by_hand: int


@dataclass(frozen=True, slots=True)
class Control:
    control: str
    findings: int
    files: int


@dataclass(frozen=True, slots=True)
class Cost:
    """`seconds` of the processor to make all figures, `bytes` as they were received."""

    made: int
    seconds: float
    bytes: int


@dataclass(frozen=True, slots=True)
class Pilot:
    """`days` is the median from the end of a period to what came; None where nothing has."""

    year: int
    at: datetime
    taking: Taking
    periods: tuple[OfPeriod, ...]
    effort: Effort
    stopped: int
    controls: tuple[Control, ...]
    days: float | None
    revision: Revision
    cost: Cost


def pilot(system: System, asker: Asker, year: int) -> Pilot:
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        of_year = [one for one in tx.campaign.standings(form=FORM) if one.expected.period.year == year]
        owed = [one for one in of_year if one.state is not State.NOT_IN_POPULATION]
        if not owed:
            raise Missing(f"Ingen er med på den hyppigere rapporteringen i {year}. Velg et annet år.")
        sent = [one for one in tx.submissions.listed(form=FORM, limit=_MUCH) if one.answers.period.year == year]
        delivered = [one for one in sent if one.received is not None]
        made = [one for one in tx.series.listed() if one.period.year == year]
        opened = {one.expected.period for one in owed if calendar.dates(one.expected).opens <= day(tx.now)}
        periods = sorted(opened, key=lambda one: (one.last_day, one.span))
        return Pilot(
            year,
            tx.now,
            _taking(tx, owed, year),
            tuple(_period(tx, one, owed, made) for one in periods),
            _effort(tx, delivered, made, year),
            sum(one.stage is Stage.STOPPED for one in delivered),
            _controls(tx, delivered),
            _days(owed),
            found(system, tx, year),
            _cost(tx, delivered, made),
        )


def _taking(tx: Transaction, owed: Iterable[Standing], year: int) -> Taking:
    log = [one for one in tx.series.log() if day(one.at).year <= year]
    spans = {(one.expected.unit, one.expected.period.span) for one in owed}
    units = {unit for unit, _ in spans}
    acts = Counter(part.last.act for part in parts(log).values())
    people = sum(inhabitants(unit, year) or 0 for unit in units)
    return Taking(
        acts,
        sum(span is Span.MONTH for _, span in spans),
        sum(span is Span.QUARTER for _, span in spans),
        Fraction(people, inhabitants(figures.ALL, year) or 1),
    )


def _period(tx: Transaction, period: Period, owed: Iterable[Standing], made: Iterable[Made]) -> OfPeriod:
    standings = [one for one in owed if one.expected.period == period]
    last_day = ends(calendar.calendar(FORM).dates(period).deadline)
    came = [one.arrived for one in standings if one.arrived is not None]
    own = sorted((one for one in made if one.period == period), key=lambda one: one.number)
    records = [figures.read(tx.series.record(one.id) or "") for one in (own[:1] + own[-1:])]
    hours = None
    if own:
        # Files that came after the first figures were in later ones.
        before = [at for at in came if at <= own[0].made.at]
        whole = len(before) == len(standings)
        since = max(before, default=last_day) if whole else last_day
        hours = max(0.0, (own[0].made.at - since) / timedelta(hours=1))
    return OfPeriod(
        period,
        len(standings),
        sum(at < last_day for at in came),
        sum(at >= last_day for at in came),
        len(standings) - len(came),
        sum(one.state is State.NIL_CONFIRMED for one in standings),
        hours,
        len(records[0].late) if records else 0,
        records[0].whole.figures[Indicator.RECIPIENTS].estimated if records else None,
        records[-1].whole.figures[Indicator.RECIPIENTS].estimated if records else None,
        records[-1].verdict.suppressed if records else 0,
    )


def _effort(tx: Transaction, delivered: list[Submission], made: Iterable[Made], year: int) -> Effort:
    lists = [one for one in tx.cases.error_lists(form=FORM) if one.expected.period.year == year]
    edits = sum(len(tx.edits.listed(Whole(FORM, period))) for period in {one.answers.period for one in delivered})
    approved = [one for one in made if one.approved is not None and one.standing is None]
    reminders = [one for one in tx.cases.reminders() if one.expected.form == FORM and one.expected.period.year == year]
    return Effort(
        len(delivered),
        sum(one.replaces is not None for one in delivered),
        sum(one.sender is not None and one.sender.kind is ActorKind.SYSTEM for one in delivered),
        len({one.letter for one in reminders}),
        len(lists) + edits + len(approved),
    )


def _controls(tx: Transaction, delivered: Iterable[Submission]) -> tuple[Control, ...]:
    findings: Counter[str] = Counter()
    files: Counter[str] = Counter()
    for one in delivered:
        tallies = tx.submissions.tallies(one.id)
        for tally in tallies:
            findings[tally.control] += tally.count
        files.update({tally.control for tally in tallies})
    ordered = sorted(findings.items(), key=lambda one: (-one[1], one[0]))
    return tuple(Control(control, count, files[control]) for control, count in ordered)


def _days(owed: Iterable[Standing]) -> float | None:
    days = [(day(one.arrived) - one.expected.period.last_day).days for one in owed if one.arrived is not None]
    return float(median(days)) if days else None


def _cost(tx: Transaction, delivered: Iterable[Submission], made: Iterable[Made]) -> Cost:
    ids = {one.id for one in made}
    events = tx.log.of(actions=(producing.MADE, producing.STOPPED), limit=_MUCH)
    spent = [int(one.event.details.get("cpu_ms") or 0) for one in events if one.event.subject in ids]
    return Cost(len(ids), sum(spent) / 1000, sum(one.size for one in delivered if one.content is Content.FILE))
