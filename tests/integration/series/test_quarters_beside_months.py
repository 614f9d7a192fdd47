"""Units that send quarters beside units that send months, from consent to the yearly file, with the files of the synthetic nation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

import numpy as np
import pytest

from integration.databases import SetClock
from integration.receiving.sending import expect, send
from integration.series.joined import BEGINS, SIRI, give_standing, join, sender
from kostra.app.permissions import Asker
from kostra.app.ports.transaction import Scope
from kostra.app.series import showing
from kostra.app.series.producing import series
from kostra.app.series.revising import revise
from kostra.app.system import System
from kostra.forms import catalogue
from kostra.model.people import HOUSE
from kostra.model.period import Period
from kostra.model.submission import Expected, State
from kostra.reception.record import Value, read
from kostra.statistics.indicators import Indicator
from kostra.synth.nation import Dials, Nation
from kostra.synth.parts import File
from kostra.synth.records import form_11f, monthly
from unit.synth.plain_controls import lines_of

DIALS = Dials(errors=0, file_errors=0, never=0, nil=0, corrections=0.05, quarters=0.3)
QUARTER, YEAR = Period.read("2026K1"), Period(2026)
Record = Mapping[str, Value]
Sent = Mapping[tuple[str, str], bytes]
"""The files, by period and unit."""


@pytest.fixture(scope="module")
def nation() -> tuple[Sent, tuple[str, ...], tuple[str, ...]]:
    """The files of the first quarter and of the year, of the three largest that send quarters and the three largest that send months."""
    made = Nation(seed=11, size=0.02, dials=DIALS).year(YEAR.year)
    by_quarter = monthly.quarterly(made)
    sizes = np.bincount(made.recipients.unit, minlength=len(made.units))
    largest = [str(made.units.code[row]) for row in np.argsort(-sizes, kind="stable")]
    quarters, months = (
        tuple(unit for unit in largest if (unit in by_quarter) == wanted)[:3] for wanted in (True, False)
    )
    wanted = {str(one) for one in (QUARTER, *QUARTER.months(), YEAR)}
    sent = {
        (one.delivery.period, one.delivery.unit): one.content
        for part in (monthly.part, form_11f.part)
        for one in part(made)
        if isinstance(one, File) and one.delivery is not None
        if one.delivery.period in wanted and one.delivery.unit in (*quarters, *months)
    }
    return sent, quarters, months


def records(sent: Sent, form: str, period: Period, unit: str) -> Iterator[Record]:
    for line in lines_of(sent[str(period), unit]):
        yield read(catalogue.form(form).version(period.year), line)


def paid(one: Record) -> int:
    return sum(amount for amount in (one["bidrag"], one["laan"]) if isinstance(amount, int))


def recipients(sent: Sent, periods: tuple[Period, ...], unit: str) -> int:
    """Whoever has a number is one person however many months; the others are somebody of their own in each record."""
    found = set()
    for period in periods:
        for place, one in enumerate(records(sent, "11M", period, unit)):
            number = str(one["person_fodselsnr"] or "").strip()
            if paid(one):
                found.add(number if number and not number.endswith(("00100", "00200")) else (period, place))
    return len(found)


def kroner(sent: Sent, periods: tuple[Period, ...], unit: str) -> int:
    return sum(paid(one) for period in periods for one in records(sent, "11M", period, unit))


def of_the_year(sent: Sent, unit: str, months: range) -> int:
    """What the yearly file says was paid in these months."""
    version = catalogue.form("11F").version(YEAR.year)
    columns = [
        [field.id for field in version.fields if field.id.startswith(f"{sum_}_")][month - 1]
        for sum_ in ("bidrag", "laan")
        for month in months
    ]
    return sum(int(str(one[column] or 0)) for one in records(sent, "11F", YEAR, unit) for column in columns)


def state(system: System, expected: Expected) -> State:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        found = tx.campaign.standing(expected)
    assert found is not None
    return found.state


def by_api(system: System, sent: Sent, form: str, period: Period, unit: str) -> None:
    who: Asker = sender(unit)
    send(system, sent[str(period), unit], who, Expected(form, period, unit), name=f"{form}.dat")


def test_from_consent_to_the_year(
    system: System,
    clock: SetClock,
    run_jobs: Callable[[], list[str]],
    nation: tuple[Sent, tuple[str, ...], tuple[str, ...]],
) -> None:
    sent, quarters, months = nation
    clock.time = BEGINS
    give_standing(system)
    join(system, "2026K1", *quarters)
    join(system, "2026M01", *months)

    for month, period in enumerate(QUARTER.months(), start=2):
        clock.time = datetime(2026, month, 5, 9, tzinfo=BEGINS.tzinfo)
        for unit in months:
            by_api(system, sent, "11M", period, unit)
        run_jobs()
        series(system)
        found = showing.of_period(system, period).whole
        assert (found.reported, found.expected) == (3, 3), "who sends quarters is no part of a month"
    assert [one.period for one in showing.public(system)] == list(reversed(QUARTER.months()))
    clock.time = datetime(2026, 4, 8, 9, tzinfo=BEGINS.tzinfo)
    for unit in quarters:
        by_api(system, sent, "11M", QUARTER, unit)
    run_jobs()
    assert {state(system, Expected("11M", QUARTER, unit)) for unit in quarters} <= {State.RECEIVED, State.ACCEPTED}
    series(system)

    out = showing.of_period(system, QUARTER)
    assert (out.whole.reported, out.whole.expected, out.late) == (6, 6, 0) and out.made.standing
    told = {Indicator.RECIPIENTS: recipients, Indicator.KRONER: kroner}
    for id, count in told.items():
        truth = {unit: count(sent, (QUARTER,), unit) for unit in quarters}
        truth |= {unit: count(sent, QUARTER.months(), unit) for unit in months}
        for unit, value in truth.items():
            own = showing.own(system, sender(unit), unit, QUARTER)
            assert own is not None and own.counts[id] == value, (unit, id)
        assert out.whole.figures[id].reported == sum(truth.values())

    clock.time = datetime(2027, 1, 12, 9, tzinfo=BEGINS.tzinfo)
    for unit in (*quarters, *months):
        expect(system, Expected("11F", YEAR, unit))
        by_api(system, sent, "11F", YEAR, unit)
    run_jobs()
    revised = revise(system, SIRI, YEAR.year)
    assert {one.unit for one in revised.units} == {*quarters, *months} and revised.waiting == ()
    for one in revised.units:
        periods = (QUARTER,) if one.unit in quarters else QUARTER.months()
        assert one.months == kroner(sent, periods, one.unit)
        assert one.year == of_the_year(sent, one.unit, range(1, 13))
        assert one.missing == tuple(range(4, 13)) and one.missing_months == of_the_year(sent, one.unit, range(4, 13))
        put_right = one.difference - one.missing_months
        assert put_right == one.not_in_months + one.not_in_year + one.changed and one.edited == 0
    assert any(one.difference != one.missing_months for one in revised.units if one.unit in quarters)
