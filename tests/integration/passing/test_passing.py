"""Passing through: the bytes reach the body as they were sent, and nobody at the desk sees into them, by asking or in the database."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable

import psycopg
import pytest

from integration.databases import Database, SetClock
from integration.passing.handing import BODY, EXPECTED, FORM, OF_BUFDIR, SENDER, UNIT, open_for, sent, stays
from integration.receiving.sending import actions, encrypted, standing
from integration.registers.sending import NOBODYS, OF_NAV, STATISTICIAN, STEWARD
from kostra.app.passing import fetching, seeing
from kostra.app.passing.handing_on import pass_on
from kostra.app.permissions import NOT_LOGGED_IN, Asker, Forbidden, NotLoggedIn
from kostra.app.ports.submissions import INNDATA, ORIGINAL
from kostra.app.ports.transaction import Scope
from kostra.app.receiving.refusals import Unknown
from kostra.app.receiving.seeing import report
from kostra.app.system import System
from kostra.model.people import HOUSE
from kostra.model.submission import State

Run = Callable[[], list[str]]


@pytest.fixture
def handed(system: System, clock: SetClock, run_jobs: Run) -> str:
    """The submission, after all its jobs."""
    open_for(system, clock)
    submission = sent(system, stays()).id
    assert run_jobs() == ["control", "pass_on"]
    return submission


def _taken(system: System, id: str, who: Asker = OF_BUFDIR) -> bytes:
    _, file = fetching.fetch(system, who, id)
    with file:
        return file.read()


def test_the_body_gets_the_bytes_as_they_were_sent(system: System, handed: str) -> None:
    (one,) = fetching.box(system, OF_BUFDIR)
    assert (one.handed.submission, one.handed.answers, one.newest) == (handed, EXPECTED, True)
    assert one.handed.sha256 == hashlib.sha256(stays()).hexdigest()
    assert not one.handed.opened
    assert _taken(system, one.handed.id) == stays()
    assert standing(system, EXPECTED).state is State.RECEIVED


def test_every_fetching_is_an_event_with_who_and_when(system: System, clock: SetClock, handed: str) -> None:
    (one,) = fetching.box(system, OF_BUFDIR)
    for _ in range(2):
        clock.move(hours=1)
        _taken(system, one.handed.id)
    events = actions(system, handed)
    assert events[-3:] == ["submission.handed-on", "handed-on.fetched", "handed-on.fetched"]
    (after,) = fetching.box(system, OF_BUFDIR)
    assert after.handed.fetched == clock.now()
    assert after.handed.fetched_by == OF_BUFDIR.actor


def test_the_receipt_says_what_was_handed_on_to_whom(system: System, handed: str) -> None:
    (one,) = fetching.box(system, OF_BUFDIR)
    said = json.loads(base64.urlsafe_b64decode(one.handed.receipt.split(".")[1] + "=="))
    assert (said["submission"], said["body"], said["form"], said["region"]) == (handed, BODY, FORM, UNIT)
    assert said["sha256"] == said["sent_sha256"] == hashlib.sha256(stays()).hexdigest()


def test_nothing_is_left_behind_that_the_house_can_read(system: System, handed: str) -> None:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        assert tx.submissions.kept(handed, ORIGINAL) is None
        assert tx.submissions.kept(handed, INNDATA) is None
        found = tx.passing.of_submission(handed)
        assert found is not None
        assert tx.passing.kept(found.id) is None


def test_the_desk_sees_that_it_came_and_no_more(system: System, handed: str) -> None:
    for who in (STATISTICIAN, STEWARD):
        (one,) = fetching.status(system, who)
        assert (one.answers, one.body, one.size, one.fetched) == (EXPECTED, BODY, len(stays()), None)
        assert not hasattr(one, "sha256")
        with pytest.raises(Forbidden):
            fetching.box(system, who)
        with pytest.raises(Forbidden, match="tas imot for Bufdir"):
            seeing.demand_records(who, UNIT, FORM)
        with pytest.raises((Forbidden, Unknown)):
            report(system, who, handed).close()


def test_the_sender_still_sees_the_report(system: System, handed: str) -> None:
    with report(system, SENDER, handed) as file:
        assert FORM.encode() in file.read()
    assert seeing.may_see_records(SENDER, UNIT, FORM)


def test_who_may_see_records() -> None:
    assert seeing.may_see_records(STATISTICIAN, UNIT, "11F")
    assert not seeing.may_see_records(STATISTICIAN, UNIT, FORM)
    assert seeing.may_see_records(OF_BUFDIR, UNIT, FORM)
    assert not seeing.may_see_records(OF_BUFDIR, UNIT, "11F")
    assert not seeing.may_see_records(OF_NAV, UNIT, FORM)
    assert not seeing.may_see_records(SENDER, "460100", FORM)


@pytest.mark.parametrize(
    "who", [OF_NAV, NOBODYS, SENDER, STATISTICIAN], ids=["another-body", "nobody", "sender", "desk"]
)
def test_others_cannot_take_anything_out(system: System, handed: str, who: Asker) -> None:
    (one,) = fetching.box(system, OF_BUFDIR)
    with pytest.raises((Forbidden, Unknown)):
        _taken(system, one.handed.id, who)
    with pytest.raises(NotLoggedIn):
        _taken(system, one.handed.id, NOT_LOGGED_IN)
    (after,) = fetching.box(system, OF_BUFDIR)
    assert after.handed.fetched is None


def test_the_job_does_nothing_the_second_time(system: System, handed: str) -> None:
    before = actions(system, handed)
    pass_on(system, handed, UNIT)
    assert actions(system, handed) == before
    assert len(fetching.box(system, OF_BUFDIR)) == 1


def test_a_correction_is_handed_on_too_and_the_newest_is_marked(
    system: System, clock: SetClock, run_jobs: Run, handed: str
) -> None:
    clock.move(days=1)
    later = sent(system, stays(4)).id
    run_jobs()
    newest, first = fetching.box(system, OF_BUFDIR)
    assert (newest.handed.submission, newest.newest) == (later, True)
    assert (first.handed.submission, first.newest) == (handed, False)
    assert _taken(system, first.handed.id) == stays()
    assert _taken(system, newest.handed.id) == stays(4)


def test_what_was_encrypted_to_us_is_opened_and_says_so(system: System, clock: SetClock, run_jobs: Run) -> None:
    open_for(system, clock)
    sealed = encrypted(stays(), system.opener.recipient())
    sent(system, sealed)
    run_jobs()
    (one,) = fetching.box(system, OF_BUFDIR)
    assert one.handed.opened
    assert _taken(system, one.handed.id) == stays()
    said = json.loads(base64.urlsafe_b64decode(one.handed.receipt.split(".")[1] + "=="))
    assert said["sent_sha256"] == hashlib.sha256(sealed).hexdigest()


def test_in_the_database_the_keys_are_behind_the_bodys_own_wall(database: Database, handed: str) -> None:
    reached = {"*": 0, UNIT: 0, "": 0}
    with psycopg.connect(database.addresses.app) as app:
        for regions in reached:
            for body, keys in (("", 0), ("NAV", 0), (BODY, 1)):
                _within(app, regions, body)
                assert len(app.execute("SELECT key FROM handed_on_kept").fetchall()) == keys, (regions, body)
        for regions, rows in (("*", 1), (UNIT, 1), ("460100", 0), ("", 0)):
            _within(app, regions, "")
            assert len(app.execute("SELECT id FROM handed_on").fetchall()) == rows
        _within(app, "*", "")
        still = app.execute("SELECT what FROM kept WHERE submission = %s AND key IS NOT NULL", [handed]).fetchall()
        assert {what for (what,) in still} & {ORIGINAL, INNDATA} == set()


def test_the_desk_cannot_move_it_into_another_box(database: Database, handed: str) -> None:
    with psycopg.connect(database.addresses.app) as app:
        _within(app, "*", "NAV")
        assert app.execute("UPDATE handed_on_kept SET body = 'NAV'").rowcount == 0
        app.rollback()
        _within(app, "*", BODY)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("UPDATE handed_on_kept SET body = 'NAV'")


def _within(connection: psycopg.Connection, regions: str, body: str) -> None:
    connection.execute(
        "SELECT set_config('kostra.regions', %s, true), set_config('kostra.body', %s, true)", [regions, body]
    )
