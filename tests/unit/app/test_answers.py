"""The report on an e-form: the same as of a file, with the form as line 0, what cannot be read told, and last year beside."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kostra.app.controls import answers, asking
from kostra.app.controls.as_json import as_json
from kostra.app.controls.check import Report
from kostra.forms import catalogue
from kostra.model.errors import Refused
from kostra.model.finding import Severity
from kostra.model.period import Period
from kostra.model.text import Language

CLEAN = {
    "kommunenr": "1103",
    "ansvarlig": "Testperson",
    "folger_staten": "1",
    "vedtaksdato": "2023-12-10",
    "gjelder_fra": "2024-01-01",
    "sats_enslig": 7850,
    "sats_ektepar": 13100,
    "sats_bofellesskap": 6600,
    "sats_barn_0_5": 3850,
    "sats_barn_6_10": 3950,
    "sats_barn_11_17": 5150,
    **{f"inngaar_{item}": "1" for item in ("mat", "klaer", "dagligvarer", "medier", "fritid", "reise")},
    "utenfor_barnetrygd": "1",
    "utenfor_barns_inntekter": "1",
    "utenfor_kontantstotte": "2",
}


def content(year: int = 2024, region: str = "110300", form: str = "12", **changes: Any) -> bytes:
    sent = {id: value for id, value in (CLEAN | changes).items() if value is not ...}
    return json.dumps({"form": form, "year": year, "region": region, "answers": sent}).encode()


def check(sent: bytes | None, last_year: bytes | None = None, nil: bool = False, year: int = 2024) -> Report:
    return answers.check(sent, asking.asked("12", Period(year), "1103", nil=nil), last_year)


def told(report: Report, language: Language = Language.BOKMAL) -> dict[str, Any]:
    read: dict[str, Any] = json.loads("".join(as_json(report, language)))
    return read


def messages(report: Report) -> list[str]:
    return [finding["message"] for finding in told(report)["findings"]]


def test_the_states_rates_of_a_known_year_are_right() -> None:
    report = check(content())
    assert (report.severity, messages(report), report.table.records) == (Severity.OK, [], 1)


def test_a_finding_stands_on_line_0_and_on_its_field() -> None:
    report = check(content(sats_enslig=7800))
    (finding,) = told(report)["findings"]
    assert (finding["control"], finding["line"], finding["field"]) == ("K12", 0, "sats_enslig")
    assert (finding["severity"], finding["journal"], finding["caseworker"]) == ("warning", "", "")
    assert "7800" in finding["message"] and "7850" in finding["message"]


def test_each_language_quotes_the_question() -> None:
    report = check(content(sats_enslig=...))
    (bokmal,), (nynorsk,), (english,) = (
        [finding["message"] for finding in told(report, language)["findings"]] for language in Language
    )
    assert "«Sats per måned for enslige»" in bokmal and "«Sats per månad for einslege»" in nynorsk
    assert english.startswith("“Sats per måned for enslige” (SATS_ENSLIG) is not answered")


@pytest.mark.parametrize(
    ("sent", "control", "part"),
    [
        (b"", "K00", "ingen svar"),
        (b"{}", "K01", "form, year, region, answers"),
        (b"{", "K01", "linje 1"),
        (content(form="7"), "K01", "skjema «7»"),
        (content(year=2023), "K01", "«2023»"),
        (content(region="030100"), "K01", "«030100»"),
        (json.dumps({"form": "12", "year": 2024, "region": "1103", "answers": {}}).encode(), "K00", "ingen svar"),
        (json.dumps({"form": "12", "year": 2024, "region": "1103", "answers": {"x": 1}}).encode(), "K01", "«x»"),
    ],
)
def test_what_nobody_can_judge_stops_the_run(sent: bytes, control: str, part: str) -> None:
    report = check(sent)
    assert report.severity is Severity.FATAL
    found = told(report)["findings"]
    assert control in {finding["control"] for finding in found}
    assert any(part in finding["message"] for finding in found)


def test_two_answers_that_would_be_lost_are_two_errors_and_the_rest_is_checked() -> None:
    report = check(content(sats=1, rate=2, sats_enslig=7800))
    assert report.severity is Severity.ERROR
    assert report.by_control() == {"K01": 2, "K12": 1}
    assert ["«sats»" in messages(report)[0], "«rate»" in messages(report)[1]] == [True, True]


def test_nothing_to_report() -> None:
    assert check(None, nil=True).severity is Severity.OK
    assert check(b"", nil=True).severity is Severity.OK
    assert check(None).by_control() == {"K00": 1}
    assert check(content(), nil=True).severity is Severity.FATAL


def test_last_year_is_held_against_this_year() -> None:
    then = content(2023, sats_enslig=9000)
    assert check(content(), then).by_control() == {"K30": 1}
    assert check(content()).by_control() == {}


def test_last_year_must_be_last_year() -> None:
    with pytest.raises(Refused, match="2023"):
        check(content(), content(2022))


def test_the_first_year_has_no_last_year() -> None:
    first = catalogue.form("12").first_year
    report = check(content(first), content(first - 1), year=first)
    assert "K30" not in report.by_control()


@pytest.mark.parametrize(
    ("form", "region", "year", "known"),
    [("7", "1103", 2024, True), ("7", "030105", 2024, True), ("7", "1103", 2027, False)],
)
def test_the_population_of_the_sender_is_given_when_it_is_known(form: str, region: str, year: int, known: bool) -> None:
    given_ = answers.given(asking.asked(form, Period(year), region), None)
    assert (set(given_.population) == {"alle", "18+"}) is known
    if known:
        assert given_.population["alle"] > given_.population["18+"] > 10_000


def test_the_states_rates_are_given_where_they_are_known_and_to_the_form_that_asks() -> None:
    assert answers.given(asking.asked("12", Period(2024), "1103"), None).rates["sats_enslig"] == 7850
    assert answers.given(asking.asked("12", Period(2025), "1103"), None).rates == {}
    assert answers.given(asking.asked("7", Period(2024), "1103"), None).rates == {}


def test_a_worked_out_number_is_shown_with_its_decimals() -> None:
    sent = {"kommunenr": "1103", "ansvarlig": "T", "aarsverk_276_sum": "1,5", "aarsverk_276_kontor": "1,3"}
    asked = asking.asked("7", Period(2025), "1103")
    report = answers.check(json.dumps({"form": "7", "year": 2025, "region": "1103", "answers": sent}).encode(), asked)
    of_sum = {
        language: next(f["message"] for f in told(report, language)["findings"] if f["control"] == "K14")
        for language in Language
    }
    assert "til sammen 1,3." in of_sum[Language.BOKMAL] and "add up to 1.3." in of_sum[Language.ENGLISH]


IDS = [field.id for field in catalogue.form("12").version(2024).fields]
VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=15)
    | st.sampled_from(["15859010099", "2024-01-01", "7 850", "1"])
)


@given(st.dictionaries(st.sampled_from(IDS) | st.text(max_size=12) | st.just("15859010099"), VALUES, max_size=8))
def test_any_answers_give_a_report_without_a_persons_number(changes: dict[str, Any]) -> None:
    sent = json.dumps({"form": "12", "year": 2024, "region": "1103", "answers": CLEAN | changes}).encode()
    report = check(sent)
    for language in Language:
        assert not re.search(r"(?<![0-9])[0-9]{11}(?![0-9])", "".join(as_json(report, language)))
