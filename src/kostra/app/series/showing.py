"""What is public of the series, for anybody; the scorecard, for the bodies that fill it in; and all that has been made, for the desk.

Nothing here is taken from a record but what may be shown. What has not passed its audit, or nobody has approved, is not public.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kostra.app.permissions import Asker, demand, demand_duty
from kostra.app.ports.series import Made
from kostra.app.ports.transaction import Scope, Transaction
from kostra.app.series import figures
from kostra.app.series.figures import Record, Region
from kostra.app.series.owing import FORM
from kostra.app.series.protecting import Values
from kostra.app.statistics.indicators import reports_of
from kostra.app.system import System
from kostra.model.errors import Missing
from kostra.model.event import Event
from kostra.model.people import HOUSE, Duty, Right
from kostra.model.period import Period
from kostra.statistics.indicators import Indicator
from kostra.statistics.series.counting import OfUnit, of_units

FETCHED = "scorecard.fetched"


@dataclass(frozen=True, slots=True)
class Public:
    """The figures of a period as anybody may have them. `people` is the share of inhabitants, in ten-thousandths. `withdrawn` are
    those that were shown when the period came out before, by region, and are hidden since somebody late has come.
    """

    made: Made
    regions: tuple[Region, ...]
    people: int
    late: int
    withdrawn: frozenset[tuple[str, Indicator]] = frozenset()

    @property
    def period(self) -> Period:
        return self.made.period

    @property
    def whole(self) -> Region:
        return self.regions[0]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The six indicators of each unit, None where one is hidden."""

    made: Made
    units: Mapping[str, Values]


def public(system: System) -> tuple[Public, ...]:
    """The newest that is out of each month and quarter; the newest period first."""
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        return tuple(_public(tx, *releases) for releases in _out(tx))


def newest(system: System) -> Public | None:
    """The newest month that is out, else the newest quarter; None before there is any. For a page that many open."""
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        out = sorted(_out(tx), key=lambda one: (one[0].period.span == "month", one[0].period.last_day))
        return _public(tx, *out[-1]) if out else None


def of_period(system: System, period: Period) -> Public:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        return _public(tx, *_releases(tx, period))


def scorecard(system: System, asker: Asker, period: Period) -> Scorecard:
    """For a body that has the duty of a client, and the desk. That it was fetched is an event."""
    demand_duty(asker, Duty.CLIENT, Duty.STATISTICIAN)
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        made = _releases(tx, period)[0]
        record = _record(tx, made)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        details = {"sha256": made.sha256, "body": asker.body}
        tx.record(Event(FETCHED, made.id, form=FORM, period=str(period), details=details))
    return Scorecard(made, {unit: record.shown[unit] for unit in record.units})


def own(system: System, asker: Asker, unit: str, period: Period) -> OfUnit | None:
    """A unit's own figures, none of them hidden from itself; None where it has not reported."""
    demand(asker, Right.SEE, unit, FORM)
    # What a process has in memory is of the whole country: read within one region, it would lose the others.
    with system.transactions.begin(asker.actor, Scope.EVERYWHERE) as tx:
        reports = reports_of(system, tx, period)
    return None if reports is None else of_units(reports).get(unit)


def listed(system: System, asker: Asker) -> tuple[Made, ...]:
    """All that has been made, the newest first."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return tx.series.listed()


def _out(tx: Transaction) -> tuple[tuple[Made, ...], ...]:
    """What is out of each period, and what was before it; the newest first in both."""
    found: dict[Period, list[Made]] = {}
    for one in tx.series.listed():
        if one.approved is not None:
            found.setdefault(one.period, []).append(one)
    by_period = sorted(found.items(), key=lambda one: (one[0].last_day, str(one[0])), reverse=True)
    return tuple(tuple(releases) for _, releases in by_period)


def _releases(tx: Transaction, period: Period) -> tuple[Made, ...]:
    """Those of a period that have been out, the newest first."""
    found = tuple(one for one in tx.series.listed(period) if one.approved is not None)
    if not found:
        raise Missing(f"Det er ikke publisert noen hyppige tall for {period}. Se hvilke perioder som finnes.")
    return found


def _record(tx: Transaction, made: Made) -> Record:
    return figures.read(tx.series.record(made.id) or "")


def _public(tx: Transaction, made: Made, *before: Made) -> Public:
    record = _record(tx, made)
    shown = {cell for one in before for cell in _shown(_record(tx, one))}
    now = {(each.code, id) for each in record.regions for id in Indicator}
    withdrawn = frozenset(shown & now - _shown(record))
    return Public(made, record.regions, record.people, len(record.late), withdrawn)


def _shown(one: Record) -> set[tuple[str, Indicator]]:
    return {
        (each.code, id) for each in one.regions for id, figure in each.figures.items() if figure.reported is not None
    }
