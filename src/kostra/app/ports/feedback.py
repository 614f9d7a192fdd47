"""What readers say of the questions of the guide, and what the desk does with it. All of it is only added to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kostra.model.feedback import Feedback, Stage
from kostra.model.protection import Said


@dataclass(frozen=True, slots=True)
class Summed:
    """How much was said of a question, and how far it has come."""

    form: str
    year: int
    field: str
    helped: bool
    stage: Stage
    count: int
    with_text: int


class Feedbacks(Protocol):
    def lock(self) -> None:
        """Nobody else adds anything until the transaction ends."""

    def add(self, one: Feedback) -> None: ...

    def move(self, id: str, stage: Stage, said: Said) -> None: ...

    def one(self, id: str, *, lock: bool = False) -> Feedback | None: ...

    def listed(self, stage: Stage | None = None, form: str | None = None, most: int = 200) -> tuple[Feedback, ...]:
        """The newest first."""

    def by_stage(self) -> Mapping[Stage, int]: ...

    def since(self, moment: datetime) -> int:
        """How many have been added."""

    def answers(self, form: str, fields: Collection[str]) -> tuple[Said, ...]:
        """The last answer to each that has one, the newest first."""

    def summed(self, first: datetime, before: datetime) -> tuple[Summed, ...]:
        """Of what was added in a time."""
