"""The newest figure of the country, also while Oslo is missing."""

from __future__ import annotations

from dataclasses import replace

from kostra.model.cube import Mark
from kostra.publication.newest import COUNTRY, WITHOUT_OSLO, of_country
from kostra.publication.table import BY_MARK, Table
from unit.publication.nation import key_figures


def without_oslo(*, missing: bool) -> Table:
    made = key_figures(2, municipalities=3)
    region, *others = made.axes
    assert region.codes[0] == COUNTRY
    marks = made.marks.copy()
    if missing:
        marks[0, :, -1] = BY_MARK[Mark.MISSING]
    codes = (COUNTRY, WITHOUT_OSLO, *region.codes[2:])
    return replace(made, axes=(replace(region, codes=codes), *others), marks=marks)


def test_the_country_is_told_where_it_is_known() -> None:
    table = without_oslo(missing=False)
    found = of_country(table, table.measures[0].id)
    assert found is not None and found.region == COUNTRY and found.shown.number is not None


def test_the_rest_of_the_country_is_told_while_oslo_is_missing() -> None:
    table = without_oslo(missing=True)
    found = of_country(table, table.measures[0].id)
    assert found is not None and found.region == WITHOUT_OSLO and found.shown.number is not None


def test_what_nobody_has_is_the_countrys_and_says_why() -> None:
    table = without_oslo(missing=True)
    region, *others = table.axes
    alone = replace(table, axes=(replace(region, codes=(COUNTRY, "EAB", *region.codes[2:])), *others))
    found = of_country(alone, table.measures[0].id)
    assert found is not None and (found.region, found.shown.number) == (COUNTRY, None)
