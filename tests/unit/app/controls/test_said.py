"""Checking for those who ask as the public control program is asked, and what its shapes say when not all findings were kept."""

from __future__ import annotations

import json
from io import BytesIO

import pytest

from kostra.app.controls.as_kontrollprogram import as_altinn, as_kontrollprogram
from kostra.app.controls.kontrollprogram import check_said, quarter_within
from kostra.model.errors import Refused
from kostra.model.finding import Severity
from kostra.model.period import Period
from unit.app.controls.made import records

YEAR = Period(2026)


def file(*changes: dict[str, str]) -> BytesIO:
    return BytesIO("".join(f"{line}\n" for line in records("11F", 2026, *changes)).encode("iso-8859-1"))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("0AK1", ("0A", "1")),
        ("0A", ("0A", "")),
        ("11MK4", ("11M", "4")),
        ("KRISE-B", ("KRISE-B", "")),
        ("0AK5", ("0AK5", "")),
    ],
)
def test_a_form_may_be_written_with_its_quarter(written: str, read: tuple[str, str]) -> None:
    assert quarter_within(written) == read


@pytest.mark.parametrize("content", [b" ", b" \n", b"\xef\xbb\xbf \r\n"])
def test_one_blank_is_nothing_to_report(content: bytes) -> None:
    report = check_said(BytesIO(content), "11F", YEAR, "110300")
    assert report.asked.nil and report.severity is Severity.OK


def test_two_blanks_are_a_file() -> None:
    assert check_said(BytesIO(b"  "), "11F", YEAR, "110300").severity is Severity.FATAL


def test_a_form_of_a_year_has_no_quarter() -> None:
    with pytest.raises(Refused, match="sendes ikke for 2026K1"):
        check_said(file({}), "11F", Period.read("2026K1"), "110300")


@pytest.mark.parametrize("content", [b" ", b"\n", b"0" * 300])
def test_a_form_of_months_whose_file_does_not_say_which(content: bytes) -> None:
    with pytest.raises(Refused, match="si kvartalet"):
        check_said(BytesIO(content), "11M", YEAR, "110300")


def test_what_was_not_kept_is_counted_in_both_shapes() -> None:
    report = check_said(file(*[{"kjonn": "x"}] * 7), "11F", YEAR, "110300", keep=3)
    told = json.loads("".join(as_kontrollprogram(report, {})))
    rest = [one for one in told["feil"] if one["severity"] == "INFO"]
    assert [one["ruleName"] for one in rest] == list(report.by_control()) and "har 4 funn til" in rest[0]["messageText"]
    altinn = json.loads("".join(as_altinn(report, {})))
    assert [one["linjenumre"] for one in altinn["meldinger"]] == [[1, 2, 3], [1, 2, 3], [], []]
    assert "har 4 funn til" in altinn["meldinger"][-1]["meldingTekst"]
