"""The campaign of a year: opened, looked at, closed. Everything owed exists before the first file comes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from kostra import regions
from kostra.app.controls.asking import unit
from kostra.app.followup.moving import subject, walk
from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.transaction import Transaction
from kostra.app.system import System
from kostra.followup.calendar import Dates, Phase, phase
from kostra.followup.expected import expected
from kostra.followup.states import ENDED, IN_HAND, NIL, Mover
from kostra.forms import calendar, catalogue
from kostra.model.errors import Refused
from kostra.model.event import Event
from kostra.model.form import Senders
from kostra.model.people import Duty
from kostra.model.period import Period, Span
from kostra.model.region import Region
from kostra.model.submission import Expected, Season, Standing, State

OPENED, CLOSED, ADDED = "campaign.opened", "campaign.closed", "delivery.expected"


@dataclass(frozen=True, slots=True)
class Shown:
    """One form and period of a campaign: its dates, and how many stand where."""

    form: str
    period: Period
    dates: Dates
    states: Mapping[State, int]

    @property
    def owed(self) -> int:
        return sum(count for state, count in self.states.items() if state is not State.NOT_IN_POPULATION)

    @property
    def answered(self) -> int:
        return sum(count for state, count in self.states.items() if state in IN_HAND | NIL)


@dataclass(frozen=True, slots=True)
class Years:
    """Those there is a campaign for, the newest first. `opened` is the newest that has opened; None when none has yet."""

    known: tuple[int, ...]
    opened: int | None

    @property
    def current(self) -> int | None:
        """Where one begins: nobody begins in a campaign that has been made and has not opened, when there is another."""
        return self.opened if self.opened is not None else next(iter(self.known), None)


def open_campaign(
    system: System,
    asker: Asker,
    year: int,
    season: Season = Season.REAL,
    *,
    centres: Collection[str] = (),
    forms: Collection[str] = (),
) -> Mapping[str, int]:
    """How many expected deliveries were added, by form. What is there already stays as it is, so it may be asked for again.

    `centres` are the units that host a crisis centre, for the forms that those owe. With `forms`, these alone are opened.
    """
    demand_duty(asker, Duty.STATISTICIAN, Duty.STEWARD)
    owed = {form: these for form, these in owed_in(year, season, centres).items() if not forms or form in forms}
    if not owed:
        raise Refused(f"Ingen skjemaer samles inn for {year}. Se kalenderen, eller velg et annet år.")
    added: dict[str, int] = {}
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        for form, these in owed.items():
            added[form] = tx.campaign.expect(these, tx.now)
        tx.record(Event(OPENED, f"{season}/{year}", details={"year": year, "season": str(season), **added}))
    return added


def owed_in(year: int, season: Season, centres: Collection[str] = ()) -> dict[str, tuple[Expected, ...]]:
    """What is owed in a campaign, by form; a form that nobody owes that year is left out. What is voluntary is owed when somebody joins
    (`kostra.app.series`), and in the vendors' test by everybody."""
    units = all_units(year)
    found: dict[str, tuple[Expected, ...]] = {}
    for id, own in calendar.calendars().items():
        form = catalogue.form(id)
        if own.voluntary and season is Season.REAL:
            continue
        if year in form.years and year >= own.since:
            periods = own.periods(year, season)
            these = expected(form.version(year), periods, units, centres=centres, season=season)
            if these:
                found[id] = these
    return found


def all_units(year: int) -> tuple[Region, ...]:
    """Every reporting unit there is: Oslo both as its districts and as one."""
    return (*regions.reporting_units(year), *regions.reporting_units(year, by_district=False))


def expect(system: System, asker: Asker, wanted: Expected, reason: str) -> None:
    """One more that owes a form: a crisis centre that is new, or a unit that was left out."""
    demand_duty(asker, Duty.STATISTICIAN, Duty.STEWARD)
    if not reason.strip():
        raise Refused(f"Skriv hvorfor {wanted.unit} skal levere skjema {wanted.form}.")
    form = catalogue.form(wanted.form)
    version = form.version(wanted.period.year)
    calendar.dates(wanted)
    if wanted.period.span not in form.periods:
        raise Refused(f"Skjema {wanted.form} leveres ikke for {wanted.period}. Se hvilke perioder det gjelder.")
    unit(wanted.unit, version)
    if version.senders in _BY_REGION and wanted not in expected(
        version, (wanted.period,), all_units(wanted.period.year), season=wanted.season
    ):
        raise Refused(
            f"{wanted.unit} leverer ikke skjema {wanted.form}: det gjør {_BY_REGION[version.senders]}. Se om nummeret er riktig."
        )
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.campaign.expect((wanted,), tx.now)
        tx.record(
            Event(ADDED, subject(wanted), reason, region=wanted.unit, form=wanted.form, period=str(wanted.period))
        )


