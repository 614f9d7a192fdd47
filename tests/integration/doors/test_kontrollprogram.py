"""The two HTTP shapes of the public control program: the same fields in and out, and a sentence for whatever is wrong."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from integration.doors.conftest import FINE, JOURNAL, WRONG, Vendor, file, vendor_of
from kostra.forms import catalogue


def test_a_file_is_checked_in_the_programs_shape(vendor: Vendor) -> None:
    answer = vendor.check(WRONG, navn="Stavanger kommune", orgnrForetak="964965226")
    found = answer.json()
    assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
    assert list(found) == ["innparametere", "antallKontroller", "severity", "feil"]
    assert found["innparametere"] == {
        "aar": 2026,
        "skjema": "11F",
        "region": "110300",
        "navn": "Stavanger kommune",
        "orgnrForetak": "964965226",
        "orgnrVirksomhet": [],
        "filnavn": "fil.dat",
    }
    assert found["severity"] == "ERROR" and found["antallKontroller"] > 100
    assert found["feil"][1] == {
        "severity": "ERROR",
        "caseworker": "S12",
        "journalId": JOURNAL,
        "individId": "",
        "contextId": "kjonn",
        "ruleName": "K08",
        "messageText": "KJONN er «x». Skriv 1 for mann eller 2 for kvinne.",
        "lineNumbers": [2],
    }
    assert vendor.check(FINE).json()["severity"] == "OK"


def test_a_file_is_checked_in_the_shape_for_altinn(vendor: Vendor) -> None:
    answer = vendor.check_for_altinn(file({"kjonn": "x"}, {"kjonn": "x"}))
    found = answer.json()
    assert answer.status_code == 200
    assert list(found) == ["respondent", "antallKontroller", "alvorlighetsgrad", "meldinger", "versjon"]
    assert found["respondent"] == {
        "aar": 2026,
        "kvartal": " ",
        "skjema": "11F",
        "region": "110300",
        "orgnr": "964965226",
    }
    assert found["alvorlighetsgrad"] == "ERROR" and found["versjon"].startswith("kostra-sosial ")
    assert found["meldinger"][1] == {
        "alvorlighetsgrad": "ERROR",
        "kontrollNavn": "K08",
        "meldingTekst": "KJONN er «x». Skriv 1 for mann eller 2 for kvinne.",
        "linjenumre": [1, 2],
    }


def test_both_doors_find_the_same(vendor: Vendor) -> None:
    one, other = vendor.check(WRONG).json(), vendor.check_for_altinn(WRONG).json()
    assert [(row["ruleName"], row["messageText"]) for row in one["feil"]] == [
        (row["kontrollNavn"], row["meldingTekst"]) for row in other["meldinger"]
    ]


def test_one_blank_says_that_there_is_nothing_to_report(vendor: Vendor) -> None:
    assert vendor.check(b" ").json()["severity"] == "OK"
    assert vendor.check_for_altinn(b" \r\n").json()["meldinger"] == []
    assert vendor.check(b"").json()["severity"] == "FATAL"


def test_a_quarter_is_asked_for_by_its_form_or_beside_it(vendor: Vendor) -> None:
    asked = vendor.check(b" ", skjema="0AK2")
    assert asked.status_code == 200 and asked.json()["innparametere"]["skjema"] == "0AK2"
    assert vendor.check_for_altinn(b" ", skjema="0A", kvartal="2").json()["alvorlighetsgrad"] == "OK"
    refused = vendor.check_for_altinn(b" ", kvartal="2")
    assert refused.status_code == 400
    assert "sendes ikke for et kvartal" in refused.json()["validationErrors"]["kvartal"]


def test_a_monthly_file_tells_its_own_month(vendor: Vendor) -> None:
    refused = vendor.check(b"\n", skjema="11M")
    assert refused.status_code == 400 and "si kvartalet" in refused.json()["validationErrors"]["file"]
    assert "--" not in refused.text


def test_the_years_and_forms_there_are(vendor: Vendor) -> None:
    told = vendor.ask("GET", "/api/ui-data").json()
    assert list(told) == ["releaseVersion", "years", "formTypes"]
    assert told["years"] == sorted(told["years"], reverse=True)
    by_id = {one["id"]: one for one in told["formTypes"]}
    assert all(list(one) == ["id", "tittel", "kvartal", "labelOrgnr"] for one in told["formTypes"])
    assert by_id["11F"]["kvartal"] is None and by_id["0AK3"]["kvartal"] == "3"
    assert "11B" not in by_id and set(by_id) >= {form.id for form in catalogue.all_forms() if not form.ended}


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"aar": 26}, "aar", "fire siffer"),
        ({"aar": True}, "aar", "fire siffer"),
        ({"aar": 1950}, "aar", "finnes ikke for 1950"),
        ({"skjema": "11X"}, "skjema", "Det finnes ikke noe skjema «11X»"),
        ({"skjema": 11}, "skjema", "ikke en tekst"),
        ({"region": "1103"}, "region", "seks siffer"),
        ({"region": "999900"}, "region", "9999"),
        ({"region": "110301"}, "region", "bydel"),
        ({"orgnrForetak": "123"}, "orgnrForetak", "ni siffer"),
        ({"orgnrVirksomhet": [{"orgnr": 1}]}, "orgnrVirksomhet", "ikke en liste"),
    ],
)
def test_a_wrong_field_gets_its_own_sentence(vendor: Vendor, said: dict[str, Any], field: str, sentence: str) -> None:
    answer = vendor.check(FINE, **said)
    told = answer.json()
    assert answer.status_code == told["httpStatusCode"] == 400
    assert list(told) == ["timestamp", "httpStatusCode", "errorType", "url", "validationErrors"]
    assert told["errorType"] == "VALIDATION_ERROR" and told["url"] == "/api/kontroller-skjema"
    assert sentence in told["validationErrors"][field]


def test_all_wrong_fields_are_told_at_once(vendor: Vendor) -> None:
    wrong = vendor.check(FINE, aar=0, skjema="", region="x").json()["validationErrors"]
    assert set(wrong) == {"aar", "skjema", "region"}


@pytest.mark.parametrize(
    ("given", "status", "sentence"),
    [
        ({"json": {}}, 400, "multipart/form-data"),
        ({"files": {"file": ("a.dat", b"x")}}, 400, "kostraFormAsJson mangler"),
        ({"data": {"kostraFormAsJson": "{"}, "files": {"file": ("a.dat", b"x")}}, 400, "ikke gyldig JSON"),
        ({"data": {"kostraFormAsJson": "[" * 9999}, "files": {"file": ("a.dat", b"x")}}, 400, "ikke gyldig JSON"),
        ({"data": {"kostraFormAsJson": "[]"}, "files": {"file": ("a.dat", b"x")}}, 400, "ikke et JSON-objekt"),
        ({"data": {"kostraFormAsJson": "{}"}}, 400, "Filvedlegget mangler"),
        ({"content": b"--x\r\n", "headers": {"content-type": "multipart/form-data"}}, 400, "kan ikke leses"),
        ({"content": b"x" * 90, "headers": {"content-type": "multipart/form-data; boundary=x"}}, 400, "kan ikke leses"),
    ],
)
def test_a_request_that_is_no_such_request(
    vendor: Vendor, given: dict[str, object], status: int, sentence: str
) -> None:
    answer = vendor.ask("POST", "/api/kontroller-skjema", **given)
    assert answer.status_code == status and sentence in " ".join(answer.json()["validationErrors"].values())


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"content": b"{"}, "ikke gyldig JSON"),
        ({"content": b"\xff\xfe"}, "ikke gyldig JSON"),
        ({"json": []}, "ikke et JSON-objekt"),
        ({"json": {"respondent": None}}, "ikke et JSON-objekt"),
        ({"json": {"respondent": {"aar": 2026, "skjema": "11F", "region": "110300"}}}, "Filvedlegget mangler"),
        (
            {"json": {"respondent": {"aar": 2026, "skjema": "11F", "region": "110300"}, "base64KodedeData": "æ"}},
            "ikke gyldig Base64",
        ),
    ],
)
def test_an_altinn_request_that_is_no_such_request(vendor: Vendor, given: dict[str, object], sentence: str) -> None:
    answer = vendor.ask("POST", "/api/kontroller-altinn-skjema", **given)
    assert answer.status_code == 400 and sentence in " ".join(answer.json()["validationErrors"].values())


def test_the_door_for_altinn_demands_its_key_when_it_has_one(tmp_path: Path) -> None:
    vendor = vendor_of(tmp_path, key="hemmelig")
    assert vendor.check_for_altinn(FINE).status_code == 401
    assert vendor.check_for_altinn(FINE, key="hemmeligere").status_code == 401
    assert vendor.check_for_altinn(FINE, key="hemmelig").status_code == 200
    assert vendor.check(FINE).status_code == 200


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    vendor = vendor_of(tmp_path, largest=1 << 20)
    large = FINE * 12_000
    for answer in (vendor.check(large), vendor.check_for_altinn(large)):
        assert answer.status_code == 413 and "større enn 1 MiB" in answer.json()["validationErrors"]["ROOT"]


def test_a_city_of_34_megabytes_passes_and_nothing_is_put_on_the_disk(
    vendor: Vendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*given: object, **more: object) -> None:
        raise AssertionError("a file that is checked was put on the disk")

    monkeypatch.setattr("tempfile.SpooledTemporaryFile.rollover", refuse)
    large = FINE * (34_000_000 // len(FINE) + 1)
    found = vendor.check(large).json()
    assert found["severity"] == "ERROR" and len(large) > 34_000_000
    twice = [row for row in found["feil"] if "har " in row["messageText"] and "funn til" in row["messageText"]]
    assert twice and twice[0]["severity"] == "INFO"
    assert max(row["lineNumbers"][0] for row in found["feil"] if row["lineNumbers"]) <= large.count(b"\n")


def test_memory_is_shared_out(tmp_path: Path) -> None:
    vendor = vendor_of(tmp_path, memory=1 << 20, wait=0.05)
    assert vendor.check(FINE).status_code == 200
    room = vendor.app.state.room
    room.left = 0
    full = vendor.check(FINE)
    assert full.status_code == 503 and full.headers["retry-after"] == "30"
    assert "plass til flere" in full.json()["validationErrors"]["ROOT"]
    room.left = 1 << 20
    assert vendor.check(FINE).status_code == 200 and room.left == 1 << 20 and not room.waiting


def test_no_national_id_comes_back(vendor: Vendor) -> None:
    person = FINE.decode("iso-8859-1").split("\n")[0]
    version = catalogue.form("11F").version(2026)
    field = version.field("person_fodselsnr")
    id = person[field.first - 1 : field.last]
    answer = vendor.check(WRONG + WRONG, name=f"{id}.dat", navn=f"Meldt av {id}")
    assert answer.json()["feil"] and id not in answer.text and id not in json.dumps(answer.json())


def test_asking_too_often_is_told(vendor: Vendor) -> None:
    buckets = vendor.app.state.buckets
    buckets.clock = lambda: 0.0
    answers = [vendor.check(b" ", aar=0) for _ in range(201)]
    assert answers[0].status_code == 400 and answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) > 0 and "oftere enn" in answers[-1].json()["error"]["message"]


def test_many_findings_do_not_take_many_times_the_file(vendor: Vendor) -> None:
    bad = file(*[{"kjonn": "x", "bidrag_jan": "x"}] * 200) * 100
    vendor.check(bad[:100_000])
    tracemalloc.start()
    try:
        answer = vendor.check(bad)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert answer.status_code == 200 and answer.json()["severity"] == "ERROR"
    assert peak < 16 * len(bad)
