"""Buckets of tokens: so many at once, so many a second, each key for itself, and never without end in memory."""

from __future__ import annotations

import pytest

from kostra.web.rates import Buckets, Rate, TooMany

RATE = Rate(2, 5)


class Watch:
    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        return self.time


def taken(buckets: Buckets, key: str, rate: Rate = RATE) -> int:
    """How many can be taken now."""
    count = 0
    try:
        while count < 1000:
            buckets.take(key, rate)
            count += 1
    except TooMany:
        pass
    return count


def test_a_burst_is_let_through_and_then_no_more_than_the_rate() -> None:
    watch = Watch()
    buckets = Buckets(watch)
    assert taken(buckets, "a") == 5
    for seconds, more in ((0.4, 0), (0.2, 1), (1.0, 2), (100.0, 5)):
        watch.time += seconds
        assert taken(buckets, "a") == more


def test_one_who_asks_too_often_is_told_how_long_to_wait_and_then_it_works() -> None:
    watch = Watch()
    buckets, slow = Buckets(watch), Rate(0.1, 1)
    buckets.take("a", slow)
    with pytest.raises(TooMany) as refused:
        buckets.take("a", slow)
    assert refused.value.wait == 11
    watch.time += refused.value.wait
    buckets.take("a", slow)


def test_one_does_not_use_up_what_is_anothers_nor_of_another_kind() -> None:
    buckets = Buckets(Watch())
    assert taken(buckets, "a") == taken(buckets, "b") == taken(buckets, "a", Rate(1, 5)) == 5


def test_keys_without_end_do_not_fill_the_memory() -> None:
    watch = Watch()
    buckets = Buckets(watch, most=100)
    for number in range(1000):
        buckets.take(f"key {number}", RATE)
    assert len(buckets._buckets) <= 100
    watch.time += 100
    buckets.take("one more", RATE)
    assert len(buckets._buckets) <= 100


def test_one_who_is_refused_is_not_forgotten_when_there_are_full_ones_to_forget() -> None:
    watch = Watch()
    buckets = Buckets(watch, most=10)
    for number in range(9):
        buckets.take(f"key {number}", RATE)
    watch.time += 60
    assert taken(buckets, "greedy") == 5
    buckets.take("one more", RATE)
    assert taken(buckets, "greedy") == 0
