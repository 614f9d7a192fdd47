"""What is being filled in and is not sent yet. Every save is a version of its own; none is ever written over.

A version holds the answers exactly as they were typed. Which version the writer had seen stands with it: that is how two people who fill in
the same form at once are told about each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from kostra.model.people import Actor
from kostra.model.submission import Expected


class Step(StrEnum):
    """How far a draft has come. A change of the answers brings it back to the first."""

    WRITING = "writing"
    READY = "ready"
    """A colleague may look it over and send it."""
    SENT = "sent"


class Cause(StrEnum):
    """How a version came to be."""

    WRITTEN = "written"
    JOINED = "joined"
    """Somebody else had saved in between; what both had written stands together."""
    ASIDE = "aside"
    """Answers that stood against somebody else's: kept, but never the current version."""
    RESTORED = "restored"
    HANDED_OVER = "handed-over"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Draft:
    """One version of the answers that are being given to what is expected. `seen` is the version that the writer had before them.

    `explained` holds the warnings that somebody has said are right as they are: what each is about, and why (or nothing).
    """

    expected: Expected
    version: int
    seen: int
    typed: Mapping[str, str]
    step: Step
    cause: Cause
    saved: datetime
    by: Actor
    explained: Mapping[str, str] = field(default_factory=dict)
    submission: str | None = None


class Drafts(Protocol):
    def add(self, draft: Draft) -> bool:
        """False, and nothing added, when that version is there already: somebody else was first."""

    def current(self, expected: Expected) -> Draft | None:
        """The newest version that was not put aside."""

    def version(self, expected: Expected, number: int) -> Draft | None: ...

    def versions(self, expected: Expected, limit: int = 500) -> tuple[Draft, ...]:
        """The newest first, those put aside among them."""

    def currents(self, expected: Iterable[Expected]) -> Mapping[Expected, Draft]:
        """The current version of each that has one, for lists of what is owed."""

    def of_submission(self, submission: str) -> Draft | None:
        """The version that was sent as this submission, with what was explained."""
