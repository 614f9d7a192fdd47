"""A new key for data: everything stays readable, a rotation that was cut off goes on, and an old key goes only when nothing needs it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from integration.receiving.sending import EXPECTED, expect, good_file, send
from kostra.app.keeping import rotation
from kostra.app.keeping.rotation import Rotated, rotate
from kostra.app.ports.passing import HandedOn
from kostra.app.ports.registers import Holds, Received
from kostra.app.ports.submissions import ORIGINAL
from kostra.app.ports.transaction import Scope
from kostra.app.ports.vault import Kept
from kostra.app.system import System
from kostra.model.errors import Refused
from kostra.model.finding import Severity
from kostra.model.people import HOUSE
from kostra.model.submission import Content, Expected, Stage, Submission
from kostra.store.chest import KeyChest
from kostra.store.keyfiles import KeyFiles
from kostra.store.keyring import FileKeyring


@pytest.fixture
def chest(system: System, tmp_path: Path) -> KeyChest:
    return KeyChest(tmp_path / "keys")


@pytest.fixture
def sent(system: System) -> dict[str, bytes]:
    """What was sent, by submission."""
    expect(system, EXPECTED)
    contents = [good_file(3, seed=seed) for seed in range(1, 6)]
    return {send(system, content).submission.id: content for content in contents}


def all_kept(system: System) -> list[tuple[str, str, Kept]]:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        return list(tx.submissions.all_kept())


def originals(system: System) -> dict[str, bytes]:
    found = {}
    for id, what, kept in all_kept(system):
        if what == ORIGINAL:
            with system.vault.open(kept) as file:
                found[id] = file.read()
    return found


def events(system: System, *actions: str) -> list[tuple[str, str, Any]]:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        found = tx.log.of(actions=actions)
    return [(one.event.action, one.event.subject, dict(one.event.details)) for one in reversed(found)]


def test_everything_is_wrapped_anew_and_stays_readable(system: System, chest: KeyChest, sent: dict[str, bytes]) -> None:
    old = chest.newest()
    before = {kept.object for _, _, kept in all_kept(system)}
    told: list[tuple[int, int]] = []
    done = rotate(system, chest, told=lambda *so_far: told.append(so_far))
    assert done == Rotated(chest.newest(), True, 5, (old,), ())
    assert done.newest != old and told == [(5, 5)]
    assert {kept.wrapped_by for _, _, kept in all_kept(system)} == {done.newest}
    assert {kept.object for _, _, kept in all_kept(system)} == before, "no object was touched"
    assert originals(system) == sent
    assert events(system, "key.added", "key.rewrapped") == [
        ("key.added", done.newest, {}),
        ("key.rewrapped", done.newest, {"room": "submissions", "count": 5}),
    ]
    new = send(system, good_file(4, seed=9)).submission.id
    assert {kept.wrapped_by for id, _, kept in all_kept(system) if id == new} == {done.newest}


def test_one_that_was_cut_off_goes_on(
    system: System, chest: KeyChest, sent: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "_BATCH", 2)

    def killed(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate(system, chest, told=killed)
    newest = chest.newest()
    wrapped = [kept.wrapped_by for _, _, kept in all_kept(system)]
    assert wrapped.count(newest) == 2 and len(set(wrapped)) == 2
    assert originals(system) == sent, "half-way everything can be read"
    done = rotate(system, chest)
    assert (done.newest, done.added, done.rewrapped) == (newest, False, 3)
    assert originals(system) == sent


def test_an_old_key_goes_when_it_is_asked_for_and_nothing_needs_it(
    system: System, chest: KeyChest, sent: dict[str, bytes], tmp_path: Path
) -> None:
    first = chest.newest()
    second = rotate(system, chest, remove_old=True)
    assert second.removed == () and second.unused == (first,), "what was replaced just now may be in use in this minute"
    third = rotate(system, chest, remove_old=True)
    assert third.removed == (first,) and third.unused == (second.newest,)
    assert originals(system) == sent
    assert [key.id for key in chest.listed() if key.use == "data"] == [second.newest, third.newest]
    assert ("key.removed", first, {}) in events(system, "key.removed")
    with pytest.raises(Refused, match="Legg den tilbake"):
        FileKeyring(KeyFiles(tmp_path / "keys" / "data", "data")).unwrap(b"", first, "something")


def test_a_key_destroyed_meanwhile_is_not_brought_back(
    system: System, chest: KeyChest, sent: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = next(iter(sent))
    real = rotation._rewrap_batch

    def destroyed_first(*given: Any) -> int:
        with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
            tx.submissions.destroy_key(gone, ORIGINAL, tx.now)
        return real(*given)

    monkeypatch.setattr(rotation, "_rewrap_batch", destroyed_first)
    assert rotate(system, chest).rewrapped == 4
    assert set(originals(system)) == set(sent) - {gone}


def test_what_others_sent_and_what_was_handed_on_is_wrapped_anew_too(system: System, chest: KeyChest) -> None:
    register, box = some_kept(system), some_kept(system)
    now = system.clock.now()
    about = Expected("KRISE-B", EXPECTED.period, EXPECTED.unit)
    expect(system, about)
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.registers.add(
            Received(
                *("file", "nav", EXPECTED.period, "1", Holds.IN_FORCE, now, HOUSE, "NAV"),
                *(register.sha256, register.size, None, 1, Severity.OK, ()),
            )
        )
        tx.registers.keep("file", "kildedata", register)
        tx.submissions.add(
            Submission("sent", about, Content.FILE, Stage.CHECKED, now, HOUSE, box.sha256, box.size, now)
        )
    with system.transactions.begin(HOUSE, Scope(frozenset({about.unit}), "Bufdir")) as tx:
        handed = HandedOn(
            *("handed", "sent", "Bufdir", about, Content.FILE, now, now, box.sha256, box.size, None, False, "receipt")
        )
        tx.passing.add(handed, box)
    done = rotate(system, chest)
    assert done.rewrapped == 2
    with system.transactions.begin(HOUSE, Scope(frozenset(), "Bufdir")) as tx:
        handed_on = tx.passing.kept("handed")
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        of_register = tx.registers.kept("file", "kildedata")
    for one in (handed_on, of_register):
        assert one is not None and one.wrapped_by == done.newest
        with system.vault.open(one) as file:
            assert file.read() == b"something"


def some_kept(system: System) -> Kept:
    with system.vault.writing("kildedata") as writing:
        writing.write(b"something")
        return writing.keep()


def test_with_another_season_and_municipality_nothing_is_left_out(system: System, chest: KeyChest) -> None:
    from integration.receiving.sending import BERGEN, asker
    from kostra.model.people import Right

    other = Expected("11F", EXPECTED.period, BERGEN)
    expect(system, EXPECTED, other)
    send(system, good_file(3))
    send(system, good_file(3, BERGEN), asker(Right.SEND, region=BERGEN), other)
    assert rotate(system, chest).rewrapped == 2
