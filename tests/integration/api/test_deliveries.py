"""Sending by the API: the receipt, sending again, what is refused and when, and bodies that do not come as they should."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator, Callable
from hashlib import sha256
from pathlib import Path

import pytest

from integration.api.conftest import DELIVERY, CaseSystem, Line, Makes, error_of, site_of
from integration.databases import SetClock
from integration.receiving.sending import BERGEN, EXPECTED, FORM, PERIOD, STAVANGER, good_file, standing
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.model.people import HOUSE, Right
from kostra.model.submission import Season, State
from kostra.web.api.pace import Pace


def nothing_is_kept(system: System, tmp_path: Path) -> bool:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        submissions = [one for season in Season for one in tx.submissions.listed(season=season)]
    left = [path for name in ("objects", "spool") for path in (tmp_path / name).rglob("*") if path.is_file()]
    return not submissions and not left


def test_a_file_is_received_with_a_signed_receipt(vendor: CaseSystem, system: System) -> None:
    content = good_file()
    answer = vendor.puts(content, X_File_Name="Uttrekk%20%C3%A5r.dat")
    told = answer.json()
    assert answer.status_code == 202 and answer.headers["location"] == told["links"]["self"]
    assert (told["form"], told["period"], told["region"], told["season"]) == ("11F", "2026", STAVANGER, "real")
    assert told["sha256"] == sha256(content).hexdigest() and told["size"] == len(content)
    assert told["sender"] == "Fjordfag sosial" and told["replaces"] is None
    signed = json.loads(base64.urlsafe_b64decode(told["receipt"].split(".")[1] + "=="))
    assert (signed["id"], signed["sha256"], signed["received"]) == (told["id"], told["sha256"], told["received"])
    assert standing(system).state is State.RECEIVED
    assert vendor.gets(told["links"]["self"]).json()["file_name"] == "Uttrekk år.dat"


def test_the_same_bytes_again_are_the_same_receipt(vendor: CaseSystem) -> None:
    first, again = vendor.puts(good_file()), vendor.puts(good_file())
    assert (first.status_code, again.status_code) == (202, 200) and first.json() == again.json()
    other = vendor.puts(good_file(4)).json()
    assert other["id"] != first.json()["id"] and other["replaces"] == first.json()["id"]


def test_a_key_is_for_one_sending(vendor: CaseSystem) -> None:
    first = vendor.puts(good_file(), Idempotency_Key="a-1")
    assert vendor.puts(good_file(), Idempotency_Key="a-1").json() == first.json()
    status, code, message = error_of(vendor.puts(good_file(4), Idempotency_Key="a-1"))
    assert (status, code) == (409, "conflict") and "Idempotency-Key" in message
    assert error_of(vendor.puts(good_file(4), Idempotency_Key="a b"))[:2] == (400, "unreadable")


def test_nothing_to_report_is_an_answer(vendor: CaseSystem, system: System) -> None:
    told = vendor.asks("POST", f"{DELIVERY}/nil")
    assert told.status_code == 202 and told.json()["content"] == "nil"
    assert vendor.asks("POST", f"{DELIVERY}/nil").json() == told.json()
    assert standing(system).state is State.NIL_CONFIRMED
    status, _, message = error_of(vendor.asks("POST", f"{DELIVERY}/nil", content=b"0301"))
    assert status == 422 and "PUT" in message


def test_a_file_of_one_blank_is_nothing_to_report(vendor: CaseSystem, system: System) -> None:
    assert vendor.puts(b" ").json()["content"] == "nil" and standing(system).state is State.NIL_CONFIRMED


def test_a_file_encrypted_to_the_published_key(vendor: CaseSystem, run_jobs: Callable[[], list[str]]) -> None:
    import pyrage  # type: ignore[import-untyped,unused-ignore]

    recipient = pyrage.x25519.Recipient.from_str(vendor.gets("/api/v1/keys").json()["age"])
    told = vendor.puts(pyrage.encrypt(good_file(), [recipient])).json()
    run_jobs()
    assert vendor.gets(told["links"]["self"]).json()["records"] == 3
    stranger = pyrage.x25519.Identity.generate().to_public()
    assert error_of(vendor.puts(pyrage.encrypt(good_file(), [stranger])))[0] == 422


def test_the_test_season_is_a_season_of_its_own(vendor: CaseSystem, clock: SetClock, system: System) -> None:
    path = DELIVERY.replace("/v1/", "/v1/test/")
    assert error_of(vendor.puts(good_file(), path))[0] == 409
    clock.time = clock.time.replace(year=2026, month=11, day=10)
    told = vendor.puts(good_file(), path).json()
    assert told["season"] == "test" and told["links"]["self"].startswith("/api/v1/test/")
    assert vendor.gets(told["links"]["self"]).status_code == 200
    assert vendor.gets(told["links"]["self"].replace("/test/", "/")).status_code == 404
    assert standing(system).state is State.EXPECTED
    assert error_of(vendor.puts(good_file()))[0] == 409


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        (f"/api/v1/deliveries/11F/2026/{BERGEN}", 403, "Du har ikke fått rett"),
        ("/api/v1/deliveries/11F/2026/030100", 403, "Du har ikke fått rett"),
        (f"/api/v1/deliveries/11X/2026/{STAVANGER}", 404, "«11X»"),
        (f"/api/v1/deliveries/11F/2026K1/{STAVANGER}", 404, "sendes ikke for 2026K1"),
        (f"/api/v1/deliveries/11F/20/{STAVANGER}", 422, "«20» er ikke en periode"),
        (f"/api/v1/deliveries/11CF/2026/{STAVANGER}", 404, "ikke ventet"),
        ("/api/v1/deliveries/11F/2026", 404, "/api/v1/deliveries"),
    ],
)
def test_what_is_not_expected_is_refused_before_a_byte_is_read(
    vendor: CaseSystem, path: str, status: int, said: str
) -> None:
    read = 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal read
        read += 1
        yield b"0"

    found, _, message = error_of(vendor.puts(body(), path))
    assert found == status and said in message and not read


def test_without_a_token_and_with_a_bad_one(vendor: CaseSystem) -> None:
    nobody, stranger = CaseSystem(vendor.app, None), CaseSystem(vendor.app, "e30.e30.e30")
    for one in (nobody, stranger):
        answer = one.puts(good_file())
        assert error_of(answer)[:2] == (401, "not_logged_in") and answer.headers["www-authenticate"] == "Bearer"


def test_one_who_may_only_check_may_not_send(case_system: Makes, season: object) -> None:
    assert error_of(case_system(Right.CHECK).puts(good_file()))[0] == 403
    assert error_of(case_system(Right.SEND, form="12").puts(good_file()))[0] == 403


@pytest.mark.parametrize("encoding", ["gzip", "br", "identity, gzip"])
def test_compressed_content_is_refused(vendor: CaseSystem, encoding: str) -> None:
    assert error_of(vendor.puts(good_file(), Content_Encoding=encoding))[:2] == (415, "unsupported")


def test_content_said_to_be_too_large_is_refused_before_it_is_read(
    vendor: CaseSystem, system: System, tmp_path: Path
) -> None:
    status, code, message = error_of(vendor.puts(b"x", Content_Length=str(9 << 20)))
    assert (status, code) == (413, "too_large") and "8 MiB" in message
    assert error_of(vendor.puts(b"x", Content_Length="mange"))[0] == 400
    assert nothing_is_kept(system, tmp_path)


def test_content_that_grows_too_large_is_cut(vendor: CaseSystem, system: System, tmp_path: Path) -> None:
    given = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal given
        while True:
            given += 1 << 16
            yield b"9" * (1 << 16)

    assert error_of(vendor.puts(endless()))[:2] == (413, "too_large")
    assert given <= (8 << 20) + (1 << 18) and nothing_is_kept(system, tmp_path)


@pytest.mark.parametrize("change", [-1, 1])
def test_content_that_is_not_as_long_as_it_was_said_to_be(
    vendor: CaseSystem, system: System, tmp_path: Path, change: int
) -> None:
    content = good_file()
    status, _, message = error_of(vendor.puts(content, Content_Length=str(len(content) + change)))
    assert status == 400 and str(len(content)) in message and nothing_is_kept(system, tmp_path)


@pytest.mark.parametrize("length", [None, 10_000_000 >> 1])
def test_a_body_that_is_cut_off_leaves_nothing(
    vendor: CaseSystem, system: System, tmp_path: Path, length: int | None
) -> None:
    assert vendor.token is not None
    line = Line(vendor.app, vendor.token)
    answered = line.puts(DELIVERY, good_file(), b"9" * 300_000, length=length)
    assert [one["status"] for one in answered if one["type"] == "http.response.start"] == [400]
    assert nothing_is_kept(system, tmp_path) and standing(system).state is State.EXPECTED


def test_a_body_that_comes_too_slowly(case_system: Makes, season: object, system: System, tmp_path: Path) -> None:
    import asyncio

    async def stuck() -> AsyncIterator[bytes]:
        yield good_file()
        await asyncio.sleep(30)

    async def trickling() -> AsyncIterator[bytes]:
        while True:
            await asyncio.sleep(0.05)
            yield b"0"

    slow = site_of(system, tmp_path, receiving=Pace(patience=0.3, slowest=1000))
    vendor = case_system(Right.SEND, on=slow)
    for body in (stuck(), trickling()):
        assert error_of(vendor.puts(body))[:2] == (408, "too_slow")
    assert nothing_is_kept(system, tmp_path)


def test_a_refused_attempt_is_an_event_and_names_no_file(vendor: CaseSystem, system: System) -> None:
    vendor.puts(good_file(), f"/api/v1/deliveries/{FORM}/{PERIOD}/{BERGEN}", X_File_Name="hemmelig.dat")
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        events = tx.log.of(region=BERGEN)
    assert [one.event.action for one in events] == ["access.refused"]
    assert "hemmelig" not in repr(events) and events[0].event.details["method"] == "PUT"


def test_checking_sends_nothing(vendor: CaseSystem, system: System, tmp_path: Path) -> None:
    answer = vendor.asks("POST", f"/api/v1/check/11F/2026/{STAVANGER}", content=good_file())
    assert answer.status_code == 200 and answer.json()["severity"] in ("ok", "info", "warning")
    assert answer.json()["records"] == 3 and nothing_is_kept(system, tmp_path)
    assert standing(system, EXPECTED).state is State.EXPECTED
    nobody = CaseSystem(vendor.app, None).asks("POST", f"/api/v1/check/11F/2026/{STAVANGER}", content=b"")
    assert error_of(nobody)[0] == 401
    blank = vendor.asks("POST", f"/api/v1/check/11F/2026/{STAVANGER}", content=b" ")
    assert blank.json()["severity"] == "ok"
