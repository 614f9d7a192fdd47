"""What a file is, by its content; and that what the content does not settle is asked for, never guessed."""

from __future__ import annotations

import json
from io import BytesIO

import pytest

from kostra.app.controls.recognise import Known, Said, recognise
from kostra.model.errors import Refused
from kostra.model.period import Period, Span
from unit.app.controls.made import content, file, records

NOTHING = Said()


def known(raw: bytes, said: Said = NOTHING) -> Known:
    stream = BytesIO(raw)
    found = recognise(stream, said)
    assert stream.tell() == 0
    return found


def refused(raw: bytes, said: Said = NOTHING) -> str:
    with pytest.raises(Refused) as caught:
        recognise(BytesIO(raw), said)
    return caught.value.message


@pytest.mark.parametrize("year", range(2022, 2027))
@pytest.mark.parametrize("form", ["11F", "11CF"])
def test_form_year_and_sender(form: str, year: int) -> None:
    """2022-2024 and 2025-2026 have records of one length in 11F: the year is in the records."""
    assert known(file(form, year, {}, {})) == Known(form, Period(year), "110300")


def test_the_period_of_a_monthly_form() -> None:
    for written, period in (("2026M03", Period(2026, Span.MONTH, 3)), ("2026K2 ", Period(2026, Span.QUARTER, 2))):
        raw = file("11M", 2026, {"periode": written}, {"periode": written})
        assert known(raw) == Known("11M", period, "110300")
        assert known(raw, Said("11M", Period(2026), "1103")) == Known("11M", period, "1103")


def test_an_oslo_district() -> None:
    own = {"kommune_nr": "0301", "bydelsnr": "04"}
    assert known(file("11F", 2026, own, own)).region == "030104"


def test_encodings_and_line_ends() -> None:
    raw = file("11F", 2026, {"saksbehandler": "BØRGE"}, {"saksbehandler": "BØRGE"})
    for same in (
        raw.decode("iso-8859-1").encode("utf-8"),
        b"\xef\xbb\xbf" + raw.decode("iso-8859-1").encode("utf-8"),
        raw.replace(b"\n", b"\r\n"),
        raw.rstrip(b"\n"),
        b"\n\n" + raw,
    ):
        assert known(same) == Known("11F", Period(2026), "110300")


def test_a_few_wrong_records_change_nothing() -> None:
    lines = records("11F", 2026, {}, {}, {}, {"version": "25"}, {"kommune_nr": "0301"})
    assert known(content([*lines, "kort"])) == Known("11F", Period(2026), "110300")


def test_what_is_said_is_not_read_from_the_content() -> None:
    raw = file("11F", 2026, {}, {})
    assert known(raw, Said("11F", Period(2025), "0301")) == Known("11F", Period(2025), "0301")
    assert known(raw, Said(None, None, "0301")) == Known("11F", Period(2026), "0301")


def test_answers_say_what_they_are() -> None:
    raw = json.dumps({"form": "7", "year": 2026, "region": "110300", "answers": {}}).encode()
    assert known(raw) == Known("7", Period(2026), "110300")
    assert known(b"\xef\xbb\xbf  " + raw) == Known("7", Period(2026), "110300")
    assert known(raw.replace(b"2026", b'"2026"')) == Known("7", Period(2026), "110300")
    name = '"answers": {"ansvarlig": "Åse"}'.encode("latin-1")
    assert known(raw.replace(b'"answers": {}', name)) == Known("7", Period(2026), "110300")


@pytest.mark.parametrize("raw", [b"{", b"{" * 5000, b'{"form": "7", ', b'{"form": NaN x}'])
def test_answers_that_are_no_json_are_refused_as_that(raw: bytes) -> None:
    message = refused(raw, NOTHING)
    assert "ikke gyldig JSON" in message and "--form" not in message


@pytest.mark.parametrize("key", ["form", "region"])
def test_a_persons_number_in_the_wrong_place_is_not_repeated(key: str) -> None:
    raw = json.dumps({"form": "7", "year": 2026, "region": "1103", "answers": {}} | {key: "15859010099"}).encode()
    assert "15859010099" not in repr(known(raw))


@pytest.mark.parametrize(
    ("raw", "said", "why", "wanted"),
    [
        (b"", NOTHING, "ingen linjer", "--form (for eksempel 11F), --year (for eksempel 2026) og --region"),
        (b" ", NOTHING, "Filen har bare ett mellomrom, og det betyr at det ikke er noe å rapportere.", "--form"),
        (b"x" * 1000, NOTHING, "Linjene er 1000 tegn", "--form"),
        (b"x" * 338, NOTHING, "kan være 11F 2025, 11F 2026, 11F 2027", "--form"),
        (b"{}", NOTHING, "sier det ikke selv", "--form"),
        (b'{"form": 7, "year": "26", "region": 1103}', NOTHING, "sier det ikke selv", "--year"),
        (b"x", Said("7"), "skal være JSON", "--year"),
        (b"x" * 338, Said("11F", None, "1103"), "innholdet avgjør ikke", "--year"),
    ],
)
def test_what_is_not_settled_is_asked_for(raw: bytes, said: Said, why: str, wanted: str) -> None:
    message = refused(raw, said)
    assert why in message and wanted in message
    for given, option in ((said.form, "--form"), (said.period, "--year"), (said.region, "--region")):
        assert given is None or option not in message


def test_a_year_that_is_not_settled() -> None:
    lines = records("11F", 2026, {}, {"version": "25"})
    message = refused(content(lines), Said("11F"))
    assert "kan være 11F 2025, 11F 2026" in message and message.endswith(
        "Si det med --year (for eksempel 2026) og --region (for eksempel 110300)."
    )


def test_a_sender_that_is_not_settled() -> None:
    lines = records("11F", 2026, {}, {"kommune_nr": "0301"})
    assert refused(content(lines)) == (
        "Linjene i filen har ikke samme kommunenummer. Si det med --region (for eksempel 110300)."
    )


def test_an_unknown_form_is_refused_before_anything_is_read() -> None:
    assert "Det finnes ikke noe skjema «11X»" in refused(b"", Said("11X"))
