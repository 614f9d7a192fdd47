"""The registry against the obvious: persons are put into sets one by one, and every cell and every link is held against them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import prod

import numpy as np
import pytest

from kostra.disclosure.problem import Sums, Whole
from kostra.disclosure.registry import NO_CELL, Axis, Family, Map, Registry, register
from kostra.disclosure.spaces import Answers

ANSWERS = {"alder": 9, "kjonn": 3, "kilde": 4}
UNITS = {
    "0301": [0, 1],
    "030101": [0],
    "030102": [1],
    "1101": [2],
    "1103": [3],
    "4601": [4],
    "F03": [0, 1],
    "F11": [2, 3],
    "F46": [4],
    "G1": [2, 4],
    "G2": [0, 1, 3],
    "EAK": [0, 1, 2, 3, 4],
}
SMALL = ("0301", "030101", "030102", "1101", "1103", "4601")
LARGE = ("F03", "F11", "F46", "G1", "G2", "EAK")


def places() -> Map:
    return Map({code: np.array(units) for code, units in UNITS.items()}, frozenset(SMALL), 5)


def some(*answers: int) -> Answers:
    return frozenset(answers)


SEX = Axis("kjonn", (None, some(0), some(1), some(2)))
BROAD = Axis("alder", (None, some(0, 1, 2), some(3, 4, 5), some(6, 7), some(8)))
NARROW = Axis("alder", (None, some(0), some(1, 2), some(3, 4), some(5), some(6, 7), some(8)))
ACROSS = Axis("alder", (some(2, 3),))
SOURCE = Axis("kilde", (None, some(0), some(1), some(2, 3)))
FAMILIES = {
    "sex by age": Family((*SMALL, *LARGE), (SEX, BROAD)),
    "age, other bands": Family((*SMALL, *LARGE), (NARROW,)),
    "source": Family((*SMALL, *LARGE), (SOURCE,)),
    "all three, where many live": Family(LARGE, (BROAD, SEX, SOURCE)),
    "some of an age": Family((*SMALL, "EAK"), (SEX, ACROSS)),
    "everybody": Family((*SMALL, *LARGE, "nowhere"), ()),
    "nobody can be there": Family(("EAK",), (SEX, Axis("alder", (some(),)))),
}


@pytest.fixture(scope="module")
def registry() -> Registry:
    return register(list(FAMILIES.values()), ANSWERS, places())


def persons(seed: int, many: int = 60) -> tuple[Whole, dict[str, Whole]]:
    """Where each lives, and what they have answered."""
    chance = np.random.Generator(np.random.PCG64(seed))
    return chance.integers(0, 5, many), {name: chance.integers(0, answers, many) for name, answers in ANSWERS.items()}


def counted(registry: Registry, unit: Whole, answer: dict[str, Whole]) -> Whole:
    counts = np.zeros(registry.inner, np.int64)
    for space in registry.spaces:
        place = registry.bloc[unit] if space.coarse else unit
        for question, length in zip(space.questions, space.shape[1:], strict=True):
            place = place * length + space.pieces[question][answer[question]]
        counts[space.first : space.first + prod(space.shape)] += np.bincount(place, minlength=prod(space.shape))
    return counts


def added(sums: Sums, counts: Whole) -> list[int]:
    terms = counts[sums.row] * sums.sign
    return [int(terms[first:last].sum()) for first, last in zip(sums.start[:-1], sums.start[1:], strict=True)]


def inside(axes: Sequence[Axis], at: Sequence[int], answer: dict[str, Whole], who: int) -> bool:
    chosen = [(axis.question, axis.choices[place]) for axis, place in zip(axes, at, strict=True)]
    return all(answers is None or int(answer[question][who]) in answers for question, answers in chosen)


@pytest.mark.parametrize("seed", range(3))
def test_each_cell_is_how_many_are_in_its_set(registry: Registry, seed: int) -> None:
    unit, answer = persons(seed)
    values = added(registry.cells, counted(registry, unit, answer))
    for family, ids in zip(FAMILIES.values(), registry.ids, strict=True):
        every = product(family.regions, product(*(range(len(axis.choices)) for axis in family.axes)))
        for (region, at), id in zip(every, ids, strict=True):
            here = [who for who in range(len(unit)) if unit[who] in UNITS.get(region, ())]
            many = sum(inside(family.axes, at, answer, who) for who in here)
            assert many == (0 if id == NO_CELL else values[id]), (family, region, at)


def test_every_link_is_nothing_whoever_there_is(registry: Registry) -> None:
    assert len(registry.links) > 50
    for seed in range(5):
        assert not any(added(registry.links, counted(registry, *persons(seed))))


def test_a_link_is_not_nothing_when_two_tables_count_differently(registry: Registry) -> None:
    """Each inner cell of a space that shares anything is in some link: no table can go its own way."""
    counts = counted(registry, *persons(0))
    for space in registry.spaces:
        counts[space.first] += 1
        assert any(added(registry.links, counts)), space.questions
        counts[space.first] -= 1


def test_the_same_set_is_one_cell_wherever_it_is_told_of(registry: Registry) -> None:
    by_name = dict(zip(FAMILIES, registry.ids, strict=True))
    everybody = by_name["everybody"][:-1]
    assert len(set(everybody.tolist())) == 12
    assert (by_name["sex by age"].reshape(12, 4, 5)[:, 0, 0] == everybody).all()
    assert (by_name["age, other bands"].reshape(12, 7)[:, 0] == everybody).all()
    oldest = by_name["sex by age"].reshape(12, 4, 5)[:, 0, 3:]
    assert (by_name["age, other bands"].reshape(12, 7)[:, 5:] == oldest).all()
    assert by_name["everybody"][-1] == NO_CELL and set(by_name["nobody can be there"].tolist()) == {NO_CELL}
    assert [list(UNITS)[place] for place in registry.regions[everybody]] == list(UNITS)


def test_what_is_told_of_large_regions_alone_is_by_county_and_group_together(registry: Registry) -> None:
    assert registry.bloc[0] == registry.bloc[1] and len(set(registry.bloc.tolist())) == 4
    (coarse,) = (space for space in registry.spaces if space.coarse)
    assert coarse.questions == ("alder", "kilde", "kjonn") and coarse.shape[0] == 4
    fine = [space for space in registry.spaces if not space.coarse]
    assert fine and all(space.shape[0] == 5 for space in fine)


def test_one_family_alone_has_no_links() -> None:
    alone = register([FAMILIES["sex by age"]], ANSWERS, places())
    assert len(alone.spaces) == 1 and len(alone.links) == 0 and len(alone.cells) == 12 * 20
