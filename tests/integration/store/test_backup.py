"""A copy of the whole is whole, says when it is not, and restores to the same hashes."""

from __future__ import annotations

import hashlib
import json
import shutil
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from integration.databases import START, Database, SetClock, dropped, made
from integration.publication.released import released
from kostra.app.audit.copying import make_copy
from kostra.app.audit.verify import verify_log
from kostra.app.permissions import Asker, Forbidden
from kostra.app.ports.copies import Manifest
from kostra.app.ports.submissions import ORIGINAL, Tally
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.model.errors import Refused
from kostra.model.event import Event
from kostra.model.finding import Severity
from kostra.model.people import HOUSE, Actor, ActorKind, Duty
from kostra.model.period import Period
from kostra.model.submission import Content, Expected, Stage, Submission
from kostra.store.backup import FolderCopies
from kostra.store.chest import KeyChest
from kostra.store.database import migrate
from kostra.store.embedded import Embedded
from kostra.store.objects import objects
from kostra.store.queue import enqueue
from kostra.store.transaction import PostgresTransactions
from kostra.store.vault import EnvelopeVault

HALDEN = "310100"
CONTENT = "Æ, ø, å, \t tab, \\ and\nnew lines".encode() * 100_000
FILES = {"releases/r1/tables/91105.json": b"{}\n", "utdata/2026/final/k1/pattern/91105.parquet": b"PAR1"}
NAMES = "Åse \\ «Ø»\tÆ\nto linjer"


@dataclass(frozen=True)
class Place:
    """Where an installation keeps what is to be copied."""

    database: Database
    folder: Path

    @property
    def copies(self) -> FolderCopies:
        assert self.database.addresses.owner is not None
        return FolderCopies(
            self.database.addresses.owner,
            objects(str(self.folder / "objects"), self.folder / "spool"),
            self.folder / "keys",
            self.folder,
        )

    def system(self, clock: SetClock) -> System:
        keys = KeyChest(self.folder / "keys").open(demo=True, now=clock.now)
        return System(
            clock,
            PostgresTransactions(self.database.engine, clock, enqueue),
            EnvelopeVault(objects(str(self.folder / "objects"), self.folder / "spool"), keys.data),
            keys.signer,
            keys.opener,
            keys.pseudonymiser,
            demo=True,
        )


@pytest.fixture
def here(system: System, database: Database, tmp_path: Path) -> Place:
    """With a submission, its bytes, its findings, events and a job."""
    submission = Submission(
        *("s1", Expected("11F", Period(2026), HALDEN), Content.FILE, Stage.RECEIVED, START),
        *(Actor(ActorKind.PERSON, "p1", NAMES), "ab" * 32, len(CONTENT)),
    )
    with system.vault.writing(ORIGINAL) as writing:
        writing.write(CONTENT)
        kept = writing.keep()
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.campaign.expect([submission.answers], tx.now)
        tx.submissions.add(submission)
        tx.submissions.keep("s1", ORIGINAL, kept)
        tx.submissions.tally("s1", [Tally("K1", Severity.ERROR, None, 2)])
        tx.record(
            Event("submission.received", "s1", NAMES, HALDEN, "11F", "2026", {"size": len(CONTENT), "none": None})
        )
        tx.record(Event("house.told", "it"))
        tx.enqueue("control", submission="s1")
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_bytes(content)
    return Place(database, tmp_path)


@pytest.fixture
def empty(server: Embedded, tmp_path: Path) -> Iterator[Place]:
    one = made(server, f"test_{uuid.uuid4().hex}")
    yield Place(one, tmp_path / "other")
    dropped(one)


def _without_time(manifest: Manifest) -> Manifest:
    return replace(manifest, made=START, sha256="")


def test_it_restores_to_the_same_hashes(here: Place, empty: Place, clock: SetClock, tmp_path: Path) -> None:
    made = here.copies.make(tmp_path / "copy", tmp_path / "away", clock.now())
    assert (made.objects, made.files, made.last_event[0], made.missing) == (1, 2, 2, ())
    assert made.tables["submission"][0] == 1
    assert here.copies.check(tmp_path / "copy") == made

    assert empty.copies.restore(tmp_path / "copy", tmp_path / "away") == made

    clock.move(days=1)
    again = empty.copies.make(tmp_path / "second", None, clock.now())
    assert _without_time(again) == _without_time(made)
    system = empty.system(clock)
    assert verify_log(system, Asker(HOUSE)).hash.hex() == made.last_event[1]
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        kept = tx.submissions.kept("s1", ORIGINAL)
        found = tx.submissions.one("s1")
    assert found is not None
    assert found.preparer.name == NAMES
    assert kept is not None
    with system.vault.open(kept) as file:
        assert file.read() == CONTENT
    assert empty.database.jobs() == [("control", {"submission": "s1"})]
    assert {name: (tmp_path / "other" / name).read_bytes() for name in FILES} == FILES
    assert (tmp_path / "other" / "releases" / "r1").stat().st_mode & 0o077 == 0


