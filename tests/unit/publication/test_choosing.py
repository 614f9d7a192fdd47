"""Choosing from a table with a form: what an address says, what it becomes, and that «the newest year» stays that."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl

from kostra.model.text import Language
from kostra.publication import choosing, dataset
from kostra.publication.asking import Asked, Wanted
from kostra.publication.newest import newest
from kostra.publication.selecting import select
from unit.publication.bank import bank

TABLE = bank()
OWN = "kjonn"


def form(*parameters: tuple[str, str]) -> Asked:
    return choosing.of_form(TABLE, parameters)


def test_what_is_shown_first_is_the_country_over_the_last_years() -> None:
    selection = select(TABLE, form())
    assert selection.codes(0) == ("EAK",) and selection.codes(3) == ("2019", "2024")
    assert [axis.code for axis in selection.axes] == [OWN, "Region", "ContentsCode", "Tid"]


def test_a_form_sends_each_value_by_itself_and_says_where_variables_stand() -> None:
    asked = form(
        ("valueCodes[Region]", "1103"),
        ("valueCodes[Region]", "1108"),
        (f"valueCodes[{OWN}]", "*"),
        ("valueCodes[Tid]", "TOP(1)"),
        ("plass[Region]", choosing.ACROSS),
        (f"plass[{OWN}]", choosing.DOWN),
        ("plass[ContentsCode]", choosing.DOWN),
    )
    selection = select(TABLE, asked)
    assert selection.codes(0) == ("1103", "1108")
    assert asked.heading == ("Region",) and asked.stub == (OWN, "ContentsCode", "Tid")
    assert selection.heading == (0,)


def test_what_must_be_chosen_and_is_not_is_what_is_shown_first() -> None:
    asked = form(("valueCodes[Region]", "1103"))
    assert asked.wanted["Tid"] == Wanted(("TOP(5)",)) and OWN not in asked.wanted
    assert select(TABLE, asked).codes(1) == ("alle",)


def test_what_is_written_down_is_what_was_asked_for() -> None:
    asked = choosing.named(
        TABLE, form(("valuecodes[region]", "????"), ("valueCodes[time]", "top(1)"), ("stub", "Region"))
    )
    written = choosing.written(asked)
    assert "valueCodes%5BRegion%5D=????" in written and "valueCodes%5BTid%5D=top(1)" in written
    again = choosing.named(TABLE, form(*parse_qsl(written)))
    assert again == asked and choosing.written(again) == written
    turned = choosing.turned(asked, select(TABLE, asked))
    assert select(TABLE, turned).heading == (0,)


def test_code_lists_are_written_too() -> None:
    asked = form(
        ("valueCodes[Region]", "EKA11"), ("codelist[Region]", "agg_fylker-91999"), ("outputValues[Region]", "single")
    )
    assert select(TABLE, asked).codes(0) == ("1103", "1108")
    again = form(*parse_qsl(choosing.written(choosing.named(TABLE, asked))))
    assert again.wanted["Region"] == asked.wanted["Region"]


def test_options_stand_under_their_headings_with_what_is_chosen_marked() -> None:
    asked = form(("valueCodes[Region]", "????"), ("valueCodes[Tid]", "FROM(2024)"))
    region, own, _, year = choosing.variables(TABLE, asked, select(TABLE, asked))
    assert [title and title.nb for title, _ in region.groups] == [None, "Landet", "Kommuner", "Fylker"]
    assert [one.value for _, options in region.groups for one in options if one.chosen] == ["????"]
    assert not own.mandatory and own.options == 4 and year.across
    assert [one.value for _, options in year.groups for one in options if one.chosen] == ["2024"]
    unread = choosing.variables(TABLE, form(("valueCodes[Region]", "0000")), None)
    assert not any(one.chosen for _, options in unread[0].groups for one in options)


def test_the_newest_figure_of_a_region_with_the_year_before() -> None:
    found = newest(TABLE, "mottakere", "1103")
    assert found is not None and found.year == "2024" and found.provisional and found.before is not None
    assert newest(TABLE, "mottakere", "0000") is None and newest(TABLE, "annet") is None


def test_a_data_set_for_search_engines_cannot_end_its_element() -> None:
    told = dataset.told(TABLE, Language.ENGLISH, "https://a.no/en/tabeller/91999", "https://a.no/data", "Us </script>")
    assert told["temporalCoverage"] == "2019/2024" and told["distribution"][0]["contentUrl"].startswith(
        "https://a.no/data?lang=en"
    )
    written = dataset.embedded(told)
    assert "<" not in written and json.loads(written) == told
