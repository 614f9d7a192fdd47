"""The log of edits, only ever added to; what klargjorte data are made of; and the snapshots that a cold start reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kostra.app.ports.vault import Kept
from kostra.model.edit import Edit, Usability, Whole
from kostra.model.submission import Content, Stage

SNAPSHOT = "snapshot"
"""What is kept of a whole: its inndata from all units as one Parquet file."""


@dataclass(frozen=True, slots=True)
class Source:
    """The submission that stands for a unit. `inndata` is None when there are none, not yet, or no more."""

    unit: str
    submission: str
    content: Content
    stage: Stage
    inndata: Kept | None
    replaces: str | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`made_of` is a digest of which submissions of which units are in it."""

    whole: Whole
    made_of: str
    made: datetime
    kept: Kept


class Edits(Protocol):
    def lock(self) -> None:
        """Nobody else adds an edit until the transaction ends; so numbers are in the order in which they can be seen."""

    def add(self, edits: Iterable[Edit]) -> tuple[Edit, ...]:
        """With their numbers, in the order given. The log must be locked."""

    def one(self, id: str) -> Edit | None: ...

    def listed(self, whole: Whole, *, unit: str | None = None, after: int = 0) -> tuple[Edit, ...]:
        """In the order of the log, from the number after this one."""

    def sources(self, whole: Whole) -> tuple[Source, ...]:
        """By unit. Of a unit that is not in the population nothing stands."""

    def judge(self, usability: Usability) -> None: ...

    def judged(self, whole: Whole) -> tuple[Usability, ...]:
        """The newest of each unit and table, by those."""

    def keep(self, snapshot: Snapshot) -> None:
        """In place of the one before it."""

    def snapshot(self, whole: Whole, *, lock: bool = False) -> Snapshot | None: ...

    def snapshots(self) -> tuple[Snapshot, ...]:
        """All that still have a key. For rotation and backup."""

    def destroy_key(self, whole: Whole) -> None:
        """Nothing can read the snapshot from now on."""
