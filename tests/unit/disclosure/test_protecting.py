from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from kostra.disclosure.columns import columns
from kostra.disclosure.moving import ungrown
from kostra.disclosure.problem import Problem, Status, values
from kostra.disclosure.protecting import protect
from kostra.disclosure.selecting import select
from unit.disclosure.tiny import crossed, determined, problem, with_limit

# Three municipalities in two counties and two other groups that overlap.
REGIONS = [[0], [1], [2], [0, 1], [2], [0], [1, 2], [0, 1, 2]]
TWO, THREE = [[0], [1], [0, 1]], [[0], [1], [2], [0, 1, 2]]
MANY = 25


def tables(seed: int) -> Iterator[Problem]:
    dice = np.random.Generator(np.random.PCG64(seed))
    for _ in range(MANY):
        counts = np.where(dice.random(6) < 0.6, dice.integers(0, 4, 6), dice.integers(2, 7, 6))
        yield problem(counts.tolist(), crossed(REGIONS, TWO, 2))


def nothing_told(made: Problem, most: int = 7) -> None:
    pattern = protect(made)
    told = determined(made, pattern, most)
    hidden = pattern.status != Status.SAFE
    assert not pattern.exposed.any()
    assert not (told & hidden).any()
    assert ((pattern.status == Status.PRIMARY) == made.primary).all()
    assert ((pattern.because >= 0) == (pattern.status == Status.SECONDARY)).all()
    assert made.primary[pattern.because[pattern.because >= 0]].all()


def test_no_other_table_is_missing_with_zeros_shown() -> None:
    for made in tables(1):
        nothing_told(made)


def test_no_other_table_is_missing_with_zeros_protected() -> None:
    for made in tables(2):
        nothing_told(with_limit(made, 3, zeros_shown=False))


def test_linked_tables_do_not_tell_on_each_other() -> None:
    dice = np.random.Generator(np.random.PCG64(3))
    regions = [[0], [1], [0, 1]]
    for _ in range(MANY):
        one = dice.integers(0, 5, (2, 2))
        other = np.array([[dice.integers(0, each + 1), 0] for each in one.sum(1)])
        other[:, 1] = one.sum(1) - other[:, 0]
        links = [{2 * r: 1, 2 * r + 1: 1, 4 + 2 * r: -1, 5 + 2 * r: -1} for r in range(2)]
        columns = crossed(regions, TWO, 2) + crossed(regions, [[0], [1]], 2, at=4)
        nothing_told(problem([*one.ravel().tolist(), *other.ravel().tolist()], columns, links), most=9)


def test_what_is_forced_is_shown_and_what_it_gives_away_is_told() -> None:
    for seed, made in enumerate(tables(4)):
        dice = np.random.Generator(np.random.PCG64(seed))
        forced = (dice.random(len(made.primary)) < 0.3) & ~made.primary
        pattern = protect(replace(made, forced=forced))
        told = determined(made, pattern, 7)
        assert (pattern.status[forced] == Status.SAFE).all()
        assert not (told & made.primary & ~pattern.exposed).any()
        assert told[pattern.exposed].all()


def test_a_primary_that_is_forced_out_is_exposed() -> None:
    made = problem([2, 9], crossed([[0]], TWO, 2))
    pattern = protect(replace(made, forced=made.primary))
    assert pattern.exposed.tolist() == made.primary.tolist()
    assert (pattern.status == Status.SAFE).all()


def test_the_larger_is_shown() -> None:
    made = problem([2, 50, 9], crossed([[0]], THREE, 3))
    assert protect(made).status.tolist() == [Status.PRIMARY, Status.SAFE, Status.SECONDARY, Status.SAFE]
    assert protect(made).because.tolist() == [-1, -1, 0, -1]


def test_weight_goes_before_size() -> None:
    made = problem([2, 50, 9], crossed([[0]], THREE, 3))
    pattern = protect(replace(made, weight=np.array([0, 0, 1, 2])))
    assert pattern.status.tolist() == [Status.PRIMARY, Status.SECONDARY, Status.SAFE, Status.SAFE]


def test_what_was_shown_the_year_before_wins_a_tie() -> None:
    made = problem([2, 9, 9], crossed([[0]], THREE, 3))
    assert protect(made).status[1:3].tolist() == [Status.SAFE, Status.SECONDARY]
    pattern = protect(replace(made, stable=np.array([False, False, True, False])))
    assert pattern.status[1:3].tolist() == [Status.SECONDARY, Status.SAFE]


def test_a_hidden_cell_is_not_shown() -> None:
    made = problem([5, 50, 9], crossed([[0]], THREE, 3))
    pattern = protect(replace(made, hidden=np.array([True, False, False, False])))
    assert (pattern.status != Status.SAFE).tolist() == [True, False, False, False]


