"""When, as each format writes it: in UTC for programs, by the clock in Oslo for people and for PX."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

_OSLO = ZoneInfo("Europe/Oslo")


def utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def local(at: datetime) -> str:
    return at.astimezone(_OSLO).strftime("%Y-%m-%d %H:%M")


def stamp(at: datetime) -> str:
    """As PX has it."""
    return at.astimezone(_OSLO).strftime("%Y%m%d %H:%M")
