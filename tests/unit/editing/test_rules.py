"""Rules for many records: who is meant, what becomes of them, and what cannot be a rule."""

from __future__ import annotations

import pytest

from kostra.editing.rules import Becomes, Compared, Condition, Rule, propose
from kostra.model.errors import Refused
from unit.editing.frames import inndata

FRAME = inndata([{"bidrag": 1500}, {"bidrag": -1500}, {"bidrag": None}, {"bidrag": 1499, "bosit": None}, {"bidrag": 0}])
FILLED = (Condition("bidrag", Compared.FILLED),)


def becomes(rule: Rule) -> list[tuple[int | None, str | None]]:
    return [(one.line, one.after) for one in propose(FRAME, rule)]


@pytest.mark.parametrize(
    ("condition", "lines"),
    [
        (Condition("bidrag", Compared.EQUAL, "1500"), [1]),
        (Condition("bidrag", Compared.DIFFERENT, "1500"), [2, 3, 4, 5]),
        (Condition("bidrag", Compared.LESS, "0"), [2]),
        (Condition("bidrag", Compared.AT_MOST, "0"), [2, 5]),
        (Condition("bidrag", Compared.MORE, "1499"), [1]),
        (Condition("bidrag", Compared.AT_LEAST, "1499"), [1, 4]),
        (Condition("bidrag", Compared.BLANK), [3]),
        (Condition("bosit", Compared.BLANK), [4]),
        (Condition("bosit", Compared.FILLED), [1, 2, 3, 5]),
    ],
)
def test_who_is_meant(condition: Condition, lines: list[int]) -> None:
    rule = Rule("bidrag", (condition,), Becomes.VALUE, "77")
    assert [line for line, _ in becomes(rule)] == lines


def test_every_condition_must_hold() -> None:
    both = (Condition("bidrag", Compared.AT_LEAST, "0"), Condition("bosit", Compared.EQUAL, "1"))
    assert [line for line, _ in becomes(Rule("bidrag", both, Becomes.VALUE, "77"))] == [1, 5]


def test_a_half_is_rounded_away_from_zero_and_what_stays_the_same_is_not_proposed() -> None:
    assert becomes(Rule("bidrag", FILLED, Becomes.DIVIDED, "1000")) == [(1, "2"), (2, "-2"), (4, "1")]


def test_formulas() -> None:
    assert becomes(Rule("bidrag", FILLED, Becomes.MULTIPLIED, "2")) == [(1, "3000"), (2, "-3000"), (4, "2998")]
    assert becomes(Rule("bidrag", FILLED, Becomes.SUM, fields=("bidrag", "bidrag")))[0] == (1, "3000")
    assert becomes(Rule("bosit", FILLED, Becomes.FIELD, fields=("journal",)))[0] == (1, "J1")
    assert becomes(Rule("bidrag", FILLED, Becomes.BLANK)) == [(1, None), (2, None), (4, None), (5, None)]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (Rule("bidrag", (), Becomes.BLANK), "vilkår"),
        (Rule("ukjent", FILLED, Becomes.BLANK), "ukjent"),
        (Rule("who_pseudonym", FILLED, Becomes.BLANK), "who_pseudonym"),
        (Rule("bidrag", FILLED, Becomes.VALUE, "mye"), "mye"),
        (Rule("bidrag", FILLED, Becomes.DIVIDED, "0"), "«0»"),
        (Rule("bosit", FILLED, Becomes.MULTIPLIED, "2"), "helt tall"),
        (Rule("bidrag", FILLED, Becomes.FIELD, fields=("bosit",)), "samme slag"),
        (Rule("bidrag", (Condition("bidrag", Compared.LESS, "x"),), Becomes.BLANK), "«x»"),
    ],
)
def test_what_cannot_be_a_rule(rule: Rule, said: str) -> None:
    with pytest.raises(Refused, match=said):
        propose(FRAME, rule)
