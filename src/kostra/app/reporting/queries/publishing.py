"""What was published of the year: the releases, when, which tables were new, changed and ended, and what was delivered to others."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from kostra.app.publication import history
from kostra.app.publication.history import Came
from kostra.app.reporting.asking import Asking, Found, query
from kostra.app.series.consenting import everybody
from kostra.followup.calendar import day
from kostra.followup.consent import owed
from kostra.model.cube import Status
from kostra.model.period import Span
from kostra.model.release import Kind as ReleaseKind
from kostra.model.text import Text
from kostra.publication.manifest import Table
from kostra.reporting.figure import Cell, Kind
from kostra.tables import catalogue

_KINDS = {
    ReleaseKind.PROVISIONAL: Text("foreløpige tall", "førebelse tal"),
    ReleaseKind.FINAL: Text("endelige tall", "endelege tal"),
    ReleaseKind.SUBJECT: Text("egen publisering", "eiga publisering"),
    ReleaseKind.CORRECTION: Text("retting", "retting"),
}
_STATUSES = {
    Status.PROVISIONAL: Text("foreløpig", "førebels"),
    Status.FINAL: Text("endelig", "endeleg"),
}
_SPANS = {Span.MONTH: Text("hver måned", "kvar månad"), Span.QUARTER: Text("hvert kvartal", "kvart kvartal")}
_WANTED = {"forelopig": ReleaseKind.PROVISIONAL, "endelig": ReleaseKind.FINAL}
_TABLE = ("table", "title", "status")


def came(asking: Asking) -> tuple[Came, ...]:
    """The releases of the year that are out and stand, the oldest first."""

    def find() -> tuple[Came, ...]:
        out = history.calendar(asking.system, asking.data).out
        return tuple(reversed([one for one in out if one.release.year == asking.year]))

    return asking.once("came", find)


@query("publisering-antall", Kind.COUNT, columns=("release", "kind", "on", "tables"))
def releases(asking: Asking) -> Found:
    rows = [
        (one.release.id, _KINDS[one.release.kind], day(one.opened), len(one.release.tables)) for one in came(asking)
    ]
    return Found(len(rows), rows)


@query("publisering-dag", Kind.DAY, given=("when",), columns=("release", "kind", "on", "tables"))
def first_day(asking: Asking, when: str) -> Found:
    """When figures of the kind were first out."""
    found = [one for one in came(asking) if one.release.kind is _WANTED[when]]
    rows = [(one.release.id, _KINDS[one.release.kind], day(one.opened), len(one.release.tables)) for one in found]
    return Found(day(found[0].opened) if found else None, rows)


@query("publisering-rettinger", Kind.COUNT, columns=("release", "corrects", "on", "reason"))
def corrections(asking: Asking) -> Found:
    rows = [
        (one.release.id, one.release.corrects, day(one.opened), one.reason)
        for one in came(asking)
        if one.release.kind is ReleaseKind.CORRECTION
    ]
    return Found(len(rows), rows)


@query("tabeller-publisert", Kind.COUNT, columns=_TABLE)
def published(asking: Asking) -> Found:
    """Each table once, as it stands in the newest release that has it."""
    rows = [(id, _title(id, asking.year), _status(one)) for id, one in sorted(_newest(asking).items())]
    return Found(len(rows), rows)


@query("tabeller-nye", Kind.COUNT, columns=("table", "title"))
def new(asking: Asking) -> Found:
    """Those that no earlier year has."""
    found = sorted({each.id for one in came(asking) if one.manifest for each in one.manifest.tables if each.is_new})
    return Found(len(found), [(id, _title(id, asking.year)) for id in found])


@query("tabeller-avsluttet", Kind.COUNT, columns=("table", "title"))
def ended(asking: Asking) -> Found:
    """Those that the year before has, and this one has no more."""
    found = sorted({id for one in came(asking) if one.manifest for id in one.manifest.gone})
    return Found(len(found), [(id, _title(id, asking.year - 1)) for id in found])


@query("tabeller-brudd", Kind.COUNT, columns=("table", "title", "text"))
def broken(asking: Asking) -> Found:
    """Where a series cannot be followed from the year before."""
    rows: list[tuple[Cell, ...]] = []
    for one in catalogue.of_year(asking.year):
        rows += [
            (one.id, _title(one.id, asking.year), Text(each.text.nb, each.text.nn))
            for each in one.breaks
            if each.year == asking.year
        ]
    return Found(len(rows), rows)


@query("tabeller-flyttet", Kind.SHARE, columns=("table", "title", "changed", "hidden", "shown", "same"))
def moved(asking: Asking) -> Found:
    """Of the cells that were there in the release before, the share that is not as it was."""
    rows: list[tuple[Cell, ...]] = []
    others = every = 0
    for id, one in sorted(_newest(asking).items()):
        if one.before is None:
            continue
        told = one.changes
        different = told.changed + told.hidden + told.shown
        others, every = others + different, every + different + told.same
        rows.append((id, _title(id, asking.year), told.changed, told.hidden, told.shown, told.same))
    return Found(Fraction(others, every) if every else None, rows)


@query("leveranser-antall", Kind.COUNT, columns=("recipient", "form", "period", "on"))
def deliveries(asking: Asking) -> Found:
    """To those who have a legal basis, of the year's data: those that were approved."""
    with asking.begin() as tx:
        names = {one.id: one.name for one in tx.deliveries.recipients()}
        every = [one for one in tx.deliveries.deliveries() if one.order.period.year == asking.year]
    rows = [
        (
            names.get(one.order.recipient, one.order.recipient),
            one.order.form,
            str(one.order.period),
            day(one.approved.at),
        )
        for one in reversed(every)
        if one.approved is not None
    ]
    return Found(len(rows), rows)


@query("registre-mottatt", Kind.COUNT, columns=("register", "on", "rows"))
def registers(asking: Asking) -> Found:
    """Those in force for the year."""
    with asking.begin() as tx:
        found = [one for one in tx.registers.in_force() if one.period.year == asking.year]
    rows = sorted((one.register, day(one.received), one.rows) for one in found)
    return Found(len(rows), rows)


@query("hyppige-med", Kind.COUNT, columns=("span", "count"))
def taking_part(asking: Asking) -> Found:
    """Who owed something of the frequent series in the year, by how often."""
    _, log = everybody(asking.system, asking.asker)
    spans = {
        (unit, period.span)
        for unit in {line.unit for line in log}
        for period in owed(sorted((line for line in log if line.unit == unit), key=lambda line: line.at), asking.year)
    }
    counted = Counter(span for _, span in spans)
    rows = [(_SPANS[span], counted[span]) for span in _SPANS if counted[span]]
    return Found(len({unit for unit, _ in spans}), rows)


def _newest(asking: Asking) -> dict[str, Table]:
    return {each.id: each for one in came(asking) if one.manifest for each in one.manifest.tables}


def _title(id: str, year: int) -> Text:
    found = history.title(id, year)
    return Text(found.nb, found.nn)


def _status(one: Table) -> Text:
    return _STATUSES[one.status]
