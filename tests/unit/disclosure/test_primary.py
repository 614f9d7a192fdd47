"""The primary rules, on figures small enough to see, and what they must be told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kostra.disclosure.asking import Earlier, Summed, ask, no_lists, problem
from kostra.disclosure.crossing import cross
from kostra.disclosure.layout import Table, dimension
from kostra.disclosure.primary import alike, concentrated, frequency, guessed, part, revised
from kostra.disclosure.rules import Applied, applied, from_text
from kostra.model.errors import Refused

AGE, MUN = dimension("age", ["1", "2"]), dimension("mun", ["a", "b"])


def whole(*numbers: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(numbers, np.int64)


def test_too_few_with_zeros_shown_and_protected() -> None:
    counts = whole(0, 1, 3, 4, 50)
    assert frequency(counts, 4, True).tolist() == [False, True, True, False, False]
    assert frequency(counts, 4, False).tolist() == [True, True, True, False, False]


def test_the_largest_have_more_than_k_per_cent() -> None:
    largest = np.array([[80, 5], [50, 30], [0, 0]])
    assert concentrated(whole(100, 100, 0), largest, 2, 80).tolist() == [True, False, False]


def test_a_coalition_knows_its_own() -> None:
    # 100 in all, 60 + 30 + 6 known: the second is 10 from the first, that is 17 %; the second and third together 4, that is 7 %.
    largest = np.array([[60, 30, 6]])
    assert guessed(whole(100), largest, 10, 1).tolist() == [False]
    assert guessed(whole(100), largest, 10, 2).tolist() == [True]
    assert guessed(whole(100), largest, 17, 1).tolist() == [True]


def test_all_of_a_group_in_one_category() -> None:
    assert alike(whole(9, 5, 0), whole(9, 9, 0)).tolist() == [True, False, False]


def test_a_rate_needs_its_numerator_its_denominator_and_the_rest() -> None:
    assert part(whole(2, 98, 50, 0), whole(100, 100, 100, 100), 4, True).tolist() == [True, True, False, False]


def test_a_small_change_of_what_is_out_is_a_small_group() -> None:
    out = np.array([True, True, True, False])
    assert revised(whole(12, 10, 20, 12), whole(10, 10, 10, 10), out, 4).tolist() == [True, False, False, False]


def summed(zeros_shown: bool = True) -> Summed:
    counts = whole(9, 0, 20, 30).reshape(2, 2)
    further = {
        "sum": whole(100, 0, 100, 100).reshape(2, 2),
        "one": whole(60, 0, 40, 9).reshape(2, 2),
        "two": whole(30, 0, 5, 8).reshape(2, 2),
        "sick": whole(5, 0, 18, 10).reshape(2, 2),
    }
    return Summed(Table("t", (MUN, AGE), counts, further), 4, zeros_shown)


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        # By a, b and the total of municipalities, and 1, 2 and the total of ages. The two largest of a sum are those of its parts.
        ("nk:amount=sum,largest=one+two,n=2,k=50", [True, False, True, False, False, False, False, False, False]),
        ("nk:amount=sum,largest=one+two,n=1,k=29", [True, False, True, True, False, False, True, False, False]),
        (
            "p:amount=sum,largest=one+two,p=20,coalition=1",
            [True, False, True, False, False, False, False, False, False],
        ),
        ("part:numerator=sick", [False, False, False, True, False, False, False, False, False]),
    ],
)
def test_a_rule_by_its_name(rule: str, found: list[bool]) -> None:
    assert (
        ask(summed(), [from_text(rule, ("mun", "age"), "--rules")], no_lists(summed().table)).primary.tolist() == found
    )


def test_everybody_of_a_group_in_one_category_is_asked_with_zeros_protected() -> None:
    rule = from_text("group:dimension=age", ("mun", "age"), "--rules")
    primary = ask(summed(False), [rule], no_lists(summed().table)).primary.reshape(3, 3)
    assert primary.tolist() == [[True, True, False], [False, False, False], [False, False, False]]
    with pytest.raises(Refused, match="krever at nuller er beskyttet"):
        ask(summed(), [rule], no_lists(summed().table))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("rare", "--rules: «rare» er ingen regel. Velg mellom nk, p, group, part"),
        ("nk:amount=sum,largest=one,n=1", "regelen nk mangler k, som er et helt tall over 0"),
        ("part:numerator=sick,limit=3", "regelen part kjenner ikke «limit». Den skal ha numerator"),
        ("group:dimension=sex", "dimension er «sex», men skal være en av dimensjonene"),
        ("nk:amount=sum,largest=one,n=0,k=85", "n er «0», men skal være et helt tall over 0"),
        ("nk:amount=sum,largest=one,n=2,k=85", "de 2 største bidragene, men largest har bare 1: one"),
    ],
)
def test_a_rule_that_is_told_wrong_is_refused(text: str, says: str) -> None:
    with pytest.raises(Refused) as refused:
        ask(summed(), [from_text(text, ("mun", "age"), "--rules")], no_lists(summed().table))
    assert says in refused.value.message


def test_a_rule_in_a_file_says_the_same_as_on_the_command_line() -> None:
    told = applied("nk", {"amount": "sum", "largest": ["one", "two"], "n": 2, "k": 50}, (), "spec")
    assert told == from_text("nk:amount=sum,largest=one+two,n=2,k=50", (), "--rules")
    assert isinstance(told, Applied)
    assert told.columns == ("sum", "one", "two")


def test_provisional_made_final() -> None:
    """By cell: the same and out; changed by 2 and out; changed by much and out; kept back, and now nobody."""
    table = Table("t", (dimension("d", ["1", "2", "3", "4"]),), whole(10, 12, 40, 0))
    earlier = Earlier(whole(0, 1, 2, 3), whole(10, 10, 10, 2), np.array([True, True, True, False]))
    lists = replace(no_lists(table), earlier=earlier)
    asked = ask(Summed(table, 4, True), [], lists)
    assert asked.primary.tolist() == [False, True, False, True, False]
    assert asked.forced.tolist() == [True, False, False, False, False]
    assert asked.zeros_shown.tolist() == [True, True, True, False, True]


def test_what_tables_share_is_held_to_the_strictest() -> None:
    counts = whole(0, 9)
    tables = [Table("one", (MUN,), counts), Table("two", (MUN,), counts)]
    crossing = cross(tables)
    asked = [
        ask(Summed(tables[0], 4, True), [], no_lists(tables[0])),
        ask(Summed(tables[1], 10, False), [], no_lists(tables[1])),
    ]
    found = problem(crossing, asked)
    assert found.primary.tolist() == [True, True, True]
    assert found.zeros_shown.tolist() == [False, False, False]


def test_a_cell_cannot_be_both_out_and_hidden() -> None:
    table = Table("t", (MUN,), whole(5, 9))
    lists = replace(no_lists(table), forced=whole(0, 1), hidden=whole(1))
    with pytest.raises(Refused, match="Cellen mun b skal både være ute og være skjult"):
        problem(cross([table]), [ask(Summed(table, 4, True), [], lists)])
