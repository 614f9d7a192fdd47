"""How long what is kept of a submission is kept: the rules in retention.toml, and what they say of one submission.

A submission that waits for its controls has no rule, and what no rule speaks of is never destroyed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from kostra.app.ports.submissions import INNDATA, ORIGINAL, REPORT, REPORT_NN
from kostra.model import content
from kostra.model.submission import Season, Stage, Submission

FILE = Path(__file__).parent / "retention.toml"
_STANDS_FOR = {"kildedata": (ORIGINAL,), "report": (REPORT, REPORT_NN), "inndata": (INNDATA,)}


class Of(StrEnum):
    """What became of a submission."""

    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"
    UNSENT = "unsent"
    REPLACED = "replaced"
    CURRENT = "current"


@dataclass(frozen=True, slots=True)
class Rule:
    """`why` is written in the log with what was destroyed."""

    id: str
    season: Season
    of: Of
    what: tuple[str, ...]
    days: int
    why: str


@cache
def rules(file: Path = FILE) -> tuple[Rule, ...]:
    table = content.read(file)
    found: list[Rule] = []
    for id in list(table.keys()):
        row = table.table(id)
        named = row.texts("what")
        if not named or not set(named) <= set(_STANDS_FOR):
            said = ", ".join(named) or "empty"
            raise row.wrong("what", f"{id}: what is {said}", f"Write some of: {', '.join(_STANDS_FOR)}.")
        rule = Rule(
            id,
            row.choice("season", Season, Season),
            row.choice("of", Of, Of),
            tuple(what for name in named for what in _STANDS_FOR[name]),
            row.take("days", int),
            row.take("why", str),
        )
        row.done()
        if rule.days < 1:
            raise row.wrong("days", f"{id}: days is {rule.days}", "Write a whole number from 1.")
        if any((other.season, other.of) == (rule.season, rule.of) for other in found):
            raise row.wrong("of", f"{id}: there is a rule for {rule.season} {rule.of} already", "Keep one of them.")
        found.append(rule)
    return tuple(found)


def became(submission: Submission, others: Sequence[Submission], current: str | None) -> tuple[Of, datetime] | None:
    """What became of it and since when, among the others for the same; `current` is the id of the one that stands. None while it waits."""
    match submission.stage:
        case Stage.STOPPED:
            return Of.STOPPED, submission.received or submission.uploaded
        case Stage.WITHDRAWN:
            return Of.WITHDRAWN, submission.uploaded
        case Stage.PREPARED:
            return Of.UNSENT, submission.uploaded
        case Stage.RECEIVED:
            return None
    received = submission.received or submission.uploaded
    # Whatever stands is not replaced, also when a newer one was let through and then set aside.
    if submission.id == current:
        return Of.CURRENT, received
    by_replaced = {other.replaces: other for other in others if other.replaces}
    newer = by_replaced.get(submission.id)
    while newer is not None and newer.stage is not Stage.CHECKED:
        newer = by_replaced.get(newer.id)
    if newer is None:
        return Of.CURRENT, received
    return Of.REPLACED, max(received, newer.received or newer.uploaded)


def due(of: Of, since: datetime, season: Season, now: datetime, among: Sequence[Rule]) -> Rule | None:
    """The rule whose time is over."""
    rule = next((one for one in among if (one.season, one.of) == (season, of)), None)
    return rule if rule is not None and since + timedelta(days=rule.days) <= now else None
