"""The vault: objects in envelopes, each under a data key of its own, which is kept wrapped by a key-encryption key.

Keeps `kostra.app.ports.vault`. Nothing plain is ever written to a disk. What is left in the spool by a process that was killed cannot be
read by anybody, since its key was only in memory; it is swept away when it is old.
"""

from __future__ import annotations

import hashlib
import io
import time
import uuid
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from kostra.app.ports.vault import Kept
from kostra.model.errors import Broken
from kostra.store.envelopes import SEGMENT, Damaged, Sealing, Unsealing, new_key
from kostra.store.keyring import Keyring
from kostra.store.objects import Objects, checked, new_name, telling

_OLD = 6 * 3600
"""No upload takes so many seconds."""
_STRAY = 7 * 24 * 3600
"""An object is put before the database knows of it; not so long before. And by then whoever shares the store has put down a mark."""
_MARK = "owner"


class EnvelopeVault:
    def __init__(self, objects: Objects, keys: Keyring, segment: int = SEGMENT) -> None:
        self._objects = objects
        self._keys = keys
        self._segment = segment

    @contextmanager
    def writing(self, kind: str) -> Iterator[Incoming]:
        incoming = Incoming(self._objects, self._keys, new_name(kind), self._segment)
        try:
            yield incoming
        finally:
            incoming.drop()

    def open(self, kept: Kept) -> BinaryIO:
        key = self._keys.unwrap(kept.key, kept.wrapped_by, kept.object)
        opened = self._objects.open(kept.object)
        try:
            plain = Unsealing(opened, key, kept.object)
            if plain.size != kept.size:
                raise Damaged(f"{kept.object} holds {plain.size} bytes, and should hold {kept.size}")
        except Broken:
            opened.close()
            raise
        return io.BufferedReader(plain, 1 << 16)

    def delete(self, kept: Kept) -> None:
        self._objects.delete(kept.object)

    def rewrap(self, kept: Kept) -> Kept:
        if kept.wrapped_by == self._keys.newest():
            return kept
        key = self._keys.unwrap(kept.key, kept.wrapped_by, kept.object)
        wrapped, by = self._keys.wrap(key, kept.object)
        return Kept(kept.object, wrapped, by, kept.sha256, kept.size)

    def sweep(self) -> int:
        """Removes what killed processes left in the spool; says how many. The age of a file is told by the machine's own clock."""
        swept = 0
        for file in self._objects.spool.glob("*.part"):
            # Another process may sweep at the same time.
            with suppress(FileNotFoundError):
                if time.time() - file.stat().st_mtime > _OLD:
                    file.unlink()
                    swept += 1
        return swept

    def ours_alone(self, owner: str) -> bool:
        mark = checked(f"{_MARK}/{owner[:2]}/{owner[2:32]}")
        if not self._objects.exists(mark):
            empty = self._objects.spool / f"{uuid.uuid4().hex}.part"
            with telling():
                empty.touch(mode=0o600, exist_ok=False)
            self._objects.put(mark, empty)
        return set(self._objects.names(_MARK)) == {mark}

    def remove_strays(self, kind: str, known: Container[str]) -> int:
        strays = [name for name in self._objects.names(kind, older_than=_STRAY) if name not in known]
        for name in strays:
            self._objects.delete(name)
        return len(strays)


class Incoming:
    """Bytes on their way in: an envelope in the spool that becomes an object when it is kept."""

    def __init__(self, objects: Objects, keys: Keyring, name: str, segment: int) -> None:
        self._objects = objects
        self._keys = keys
        self._name = name
        self._key = new_key()
        self._hash = hashlib.sha256()
        self._size = 0
        self._path: Path = objects.spool / f"{uuid.uuid4().hex}.part"
        with telling():
            self._file = self._path.open("xb", buffering=0)
        try:
            with telling():
                self._sealing = Sealing(_Whole(self._file), self._key, name, segment)
        except BaseException:
            self.drop()
            raise

    @property
    def size(self) -> int:
        return self._size

    def write(self, chunk: bytes) -> None:
        with telling():
            self._sealing.write(chunk)
        self._hash.update(chunk)
        self._size += len(chunk)

    def keep(self) -> Kept:
        wrapped, by = self._keys.wrap(self._key, self._name)
        with telling():
            self._sealing.finish()
            self._file.close()
        self._objects.put(self._name, self._path)
        return Kept(self._name, wrapped, by, self._hash.hexdigest(), self._size)

    def drop(self) -> None:
        """Nothing is left of what was not kept. A full disk may refuse even the closing."""
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


class _Whole:
    """An unbuffered file may take a part of what it is given; this goes on until it has all."""

    def __init__(self, file: io.FileIO) -> None:
        self._file = file

    def write(self, content: bytes, /) -> None:
        rest = memoryview(content)
        while rest:
            rest = rest[self._file.write(rest) :]
