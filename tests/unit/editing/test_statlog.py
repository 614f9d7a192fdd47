"""The log as statlog: what changed data, by whom and why, in the order of the log."""

from __future__ import annotations

from dataclasses import replace

from kostra.editing.statlog import rows
from kostra.model.edit import Act, Reason
from unit.editing.frames import UNIT, about, change, inndata

FRAME = inndata([{}, {}])
FIRST = replace(change(FRAME, 0, "bidrag", "1000", "5", 1), comment="Sett feil", answers="K36", reason=Reason.OWNER)


def test_a_change_and_its_undoing() -> None:
    made, undone = rows([FIRST, about(FIRST, Act.UNDONE, 2)])
    record = FRAME["record"][0]
    assert (made["change_event"], made["change_event_reason"], made["changed_by"]) == ("M", "OWNER", "desk")
    assert made["data_period"] == "2026" and made["change_datetime"] == "2027-01-20T12:00:01+00:00"
    assert made["change_details"] == {
        "detail_type": "unit",
        "unit_id": [
            {"unit_id_variable": "unit", "unit_id_value": UNIT},
            {"unit_id_variable": "record", "unit_id_value": record},
        ],
        "old_value": [{"variable_name": "bidrag", "value": "1000"}],
        "new_value": [{"variable_name": "bidrag", "value": "5"}],
    }
    assert made["kostra"] == {"number": 1, "id": "e1", "act": "changed", "answers": "K36"}
    assert undone["change_details"]["new_value"] == [{"variable_name": "bidrag", "value": "1000"}]
    assert undone["kostra"]["reverses"] == "e1"


def test_what_waits_stands_when_it_is_seconded_and_under_whoever_made_it() -> None:
    large = replace(FIRST, needs_second=True)
    assert list(rows([large])) == []
    assert list(rows([large, about(large, Act.DECLINED, 2)])) == []
    assert list(rows([large, about(large, Act.UNDONE, 2)])) == []
    (made,) = rows([large, about(large, Act.SECONDED, 2)])
    assert (made["changed_by"], made["change_event"], made["kostra"]["about"]) == ("desk", "M", "e1")


def test_judgements_and_rules() -> None:
    approved = replace(FIRST, act=Act.APPROVED, field=None, before=None, after=None)
    automatic = replace(FIRST, automatic=True, rule="r1 bidrag: divided 1000; bidrag > 5")
    told = list(rows([approved, replace(approved, act=Act.NOT_REVIEWED), automatic]))
    assert [one["change_event"] for one in told] == ["MNC", "NOT", "A"]
    assert told[2]["changed_by"] == automatic.rule and "old_value" not in told[0]["change_details"]
