"""A release: tables of a year that become visible together at their hour, made by one and approved by another. What stands in its folder
never changes.

Everything is only ever added to: a correction is a release of its own, and one that was taken back is still there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kostra.model.protection import Said


class Kind(StrEnum):
    """Provisional and final figures of the year; one subject on a day of its own; what stands in for a release that was wrong."""

    PROVISIONAL = "provisional"
    FINAL = "final"
    SUBJECT = "subject"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Release:
    """`tables` are its tables, each with the run of disclosure control that it is from. `hour` is when it becomes public, in UTC; approved
    later than that, it is public when it is approved. `corrects` is the release that a correction stands in for, and why is in `made`.
    `manifest` is a digest of the list of its files. `standing` is the standing approval that approved it, if one did.
    """

    id: str
    kind: Kind
    year: int
    tables: tuple[tuple[str, str], ...]
    hour: datetime
    made: Said
    manifest: str
    corrects: str | None = None
    approved: Said | None = None
    standing: str | None = None
    withdrawn: Said | None = None
    number: int = 0
    """Its place among all releases, from 1, by when they were made; 0 of one that is not kept yet."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Of its tables."""
        return tuple(table for table, _ in self.tables)

    @property
    def runs(self) -> tuple[str, ...]:
        """Of disclosure control."""
        return tuple(dict.fromkeys(run for _, run in self.tables))

    @property
    def opens(self) -> datetime | None:
        """When it becomes public, as far as anybody knows; None while nobody has approved it."""
        return None if self.approved is None else max(self.hour, self.approved.at)


@dataclass(frozen=True, slots=True)
class StandingApproval:
    """Somebody's approval beforehand of releases of one subject, made from `since` through `until`, with no other tables than these. What
    must be safe in each of them is asked all the same."""

    id: str
    tables: tuple[str, ...]
    since: date
    until: date
    given: Said
    ended: Said | None = None

    def covers(self, release: Release, on: date) -> bool:
        """Nobody approves what they have made themselves, beforehand either."""
        holds = self.ended is None and self.since <= on <= self.until
        others = self.given.by.id != release.made.by.id
        return holds and others and release.kind is Kind.SUBJECT and set(release.ids) <= set(self.tables)
