"""The quality statement of a release that is out, for anybody: how exact, when, of whom, comparable with what, and how it moved.

It is what was written down with the release, and the day that it became public. A release that was made before anything was written down
has the days and who was missing, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kostra.app.publication import folders, history
from kostra.app.publication.history import Came
from kostra.app.publication.showing import Public
from kostra.model.errors import Missing
from kostra.model.period import Period
from kostra.publication.calendar import day
from kostra.publication.manifest import Absent, Manifest
from kostra.reporting import quality
from kostra.reporting.quality import OfForm, Quality


@dataclass(frozen=True, slots=True)
class Since:
    """A deadline of a form, and how many days after it the figures came."""

    form: str
    deadline: date
    days: int


@dataclass(frozen=True, slots=True)
class Statement:
    """`kept` is what was written down with the release; None where nothing was."""

    came: Came
    manifest: Manifest
    kept: Quality | None

    @property
    def opened(self) -> date:
        return day(self.came.opened)

    @property
    def days(self) -> int:
        """From the end of the year that the figures are about, to the day they became public."""
        return (self.opened - Period(self.manifest.year).last_day).days

    @property
    def since(self) -> tuple[Since, ...]:
        return tuple(
            Since(one.form, one.deadline, (self.opened - one.deadline).days)
            for one in self.forms
            if one.deadline is not None
        )

    @property
    def forms(self) -> tuple[OfForm, ...]:
        return () if self.kept is None else self.kept.forms

    @property
    def absent(self) -> tuple[Absent, ...]:
        return self.manifest.absent


def statement(public: Public, id: str) -> Statement:
    """Of one that is out; any other is as unknown as one that never was."""
    came = history.came(public, id)
    folder = public.of(id)
    kept = None
    if quality.NAME in folder.manifest.files:
        kept = quality.read((folders.of_release(public.data, id) / quality.NAME).read_bytes())
    return Statement(came, folder.manifest, kept)


def listed(public: Public, table: str | None = None) -> tuple[Came, ...]:
    """Those that are out, the newest first; with `table`, those that it is in."""
    found = tuple(history.came(public, one.id) for one in public.releases if table is None or table in one.ids)
    if table is not None and not found:
        raise Missing(f"Det er ikke publisert noen tabell «{table[:20]}». Se listen over tabeller.")
    return found
