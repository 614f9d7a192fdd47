"""A run in one line, and as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

from kostra.app.disclosure.telling import as_json, as_line, passed
from kostra.model.cube import Status
from kostra.model.people import HOUSE
from kostra.model.protection import AuditVerdict, Protection, Said, Tally

TABLES = (("13995", Tally(90, 4, 2, 0, 0, 9, 1)), ("91114", Tally(30, 1, 1, 3, 0, 3, 0)))
SAID = Said(HOUSE, datetime(2027, 3, 15, tzinfo=UTC))
MADE = Protection("a", 2025, Status.FINAL, SAID, "", "", (), (), (), TABLES)
PASSED = AuditVerdict(120, 11, 0, 0, 2, 9, 0, passed=True)


def test_the_line_says_what_is_not_shown_why_and_what_the_audit_said() -> None:
    begins = (
        "Prikket 2 tabeller for 2025, endelige tall: 120 celler, 5 skjult for sin egen skyld, 3 til vern for andre, "
        "3 i kommuner med for få innbyggere. Revisjon: "
    )
    told = {
        None: "ikke gjort.",
        PASSED: "bestått, ingen kan regnes ut; 9 bevist.",
        replace(PASSED, recoverable_by_rank=2, passed=False): "ikke bestått, 2 kan regnes ut.",
        replace(PASSED, passed=False): "ikke bestått.",
    }
    for verdict, ends in told.items():
        made = replace(MADE, verdict=verdict)
        assert as_line(made) == begins + ends and passed(made) is (verdict is PASSED)


def test_for_machines() -> None:
    told = json.loads(as_json(replace(MADE, verdict=PASSED)))
    assert (told["tables"], told["cells"], told["primary"], told["secondary"], told["small"]) == (2, 120, 5, 3, 3)
    assert (told["audit"]["certified"], told["audit"]["determined"], told["audit"]["passed"]) == (9, 0, True)
    assert json.loads(as_json(MADE))["audit"] is None
