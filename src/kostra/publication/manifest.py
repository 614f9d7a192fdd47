"""The manifest of a release: what it is made of, who had not delivered, what changed since the release before, and the digest of every
file. It is written when the release is made, and never again.

A folder where a file is missing, strange or another than the manifest says is refused.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from kostra.model.cube import Status
from kostra.model.errors import Broken
from kostra.model.protection import AuditVerdict
from kostra.model.release import Kind
from kostra.publication.changes import Changes

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class File:
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Run:
    """One of disclosure control, and what its audit said. `input` and `pattern` are its digests."""

    id: str
    status: Status
    input: str
    pattern: str
    audit: AuditVerdict


@dataclass(frozen=True, slots=True)
class Table:
    """`status` is its own: what is late among final figures is provisional. `before` is the release that it takes the place of; None where
    the table was not published for the year. `is_new` says that no earlier year has it either."""

    id: str
    status: Status
    run: str
    before: str | None
    is_new: bool
    changes: Changes


@dataclass(frozen=True, slots=True)
class Absent:
    """The units, by their names, that had not delivered a form for a period when the figures were made, of so many that owed it. `share`
    is their part of the inhabitants, in ten thousandths."""

    form: str
    period: str
    units: Mapping[str, str]
    owed: int
    share: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """`gone` are tables that last year's releases have, and this year has no more. `files` are by path in the folder."""

    id: str
    kind: Kind
    year: int
    hour: datetime
    synthetic: bool
    corrects: str | None
    reason: str
    runs: tuple[Run, ...]
    tables: tuple[Table, ...]
    gone: tuple[str, ...]
    absent: tuple[Absent, ...]
    files: Mapping[str, File]

    def table(self, id: str) -> Table | None:
        return next((one for one in self.tables if one.id == id), None)

    @property
    def before(self) -> Mapping[str, str]:
        """By table, the release that it takes the place of."""
        return {one.id: one.before for one in self.tables if one.before is not None}


def file(content: bytes) -> File:
    return File(sha256(content).hexdigest(), len(content))


def written(one: Manifest) -> bytes:
    """The same manifest gives the same bytes."""
    told = asdict(one) | {"hour": one.hour.isoformat()}
    return f"{json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)}\n".encode()


def read(content: bytes, digest: str) -> Manifest:
    """What was written, or nothing: its digest must be the one that was put down when the release was made."""
    if sha256(content).hexdigest() != digest:
        raise Broken("a manifest is not the one that was written when the release was made")
    told = json.loads(content)
    return Manifest(
        **told
        | {
            "kind": Kind(told["kind"]),
            "hour": datetime.fromisoformat(told["hour"]),
            "runs": tuple(_run(each) for each in told["runs"]),
            "tables": tuple(_table(each) for each in told["tables"]),
            "gone": tuple(told["gone"]),
            "absent": tuple(Absent(**each) for each in told["absent"]),
            "files": {path: File(**each) for path, each in told["files"].items()},
        }
    )


def differing(one: Manifest, found: Mapping[str, File]) -> tuple[str, ...]:
    """The paths of files that are missing, that nobody wrote, or that are others than were written. The manifest itself is none of them."""
    paths = sorted({*one.files, *found})
    return tuple(path for path in paths if one.files.get(path) != found.get(path))


def _run(told: Mapping[str, Any]) -> Run:
    return Run(**{**told, "status": Status(told["status"]), "audit": AuditVerdict(**told["audit"])})


def _table(told: Mapping[str, Any]) -> Table:
    return Table(**{**told, "status": Status(told["status"]), "changes": Changes(**told["changes"])})
