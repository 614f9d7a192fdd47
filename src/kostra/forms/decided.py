"""What has been decided of a control after it was written: how strict it is from a year on, and the last year it is run.

It stands in controls/decided.toml, so that such a decision is a line of data, and no code. It speaks of a control by its number, in the
years it is in use; a rule that takes over the number later is not touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kostra.controls import release
from kostra.controls.declare import Control
from kostra.model import content
from kostra.model.dated import Dated
from kostra.model.finding import Severity

NAME = "decided.toml"
_GRADES = {"info": Severity.INFO, "warning": Severity.WARNING, "error": Severity.ERROR}


@dataclass(frozen=True, slots=True)
class Decided:
    """`severity` is by the first year it holds in."""

    severity: Mapping[int, Severity]
    until: int | None


def read(path: Path, known: Iterable[str]) -> dict[str, Decided]:
    """By control; nothing when there is no such file. `known` are the controls there are."""
    if not path.exists():
        return {}
    table, ids = content.read(path), set(known)
    found: dict[str, Decided] = {}
    for id in list(table.keys()):
        row = table.table(id)
        if id not in ids:
            raise row.wrong(None, f"there is no control «{id}»", f"Write one of: {', '.join(sorted(ids))}.")
        found[id] = Decided(dict(_grades(row)), row.year("until"))
        if not found[id].severity and found[id].until is None:
            raise row.wrong(None, f"nothing is decided of {id}", "Write severity = { 2027 = … }, or until.")
        row.done()
    return found


def _grades(row: content.Table) -> Iterator[tuple[int, Severity]]:
    if not row.has("severity"):
        return
    years = row.peek_years("severity")
    if not years:
        raise row.wrong("severity", "the severity has no years", 'Write severity = { 2027 = "warning" }.')
    for year, word in row.dated("severity", str, min(years), None).points:
        if word not in _GRADES:
            raise row.wrong("severity", f"the severity is «{word}»", f"Write one of: {', '.join(_GRADES)}.")
        yield year, _GRADES[word]


def applied(control: Control, decided: Decided) -> Control:
    """The control as it was decided to be."""
    severity = control.severity
    for year, grade in sorted(decided.severity.items()):
        if severity.covers(release.begin(year)):
            severity = Dated.of({**dict(severity.points), release.begin(year): grade}, severity.until)
    if decided.until is not None and severity.covers(release.end(decided.until)):
        ends = release.end(decided.until)
        severity = Dated(tuple(point for point in severity.points if point[0] <= ends), ends)
    return replace(control, severity=severity)
