"""The table of findings: the same from many batches as from one, counted in full, and bounded when asked."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from kostra.controls.findings import Table, duplicates
from kostra.controls.kernel import Hits, Keys, Outcome, Shown, Tally, Whose


def keys(parts: list[list[int | None]]) -> list[Keys]:
    """Batches of keys; None is a record that is not among those compared. The file has a blank line after each batch."""
    made, line = [], 1
    for part in parts:
        lines = np.arange(line, line + len(part), dtype=np.int64)
        whose = Whose(
            lines,
            np.array([b"J%d" % at for at in lines], dtype="S8"),
            np.array([b"S%d" % at for at in lines], dtype="S9"),
        )
        among = np.array([key is not None for key in part], dtype=np.bool_)
        rows = None if among.all() else np.flatnonzero(among).astype(np.int32)
        made.append(
            Keys(7, "journalnr", np.array([key for key in part if key is not None], dtype=np.int64), whose, rows)
        )
        line += len(part) + 1
    return made


def told_one_by_one(parts: list[list[int | None]]) -> list[tuple[int, int, int]]:
    """For each record that shares its key: its line, the first other line with that key, and how many share it."""
    records, line = [], 1
    for part in parts:
        for key in part:
            records.append((line, key))
            line += 1
        line += 1
    counts = Counter(key for _, key in records if key is not None)
    return [
        (line, next(other for other, theirs in records if theirs == key and other != line), counts[key])
        for line, key in records
        if key is not None and counts[key] > 1
    ]


@given(
    some.lists(
        some.lists(some.none() | some.integers(-3, 6) | some.integers(-(2**63), 2**63 - 1), max_size=12),
        min_size=1,
        max_size=5,
    )
)
def test_duplicates_are_those_that_one_finds_record_by_record(parts: list[list[int | None]]) -> None:
    told: list[tuple[int, int, int]] = []
    for found in duplicates(keys(parts)):
        other, count = found.shown
        told += zip(found.lines.tolist(), other.values.tolist(), count.values.tolist(), strict=True)
        assert found.journal.tolist() == [b"J%d" % line for line in found.lines]
        assert found.caseworker.tolist() == [b"S%d" % line for line in found.lines]
        assert (found.control, found.at, other.field, count.field) == (7, "journalnr", "linje", "antall")
    assert told == told_one_by_one(parts)


def test_eight_thousand_records_with_one_key_give_a_row_each_and_no_more() -> None:
    found = duplicates(keys([[5] * 4000, [5] * 4000]))
    other, count = (np.concatenate([hits.shown[place].values for hits in found]) for place in (0, 1))
    assert other.nbytes + count.nbytes == 8000 * 16
    assert set(count.tolist()) == {8000}
    assert other[0] == 2 and set(other[1:].tolist()) == {1}


def hits(*lines: int, control: int = 3) -> Hits:
    column = np.array([b"%d" % line for line in lines], dtype="S8")
    return Hits(control, np.array(lines, dtype=np.int64), "felt", column, column, (Shown("felt", column),))


def outcome(*found: Hits, records: int = 10) -> Outcome:
    return Outcome(records, found, (), {one.control: Tally(records, len(one.lines), 1) for one in found})


def test_counts_and_tallies_are_of_all_batches() -> None:
    table = Table()
    table.add(outcome(hits(1, 2), hits(2, control=5)))
    table.add(outcome(hits(11)))
    assert (table.records, table.total, table.counts) == (20, 4, {3: 3, 5: 1})
    assert table.tallies == {3: Tally(20, 3, 2), 5: Tally(10, 1, 1)}
    assert [line for part in table.of(3) for line in part.lines] == [1, 2, 11]
    assert [*table.of(99)] == []


@pytest.mark.parametrize("keep", [0, 1, 2, 3, 99])
def test_only_so_many_of_each_control_are_kept_and_all_are_counted(keep: int) -> None:
    table = Table(keep)
    table.add(outcome(hits(1, 2), hits(1, 2, 3, 4, control=5)))
    table.add(outcome(hits(11)))
    assert table.counts == {3: 3, 5: 4}
    assert [line for part in table.of(3) for line in part.lines] == [1, 2, 11][:keep]
    assert [line for part in table.of(5) for line in part.lines] == [1, 2, 3, 4][:keep]
    for part in table.of(3):
        assert len(part.lines) == len(part.journal) == len(part.caseworker) == len(part.shown[0].values)


def test_duplicates_are_told_when_the_file_is_settled() -> None:
    table = Table()
    for part in keys([[1, 2, None], [2, 3]]):
        table.add(Outcome(3, (), (part,), {}))
    assert table.total == 0
    table.settle()
    assert table.counts == {7: 2}
    assert table.tallies[7] == Tally(4, 2, 0)
    table.settle()
    assert table.counts == {7: 2}, "what is settled is settled once"


def test_a_file_without_duplicates_has_no_row_and_a_tally() -> None:
    table = Table()
    table.add(Outcome(2, (), tuple(keys([[1, 2]])), {}))
    table.settle()
    assert (table.counts, table.tallies[7]) == ({}, Tally(2, 0, 0))