def test_a_sum_of_ones_is_not_shown() -> None:
    made = problem([1, 1, 1, 1], crossed([[0], [1], [0, 1]], TWO, 2))
    pattern = protect(made)
    assert values(made)[-1] == 4
    assert pattern.status[-1] == Status.SECONDARY


def test_where_nothing_is_primary_all_is_shown() -> None:
    made = problem([5, 6, 7, 8, 9, 10], crossed(REGIONS, TWO, 2))
    assert (protect(made).status == Status.SAFE).all()


def test_a_region_that_is_its_own_county_and_group() -> None:
    made = problem([2, 30, 40, 3, 50, 60], crossed([[0], [0], [0], [1], [0, 1]], THREE, 3))
    status = protect(made).status.reshape(5, 4)
    assert (status[0] == status[1]).all()
    assert (status[0] == status[2]).all()
    nothing_told(problem([2, 5, 4, 3], crossed([[0], [0], [1], [0, 1]], TWO, 2)))


def test_the_same_problem_gives_the_same_pattern() -> None:
    for made in tables(5):
        one, other = protect(made), protect(made)
        assert one.status.tobytes() == other.status.tobytes()
        assert one.because.tobytes() == other.because.tobytes()


def test_large_counts() -> None:
    made = problem([2, 10**15, 3 * 10**15, 10**15, 4, 7 * 10**14], crossed(REGIONS, TWO, 2))
    pattern = protect(made)
    assert not pattern.exposed.any()
    assert pattern.status[values(made) == values(made).max()].tolist() == [Status.SAFE]


@pytest.mark.parametrize("rows", [0, 3])
def test_nothing_to_publish(rows: int) -> None:
    assert len(protect(problem([1] * rows, [])).status) == 0


def larger() -> Problem:
    """Forty regions in five counties and seven groups: too large to try every table."""
    dice = np.random.Generator(np.random.PCG64(6))
    county, group = dice.integers(0, 5, 40), dice.integers(0, 7, 40)
    members = [np.flatnonzero(of == each).tolist() for of in (county, group) for each in range(of.max() + 1)]
    regions = [*([each] for each in range(40)), *members, list(range(40))]
    categories = [[each] for each in range(9)] + [[0, 1, 2], [3, 4, 5], [6, 7, 8], [0, 3, 6], [1, 4, 7], [2, 5, 8]]
    return problem(dice.poisson(dice.gamma(1, 4, 360)).tolist(), crossed(regions, categories, 9))


def test_a_larger_table_can_grow_wherever_it_stands_at_its_bound() -> None:
    made = larger()
    said: list[str] = []
    pattern = protect(made, said.append)
    assert len(said) == 2
    assert not pattern.exposed.any()
    assert not pattern.repaired.any()
    reduced = columns(made)
    found = select(made, reduced)
    assert found.bounds.any()
    value, fixed = values(made), pattern.status == Status.SAFE
    tight = ~fixed & (value == 1)
    assert tight.any()
    assert not ungrown(found.growth, reduced.sums, fixed, tight).any()
    assert (ungrown(0 * found.growth, reduced.sums, fixed, tight) == tight).all()
    fixed[np.flatnonzero(tight)[0]] = True
    assert (ungrown(found.growth, reduced.sums, fixed, tight) == tight).all()


def test_what_only_whole_numbers_give_away_is_repaired() -> None:
    """With the third cell shown, the last inner cell is between two and a half and three: only the repair sees that it is three."""
    made = problem([3, 1, 1, 3], [{0: 1, 3: 1}, {1: 1}, {1: 1, 3: 1}, {0: 1}, {0: 1, 1: 1, 2: 1}])
    pattern = protect(made)
    assert pattern.status.tolist() == [0, 1, 2, 1, 0]
    assert pattern.repaired.tolist() == [False, False, True, False, False]
    assert pattern.because[2] == 1
    nothing_told(made)


def test_any_sums_at_all() -> None:
    for seed in range(MANY):
        dice = np.random.Generator(np.random.PCG64(seed))
        cells = [{int(row): 1 for row in np.flatnonzero(dice.random(5) < 0.5)} or {0: 1} for _ in range(6)]
        nothing_told(with_limit(problem(dice.integers(0, 6, 5).tolist(), cells), 4, zeros_shown=bool(seed % 2)))


def test_what_an_audit_doubts_is_protected_as_well() -> None:
    made = larger()
    before = protect(made)
    hidden = np.flatnonzero(before.status != Status.SAFE)
    doubted = np.zeros(len(before.status), np.bool_)
    doubted[hidden[::40]] = True
    said: list[str] = []
    after = protect(made, said.append, doubted)
    assert said != []
    assert not after.exposed.any()
    assert (after.status[hidden] == before.status[hidden]).all()
    assert ((after.status != before.status) == after.repaired).all()
    told: list[str] = []
    protect(made, told.append)
    assert told[-1] != said[-1]
