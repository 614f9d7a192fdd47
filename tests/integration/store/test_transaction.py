"""A transaction is whole: rows, events and jobs together or not at all, and the chain of events has no gap."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from integration.databases import Database, SetClock
from kostra.app.audit.verify import verify_log
from kostra.app.permissions import Asker
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.model.errors import Refused
from kostra.model.event import Event
from kostra.model.people import HOUSE, Actor, ActorKind
from kostra.model.period import Period
from kostra.model.submission import Expected

KARI = Actor(ActorKind.PERSON, "p1", "Kari")
HALDEN, MOSS = "310100", "310300"
OWED = Expected("11F", Period(2026), HALDEN)
IN_HALDEN = Scope(frozenset({HALDEN}))
HOUSE_ITSELF = Asker(HOUSE)


def _event(action: str = "tried", region: str | None = HALDEN) -> Event:
    return Event(action, "it", "because", region, "11F", "2026", {"count": 2, "of": "tre", "none": None})


def test_rows_events_and_jobs_are_there_when_it_ends_well(system: System, database: Database, clock: SetClock) -> None:
    with system.transactions.begin(KARI, IN_HALDEN) as tx:
        assert tx.campaign.expect([OWED], tx.now) == 1
        tx.record(_event())
        tx.enqueue("control", submission="s1")
    with system.transactions.begin(KARI, IN_HALDEN) as tx:
        assert [one.expected for one in tx.campaign.standings()] == [OWED]
        (told,) = tx.log.of()
    assert (told.number, told.at, told.actor, told.event) == (1, clock.now(), KARI, _event())
    assert database.jobs() == [("control", {"submission": "s1"})]


def test_an_error_takes_rows_events_and_jobs_with_it(system: System, database: Database) -> None:
    with pytest.raises(ZeroDivisionError), system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.campaign.expect([OWED], tx.now)
        tx.record(_event())
        tx.enqueue("control", submission="s1")
        raise ZeroDivisionError
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        assert tx.campaign.standings() == ()
        assert tx.log.of() == ()
    assert database.jobs() == []


def test_one_that_only_reads_adds_nothing_to_the_log(system: System) -> None:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        assert tx.campaign.periods() == ()
    assert verify_log(system, HOUSE_ITSELF).events == 0


def test_many_at_once_make_one_chain_without_gaps(system: System) -> None:
    def work(number: int) -> None:
        with system.transactions.begin(KARI, Scope(frozenset({f"{number:06d}"}))) as tx:
            tx.record(_event("first", f"{number:06d}"))
            tx.record(_event("second", f"{number:06d}"))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(40)))
    walked = verify_log(system, HOUSE_ITSELF)
    assert (walked.events, walked.wrong) == (80, None)


def test_a_refused_attempt_is_an_event_that_the_refused_one_cannot_see(system: System) -> None:
    system.transactions.refuse(KARI, _event("access.refused", MOSS))
    with system.transactions.begin(KARI, IN_HALDEN) as tx:
        assert tx.log.of() == ()
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        assert [one.event.action for one in tx.log.of()] == ["access.refused"]


def test_no_reason_holds_a_national_id_and_then_nothing_is_done(system: System, database: Database) -> None:
    with pytest.raises(Refused), system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.campaign.expect((OWED,), tx.now)
        tx.record(Event("tried", "it", "gjelder 158590 10099"))
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        assert tx.campaign.standing(OWED) is None
        assert tx.log.of() == ()


def test_when_the_clock_jumps_back_the_log_does_not(system: System, clock: SetClock) -> None:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.record(_event("before"))
    late = clock.now()
    clock.move(hours=-3)
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        assert tx.now == late - timedelta(hours=3)
        tx.record(_event("after"))
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        after, before = tx.log.of()
    assert (before.at, after.at) == (late, late)
    assert after.event.details["clock"] == clock.now().isoformat()
    assert verify_log(system, HOUSE_ITSELF).wrong is None


def test_jobs_run_in_their_turn(system: System, database: Database) -> None:
    """The queue's own side is tried with the worker; here only that a job keeps what it was given."""
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.enqueue("first", submission="a", what="b")
        tx.enqueue("second")
    assert database.jobs() == [("first", {"submission": "a", "what": "b"}), ("second", {})]
