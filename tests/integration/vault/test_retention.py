"""The end of what is kept: by the rules, with a reason in the log, and for good, wherever copies are."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from integration.databases import SetClock
from integration.receiving.sending import (
    EXPECTED,
    actions,
    expect,
    good_file,
    put_ready,
    send,
    stopped_file,
    submission,
)
from integration.vault.keeping import files
from kostra.app.keeping.retention import over, retention
from kostra.app.keeping.rules import Of
from kostra.app.ports.submissions import INNDATA, ORIGINAL, REPORT, REPORT_NN
from kostra.app.ports.transaction import Scope
from kostra.app.ports.vault import Kept, Unavailable
from kostra.app.receiving.accepting import withdraw
from kostra.app.receiving.controlling import control
from kostra.app.receiving.inndata import make_inndata
from kostra.app.system import System
from kostra.model.errors import Broken
from kostra.model.people import HOUSE
from kostra.store.folders import Folder
from kostra.store.vault import EnvelopeVault

LONG_AGO = 8 * 24 * 3600

SENT = {ORIGINAL, REPORT, REPORT_NN}
"""What there is of a file once its controls have been run."""


@pytest.fixture(autouse=True)
def _expected(system: System) -> None:
    expect(system, EXPECTED)


def whats(system: System, id: str) -> set[str]:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        return {what for what in (*SENT, INNDATA) if tx.submissions.kept(id, what) is not None}


def kept(system: System, id: str, what: str = ORIGINAL) -> Kept:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        found = tx.submissions.kept(id, what)
    assert found is not None
    return found


def checked(system: System, content: bytes) -> str:
    id = send(system, content).submission.id
    control(system, id, EXPECTED.unit)
    make_inndata(system, id, EXPECTED.unit)
    return id


def objects(folder: Path) -> int:
    """But the mark that says whose they are."""
    return sum(path.parts[-3] != "owner" for path in files(folder / "objects"))


def test_a_stopped_file_ends_after_its_time_and_not_before(system: System, clock: SetClock, tmp_path: Path) -> None:
    id = checked(system, stopped_file())
    original = kept(system, id)
    clock.move(days=179)
    retention(system)
    assert over(system) == () and whats(system, id) == SENT
    clock.move(days=1)
    (one,) = over(system)
    assert (one.submission.id, one.rule.of, set(one.what)) == (id, Of.STOPPED, SENT)
    assert whats(system, id) == SENT, "to look changes nothing"
    retention(system)
    assert whats(system, id) == set() and objects(tmp_path) == 0
    assert actions(system, id).count("key.destroyed") == actions(system, id).count("bytes.deleted") == 3
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        (event, *_) = tx.log.of(subject=id, actions=("key.destroyed",))
    assert event.event.reason == one.rule.why and event.event.region == EXPECTED.unit
    assert submission(system, id).sha256 == original.sha256, "that it was there is remembered"
    retention(system)
    assert actions(system, id).count("key.destroyed") == 3, "once"


def test_a_copy_of_the_bytes_cannot_be_read_when_the_key_is_gone(
    system: System, clock: SetClock, tmp_path: Path
) -> None:
    """The thief has the store and the database as they are afterwards."""
    id = checked(system, stopped_file())
    one = kept(system, id)
    copy = (tmp_path / "objects" / one.object).read_bytes()
    clock.move(days=200)
    retention(system)
    path = tmp_path / "objects" / one.object
    path.write_bytes(copy)
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        others = [kept.key for _, _, kept in tx.submissions.all_kept()]
    for key in [*others, b"", bytes(60)]:
        with pytest.raises(Broken):
            system.vault.open(Kept(one.object, key, one.wrapped_by, one.sha256, one.size))


def test_what_was_replaced_ends_and_what_stands_does_not(system: System, clock: SetClock) -> None:
    first, second = checked(system, good_file(3)), checked(system, good_file(4))
    assert whats(system, first) == whats(system, second) == {*SENT, INNDATA}
    clock.move(days=731)
    retention(system)
    assert whats(system, first) == set() and whats(system, second) == {*SENT, INNDATA}
    clock.move(days=3000)
    retention(system)
    assert whats(system, second) == {INNDATA}, "what figures are made of, with nobody in it"


def test_what_was_never_sent_ends(system: System, clock: SetClock) -> None:
    from integration.receiving.sending import PREPARER

    waiting, back = (put_ready(system, good_file(n)).submission.id for n in (3, 4))
    withdraw(system, PREPARER, back)
    clock.move(days=31)
    retention(system)
    assert whats(system, back) == set() and whats(system, waiting) == {ORIGINAL}
    clock.move(days=400)
    retention(system)
    assert whats(system, waiting) == set()


def test_what_waits_for_its_controls_is_never_touched(system: System, clock: SetClock) -> None:
    id = send(system, good_file()).submission.id
    clock.move(days=10_000)
    retention(system)
    assert whats(system, id) == {ORIGINAL}


def test_a_store_that_refuses_stops_nothing_and_the_bytes_go_another_day(
    system: System, clock: SetClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = checked(system, stopped_file())
    clock.move(days=200)

    def refuse(*_: object) -> None:
        raise Unavailable("not now")

    with monkeypatch.context() as patch:
        patch.setattr(EnvelopeVault, "delete", refuse)
        retention(system)
    assert whats(system, id) == set() and objects(tmp_path) == 3
    assert "bytes.deleted" not in actions(system, id)
    retention(system)
    assert objects(tmp_path) == 3, "an object that came just now may be one that the database is about to know of"
    for path in files(tmp_path / "objects"):
        os.utime(path, (time.time() - LONG_AGO,) * 2)
    retention(system)
    assert objects(tmp_path) == 0


def test_strays_go_and_what_is_known_stays_however_old(
    system: System, tmp_path: Path, run_jobs: Callable[[], list[str]]
) -> None:
    id = checked(system, good_file())
    with system.vault.writing("kildedata") as writing:
        writing.write(b"acknowledged to nobody")
        stray = writing.keep()
    folder = Folder(tmp_path / "objects")
    for path in files(tmp_path / "objects"):
        os.utime(path, (time.time() - LONG_AGO,) * 2)
    left = folder.spool / "killed.part"
    left.write_bytes(b"x")
    os.utime(left, (time.time() - LONG_AGO,) * 2)
    retention(system)
    assert not folder.exists(stray.object) and not left.exists()
    assert whats(system, id) == {*SENT, INNDATA}
    assert len(list(folder.names("kildedata"))) == 1


def test_what_another_installation_keeps_in_the_same_store_is_left(system: System, tmp_path: Path) -> None:
    """Whose marks stand there, keeps something there; only one who is alone can tell what nobody knows of."""
    checked(system, stopped_file())
    with system.vault.writing("kildedata") as writing:
        writing.write(b"known to another database")
        theirs = writing.keep()
    for path in files(tmp_path / "objects"):
        os.utime(path, (time.time() - LONG_AGO,) * 2)
    other = "ab" * 32
    assert system.vault.ours_alone(other)
    retention(system)
    folder = Folder(tmp_path / "objects")
    assert folder.exists(theirs.object)
    assert not system.vault.ours_alone(other), "ours has been put down beside it"
    for mark in (mark for mark in folder.names("owner") if "/ab/" in mark):
        folder.delete(mark)
    retention(system)
    assert not folder.exists(theirs.object)
