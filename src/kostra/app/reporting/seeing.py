"""Seeing a report: the draft at the desk with all that is to be decided, what is published for anybody, and what is behind one figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.reports import Made, Step
from kostra.app.ports.transaction import Scope, Transaction
from kostra.app.reporting import record
from kostra.app.reporting.asking import Query, queries
from kostra.app.reporting.moving import together
from kostra.app.reporting.record import Record
from kostra.app.system import System
from kostra.forms import calendar
from kostra.model.errors import Missing
from kostra.model.people import HOUSE, Duty
from kostra.model.period import Span
from kostra.model.submission import Season
from kostra.model.text import Language
from kostra.reporting.figure import Answer, Key
from kostra.reporting.states import State
from kostra.reporting.writing import Merged, Written, newest


@dataclass(frozen=True, slots=True)
class Listed:
    """`made` is when the draft was last made, and `edition` the newest that is public; None, and 0, where there is none."""

    year: int
    state: State
    made: datetime | None
    edition: int


@dataclass(frozen=True, slots=True)
class Draft:
    """`record` is None while nothing is made. `merged` is by written form; `log` has the oldest first, and `steps` the newest."""

    year: int
    state: State
    made: Made | None
    record: Record | None
    merged: Mapping[Language, Merged]
    log: tuple[Written, ...]
    steps: tuple[Step, ...]

    @property
    def undecided(self) -> int:
        return sum(len(one.undecided) for one in self.merged.values())

    @property
    def standing(self) -> Mapping[tuple[str, Language], Written]:
        """The last that was written in each place."""
        return newest(self.log)


@dataclass(frozen=True, slots=True)
class Published:
    """`at` is when it was published."""

    record: Record
    at: datetime


@dataclass(frozen=True, slots=True)
class Behind:
    """One figure: what it is, as it stands in what is published and in the draft; None where it does not."""

    key: Key
    query: Query
    published: Answer | None
    edition: int
    draft: Answer | None

    @property
    def answer(self) -> Answer:
        found = self.published or self.draft
        assert found is not None  # One of them has it.
        return found


def listed(system: System, asker: Asker) -> tuple[Listed, ...]:
    """The years that were collected, the newest first."""
    demand_duty(asker, Duty.STATISTICIAN)
    yearly = {form for form, one in calendar.calendars().items() if one.collected is Span.YEAR}
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        collected = {period.year for form, period in tx.campaign.periods(Season.REAL) if form in yearly}
        found = []
        for year in sorted(collected | set(tx.reports.years()), reverse=True):
            made, steps = tx.reports.made(year), tx.reports.steps(year)
            edition = max((one.edition for one in steps if one.state is State.PUBLISHED), default=0)
            state = steps[0].state if steps else State.DRAFT
            found.append(Listed(year, state, made[0].at if made else None, edition))
        return tuple(found)


def draft(system: System, asker: Asker, year: int) -> Draft:
    """As it was finished, where it is; else as it is being written."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        made, log, steps = tx.reports.made(year), tx.reports.texts(year), tx.reports.steps(year)
        found = record.read(tx.reports.record(made[0].id), made[0].sha256) if made else None
        return Draft(
            year,
            steps[0].state if steps else State.DRAFT,
            made[0] if made else None,
            found,
            {} if found is None else together(found, log),
            log,
            steps,
        )


def published(system: System, year: int) -> Published:
    """For anybody: the newest edition."""
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        found = _published(tx, year)
    if found is None:
        raise Missing(f"Rapporten for {year} er ikke publisert.")
    return found


def years(system: System) -> tuple[int, ...]:
    """Those there is a published report of, the newest first; for anybody."""
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        every = tx.reports.years()
        return tuple(year for year in every if any(one.state is State.PUBLISHED for one in tx.reports.steps(year)))


def behind(system: System, asker: Asker, year: int, written: str) -> Behind:
    """For anybody who sees the figure: what is published is everybody's, a draft is the desk's."""
    key = Key.read(written)
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        public = _published(tx, year)
        made = tx.reports.made(year) if asker.has(Duty.STATISTICIAN) else ()
        draft = record.read(tx.reports.record(made[0].id), made[0].sha256).figures.get(key) if made else None
    answer = None if public is None else public.record.figures.get(key)
    known = queries().get(key.query)
    if known is None or (answer is None and draft is None):
        raise Missing(f"Rapporten for {year} har ikke tallet «{written[:60]}». Gå til rapporten, og velg et tall der.")
    return Behind(key, known, answer, 0 if public is None else public.record.edition, draft)


def _published(tx: Transaction, year: int) -> Published | None:
    steps = tx.reports.steps(year)
    out = next((one for one in steps if one.state is State.PUBLISHED), None)
    if out is None:
        return None
    kept = next(one for one in steps if one.state is State.FINISHED and one.sha256 == out.sha256)
    return Published(record.read(tx.reports.finished(kept.number), kept.sha256), out.at)
