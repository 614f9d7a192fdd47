"""Amounts that are put together from others, as one problem."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kostra.app.disclosure.together import Fields, families, joined
from kostra.disclosure.problem import Problem, Status, Sums, Whole, values
from kostra.disclosure.protecting import selected

GRANT, LOAN = ("grant",), ("loan",)
BOTH = (*GRANT, *LOAN)
GOT = {"grant": [50, 60, 70], "loan": [0, 8, 9]}
"""By municipality: nobody in the first has borrowed."""
PARTS = ([0], [1], [2], [0, 1, 2])
"""Three municipalities and their county."""


def problem() -> Problem:
    rows = np.concatenate([np.array(one) for one in PARTS]).astype(np.int32)
    start = np.concatenate([[0], np.cumsum([len(one) for one in PARTS])])
    nothing = np.zeros(len(PARTS), np.bool_)
    return Problem(
        counts=np.ones(3, np.int64),
        cells=Sums(start, rows, np.ones(len(rows), np.int8)),
        links=Sums(np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int8)),
        primary=nothing,
        forced=nothing,
        hidden=nothing,
        weight=np.zeros(len(PARTS), np.int64),
        stable=nothing,
        zeros_shown=~nothing,
    )


def got(fields: Fields) -> Whole:
    found: Whole = np.array([GOT[one] for one in fields], np.int64).sum(axis=0)
    return found


def hidden_with(*primary: tuple[Fields, int]) -> set[tuple[Fields, int]]:
    family = [GRANT, LOAN, BOTH]
    found = joined(problem(), family, got)
    asked = np.zeros(len(found.primary), np.bool_)
    for amount, cell in primary:
        asked[family.index(amount) * len(PARTS) + cell] = True
    pattern = selected(replace(found, primary=asked))
    cells = np.flatnonzero(pattern.status != Status.SAFE).tolist()
    return {(family[cell // len(PARTS)], cell % len(PARTS)) for cell in cells}


def test_each_amount_has_its_own_cells_and_they_add_up() -> None:
    found = values(joined(problem(), [GRANT, LOAN, BOTH], got))
    assert found.tolist() == [50, 60, 70, 180, 0, 8, 9, 17, 50, 68, 79, 197]


def test_fields_that_are_always_together_are_one_part() -> None:
    found = joined(problem(), [BOTH], got)
    assert len(found.counts) == 3
    assert values(found).tolist() == [50, 68, 79, 197]


def test_one_that_is_hidden_takes_another_of_the_same_persons_with_it() -> None:
    hidden = hidden_with((LOAN, 1))
    others = hidden - {(LOAN, 1)}
    # Of the sum and its parts two are hidden or none, and of the municipalities that have any, and their county, too.
    assert {cell for amount, cell in others if amount == LOAN} & {2, 3}
    assert (GRANT, 1) in hidden or (BOTH, 1) in hidden


def test_where_nobody_got_a_part_the_other_is_the_whole() -> None:
    assert {(GRANT, 0), (BOTH, 0)} <= hidden_with((GRANT, 0))


def test_those_that_share_a_field_are_one_family() -> None:
    found = families([("a",), ("b",), ("c",), ("a", "b")])
    assert sorted(sorted(one) for one in found) == [[("a",), ("a", "b"), ("b",)], [("c",)]]
