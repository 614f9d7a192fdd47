"""What the controls find in a draft, by question: the very controls that the answers meet when they are sent.

A finding that somebody may say is right as it is has a key, made of what was found; when that changes, it must be said anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from kostra.app.controls import answers
from kostra.app.controls.asking import asked
from kostra.app.controls.check import Report
from kostra.app.controls.told import rows_of, told
from kostra.app.eforms.typed import content
from kostra.controls.mechanical import MISSING
from kostra.model.finding import Severity
from kostra.model.form import FormVersion
from kostra.model.submission import Expected
from kostra.model.text import Language


@dataclass(frozen=True, slots=True)
class Found:
    """`field` is None when it is about the form as a whole. `missing` says that a question waits for its answer, and no more than that."""

    key: str
    control: str
    severity: Severity
    field: str | None
    message: str
    missing: bool

    @property
    def blocks(self) -> bool:
        return self.severity.blocks

    @property
    def may_stand(self) -> bool:
        return self.severity is Severity.WARNING


def report(expected: Expected, version: FormVersion, typed: Mapping[str, str], last_year: bytes | None) -> Report:
    knowing = asked(version.form.id, expected.period, expected.unit, for_people=True)
    return answers.check(content(expected, version, typed), knowing, last_year)


def found(report: Report, language: Language) -> tuple[Found, ...]:
    """In the order of the controls; the key is the same in both languages."""
    findings = []
    for one, other in zip(told(report, Language.BOKMAL), told(report, language), strict=True):
        for row, shown in zip(rows_of(one), rows_of(other), strict=True):
            findings.append(
                Found(
                    key=_key(one.control.id, one.field, row.message),
                    control=one.control.id,
                    severity=one.severity,
                    field=one.field,
                    message=shown.message,
                    missing=_waits(one.control.sentence),
                )
            )
    return tuple(findings)


def _key(control: str, field: str | None, message: str) -> str:
    mark = hashlib.sha256(message.encode()).hexdigest()[:12]
    return f"{control}.{field or ''}.{mark}"


def _waits(sentence: str) -> bool:
    return sentence.rpartition(".")[2].partition("_")[0] == MISSING