def test_what_is_being_written_is_no_part_of_it(here: Place, clock: SetClock, tmp_path: Path) -> None:
    (tmp_path / "releases" / ".r2-part").mkdir()
    (tmp_path / "releases" / ".r2-part" / "half").write_bytes(b"half")
    assert here.copies.make(tmp_path / "copy", None, clock.now()).files == len(FILES)


def test_a_release_without_its_folder_is_told(here: Place, system: System, clock: SetClock, tmp_path: Path) -> None:
    made = released(system, tmp_path)
    assert here.copies.make(tmp_path / "copy", None, clock.now()).missing == ()
    shutil.rmtree(tmp_path / "releases" / made.id)
    assert here.copies.make(tmp_path / "again", None, clock.now()).missing == (f"releases/{made.id}/manifest.json",)


def test_a_copy_from_before_files_were_taken_is_still_one(here: Place, clock: SetClock, tmp_path: Path) -> None:
    here.copies.make(tmp_path / "copy", None, clock.now())
    file = tmp_path / "copy" / "manifest.json"
    told = {name: value for name, value in json.loads(file.read_text()).items() if not name.startswith("files")}
    file.write_text(json.dumps(told))
    (tmp_path / "copy" / "manifest.sha256").write_text(hashlib.sha256(file.read_bytes()).hexdigest())
    (tmp_path / "copy" / "files.txt").unlink()
    assert here.copies.check(tmp_path / "copy").files == 0


def test_a_released_file_is_not_written_over(here: Place, empty: Place, clock: SetClock, tmp_path: Path) -> None:
    here.copies.make(tmp_path / "copy", None, clock.now())
    other = tmp_path / "other" / "releases" / "r1" / "tables" / "91105.json"
    other.parent.mkdir(parents=True)
    other.write_bytes(b"another")
    with pytest.raises(Refused, match="er en annen enn i kopien"):
        empty.copies.restore(tmp_path / "copy", None)
    assert other.read_bytes() == b"another"


def test_what_is_restored_goes_on(here: Place, empty: Place, clock: SetClock, tmp_path: Path) -> None:
    """Numbers go on where they were, and the triggers are on again."""
    here.copies.make(tmp_path / "copy", tmp_path / "away", clock.now())
    empty.copies.restore(tmp_path / "copy", tmp_path / "away")
    system = empty.system(clock)
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.record(Event("house.told", "it"))
        tx.enqueue("control", submission="s2")
    assert len(empty.database.jobs()) == 2
    walked = verify_log(system, Asker(HOUSE))
    assert (walked.events, walked.wrong) == (3, None)
    with empty.database.owner() as owner:
        off = owner.execute("SELECT count(*) FROM pg_trigger WHERE tgenabled <> 'O'").fetchone()
        noted = owner.execute("SELECT count(*) FROM procrastinate_events").fetchone()
    assert (off, noted) == ((0,), (2,))


