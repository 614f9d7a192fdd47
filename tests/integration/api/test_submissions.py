"""Seeing what was sent by the API: where it stands, the receipt, the report in each format, the events, and what is owed."""

from __future__ import annotations

import csv
import json
import threading
from collections.abc import Callable
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from joserfc import jws
from joserfc.jwk import KeySet
from openpyxl import load_workbook  # type: ignore[import-untyped,unused-ignore]

from integration.api.conftest import DELIVERY, CaseSystem, Makes, error_of, events_of, site_of
from integration.receiving.sending import BERGEN, STAVANGER, good_file
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.forms import catalogue
from kostra.model.people import HOUSE, ActorKind, Right

RunJobs = Callable[[], list[str]]


def wrong_file() -> bytes:
    """One record with a sex that there is no code for, and one whose journal number a spreadsheet would take for a formula."""
    version = catalogue.form("11F").version(2026)
    lines = good_file().decode("iso-8859-1").splitlines()
    for at, field, text in ((0, "kjonn", "x"), (0, "person_journalnr", "=1+1")):
        place = version.field(field)
        lines[at] = lines[at][: place.first - 1] + text.ljust(place.width) + lines[at][place.last :]
    return "".join(f"{line}\n" for line in lines).encode("iso-8859-1")


def test_a_submission_tells_where_it_stands(vendor: CaseSystem, run_jobs: RunJobs) -> None:
    at = vendor.puts(wrong_file()).json()["links"]["self"]
    before = vendor.gets(at).json()
    assert before["stage"] == "received" and before["severity"] is None and before["current"]
    run_jobs()
    after = vendor.gets(at).json()
    assert after["stage"] == "stopped" and after["severity"] == "error" and after["records"] == 3
    assert after["findings"]["error"] >= 1 and after["progress"] is None


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
def test_the_receipt_can_be_checked_by_anybody(vendor: CaseSystem) -> None:
    told = vendor.puts(good_file()).json()
    answer = vendor.gets(told["links"]["receipt"])
    assert answer.headers["content-type"] == "application/jose" and answer.text == told["receipt"]
    published = CaseSystem(vendor.app, None).gets("/api/v1/keys").json()
    checked = jws.deserialize_compact(answer.text, KeySet.import_key_set(published["receipts"]), algorithms=["EdDSA"])
    assert json.loads(checked.payload)["sha256"] == told["sha256"] and published["age"].startswith("age1")


def test_the_report_in_every_format(vendor: CaseSystem, run_jobs: RunJobs) -> None:
    at = vendor.puts(wrong_file()).json()["links"]["report"]
    status, code, message = error_of(vendor.gets(at))
    assert (status, code) == (409, "conflict") and "ikke ferdige" in message
    run_jobs()
    report = vendor.gets(at).json()
    assert report["severity"] == "error" and report["region"] == STAVANGER and report["findings"][0]["line"] == 1
    table = vendor.gets(f"{at}?format=csv")
    rows = list(csv.reader(StringIO(table.text.lstrip("\ufeff")), delimiter=";"))
    assert rows[0] == ["control", "severity", "line", "field", "journal", "caseworker", "message"]
    assert len(rows) == 1 + len(report["findings"]) and rows[1][4].startswith("'=1+1")
    page = vendor.gets(f"{at}?format=html").text
    assert page.startswith("<!doctype html>") and report["findings"][0]["message"].split(".")[0] in page
    sheet = load_workbook(BytesIO(vendor.gets(f"{at}?format=xlsx").content)).worksheets[0]
    assert sheet.max_row == len(rows) and not any(cell.data_type == "f" for row in sheet for cell in row)
    assert error_of(vendor.gets(f"{at}?format=pdf"))[0] == 422


def test_no_national_id_is_ever_answered(vendor: CaseSystem, run_jobs: RunJobs) -> None:
    field = catalogue.form("11F").version(2026).field("person_fodselsnr")
    ids = [line[field.first - 1 : field.last] for line in wrong_file().decode("iso-8859-1").splitlines()]
    told = vendor.puts(wrong_file(), X_File_Name=f"{ids[0]}.dat").json()
    run_jobs()
    answers = [vendor.gets(path).text for path in told["links"].values()]
    answers += [vendor.gets(f"{told['links']['report']}?format={one}").text for one in ("csv", "html")]
    assert len(ids) == 3 and all(id not in answer for id in ids for answer in answers)


def test_the_events_end_with_the_outcome(vendor: CaseSystem, run_jobs: RunJobs) -> None:
    at = vendor.puts(wrong_file()).json()["links"]["events"]
    worker = threading.Timer(1.0, run_jobs)
    worker.start()
    answer = vendor.gets(at)
    worker.join()
    told = events_of(answer)
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert told[0] == ("progress", {"done": 0, "of": 0, "step": "waiting"})
    assert [name for name, _ in told].count("outcome") == 1 and told[-1][1]["stage"] == "stopped"
    assert [name for name, _ in events_of(vendor.gets(at))] == ["outcome"]


