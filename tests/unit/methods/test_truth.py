"""What is not known stays not known, unless the other side settles it: the tables of Kleene, for every pair."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from kostra.methods.truth import Truth, all_of, any_of

STATES = (True, False, None)
PAIRS = list(product(STATES, STATES))


def truth(*states: bool | None) -> Truth:
    value = np.array([state is True for state in states])
    return Truth(value, None if None not in states else np.array([state is not None for state in states]))


def states(found: Truth) -> list[bool | None]:
    assert not (found.value & found.false).any()
    unknown = found.unknown
    return [None if unknown[at] else bool(found.value[at]) for at in range(len(found.value))]


def and_(left: bool | None, right: bool | None) -> bool | None:
    return False if False in (left, right) else None if None in (left, right) else True


def or_(left: bool | None, right: bool | None) -> bool | None:
    return True if True in (left, right) else None if None in (left, right) else False


def not_(one: bool | None) -> bool | None:
    return None if one is None else not one


LEFT, RIGHT = truth(*(left for left, _ in PAIRS)), truth(*(right for _, right in PAIRS))


def test_and_or_not() -> None:
    assert states(LEFT & RIGHT) == [and_(left, right) for left, right in PAIRS]
    assert states(LEFT | RIGHT) == [or_(left, right) for left, right in PAIRS]
    assert states(~LEFT) == [not_(left) for left, _ in PAIRS]


def test_what_is_wholly_known_stays_so() -> None:
    known = [pair for pair in PAIRS if None not in pair]
    left, right = truth(*(left for left, _ in known)), truth(*(right for _, right in known))
    for found, table in ((left & right, and_), (left | right, or_)):
        assert found.known is None
        assert states(found) == [table(one, other) for one, other in known]


def test_one_side_known_and_the_other_not() -> None:
    left, right = truth(True, False, True, False), truth(None, None, True, False)
    assert states(left & right) == states(right & left) == [None, False, True, False]
    assert states(left | right) == states(right | left) == [True, None, True, False]


def test_de_morgan_and_double_negation() -> None:
    assert states(~(LEFT & RIGHT)) == states(~LEFT | ~RIGHT)
    assert states(~(LEFT | RIGHT)) == states(~LEFT & ~RIGHT)
    assert states(~~LEFT) == states(LEFT)


def test_any_and_all_are_repeated_or_and_and() -> None:
    assert states(any_of(LEFT, RIGHT, LEFT)) == states(LEFT | RIGHT)
    assert states(all_of(LEFT, RIGHT, LEFT)) == states(LEFT & RIGHT)


def test_to_be_sure_and_to_give_the_benefit_of_the_doubt() -> None:
    one = truth(*STATES)
    assert states(one.sure()) == [True, False, False]
    assert states(one.unless_known_false()) == [True, False, True]


def test_a_value_that_is_not_known_is_never_true() -> None:
    found = Truth(np.array([True, True]), np.array([True, False]))
    assert found.value.tolist() == [True, False]


def test_truth_of_many_is_not_one_truth() -> None:
    with pytest.raises(TypeError, match="use &"):
        bool(LEFT)
