"""The report of the controls as a person reads it: the most severe first, a group for each control and field, a few lines of each shown."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, BinaryIO

from kostra.model.finding import Severity

SHOWN = 50
"""Of each group; the whole report is downloaded."""
_FINDING, _TAIL = '{"control": ', '], "statistics": '
"""How `kostra.app.controls.as_json` begins a finding and what stands after the last."""


@dataclass(frozen=True, slots=True)
class Line:
    """`line` is 0 when it is about the file or the form as a whole."""

    line: int
    journal: str
    caseworker: str
    message: str


@dataclass(frozen=True, slots=True)
class Group:
    """`count` is how many there are of the control on this field; `lines` the first of them."""

    control: str
    severity: Severity
    field: str | None
    count: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """`statistics` are the sums and counts of an accepted file, as the controls told them; `version` is the controls' own."""

    groups: tuple[Group, ...]
    version: str
    statistics: dict[str, Any] | None

    @property
    def total(self) -> int:
        return sum(group.count for group in self.groups)


def read(report: BinaryIO, counts: dict[tuple[str, str | None], int]) -> Findings:
    """Line by line, as it is written: the report of a large file is never whole in memory. `counts` is by control and field, as they were
    all counted; the report holds the first of each.
    """
    decoder = json.JSONDecoder()
    by_group: dict[tuple[str, str | None], list[dict[str, Any]]] = {}
    tail: dict[str, Any] = {}
    for raw in report:
        line = raw.decode()
        if line.startswith(_FINDING):
            finding, _ = decoder.raw_decode(line)
            of_group = by_group.setdefault((finding["control"], finding["field"]), [])
            if len(of_group) < SHOWN:
                of_group.append(finding)
        if (at := line.rfind(_TAIL)) >= 0:
            tail = json.loads(f"{{{line[at + 3 :]}")
    groups = (_group(key, found, counts.get(key, len(found))) for key, found in by_group.items())
    return Findings(tuple(sorted(groups, key=lambda one: -one.severity)), tail["version"], tail["statistics"])


def _group(key: tuple[str, str | None], found: list[dict[str, Any]], count: int) -> Group:
    control, field = key
    severity = max(Severity[one["severity"].upper()] for one in found)
    lines = tuple(Line(one["line"], one["journal"], one["caseworker"], one["message"]) for one in found)
    return Group(control, severity, field, max(count, len(found)), lines)
