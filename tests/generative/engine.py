"""What the engine says of a file, in the words of the oracle: which controls, how severe, on which line."""

from __future__ import annotations

from io import BytesIO

from kostra.app.controls.asking import asked
from kostra.app.controls.check import Asked, Report, check
from kostra.model.period import Period, Span
from oracle.law import Said, Sender


def ask(
    form: str, year: int, region: str, *, nil: bool = False, keep: int | None = None, for_people: bool = False
) -> Asked:
    return asked(form, Period(year, Span.YEAR), region, nil=nil, keep=keep, for_people=for_people)


def sender(question: Asked) -> Sender:
    assert question.given.municipality is not None
    return Sender(question.given.municipality, question.given.municipalities)


def checked(content: bytes, question: Asked) -> Report:
    return check(BytesIO(content), question)


def said_by_line(report: Report) -> dict[int, set[Said]]:
    """Every finding, by line; no line is left out, also when the same control strikes it twice."""
    told: dict[int, set[Said]] = {}
    for place, parts in report.table.hits.items():
        control, severity = report.control(place).id, str(report.severity_of(place))
        for hits in parts:
            for line in hits.lines.tolist():
                told.setdefault(line, set()).add(Said(control, severity, hits.at if control == "K02" else None))
    return told


def file_of(lines: list[str], end: str = "\n") -> bytes:
    return "".join(line + end for line in lines).encode("iso-8859-1")
