"""The years of a table as one, from the files of releases."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import polars as pl
import pytest

from kostra.model import rounding
from kostra.model.cube import Mark, Status
from kostra.model.errors import Broken
from kostra.model.text import Language, Text
from kostra.publication.entries import entry
from kostra.publication.over_years import table
from kostra.publication.reading import Edition
from kostra.publication.table import MARKS
from kostra.statistics.writing import as_frame, parquet
from unit.publication.bank import LISTING, OLD, PERSONS, PLACES, SEX, bank, changed, cube, edition


def test_every_cell_of_every_year_is_there_as_it_was_released_and_what_a_year_lacks_cannot_be() -> None:
    found = bank()
    cubes = {"2019": cube(2019), "2024": cube(2024, Status.PROVISIONAL)}
    assert [axis.code for axis in found.axes] == ["Region", "kjonn", "ContentsCode", "Tid"]
    places = product(*(axis.codes for axis in found.axes))
    for at, (region, sex, measure, year) in enumerate(places):
        value, mark = int(found.values.flat[at]), MARKS[int(found.marks.flat[at])]
        of = cubes[year]
        if region not in of.dimensions[0].values or measure not in [one.id for one in of.measures]:
            assert (value, mark) == (0, Mark.NOT_POSSIBLE)
            continue
        cell = of.cell(region, sex, measure)
        decimals = found.measure[measure].decimals
        shown = 0 if cell.value is None else int(rounding.shown(cell.value, decimals).scaleb(decimals))
        assert (value, mark) == (shown, cell.mark)


def test_the_newest_year_says_the_order_and_what_is_no_more_stands_after_its_neighbour_with_its_years() -> None:
    region = bank().axes[0]
    assert region.codes == (*PLACES, *OLD)
    assert region.texts[-1].nb == "Forsand (-2019)"
    assert [one.nb for one in region.texts[:-1]] == [one.nb for one in PLACES.values()]


def test_a_year_that_is_not_final_says_so_in_its_name_and_in_a_note() -> None:
    found = bank()
    assert [one.nb for one in found.axes[-1].texts] == ["2019", "2024*"]
    assert found.provisional == {"2024"}
    assert [note.text.en for note in found.notes if note.at == {"Tid": "2024"}] == [
        "Provisional figures. The final ones come later."
    ]


def test_what_is_said_in_one_year_alone_is_said_of_that() -> None:
    other = replace(cube(2019), footnotes=cube(2019).footnotes[:2])
    notes = {note.text.nb: note.at for note in bank([other, cube(2024)]).notes}
    assert notes["Om kjønn."] == {"kjonn": None}
    assert notes["Om menn."] == {"kjonn": "1", "Tid": "2024"}
    assert notes["Ikke publisert for 2024: for få."] == {"Region": "1818", "Tid": "2024"}
    assert notes["Brudd i 2024."] == {"ContentsCode": "andel"}


def test_a_municipality_that_took_in_others_says_that_its_series_is_broken() -> None:
    (note,) = [note for note in bank().notes if note.at == {"Region": "1103"}]
    assert note.mandatory and note.text.en is not None
    assert note.text.nb == "Fra 2020 er Finnøy, Rennesøy med. Tallene kan ikke sammenlignes med årene før."
    assert not [note for note in bank([cube(2024)]).notes if note.at == {"Region": "1103"}]


def test_a_measure_with_more_decimals_than_before_keeps_its_older_values() -> None:
    fine = replace(PERSONS, decimals=1)
    newer = cube(2024)
    found = bank([cube(2019), replace(newer, measures=(fine, *newer.measures[1:]))])
    assert found.measure["mottakere"].decimals == 1
    cell = cube(2019).cell("1818", "2", "mottakere")
    at = tuple(axis.place[code] for axis, code in zip(found.axes, ("1818", "2", "mottakere", "2019"), strict=True))
    assert found.values[at] == 10 * (cell.value or 0)


def test_a_list_tells_of_the_table_what_one_looks_for() -> None:
    told = entry(bank(), Language.ENGLISH, "http://x")
    assert (told["firstPeriod"], told["lastPeriod"], told["updated"]) == ("2019", "2024", "2025-06-15T06:00:00Z")
    assert told["variableNames"] == ["region", "sex", "contents", "year"]
    assert not told["discontinued"] and bank([cube(2024, replaced_by=("1",))]).discontinued
    assert told["paths"] == [[{"id": "sos", "label": "Social services", "sortCode": "sos"}]]
    assert [one["href"] for one in told["links"]] == [
        f"http://x/tables/91999{behind}?lang=en" for behind in ("", "/metadata", "/data")
    ]


def test_nothing_of_it_can_be_changed() -> None:
    found = bank()
    with pytest.raises(ValueError, match="read-only"):
        found.values[0, 0, 0, 0] = 1
    with pytest.raises(ValueError, match="read-only"):
        found.marks[0, 0, 0, 0] = 0


def test_a_total_that_not_every_year_has_is_none() -> None:
    older = cube(2019)
    without = replace(older, dimensions=(older.dimensions[0], replace(older.dimensions[1], total=None)))
    assert bank().axes[1].total == "alle"
    assert bank([without, cube(2024)]).axes[1].total is None


@pytest.mark.parametrize(
    ("cubes", "why"),
    [
        ((), "without years"),
        ((cube(2024, controlled=False),), "disclosure control"),
        ((cube(2024), cube(2024)), "there twice"),
        ((cube(2019), cube(2024, id="91998")), "another table"),
        ((cube(2019), cube(2024, dimensions=(cube().dimensions[0],), cells=cube().cells[:18])), "a new number"),
    ],
    ids=["none", "not controlled", "twice", "other", "other dimensions"],
)
def test_files_that_do_not_belong_are_refused(cubes: tuple[object, ...], why: str) -> None:
    with pytest.raises(Broken, match=why):
        bank(cubes)  # type: ignore[arg-type]


def test_a_measure_in_another_unit_is_another_thing() -> None:
    newer = cube(2024)
    other = replace(newer.measures[0], unit=Text("kroner", "kroner"))
    with pytest.raises(Broken, match="is in kroner in 2024, and was in personer"):
        bank([cube(2019), replace(newer, measures=(other, *newer.measures[1:]))])


@pytest.mark.parametrize(
    ("column", "why"),
    [
        (pl.col("value").fill_null(3.0), "a value where its mark says that there is none"),
        (pl.lit(None, pl.Float64).alias("value"), "or none and no mark"),
        (pl.col("mark").fill_null("?"), "a mark that nobody knows"),
        (pl.col("value") + 0.001, "more decimals"),
        (pl.col("kjonn").reverse(), "do not stand in the order of kjonn"),
    ],
)
def test_cells_that_are_not_what_was_audited_are_refused(column: pl.Expr, why: str) -> None:
    of = cube()
    one = edition(of)
    cells = parquet(as_frame(of).with_columns(column))
    with pytest.raises(Broken, match=why):
        table([Edition(one.description, cells, one.published)], LISTING)


def test_cells_that_are_not_those_of_the_description_are_refused() -> None:
    told = [{"code": code, "title": {"nb": code, "nn": code}} for code in [*SEX, "3"]]
    dimensions = [
        {"id": "region", "title": {"nb": "r", "nn": "r"}, "total": None, "values": told},
        {"id": "kjonn", "title": {"nb": "k", "nn": "k"}, "total": None, "values": told},
    ]
    with pytest.raises(Broken, match="other cells than its description says"):
        table([changed(cube(), dimensions=dimensions)], LISTING)
