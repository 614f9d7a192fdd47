"""The folder of a release, `releases/<id>/` under the folder of data: `tables/` as anybody may read them, the audit of each run, and the
manifest. It is there whole or not at all, only its owner may read it, and nothing in it is written twice.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from kostra.model.errors import Refused, system_said
from kostra.publication.manifest import NAME, File, file

FOLDER, TABLES, AUDIT = "releases", "tables", "audit"
_NO_FILE = File("", 0)


def of_release(data: Path, id: str) -> Path:
    return data / FOLDER / id


def files(folder: Path) -> Mapping[str, File]:
    """By path in the folder, all but the manifest. What is no plain file is told as one that nobody can have written."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            found[name] = _NO_FILE
        elif path.is_file() and name != NAME:
            found[name] = file(path.read_bytes())
    return found


@contextmanager
def waiting(data: Path, id: str) -> Iterator[Path]:
    """A folder beside that of the release, which `install` puts in its place; what goes wrong meanwhile leaves nothing."""
    part = _part(of_release(data, id))
    try:
        part.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in (part, part / TABLES, part / AUDIT):
            folder.mkdir(mode=0o700)
        yield part
    except BaseException as error:
        shutil.rmtree(part, ignore_errors=True)
        if isinstance(error, OSError):
            raise Refused(f"Kan ikke skrive til «{part}»: {system_said(error)}. Gi plass, og prøv igjen.") from None
        raise


def put(part: Path, name: str, content: bytes) -> None:
    """On the disk, not only on the way there."""
    with os.fdopen(os.open(part / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def install(data: Path, id: str) -> None:
    folder = of_release(data, id)
    part = _part(folder)
    for path in (part / TABLES, part / AUDIT, part):
        _sync(path)
    part.rename(folder)
    _sync(folder.parent)


def _part(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}-part")


def _sync(folder: Path) -> None:
    """That the files are in it, and not only their bytes, is on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
