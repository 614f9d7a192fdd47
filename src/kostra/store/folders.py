"""Objects as files in a folder: durable when they are put, and never half there."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from kostra.app.ports.vault import Unavailable
from kostra.store.objects import Missing, Opened, checked, is_name, telling


class Folder:
    """Objects as files. The spool stands in the same folder, so that putting is one rename."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._spool = folder / "incoming"
        with telling():
            self._spool.mkdir(mode=0o700, parents=True, exist_ok=True)

    @property
    def spool(self) -> Path:
        return self._spool

    def put(self, name: str, file: Path) -> None:
        target = self._folder / checked(name)
        try:
            with telling():
                _sync(file)
                self._make(target.parent)
                file.rename(target)
                # The rename is durable only when the folder is.
                _sync(target.parent)
        except Unavailable:
            with suppress(OSError):
                target.unlink(missing_ok=True)
            with suppress(OSError):
                file.unlink(missing_ok=True)
            raise

    def _make(self, folder: Path) -> None:
        """The folder and those above it, each durable before something stands in it."""
        if folder.is_dir():
            return
        self._make(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        _sync(folder.parent)

    def open(self, name: str) -> Opened:
        with telling():
            try:
                return _File(os.open(self._folder / checked(name), os.O_RDONLY))
            except FileNotFoundError:
                raise Missing(f"the object {name} is not in {self._folder}") from None

    def exists(self, name: str) -> bool:
        with telling():
            return (self._folder / checked(name)).is_file()

    def delete(self, name: str) -> None:
        with telling():
            (self._folder / checked(name)).unlink(missing_ok=True)

    def names(self, kind: str = "", older_than: float = 0) -> Iterator[str]:
        for file in sorted(self._folder.glob(f"{kind or '*'}/*/*")):
            name = file.relative_to(self._folder).as_posix()
            # It may be deleted while they are listed.
            with suppress(FileNotFoundError):
                if is_name(name) and time.time() - file.stat().st_mtime >= older_than:
                    yield name


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class _File:
    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._size = os.fstat(handle).st_size

    @property
    def size(self) -> int:
        return self._size

    def read(self, at: int, length: int) -> bytes:
        parts: list[bytes] = []
        while length > 0:
            with telling():
                part = os.pread(self._handle, length, at)
            if not part:
                break
            parts.append(part)
            at, length = at + len(part), length - len(part)
        return b"".join(parts)

    def close(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
