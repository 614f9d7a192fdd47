"""Measures of several sources in one table, and what units say of themselves: a few units, with every figure worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import polars as pl
import pytest

from kostra import regions
from kostra.methods.cells import columns
from kostra.model.cube import Cell, Cube, Mark, Status
from kostra.model.region import RegionKind
from kostra.model.text import Text
from kostra.statistics.definition import (
    VALUE,
    ByCode,
    Count,
    Declared,
    Divided,
    Formula,
    Kind,
    Mean,
    Melt,
    Over,
    Ratio,
    Source,
    Sum,
    TableDefinition,
    Where,
)
from kostra.statistics.engine import make
from kostra.statistics.records import NO_AGE, Records, records
from kostra.statistics.writing import as_frame

YEAR = 2025
WORD = Text("ord", "ord", "word")
FORM, ACCOUNTS = Source(Kind.FORM, "x"), Source(Kind.ACCOUNTS, "municipality")
MELTED = Source(Kind.FORM, "y", Melt("aarsverk_{funksjon}", (("funksjon", ("242", "243")),)))
BY_DISTRICT = [one.code for one in regions.reporting_units(YEAR)]
ROGALAND = [unit for unit in BY_DISTRICT if unit[:2] == "11"]
OSLO = [unit for unit in BY_DISTRICT if unit[:4] == "0301"]


def declared(id: str, formula: Formula, data: Source = FORM, decimals: int = 0, where: Where | None = None) -> Declared:
    return Declared(id, WORD, WORD, decimals, formula, data, where or Where({}))


def table(
    *measures: Declared, data: Source = FORM, by: str | None = None, levels: tuple[RegionKind, ...] = ()
) -> TableDefinition:
    dimensions = () if by is None else (Divided(by, WORD, WORD, ByCode(by, {YEAR: {"242": WORD, "243": WORD}})),)
    return TableDefinition("t", data, WORD, WORD, "s", YEAR, None, None, dimensions, measures, levels=levels)


def come(rows: list[tuple[str, object]], answered: list[str], field: str = "n", **others: list[str]) -> Records:
    """A number from each unit, with other columns beside it; each row is somebody of their own."""
    schema = pl.Decimal(10, 1) if any(isinstance(number, Decimal) for _, number in rows) else pl.Int64()
    units, numbers = [unit for unit, _ in rows], [number for _, number in rows]
    frame = pl.DataFrame({"unit": pl.Series(units, dtype=pl.String), field: pl.Series(numbers, dtype=schema), **others})
    return records(frame, YEAR, np.zeros(len(rows), np.int64), np.full(len(rows), NO_AGE), answered)


def value(cube: Cube, *codes: str) -> tuple[object, int]:
    cell = cube.cell(*codes)
    return cell.value, cell.reported


RATIO = (
    declared("persons", Count(Over.CASES)),
    declared("kroner", Sum(("n",)), ACCOUNTS),
    declared("each", Ratio("kroner", 1, "persons")),
)


def test_a_ratio_over_two_sources_is_of_those_in_both() -> None:
    persons = come(
        [("110300", 0), ("110300", 0), ("110800", 0), ("112000", 0)],
        BY_DISTRICT,
    )
    without = [unit for unit in BY_DISTRICT if unit not in ("110800", *OSLO)] + ["030100"]
    kroner = come([("110300", 100), ("112000", 11), ("110600", 1000)], without)
    cube = make(table(*RATIO), {FORM: persons, ACCOUNTS: kroner}, Status.FINAL)
    many = len(ROGALAND)
    assert value(cube, "EKA11", "persons") == (4, many) and value(cube, "EKA11", "kroner") == (1111, many - 1)
    assert value(cube, "EKA11", "each") == (Fraction(1111, 3), many - 1)
    assert value(cube, "1103", "each") == (50, 1) and value(cube, "1120", "each") == (11, 1)
    assert cube.cell("1108", "each") == cube.cell("1108", "kroner") == Cell(None, Mark.MISSING)
    assert cube.cell("1106", "each") == Cell(None, Mark.NOT_POSSIBLE, 1, 0, 1)
    assert cube.coverage["EKA11"].whole


def test_oslo_may_be_one_in_one_source_and_its_districts_in_another() -> None:
    persons = come([("030101", 0), ("030102", 0), ("030102", 0)], BY_DISTRICT)
    kroner = come([("030100", 60)], [*ROGALAND, "030100"])
    cube = make(table(*RATIO), {FORM: persons, ACCOUNTS: kroner}, Status.FINAL)
    assert value(cube, "0301", "each") == (20, 1) and value(cube, "0301", "kroner") == (60, 1)
    assert value(cube, "030102", "persons") == (2, 1)
    assert {cube.cell("030102", one) for one in ("kroner", "each")} == {Cell(None, Mark.MISSING)}
    part = come([("030101", 0), ("030102", 0), ("030102", 0)], [unit for unit in BY_DISTRICT if unit != "030103"])
    cube = make(table(*RATIO), {FORM: part, ACCOUNTS: kroner}, Status.FINAL)
    assert value(cube, "0301", "persons") == (3, 14) and cube.cell("0301", "each").mark is Mark.MISSING
    assert value(cube, "EAK", "each") == (None, len(ROGALAND)) and cube.cell("EAK", "each").mark is Mark.NOT_POSSIBLE
    other_way = table(*RATIO, data=ACCOUNTS)
    cube = make(other_way, {FORM: persons, ACCOUNTS: kroner}, Status.FINAL)
    assert value(cube, "0301", "each") == (20, 1) and "030101" not in cube.dimensions[0].values
    assert value(cube, "0301", "persons") == (3, 15)


def test_a_source_that_nothing_has_come_from_leaves_the_rest() -> None:
    cube = make(table(*RATIO), {FORM: come([("110300", 0)], BY_DISTRICT)}, Status.FINAL)
    assert value(cube, "1103", "persons") == (1, 1)
    assert {cube.cell("EAK", one) for one in ("kroner", "each")} == {Cell(None, Mark.MISSING)}


def test_a_rate_is_over_the_inhabitants_of_those_in_its_own_source() -> None:
    rate = declared("rate", Ratio("kroner", 1, inhabitants=regions.read_band("18-66")))
    kroner = come([("110300", 100), ("110800", 1)], [unit for unit in ROGALAND if unit != "112000"])
    cube = make(table(*RATIO, rate), {FORM: come([("110300", 0)], BY_DISTRICT), ACCOUNTS: kroner}, Status.FINAL)
    adults = [regions.at_year_end(code, YEAR, regions.read_band("18-66")).persons for code in ("11", "1120")]
    assert value(cube, "EKA11", "rate") == (Fraction(101, adults[0] - adults[1]), len(ROGALAND) - 1)


def test_sums_of_decimals_are_exact() -> None:
    posts = come([("110300", Decimal("0.1")), ("110800", Decimal("0.2")), ("112000", Decimal("-1.0"))], BY_DISTRICT)
    measures = (declared("posts", Sum(("n",)), decimals=1), declared("two", Ratio("posts", 100), decimals=1))
    per = declared("per", Ratio("posts", 10, "people"), decimals=2)
    cube = make(table(*measures, declared("people", Count(Over.CASES)), per), {FORM: posts}, Status.FINAL)
    assert cube.cell("EKA11", "posts") == Cell(Fraction(-7, 10), None, len(ROGALAND), 0, 3, (2, 1))
    assert cube.cell("1112", "posts").mark is Mark.NIL
    assert value(cube, "EKA11", "per")[0] == Fraction(-7, 3) and value(cube, "1103", "two")[0] == 100
    frame = as_frame(cube).filter((pl.col("region") == "EKA11") & (pl.col("measure") != "two"))
    assert frame["value"].to_list() == [-0.7, 3.0, -2.33]


def test_numbers_of_a_melted_answer_add_up_and_the_unit_is_who_adds_them() -> None:
    rows: list[tuple[str, object]] = [("110300", 10), ("110300", 20), ("110800", 5), ("110800", 7)]
    found = come(rows, BY_DISTRICT, VALUE, funksjon=["242", "243", "242", "242"])
    cube = make(
        table(declared("posts", Sum((VALUE,)), MELTED), data=MELTED, by="funksjon"), {MELTED: found}, Status.FINAL
    )
    cells = [cube.cell("EKA11", code, "posts") for code in ("alle", "242", "243", "uoppgitt")]
    assert [(cell.value, cell.contributors, cell.largest) for cell in cells] == [
        (42, 2, (30, 12)),
        (22, 2, (12, 10)),
        (20, 1, (20,)),
        (0, 0, ()),
    ]


def test_units_are_counted_once_and_silent_ones_have_nothing_to_say() -> None:
    rows: list[tuple[str, object]] = [("110300", 1), ("110300", 1), ("030101", 1), ("030102", 1)]
    found = come(rows, BY_DISTRICT[1:], funksjon=["242", "243", "242", "243"])
    some = Where({"funksjon": ("242",)})
    measures = (declared("all", Count(Over.UNITS)), declared("some", Count(Over.UNITS), where=some))
    cube = make(table(*measures, by="funksjon"), {FORM: found}, Status.FINAL)
    silent = len(ROGALAND) - 1
    told = [cube.cell("EKA11", code, "all").value for code in ("alle", "242", "243", "uoppgitt")]
    assert told == [len(ROGALAND), 1, 1, silent]
    assert [cube.cell("EKA11", code, "some").value for code in ("alle", "242", "243")] == [1, 1, 0]
    assert BY_DISTRICT[0] == "030101" and cube.cell("030101", "alle", "all").mark is None
    assert cube.cell("0301", "242", "some").value == 1 and value(cube, "EAK", "alle", "some")[0] == 2


def test_a_mean_is_weighted_by_those_who_live_there() -> None:
    rows: list[tuple[str, object]] = [
        ("110300", Decimal("7000.5")),
        ("110800", Decimal(6000)),
        ("112000", None),
        ("999900", Decimal(5000)),
    ]
    found = come(rows, [unit for unit in BY_DISTRICT if unit != "460100"])
    measures = (declared("rate", Mean("n")), declared("young", Mean("n", regions.read_band("18-24"))))
    cube = make(table(*measures), {FORM: found}, Status.FINAL)
    for id, band in (("rate", "0+"), ("young", "18-24")):
        one, other = (regions.at_year_end(code, YEAR, regions.read_band(band)).persons for code in ("1103", "1108"))
        cell = cube.cell("EKA11", id)
        assert cell.value == (Fraction(14001, 2) * one + 6000 * other) / (one + other)
        assert (cell.reported, cell.contributors, cell.largest) == (len(ROGALAND), 2, ())
    assert cube.cell("1103", "rate").value == Fraction(14001, 2) and cube.cell("UKJENT", "rate").value == 5000
    assert cube.cell("1120", "rate").mark is Mark.NOT_POSSIBLE and cube.cell("4601", "rate").mark is Mark.MISSING
    # Nobody knows how many live where the municipality is not known, so that the country has no mean.
    assert cube.cell("EAK", "rate").mark is Mark.NOT_POSSIBLE


def test_a_table_may_be_for_some_kinds_of_regions_alone() -> None:
    levels = (RegionKind.COUNTRY, RegionKind.COUNTY)
    rows: list[tuple[str, object]] = [("110300", 1), ("999900", 1)]
    cube = make(table(declared("all", Count(Over.CASES)), levels=levels), {FORM: come(rows, BY_DISTRICT)}, Status.FINAL)
    assert (
        set(cube.dimensions[0].values)
        == set(cube.coverage)
        == {"EAK", *(one.aggregate for one in regions.counties(YEAR))}
    )
    assert cube.cell("EAK", "all").value == 2 and len(columns(cube.cells)) == len(cube.coverage)
    assert "1 registreringer" in cube.footnotes[-1].text.nb and not cube.footnotes[-1].at


@pytest.mark.parametrize("swapped", [False, True])
def test_a_ratio_below_nothing_keeps_its_sign(swapped: bool) -> None:
    net = come([("110300", -40 if swapped else 40), ("110800", 0)], BY_DISTRICT)
    both = (
        declared("net", Sum(("n",))),
        declared("people", Count(Over.CASES)),
        declared("x", Ratio("people", 1, "net")),
    )
    cube = make(table(*both), {FORM: net}, Status.FINAL)
    assert value(cube, "1103", "x")[0] == Fraction(-1 if swapped else 1, 40)
    assert cube.cell("1108", "x").mark is Mark.NOT_POSSIBLE
