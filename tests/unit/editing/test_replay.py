"""Replaying the log: the same however often, undo is the identity, and a new delivery makes stale what it changed."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from kostra.editing.ledger import Cell, added_up
from kostra.editing.replay import Fate, put, replay
from kostra.model.edit import Act, Edit
from unit.editing.frames import OTHER, UNIT, about, change, inndata

BASE = pl.concat([inndata([{}, {}, {}]), inndata([{}, {}], OTHER)])
DELIVERED = frozenset({UNIT, OTHER})
VALUES = {"bidrag": ["0", "12", "-5", None], "bosit": ["1", "6", None], "day": ["2026-02-28", None]}


@st.composite
def logs(draw: st.DrawFn) -> list[Edit]:
    """Changes of any values, of which some are undone, need a colleague, or get one."""
    log: list[Edit] = []
    for _ in range(draw(st.integers(0, 12))):
        number = len(log) + 1
        earlier = [one for one in log if one.act is Act.CHANGED]
        if earlier and draw(st.sampled_from(["about", "change"])) == "about":
            act = draw(st.sampled_from([Act.UNDONE, Act.SECONDED, Act.DECLINED, Act.DROPPED]))
            log.append(about(draw(st.sampled_from(earlier)), act, number))
        else:
            field = draw(st.sampled_from(sorted(VALUES)))
            after = draw(st.sampled_from(VALUES[field]))
            log.append(change(BASE, draw(st.integers(0, len(BASE) - 1)), field, None, after, number))
    return log


def frame(log: list[Edit], base: pl.DataFrame = BASE) -> pl.DataFrame:
    return replay(base, added_up(log), DELIVERED).frame


@given(logs())
def test_replaying_twice_is_replaying_once(log: list[Edit]) -> None:
    once = frame(log)
    assert frame(log, once).equals(once)


@given(logs(), st.sampled_from(sorted(VALUES)), st.integers(0, len(BASE) - 1))
def test_undoing_what_was_done_is_as_if_nothing_was(log: list[Edit], field: str, row: int) -> None:
    for after in VALUES[field]:
        one = change(BASE, row, field, None, after, len(log) + 1)
        assert frame([*log, one, about(one, Act.UNDONE, len(log) + 2)]).equals(frame(log))


@given(logs())
def test_nothing_but_the_edited_values_differs(log: list[Edit]) -> None:
    changed = {(one.record, one.field) for one in log if one.act is Act.CHANGED}
    after = frame(log)
    for name in BASE.columns:
        for record, was, now in zip(BASE["record"], BASE[name], after[name], strict=True):
            assert was == now or (record, name) in changed


def test_the_last_change_counts_and_a_new_value_may_be_blank() -> None:
    first, last = change(BASE, 0, "bidrag", "1000", "5", 1), change(BASE, 0, "bidrag", "5", None, 2)
    assert frame([first])["bidrag"].to_list() == [5, 2000, 3000, 1000, 2000]
    assert frame([first, last])["bidrag"][0] is None


def test_the_same_key_in_another_unit_is_another_record() -> None:
    assert len(set(BASE["record"])) == len(BASE)
    cells: dict[Cell, str | None] = {(OTHER, BASE["record"][0], "bidrag"): "7"}
    assert put(BASE, cells).equals(BASE)


def test_a_new_delivery_makes_stale_what_it_changed() -> None:
    log = [change(BASE, row, "bidrag", None, "77", row + 1) for row in range(3)]
    new = inndata([{"bidrag": 1001}, {"bidrag": 77}], submission="s2")
    found = replay(new, added_up(log), DELIVERED)
    assert [(one.edit.id, one.fate, one.now) for one in found.stale] == [
        ("e1", Fate.RECORD_CHANGED, "1001"),
        ("e2", Fate.ANSWERED, "77"),
        ("e3", Fate.RECORD_GONE, None),
    ]
    assert found.frame.equals(new) and found.applied == ()


def test_an_unchanged_record_keeps_its_edits_wherever_it_now_stands() -> None:
    """Also with other lines before it: a key is no line number."""
    log = [change(BASE, 1, "bidrag", "2000", "77", 1)]
    moved = inndata(
        [
            {"journal": "J9", "who_pseudonym": b"p9"},
            {"journal": "J1", "who_pseudonym": b"p1", "bidrag": 1000},
            {"journal": "J2", "who_pseudonym": b"p2", "bidrag": 2000},
        ],
        submission="s2",
    )
    assert replay(moved, added_up(log), DELIVERED).frame["bidrag"].to_list() == [1000, 1000, 77]


def test_what_was_carried_over_holds_for_the_record_as_it_now_is() -> None:
    one = change(BASE, 0, "bidrag", "1000", "77", 1)
    new = inndata([{"bidrag": 1001}], submission="s2")
    log = [one, about(one, Act.CARRIED, 2, digest=new["digest"][0])]
    assert frame(log, new)["bidrag"].to_list() == [77]
    assert frame(log, BASE)["bidrag"][0] == 1000


def test_of_a_unit_that_nothing_stands_for_nothing_is_decided() -> None:
    log = [change(BASE, 0, "bidrag", "1000", "77", 1)]
    found = replay(BASE.clear(), added_up(log), frozenset())
    assert found.stale == () and found.applied == ()


def test_a_change_that_waits_is_not_in_the_data() -> None:
    one = replace(change(BASE, 0, "bidrag", "1000", "77", 1), needs_second=True)
    assert frame([one]).equals(BASE) and set(added_up([one]).waiting) == {"e1"}
    seconded = [one, about(one, Act.SECONDED, 2)]
    assert frame(seconded)["bidrag"][0] == 77 and not added_up(seconded).waiting


def test_a_value_that_the_column_no_longer_can_hold_is_stale_and_keeps_nothing_else_back() -> None:
    other = change(BASE, 1, "bidrag", None, "12", 4)
    for number, text in enumerate(("mye", str(1 << 63), "1.5"), start=1):
        wrong = change(BASE, 0, "bidrag", "1000", text, number)
        found = replay(BASE, added_up([wrong, other]), DELIVERED)
        assert [one.edit for one in found.stale] == [wrong] and found.applied == (other,)
        assert found.frame["bidrag"].to_list()[:2] == [1000, 12]
