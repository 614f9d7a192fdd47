"""What stands as plain files in the folder of data and belongs in a copy: the releases, and the runs of disclosure control that releases,
and later runs, are made from. They are figures that went through disclosure control, and which cells are hidden; no record of anybody.

They are copied after the rows and never change, so there may be some that no row tells of, but none too few. What is being written has a
name that begins with a full stop, and is no part of it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from kostra.model.errors import Refused
from kostra.store.listing import durable, line, listed, must, sha256, sync

FOLDERS = ("releases", "utdata")
LIST, INSIDE = "files.txt", "files"


def copy(data: Path, folder: Path) -> tuple[int, int]:
    """How many, and of how many bytes."""
    count = whole = 0
    with (folder / LIST).open("wb") as told:
        for name in _names(data):
            try:
                content = (data / name).read_bytes()
            except FileNotFoundError:
                continue  # A run that was never approved gave way to a newer one meanwhile.
            _write(folder / INSIDE / name, content)
            told.write(line(hashlib.sha256(content).hexdigest(), len(content), name))
            count, whole = count + 1, whole + len(content)
        durable(told)
    return count, whole


def check(folder: Path) -> None:
    for expected, _, name in listed(folder / LIST):
        must(expected, folder / INSIDE / name)


def put(folder: Path, data: Path) -> None:
    """Nothing is written over: what is there must be the same."""
    for expected, _, name in listed(folder / LIST):
        target = data / name
        if not target.exists():
            _write(target, (folder / INSIDE / name).read_bytes())
        if sha256(target) != expected:
            raise Refused(f"«{target}» er en annen enn i kopien. Legg kopien tilbake i en tom mappe.")


def _names(data: Path) -> Iterator[str]:
    for top in FOLDERS:
        for path in sorted((data / top).rglob("*")):
            name = path.relative_to(data)
            if path.is_file() and not path.is_symlink() and not any(part.startswith(".") for part in name.parts):
                yield name.as_posix()


def _write(target: Path, content: bytes) -> None:
    """For its owner alone, and on the disk."""
    _make(target.parent)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        durable(file)
    sync(target.parent)


def _make(folder: Path) -> None:
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(mode=0o700)
