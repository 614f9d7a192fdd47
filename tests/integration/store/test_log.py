"""Nobody changes the log of events; where somebody did with the power to, it is seen, and where."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest

from integration.databases import Database, SetClock
from kostra.app.audit.verify import verify_log
from kostra.app.permissions import Asker, Forbidden
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.model.event import Event
from kostra.model.people import HOUSE, Actor, ActorKind, Duty

PERSON = Actor(ActorKind.PERSON, "p1", "Kari")
CHANGES = ["UPDATE event SET reason = 'another'", "DELETE FROM event", "TRUNCATE event"]
INSERTED = """
    UPDATE event SET number = number + 100 WHERE number > 2;
    UPDATE event SET number = number - 99 WHERE number > 100;
    INSERT INTO event SELECT 3, at, actor_kind, actor_id, actor_name, 'made up', subject, reason, region, form, period, details, hash, hash
    FROM event WHERE number = 2;
"""


@pytest.fixture
def five(system: System, clock: SetClock) -> None:
    for number in range(5):
        with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
            tx.record(Event("told", f"n{number}", region=("310100", None)[number % 2], form="7", period="2026"))
        clock.move(hours=1)


@pytest.mark.parametrize("change", CHANGES)
def test_the_role_of_web_and_worker_may_not_change_it(database: Database, five: None, change: str) -> None:
    with psycopg.connect(database.addresses.app) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("SELECT set_config('kostra.regions', '*', true)")
        app.execute(change)


@pytest.mark.parametrize("change", CHANGES)
def test_the_owner_may_not_change_it(database: Database, five: None, change: str) -> None:
    with database.owner() as owner, pytest.raises(psycopg.errors.RaiseException, match="only ever added to"):
        owner.execute(change)


@pytest.mark.parametrize("change", CHANGES)
def test_the_superuser_is_stopped_as_well_by_mistake(database: Database, five: None, change: str) -> None:
    with database.everything() as everything, pytest.raises(psycopg.errors.RaiseException, match="only ever added to"):
        everything.execute(change)


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        ("UPDATE event SET reason = 'another' WHERE number = 3", "Hendelse 3 er endret"),
        ("UPDATE event SET actor_name = 'Ola' WHERE number = 1", "Hendelse 1 er endret"),
        ("UPDATE event SET region = '310300' WHERE number = 5", "Hendelse 5 er endret"),
        ("UPDATE event SET details = '{\"count\": 7}' WHERE number = 2", "Hendelse 2 er endret"),
        ("UPDATE event SET at = at + interval '1 microsecond' WHERE number = 4", "Hendelse 4 er endret"),
        ("DELETE FROM event WHERE number = 3", "Etter hendelse 2 kommer hendelse 4"),
        ("DELETE FROM event WHERE number = 1", "Etter hendelse 0 kommer hendelse 2"),
        (
            "DELETE FROM event WHERE number = 3; UPDATE event SET number = number - 1 WHERE number > 3",
            "Hendelse 3 viser ikke til hendelsen før den",
        ),
        (INSERTED, "Hendelse 3 er endret"),
    ],
)
def test_what_the_superuser_does_with_triggers_off_is_seen(
    database: Database, system: System, five: None, change: str, seen: str
) -> None:
    with database.everything() as everything:
        everything.execute("SET session_replication_role = replica")
        everything.execute(change.encode())
    walked = verify_log(system, Asker(HOUSE))
    assert walked.wrong is not None
    assert walked.wrong.startswith(seen)


def test_a_log_cut_short_is_seen_by_whoever_noted_the_last_hash(database: Database, system: System, five: None) -> None:
    noted = verify_log(system, Asker(HOUSE)).hash
    assert verify_log(system, Asker(HOUSE), noted).noted == 5
    with database.everything() as everything:
        everything.execute("SET session_replication_role = replica")
        everything.execute("DELETE FROM event WHERE number > 3")
    assert verify_log(system, Asker(HOUSE)).wrong is None
    assert "finnes ikke i loggen" in (verify_log(system, Asker(HOUSE), noted).wrong or "")


def test_it_is_found_by_what_it_is_about(system: System, clock: SetClock, five: None) -> None:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        assert [one.number for one in tx.log.of(limit=2)] == [5, 4]
        assert [one.number for one in tx.log.of(subject="n2")] == [3]
        assert [one.number for one in tx.log.of(region="310100")] == [5, 3, 1]
        assert [one.number for one in tx.log.of(until=clock.now() - timedelta(hours=4))] == [2, 1]
        assert tx.log.of(actions=("other",)) == ()
        assert len(tx.log.of(form="7", period="2026", actions=("told",))) == 5
        assert [one.number for one in tx.log.whole(after=3)] == [4, 5]


def test_only_the_steward_and_the_house_verify_it(system: System) -> None:
    with pytest.raises(Forbidden):
        verify_log(system, Asker(PERSON, duties=frozenset({Duty.STATISTICIAN})))
    assert verify_log(system, Asker(PERSON, duties=frozenset({Duty.STEWARD}))).events == 0
