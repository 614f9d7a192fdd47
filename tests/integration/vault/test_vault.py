"""The vault: what is kept is there, encrypted; what is not kept is gone; and when a disk or a store says no, that is said."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import time
import tracemalloc
from pathlib import Path
from typing import Any

import obstore
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from obstore.exceptions import GenericError

from integration.vault.keeping import SEGMENT, files, kept, kit, read
from kostra.app.ports.vault import Unavailable
from kostra.model.errors import Broken, Refused
from kostra.store.envelopes import SEGMENT as WHOLE_SEGMENT
from kostra.store.folders import Folder
from kostra.store.objects import Missing, checked, new_name, objects
from kostra.store.remote import Remote
from kostra.store.vault import EnvelopeVault

CONTENT = b"Kari Nordmann, 0301, oppdiktet. " * 40


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(chunks=some.lists(some.binary(max_size=3 * SEGMENT), max_size=6))
def test_what_is_kept_is_read_again(chunks: list[bytes], tmp_path: Path) -> None:
    vault = kit(tmp_path).vault
    with vault.writing("kildedata") as writing:
        for chunk in chunks:
            writing.write(chunk)
        one = writing.keep()
    content = b"".join(chunks)
    assert (one.size, one.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert read(vault, one) == content


def test_no_plain_byte_is_ever_on_the_disk(tmp_path: Path) -> None:
    made = kit(tmp_path)
    with made.vault.writing("kildedata") as writing:
        writing.write(CONTENT)
        nothing_plain(tmp_path)
        writing.keep()
    nothing_plain(tmp_path)


def nothing_plain(folder: Path) -> None:
    assert files(folder / "objects"), "there is something to look in"
    for path in files(folder):
        content = path.read_bytes()
        assert not any(CONTENT[at : at + 8] in content for at in range(0, len(CONTENT) - 8, 8))


def test_what_is_not_kept_is_gone(tmp_path: Path) -> None:
    made = kit(tmp_path)
    with made.vault.writing("kildedata") as writing:
        writing.write(CONTENT)
        assert len(files(tmp_path / "objects")) == 1
    with pytest.raises(RuntimeError), made.vault.writing("kildedata") as writing:
        writing.write(CONTENT)
        raise RuntimeError("the sender hung up")
    assert not files(tmp_path / "objects")


def test_what_is_deleted_is_gone_and_can_be_deleted_again(tmp_path: Path) -> None:
    made = kit(tmp_path)
    one = kept(made.vault, CONTENT)
    assert made.objects.exists(one.object) and list(made.objects.names("kildedata")) == [one.object]
    made.vault.delete(one)
    made.vault.delete(one)
    assert not made.objects.exists(one.object) and not list(made.objects.names())
    with pytest.raises(Missing):
        made.vault.open(one)


def test_leftovers_of_a_kill_are_swept_when_they_are_old(tmp_path: Path) -> None:
    made = kit(tmp_path)
    with made.vault.writing("kildedata") as writing:
        writing.write(CONTENT * 10)
        (left,) = files(tmp_path / "objects")
        old = left.with_name("old.part")
        old.write_bytes(left.read_bytes())
        os.utime(old, (time.time() - 7 * 3600,) * 2)
        assert made.vault.sweep() == 1
        assert not old.exists() and left.exists()
        assert read(made.vault, writing.keep()) == CONTENT * 10


@pytest.mark.parametrize("failing", ["fsync", "rename", "mkdir"])
@pytest.mark.parametrize("reason", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_a_disk_that_refuses_leaves_nothing(
    failing: str, reason: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = kit(tmp_path)
    where: Any = os if failing == "fsync" else Path
    with monkeypatch.context() as patch:
        patch.setattr(where, failing, refusing(reason))
        with pytest.raises(Unavailable, match="Prøv igjen"):
            kept(made.vault, CONTENT)
    assert not files(tmp_path / "objects")
    assert read(made.vault, kept(made.vault, CONTENT)) == CONTENT


def refusing(reason: int) -> Any:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(reason, os.strerror(reason))

    return refuse


def test_a_folder_that_cannot_be_made_durable_takes_the_object_away_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = kit(tmp_path)
    kept(made.vault, CONTENT)
    before = files(tmp_path / "objects")
    real, calls = os.fsync, []

    def second_time(handle: int) -> None:
        calls.append(handle)
        if os.path.isdir(f"/proc/self/fd/{handle}") and len(calls) > 1:  # noqa: PTH112
            raise OSError(errno.EIO, "Input/output error")
        real(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", second_time)
        with pytest.raises(Unavailable, match="problem med disken"):
            kept(made.vault, CONTENT)
    assert files(tmp_path / "objects") == before


def test_a_disk_that_fills_up_while_bytes_come_in(tmp_path: Path) -> None:
    """The sender is told that the disk is full, and what had come is removed."""
    made = kit(tmp_path)
    with pytest.raises(Unavailable, match="disken er full"), made.vault.writing("kildedata") as writing:
        (path,) = files(tmp_path / "objects")
        full = os.open("/dev/full", os.O_WRONLY)
        os.dup2(full, handle_of(path))
        os.close(full)
        writing.write(CONTENT)
    assert not files(tmp_path / "objects")


def handle_of(path: Path) -> int:
    for entry in Path("/proc/self/fd").iterdir():
        if entry.is_symlink() and os.readlink(entry) == str(path):  # noqa: PTH115
            return int(entry.name)
    raise AssertionError(f"{path} is not open")


@pytest.fixture
def remote(tmp_path: Path) -> Remote:
    found = objects("memory://", tmp_path / "spool")
    assert isinstance(found, Remote)
    return found


def test_a_remote_store_keeps_lists_and_deletes(tmp_path: Path, remote: Remote) -> None:
    vault = EnvelopeVault(remote, kit(tmp_path).keys.data, SEGMENT)
    one, other = kept(vault, CONTENT), kept(vault, b"", "inndata")
    assert read(vault, one) == CONTENT and read(vault, other) == b""
    with vault.open(one) as file:
        file.seek(3 * SEGMENT + 5)
        assert file.read(7) == CONTENT[3 * SEGMENT + 5 :][:7]
    assert list(remote.names("inndata")) == [other.object]
    assert set(remote.names()) == {one.object, other.object}
    assert remote.exists(one.object)
    vault.delete(one)
    vault.delete(one)
    assert not remote.exists(one.object)
    with pytest.raises(Missing):
        vault.open(one)
    assert not files(tmp_path / "spool")


@pytest.mark.parametrize(
    "refusal", [GenericError("503 Slow Down"), OSError(errno.ECONNREFUSED, "refused"), TimeoutError()]
)
def test_a_remote_store_that_refuses_is_said_plainly(
    refusal: Exception, tmp_path: Path, remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = EnvelopeVault(remote, kit(tmp_path).keys.data, SEGMENT)
    one = kept(vault, CONTENT)

    def refuse(*_: object, **__: object) -> None:
        raise refusal

    with monkeypatch.context() as patch:
        for name in ("put", "head", "delete", "get_range"):
            patch.setattr(obstore, name, refuse)
        with pytest.raises(Unavailable, match="Ingenting er tapt"):
            kept(vault, CONTENT)
        for ask in (vault.open, vault.delete):
            with pytest.raises(Unavailable):
                ask(one)
    assert not files(tmp_path / "spool")
    assert list(remote.names()) == [one.object], "nothing half-written is left"
    with vault.open(one) as file, monkeypatch.context() as patch:
        patch.setattr(obstore, "get_range", refuse)
        with pytest.raises(Unavailable):
            file.read()


def test_an_answer_that_was_lost_on_the_way_leaves_nothing(
    tmp_path: Path, remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = EnvelopeVault(remote, kit(tmp_path).keys.data, SEGMENT)
    real = obstore.put

    def taken_but_not_told(*given: Any, **named: Any) -> None:
        real(*given, **named)
        raise GenericError("connection closed before message completed")

    with monkeypatch.context() as patch:
        patch.setattr(obstore, "put", taken_but_not_told)
        with pytest.raises(Unavailable):
            kept(vault, CONTENT)
    assert not list(remote.names())


def test_a_store_that_nobody_answers_for_is_said_soon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real client of S3, and a port that nobody listens at."""
    for name, value in {
        "AWS_ENDPOINT": "http://127.0.0.1:9",
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "nobody",
        "AWS_SECRET_ACCESS_KEY": "nothing",
        "AWS_REGION": "eu-north-1",
    }.items():
        monkeypatch.setenv(name, value)
    vault = EnvelopeVault(objects("s3://bucket/folder", tmp_path / "spool"), kit(tmp_path).keys.data, SEGMENT)
    start = time.monotonic()
    with pytest.raises(Unavailable, match="Lageret svarer ikke"):
        kept(vault, CONTENT)
    assert time.monotonic() - start < 30, "before the one who sends gives up"
    assert not files(tmp_path / "spool")


