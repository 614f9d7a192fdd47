"""Events as people read them: when, who, and what happened, with the reason that was given."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kostra.followup.described import STATES
from kostra.model.event import Recorded
from kostra.model.people import ActorKind
from kostra.model.submission import State
from kostra.model.text import Language
from kostra.web.telling import TimedWords

FILE = Path(__file__).with_name("events.toml")


def told_events(history: Iterable[Recorded], language: Language, *, several: bool = False) -> list[dict[str, str]]:
    """`several` says that they are about more than one form, and that each is to tell which."""
    say = TimedWords(FILE, language)
    return [
        {
            "time": say.moment(one.at),
            "who": who(one, say),
            "what": f"{about(one)}: {what(one, say)}" if several and about(one) else what(one, say),
            "reason": one.event.reason,
        }
        for one in history
    ]


def about(one: Recorded) -> str:
    """11F 2026"""
    return " ".join(part for part in (one.event.form, one.event.period) if part)


def who(one: Recorded, say: TimedWords) -> str:
    match one.actor.kind:
        case ActorKind.HOUSE:
            return say("the_house")
        case ActorKind.NOBODY:
            return say("nobody")
    return one.actor.name


def what(one: Recorded, say: TimedWords) -> str:
    action = one.event.action
    if action == "state.changed":
        return say(action, state=say.of(STATES[State(str(one.event.details["to"]))].name).lower())
    # The log outlives the actions: one that is no longer made is told by its key.
    return say(action) if say.has(action) else action
