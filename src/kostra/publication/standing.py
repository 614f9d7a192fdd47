"""The switch: which release is public, of each table and year, at a given moment.

It is worked out whenever somebody asks, from the releases and the time alone. So nothing has to be run at eight o'clock: before the hour
the answer is the old release, from the hour on it is the new one, and there is never a moment without any. Of what is not public nothing
is answered at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from kostra.model.release import Release

Standing: TypeAlias = Mapping[tuple[str, int], Release]
"""By table and year."""


class State(StrEnum):
    """Nobody has approved it; its hour has not come; something of it is public; others have taken its place; it was taken back."""

    WAITING = "waiting"
    COMING = "coming"
    PUBLIC = "public"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


def is_public(one: Release, now: datetime) -> bool:
    """Approved by then, its hour come, and not taken back by then."""
    opens = one.opens
    return opens is not None and opens <= now and (one.withdrawn is None or now < one.withdrawn.at)


def opened(releases: Iterable[Release], now: datetime) -> tuple[Release, ...]:
    """Those that are public, also where others have taken their place; the oldest first. Of two that opened together the one that was made
    last is the newest."""
    return tuple(sorted((one for one in releases if is_public(one, now)), key=_age))


def standing(releases: Iterable[Release], now: datetime) -> Standing:
    """The newest public release of each table and year, in their order. What a newer release does not have stays as it was."""
    found = {(table, one.year): one for one in opened(releases, now) for table in one.ids}
    return dict(sorted(found.items()))


def before(releases: Iterable[Release], of: Release, now: datetime) -> Mapping[str, Release]:
    """By table, what a release takes the place of when it becomes public, as far as anybody knows now. One that nobody has approved does
    not count, nor one that was taken back, nor one that is to open together with it: nobody will have seen that."""
    at = max(of.hour, now)
    others = [one for one in releases if one.id != of.id and one.withdrawn is None and one.year == of.year]
    last = {table: one for one in opened(others, at) if one.opens != at or at == now for table in one.ids}
    return {table: last[table] for table in of.ids if table in last}


def state(one: Release, now_standing: Standing, now: datetime) -> State:
    if one.withdrawn is not None and one.withdrawn.at <= now:
        return State.WITHDRAWN
    if one.approved is None:
        return State.WAITING
    if not is_public(one, now):
        return State.COMING
    return State.PUBLIC if one in now_standing.values() else State.REPLACED


def _age(one: Release) -> tuple[datetime, int]:
    assert one.opens is not None
    return one.opens, one.number
