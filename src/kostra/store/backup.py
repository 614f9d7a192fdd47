"""A copy of the whole, in a folder: the rows as text, the objects as they are (encrypted), and a manifest with the sha256 of everything.

    manifest.json      manifest.sha256      objects.txt (sha256, size, name)      database/<table>.copy      objects/<name>
                                            files.txt (sha256, size, name)                                   files/<name>

The rows are of one moment. Objects and files are copied after it, and never change, so there may be some that no row tells of, but none too
few. Keys never go into the folder: whoever finds a copy can read no record of anybody. They are copied to a folder elsewhere, or kept in
another way. Releases are as they are, also those whose hour has not come: a copy is for its owner alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from kostra import __version__
from kostra.app.ports.copies import Manifest
from kostra.model.errors import Refused, system_said
from kostra.store import database, dump, plain_files
from kostra.store.failing import telling
from kostra.store.keycopy import copy_keys, refuse_other_keys
from kostra.store.listing import durable, line, listed, must, sha256, sync
from kostra.store.objects import Missing, Objects

_MANIFEST, _DIGEST, _LIST = "manifest.json", "manifest.sha256", "objects.txt"
_CHUNK = 1 << 20


class FolderCopies:
    """Keeps `kostra.app.ports.copies`. `owner` is the address of the role that owns the tables, `data` the folder of what is published."""

    def __init__(self, owner: str, objects: Objects, keys: Path, data: Path) -> None:
        self._owner = owner
        self._objects = objects
        self._keys = keys
        self._data = data

    def make(self, folder: Path, keys: Path | None, now: datetime) -> Manifest:
        if folder.exists():
            raise Refused(f"«{folder}» finnes fra før. Ta kopien i en ny mappe.")
        if keys is not None:
            _refuse_inside(keys, folder)
        making = folder.with_name(f"{folder.name}.making-{os.getpid()}")
        with _filing(folder):
            try:
                making.mkdir(mode=0o700, parents=True)
                made = self._make(making, now)
                if keys is not None:
                    copy_keys(self._keys, keys)
                making.rename(folder)
                sync(folder.parent)
            finally:
                shutil.rmtree(making, ignore_errors=True)
        return made

    def _make(self, folder: Path, now: datetime) -> Manifest:
        found: dict[str, tuple[int, str]] = {}
        (folder / "database").mkdir(mode=0o700)
        with self._connected(reading=True) as connection:
            told, releases = set(dump.objects(connection)), dump.releases(connection)
            for table in dump.tables(connection):
                with (folder / "database" / f"{table.name}.copy").open("wb") as file:
                    found[table.name] = dump.write(connection, table, file)
                    durable(file)
            sequences = dump.sequences(connection)
            last_event = _last_event(connection)
            migration = str(connection.execute(f"SELECT version_num FROM {dump.MIGRATIONS}").fetchone()[0])  # type: ignore[index]
        count, size = self._copy_objects(folder, told)
        files, files_size = plain_files.copy(self._data, folder)
        told |= {one for one in releases if not (folder / plain_files.INSIDE / one).is_file()}
        made = Manifest(
            *(now.astimezone(UTC), __version__, migration, found, sequences, count, size),
            *(sha256(folder / _LIST), last_event, tuple(sorted(told))),
            files=files,
            files_bytes=files_size,
            files_sha256=sha256(folder / plain_files.LIST),
        )
        written = _written(made)
        digest = hashlib.sha256(written).hexdigest()
        for name, content in ((_MANIFEST, written), (_DIGEST, f"{digest}  {_MANIFEST}\n".encode())):
            with (folder / name).open("wb") as file:
                file.write(content)
                durable(file)
        return replace(made, sha256=digest)

    def _copy_objects(self, folder: Path, told: set[str]) -> tuple[int, int]:
        """How many, and of how many bytes. Takes those found out of `told`."""
        count = whole = 0
        with (folder / _LIST).open("wb") as told_of:
            for name in self._objects.names():
                target = folder / "objects" / name
                target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                try:
                    with target.open("wb") as file:
                        digest, size = self._read(name, file)
                        durable(file)
                except Missing:
                    # Its time of keeping ended while the copy was being taken.
                    target.unlink()
                    continue
                told_of.write(line(digest, size, name))
                told.discard(name)
                count, whole = count + 1, whole + size
            durable(told_of)
        return count, whole

    def _read(self, name: str, to: Any = None) -> tuple[str, int]:
        opened = self._objects.open(name)
        digest, at = hashlib.sha256(), 0
        try:
            while part := opened.read(at, _CHUNK):
                digest.update(part)
                if to is not None:
                    to.write(part)
                at += len(part)
        finally:
            opened.close()
        return digest.hexdigest(), at

    def check(self, folder: Path) -> Manifest:
        with _filing(folder):
            told = _manifest(folder)
            for name, (_, expected) in told.tables.items():
                must(expected, folder / "database" / f"{name}.copy")
            must(told.objects_sha256, folder / _LIST)
            for expected, _, name in listed(folder / _LIST):
                must(expected, folder / "objects" / name)
            if told.files_sha256:
                must(told.files_sha256, folder / plain_files.LIST)
                plain_files.check(folder)
        return told

    def restore(self, folder: Path, keys: Path | None) -> Manifest:
        told = self.check(folder)
        with telling(), psycopg.connect(database.conninfo(self._owner)) as connection:
            if not dump.is_empty(connection):
                raise Refused("Databasen er ikke tom. Legg kopien tilbake i en ny database, så ingenting skrives over.")
        if keys is not None:
            refuse_other_keys(self._keys, keys)
        with _filing(folder):
            self._put_objects(folder)
            if told.files_sha256:
                plain_files.put(folder, self._data)
            database.migrate(self._owner, told.migration)
            self._fill(folder, told)
            if keys is not None:
                copy_keys(keys, self._keys)
        self._compare(told)
        return told

    def _put_objects(self, folder: Path) -> None:
        for expected, _, name in listed(folder / _LIST):
            if not self._objects.exists(name):
                spooled = self._objects.spool / f"restored-{os.getpid()}.part"
                shutil.copyfile(folder / "objects" / name, spooled)
                self._objects.put(name, spooled)
            if self._read(name)[0] != expected:
                raise Refused(f"Lageret har en annen utgave av {name} enn kopien. Legg kopien tilbake i et tomt lager.")

    def _fill(self, folder: Path, told: Manifest) -> None:
        with self._connected(reading=False) as connection:
            for table in dump.tables(connection):
                if table.name != dump.MIGRATIONS:
                    with (folder / "database" / f"{table.name}.copy").open("rb") as rows:
                        dump.fill(connection, table, rows)
            dump.set_sequences(connection, told.sequences)
            connection.commit()

    def _compare(self, told: Manifest) -> None:
        """What stands in the database now, read back from it, against the manifest."""
        with self._connected(reading=True) as connection:
            for table in dump.tables(connection):
                if dump.write(connection, table) != told.tables.get(table.name):
                    raise Refused(
                        f"Tabellen {table.name} ble ikke som i kopien. Ikke bruk denne databasen. Legg kopien tilbake i en ny."
                    )

    @contextmanager
    def _connected(self, *, reading: bool) -> Iterator[psycopg.Connection[Any]]:
        with telling(), psycopg.connect(database.conninfo(self._owner)) as connection:
            dump.begin(connection, reading=reading)
            yield connection


def _last_event(connection: psycopg.Connection[Any]) -> tuple[int, str]:
    row = connection.execute("SELECT number, hash FROM event ORDER BY number DESC LIMIT 1").fetchone()
    return (0, "") if row is None else (row[0], row[1].hex())


def _written(manifest: Manifest) -> bytes:
    said = asdict(manifest) | {"made": manifest.made.isoformat()}
    del said["sha256"]
    return json.dumps(said, indent=1, ensure_ascii=False).encode() + b"\n"


def _manifest(folder: Path) -> Manifest:
    if not (folder / _MANIFEST).is_file():
        raise Refused(f"«{folder}» er ikke en sikkerhetskopi: {_MANIFEST} mangler. Pek på mappen kopien ble tatt i.")
    if not (folder / _DIGEST).is_file():
        raise Refused(f"{_DIGEST} mangler i «{folder}». Bruk en annen kopi.")
    digest = (folder / _DIGEST).read_bytes()[:64].decode("ascii", "replace")
    must(digest, folder / _MANIFEST)
    said = json.loads((folder / _MANIFEST).read_bytes())
    return Manifest(
        **said
        | {
            "made": datetime.fromisoformat(said["made"]),
            "tables": {name: (rows, found) for name, (rows, found) in said["tables"].items()},
            "last_event": tuple(said["last_event"]),
            "missing": tuple(said["missing"]),
            "sha256": digest,
        }
    )


def _refuse_inside(keys: Path, folder: Path) -> None:
    if keys.resolve().is_relative_to(folder.resolve()) or folder.resolve().is_relative_to(keys.resolve()):
        raise Refused(
            "Nøklene skal ikke ligge sammen med kopien: da kan den som finner kopien, lese alt. Velg en mappe et annet sted med --keys."
        )


@contextmanager
def _filing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Refused(f"Det gikk ikke å lese eller skrive kopien «{folder}»: {system_said(error)}.") from error