_BY_REGION = {
    Senders.MUNICIPALITIES: "kommunene, med Oslo samlet",
    Senders.MUNICIPALITIES_AND_DISTRICTS: "kommunene og bydelene i Oslo",
    Senders.MUNICIPALITIES_AND_DISTRICTS_BESIDE: "kommunene, med Oslo samlet, og hver bydel i Oslo for seg",
}


def years(system: System, asker: Asker, season: Season = Season.REAL) -> Years:
    """The yearly forms say which has opened: what is owed each month comes a year before them, with the last campaign at its height."""
    demand_duty(asker, Duty.STATISTICIAN, Duty.STEWARD)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        every = tx.campaign.periods(season)
        known = tuple(sorted({period.year for _, period in every}, reverse=True))
        opened = [period for form, period in every if _has_opened(form, period, season, tx.now)]
        among = [period for period in opened if period.span is Span.YEAR] or opened
        return Years(known, max((period.year for period in among), default=None))


def _has_opened(form: str, period: Period, season: Season, now: datetime) -> bool:
    return (
        form in calendar.calendars() and phase(calendar.calendar(form).dates(period, season), now) is not Phase.BEFORE
    )


def periods_of(system: System, asker: Asker, form: str, season: Season = Season.REAL) -> tuple[Period, ...]:
    """Those that the form is owed for, the newest first."""
    demand_duty(asker, Duty.STATISTICIAN, Duty.STEWARD)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        found = [period for owed, period in tx.campaign.periods(season) if owed == form]
        return tuple(sorted(found, key=str, reverse=True))


def newest_of_each(shown: Iterable[Shown], now: datetime) -> tuple[Shown, ...]:
    """One for each form: of a form that is owed every month or quarter, the newest that has opened; the first when none has."""
    chosen: dict[str, Shown] = {}
    for one in sorted(shown, key=lambda one: one.dates.opens):
        if one.form not in chosen or phase(one.dates, now) is not Phase.BEFORE:
            chosen[one.form] = one
    return tuple(chosen[form] for form in sorted(chosen))


def show(system: System, asker: Asker, year: int, season: Season = Season.REAL) -> tuple[Shown, ...]:
    """The campaign of a year, form by form."""
    demand_duty(asker, Duty.STATISTICIAN, Duty.STEWARD)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return _shown(tx, year, season)


def _shown(tx: Transaction, year: int, season: Season) -> tuple[Shown, ...]:
    found = []
    for form, period in tx.campaign.periods(season):
        if period.year == year and form in calendar.calendars():
            counts = Counter(one.state for one in tx.campaign.standings(season=season, form=form, period=period))
            found.append(Shown(form, period, calendar.calendar(form).dates(period, season), counts))
    return tuple(found)


def close_campaign(system: System, asker: Asker, year: int, reason: str, season: Season = Season.REAL) -> int:
    """Closes what is still open, before the calendar does; says how many. What nobody has looked at becomes final as it is."""
    demand_duty(asker, Duty.STEWARD)
    if not reason.strip():
        raise Refused("Skriv hvorfor innsamlingen stenges nå, og ikke når kalenderen sier det.")

    def way(standing: Standing) -> tuple[tuple[State, str], ...]:
        if standing.state in ENDED:
            return ()
        return ((State.FINAL if standing.state in IN_HAND | NIL else State.CLOSED_NONRESPONSE, reason.strip()),)

    closed = 0
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        for form, period in tx.campaign.periods(season):
            if period.year == year:
                locked = tx.campaign.standings(season=season, form=form, period=period, lock=True)
                closed += walk(tx, locked, way, Mover.DESK).total()
        tx.record(Event(CLOSED, f"{season}/{year}", reason, details={"year": year, "closed": closed}))
    return closed
