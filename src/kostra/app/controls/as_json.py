"""The report as JSON: a contract for vendors and for reception, with every finding that was kept.

It is written piece by piece, one small piece per finding, since a file of the whole country can have a million of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from kostra import __version__
from kostra.app.controls.check import Report
from kostra.app.controls.told import Told, told
from kostra.controls.kernel import Bytes
from kostra.controls.sentences import texts
from kostra.model.finding import Severity
from kostra.model.text import Language

VERSION = f"kostra-sosial {__version__}"


def as_json(report: Report, language: Language = Language.BOKMAL) -> Iterator[str]:
    """The text, in pieces."""
    asked = report.asked
    head = {
        "form": asked.version.form.id,
        "year": asked.version.year,
        "period": asked.period,
        "region": asked.region,
        "records": report.table.records,
        "severity": str(report.severity),
        "controls_run": len(asked.controls.controls),
        "counts": {
            "severity": {str(severity): report.by_severity().get(severity, 0) for severity in Severity if severity},
            "control": report.by_control(),
        },
    }
    written = json.dumps(head, ensure_ascii=False)
    yield f'{written[:-1]}, "findings": ['
    between = "\n"
    for piece in _findings(report, language):
        yield between + piece
        between = ",\n"
    tail = {
        "statistics": report.statistics,
        "version": f"{VERSION}, kontroller {asked.controls.version}",
    }
    yield f"], {json.dumps(tail, ensure_ascii=False)[1:]}\n"


def _findings(report: Report, language: Language) -> Iterator[str]:
    for one in told(report, language):
        yield from _of_control(one)


def _of_control(one: Told) -> Iterator[str]:
    """The constant parts are escaped once; so are journal numbers, case workers and values, only when there is anything to escape."""
    start = json.dumps({"control": one.control.id, "severity": str(one.severity)}, ensure_ascii=False)[:-1]
    field = json.dumps(one.field, ensure_ascii=False)
    pieces = [_escaped(piece) for piece in one.template.pieces]
    before = f'{start}, "line": '
    for hits, values in one.rows():
        journals, caseworkers = _safe(hits.journal), _safe(hits.caseworker)
        safe = [_escape_all(column) for column in values]
        columns = [safe[place] for place in one.template.places]
        ends = _messages(pieces, columns, len(hits.lines))
        for line, journal, caseworker, message in zip(hits.lines.tolist(), journals, caseworkers, ends, strict=True):
            yield (
                f'{before}{line}, "field": {field}, "journal": "{journal}", "caseworker": "{caseworker}", '
                f'"message": "{message}"}}'
            )


def _messages(pieces: list[str], columns: list[list[str]], count: int) -> Iterator[str]:
    if not columns:
        yield from pieces * count if len(pieces) == 1 else ["".join(pieces)] * count
        return
    for values in zip(*columns, strict=True):
        parts = [pieces[0]]
        for value, piece in zip(values, pieces[1:], strict=True):
            parts += (value, piece)
        yield "".join(parts)


def _escaped(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _safe(column: Bytes) -> list[str]:
    return _escape_all(texts(column))


def _escape_all(values: list[str]) -> list[str]:
    """JSON escapes quotes, backslashes and control characters; records hold none of the last."""
    if any('"' in value or "\\" in value for value in set(values)):
        return [_escaped(value) for value in values]
    return values
