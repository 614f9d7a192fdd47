"""CSV in and out: what is read, what is refused with which words, and what comes back as it went in."""

from __future__ import annotations

import math
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kostra.app.methods.table import Shape, Table, read, write
from kostra.model.errors import Refused

NAN = math.nan


def of(text: str) -> Table:
    return read(text.encode(), "fil.csv")


def refused(text: str | bytes, column: str | None = None) -> str:
    with pytest.raises(Refused) as caught:
        table = read(text if isinstance(text, bytes) else text.encode(), "fil.csv")
        if column:
            table.numbers(column)
    return caught.value.message


def test_what_is_missing_is_empty_or_na() -> None:
    np.testing.assert_array_equal(of("a,b\n1,x\n,x\nNA,x\n-2.5e3,x\n").numbers("a"), [1, NAN, NAN, -2500])


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_marks_and_ends_of_lines(mark: str, end: str) -> None:
    table = of(mark + end.join(("id,x", '"a, b",1', "c,2", "")))
    assert table.texts("id") == ["a, b", "c"] and table.numbers("x").tolist() == [1, 2]
    assert table.shape == Shape(",", False, bool(mark)) and table.lines == (2, 3)


def test_a_semicolon_brings_the_decimal_comma() -> None:
    table = of("id;x\na;1,5\nb;2\n")
    assert table.numbers("x").tolist() == [1.5, 2] and table.shape.decimal_comma
    point = of("id;x\na;1.5\nb;2\n")
    assert point.numbers("x").tolist() == [1.5, 2] and not point.shape.decimal_comma
    assert of('"a;b",x\n1,2\n').numbers("x").tolist() == [2]


def test_a_column_without_a_name_is_let_through() -> None:
    assert list(of('"",id,x\n"1",a,2\n').columns) == ["id", "x"]


def test_blank_lines_are_no_rows_and_lines_are_counted_as_an_editor_does() -> None:
    table = of('id,x\n\na,1\n"b\nb",2\nc,3\n\n')
    assert table.texts("id") == ["a", "b\nb", "c"] and table.lines == (3, 5, 6)


@pytest.mark.parametrize("text", ["1 000", "1\u00a0000", "abc", "1,5", "inf", "nan", "1_0", "٣", "1e999", "--1", "0x1"])
def test_what_is_no_number_is_told_of_with_line_column_and_value(text: str) -> None:
    said = refused(f'id,beløp\na,1\nb,"{text}"\n', "beløp")
    assert said.startswith(f"fil.csv, linje 3, kolonne «beløp»: «{text}» er ikke et tall. ") and "NA" in said


def test_decimals_in_two_ways_are_not_guessed_at() -> None:
    assert "linje 3, kolonne «x»: «1.000» har punktum" in refused("id;x\na;1,5\nb;1.000\n", "x")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "fil.csv er tom."),
        (b"\xef\xbb\xbf \n\n", "fil.csv er tom."),
        (b"id,x\n", "fil.csv har kolonnenavn, men ingen rader."),
        (b"id,x,id\n1,2,3\n", "linje 1: to kolonner heter «id»."),
        (b"id,x\na,1\nb,2,3\n", "linje 3: 3 verdier, men fila har 2 kolonner."),
        (b"id;x\na;1\nb\n", "linje 3: 1 verdier, men fila har 2 kolonner. Skill verdiene med «;»"),
        (b"id,x\na,1\n\xe5,2\n", "linje 3: er ikke UTF-8."),
        (b'id,x\na,1\n"b,2\nc,3\n', "anførselstegnene går ikke opp."),
        (b'id,x\n"a"b,1\n', "linje 2: anførselstegnene går ikke opp."),
    ],
)
def test_what_would_have_to_be_guessed_at_is_refused(content: bytes, said: str) -> None:
    assert said in refused(content)


def test_a_column_that_is_not_there_is_told_of_with_the_nearest() -> None:
    table = of("Region,belop_2025,belop_2026\na,1,2\n")
    with pytest.raises(Refused, match=r"ingen kolonne «region», som --id peker på\. Mente du «Region»\?"):
        table.named("region", "--id")
    with pytest.raises(Refused, match="Mente du «belop_2026» eller «belop_2025»"):
        table.named("belop2026", "--x1")
    with pytest.raises(Refused, match="Fila har kolonnene «Region», «belop_2025», «belop_2026»"):
        table.named("q", "--x1")


def test_numbers_are_written_in_the_shortest_form_that_reads_back() -> None:
    values = np.array([1.0, 0.1, -0.0, 1e22, 1 / 3, NAN, np.inf, 2.0**53, 1e-9])
    assert write({"x": values}, Shape()) == (
        "x\n1\n0.1\n0\n1e+22\n0.3333333333333333\n\n\n9007199254740992.0\n1e-09\n".replace("\n\n\n", '\n""\n""\n')
    )
    assert write({"a": values[:2], "b": ["x;y", "z"]}, Shape(";", True, True)) == '\ufeffa;b\n1;"x;y"\n0,1;z\n'
    assert write({"a": np.array([True, False]), "b": np.array([3, 4])}, Shape()) == "a,b\n1,3\n0,4\n"


@given(st.lists(st.floats(allow_infinity=False), min_size=1, max_size=20), st.booleans())
def test_what_is_written_reads_back(values: list[float], semicolon: bool) -> None:
    shape = Shape(";", True) if semicolon else Shape()
    back = of(write({"id": ["a"] * len(values), "x": np.array(values)}, shape)).numbers("x")
    np.testing.assert_array_equal(back, values)


def test_twenty_thousand_rows_in_well_under_a_second() -> None:
    text = "id,x,y\n" + "".join(f"{row},{row / 7},{row * 3}\n" for row in range(20_000))
    began = time.process_time()
    table = of(text)
    write({"id": table.texts("id"), "x": table.numbers("x"), "y": table.numbers("y")}, table.shape)
    assert time.process_time() - began < 1
