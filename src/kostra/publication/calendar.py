"""When figures become public: at eight in the morning in Oslo, on the days that the calendar of the forms names.

Summer time is Oslo's own. An hour that the clocks skip, or have twice, is refused. The days are handed in; a day is never moved here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from kostra.model.errors import Refused
from kostra.model.release import Kind

OSLO = ZoneInfo("Europe/Oslo")
HOUR = time(8)


@dataclass(frozen=True, slots=True)
class Planned:
    """Provisional or final figures of a year, and when they are due, in UTC."""

    hour: datetime
    year: int
    kind: Kind


def hour(on: date, at: time = HOUR) -> datetime:
    """In UTC."""
    there = datetime.combine(on, at, OSLO)
    found = there.astimezone(UTC)
    if found.astimezone(OSLO).replace(tzinfo=None) != there.replace(tzinfo=None):
        raise Refused(
            f"Klokken {at:%H.%M} finnes ikke {on:%d.%m.%Y}: da stilles klokken fram. Velg et annet klokkeslett."
        )
    if there.utcoffset() != there.replace(fold=1).utcoffset():
        raise Refused(f"Klokken {at:%H.%M} er to ganger {on:%d.%m.%Y}. Velg et annet klokkeslett.")
    return found


def day(moment: datetime) -> date:
    """The day it is in Oslo."""
    return moment.astimezone(OSLO).date()


def planned(days: Mapping[int, Iterable[date]]) -> tuple[Planned, ...]:
    """From the days of publication by the year that they are about: the last has final figures, those before it provisional ones."""
    found = []
    for year, own in days.items():
        in_order = sorted(set(own))
        found += [Planned(hour(on), year, Kind.FINAL if on == in_order[-1] else Kind.PROVISIONAL) for on in in_order]
    return tuple(sorted(found, key=lambda one: (one.hour, one.year)))


def coming(every: Iterable[Planned], now: datetime) -> tuple[Planned, ...]:
    """Those whose hour has not come, the nearest first: the first of them is the next update."""
    return tuple(one for one in sorted(every, key=lambda one: (one.hour, one.year)) if one.hour > now)
