"""The JSON of a report: a contract, stable, and the example in the documentation is what is really written."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from kostra.app.controls.as_json import as_json
from kostra.app.controls.check import Report
from kostra.model.finding import Severity
from kostra.model.text import Language
from unit.app.controls.made import report

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "check-json.md"
KEYS = [
    *("form", "year", "period", "region", "records", "severity", "controls_run"),
    *("counts", "findings", "statistics", "version", "guide"),
]


def written(found: Report, language: Language = Language.BOKMAL) -> Any:
    return json.loads("".join(as_json(found, language)))


def test_the_keys_are_those_of_the_contract_in_their_order() -> None:
    found = written(report({}, {"kjonn": "x"}))
    assert list(found) == KEYS
    assert list(found["counts"]) == ["severity", "control"]
    assert list(found["findings"][0]) == ["control", "severity", "line", "field", "journal", "caseworker", "message"]
    assert set(found["counts"]["severity"]) == {"info", "warning", "error", "fatal"}


def test_an_accepted_file_has_figures_and_no_findings() -> None:
    found = written(report({}, {}))
    assert (found["severity"], found["findings"], found["records"]) == ("ok", [], 2)
    assert found["statistics"]["amounts"]["total"] == 40_000


def test_a_file_that_is_not_accepted_has_no_figures() -> None:
    found = written(report({"kjonn": "x"}))
    assert found["severity"] == "error" and found["statistics"] is None


def test_fields_are_lower_case_lines_count_from_one_and_every_finding_is_there() -> None:
    found = written(report({}, {"kjonn": "x", "saksbehandler": "S99"}))
    assert found["counts"]["control"] == {"K02": 1, "K08": 1}
    assert [(one["control"], one["line"], one["field"]) for one in found["findings"]] == [
        ("K02", 2, "kjonn"),
        ("K08", 2, "kjonn"),
    ]
    assert {(one["journal"], one["caseworker"]) for one in found["findings"]} == {("J0000002", "S99")}


def test_a_finding_about_the_file_stands_on_line_0_with_no_field() -> None:
    found = written(report(region="1103", nil=True, form="11F"))
    assert found["findings"] == []
    stopped = written(report({}, nil=True))
    assert [(one["line"], one["field"]) for one in stopped["findings"]] == [(0, None)]
    assert stopped["severity"] == "fatal"


@pytest.mark.parametrize("odd", ['J"12\\3', "<b>&'", "=1+1", "Ærø\u00a0", "{navn}", "\u00ad"])
def test_whatever_stands_in_a_record_is_escaped(odd: str) -> None:
    found = written(report({"person_journalnr": odd, "kjonn": "x", "saksbehandler": odd}))
    assert {one["journal"] for one in found["findings"]} == {odd.strip(" ")}
    assert {one["caseworker"] for one in found["findings"]} == {odd.strip(" ")}


@pytest.mark.parametrize("shown", ['"', "\\", "<", "'"])
def test_a_shown_value_is_escaped(shown: str) -> None:
    found = written(report({"kjonn": shown}))
    assert all(f"«{shown}»" in one["message"] for one in found["findings"])


def test_the_languages_differ_and_nothing_else_does() -> None:
    found = report({"kjonn": "x"})
    said = [written(found, language) for language in Language]
    assert len({one["findings"][0]["message"] for one in said}) == 3
    assert [one.pop("guide")[:4] for one in said] == ["/nb/", "/nn/", "/nb/"], "guides are in Norwegian"
    for one in said:
        for finding in one["findings"]:
            del finding["message"]
    assert said[0] == said[1] == said[2]


def test_no_more_of_each_control_than_asked_for_and_all_are_counted() -> None:
    """K02 stands on every field: a number is one control, however many fields it stands on."""
    changes = [{"kjonn": "x", "ektstat": "y"}] * 5
    found = written(report(*changes, keep=3))
    assert found["counts"]["control"] == {"K02": 10, "K08": 5, "K09": 5}
    kept = [(one["control"], one["line"]) for one in found["findings"]]
    assert sorted(kept) == [
        *(("K02", line) for line in (1, 1, 2)),
        *(("K08", line) for line in (1, 2, 3)),
        *(("K09", line) for line in (1, 2, 3)),
    ]


def test_none_of_them_is_also_an_answer() -> None:
    found = written(report({"kjonn": "x"}, keep=0))
    assert found["findings"] == [] and found["counts"]["control"] == {"K02": 1, "K08": 1}


def test_no_national_id_in_any_report() -> None:
    same = {"person_fodselsnr": "01819000084", "kjonn": "x"}
    text = "".join(as_json(report(same, same, {"person_fodselsnr": "12345678901"})))
    assert not re.search(r"\d{11}", text)


def test_the_example_in_the_documentation_is_what_is_written() -> None:
    example = json.loads(re.findall(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[0])
    found = written(report({}, {"kjonn": "3", "saksbehandler": "S12"}))
    assert found.pop("version").startswith("kostra-sosial ") and example.pop("version").startswith("kostra-sosial ")
    assert found.pop("controls_run") > 100 and example.pop("controls_run") > 100
    assert example == found


def test_the_figures_in_the_documentation_are_what_is_written() -> None:
    example = json.loads(re.findall(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[1])
    assert example == written(report({}, {}))["statistics"]


def test_the_documentation_names_every_severity() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert all(f"`{severity}`" in page for severity in Severity)
