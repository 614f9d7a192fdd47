"""A report as entries that a person works through: one for each control and field, the gravest first, each by case worker.

An entry says how many findings there are and on which lines; it holds the first of them, and says how many it leaves out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kostra.app.controls.check import Report
from kostra.app.controls.told import Row, Told, rows_of, told
from kostra.controls.gist import Gist
from kostra.model.finding import Severity
from kostra.model.text import Language


@dataclass(frozen=True, slots=True)
class Caseworker:
    """`count` is all their findings of the control, `rows` the ones that are shown."""

    name: str
    count: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """`ids` names every control that says the same. `lines` are the first ones, 0 for the file as a whole."""

    ids: tuple[str, ...]
    severity: Severity
    field: str | None
    label: str | None
    count: int
    lines: tuple[int, ...]
    caseworkers: tuple[Caseworker, ...]
    others: int
    anchor: str

    @property
    def shown(self) -> int:
        return sum(len(one.rows) for one in self.caseworkers)

    @property
    def left_out(self) -> int:
        return self.count - self.shown

    @property
    def name(self) -> str:
        return ", ".join(self.ids)


def entries(report: Report, language: Language) -> tuple[Entry, ...]:
    made = [_entry(report, one, language) for one in told(report, language)]
    return tuple(sorted(made, key=lambda entry: (-entry.severity, entry.ids[0])))


def _entry(report: Report, one: Told, language: Language) -> Entry:
    gists = report.table.gists
    gist = gists.by_place.get(one.place) if gists is not None else None
    if gist is None:
        gist = Gist.of(one.hits)
    also = gists.also.get(one.place, {}) if gists is not None else {}
    others = dict.fromkeys(report.control(place).id for place in sorted(also))
    version = report.asked.version
    field = version.field(one.field) if one.field is not None and version.has(one.field) else None
    has_label = field is not None and language is not Language.ENGLISH
    return Entry(
        ids=(one.control.id, *others),
        severity=one.severity,
        field=None if field is None else field.name,
        label=field.label[language] if field is not None and has_label else None,
        count=max(gist.count, one.kept),
        lines=tuple(gist.lines),
        caseworkers=tuple(_by_caseworker(one, gist)),
        others=gist.others,
        anchor=f"{one.control.id}-{one.place}",
    )


def _by_caseworker(one: Told, gist: Gist) -> Iterator[Caseworker]:
    """Those whose findings are shown, in the order they come in the file; then the others, those with most first."""
    counts: dict[str, int] = {}
    for written, count in gist.caseworkers.items():
        name = written.decode("iso-8859-1").strip(" ")
        counts[name] = counts.get(name, 0) + count
    rows: dict[str, list[Row]] = {}
    for row in rows_of(one):
        rows.setdefault(row.caseworker, []).append(row)
    for name, shown in rows.items():
        yield Caseworker(name, max(counts.pop(name, 0), len(shown)), tuple(shown))
    for name, count in sorted(counts.items(), key=lambda item: -item[1]):
        yield Caseworker(name, count, ())
