"""What a picture of a selection shows, in which order, what is told of it in words, and which selections make none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kostra.model.cube import Mark
from kostra.model.text import Language
from kostra.publication.asking import Asked, Wanted
from kostra.publication.charts import telling
from kostra.publication.charts.chart import MOST_LINES, Chart, Kind, chart
from kostra.publication.charts.palette import DARK, DASHES, LINES, SHAPES
from kostra.publication.charts.specification import specification
from kostra.publication.selecting import Selection, select
from kostra.publication.shown import Shown
from kostra.publication.table import BY_MARK, CONTENTS, REGION, TIME, Table
from unit.publication.nation import key_figures

SHARE, PAID = "andel_18_66", "stonad_per_mottaker"
MANY = ("EAK", "EKA03", "0301", "EKG01", "EKG02", "EKG03", "EKG04")


@pytest.fixture(scope="module")
def nation() -> Table:
    made = key_figures(3, municipalities=2, hidden=0)
    place, share = made.axes[0].place, made.axes[1].place[SHARE]
    values, marks = made.values.copy(), made.marks.copy()
    values[place["0301"], share] = (50, 60, 72)
    values[place["EAK"], share] = (40, 41, 42)
    marks[place["0301"], share, 1] = BY_MARK[Mark.CONFIDENTIAL]
    return replace(made, values=values, marks=marks)


def picked(table: Table, regions: tuple[str, ...], measures: tuple[str, ...], years: tuple[str, ...]) -> Selection:
    wanted = {REGION: Wanted(regions), CONTENTS: Wanted(measures), TIME: Wanted(years)}
    return select(table, Asked(wanted))


def drawn(table: Table, regions: tuple[str, ...], years: tuple[str, ...] = ("*",)) -> Chart:
    found = chart(picked(table, regions, (SHARE,), years), Language.BOKMAL)
    assert found is not None
    return found


def test_years_make_lines_with_the_smallest_place_first(nation: Table) -> None:
    one = drawn(nation, ("EAK", "EKA03", "0301"))
    assert one.kind is Kind.LINES
    assert one.series[0].name == "Oslo - Oslove (0301)"
    assert one.series[-1].name == nation.axes[0].texts[nation.axes[0].place["EAK"]].nb
    assert one.across == ("2024", "2025", "2026*")
    assert [point.number for point in one.series[0].points] == [5.0, None, 7.2]
    assert [point.number for point in one.series[-1].points] == [4.0, 4.1, 4.2]


def test_one_year_makes_bars(nation: Table) -> None:
    one = drawn(nation, ("EAK", "0301"), ("2024",))
    assert one.kind is Kind.BARS
    assert [point.number for point in one.series[0].points] == [4.0, 5.0]


def test_what_nobody_could_read_makes_no_picture(nation: Table) -> None:
    assert chart(picked(nation, ("EAK",), (SHARE, PAID), ("*",)), Language.BOKMAL) is None
    assert len(MANY) > MOST_LINES
    assert chart(picked(nation, MANY, (SHARE,), ("*",)), Language.BOKMAL) is None


def test_it_is_told_in_words_with_what_is_hidden(nation: Table) -> None:
    told = telling.alternative(drawn(nation, ("0301", "EAK")))
    assert told.startswith("Linjediagram: Mottakere 18–66 år i prosent av innbyggerne 18–66 år, prosent.")
    assert "5,0 i 2024, 7,2 i 2026*." in told
    assert told.endswith("1 tall vises ikke, for at ingen skal kjennes igjen.")
    bars = telling.alternative(drawn(nation, ("0301", "EAK"), ("2024",)))
    assert "Høyest: Oslo" in bars and "(5,0). Lavest:" in bars


def test_what_is_hidden_is_not_in_the_drawing(nation: Table) -> None:
    rows = specification(drawn(nation, ("0301",)))["data"]["values"]
    assert [row["y"] for row in rows] == [5.0, None, 7.2]
    assert [row["t"] for row in rows] == ["5,0", ":", "7,2"]


def test_the_drawing_says_that_it_is_synthetic(nation: Table) -> None:
    assert "Syntetiske tall" in specification(drawn(nation, ("0301",)))["title"]["subtitle"][0]
    real = replace(nation, synthetic=False)
    assert "Syntetiske" not in specification(drawn(real, ("0301",)))["title"]["subtitle"][0]


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_every_line_stands_out_in_both_themes_and_differs_in_more_than_colour() -> None:
    for colour in LINES:
        assert _contrast(colour, "#ffffff") >= 3 and _contrast(DARK[colour], DARK["#ffffff"]) >= 3
    assert len(set(DASHES)) == len(set(SHAPES)) == len(set(LINES)) == MOST_LINES


@pytest.mark.parametrize(
    ("shown", "norwegian", "english"),
    [
        (Shown(1234567, 0), "1\u00a0234\u00a0567", "1\u00a0234\u00a0567"),
        (Shown(-1205, 2), "\u221212,05", "\u221212.05"),
        (Shown(5, 1), "0,5", "0.5"),
        (Shown(0, 1, Mark.CONFIDENTIAL), ":", ":"),
        (Shown(0, 0, Mark.MISSING), "..", ".."),
        (Shown(0, 0, Mark.NIL), "0", "0"),
        (Shown(12, 1, Mark.PROVISIONAL), "1,2", "1.2"),
    ],
)
def test_a_cell_as_people_read_it(shown: Shown, norwegian: str, english: str) -> None:
    assert shown.written(Language.NYNORSK) == norwegian
    assert shown.written(Language.ENGLISH) == english
