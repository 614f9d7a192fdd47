"""The report in the shape that the public control program answers with, so that those who read that can switch without rewriting.

`individId` is there because the shape has it, and is always empty: a national id stands in no report. `contextId` is the field.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from kostra.app.controls.check import Report
from kostra.app.controls.told import rows_of, told
from kostra.model.text import Language


def as_kontrollprogram(report: Report, asked: Mapping[str, Any], language: Language = Language.BOKMAL) -> Iterator[str]:
    """The text, in pieces. `asked` is what the asker gave, by the program's own names."""
    head = {
        "innparametere": dict(asked),
        "antallKontroller": len(report.asked.controls.controls),
        "severity": str(report.severity).upper(),
    }
    yield f'{json.dumps(head, ensure_ascii=False)[:-1]}, "feil": ['
    between = "\n"
    for one in told(report, language):
        severity, field = str(one.severity).upper(), one.field or ""
        for row in rows_of(one):
            finding = {
                "severity": severity,
                "caseworker": row.caseworker,
                "journalId": row.journal,
                "individId": "",
                "contextId": field,
                "ruleName": one.control.id,
                "messageText": row.message,
                "lineNumbers": [row.line] if row.line else [],
            }
            yield between + json.dumps(finding, ensure_ascii=False)
            between = ",\n"
    yield "]}\n"
