"""Which municipalities can be one, and what a merge is in a year when they cannot."""

from __future__ import annotations

from datetime import UTC, datetime

from kostra import regions
from kostra.app.disclosure.adding_up import members
from kostra.app.disclosure.merged import one_table
from kostra.app.disclosure.neighbours import can_be_one, municipalities, neighbours
from kostra.model.cube import REGION
from kostra.model.people import HOUSE
from kostra.model.protection import Merge, Said
from kostra.model.text import Text
from kostra.tables import catalogue

YEAR = 2026


def merge(table: str, *codes: str) -> Merge:
    said = Said(HOUSE, datetime(2027, 1, 1, tzinfo=UTC), "fordi")
    return Merge("1", table, REGION, codes, "+".join(codes), Text("Begge", "Begge"), 2020, said)


def test_every_larger_region_has_all_of_them_or_none() -> None:
    several = neighbours(YEAR)
    assert len(several) > 50 and {code for those in several for code in those} < set(municipalities(YEAR))
    for those in several:
        assert can_be_one(those, YEAR)
        for region, inside in members(YEAR).items():
            assert region == regions.OSLO or len(set(inside) & set(those)) in (0, len(those)), (region, those)
    assert not can_be_one(("1103", "1106"), YEAR), "the same county, and not the same group"
    assert not can_be_one(("1103", "9999"), YEAR)


def test_a_merge_is_of_its_table_and_of_the_years_that_have_the_municipalities() -> None:
    tables = {id: catalogue.table(id, YEAR) for id in ("91105", "91101", "91131")}
    own = merge("91105", "1103", "1108")
    assert one_table(tables["91105"], [own], YEAR).together == (("1103+1108", own.title, own.codes),)
    assert one_table(tables["91101"], [own], YEAR) is tables["91101"]
    for gone in (merge("91105", "1103", "1142"), merge("91105", "1103", "1106"), merge("91105", "9998", "9999")):
        assert one_table(tables["91105"], [gone], YEAR).together == ()
    assert one_table(tables["91131"], [merge("91131", "1103", "1108")], YEAR).together == (), "it has no municipalities"
