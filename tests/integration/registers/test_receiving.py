"""Receiving registers: what is right goes in force and replaces, what is not is refused and changes nothing, and who may."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import replace

import pyrage  # type: ignore[import-untyped]
import pytest

from integration.databases import Database, SetClock
from integration.registers.sending import (
    NOBODYS,
    OF_IMDI,
    OF_NAV,
    PERIOD,
    STATISTICIAN,
    STEWARD,
    actions,
    in_force,
    send,
)
from kostra.app.permissions import NOT_LOGGED_IN, Asker, Forbidden, NotLoggedIn
from kostra.app.ports.registers import ORIGINAL, TYPED, Holds
from kostra.app.ports.transaction import Scope
from kostra.app.receiving.refusals import TooLarge, Unknown
from kostra.app.registers.accepting import accept, may_accept
from kostra.app.registers.exporting import files_csv, found_csv, original
from kostra.app.registers.seeing import first_rows, history, overview, see
from kostra.app.registers.using import newest_until
from kostra.app.system import System
from kostra.model.errors import Conflict, Refused
from kostra.model.finding import Severity
from kostra.model.people import HOUSE
from kostra.model.period import Period
from kostra.model.text import Language
from kostra.registers.catalogue import layout
from unit.registers.files import PERSON_ROWS, codes, nav, persons

NAV, PERSONS, CODES = "nav_kvp", "folkeregisteret", "klass_131"


def _said(receipt: str | None) -> dict[str, object]:
    assert receipt is not None
    content: dict[str, object] = json.loads(base64.urlsafe_b64decode(receipt.split(".")[1] + "=="))
    return content


def _kept(system: System, id: str, what: str) -> bytes | None:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        kept = tx.registers.kept(id, what)
    if kept is None:
        return None
    with system.vault.open(kept) as file:
        return file.read()


def test_a_right_file_goes_in_force_with_a_signed_receipt_and_its_bytes(system: System) -> None:
    content = nav()
    told = send(system, NAV, content, OF_NAV)
    received = told.received
    assert told.new and received == in_force(system, NAV)
    assert (received.holds, received.rows, received.body) == (Holds.IN_FORCE, content.count(b"\n") - 1, "NAV")
    said = _said(received.receipt)
    assert said["sha256"] == received.sha256 == hashlib.sha256(content).hexdigest()
    assert (said["id"], said["sender"], said["outcome"]) == (received.id, "Nils Nav", "in-force")
    assert said["received"] == received.received.isoformat(timespec="milliseconds")
    assert _kept(system, received.id, ORIGINAL) == content
    assert actions(system, received.id) == ["register.received"]


def test_a_new_file_replaces_and_the_old_one_is_kept(system: System, clock: SetClock) -> None:
    first = send(system, NAV, nav()).received
    clock.move(hours=1)
    second = send(system, NAV, nav({"110300": "40;20"})).received
    assert second.replaces == first.id
    assert in_force(system, NAV) == second
    assert [one.holds for one in history(system, STATISTICIAN, NAV).received] == [Holds.IN_FORCE, Holds.REPLACED]
    assert actions(system, first.id) == ["register.received", "register.replaced"]
    assert _kept(system, first.id, ORIGINAL) == nav()


def test_the_same_bytes_give_the_same_receipt(system: System, clock: SetClock) -> None:
    first = send(system, NAV, nav())
    clock.move(hours=1)
    again = send(system, NAV, nav())
    assert not again.new
    assert again.received == first.received
    assert len(history(system, STEWARD, NAV).received) == 1


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        codes().partition(b"\n")[0] + b"\n",
        b"<html>503 Service Unavailable</html>",
        b'{"error":"timeout"}',
        codes()[:4000],
        codes(without=200),
        codes().replace(b'"code"', b'"kode"', 1),
    ],
    ids=["nothing", "header-alone", "error-page", "error-json", "cut-off", "shrunken", "other-header"],
)
def test_a_failed_code_list_is_refused_and_the_old_one_stays(system: System, clock: SetClock, broken: bytes) -> None:
    good = send(system, CODES, codes()).received
    clock.move(hours=1)
    refused = send(system, CODES, broken).received
    assert refused.holds is Holds.REFUSED
    assert refused.severity >= Severity.ERROR
    assert _said(refused.receipt)["outcome"] == "refused"
    assert in_force(system, CODES) == good
    assert _kept(system, refused.id, ORIGINAL) == broken
    assert _kept(system, refused.id, TYPED) is None
    assert actions(system, refused.id) == ["register.refused"]
    assert actions(system, good.id) == ["register.received"]


def test_the_first_file_ever_is_not_taken_for_an_empty_register_either(system: System) -> None:
    assert send(system, NAV, b"").received.holds is Holds.REFUSED
    assert in_force(system, NAV) is None


def test_a_code_list_holds_until_the_next(system: System) -> None:
    send(system, CODES, codes(), period=Period(2025))
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        assert newest_until(tx, CODES, Period(2024)) is None
        found = newest_until(tx, CODES, Period(2027))
    assert found is not None and found.period == Period(2025)


def test_a_code_list_may_be_the_same_as_last_year_and_counts_may_not(system: System) -> None:
    send(system, CODES, codes(), period=Period(2025))
    assert send(system, CODES, codes()).received.holds is Holds.IN_FORCE
    send(system, NAV, nav(), period=Period(2025))
    again = send(system, NAV, nav()).received
    assert [one.control for one in again.found] == ["R08"]
    assert again.holds is Holds.REFUSED


def test_a_register_is_held_against_the_year_before(system: System) -> None:
    many = (f"1505{number:02d}00100;1990-05-15;1;1;0;1103;;" for number in range(50))
    send(system, PERSONS, persons(*many), period=Period(2025))
    assert in_force(system, PERSONS, Period(2025)) is not None
    refused = send(system, PERSONS, persons()).received
    (one,) = refused.found
    assert (one.control, dict(one.shown)["before"], dict(one.shown)["other"]) == ("R16", "50", "2025")


def test_what_may_be_true_is_accepted_with_a_reason(system: System, clock: SetClock) -> None:
    good = send(system, CODES, codes()).received
    clock.move(hours=1)
    refused = send(system, CODES, codes(without=100)).received
    assert may_accept(refused)
    with pytest.raises(Refused, match="Skriv hvorfor"):
        accept(system, STEWARD, refused.id, "  ")
    accepted = accept(system, STEWARD, refused.id, "Kommunereformen trer i kraft.")
    assert accepted == in_force(system, CODES)
    assert accepted.replaces == good.id
    assert _said(accepted.receipt)["outcome"] == "in-force"
    assert actions(system, refused.id) == ["register.refused", "register.accepted"]
    assert actions(system, good.id) == ["register.received", "register.replaced"]
    assert len(first_rows(system, STATISTICIAN, accepted.id)) == 21
    with pytest.raises(Conflict):
        accept(system, STEWARD, refused.id, "En gang til.")


def test_what_must_be_mended_is_not_accepted_with_any_reason(system: System) -> None:
    refused = send(system, NAV, nav({"110300": "x;1"})).received
    assert not may_accept(refused)
    with pytest.raises(Conflict, match="rettes hos avsenderen"):
        accept(system, STEWARD, refused.id, "Det haster.")
    assert in_force(system, NAV) is None


def test_a_refused_file_is_not_accepted_after_a_newer_one(system: System, clock: SetClock) -> None:
    refused = send(system, NAV, nav({"110300": ""})).received
    clock.move(hours=1)
    good = send(system, NAV, nav()).received
    with pytest.raises(Conflict, match="nyere fil"):
        accept(system, STEWARD, refused.id, "Vi vil ha den gamle.")
    assert in_force(system, NAV) == good


def test_a_count_for_a_year_that_is_not_over_is_refused_before_it_is_kept(system: System) -> None:
    with pytest.raises(Refused, match="perioden er ikke over"):
        send(system, NAV, nav(), period=Period(2027))
    assert not history(system, STEWARD, NAV).received


def test_fewer_rows_than_the_sender_says_is_refused(system: System) -> None:
    assert send(system, PERSONS, persons(), rows=4).received.holds is Holds.REFUSED
    assert send(system, PERSONS, persons(), rows=3).received.holds is Holds.IN_FORCE


def test_a_file_that_is_encrypted_to_us_is_opened(system: System) -> None:
    recipient = pyrage.x25519.Recipient.from_str(system.opener.recipient())
    sealed: bytes = pyrage.encrypt(nav(), [recipient])
    received = send(system, NAV, sealed, OF_NAV).received
    assert received.holds is Holds.IN_FORCE
    assert received.sha256 == hashlib.sha256(sealed).hexdigest()


def test_a_file_larger_than_the_limit_is_stopped_as_it_comes(system: System) -> None:
    with pytest.raises(TooLarge, match="5 MiB"):
        send(system, NAV, b"0301;01;1;1\n" * 500_000)
    assert not history(system, STEWARD, NAV).received


@pytest.mark.parametrize("who", [OF_IMDI, STATISTICIAN, NOBODYS], ids=["another-body", "statistician", "nobody"])
def test_others_may_not_send(system: System, who: Asker) -> None:
    with pytest.raises(Forbidden, match="sendes av NAV"):
        send(system, NAV, nav(), who)


def test_nobody_is_asked_to_log_in(system: System) -> None:
    with pytest.raises(NotLoggedIn):
        send(system, NAV, nav(), NOT_LOGGED_IN)


def test_a_body_sees_its_own_registers_and_no_others(system: System) -> None:
    own = send(system, NAV, nav(), OF_NAV).received
    other = send(system, PERSONS, persons()).received
    assert [one.layout.id for one in overview(system, OF_NAV)] == [NAV]
    assert see(system, OF_NAV, own.id).received == own
    with pytest.raises(Unknown):
        see(system, OF_NAV, other.id)
    with pytest.raises(Forbidden):
        history(system, OF_NAV, PERSONS)
    with pytest.raises(Forbidden):
        overview(system, NOBODYS)


def test_a_duty_that_is_gone_is_gone_at_once(system: System) -> None:
    send(system, NAV, nav(), OF_NAV)
    with pytest.raises(Forbidden):
        overview(system, replace(OF_NAV, duties=frozenset()))


def test_only_the_steward_accepts(system: System) -> None:
    refused = send(system, NAV, nav({"110300": ""}), OF_NAV).received
    for who in (OF_NAV, STATISTICIAN):
        with pytest.raises(Forbidden):
            accept(system, who, refused.id, "Det stemmer.")


def test_the_overview_tells_what_is_in_force_and_what_is_late(system: System, clock: SetClock) -> None:
    send(system, NAV, nav())
    found = {one.layout.id: one for one in overview(system, STATISTICIAN)}
    assert found[NAV].awaited is None and found[NAV].in_force is not None
    waiting = found["nir"].awaited
    assert waiting is not None and (waiting.period, str(waiting.due), waiting.late) == (PERIOD, "2027-02-15", False)
    clock.move(days=60)
    late = {one.layout.id: one for one in overview(system, STATISTICIAN)}["nir"].awaited
    assert late is not None and late.late
    assert found["klass_131_endringer"].awaited is None


def test_exports_are_safe_to_open_and_tell_of_no_person(system: System) -> None:
    wrong = persons(*PERSON_ROWS, PERSON_ROWS[0].replace(";1;1;0;", ";=1+1;1;0;"))
    received = send(system, PERSONS, wrong, name='=HYPERLINK("x").csv').received
    files = files_csv(system, STATISTICIAN, PERSONS)
    assert received.id in files and "'=HYPERLINK" in files
    found = found_csv(system, STATISTICIAN, received.id, Language.NYNORSK)
    assert "'=1+1" in found and "ikkje" in found
    assert PERSON_ROWS[0][:11] not in files + found


def test_what_tells_of_persons_is_neither_shown_nor_handed_out(system: System) -> None:
    received = send(system, PERSONS, persons()).received
    for who in (STATISTICIAN, STEWARD):
        assert first_rows(system, who, received.id) == ()
        with pytest.raises(Forbidden, match="handler om personer"):
            original(system, who, received.id)


def test_a_code_list_is_shown_and_handed_out_as_it_came(system: System) -> None:
    received = send(system, CODES, codes()).received
    assert first_rows(system, STATISTICIAN, received.id)[1][:2] == ("0301", "03")
    told, file = original(system, STATISTICIAN, received.id)
    with file:
        assert file.read() == codes()
    assert told == received
    assert actions(system, received.id)[-1] == "register.exported"


def test_no_national_id_is_in_the_database(system: System, database: Database) -> None:
    send(system, PERSONS, persons(*PERSON_ROWS, PERSON_ROWS[0]), name=f"{PERSON_ROWS[0][:11]}.csv")
    send(system, PERSONS, persons().partition(b"\n")[2])
    assert layout(PERSONS).personal
    with database.everything() as connection:
        for table in ("register_file", "register_kept", "event"):
            rows = connection.execute(f"SELECT t::text FROM {table} t").fetchall()
            assert rows
            assert not any(line[:11] in row[0] for line in PERSON_ROWS for row in rows)
