"""How the season goes, for the desk: what has come against last year, who is missing now and at any date, and what it all took."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from kostra.app.followup.moving import CHANGED
from kostra.app.followup.weighing import people
from kostra.app.people import units
from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.transaction import Transaction
from kostra.app.system import System
from kostra.followup.calendar import OSLO, PUBLISHED_AT, day
from kostra.followup.inflow import Measures, Missing, Point, at_day, curve, measures, missing
from kostra.forms import calendar
from kostra.model.errors import Refused
from kostra.model.event import Recorded
from kostra.model.people import Duty
from kostra.model.period import Period
from kostra.model.submission import Season, State
from kostra.model.text import Text

RECEIVED = "submission.received"
_ALL = 200_000


@dataclass(frozen=True, slots=True)
class Inflow:
    """`today` is the day counted from the deadline; `last_year_today` how many had come by the same day a year ago, None when not known."""

    form: str
    period: Period
    owed: int
    this_year: tuple[Point, ...]
    last_year: tuple[Point, ...]
    today: int
    last_year_today: int | None


@dataclass(frozen=True, slots=True)
class MissingList:
    """`text` is the sentence for the page about the statistics."""

    form: str
    period: Period
    at: datetime
    found: Missing
    names: Mapping[str, str]
    text: Text


def inflow(system: System, asker: Asker, form: str, period: Period, season: Season = Season.REAL) -> Inflow:
    demand_duty(asker, Duty.STATISTICIAN)
    before = period.a_year_before()
    dates = calendar.calendar(form).dates(period, season)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        owing = [
            one
            for one in tx.campaign.standings(season=season, form=form, period=period)
            if one.state is not State.NOT_IN_POPULATION
        ]
        here = curve(first_arrivals(tx, form, period, season).values(), dates.deadline, day(tx.now))
        earlier = first_arrivals(tx, form, before, season).values()
        then = (
            curve(earlier, calendar.calendar(form).dates(before, season).deadline)
            if before.year >= calendar.calendar(form).since
            else ()
        )
        today = (day(tx.now) - dates.deadline).days
        return Inflow(form, period, len(owing), here, then, today, at_day(then, today) if then else None)


def first_arrivals(tx: Transaction, form: str, period: Period, season: Season) -> dict[str, datetime]:
    """When something first came from each unit, as the log tells it."""
    found: dict[str, datetime] = {}
    for one in tx.log.of(form=form, period=str(period), actions=(RECEIVED,), limit=_ALL):
        if one.event.region is not None and one.event.details.get("season") == str(season):
            found[one.event.region] = _when(one)
    return found


def _when(one: Recorded) -> datetime:
    """By the clock of the house as it was then: the log itself never goes back (`kostra.store.log`)."""
    clock = one.event.details.get("clock")
    return one.at if clock is None else datetime.fromisoformat(str(clock))


def missing_list(
    system: System,
    asker: Asker,
    form: str,
    period: Period,
    at: datetime | None = None,
    season: Season = Season.REAL,
) -> MissingList:
    """Who was missing at a time, now if none is given. It is read from the log, so that what was once shown can always be shown again."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        moment = at or tx.now
        if moment > tx.now:
            raise Refused("Hvem som mangler på et senere tidspunkt, kan ingen vite. Velg et tidspunkt som har vært.")
        states = tx.campaign.states_at(form, period, moment, season)
    found = missing(states, {unit: people(unit, period.year) for unit in states})
    names = {unit: units.name(unit, period.year) for unit in found.units}
    return MissingList(form, period, moment, found, names, _told(form, period, moment, found, names))


def at_publications(system: System, asker: Asker, form: str, period: Period) -> tuple[MissingList, ...]:
    """Who was missing at each publication that has been: the lists are frozen, for the log only grows."""
    demand_duty(asker, Duty.STATISTICIAN)
    moments = [
        datetime.combine(on, PUBLISHED_AT, OSLO).astimezone(UTC)
        for on in calendar.calendar(form).dates(period).publications
    ]
    return tuple(
        missing_list(system, asker, form, period, moment) for moment in moments if moment <= system.clock.now()
    )


def _told(form: str, period: Period, at: datetime, found: Missing, names: Mapping[str, str]) -> Text:
    share = f"{100 * found.share:.1f}".replace(".", ",")
    on = day(at)
    when = f"{on.day:02d}.{on.month:02d}.{on.year}"
    if not found.units:
        return Text(
            f"Per {when} hadde alle de {found.owed} enhetene svart på skjema {form} for {period}.",
            f"Per {when} hadde alle dei {found.owed} einingane svart på skjema {form} for {period}.",
        )
    listed = ", ".join(names[unit] for unit in found.units)
    return Text(
        f"Per {when} manglet skjema {form} for {period} fra {len(found.units)} av {found.owed} enheter, med {share} prosent av "
        f"innbyggerne: {listed}.",
        f"Per {when} mangla skjema {form} for {period} frå {len(found.units)} av {found.owed} einingar, med {share} prosent av "
        f"innbyggjarane: {listed}.",
    )


def measure(system: System, asker: Asker, form: str, period: Period, season: Season = Season.REAL) -> Measures:
    """On time, days in each state, reminders for each that came, lists sent and returned."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        lists = tx.cases.error_lists(season=season, form=form, period=period)
        reminders = [one for one in tx.cases.reminders(season=season, period=period) if one.expected.form == form]
        return measures(
            tx.campaign.standings(season=season, form=form, period=period),
            calendar.calendar(form).dates(period, season),
            first_arrivals(tx, form, period, season),
            _changes(tx, form, period, season),
            len(reminders),
            (len(lists), sum(one.returned is not None for one in lists)),
        )


def _changes(tx: Transaction, form: str, period: Period, season: Season) -> dict[str, list[tuple[datetime, State]]]:
    """By unit, the oldest first."""
    found: dict[str, list[tuple[datetime, State]]] = defaultdict(list)
    for one in reversed(tx.log.of(form=form, period=str(period), actions=(CHANGED,), limit=_ALL)):
        if one.event.subject.startswith(f"{season}/"):
            found[one.event.subject.rpartition("/")[2]].append((_when(one), State(str(one.event.details["to"]))))
    return found
