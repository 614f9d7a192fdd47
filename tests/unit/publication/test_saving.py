"""Queries that are kept: the same question is the same query, however it is written, and nothing but a question can be kept."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kostra.model.cube import Status
from kostra.model.text import Language
from kostra.publication import saving
from kostra.publication.default import answer
from kostra.publication.refusals import Unanswerable
from kostra.publication.saving import SavedQuery, plainly, read
from unit.publication.bank import bank, cube

TABLE = bank()


def wanted(*selection: tuple[str, list[str]], **more: Any) -> dict[str, Any]:
    return {"tableId": "91999", "selection": {"selection": [_one(*one) for one in selection]}} | more


def _one(code: str, values: list[str]) -> dict[str, Any]:
    return {"variableCode": code, "valueCodes": values}


def kept(body: object) -> SavedQuery:
    return plainly(read(body), TABLE)


ASKED = wanted(("Region", ["1103", "EAK"]), ("ContentsCode", ["mottakere"]), ("Tid", ["TOP(1)"]))


def test_the_same_question_is_the_same_query() -> None:
    other = wanted(
        ("time", ["top( 1 )"]),
        ("contentscode", ["MOTTAKERE", "mottakere"]),
        ("region", ["eak", "1103"]),
        language="nb",
        outputFormat="JSON-stat2",
        outputFormatParams=None,
    )
    assert kept(ASKED).id == kept(other).id
    for changed in (
        wanted(("Region", ["EAK"]), ("ContentsCode", ["mottakere"]), ("Tid", ["TOP(1)"])),
        ASKED | {"language": "en"},
        ASKED | {"outputFormat": "csv"},
    ):
        assert kept(changed).id != kept(ASKED).id


def test_what_is_kept_is_read_as_it_was() -> None:
    placed = ASKED["selection"] | {"placement": {"heading": ["time"], "stub": ["region", "contentscode"]}}
    body = ASKED | {
        "selection": placed,
        "outputFormat": "csv",
        "outputFormatParams": ["separatorsemicolon", "usecodes"],
    }
    query = kept(body)
    assert read(json.loads(query.text)) == query and kept(query.told()) == query
    assert query.told() == {
        "tableId": "91999",
        "language": "no",
        "selection": {
            "selection": [
                _one("Region", ["1103", "EAK"]),
                _one("ContentsCode", ["mottakere"]),
                _one("Tid", ["TOP(1)"]),
            ],
            "placement": {"heading": ["Tid"], "stub": ["Region", "ContentsCode"]},
        },
        "outputFormat": "csv",
        "outputFormatParams": ["SeparatorSemicolon", "UseCodes"],
    }


def test_a_code_list_is_kept_with_what_is_made_of_it() -> None:
    listed = {"variableCode": "region", "valueCodes": ["*"], "codelist": "AGG_FYLKER-91999", "outputValues": "single"}
    body = wanted(("ContentsCode", ["*"]), ("Tid", ["*"]))
    body["selection"]["selection"].append(listed)
    query = kept(body)
    assert query.told()["selection"]["selection"][0] == {
        "variableCode": "Region",
        "valueCodes": ["*"],
        "codelist": "agg_fylker-91999",
        "outputValues": "single",
    }
    assert answer(TABLE, read(json.loads(query.text)).asked).codes(0) == ("1103", "1108")


def test_an_expression_has_the_newest_year_whenever_it_is_asked() -> None:
    query = kept(ASKED)
    newer = bank((cube(2024), cube(2025, Status.PROVISIONAL)))
    assert answer(TABLE, query.asked).codes(TABLE.time) == ("2024",)
    assert answer(newer, query.asked).codes(newer.time) == ("2025",)


def test_a_query_of_nothing_is_the_default_of_the_table() -> None:
    query = kept({"tableId": "91999"})
    assert query.selection() == {"selection": [], "placement": {"heading": [], "stub": []}}
    assert query.language is Language.BOKMAL and query.id == kept(wanted(outputFormat="json-stat2")).id


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ([], "Parameter error"),
        ({"tableId": 91999}, "Parameter error"),
        (wanted() | {"selection": "Tid"}, "Parameter error"),
        (wanted(outputFormat=7), "Parameter error"),
        (wanted(language="fr"), "Unsupported language"),
        (wanted(outputFormat="pdf"), "Unsupported output format"),
        (wanted(outputFormat="px", outputFormatParams=["UseCodes"]), "Unsupported output format"),
        (wanted(outputFormatParams="UseCodes"), "Parameter error"),
        (wanted(("Region", ["Kari Nordmann"])), "Non-existent value"),
        (wanted(("Kari Nordmann", ["*"])), "Non-existent variable"),
        (wanted(("Tid", ["*"])), "Missing selection for mandantory variable"),
    ],
)
def test_nothing_but_a_question_is_kept(body: object, title: str) -> None:
    with pytest.raises(Unanswerable) as refused:
        saving.plainly(saving.read(body), TABLE)
    assert refused.value.title == title
