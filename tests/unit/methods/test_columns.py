"""Columns of many records say what the same values say one by one."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from kostra.methods.columns import Column, Day, Fields, Number, Text, pack, packed, total
from kostra.methods.digits import Characters, read_days, read_numbers

LETTERS = some.characters(codec="latin-1", exclude_categories=["Cc"])
TEXTS = some.integers(1, 12).flatmap(
    lambda width: some.lists(some.text(LETTERS, min_size=width, max_size=width), min_size=1, max_size=12)
)


def rows(texts: list[str]) -> Characters:
    flat = np.frombuffer("".join(texts).encode("latin-1"), dtype=np.uint8)
    return np.ascontiguousarray(flat.reshape(len(texts), -1).T)


def number(*values: int | None, scale: int = 1) -> Number:
    known = None if None not in values else np.array([value is not None for value in values])
    return Number("tall", np.array([value or 0 for value in values], dtype=np.int64), known, scale=scale)


def told(column: Number) -> list[int | None]:
    known = column.is_number.value
    return [int(column.value[at]) if known[at] else None for at in range(len(column))]


@given(TEXTS)
def test_blank_is_nothing_but_blanks(texts: list[str]) -> None:
    texts = [*texts, " " * len(texts[0])]
    column = Text("tekst", rows(texts))
    assert column.blank.value.tolist() == [set(text) == {" "} for text in texts]
    assert column.filled.value.tolist() == [set(text) != {" "} for text in texts]
    assert len(column) == len(texts)


@given(TEXTS.filter(lambda texts: len(texts[0]) <= 8), some.data())
def test_a_text_equals_exactly_what_it_is(texts: list[str], data: some.DataObject) -> None:
    letters = some.text(LETTERS, min_size=1, max_size=8)
    wanted = data.draw(some.lists(some.sampled_from(texts) | letters, min_size=1, max_size=4))
    column = Text("tekst", rows(texts), tuple(wanted))
    assert (column == wanted[0]).value.tolist() == [text == wanted[0] for text in texts]
    assert (column != wanted[0]).value.tolist() == [text != wanted[0] for text in texts]
    assert column.one_of(*wanted).value.tolist() == [text in wanted for text in texts]
    assert column.valid.value.tolist() == [text in wanted for text in texts]


@given(TEXTS.filter(lambda texts: len(texts[0]) <= 8))
def test_packed_texts_are_different_when_the_texts_are(texts: list[str]) -> None:
    keys = pack(rows(texts)).tolist()
    assert keys == [packed(text) for text in texts]
    assert len(set(keys)) == len(set(texts))


def test_a_text_can_be_read_as_a_number() -> None:
    assert told(Text("kode", rows(["07", " 7", "A7"])).number()) == [7, 7, None]


def test_comparing_a_number_that_is_not_there_gives_neither_true_nor_false() -> None:
    for compared in (
        number(1, None) > 0,
        number(1, None) >= 1,
        number(1, None) < 2,
        number(1, None) <= 1,
        number(1, None) == 1,
    ):
        assert compared.value.tolist() == [True, False]
        assert compared.unknown.tolist() == [False, True]
    assert (number(1, None) != 1).false.tolist() == [True, False]
    assert (number(1, None, None) > number(None, 1, None)).unknown.all()


@given(some.lists(some.tuples(some.none() | some.integers(-99, 99), some.none() | some.integers(-99, 99)), min_size=1))
def test_arithmetic_is_known_where_both_sides_are(pairs: list[tuple[int | None, int | None]]) -> None:
    left, right = number(*(one for one, _ in pairs)), number(*(other for _, other in pairs))
    both = [None if one is None or other is None else (one, other) for one, other in pairs]
    assert told(left + right) == [None if pair is None else sum(pair) for pair in both]
    assert told(left - right) == [None if pair is None else pair[0] - pair[1] for pair in both]
    assert told(total([left, right, left])) == [None if pair is None else 2 * pair[0] + pair[1] for pair in both]
    assert told(left * 3) == [None if one is None else 3 * one for one, _ in pairs]
    assert told(abs(left)) == [None if one is None else abs(one) for one, _ in pairs]
    assert told(left + 1) == [None if one is None else one + 1 for one, _ in pairs]
    assert told(left.or_zero) == [one or 0 for one, _ in pairs]
    assert left.or_zero.is_number.value.all()


def test_a_scale_keeps_decimals_exactly() -> None:
    tenths = number(15, 20, scale=10)
    assert (tenths > 1).value.tolist() == [True, True]
    assert (tenths == 2).value.tolist() == [False, True]
    assert told(tenths + number(1, 1).scaled(10)) == [25, 30]
    with pytest.raises(TypeError, match="scaled"):
        tenths + number(1, 1)
    with pytest.raises(TypeError, match="exactly"):
        tenths.scaled(15)


def test_filled_and_readable_are_two_things() -> None:
    column = Number("tall", *read_numbers(rows(["  ", " 1", "x1"])))
    assert column.blank.value.tolist() == [True, False, False]
    assert column.filled.value.tolist() == [False, True, True]
    assert column.is_number.value.tolist() == [False, True, False]


@given(some.lists(some.dates(), min_size=1, max_size=10), some.dates())
def test_days_are_compared_as_days(those: list[date], with_: date) -> None:
    column = Day("dato", *read_days(rows([one.strftime("%d%m") + f"{one.year:04d}" for one in those])))
    assert (column < with_).value.tolist() == [one < with_ for one in those]
    assert (column <= with_).value.tolist() == [one <= with_ for one in those]
    assert (column > with_).value.tolist() == [one > with_ for one in those]
    assert (column >= with_).value.tolist() == [one >= with_ for one in those]
    assert (column >= column).value.all()
    assert not (column < column).value.any()
    assert column.year.value.tolist() == [one.year for one in those]


def test_a_day_that_the_calendar_has_not_is_neither_before_nor_after() -> None:
    column = Day("dato", *read_days(rows(["31022026", " " * 8])))
    assert (column < date(2026, 1, 1)).unknown.all()
    assert column.filled.value.tolist() == [True, False]
    assert column.blank.value.tolist() == [False, True]
    assert not column.is_day.value.any()
    assert len(column) == 2


def test_a_column_is_read_once_and_only_when_asked_for() -> None:
    read: list[str] = []

    def reader(id: str) -> Column:
        read.append(id)
        return number(1)

    fields = Fields({id: lambda id=id: reader(id) for id in ("bidrag", "laan")}, 1)  # type: ignore[misc]
    assert fields.bidrag is fields.number("bidrag")
    assert read == ["bidrag"]
    assert fields.has("laan") and not fields.has("noe")
    with pytest.raises(AttributeError, match="«noe»"):
        fields.noe  # noqa: B018
    with pytest.raises(AssertionError, match="bidrag is not a day"):
        fields.day("bidrag")
