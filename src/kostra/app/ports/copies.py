"""Copies of the whole: every row, every encrypted object, every released file, and the keys in a place of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a copy holds. `tables` gives rows and sha256 by table; `last_event` is the number and hash of the last event of the log."""

    made: datetime
    version: str
    migration: str
    tables: Mapping[str, tuple[int, str]]
    sequences: Mapping[str, int]
    objects: int
    bytes: int
    objects_sha256: str
    last_event: tuple[int, str]
    missing: tuple[str, ...] = ()
    """Objects that the rows tell of and that were not in the store, and releases that were not in the folder of data."""
    files: int = 0
    files_bytes: int = 0
    files_sha256: str = ""
    """Of the list of them; empty in a copy from before files were taken."""
    sha256: str = ""
    """Of the manifest itself as it was written."""


class Copies(Protocol):
    def make(self, folder: Path, keys: Path | None, now: datetime) -> Manifest:
        """Everything as it is at one moment, into a folder that is not there yet. Keys go to a folder outside it, or are left out."""

    def check(self, folder: Path) -> Manifest:
        """Refuses a copy in which anything is missing or differs from its manifest."""

    def restore(self, folder: Path, keys: Path | None) -> Manifest:
        """Into an empty database and store. Refused when what then stands there has other hashes than the copy."""
