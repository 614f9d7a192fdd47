"""The report as JSON: a contract for vendors and for reception, with every finding that was kept.

It is written piece by piece, one small piece per finding, since a file of the whole country can have a million of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from kostra.app.controls.check import Report
from kostra.app.controls.told import Told, told
from kostra.app.guide.addresses import template
from kostra.controls.kernel import Bytes
from kostra.controls.sentences import texts
from kostra.model.finding import Severity
from kostra.model.text import Language

_AT_ONCE = 4_096


def as_json(report: Report, language: Language = Language.BOKMAL, file: str | None = None) -> Iterator[str]:
    """The text, in pieces. `file` is said where there are several."""
    asked = report.asked
    head = ({} if file is None else {"file": file}) | {
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
    guide = template(language, asked.version.form.id, asked.version.year)
    tail = {"statistics": report.statistics, "version": report.version, "guide": guide}
    yield f"], {json.dumps(tail, ensure_ascii=False)[1:]}\n"


def _findings(report: Report, language: Language) -> Iterator[str]:
    for one in told(report, language):
        yield from _of_control(one)


def _of_control(one: Told) -> Iterator[str]:
    """Some thousand findings at a time. The constant parts are escaped once; journal numbers, case workers and values only when there is
    anything to escape.
    """
    start = json.dumps({"control": one.control.id, "severity": str(one.severity)}, ensure_ascii=False)[:-1]
    before, after = f'{start}, "line": ', f', "field": {json.dumps(one.field, ensure_ascii=False)}, "journal": "'
    pieces = [_escaped(piece) for piece in one.template.pieces]
    for hits, values in one.rows():
        for first in range(0, len(hits.lines), _AT_ONCE):
            part = slice(first, first + _AT_ONCE)
            columns = [_escape_all(values[place][part]) for place in one.template.places]
            lines, journals = hits.lines[part].tolist(), _safe(hits.journal[part])
            messages = _messages(pieces, columns, len(lines))
            yield ",\n".join(
                [
                    f'{before}{line}{after}{journal}", "caseworker": "{caseworker}", "message": "{message}"}}'
                    for line, journal, caseworker, message in zip(
                        lines, journals, _safe(hits.caseworker[part]), messages, strict=True
                    )
                ]
            )


def _messages(pieces: list[str], columns: list[list[str]], count: int) -> list[str]:
    """The sentences, with the values between the constant pieces."""
    if not columns:
        return ["".join(pieces)] * count
    first, *rest = pieces
    messages = [first] * count
    for column, piece in zip(columns, rest, strict=True):
        messages = [f"{said}{value}{piece}" for said, value in zip(messages, column, strict=True)]
    return messages


def _escaped(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _safe(column: Bytes) -> list[str]:
    return _escape_all(texts(column))


def _escape_all(values: list[str]) -> list[str]:
    """JSON escapes quotes, backslashes and control characters. Most columns hold none, and are used as they are."""
    whole = "".join(values)
    if '"' in whole or "\\" in whole or not whole.isprintable():
        return [_escaped(value) for value in values]
    return values
