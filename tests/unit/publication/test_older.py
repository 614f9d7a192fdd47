"""Questions of the older API, and its refusals."""

from __future__ import annotations

from typing import Any

import pytest

from kostra.model.text import Language
from kostra.publication import older
from kostra.publication.labels import Naming
from kostra.publication.refusals import Unanswerable
from kostra.publication.selecting import Selection, select
from kostra.publication.writing import Format, write
from unit.publication.bank import bank

TABLE = bank()


def query(*wanted: tuple[str, str, list[Any]], **more: Any) -> dict[str, Any]:
    items = [{"code": code, "selection": {"filter": kind, "values": values}} for code, kind, values in wanted]
    return {"query": items} | more


def picked(body: object) -> dict[str, tuple[str, ...]]:
    found: Selection = select(TABLE, older.asked(TABLE, body)[0])
    return {axis.code: axis.codes for axis in found.axes}


def test_what_is_left_out_is_shown_by_its_total_or_else_whole() -> None:
    every = {axis.code: axis.codes for axis in TABLE.axes}
    assert picked({}) == {code: codes for code, codes in every.items() if code != "kjonn"}
    assert picked(query(("kjonn", "all", ["*"]))) == every


def test_each_filter_picks_as_it_does_there() -> None:
    found = picked(
        query(
            ("Region", "agg:agg_fylker-91999", ["EKA11"]),
            ("kjonn", "item", ["1", "2"]),
            ("ContentsCode", "all", ["*e*"]),
            ("Tid", "top", [1]),
        )
    )
    assert found == {
        "Region": ("EKA11",),
        "kjonn": ("1", "2"),
        "ContentsCode": ("mottakere", "andel", "nye"),
        "Tid": ("2024",),
    }
    assert picked(query(("Region", "vs:vs_landet-91999", ["EAK"])))["Region"] == ("EAK",)
    assert picked(query(("Region", "agg_single:agg_fylker-91999", ["EKA11"])))["Region"] == ("1103", "1108")


@pytest.mark.parametrize(
    ("name", "of", "naming"),
    [
        ("px", Format.PX, None),
        ("JSON-stat2", Format.JSON_STAT, None),
        ("json-stat", Format.JSON_STAT_OLDER, None),
        ("json", Format.JSON_PX, None),
        ("csv2", Format.CSV_LONG, Naming.TEXTS),
        ("csv3", Format.CSV_LONG, Naming.CODES),
    ],
)
def test_the_format_goes_by_its_older_name(name: str, of: Format, naming: Naming | None) -> None:
    asked, found, options = older.asked(TABLE, query(response={"format": name}))
    assert (found, options.naming) == (of, naming)
    assert write(select(TABLE, asked), Language.BOKMAL, found, options).content


def test_px_is_what_is_given_where_nobody_says() -> None:
    assert older.asked(TABLE, query())[1] is Format.PX


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ([], "Parameter error"),
        ({"query": {}}, "Parameter error"),
        ({"query": ["Tid"]}, "Parameter error"),
        (query(("alder", "item", ["1"])), "Non-existent variable"),
        (query(("kjonn", "best", ["1"])), "Illegal selection expression"),
        (query(response={"format": "sdmx"}), "Unsupported output format"),
        (query(response="xls"), "Unsupported output format"),
    ],
)
def test_what_it_cannot_read_is_refused(body: object, title: str) -> None:
    with pytest.raises(Unanswerable) as refused:
        older.asked(TABLE, body)
    assert refused.value.title == title
    status, told = refused.value.told_older(Language.ENGLISH)
    variable = refused.value.variable
    start = f"The request for variable '{variable}' has an error. Please check your query." if variable else "Parameter"
    assert status == 400 and told["error"].startswith(start)


def test_too_much_is_forbidden() -> None:
    with pytest.raises(Unanswerable) as refused:
        select(TABLE, older.asked(TABLE, {})[0], 10)
    assert refused.value.told_older(Language.ENGLISH) == (
        403,
        {
            "error": "Too many values selected. The selection has 42 cells, and may not have more than 10. "
            "Split it, by year for instance."
        },
    )


def test_what_a_table_has_is_told_in_the_older_shape() -> None:
    told = older.metadata(TABLE, Language.BOKMAL)
    assert told["title"].startswith("91999: ")
    by_code = {one["code"]: one for one in told["variables"]}
    assert by_code["kjonn"]["elimination"] and by_code["Tid"]["time"]
    assert "elimination" not in by_code["Region"] and "time" not in by_code["kjonn"]
    assert by_code["Tid"]["valueTexts"] == ["2019", "2024*"]
