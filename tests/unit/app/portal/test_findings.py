"""Reading the report of the controls for a page: grouped, the worst first, no more lines than are shown, and all of them counted."""

from __future__ import annotations

import json
from io import BytesIO

import pytest

from kostra.app.portal import findings
from kostra.app.portal.findings import SHOWN
from kostra.model.finding import Severity

TAIL = {"statistics": {"amounts": {"bidrag": 5}}, "version": "kostra-sosial 1"}


def report(*found: dict[str, object]) -> BytesIO:
    """As `kostra.app.controls.as_json` writes it: the head, a finding on each line, the tail after the last."""
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in found)
    head = json.dumps({"form": "11F", "severity": "error"})[:-1] + ', "findings": ['
    between = "\n" if found else ""
    return BytesIO(f"{head}{between}{lines}], {json.dumps(TAIL)[1:]}\n".encode())


def one(
    control: str, severity: str, line: int = 1, field: str | None = "bu18", message: str = "Feil"
) -> dict[str, object]:
    return {
        "control": control,
        "severity": severity,
        "line": line,
        "field": field,
        "journal": f"J{line}",
        "caseworker": "S1",
        "message": message,
    }


def test_the_worst_come_first_and_each_control_and_field_is_a_group() -> None:
    found = findings.read(report(one("K1", "warning"), one("K2", "error", 2), one("K1", "warning", 3, "antbu18")), {})
    assert [(group.control, group.field, group.severity) for group in found.groups] == [
        ("K2", "bu18", Severity.ERROR),
        ("K1", "bu18", Severity.WARNING),
        ("K1", "antbu18", Severity.WARNING),
    ]
    assert (found.version, found.statistics) == (TAIL["version"], TAIL["statistics"])


def test_few_lines_are_shown_and_all_are_counted() -> None:
    many = [one("K1", "info", line) for line in range(1, SHOWN + 20)]
    (group,) = findings.read(report(*many), {("K1", "bu18"): 90_000}).groups
    assert (group.count, len(group.lines), group.lines[0].journal) == (90_000, SHOWN, "J1")


def test_a_report_without_findings_has_its_tail() -> None:
    found = findings.read(report(), {})
    assert (found.groups, found.total, found.version) == ((), 0, TAIL["version"])


@pytest.mark.parametrize("message", ['], "statistics": {}', '{"control": "K9"', "line\nline", "«æøå»"])
def test_what_a_message_says_is_never_taken_for_the_end(message: str) -> None:
    found = findings.read(report(one("K1", "error", message=message)), {})
    assert [group.lines[0].message for group in found.groups] == [message]
    assert found.version == TAIL["version"]
