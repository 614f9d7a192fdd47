"""Error lists and their lines as rows, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kostra.followup.errorlists import Answer, ErrorList, Fate, Line
from kostra.model.finding import Severity
from kostra.model.period import Period
from kostra.model.submission import Expected, Season
from kostra.model.text import Text

CHANGING = ("answer", "explanation", "answered", "answered_by", "fate")
"""What may change in a line. What it says never does."""


def expected_columns(expected: Expected) -> dict[str, str]:
    return {
        "season": str(expected.season),
        "form": expected.form,
        "period": str(expected.period),
        "region": expected.unit,
    }


def expected(row: Mapping[Any, Any]) -> Expected:
    return Expected(row["form"], Period.read(row["period"]), row["region"], Season(row["season"]))


def list_row(made: ErrorList) -> dict[str, Any]:
    return {
        **expected_columns(made.expected),
        "id": made.id,
        "round": made.round,
        "submission": made.submission,
        "sent": made.sent,
        "sent_by": made.sent_by,
        "answer_by": made.answer_by,
        "left_out": made.left_out,
        "compared": made.compared,
        "returned": made.returned,
        "closed": made.closed,
        "treatment": made.treatment,
    }


def error_list(row: Mapping[Any, Any]) -> ErrorList:
    return ErrorList(
        id=row["id"],
        expected=expected(row),
        round=row["round"],
        submission=row["submission"],
        sent=row["sent"],
        sent_by=row["sent_by"],
        answer_by=row["answer_by"],
        left_out=row["left_out"],
        compared=row["compared"],
        returned=row["returned"],
        closed=row["closed"],
        treatment=row["treatment"],
    )


def line_row(line: Line, unit: str) -> dict[str, Any]:
    return {
        "list": line.list,
        "number": line.number,
        "region": unit,
        "control": line.control,
        "severity": int(line.severity),
        "line": line.line,
        "field": line.field,
        "journal": line.journal,
        "nb": line.message.nb,
        "nn": line.message.nn,
        **_changing(line),
    }


def line_changes(line: Line) -> dict[str, Any]:
    """For an update of many lines at once."""
    return {
        "of_list": line.list,
        "of_number": line.number,
        **{f"new_{name}": value for name, value in _changing(line).items()},
    }


def _changing(line: Line) -> dict[str, Any]:
    return {
        "answer": None if line.answer is None else str(line.answer),
        "explanation": line.explanation,
        "answered": line.answered,
        "answered_by": line.answered_by,
        "fate": str(line.fate),
    }


def line(row: Mapping[Any, Any]) -> Line:
    return Line(
        list=row["list"],
        number=row["number"],
        control=row["control"],
        severity=Severity(row["severity"]),
        line=row["line"],
        field=row["field"],
        journal=row["journal"],
        message=Text(row["nb"], row["nn"]),
        answer=None if row["answer"] is None else Answer(row["answer"]),
        explanation=row["explanation"],
        answered=row["answered"],
        answered_by=row["answered_by"],
        fate=Fate(row["fate"]),
    )
