"""A file becomes a submission with a receipt, at once and whole, or nothing at all."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from dataclasses import replace
from hashlib import sha256

import pytest

from integration.databases import Database, SetClock
from integration.receiving.sending import (
    BERGEN,
    EXPECTED,
    GRORUD,
    OSLO,
    PERIOD,
    PREPARER,
    SENDER,
    STATISTICIAN,
    actions,
    another_key,
    asker,
    encrypted,
    expect,
    good_file,
    put_ready,
    send,
    standing,
    submission,
)
from kostra.app.followup.deciding import reopen
from kostra.app.permissions import NOT_LOGGED_IN, Forbidden, NotLoggedIn
from kostra.app.ports.submissions import ORIGINAL
from kostra.app.ports.transaction import Scope
from kostra.app.receiving import accepting, seeing
from kostra.app.receiving.door import may_send
from kostra.app.receiving.nothing import nil
from kostra.app.receiving.paper import register_paper
from kostra.app.receiving.refusals import KeyUsed, NotNow, TooLarge, Unknown, WrongContent
from kostra.app.receiving.taking import Taken, taking
from kostra.app.system import System
from kostra.model.errors import Refused
from kostra.model.people import HOUSE, Right
from kostra.model.period import Period
from kostra.model.submission import Content, Expected, Season, Stage, State


@pytest.fixture(autouse=True)
def open_campaign(system: System) -> None:
    expect(system, EXPECTED, Expected("11F", PERIOD, GRORUD), Expected("11F", PERIOD, BERGEN))


def claims(receipt: str) -> dict[str, object]:
    middle = receipt.split(".")[1]
    found: dict[str, object] = json.loads(urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    return found


def objects(database: Database) -> int:
    with database.everything() as connection:
        row = connection.execute("SELECT count(*) FROM kept").fetchone()
    assert row is not None
    return int(row[0])


def test_a_file_is_received_with_a_receipt_and_waits_for_its_controls(system: System, database: Database) -> None:
    content = good_file()
    got = send(system, content)
    assert got.new
    one = got.submission
    assert (one.stage, one.content, one.size) == (Stage.RECEIVED, Content.FILE, len(content))
    assert one.sha256 == sha256(content).hexdigest()
    assert standing(system).state is State.RECEIVED
    assert standing(system).submission == one.id
    assert database.jobs() == [("control", {"submission": one.id, "region": EXPECTED.unit})]
    assert actions(system, one.id) == ["submission.received"]
    assert one.receipt is not None
    told = claims(one.receipt)
    assert told["sha256"] == one.sha256
    assert told["sender"] == SENDER.actor.name
    assert told["received"] == "2027-01-12T09:00:00.000+00:00"
    assert told["replaces"] is None


def test_the_bytes_are_there_as_they_were_sent(system: System) -> None:
    content = good_file()
    got = send(system, content)
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        kept = tx.submissions.kept(got.submission.id, ORIGINAL)
    assert kept is not None
    with system.vault.open(kept) as file:
        assert file.read() == content


def test_the_same_bytes_get_the_same_receipt_and_nothing_new(system: System, database: Database) -> None:
    first = send(system, good_file())
    again = send(system, good_file(), name="another-name.dat")
    assert not again.new
    assert again.submission == first.submission
    assert len(database.jobs()) == 1
    assert objects(database) == 1


def test_the_same_bytes_after_other_ones_are_a_new_submission(system: System) -> None:
    first = send(system, good_file(seed=1))
    second = send(system, good_file(seed=2))
    third = send(system, good_file(seed=1))
    assert third.new
    assert third.submission.replaces == second.submission.id
    assert second.submission.replaces == first.submission.id
    assert standing(system).submission == third.submission.id


def test_a_key_used_again_gives_the_receipt_of_its_time(system: System) -> None:
    first = send(system, good_file(seed=1), key="a")
    send(system, good_file(seed=2), key="b")
    again = send(system, good_file(seed=1), key="a")
    assert not again.new
    assert again.submission == first.submission


def test_a_key_used_for_other_bytes_is_refused(system: System) -> None:
    send(system, good_file(seed=1), key="a")
    with pytest.raises(KeyUsed):
        send(system, good_file(seed=2), key="a")
    assert standing(system).submission is not None


def test_a_key_is_the_senders_own(system: System) -> None:
    send(system, good_file(seed=1), key="a")
    other = send(system, good_file(seed=2), asker(Right.SEND, name="Per"), key="a")
    assert other.new


@pytest.mark.parametrize("right", [Right.PREPARE, Right.CHECK, Right.SEE, Right.ADMINISTER])
def test_other_rights_do_not_send(system: System, right: Right) -> None:
    with pytest.raises(Forbidden):
        send(system, good_file(), asker(right))
    assert standing(system).state is State.EXPECTED


def test_nobody_sends_for_another(system: System) -> None:
    with pytest.raises(Forbidden):
        send(system, good_file(unit=BERGEN), SENDER, Expected("11F", PERIOD, BERGEN))
    with pytest.raises(Forbidden):
        send(system, good_file(), asker(Right.SEND, form="7"))
    with pytest.raises(NotLoggedIn):
        send(system, good_file(), NOT_LOGGED_IN)


def test_a_district_of_oslo_sends_and_oslo_does_not(system: System) -> None:
    district = Expected("11F", PERIOD, GRORUD)
    assert send(system, good_file(unit=GRORUD), asker(Right.SEND, region=GRORUD), district).new
    with pytest.raises(Unknown, match="030101 til 030115"):
        may_send(system, asker(Right.SEND, region=OSLO), Expected("11F", PERIOD, OSLO))


@pytest.mark.parametrize(
    ("form", "period", "unit"),
    [("99X", "2026", "110300"), ("11F", "2026K1", "110300"), ("11F", "1950", "110300"), ("11F", "2026", "999900")],
)
def test_what_does_not_exist_is_unknown(system: System, form: str, period: str, unit: str) -> None:
    with pytest.raises(Unknown):
        may_send(system, asker(Right.SEND, region=unit), Expected(form, Period.read(period), unit))


def test_the_test_season_is_another_thing(system: System) -> None:
    with pytest.raises(Unknown):
        may_send(system, SENDER, Expected("11F", PERIOD, EXPECTED.unit, Season.TEST))


def test_nothing_is_taken_before_it_opens_or_after_it_closes(system: System, clock: SetClock) -> None:
    clock.move(days=-60)
    with pytest.raises(NotNow, match="kan sendes inn fra"):
        send(system, good_file())
    clock.move(days=60 + 365)
    with pytest.raises(NotNow):
        send(system, good_file())
    assert standing(system).state is State.EXPECTED


def test_the_same_bytes_get_their_receipt_after_it_has_closed_too(system: System, clock: SetClock) -> None:
    first = send(system, good_file())
    clock.move(days=365)
    assert send(system, good_file()).submission == first.submission


@pytest.mark.parametrize("content", [b"", b"\n", b"\r\n\r\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_not_a_nil_return(system: System, content: bytes) -> None:
    with pytest.raises(WrongContent, match="tom"):
        send(system, content)
    assert standing(system).state is State.EXPECTED


@pytest.mark.parametrize("content", [b" ", b" \n", b" \r\n", b"\xef\xbb\xbf \r\n"])
def test_the_one_blank_file_is_a_nil_return_and_is_kept(system: System, database: Database, content: bytes) -> None:
    got = send(system, content)
    assert (got.submission.content, got.submission.stage) == (Content.NIL, Stage.CHECKED)
    assert standing(system).state is State.NIL_CONFIRMED
    assert database.jobs() == []
    assert objects(database) == 1


@pytest.mark.parametrize(
    "start",
    [b"PK\x03\x04", b"\x1f\x8b\x08", b"%PDF-1.7", b"7z\xbc\xaf\x27\x1c", b"\xd0\xcf\x11\xe0", b"Rar!\x1a\x07\x00"],
)
def test_archives_and_documents_are_refused_by_their_first_bytes(system: System, start: bytes) -> None:
    with taking(system) as taken, pytest.raises(WrongContent, match="ikke tatt imot"):
        for byte in start:
            taken.write(bytes([byte]))


def test_what_is_larger_than_any_file_is_refused_as_it_comes(system: System) -> None:
    with taking(system, largest=1000) as taken, pytest.raises(TooLarge):
        taken.write(b"x" * 999)
        taken.write(b"xx")


def test_a_file_encrypted_by_the_sender_is_opened(system: System) -> None:
    recipient = system.opener.recipient()
    sealed = encrypted(good_file(), recipient)
    got = send(system, sealed)
    assert got.submission.sha256 == sha256(sealed).hexdigest()
    assert send(system, encrypted(b" \n", recipient)).submission.content is Content.NIL


def test_a_file_encrypted_to_another_is_refused_and_leaves_nothing(system: System, database: Database) -> None:
    other = another_key()
    with pytest.raises(Refused):
        send(system, encrypted(good_file(), other))
    with pytest.raises(WrongContent):
        own = system.opener.recipient()
        send(system, encrypted(b"%PDF-1.7 ...", own))
    assert objects(database) == 0
    assert standing(system).state is State.EXPECTED


def test_a_file_name_is_cleaned(system: System) -> None:
    assert send(system, good_file(), name="../../C:\\a\\15859010099\x00.dat").submission.file_name == "....dat"
    long = send(system, good_file(seed=2), name="x" * 4096 + ".dat").submission.file_name
    assert long is not None and len(long) <= 120


def test_one_prepares_and_another_sends(system: System, database: Database, clock: SetClock) -> None:
    ready = put_ready(system, good_file()).submission
    assert (ready.stage, ready.receipt, ready.received) == (Stage.PREPARED, None, None)
    assert standing(system).state is State.EXPECTED
    with pytest.raises(Forbidden):
        accepting.send_prepared(system, PREPARER, ready.id)
    clock.move(hours=2)
    sent = accepting.send_prepared(system, SENDER, ready.id)
    assert (sent.stage, sent.preparer, sent.sender) == (Stage.RECEIVED, PREPARER.actor, SENDER.actor)
    assert sent.received == clock.now()
    assert standing(system).state is State.RECEIVED
    assert actions(system, ready.id) == ["submission.prepared", "submission.received"]
    with pytest.raises(NotNow):
        accepting.send_prepared(system, SENDER, ready.id)


def test_what_is_prepared_can_be_taken_back(system: System) -> None:
    ready = put_ready(system, good_file()).submission
    with pytest.raises(Forbidden):
        accepting.withdraw(system, asker(Right.SEE), ready.id)
    accepting.withdraw(system, PREPARER, ready.id)
    assert submission(system, ready.id).stage is Stage.WITHDRAWN
    with pytest.raises(NotNow):
        accepting.send_prepared(system, SENDER, ready.id)


def test_what_has_been_sent_cannot_be_taken_back(system: System) -> None:
    sent = send(system, good_file()).submission
    with pytest.raises(NotNow):
        accepting.withdraw(system, SENDER, sent.id)


def test_nil_is_one_click_and_a_file_undoes_it(system: System) -> None:
    said = nil(system, SENDER, EXPECTED)
    assert said.submission.receipt is not None
    assert standing(system).state is State.NIL_CONFIRMED
    assert nil(system, SENDER, EXPECTED).submission == said.submission
    send(system, good_file())
    assert standing(system).state is State.RECEIVED


def test_paper_is_registered_by_the_desk_alone_with_a_reason(system: System, database: Database) -> None:
    with pytest.raises(Forbidden):
        register_paper(system, SENDER, EXPECTED, "Kom i posten")
    with pytest.raises(Refused, match="hvorfor"):
        register_paper(system, STATISTICIAN, EXPECTED, "  ")
    got = register_paper(system, STATISTICIAN, EXPECTED, "Kom i posten etter et dataangrep").submission
    assert (got.content, got.stage) == (Content.PAPER, Stage.CHECKED)
    assert standing(system).state is State.RECEIVED
    assert database.jobs() == []


def test_paper_that_ssb_typed_in_goes_through_the_controls(system: System, database: Database) -> None:
    with taking(system) as taken:
        taken.write(good_file())
        got = register_paper(system, STATISTICIAN, EXPECTED, "Sendt på minnepinne", taken, "11F.dat")
    assert got.submission.stage is Stage.RECEIVED
    assert [name for name, _ in database.jobs()] == ["control"]


def test_whoever_may_not_see_it_is_told_that_there_is_none(system: System) -> None:
    sent = send(system, good_file()).submission
    stranger = asker(Right.SEND, region=BERGEN)
    for look in (seeing.see, seeing.receipt, seeing.report, seeing.events):
        with pytest.raises(Unknown):
            look(system, stranger, sent.id)
    assert seeing.see(system, asker(Right.CHECK), sent.id).current
    assert seeing.see(system, STATISTICIAN, sent.id).submission == sent
    with pytest.raises(NotNow, match="ikke ferdige"):
        seeing.report(system, SENDER, sent.id)


def test_a_prepared_one_has_no_receipt(system: System) -> None:
    with pytest.raises(NotNow):
        seeing.receipt(system, PREPARER, put_ready(system, good_file()).submission.id)


def test_the_clock_may_jump_back_and_the_newest_is_still_the_newest(system: System, clock: SetClock) -> None:
    first = send(system, good_file(seed=1))
    clock.move(hours=-5)
    second = send(system, good_file(seed=2))
    assert second.submission.replaces == first.submission.id
    assert standing(system).submission == second.submission.id
    assert not send(system, good_file(seed=2)).new
    clock.move(hours=10)
    third = send(system, good_file(seed=1))
    assert third.new
    assert third.submission.replaces == second.submission.id


def test_two_at_once_get_one_receipt(system: System, database: Database) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda _: send(system, good_file(20)), range(8)))
    assert len({one.submission.id for one in got}) == 1
    assert sum(one.new for one in got) == 1
    assert objects(database) == 1
    assert len(database.jobs()) == 1


def test_one_key_for_two_things_at_once_is_refused_for_one_of_them(system: System, database: Database) -> None:
    from concurrent.futures import ThreadPoolExecutor

    other = replace(EXPECTED, unit=BERGEN)
    both = replace(SENDER, mandates=(*SENDER.mandates, *asker(Right.SEND, region=BERGEN).mandates))

    def try_it(expected: Expected) -> bool:
        try:
            return send(system, good_file(20, expected.unit), both, expected, key="once").new
        except KeyUsed:
            return False

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(try_it, (EXPECTED, other))) == [False, True]
    assert objects(database) == 1


def test_a_key_is_refused_also_where_its_sender_no_longer_sees_what_it_was_used_for(system: System) -> None:
    other = replace(EXPECTED, unit=BERGEN)
    send(system, good_file(), key="once")
    with pytest.raises(KeyUsed):
        send(system, good_file(), asker(Right.SEND, region=BERGEN), other, key="once")


def test_what_was_opened_again_takes_the_same_answer_anew(system: System) -> None:
    first = nil(system, SENDER, EXPECTED).submission
    reopen(system, STATISTICIAN, [EXPECTED], "Skal det ikke være noe?")
    again = nil(system, SENDER, EXPECTED)
    assert again.new
    assert again.submission.replaces == first.id
    assert standing(system).state is State.NIL_CONFIRMED
    assert not nil(system, SENDER, EXPECTED).new


def test_paper_registered_twice_is_one(system: System) -> None:
    first = register_paper(system, STATISTICIAN, EXPECTED, "Kom i posten")
    assert first.new
    assert register_paper(system, STATISTICIAN, EXPECTED, "Kom i posten").submission == first.submission


def test_a_taken_file_that_is_not_kept_is_gone(system: System) -> None:
    with taking(system) as taken:
        taken.write(b"x" * 1000)
        assert isinstance(taken, Taken)
    assert standing(system).state is State.EXPECTED
