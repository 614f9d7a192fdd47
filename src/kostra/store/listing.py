"""A list of files with their digests, as it stands in a copy, and what holds a file against it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kostra.model.errors import Refused


def listed(file: Path) -> Iterator[tuple[str, int, str]]:
    """The digest, the size and the name of each."""
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            digest, size, name = line.rstrip("\n").split(" ", 2)
            yield digest, int(size), name


def line(digest: str, size: int, name: str) -> bytes:
    return f"{digest} {size} {name}\n".encode()


def must(expected: str, file: Path) -> None:
    if not file.is_file() or sha256(file) != expected:
        raise Refused(f"{file} mangler eller er endret etter at kopien ble tatt. Bruk en annen kopi.")


def sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def durable(file: Any) -> None:
    file.flush()
    os.fsync(file.fileno())


def sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
