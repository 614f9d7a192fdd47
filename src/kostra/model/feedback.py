"""What readers say of a question in the guide, and how far the desk is with it. Nobody is asked who they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kostra.model.protection import Said
from kostra.model.text import Language


class Stage(StrEnum):
    """How far it has come."""

    NEW = "new"
    SEEN = "seen"
    ANSWERED = "answered"
    PROPOSED = "proposed"


_NEXT = {
    Stage.NEW: (Stage.SEEN, Stage.ANSWERED, Stage.PROPOSED),
    Stage.SEEN: (Stage.ANSWERED, Stage.PROPOSED),
    Stage.ANSWERED: (Stage.ANSWERED, Stage.PROPOSED),
    Stage.PROPOSED: (Stage.ANSWERED,),
}


def may_follow(stage: Stage) -> tuple[Stage, ...]:
    """An answer may be put right by another; nothing becomes new again."""
    return _NEXT[stage]


@dataclass(frozen=True, slots=True)
class Step:
    """What the desk did. The text of an answer is shown to everybody, on the page of the question."""

    stage: Stage
    said: Said


@dataclass(frozen=True, slots=True)
class Feedback:
    """About a question of a year, by the id of its first field. `helped` is whether its guidance did. `steps` are in their order."""

    id: str
    form: str
    year: int
    field: str
    language: Language
    helped: bool
    text: str
    at: datetime
    steps: tuple[Step, ...] = ()

    @property
    def stage(self) -> Stage:
        return self.steps[-1].stage if self.steps else Stage.NEW
