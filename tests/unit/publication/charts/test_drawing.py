"""Pictures as files: the same each time, turned for those who read in the dark, and the map with what is hidden in it."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from kostra import regions
from kostra.model.cube import Mark
from kostra.model.text import Language
from kostra.publication.asking import Asked, Wanted
from kostra.publication.charts import drawing, tiles
from kostra.publication.charts.chart import chart
from kostra.publication.charts.palette import STEPS
from kostra.publication.charts.tiles import TileMap, tile_map
from kostra.publication.selecting import select
from kostra.publication.shown import Shown
from kostra.publication.table import CONTENTS, REGION, TIME
from kostra.regions.tiles import tiles as laid_out
from unit.publication.nation import NEWEST, key_figures


def test_a_chart_is_the_same_bytes_each_time_in_both_themes_and_as_png() -> None:
    table = key_figures(3, municipalities=2)
    wanted = {REGION: Wanted(("0301", "EAK")), CONTENTS: Wanted(("andel_18_66",)), TIME: Wanted(("*",))}
    found = chart(select(table, Asked(wanted)), Language.NYNORSK)
    assert found is not None
    drawn = drawing.svg(found)
    assert drawn == drawing.svg(found)
    ElementTree.fromstring(drawn)
    assert "prefers-color-scheme:dark" in drawn and "prefers-color-scheme" not in drawing.plain_svg(found)
    assert "Syntetiske tal" in drawn
    assert drawing.png(drawing.plain_svg(found)).startswith(b"\x89PNG")


@pytest.fixture(scope="module")
def drawn_map() -> TileMap:
    places = [(one.code, one.name, Shown(at, 1)) for at, one in enumerate(regions.municipalities(NEWEST))]
    places[3] = (*places[3][:2], Shown(0, 1, Mark.CONFIDENTIAL))
    places[5] = (*places[5][:2], Shown(0, 1, Mark.MISSING))
    counties = {one.code: one for one in regions.counties(NEWEST)}
    return tile_map(places, counties, Language.ENGLISH, "Share & more", "per cent")


def test_every_county_of_these_years_has_a_place_of_its_own() -> None:
    for year in range(2020, regions.load().last + 1):
        where = [laid_out()[one.code] for one in regions.counties(year)]
        assert len(set(where)) == len(where)


def test_the_steps_of_the_map_hold_as_many_each_from_least_to_most(drawn_map: TileMap) -> None:
    every = [one for _, own in drawn_map.counties for one in own]
    counts = [sum(one.step == step for one in every) for step in range(len(STEPS))]
    assert max(counts) - min(counts) <= 1 and sum(counts) == len(every) - 2
    numbers = [one.shown.number for one in sorted(every, key=lambda one: one.shown.whole) if one.step is not None]
    assert numbers == sorted(number for number in numbers if number is not None)


def test_the_map_leads_to_each_municipality_and_hides_what_is_hidden(drawn_map: TileMap) -> None:
    inside = ElementTree.fromstring(tiles.svg(drawn_map, "/en/kommuner"))
    name = "{http://www.w3.org/2000/svg}"
    links = inside.findall(f"{name}a")
    assert len(links) == len(regions.municipalities(NEWEST))
    assert {link.attrib["href"] for link in links} == {
        f"/en/kommuner/{one.code}" for one in regions.municipalities(NEWEST)
    }
    hatched = [link for link in links if "url(" in str(link[0].get("fill"))]
    assert [link.attrib["aria-label"][-3:] for link in hatched] == [": :"]


def test_the_map_on_paper_says_what_it_is(drawn_map: TileMap) -> None:
    alone = tiles.svg(drawn_map)
    ElementTree.fromstring(alone)
    assert "Share &amp; more" in alone and "<a " not in alone and "Not shown" in alone


def test_a_map_without_a_single_number() -> None:
    counties = {one.code: one for one in regions.counties(NEWEST)}
    empty = tile_map([("0301", "Oslo", Shown(0, 0, Mark.MISSING))], counties, Language.BOKMAL, "x", "y")
    assert set(empty.bounds) == {("", "")}
    ElementTree.fromstring(tiles.svg(empty))
