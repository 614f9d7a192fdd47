"""Runs of the estimation: who asked for them, and what came of them. Both are only ever added, and a run is never made again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kostra.model.edit import Whole
from kostra.model.people import Actor


@dataclass(frozen=True, slots=True)
class Outcome:
    """`sha256` is of the record. Where the run could not be made, `refused` says why, and there is no record."""

    at: datetime
    sha256: str | None
    refused: str | None


@dataclass(frozen=True, slots=True)
class Ordered:
    """`kind` is one of `kostra.app.estimating.record.Kind`. No outcome is: not yet."""

    id: str
    whole: Whole
    kind: str
    reason: str
    by: Actor
    at: datetime
    outcome: Outcome | None = None


class Estimates(Protocol):
    def order(self, ordered: Ordered) -> None: ...

    def lock(self, id: str) -> None:
        """Nobody else makes this run until the transaction ends."""

    def finish(self, id: str, outcome: Outcome, record: str | None, values: str | None) -> None:
        """`values` are those of single units, kept apart from the record."""

    def one(self, id: str) -> Ordered | None: ...

    def listed(self, form: str | None = None) -> tuple[Ordered, ...]:
        """The newest first."""

    def record(self, id: str) -> str | None: ...

    def values(self, id: str) -> str | None: ...
