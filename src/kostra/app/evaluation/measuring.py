"""What is written down of the quality of a release when it is made, and never worked out again: it follows the figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from kostra.app.estimating.gathering import WITHOUT_OSLO
from kostra.app.estimating.record import Part, Value, read_values
from kostra.app.estimating.seeing import made
from kostra.app.evaluation.gathering import EVERY, Gathered, gather, lines
from kostra.app.followup.moving import CHANGED, subject
from kostra.app.ports.estimates import Ordered
from kostra.app.ports.transaction import Transaction
from kostra.app.publication import reading
from kostra.app.publication.planning import forms
from kostra.editing.ledger import added_up
from kostra.estimation.catalogue import declared
from kostra.followup.calendar import day
from kostra.forms import calendar, catalogue
from kostra.forms.comparison import What, compare
from kostra.model.edit import Whole
from kostra.model.people import ActorKind
from kostra.model.period import Period
from kostra.model.release import Release
from kostra.model.submission import Stage, State
from kostra.publication.standing import before
from kostra.reporting.quality import (
    COUNTRY,
    Burden,
    Changes,
    Estimated,
    OfForm,
    Quality,
    estimated_share,
    in_whole,
    middle,
)
from kostra.reporting.quality_tables import of_table, revised
from kostra.statistics.writing import in_languages

Tables = Mapping[str, tuple[Any, pl.DataFrame]]
"""By table, its description and its cells as they are published."""
_ALTERED = {What.RENAMED, What.TYPE, What.WIDTH, What.DATE_PATTERN, What.REQUIRED, What.LABEL}
_CODES = {What.CODE_ADDED, What.CODE_REMOVED, What.CODE_TEXT}


def measure(tx: Transaction, data: Path, one: Release, tables: Tables) -> Quality:
    """`one` is about to be made. Nothing of a single unit or person is in it."""
    last = before(tx.releases.releases(), one, tx.now)
    year = Period(one.year)
    return Quality(
        year.last_day,
        tuple(of_table(id, one.year, told, cells) for id, (told, cells) in tables.items()),
        tuple(
            each
            for id, (told, cells) in tables.items()
            if id in last
            for each in revised(id, told, reading.opened(data, last[id]).cells(id), cells)
        ),
        tuple(_form(tx, form, one.year, _runs(tables)) for form in forms(one.ids, one.year)),
    )


def _form(tx: Transaction, form: str, year: int, runs: Mapping[str, str]) -> OfForm:
    found = gather(tx, form, year)
    records, edited = _edited(tx, found)
    own = calendar.calendars().get(form)
    since, changes = _changes(form, year)
    return OfForm(
        form,
        None if own is None or year < own.since else own.dates(Period(year)).deadline,
        records,
        edited,
        since,
        changes,
        tuple(_estimates(tx, form, year, runs.get(form))),
        _burden(tx, found),
    )


def _runs(tables: Tables) -> Mapping[str, str]:
    """By form, the digest of the run of the estimation that the tables are from."""
    return {run["form"]: run["sha256"] for told, _ in tables.values() for run in told["runs"]}


def _edited(tx: Transaction, found: Gathered) -> tuple[int, int]:
    """How many records stand, and how many of them have a change that counts."""
    standing = set(found.stands.values())
    records = sum(one.records or 0 for one in found.deliveries if one.id in standing)
    changed: set[tuple[str, str, str | None]] = set()
    for period in {expected.period for expected in found.sent}:
        ledger = added_up(tx.edits.listed(Whole(found.form, period)))
        changed |= {
            (str(period), one.of.unit, one.record) for one in ledger.counts.values() if one.submission in standing
        }
    return records, len(changed)


def _changes(form: str, year: int) -> tuple[int | None, Changes]:
    of = catalogue.form(form)
    if year - 1 not in of.years or year not in of.years:
        return None, Changes()
    found = compare(of.version(year - 1), of.version(year))

    def fields(kinds: Iterable[What]) -> int:
        return len({one.field for one in found if one.what in kinds})

    return year - 1, Changes(
        added=fields({What.ADDED}),
        removed=fields({What.REMOVED}),
        altered=fields(_ALTERED),
        codes=sum(one.what in _CODES for one in found),
    )


def _estimates(tx: Transaction, form: str, year: int, digest: str | None) -> Iterator[Estimated]:
    """Of the run that the figures are from; the country, or the country without Oslo where there is no figure for Oslo."""
    ordered = None if digest is None else _run(tx, form, year, digest)
    if ordered is None:
        return
    values = read_values(tx.estimates.values(ordered.id) or "{}")
    titles = {one.id: one.label for one in declared()[form].variables}
    for part in made(tx, ordered).parts:
        id = part.run.variable
        if id in titles:
            yield _estimated(part, values.get(id, {}), in_languages(titles[id]))


def _run(tx: Transaction, form: str, year: int, digest: str) -> Ordered | None:
    every = (one for one in tx.estimates.listed(form) if one.whole == Whole(form, Period(year)))
    return next((one for one in every if one.outcome is not None and one.outcome.sha256 == digest), None)


def _estimated(part: Part, units: Mapping[str, Value], title: Mapping[str, str]) -> Estimated:
    filled = [one.value for one in units.values() if one.estimated]
    share = estimated_share(sum(filled), sum(one.value for one in units.values()), len(filled))
    figure = part.figure(COUNTRY) or part.figure(WITHOUT_OSLO)
    cv = None if figure is None or figure.closed else in_whole(part.estimate(figure.region).cv)
    return Estimated(part.run.variable, title, len(filled), share, cv)


def _burden(tx: Transaction, found: Gathered) -> Burden:
    deliveries = found.deliveries
    asked = tuple(lines(tx, found.form, found.year))
    days = _days(tx, found)
    return Burden(
        units=len({expected.unit for expected in found.sent}),
        deliveries=len(deliveries),
        again=sum(max(0, len(own) - 1) for own in found.sent.values()),
        by_system=sum(one.sender is not None and one.sender.kind is ActorKind.SYSTEM for one in deliveries),
        stopped=sum(one.stage is Stage.STOPPED for one in deliveries),
        findings=sum(one.count for own in deliveries for one in found.tallies.get(own.id, ())),
        asked=len(asked),
        answered=sum(one.answered for one in asked),
        approved=len(days),
        days=middle(days),
    )


def _days(tx: Transaction, found: Gathered) -> list[int]:
    """From a unit's first file to the first time that it was approved, of those that stand approved in a period."""
    first = {subject(expected): day(own[0].uploaded) for expected, own in found.sent.items()}
    approved: dict[str, date] = {}
    for period in sorted({str(expected.period) for expected in found.sent}):
        for one in reversed(tx.log.of(form=found.form, period=period, actions=(CHANGED,), limit=EVERY)):
            if one.event.details["to"] == State.ACCEPTED:
                approved.setdefault(one.event.subject, day(one.at))
    return [(on - first[about]).days for about, on in approved.items() if about in first]
