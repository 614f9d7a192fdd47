"""Where encrypted bytes are kept: a folder, or S3, Google or Azure by address. Nothing here knows what the bytes are.

An object gets its name when it is made, and is never written again. It is there as a whole or not at all: bytes come from a file in the
spool, and what could not be put is removed. When a disk is full, a store refuses or a network is down, that is `Unavailable`, in words.
"""

from __future__ import annotations

import errno
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from kostra.app.ports.vault import Unavailable
from kostra.model.errors import Broken, system_said

_NAME = re.compile(r"[a-z][a-z0-9-]{0,30}/[0-9a-f]{2}/[0-9a-f]{30}")


class Missing(Broken):
    """An object that the database knows of is not in the store."""


class Opened(Protocol):
    """An object to be read, from any place in it."""

    @property
    def size(self) -> int: ...

    def read(self, at: int, length: int) -> bytes: ...

    def close(self) -> None: ...


class Objects(Protocol):
    @property
    def spool(self) -> Path:
        """The folder where an object is written before it is put."""

    def put(self, name: str, file: Path) -> None:
        """Takes the file, which is gone from the spool afterwards, however it went. When this returns, the object is durable."""

    def open(self, name: str) -> Opened: ...

    def exists(self, name: str) -> bool: ...

    def delete(self, name: str) -> None:
        """Also when it is gone already."""

    def names(self, kind: str = "", older_than: float = 0) -> Iterator[str]:
        """Every object there is, or every one of a kind, that has been there for so many seconds by the clock of the store."""


def new_name(kind: str) -> str:
    """Random, so that a name tells nothing; spread over folders, so that none grows large."""
    digits = uuid.uuid4().hex
    return checked(f"{kind}/{digits[:2]}/{digits[2:]}")


def checked(name: str) -> str:
    """A name that leads nowhere else."""
    if not is_name(name):
        raise Broken(f"{name!r} is not the name of an object")
    return name


def is_name(name: str) -> bool:
    return _NAME.fullmatch(name) is not None


def objects(address: str, spool: Path) -> Objects:
    """The store at an address: a path or file:// is a folder, anything else a remote store."""
    from kostra.store.folders import Folder

    if address.startswith("file://"):
        return Folder(Path(address.removeprefix("file://")))
    if "://" in address:
        from kostra.store.remote import Remote

        return Remote(address, spool)
    return Folder(Path(address))


def _told(error: OSError) -> Unavailable:
    said = "det er et problem med disken" if error.errno == errno.EIO else system_said(error)
    return Unavailable(f"Lageret virker ikke akkurat nå: {said}. Ingenting er tapt. Prøv igjen om litt.")


@contextmanager
def telling() -> Iterator[None]:
    """What the machine refuses, told to the one who sends."""
    try:
        yield
    except OSError as error:
        raise _told(error) from error
