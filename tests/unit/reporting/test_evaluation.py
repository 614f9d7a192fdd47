"""Hits are what was mended and what is left, whatever was delivered in between; what was asked and answered is counted line by line."""

from __future__ import annotations

import random
from fractions import Fraction

from kostra.model.finding import Severity
from kostra.reporting.evaluation import Case, Checked, Line, Rule, evaluate, seen, whole

K22, K39 = Rule("K22", Severity.WARNING), Rule("K39", Severity.ERROR)


def case(unit: str, *counts: int, records: int = 100, control: str = "K22") -> Case:
    return Case(unit, tuple(Checked(records, {control: count} if count else {}) for count in counts))


def test_hits_are_the_first_ones_and_those_that_are_new_since() -> None:
    (one, none) = evaluate([K39, K22], [case("1103", 5, 2, 3), case("4601", 0, 0)], [])
    assert (one.control, one.hits, one.corrected, one.open) == ("K22", 6, 3, 3)
    assert (one.units, one.deliveries, one.records) == (1, 5, 200)
    assert (none.control, none.hits, none.units, none.records) == ("K39", 0, 0, 200)
    assert (none.corrected_rate, none.confirmed_rate) == (None, None)


def test_whatever_comes_and_goes_hits_are_mended_and_left() -> None:
    chance = random.Random(22)
    for _ in range(200):
        counts = [chance.randrange(9) for _ in range(chance.randrange(1, 7))]
        hits, mended = case("1103", *counts).moves("K22")
        assert hits - mended == counts[-1] and hits >= max(counts) and mended >= 0


def test_what_was_found_right_or_closed_is_not_open() -> None:
    lines = [
        Line("K22", answered=True, accepted=True),
        Line("K22", answered=True, accepted=True),
        Line("K22", answered=True),
        Line("K22", treated=True),
        Line("K39", answered=True),
    ]
    one = evaluate([K22], [case("1103", 10, 6)], lines)[0]
    assert (one.corrected, one.confirmed, one.treated, one.open) == (4, 2, 1, 3)
    assert (one.asked, one.answered) == (4, 3), "a line about another control is not this one's"
    assert (one.corrected_rate, one.confirmed_rate) == (Fraction(2, 3), Fraction(1, 3))
    assert one.hit_rate == Fraction(1, 10)


def test_records_are_those_of_the_largest_file() -> None:
    grown = Case("1103", (Checked(10, {}), Checked(250, {"K22": 1}), Checked(0, {})))
    one = evaluate([K22], [grown], [])[0]
    assert one.records == 250 and one.hit_rate == Fraction(1, 250) and (one.hits, one.corrected) == (1, 1)


def test_nothing_delivered_is_no_rate_at_all() -> None:
    one = evaluate([K22], [], [])[0]
    assert (one.hit_rate, one.records, one.deliveries) == (None, 0, 0)


def test_one_control_of_several_fields_is_told_once() -> None:
    assert [one.control for one in evaluate([K22, Rule("K22", Severity.ERROR)], [], [])] == ["K22"]


def test_the_whole_is_the_sum_of_the_controls() -> None:
    cases = [case("1103", 5, 2), case("4601", 3, control="K39"), case("4601", 1)]
    each = evaluate([K22, K39], cases, [Line("K39", answered=True, accepted=True)])
    told = whole(cases, each)
    assert (told.units, told.deliveries, told.again, told.records) == (2, 4, 1, 300)
    assert (told.hits, told.corrected, told.confirmed, told.asked, told.answered) == (9, 3, 1, 1, 1)
    assert list(seen(cases)) == ["K22", "K39"]
