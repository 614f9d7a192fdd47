"""The report in the shapes that the public control program answers with, so that those who read them can switch without rewriting.

`individId` is there because the shape has it, and is always empty: a national id stands in no report. `contextId` is the field. Where only
the first findings of a control were kept, a last one says how many there are besides.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from kostra.app.controls.check import Report
from kostra.app.controls.told import Told, rows_of, told
from kostra.model.finding import Severity
from kostra.model.text import Language


def as_kontrollprogram(report: Report, asked: Mapping[str, Any], language: Language = Language.BOKMAL) -> Iterator[str]:
    """The text, in pieces. `asked` is what the asker gave, by the program's own names."""
    head = {
        "innparametere": dict(asked),
        "antallKontroller": len(report.asked.controls.controls),
        "severity": _word(report.severity),
    }
    yield f'{json.dumps(head, ensure_ascii=False)[:-1]}, "feil": ['
    between = "\n"
    rest = report.by_control()
    for one in told(report, language):
        rest[one.control.id] -= one.kept
        for row in rows_of(one):
            yield between + _finding(one, row.caseworker, row.journal, row.message, row.line)
            between = ",\n"
    for id, count in rest.items():
        if count:
            finding = _besides(id, count)
            yield f"{between}{json.dumps(finding, ensure_ascii=False)}"
            between = ",\n"
    yield "]}\n"


def as_altinn(report: Report, respondent: Mapping[str, Any], language: Language = Language.BOKMAL) -> Iterator[str]:
    """The text, in pieces. A sentence that several lines have is told once, with all of them."""
    head = {
        "respondent": dict(respondent),
        "antallKontroller": len(report.asked.controls.controls),
        "alvorlighetsgrad": _word(report.severity),
    }
    yield f'{json.dumps(head, ensure_ascii=False)[:-1]}, "meldinger": ['
    between = "\n"
    rest = report.by_control()
    for one in told(report, language):
        rest[one.control.id] -= one.kept
        lines: dict[str, list[int]] = {}
        for row in rows_of(one):
            lines.setdefault(row.message, []).extend([row.line] if row.line else [])
        for message, where in lines.items():
            yield between + _message(_word(one.severity), one.control.id, message, where)
            between = ",\n"
    for id, count in rest.items():
        if count:
            besides = _besides(id, count)
            yield between + _message("INFO", id, besides["messageText"], [])
            between = ",\n"
    yield f'], "versjon": {json.dumps(report.version, ensure_ascii=False)}}}\n'


def _word(severity: Severity) -> str:
    return str(severity).upper()


def _finding(one: Told, caseworker: str, journal: str, message: str, line: int) -> str:
    finding = {
        "severity": _word(one.severity),
        "caseworker": caseworker,
        "journalId": journal,
        "individId": "",
        "contextId": one.field or "",
        "ruleName": one.control.id,
        "messageText": message,
        "lineNumbers": [line] if line else [],
    }
    return json.dumps(finding, ensure_ascii=False)


def _message(severity: str, control: str, text: str, lines: list[int]) -> str:
    message = {"alvorlighetsgrad": severity, "kontrollNavn": control, "meldingTekst": text, "linjenumre": lines}
    return json.dumps(message, ensure_ascii=False)


def _besides(control: str, count: int) -> dict[str, Any]:
    return {
        "severity": "INFO",
        "caseworker": "",
        "journalId": "",
        "individId": "",
        "contextId": "",
        "ruleName": control,
        "messageText": f"Kontroll {control} har {count} funn til, som ikke er vist. Rett dem som er vist, og kontroller på nytt.",
        "lineNumbers": [],
    }