def test_the_events_end_when_the_right_does(vendor: CaseSystem, system: System) -> None:
    at = vendor.puts(good_file()).json()["links"]["events"]

    def end() -> None:
        with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
            for mandate in tx.people.mandates(region=STAVANGER):
                if mandate.holder.kind is ActorKind.SYSTEM:
                    tx.people.end_mandate(mandate.id)

    ender = threading.Timer(0.8, end)
    ender.start()
    told = events_of(vendor.gets(at))
    ender.join()
    assert [name for name, _ in told] == ["progress"]


def test_what_is_owed(vendor: CaseSystem) -> None:
    told = vendor.gets("/api/v1/expected").json()["expected"]
    assert [(one["form"], one["period"], one["region"]) for one in told] == [
        ("11F", "2026", STAVANGER),
        ("11M", "2026M12", STAVANGER),
        ("12", "2026", STAVANGER),
    ]
    first = told[0]
    assert first["state"] == "expected" and first["open"] and date.fromisoformat(first["due"]).year == 2027
    assert first["links"] == {"deliver": DELIVERY, "submission": None}
    id = vendor.puts(good_file(), first["links"]["deliver"]).json()["id"]
    again = vendor.gets("/api/v1/expected?form=11F&period=2026&region=110300").json()["expected"]
    assert len(again) == 1 and again[0]["submission"] == id and again[0]["state"] == "received"
    assert vendor.gets("/api/v1/test/expected").json()["expected"][0]["season"] == "test"


@pytest.mark.parametrize(("asked", "status"), [("form=11X", 404), ("period=i+fjor", 422), ("region=1103", 422)])
def test_what_cannot_be_asked_for(vendor: CaseSystem, asked: str, status: int) -> None:
    assert error_of(vendor.gets(f"/api/v1/expected?{asked}"))[0] == status


def test_what_is_misspelt_is_not_taken_for_a_question_about_all(vendor: CaseSystem) -> None:
    refused = vendor.gets("/api/v1/expected?skjema=11F")
    assert refused.status_code == 400
    assert "«skjema»" in error_of(refused)[2] and "form, period, region" in error_of(refused)[2]
    assert vendor.gets("/api/v1/keys?form=11F").status_code == 400


def test_what_is_others_is_not_there(vendor: CaseSystem, case_system: Makes, run_jobs: RunJobs) -> None:
    told = vendor.puts(wrong_file()).json()
    run_jobs()
    for other in (case_system(Right.SEND, region=BERGEN), case_system(), case_system(Right.SEE, form="12")):
        for path in told["links"].values():
            unknown = path.replace(told["id"], "0" * 32)
            assert error_of(other.gets(path)) == error_of(other.gets(unknown))
            assert other.gets(path).status_code == 404
        assert told["id"] not in other.gets("/api/v1/expected").text
    assert case_system(Right.SEE).gets(told["links"]["self"]).status_code == 200
    assert error_of(vendor.gets("/api/v1/submissions/..%2F..%2Fpasswd"))[0] == 404


def test_asking_too_often(case_system: Makes, system: System, tmp_path: Path) -> None:
    from kostra.web.rates import Rate, Rates

    strict = site_of(system, tmp_path, rates=Rates(system=Rate(0.1, 3)))
    program = case_system(Right.SEND, on=strict)
    answers = [program.gets("/api/v1/expected") for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert error_of(answers[-1])[1] == "too_many" and int(answers[-1].headers["retry-after"]) > 0


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/", 404),
        ("GET", "/api/v2/expected", 404),
        ("DELETE", DELIVERY, 405),
        ("POST", "/api/v1/keys", 405),
        ("GET", f"{DELIVERY}/nil", 405),
    ],
)
def test_what_is_no_address_is_answered_in_the_one_shape(
    vendor: CaseSystem, method: str, path: str, status: int
) -> None:
    assert error_of(vendor.asks(method, path))[0] == status


def test_a_fault_of_ours_is_told_in_the_one_shape(vendor: CaseSystem, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*given: object) -> None:
        raise ZeroDivisionError("a secret that stands in the error")

    monkeypatch.setattr("kostra.app.receiving.seeing._one", breaks)
    answer = vendor.gets(f"/api/v1/submissions/{'0' * 32}")
    assert error_of(answer)[:2] == (500, "broken") and "secret" not in answer.text


@pytest.mark.parametrize(("language", "word"), [("nb", "Send en fil"), ("nn", "Send ei fil")])
def test_the_page_about_the_api(vendor: CaseSystem, language: str, word: str) -> None:
    page = CaseSystem(vendor.app, None).gets(f"/{language}/api")
    assert page.status_code == 200 and word in page.text
    assert "PUT /api/v1/deliveries/{form}/{period}/{region}" in page.text