def test_the_copy_is_of_one_moment(
    here: Place, system: System, clock: SetClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kostra.store import dump

    write = dump.write

    def while_others_write(*given: object) -> tuple[int, str]:
        with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
            tx.record(Event("house.told", "meanwhile"))
        return write(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(dump, "write", while_others_write)
    made = here.copies.make(tmp_path / "copy", None, clock.now())
    assert made.tables["event"][0] == made.last_event[0] == 2
    assert verify_log(system, Asker(HOUSE)).events > 10


def test_an_object_that_is_not_in_the_store_is_told(here: Place, clock: SetClock, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "objects" / ORIGINAL)
    made = here.copies.make(tmp_path / "copy", None, clock.now())
    assert (made.objects, len(made.missing)) == (0, 1)


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: -max(20, file.stat().st_size // 2)])


def _turn(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 3] ^= 1
    file.write_bytes(content)


@pytest.mark.parametrize("harm", [_cut, _turn, Path.unlink])
@pytest.mark.parametrize(
    "what",
    [
        *("database/event.copy", "objects.txt", f"objects/{ORIGINAL}/*/*", "manifest.json", "manifest.sha256"),
        *("files.txt", "files/releases/r1/tables/91105.json"),
    ],
)
def test_a_copy_that_is_harmed_is_refused_before_anything_is_touched(
    here: Place, empty: Place, clock: SetClock, tmp_path: Path, what: str, harm: Callable[[Path], None]
) -> None:
    here.copies.make(tmp_path / "copy", None, clock.now())
    (file,) = (tmp_path / "copy").glob(what)
    harm(file)
    with pytest.raises(Refused):
        empty.copies.restore(tmp_path / "copy", None)
    with empty.database.owner() as owner:
        assert owner.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)
    assert not (tmp_path / "other" / "objects" / ORIGINAL).exists()
    assert not (tmp_path / "other" / "releases").exists()


def test_nothing_is_written_over(here: Place, clock: SetClock, tmp_path: Path) -> None:
    here.copies.make(tmp_path / "copy", tmp_path / "away", clock.now())
    with pytest.raises(Refused, match="finnes fra før"):
        here.copies.make(tmp_path / "copy", None, clock.now())
    with pytest.raises(Refused, match="Databasen er ikke tom"):
        here.copies.restore(tmp_path / "copy", None)


def test_other_keys_are_not_written_over(here: Place, empty: Place, clock: SetClock, tmp_path: Path) -> None:
    here.copies.make(tmp_path / "copy", tmp_path / "away", clock.now())
    KeyChest(empty.folder / "keys").create(clock.now(), demo=True)
    before = sorted(path.read_bytes() for path in (empty.folder / "keys").rglob("*") if path.is_file())
    with pytest.raises(Refused, match="andre nøkler"):
        empty.copies.restore(tmp_path / "copy", tmp_path / "away")
    assert before == sorted(path.read_bytes() for path in (empty.folder / "keys").rglob("*") if path.is_file())


def test_keys_are_never_in_the_copy(here: Place, clock: SetClock, tmp_path: Path) -> None:
    for inside in (tmp_path / "copy", tmp_path / "copy" / "keys", tmp_path):
        with pytest.raises(Refused, match="skal ikke ligge sammen"):
            here.copies.make(tmp_path / "copy", inside, clock.now())
    here.copies.make(tmp_path / "copy", tmp_path / "away", clock.now())
    copied = b"".join(path.read_bytes() for path in (tmp_path / "copy").rglob("*") if path.is_file())
    for key in (tmp_path / "away").rglob("*"):
        if key.is_file():
            assert key.read_bytes() not in copied


def test_one_broken_off_leaves_nothing_that_looks_like_a_copy(
    here: Place, clock: SetClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: object, folder: Path, told: object) -> tuple[int, int]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FolderCopies, "_copy_objects", full)
    with pytest.raises(Refused, match="disken er full"):
        here.copies.make(tmp_path / "copy", None, clock.now())
    assert [path.name for path in tmp_path.iterdir() if "copy" in path.name] == []
    with pytest.raises(Refused, match="er ikke en sikkerhetskopi"):
        here.copies.check(tmp_path / "copy")


def test_a_broken_off_restore_can_be_run_again(here: Place, empty: Place, clock: SetClock, tmp_path: Path) -> None:
    made = here.copies.make(tmp_path / "copy", None, clock.now())
    assert empty.database.addresses.owner is not None
    migrate(empty.database.addresses.owner)
    empty.copies._put_objects(tmp_path / "copy")
    assert empty.copies.restore(tmp_path / "copy", None) == made


def test_a_copy_of_a_later_version_is_refused(here: Place, empty: Place, clock: SetClock, tmp_path: Path) -> None:
    here.copies.make(tmp_path / "copy", None, clock.now())
    file = tmp_path / "copy" / "manifest.json"
    current = here.copies.check(tmp_path / "copy").migration
    file.write_text(file.read_text().replace(f'"migration": "{current}"', '"migration": "9999"'))
    (tmp_path / "copy" / "manifest.sha256").write_text(hashlib.sha256(file.read_bytes()).hexdigest())
    with pytest.raises(Refused, match="nyere versjon av kostra"):
        empty.copies.restore(tmp_path / "copy", None)


def test_taking_a_copy_is_an_event_and_for_the_steward(here: Place, system: System, tmp_path: Path) -> None:
    kari = Actor(ActorKind.PERSON, "p1", "Kari")
    with pytest.raises(Forbidden):
        make_copy(system, Asker(kari, duties=frozenset({Duty.STATISTICIAN})), here.copies, tmp_path / "copy", None)
    steward = Asker(kari, duties=frozenset({Duty.STEWARD}))
    made = make_copy(system, steward, here.copies, tmp_path / "copy", tmp_path / "away")
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        told = tx.log.of(limit=1)[0]
    assert (told.event.action, told.event.subject, told.actor) == ("backup.made", made.sha256, kari)
    assert told.event.details == {"last_event": 2, "objects": 1, "with_keys": 1}
