"""Municipalities that are published as one: a reader finds each of them, with where its figures are, and the years stay one table."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl

from kostra.model.cube import Cube, Dimension, Mark, Status
from kostra.model.text import Language, Text
from kostra.publication import asking, codelists, notes
from kostra.publication.asking import Asked, Wanted
from kostra.publication.selecting import select
from kostra.publication.shown import cells
from kostra.publication.table import MARKS, Table
from unit.publication.bank import bank, cube

BOTH = "1103+1108"
TITLE = Text("Stavanger og Sandnes", "Stavanger og Sandnes")


def merged(year: int = 2024) -> Cube:
    """With the figures of the one that stands first."""
    of = cube(year, Status.PROVISIONAL)
    first, *others = of.dimensions
    names = {BOTH if code == "1103" else code: name for code, name in first.values.items() if code != "1108"}
    each = len(of.cells) // len(first.values)
    rows = [of.cells[at * each : (at + 1) * each] for at, code in enumerate(first.values) if code != "1108"]
    region = Dimension(first.id, first.title, names | {BOTH: TITLE})
    return replace(of, dimensions=(region, *others), cells=tuple(one for row in rows for one in row))


def found() -> Table:
    return bank([cube(2019), merged()])


def test_each_stands_among_the_others_and_is_not_shown_in_that_year() -> None:
    table = found()
    region = table.axes[0]
    assert region.codes[:6] == ("EAK", "EKA11", "1103", BOTH, "1108", "1818")
    assert [region.texts[region.place[code]].nb for code in ("1103", BOTH)] == ["Stavanger", "Stavanger og Sandnes"]
    for code in ("1103", "1108"):
        now, before = table.marks[region.place[code], ..., 1], table.marks[region.place[code], ..., 0]
        assert {MARKS[mark] for mark in now.ravel().tolist()} == {Mark.CONFIDENTIAL}
        assert (before == bank().marks[bank().axes[0].place[code], ..., 0]).all()
    assert (table.values[region.place[BOTH], ..., 1] == bank().values[bank().axes[0].place["1103"], ..., 1]).all()
    assert {MARKS[mark] for mark in table.marks[region.place[BOTH], ..., 0].ravel().tolist()} == {Mark.NOT_POSSIBLE}


def test_where_its_figures_are_is_said_to_whoever_asks_for_one() -> None:
    table = found()
    asked = Asked({"Region": Wanted(("1108",)), "ContentsCode": Wanted(("mottakere",)), "Tid": Wanted(("2024",))})
    selection = select(table, asked)
    assert all(one.is_hidden for one in cells(selection))
    said = [text for _, text in notes.lines(selection, Language.BOKMAL)]
    assert "I 2024 er tallene publisert sammen med Stavanger. Se Stavanger og Sandnes." in said
    english = [text for _, text in notes.lines(selection, Language.ENGLISH)]
    assert "In 2024 the figures are published together with those of Stavanger. See Stavanger og Sandnes." in english
    before = select(table, replace(asked, wanted={**asked.wanted, "Tid": Wanted(("2019",))}))
    assert not [text for _, text in notes.lines(before, Language.BOKMAL) if "sammen med" in text]


def test_what_they_are_together_is_in_the_code_lists_and_can_be_asked_for() -> None:
    table = found()
    lists = {one.id.partition("-")[0]: one for one in codelists.lists(table)}
    assert BOTH in [one.code for one in lists["vs_kommuner"].members]
    (county,) = lists["agg_fylker"].members
    assert county.holds == ("1103", "1108", BOTH)
    address = f"valuecodes[Region]={BOTH.replace('+', '%2B')}&valuecodes[ContentsCode]=mottakere&valuecodes[Tid]=*"
    picked = select(table, asking.of_address(parse_qsl(address)))
    assert picked.codes(0) == (BOTH,) and cells(picked)[0].mark is Mark.NOT_POSSIBLE


def test_a_merge_that_is_no_more_says_when_it_was() -> None:
    table = bank([replace(merged(2024), year=2023), cube(2024)])
    region = table.axes[0]
    assert region.texts[region.place[BOTH]].nb == "Stavanger og Sandnes (-2023)"
    assert region.texts[region.place["1108"]].nb == "Sandnes"
    assert {MARKS[mark] for mark in table.marks[region.place["1108"], ..., 0].ravel().tolist()} == {Mark.CONFIDENTIAL}
