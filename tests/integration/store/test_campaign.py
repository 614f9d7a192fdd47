"""What is owed: one row each, in its own season, and every earlier state read from the log."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from integration.databases import SetClock
from kostra.app.followup.moving import move
from kostra.app.ports.transaction import Scope, Transaction
from kostra.app.system import System
from kostra.followup.states import Mover
from kostra.model.people import HOUSE
from kostra.model.period import Period
from kostra.model.submission import Expected, Season, Standing, State

YEAR = Period(2026)
HALDEN, MOSS, SARPSBORG = "310100", "310300", "310500"


def _owed(unit: str, season: Season = Season.REAL, form: str = "11F", period: Period = YEAR) -> Expected:
    return Expected(form, period, unit, season)


def _states(tx: Transaction, at: datetime, season: Season = Season.REAL) -> dict[str, str]:
    return {unit: str(state) for unit, state in tx.campaign.states_at("11F", YEAR, at, season).items()}


def test_what_is_owed_is_added_once(system: System, clock: SetClock) -> None:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        assert tx.campaign.expect([_owed(HALDEN), _owed(MOSS)], tx.now) == 2
        first = tx.now
    clock.move(days=1)
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        assert tx.campaign.expect([_owed(MOSS), _owed(SARPSBORG)], tx.now) == 1
        assert tx.campaign.expect([], tx.now) == 0
        assert tx.campaign.standing(_owed(MOSS)) == Standing(_owed(MOSS), State.EXPECTED, first)
        assert tx.campaign.standing(_owed(MOSS), lock=True) is not None
        assert tx.campaign.standing(_owed("110300")) is None


def test_more_than_one_statement_can_hold(system: System) -> None:
    many = [_owed(f"{number:06d}") for number in range(5000)]
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        assert tx.campaign.expect(many, tx.now) == 5000
        assert len(tx.campaign.standings()) == 5000


def test_standings_come_in_order_and_as_asked_for(system: System) -> None:
    quarter = Period.read("2026K1")
    every = [_owed(MOSS), _owed(HALDEN), _owed(HALDEN, form="11B", period=quarter), _owed(HALDEN, form="7")]
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.campaign.expect([*every, _owed(HALDEN, Season.TEST)], tx.now)
        tx.campaign.put(Standing(_owed(MOSS), State.LATE, tx.now, reason="fristen gikk ut"))
        found = [(one.expected.form, one.expected.unit) for one in tx.campaign.standings()]
        assert found == [("11B", HALDEN), ("11F", HALDEN), ("11F", MOSS), ("7", HALDEN)]
        assert len(tx.campaign.standings(form="11F", period=YEAR)) == 2
        assert len(tx.campaign.standings(unit=HALDEN)) == 3
        assert [one.expected.unit for one in tx.campaign.standings(states=[State.LATE])] == [MOSS]
        assert tx.campaign.periods() == (("11B", quarter), ("11F", YEAR), ("7", YEAR))
        assert tx.campaign.periods(Season.TEST) == (("11F", YEAR),)


def test_a_standing_is_kept_as_it_was_put(system: System) -> None:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.campaign.expect([_owed(HALDEN)], tx.now)
        put = Standing(_owed(HALDEN), State.RECEIVED, tx.now, "s1", tx.now, date(2027, 2, 1), "kom inn")
        tx.campaign.put(put)
        assert tx.campaign.standing(_owed(HALDEN)) == put
        tx.campaign.put(replace(put, extended_until=None))
        assert tx.campaign.standing(_owed(HALDEN)) == replace(put, extended_until=None)


def test_the_two_seasons_never_meet(system: System) -> None:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.campaign.expect([_owed(HALDEN), _owed(HALDEN, Season.TEST)], tx.now)
        move(tx, _owed(HALDEN, Season.TEST), State.RECEIVED, Mover.REPORTER, submission="s1", arrived=tx.now)
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        assert [str(one.state) for one in tx.campaign.standings()] == ["expected"]
        assert [str(one.state) for one in tx.campaign.standings(season=Season.TEST)] == ["received"]
        assert _states(tx, tx.now) == {HALDEN: "expected"}
        assert _states(tx, tx.now, Season.TEST) == {HALDEN: "received"}


def test_the_states_of_any_earlier_time_are_read_from_the_log(system: System, clock: SetClock) -> None:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.campaign.expect([_owed(HALDEN), _owed(MOSS)], tx.now)
    times = [clock.now()]
    for unit, state in ((HALDEN, State.OPENED), (MOSS, State.RECEIVED), (HALDEN, State.LATE)):
        clock.move(days=1)
        with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
            mover = Mover.REPORTER if state is State.RECEIVED else Mover.HOUSE
            move(tx, _owed(unit), state, mover, "så gikk tiden", submission="s1", arrived=tx.now)
        times.append(clock.now())
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        assert [_states(tx, at) for at in times] == [
            {HALDEN: "expected", MOSS: "expected"},
            {HALDEN: "opened", MOSS: "expected"},
            {HALDEN: "opened", MOSS: "received"},
            {HALDEN: "late", MOSS: "received"},
        ]
        assert _states(tx, times[0].replace(year=2020)) == {}
    with system.transactions.begin(HOUSE, Scope(frozenset({MOSS}))) as tx:
        assert _states(tx, times[-1]) == {MOSS: "received"}
