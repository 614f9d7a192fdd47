"""Trying a change on earlier years: what is counted is what a person would count by hand, of each kind of change."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from integration.editing.editors import SIRI, Jobs, file, sent, straight
from integration.proposals.walking import OLA
from integration.receiving.records import records
from integration.receiving.sending import EXPECTED, PERIOD, STAVANGER, expect
from kostra.app.permissions import Forbidden
from kostra.app.proposals import touching
from kostra.app.proposals.trying import tried
from kostra.app.system import System
from kostra.model.form import FieldType
from kostra.model.form_change import (
    Change,
    CodeAdded,
    CodeEnded,
    CodeLabel,
    ControlDropped,
    ControlLimit,
    ControlMessage,
    ControlSeverity,
    FieldAdded,
    FieldEnded,
    FieldGuidance,
    FieldLabel,
    FieldRequired,
    FieldWidth,
    Grade,
    Part,
    TableEnded,
    TableFootnote,
)
from kostra.model.submission import Expected
from kostra.model.text import Text

BERGEN = "460100"
YEAR = PERIOD.year + 1
WORDS = Text("a", "b", "c")
RICH = {"bidrag": "999000", "bidrag_jan": "989000"}


@pytest.fixture
def delivered(system: System) -> None:
    """Two municipalities this year, and one of them a year before; two records are of somebody rich, and one has another benefit."""
    changed: dict[int, Mapping[str, str]] = {0: RICH, 1: {**RICH, "trygdesit": "05"}}
    straight(system, Expected("11F", PERIOD, STAVANGER), file(4, changed))
    straight(system, Expected("11F", PERIOD, BERGEN), records(PERIOD.year, BERGEN, 3))
    before = PERIOD.a_year_before()
    straight(system, Expected("11F", before, STAVANGER), records(before.year, STAVANGER, 2))


def result(system: System, *changes: Change) -> dict[str, Any]:
    found = tried(system, SIRI, changes, YEAR)
    assert json.loads(json.dumps(found)) == found, "a value of JSON"
    return found


def touched(found: dict[str, Any]) -> dict[int, tuple[int, int, int]]:
    return {one["year"]: (one["records"], one["touched"], one["municipalities"]) for one in found["years"]}


@pytest.mark.parametrize(
    ("change", "this_year", "before"),
    [
        (FieldLabel("11F", "trygdesit", WORDS), (7, 7, 2), (2, 2, 1)),
        (FieldGuidance("11F", "arbsit", Part.ASKED, WORDS), (7, 7, 2), (2, 2, 1)),
        (FieldEnded("11F", "sanksjonred"), (7, 0, 0), (2, 0, 0)),
        (FieldRequired("11F", "sanksjonred", True), (7, 7, 2), (2, 2, 1)),
        (FieldRequired("11F", "vklo", True), (7, 0, 0), (2, 0, 0)),
        (FieldWidth("11F", "bidrag", 5), (7, 2, 1), (2, 0, 0)),
        (FieldAdded("11F", "ny", "vklo", FieldType.TEXT, *(WORDS,) * 6, required=True, width=1), (7, 7, 2), (2, 2, 1)),
        (FieldAdded("11F", "ny", "vklo", FieldType.TEXT, *(WORDS,) * 6, width=1), (7, 0, 0), (2, 0, 0)),
        (CodeLabel("trygdesit", "05", WORDS), (7, 1, 1), (2, 0, 0)),
        (CodeEnded("trygdesit", "12"), (7, 6, 2), (2, 2, 1)),
        (CodeAdded("trygdesit", "14", WORDS), (7, 7, 2), (2, 2, 1)),
        (TableFootnote("91107", WORDS), (7, 0, 0), (2, 0, 0)),
    ],
)
def test_the_records_that_hold_what_is_changed_are_counted(
    system: System, delivered: None, change: Change, this_year: tuple[int, int, int], before: tuple[int, int, int]
) -> None:
    assert touched(result(system, change)) == {PERIOD.year: this_year, PERIOD.year - 1: before}


def test_a_limit_is_run_again_as_it_was_and_as_it_would_be(system: System, delivered: None) -> None:
    found = result(system, ControlLimit("11F", "stonad_hoy", 500_000))
    assert touched(found) == {PERIOD.year: (7, 2, 1), PERIOD.year - 1: (2, 0, 0)}
    (_, told) = found["changes"][0]["years"]
    assert (told["before"], told["after"]) == (0, 2), "999 000 is under the million of today"
    assert touched(result(system, ControlLimit("11F", "stonad_hoy", 2_000_000)))[PERIOD.year] == (7, 0, 0)
    old = touched(result(system, ControlLimit("11F", "alder_hoy", 30)))
    assert old == {PERIOD.year: (7, 7, 2), PERIOD.year - 1: (2, 2, 1)}, "all are born in 1990; their ids are not needed"


def test_a_control_that_is_dropped_or_graded_is_counted_by_its_hits(system: System, delivered: None) -> None:
    """Overgangsstønad without children: K23B, an error."""
    for change in (ControlDropped("11F", "K23B"), ControlSeverity("11F", "K23B", Grade.WARNING)):
        found = result(system, change)
        assert touched(found) == {PERIOD.year: (7, 1, 1), PERIOD.year - 1: (2, 0, 0)}, "it is new this year"
        assert found["changes"][0]["by_report"] == []
        after = found["changes"][0]["years"][-1]["after"]
        assert after == (0 if isinstance(change, ControlDropped) else 1)
        assert found["breaks"] == []


def test_the_tables_that_use_it_are_named_with_their_cells_and_whether_they_break(
    system: System, delivered: None
) -> None:
    found = result(system, FieldEnded("11F", "trygdesit"))
    (table,) = found["changes"][0]["tables"]
    assert (table["table"], table["divides"]) == ("91107", True)
    assert found["breaks"] == [
        {"table": "91107", "title": table["title"], "break": "certain"},
    ]
    (used,) = touching.using("11F", "trygdesit")
    assert found["years"][-1]["cells"] == touching.cells(used.table, used.measures, PERIOD.year) > 10_000
    possible = result(system, FieldLabel("11F", "trygdesit", WORDS))
    assert [one["break"] for one in possible["breaks"]] == ["possible"]
    assert result(system, FieldGuidance("11F", "trygdesit", Part.ASKED, WORDS))["breaks"] == []
    assert [one["break"] for one in result(system, TableEnded("91107"))["breaks"]] == ["certain"]


def test_a_record_and_a_cell_count_once_however_many_changes_touch_them(system: System, delivered: None) -> None:
    both = result(system, FieldEnded("11F", "trygdesit"), CodeLabel("trygdesit", "05", WORDS))
    alone = result(system, FieldEnded("11F", "trygdesit"))
    assert both["years"] == alone["years"]
    assert [one["break"] for one in both["breaks"]] == ["certain"]
    assert len(both["changes"]) == 2


def test_what_reads_who_somebody_is_is_counted_by_the_reports(system: System, run_jobs: Jobs) -> None:
    expect(system, EXPECTED)
    sent(system, run_jobs, file(3, {0: {"person_fodselsnr": "15059000100"}}))
    found = result(system, ControlMessage("11F", "K05", WORDS))
    assert found["changes"][0]["by_report"] == [PERIOD.year]
    assert touched(found)[PERIOD.year][:2] == (3, found["changes"][0]["years"][0]["before"])


def test_nothing_is_counted_where_nothing_has_come_and_only_the_desk_may(system: System) -> None:
    assert result(system, FieldEnded("11F", "trygdesit"))["years"] == []
    with pytest.raises(Forbidden):
        tried(system, OLA, (FieldEnded("11F", "trygdesit"),), YEAR)


def test_an_e_form_is_tried_on_the_answers_of_units(system: System) -> None:
    answers = {"aarsverk_243_sosionom": "2,0", "aarsverk_243_hogskole": "3,0", "aarsverk_243_sum": "5,0"}
    content = {"form": "7", "year": str(PERIOD.year), "region": STAVANGER, "answers": answers}
    straight(system, Expected("7", PERIOD, STAVANGER), json.dumps(content).encode())
    found = result(system, FieldEnded("7", "aarsverk_243_sosionom"), FieldEnded("7", "aarsverk_242_sosionom"))
    assert touched(found) == {PERIOD.year: (1, 1, 1)}
    assert "10509" in {one["table"] for one in found["breaks"]}


def test_a_field_behind_what_is_derived_and_what_is_a_ratio_is_found() -> None:
    assert touching.behind("11F", "antall_barn") == {"bu18", "antbu18"}
    assert touching.behind("11F", "vklo") == {"vklo"}
    of_sums = {one.table.id: {each.id for each in one.measures} for one in touching.using("7B", "dogn_barn")}
    assert "dogn_barn" in of_sums["11678"] and "utgift" not in of_sums["11678"]
    ratios = {one.table.id: {each.id for each in one.measures} for one in touching.using("7B", "dogn_sum")}
    assert {"dogn_sum", "utgift_per_dogn", "dogn_per_1000"} <= ratios["11678"]
