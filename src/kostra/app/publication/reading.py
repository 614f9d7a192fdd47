"""A release as it stands in its folder. Every file is held against the manifest before the first of them is read, once in each process; a
folder where one differs is not read at all.

Whose it is to read is asked by those who call: readers come through `kostra.app.publication.showing`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from kostra.app.publication import folders
from kostra.model.errors import Broken
from kostra.model.release import Release
from kostra.publication import manifest
from kostra.publication.manifest import Manifest
from kostra.publication.reading import Edition

_KEPT = 64


@dataclass(frozen=True, slots=True)
class Folder:
    """`path` and `manifest` of a release whose files are those that were written."""

    path: Path
    manifest: Manifest

    def description(self, table: str) -> Any:
        return json.loads(self.file(table, "json").read_bytes())

    def cells(self, table: str) -> pl.DataFrame:
        return pl.read_parquet(self.file(table, "parquet"))

    def file(self, table: str, ending: str) -> Path:
        """`parquet` or `json`, of one of its tables."""
        if self.manifest.table(table) is None:
            raise Broken(f"release {self.manifest.id} has no table {table}")
        return self.path / folders.TABLES / f"{table}.{ending}"

    def edition(self, table: str, public_from: datetime) -> Edition:
        """What a table in memory is made from."""
        return Edition(self.file(table, "json").read_bytes(), self.file(table, "parquet").read_bytes(), public_from)


def opened(data: Path, release: Release) -> Folder:
    return _opened(folders.of_release(data, release.id), release.manifest)


def told(data: Path, release: Release) -> Manifest | None:
    """The manifest, whether or not the files are still those of it; None where it is another itself, or gone."""
    try:
        return _manifest(folders.of_release(data, release.id), release.manifest)
    except Broken:
        return None


def differing(data: Path, release: Release) -> tuple[str, ...]:
    """The files that are not as they were written, looked at now. Empty where all is well."""
    folder = folders.of_release(data, release.id)
    try:
        return manifest.differing(_manifest(folder, release.manifest), folders.files(folder))
    except Broken:
        return (manifest.NAME,)


@lru_cache(_KEPT)
def _opened(folder: Path, digest: str) -> Folder:
    found = _manifest(folder, digest)
    others = manifest.differing(found, folders.files(folder))
    if others:
        raise Broken(f"release {folder.name} is not as it was written: {', '.join(others[:5])}")
    return Folder(folder, found)


def _manifest(folder: Path, digest: str) -> Manifest:
    try:
        content = (folder / manifest.NAME).read_bytes()
    except OSError as error:
        raise Broken(f"release {folder.name} has no manifest") from error
    return manifest.read(content, digest)
