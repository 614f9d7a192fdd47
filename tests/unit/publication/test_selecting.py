"""Picking cells of a table as clients of the table bank write it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from kostra.model.cube import Cube, Dimension
from kostra.model.text import Language, Text
from kostra.publication import asking, codelists, default, expressions, refusals
from kostra.publication.asking import Asked, Wanted
from kostra.publication.refusals import Unanswerable
from kostra.publication.selecting import Selection, select, whole
from kostra.publication.table import CONTENTS, REGION, TIME, Axis
from unit.publication.bank import PERSONS, bank, cube

TABLE = bank()
YEARS = Axis(TIME, Text("år", "år"), tuple(map(str, range(2015, 2025))), tuple(Text("", "") for _ in range(10)))
CODES = Axis("x", Text("x", "x"), ("alle", "A1", "A2", "B1", "18-24", "TOP(1)"), tuple(Text("", "") for _ in range(6)))


def picked(axis: Axis, expression: str) -> list[str]:
    return [axis.codes[at] for at in expressions.places(axis, expression, range(len(axis)))]


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("*", YEARS.codes),
        ("2016", ["2016"]),
        ("top(2)", ["2023", "2024"]),
        ("TOP(2,1)", ["2022", "2023"]),
        ("Top( 2 , 9 )", ["2015"]),
        ("BOTTOM(2)", ["2015", "2016"]),
        ("bottom(1,1)", ["2016"]),
        ("FROM(2023)", ["2023", "2024"]),
        ("to(2016)", ["2015", "2016"]),
        ("RANGE(2016,2018)", ["2016", "2017", "2018"]),
        ("range(2018,2016)", ["2016", "2017", "2018"]),
        ("202?", ["2020", "2021", "2022", "2023", "2024"]),
        ("*4", ["2024"]),
        ("20*", YEARS.codes),
        ("*02*", ["2020", "2021", "2022", "2023", "2024"]),
        ("TOP(99)", YEARS.codes),
    ],
)
def test_of_the_years_the_newest_are_on_top(expression: str, found: list[str]) -> None:
    assert picked(YEARS, expression) == list(found)


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("TOP(2)", ["alle", "A1"]),
        ("bottom(1)", ["TOP(1)"]),
        ("bottom(2,1)", ["B1", "18-24"]),
        ("TOP(1)", ["TOP(1)"]),
        ("a1", ["A1"]),
        ("a?", ["A1", "A2"]),
        ("ALLE", ["alle"]),
        ("18-24", ["18-24"]),
        ("from(b1)", ["B1", "18-24", "TOP(1)"]),
    ],
)
def test_of_the_others_the_first_are_and_a_code_is_a_code_whatever_it_looks_like(
    expression: str, found: list[str]
) -> None:
    assert picked(CODES, expression) == found


@pytest.mark.parametrize(
    ("expression", "title"),
    [
        ("2031", "Non-existent value"),
        ("203?", "Non-existent value"),
        ("99*", "Non-existent value"),
        ("FROM(2031)", "Non-existent value"),
        ("RANGE(2016,2031)", "Non-existent value"),
        ("TOP(1,99)", "Non-existent value"),
        ("TOP(0)", "Illegal selection expression"),
        ("TOP()", "Illegal selection expression"),
        ("TOP(x)", "Illegal selection expression"),
        ("TOP(-1)", "Illegal selection expression"),
        ("TOP(1,2,3)", "Illegal selection expression"),
        ("TOP(²)", "Illegal selection expression"),
        ("RANGE(2016)", "Illegal selection expression"),
        ("2*4", "Illegal selection expression"),
        ("***", "Illegal selection expression"),
        ("*2?", "Illegal selection expression"),
        ("", "Non-existent value"),
    ],
)
def test_what_picks_nothing_or_means_nothing_is_refused(expression: str, title: str) -> None:
    with pytest.raises(Unanswerable) as refused:
        picked(YEARS, expression)
    assert (refused.value.status, refused.value.title) == (400, title)
    assert expression.strip() in refused.value.message or "2031" in refused.value.message


def ask(**wanted: str | Wanted) -> Asked:
    every = {"Region": "*", CONTENTS: "*", TIME: "*"} | wanted
    return Asked(
        {name: one if isinstance(one, Wanted) else Wanted(expressions.split(one)) for name, one in every.items() if one}
    )


def codes(selection: Selection) -> dict[str, tuple[str, ...]]:
    return {axis.code: axis.codes for axis in selection.axes}


def test_cells_are_those_picked_in_the_order_of_the_table_whatever_the_order_they_are_written_in() -> None:
    found = select(TABLE, ask(region="1108,EAK,1103,1108", KJONN="2,1", contentscode="andel", time="2024"))
    assert codes(found) == {
        "Region": ("EAK", "1103", "1108"),
        "kjonn": ("1", "2"),
        CONTENTS: ("andel",),
        TIME: ("2024",),
    }
    places = [TABLE.axes[0].place[code] for code in ("EAK", "1103", "1108")]
    expected = TABLE.values[places][:, [1, 2]][:, :, 1, 1]
    assert found.taken(TABLE.values).tolist() == expected.ravel().tolist()


def test_a_variable_that_is_left_out_is_shown_by_its_total_and_nothing_is_added_up() -> None:
    found = select(TABLE, ask())
    assert "kjonn" not in codes(found)
    assert found.taken(TABLE.values).tolist() == TABLE.values[:, 0].ravel().tolist()
    assert found.taken(TABLE.marks).tolist() == TABLE.marks[:, 0].ravel().tolist()


@pytest.mark.parametrize("left_out", ["Region", CONTENTS, TIME])
def test_what_has_no_total_with_cells_of_its_own_must_be_chosen(left_out: str) -> None:
    with pytest.raises(Unanswerable, match=left_out) as refused:
        select(TABLE, ask(**{left_out: ""}))
    assert refused.value.title == "Missing selection for mandantory variable"
    assert ("legges aldri sammen" in refused.value.message) == (left_out == "Region")
    assert refused.value.told(Language.ENGLISH)["type"] == "Parameter error"


def test_a_variable_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(Unanswerable, match=r"«alder».*Region, kjonn, ContentsCode, Tid") as refused:
        select(TABLE, ask(alder="*"))
    assert refused.value.title == "Non-existent variable"


def test_more_cells_than_allowed_are_refused_with_both_numbers() -> None:
    assert select(TABLE, ask(kjonn="*"), 126).cells == 7 * 3 * 3 * 2
    with pytest.raises(Unanswerable, match=r"126 celler.*mer enn 125") as refused:
        select(TABLE, ask(kjonn="*"), 125)
    assert refused.value.title == "Too many cells selected"


@pytest.mark.parametrize(
    ("heading", "stub", "found"),
    [
        ((), (), (["Region", "kjonn"], [CONTENTS, TIME])),
        (("time",), (), (["Region", "kjonn", CONTENTS], [TIME])),
        ((), ("tid", "Kjonn"), ([TIME, "kjonn"], ["Region", CONTENTS])),
        (("kjonn", "Tid"), ("ContentsCode", "Region"), ([CONTENTS, "Region"], ["kjonn", TIME])),
        ((), ("Region", "kjonn", CONTENTS, TIME), (["Region", "kjonn", CONTENTS, TIME], [])),
        (("Region", "kjonn", CONTENTS, TIME), (), ([], ["Region", "kjonn", CONTENTS, TIME])),
    ],
)
def test_variables_are_placed_as_asked_and_the_cells_are_turned_with_them(
    heading: tuple[str, ...], stub: tuple[str, ...], found: tuple[list[str], list[str]]
) -> None:
    asked = ask(kjonn="1,2")
    turned = select(TABLE, Asked(asked.wanted, heading, stub))
    order = [TABLE.axes[place].code for place in turned.shown]
    assert (order[: len(turned.stub)], order[len(turned.stub) :]) == found
    plain = select(TABLE, asked)
    cube_of = plain.taken(TABLE.values).reshape(plain.shape)
    axes = [plain.axes.index(axis) for axis in turned.axes]
    assert turned.taken(TABLE.values).tolist() == np.transpose(cube_of, axes).ravel().tolist()


@pytest.mark.parametrize(
    ("heading", "stub"),
    [
        (("Tid",), ("Region",)),
        (("Tid", "Tid"), ()),
        (("Tid",), ("Tid",)),
        (("kjonn",), ()),
    ],
)
def test_a_placement_that_is_not_whole_is_refused(heading: tuple[str, ...], stub: tuple[str, ...]) -> None:
    with pytest.raises(Unanswerable) as refused:
        select(TABLE, Asked(ask().wanted, heading, stub))
    assert refused.value.title == "Illegal placment"


def test_code_lists_are_of_regions_that_have_cells_and_say_what_they_hold() -> None:
    every = {one.id: one for one in codelists.lists(TABLE)}
    assert [one.split("-")[0] for one in every] == ["vs_kommuner", "agg_fylker", "vs_landet"]
    assert {codelists.table_of(one) for one in every} == {"91999"}
    (county,) = every["agg_fylker-91999"].members
    assert (county.code, county.holds) == ("EKA11", ("1103", "1108"))
    assert [one.code for one in every["vs_kommuner-91999"].members] == ["1103", "1108", "1818", "1515", "1129"]


def test_a_code_list_picks_the_registered_cells_of_its_values_or_of_what_they_hold() -> None:
    counties = "agg_fylker-91999"
    of = {single: select(TABLE, ask(Region=Wanted(("*",), counties, single))) for single in (False, True)}
    assert [codes(one)["Region"] for one in of.values()] == [("EKA11",), ("1103", "1108")]
    assert of[False].taken(TABLE.values).tolist() == TABLE.values[1, 0].ravel().tolist()
    assert of[False].lists[REGION].id == counties
    municipalities = select(TABLE, ask(Region=Wanted(("TOP(2)",), "VS_kommuner-91999")))
    assert codes(municipalities)["Region"] == ("1103", "1108")


@pytest.mark.parametrize(
    ("wanted", "title"),
    [
        (Wanted(("*",), "agg_alt-91999"), "Non-existent codelist"),
        (Wanted(("*",), "agg_fylker-13995"), "Non-existent codelist"),
        (Wanted(("1103",), "agg_fylker-91999"), "Non-existent value"),
        (Wanted((), "agg_fylker-91999"), "Missing selection for mandantory variable"),
    ],
)
def test_a_code_list_that_is_not_there_and_values_outside_it_are_refused(wanted: Wanted, title: str) -> None:
    with pytest.raises(Unanswerable) as refused:
        select(TABLE, ask(Region=wanted))
    assert refused.value.title == title


def test_a_code_list_is_told_with_what_its_values_hold() -> None:
    (county,) = (one for one in codelists.lists(TABLE) if one.id.startswith("agg_fylker"))
    told = codelists.told(county, Language.ENGLISH, "http://x")
    assert (told["label"], told["type"], told["language"]) == ("Counties", "Aggregation", "en")
    assert told["values"] == [{"code": "EKA11", "label": "Rogaland", "valueMap": ["1103", "1108"]}]
    assert told["links"][0]["href"] == "http://x/codelists/agg_fylker-91999?lang=en"


def test_a_selection_told_is_the_same_when_it_is_asked_for_again() -> None:
    counties = "agg_fylker-91999"
    for asked in (
        ask(Tid="TOP(1)"),
        ask(Region=Wanted(("*",), counties, single=True)),
        ask(Region=Wanted(("*",), counties), kjonn="1,2"),
    ):
        first = select(TABLE, Asked(asked.wanted, ("Tid",)))
        again = select(TABLE, asking.of_body(first.told()))
        assert again.told() == first.told()
        assert again.taken(TABLE.values).tolist() == first.taken(TABLE.values).tolist()
    assert first.told()["placement"] == {"heading": ["Tid"], "stub": ["Region", "kjonn", CONTENTS]}
    assert first.told()["selection"][0] == {
        "variableCode": "Region",
        "valueCodes": ["EKA11"],
        "codelist": "agg_fylker-91999",
    }


def test_all_there_is_to_choose_among_can_be_cut_down_to_a_code_list() -> None:
    assert whole(TABLE).cells == TABLE.values.size
    assert codes(whole(TABLE, {"region": "agg_fylker-91999"}))["Region"] == ("EKA11",)


def test_an_address_and_a_body_say_the_same() -> None:
    address = [
        ("lang", "no"),
        ("valueCodes[Tid]", "[TOP(2,1)],[RANGE(2019,2021)]"),
        ("valuecodes[Region]", "EAK, 1103"),
        ("codelist[Region]", "vs_landet-91999"),
        ("outputValues[Region]", "Single"),
        ("heading", "Tid"),
        ("Stub", "Region,kjonn"),
        ("ukjent", "1"),
    ]
    body = {
        "selection": [
            {"variableCode": "Tid", "valueCodes": ["TOP(2,1)", "RANGE(2019,2021)"]},
            {
                "variableCode": "Region",
                "valueCodes": ["EAK", "1103"],
                "codelist": "vs_landet-91999",
                "outputValues": "single",
            },
        ],
        "placement": {"heading": ["Tid"], "stub": ["Region", "kjonn"]},
    }
    assert asking.of_address(address) == asking.of_body(body)
    assert asking.of_address(address).wanted["Tid"] == Wanted(("TOP(2,1)", "RANGE(2019,2021)"))


@pytest.mark.parametrize("body", [None, {}, {"selection": []}, {"selection": None, "placement": None}])
def test_an_empty_body_asks_for_nothing(body: Any) -> None:
    assert not asking.of_body(body).wanted


@pytest.mark.parametrize(
    "body",
    [
        [],
        "x",
        {"selection": {}},
        {"selection": ["Tid"]},
        {"selection": [{"valueCodes": ["*"]}]},
        {"selection": [{"variableCode": "Tid", "valueCodes": "*"}]},
        {"selection": [{"variableCode": "Tid", "valueCodes": [2024]}]},
        {"selection": [{"variableCode": "Tid", "codelist": 1}]},
        {"placement": ["Tid"]},
        {"placement": {"stub": "Tid"}},
    ],
)
def test_a_body_of_another_shape_is_refused(body: Any) -> None:
    with pytest.raises(Unanswerable, match="variableCode") as refused:
        asking.of_body(body)
    assert refused.value.status == 400


def shaped(*axes: tuple[str, int, bool], measures: int = 1) -> Cube:
    """A table of so many dimensions, each with a number of values and a total or not; the region comes first."""
    of = cube()
    dimensions = tuple(
        Dimension(name, Text(name, name), {f"v{at}": Text("", "") for at in range(count)}, "v0" if total else None)
        for name, count, total in axes
    )
    cells = int(np.prod([count for _, count, _ in axes])) * measures
    counted = tuple(PERSONS if at == 0 else of.measures[at] for at in range(measures))
    return cube(dimensions=dimensions, measures=counted, cells=(of.cells[0],) * cells, footnotes=(), withheld=())


@pytest.mark.parametrize(
    ("axes", "measures", "stub", "heading"),
    [
        ((("region", 5, False),), 1, {"Region": 5}, {CONTENTS: 1, TIME: 1}),
        ((("region", 5, False),), 3, {"Region": 5}, {CONTENTS: 3, TIME: 1}),
        ((("region", 2, False),), 3, {CONTENTS: 3}, {"Region": 2, TIME: 1}),
        ((("region", 5, False), ("a", 3, True), ("b", 4, True)), 2, {"Region": 5}, {"b": 4, CONTENTS: 1, TIME: 1}),
        ((("region", 2, False), ("a", 3, True)), 2, {"a": 3}, {"Region": 2, CONTENTS: 1, TIME: 1}),
        (
            (("region", 5, False), ("a", 3, False), ("b", 4, False)),
            1,
            {"Region": 5, "a": 1},
            {"b": 4, CONTENTS: 1, TIME: 1},
        ),
        ((("region", 5, True), ("a", 3, True), ("b", 4, True)), 1, {"Region": 5}, {"b": 4, CONTENTS: 1, TIME: 1}),
    ],
)
def test_the_default_shows_two_variables_the_first_measure_and_the_newest_year(
    axes: tuple[tuple[str, int, bool], ...], measures: int, stub: dict[str, int], heading: dict[str, int]
) -> None:
    found = default.default(bank([shaped(*axes, measures=measures)]))
    sizes = {axis.code: len(axis) for axis in found.axes}
    assert list(sizes.items()) == [*stub.items(), *heading.items()]
    assert len(found.stub) == len(stub)
    assert codes(found)[TIME] == ("2024",)


def test_who_asks_for_nothing_gets_the_default() -> None:
    assert default.answer(TABLE, asking.of_body({})).told() == default.default(TABLE).told()
    assert default.answer(TABLE, ask(Tid="2019")).codes(TABLE.time) == ("2019",)
    with pytest.raises(Unanswerable, match="21 celler"):
        default.answer(TABLE, Asked(), 13)


REFUSALS = (
    refusals.no_variable("hva", ["Tid"]),
    refusals.no_value("hva", "Tid", map(str, range(99))),
    refusals.no_codelist("hva", "Tid", []),
    refusals.not_an_expression("hva", "Tid"),
    refusals.missing("hva", no_total=True),
    refusals.placed_wrong("hva"),
    refusals.no_format("hva", ["px"]),
    refusals.no_language("hva", ["no"]),
    refusals.no_table("hva"),
    refusals.not_a_selection("hva"),
    refusals.too_many(17, 16),
    refusals.too_wide(17, 16),
    refusals.no_page(17, 16),
)


@pytest.mark.parametrize("refusal", REFUSALS, ids=[one.title for one in REFUSALS])
def test_every_refusal_says_what_was_found_in_every_language_and_has_a_status(refusal: Unanswerable) -> None:
    said = [refusal.told(language) for language in Language]
    assert len({str(one["detail"]) for one in said}) == 3
    assert all(("hva" if "17" not in refusal.message else "17") in str(one["detail"]) for one in said)
    assert {one["status"] for one in said} == {404 if refusal.title.split()[-1] in ("table", "page") else 400}


def test_the_default_of_one_measure_has_the_last_years() -> None:
    years = [shaped(("region", 3, False)) for _ in range(15)]
    every = [
        Cube(**{name: getattr(one, name) for name in one.__dataclass_fields__} | {"year": 2010 + at})
        for at, one in enumerate(years)
    ]
    found = codes(default.default(bank(every)))
    assert found[TIME] == tuple(str(year) for year in range(2012, 2025))
