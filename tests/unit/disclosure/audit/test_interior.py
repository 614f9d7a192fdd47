"""Which hidden cells cannot leave the least that everybody knows, held against every whole table; and what else would have to be hidden."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from kostra.disclosure.audit.interior import inside
from kostra.disclosure.audit.leaks import for_known
from kostra.disclosure.audit.published import Equations, Published, Truth, Whole, ranges
from kostra.disclosure.audit.rank import follows
from kostra.disclosure.audit.system import tightened, unknown

ROWS, COLUMNS = 2, 3


def two_way(counts: Whole, hidden: Truth) -> Published:
    """A table with its sums; everything hidden is at least 1."""
    whole = np.zeros((ROWS + 1, COLUMNS + 1), np.int64)
    whole[:-1, :-1] = counts
    whole[-1], whole[:, -1] = whole[:-1].sum(axis=0), whole[:, :-1].sum(axis=1)
    whole[-1, -1] = counts.sum()
    cell = np.arange(whole.size).reshape(whole.shape)
    sums = [(int(line[-1]), line[:-1].tolist()) for line in (*cell, *cell.T)]
    known = ~hidden | (whole == 0)
    labels = [f"celle {number}" for number in range(whole.size)]
    return Published(
        known.reshape(-1),
        whole.reshape(-1),
        np.ones(whole.size, np.int64),
        ~known.reshape(-1),
        Equations.of(sums),
        labels,
    )


def known(published: Published) -> Truth:
    """What the audit says that somebody can work out."""
    system = unknown(published, *ranges(published))
    still = follows(system, np.random.Generator(np.random.PCG64(1)))
    stuck = inside(tightened(published, system), lambda _: None).stuck
    found = np.zeros(len(published.known), np.bool_)
    found[system.cell] = still | stuck
    return found


def alone(published: Published) -> Truth:
    """The hidden cells that are the same in every whole table that is published just the same."""
    most = int(published.value.max())
    inner = [row * (COLUMNS + 1) + column for row in range(ROWS) for column in range(COLUMNS)]
    seen: list[set[int]] = [set() for _ in published.known]
    ranges_ = [[int(published.value[at])] if published.known[at] else range(1, most + 1) for at in inner]
    for tried in product(*ranges_):
        counts = np.array(tried).reshape(ROWS, COLUMNS)
        whole = two_way(counts, np.zeros((ROWS + 1, COLUMNS + 1), np.bool_)).value
        fits = (whole == published.value) | (~published.known & (whole >= 1))
        if fits.all():
            for at, value in enumerate(whole.tolist()):
                seen[at].add(value)
    return np.array([len(values) == 1 for values in seen]) & ~published.known


@pytest.mark.parametrize("seed", range(12))
def test_what_is_known_is_what_is_the_same_in_every_table(seed: int) -> None:
    rng = np.random.default_rng(seed)
    published = two_way(rng.integers(0, 4, (ROWS, COLUMNS)), rng.random((ROWS + 1, COLUMNS + 1)) < 0.6)
    assert known(published).tolist() == alone(published).tolist()


def test_ones_that_add_up_to_as_many_as_they_are_are_known() -> None:
    hidden = np.zeros((ROWS + 1, COLUMNS + 1), np.bool_)
    hidden[:2, :2] = True
    published = two_way(np.array([[1, 1, 9], [1, 1, 8]]), hidden)
    assert known(published).sum() == 4


def test_what_gives_them_away_is_hidden_until_they_are_not_known() -> None:
    hidden = np.zeros((ROWS + 1, COLUMNS + 1), np.bool_)
    hidden[:2, :2] = True
    published = two_way(np.array([[1, 1, 9], [1, 1, 8]]), hidden)
    ones = published.asked
    price = np.where(published.known, 1.0 + published.value, np.inf)
    room = (published.value - 1).astype(np.float64)
    for _ in range(6):
        leaks = known(published) & ones
        if not leaks.any():
            break
        more = for_known(published, leaks, room, price, 2)
        assert more.any()
        published = replace(published, known=published.known & ~more, asked=published.asked | more)
    assert not (known(published) & ones).any()


def test_what_may_not_be_hidden_stays() -> None:
    hidden = np.zeros((ROWS + 1, COLUMNS + 1), np.bool_)
    hidden[:2, :2] = True
    published = two_way(np.array([[1, 1, 9], [1, 1, 8]]), hidden)
    price = np.full(len(published.known), np.inf)
    room = (published.value - 1).astype(np.float64)
    assert not for_known(published, known(published), room, price, 3).any()