def test_an_object_that_goes_while_it_is_read_is_missing(tmp_path: Path, remote: Remote) -> None:
    vault = EnvelopeVault(remote, kit(tmp_path).keys.data, SEGMENT)
    one = kept(vault, CONTENT)
    with vault.open(one) as file:
        vault.delete(one)
        with pytest.raises(Missing):
            file.read()


def test_a_store_with_no_such_address_is_refused(tmp_path: Path) -> None:
    for address in ("ftp://somewhere/else", "s3://"):
        with pytest.raises(Refused, match="kan ikke åpnes"):
            objects(address, tmp_path / "spool")


def test_an_address_may_be_a_folder(tmp_path: Path) -> None:
    for address in (str(tmp_path / "a"), f"file://{tmp_path}/b"):
        assert isinstance(objects(address, tmp_path / "spool"), Folder)
    assert (tmp_path / "a" / "incoming").is_dir() and (tmp_path / "b" / "incoming").is_dir()


@pytest.mark.parametrize(
    "name", ["../keys/ab/" + "0" * 30, "/etc/passwd", "kildedata/ab/../../x", "kildedata/ab/" + "0" * 29]
)
def test_a_name_leads_nowhere_else(name: str) -> None:
    with pytest.raises(Broken):
        checked(name)
    assert checked(new_name("kildedata"))


def test_a_large_file_takes_little_memory(tmp_path: Path) -> None:
    """34 MB, as a large city sends it, in and out."""
    vault = kit(tmp_path, WHOLE_SEGMENT).vault
    chunk, times = os.urandom(1 << 16), 544
    tracemalloc.start()
    try:
        with vault.writing("kildedata") as writing:
            for _ in range(times):
                writing.write(chunk)
            one = writing.keep()
        with vault.open(one) as file:
            while file.read(1 << 16):
                pass
            file.seek(-5, io.SEEK_END)
            assert file.read() == chunk[-5:]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert one.size == len(chunk) * times
    assert peak < 8 * WHOLE_SEGMENT
