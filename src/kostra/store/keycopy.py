"""Copying the folder of keys, whole or not at all, and never over other keys."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from kostra.model.errors import Refused


def copy_keys(source: Path, target: Path) -> None:
    """A folder with the same keys already is left as it is."""
    refuse_other_keys(target, source)
    if _contents(target):
        return
    if not _contents(source):
        raise Refused(f"Det er ingen nøkler i «{source}».")
    beside = target.with_name(f"{target.name}.making-{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, beside)
        for path in (beside, *beside.rglob("*")):
            path.chmod(0o700 if path.is_dir() else 0o600)
        if target.is_dir():
            target.rmdir()
        beside.rename(target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def refuse_other_keys(there: Path, coming: Path) -> None:
    """Writing one set of keys over another would lock what the first has locked, for ever."""
    found = _contents(there)
    if found and found != _contents(coming):
        raise Refused(f"Det er andre nøkler i «{there}» fra før. De er ikke rørt. Velg en annen mappe.")


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
