"""Contacts, the log of tries, and messages between the two sides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from integration.databases import SetClock
from integration.followup.desk import STEWARD, contact, events
from integration.receiving.sending import SENDER, STATISTICIAN, asker
from kostra.app.followup import reaching, talking
from kostra.app.followup.reaching import Try, note_try, save_contact
from kostra.app.followup.talking import Subject
from kostra.app.permissions import NOT_LOGGED_IN, Forbidden, NotLoggedIn
from kostra.app.portal.owed import overview
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.followup.contacts import Channel, Contact, ContactRole
from kostra.followup.messages import Side
from kostra.model.errors import Missing, Refused
from kostra.model.people import HOUSE, Right
from kostra.model.period import Period

STAVANGER, BERGEN = "110300", "460100"
ADMINISTRATOR = asker(Right.ADMINISTER, name="Anne Administrator")
OF_BERGEN = asker(Right.SEND, Right.ADMINISTER, region=BERGEN, name="Berit Bergen")
PLAIN = Contact("", STAVANGER, "Kari Kontakt", (ContactRole.FILE,), "kari@stavanger.kommune.no", "+47 51 00 00 00")
# Put together here, so that no national id stands in the tests.
NATIONAL_ID = "158590" + "10179"


def test_a_municipality_sees_to_its_own_contacts(system: System) -> None:
    saved = save_contact(system, ADMINISTRATOR, PLAIN)
    changed = save_contact(system, ADMINISTRATOR, replace(saved, name="Kari Ny", roles=(ContactRole.LEADER,)))
    assert (
        reaching.contacts(system, SENDER, STAVANGER) == (changed,) == reaching.contacts(system, STATISTICIAN, STAVANGER)
    )
    reaching.remove_contact(system, ADMINISTRATOR, STAVANGER, saved.id)
    assert reaching.contacts(system, SENDER, STAVANGER) == ()


def test_nobody_touches_anothers_contacts(system: System) -> None:
    saved = save_contact(system, ADMINISTRATOR, PLAIN)
    with pytest.raises(Forbidden):
        reaching.contacts(system, OF_BERGEN, STAVANGER)
    with pytest.raises(Forbidden):
        save_contact(system, OF_BERGEN, saved)
    with pytest.raises(Refused, match="finnes ikke lenger"):
        save_contact(system, OF_BERGEN, replace(saved, unit=BERGEN))
    with pytest.raises(Refused, match="finnes ikke lenger"):
        reaching.remove_contact(system, OF_BERGEN, BERGEN, saved.id)
    with pytest.raises(Forbidden):
        save_contact(system, SENDER, PLAIN)
    assert reaching.contacts(system, STATISTICIAN, STAVANGER) == (saved,)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (replace(PLAIN, name=" "), "navnet"),
        (replace(PLAIN, name="x" * 101), "for lang: 101"),
        (replace(PLAIN, roles=()), "minst én oppgave"),
        (replace(PLAIN, email=None, phone=None), "e-postadressen eller"),
        (replace(PLAIN, email="kari"), "«kari» er ikke en e-postadresse"),
        (replace(PLAIN, email="a@b.no, c@d.no"), "er ikke en e-postadresse"),
        (replace(PLAIN, email="a@b.no\nBcc: c@d.no"), "er ikke en e-postadresse"),
        (replace(PLAIN, phone="ring meg"), "er ikke et telefonnummer"),
        (replace(PLAIN, name=f"Kari {NATIONAL_ID}"), "fødselsnummer"),
    ],
)
def test_a_contact_that_cannot_be_used_is_told_what_is_wrong(system: System, wrong: Contact, said: str) -> None:
    with pytest.raises(Refused, match=said):
        save_contact(system, STATISTICIAN, wrong)


def test_who_they_are_is_in_no_event(system: System) -> None:
    save_contact(system, ADMINISTRATOR, PLAIN)
    (event,) = events(system, reaching.SAVED)
    assert event.event.region == STAVANGER and "Kari Kontakt" not in repr(event.event) and "@" not in repr(event.event)


def test_the_contact_log(system: System, clock: SetClock) -> None:
    first = note_try(system, STATISTICIAN, Try(STAVANGER, Channel.PHONE, "no_answer"))
    clock.move(hours=1)
    second = note_try(
        system,
        STATISTICIAN,
        Try(STAVANGER, Channel.MAIL, "promised", "Kari", "11F", Period(2026), date(2027, 1, 20), "Ringer på onsdag"),
    )
    note_try(system, STATISTICIAN, Try(BERGEN, Channel.PHONE, "reached"))
    assert reaching.tries(system, STATISTICIAN, STAVANGER) == (second, first)
    assert len(reaching.tries(system, STATISTICIAN)) == 3
    (_, event, _) = events(system, reaching.TRIED)
    assert event.event.details == {"channel": "mail", "outcome": "promised"} and event.event.reason == ""


def test_a_try_needs_a_code_of_the_list_and_no_national_id(system: System) -> None:
    with pytest.raises(Refused, match="et utfall i listen"):
        note_try(system, STATISTICIAN, Try(STAVANGER, Channel.PHONE, "maybe"))
    with pytest.raises(Refused, match="fødselsnummer"):
        note_try(system, STATISTICIAN, Try(STAVANGER, Channel.PHONE, "reached", note=f"Om {NATIONAL_ID}"))
    with pytest.raises(Forbidden):
        note_try(system, SENDER, Try(STAVANGER, Channel.PHONE, "reached"))
    with pytest.raises(Forbidden):
        reaching.tries(system, SENDER, STAVANGER)


def test_a_conversation(system: System, clock: SetClock) -> None:
    thread = talking.start(system, SENDER, Subject(STAVANGER, "Frist", "11F", Period(2026)), "Kan vi få lenger tid?")
    assert talking.unread(system, STATISTICIAN) == {thread.id: 1} and talking.unread(system, SENDER) == {}
    clock.move(hours=1)
    talk = talking.read(system, STATISTICIAN, thread.id)
    assert [(one.side, one.text, one.author.name) for one in talk.messages] == [
        (Side.MUNICIPALITY, "Kan vi få lenger tid?", "Kari Nordmann")
    ]
    assert talking.unread(system, STATISTICIAN) == {}
    talking.answer(system, STATISTICIAN, thread.id, "Ja, til 1. februar.")
    assert talking.unread(system, SENDER) == {thread.id: 1}
    assert [one.side for one in talking.read(system, SENDER, thread.id).messages] == [Side.MUNICIPALITY, Side.DESK]
    assert talking.unread(system, SENDER) == {}
    assert talking.read(system, SENDER, thread.id).messages[0].read == clock.time


def test_a_closed_thread_is_opened_by_writing_in_it(system: System) -> None:
    thread = talking.start(system, STATISTICIAN, Subject(STAVANGER, "Spørsmål"), "Hei")
    talking.close(system, STATISTICIAN, thread.id)
    assert talking.threads(system, SENDER, STAVANGER)[0].closed is not None
    talking.answer(system, SENDER, thread.id, "Hei igjen")
    assert talking.threads(system, SENDER, STAVANGER)[0].closed is None


def test_another_municipality_hears_nothing(system: System) -> None:
    thread = talking.start(system, STATISTICIAN, Subject(STAVANGER, "Spørsmål"), "Hei")
    assert talking.threads(system, OF_BERGEN) == () and talking.unread(system, OF_BERGEN) == {}
    for ask in (
        lambda: talking.read(system, OF_BERGEN, thread.id),
        lambda: talking.answer(system, OF_BERGEN, thread.id, "Hei"),
        lambda: talking.close(system, OF_BERGEN, thread.id),
    ):
        with pytest.raises(Missing):
            ask()
    with pytest.raises(Forbidden):
        talking.start(system, OF_BERGEN, Subject(STAVANGER, "Spørsmål"), "Hei")
    with pytest.raises(Forbidden):
        talking.threads(system, OF_BERGEN, STAVANGER)
    with pytest.raises(NotLoggedIn):
        talking.read(system, NOT_LOGGED_IN, thread.id)


@pytest.mark.parametrize(
    ("title", "text", "said"),
    [
        ("", "Hei", "Skriv hva meldingen gjelder"),
        ("Emne", "  ", "Skriv en melding"),
        ("Emne", "x" * 10_001, "10001"),
        ("Emne", f"Gjelder {NATIONAL_ID[:6]} {NATIONAL_ID[6:]}", "fødselsnummer"),
    ],
)
def test_a_message_that_cannot_be_sent(system: System, title: str, text: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        talking.start(system, SENDER, Subject(STAVANGER, title), text)
    assert talking.threads(system, SENDER) == ()


def test_what_is_written_is_in_no_event(system: System) -> None:
    talking.start(system, SENDER, Subject(STAVANGER, "Hemmelig emne"), "Hemmelig tekst")
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        assert "Hemmelig" not in repr(tuple(tx.log.whole()))


def test_row_security_alone_keeps_each_to_its_own(system: System) -> None:
    """With no question asked of mandates: the rows themselves are behind the wall."""
    contact(system)
    note_try(system, STATISTICIAN, Try(STAVANGER, Channel.PHONE, "reached"))
    thread = talking.start(system, STATISTICIAN, Subject(STAVANGER, "Spørsmål"), "Hei")
    with system.transactions.begin(HOUSE, Scope(frozenset({BERGEN}))) as tx:
        seen = (*tx.cases.contacts(), *tx.cases.attempts(), *tx.cases.threads(), *tx.cases.messages(thread.id))
        assert seen == ()
        assert tx.cases.thread(thread.id) is None and tx.cases.unread(Side.MUNICIPALITY) == {}


def test_who_has_one_form_alone_sees_what_is_about_that_form_or_none(system: System) -> None:
    seven = asker(Right.SEND, name="Siv Sju", form="7")
    about = {
        form: talking.start(system, STATISTICIAN, Subject(STAVANGER, "Spørsmål", form, Period(2026)), "Når kommer det?")
        for form in ("11F", "7", None)
    }
    hidden, seen = about["11F"], {about["7"].id, about[None].id}
    assert {one.id for one in talking.threads(system, seven)} == seen == talking.unread(system, seven).keys()
    assert {one.id for one in talking.threads(system, SENDER, STAVANGER)} == {one.id for one in about.values()}
    assert overview(system, seven).unread == 2
    with pytest.raises(Missing):
        talking.read(system, seven, hidden.id)
    with pytest.raises(Missing):
        talking.answer(system, seven, hidden.id, "Hei")
    with pytest.raises(Missing):
        talking.close(system, seven, hidden.id)
    with pytest.raises(Forbidden):
        talking.start(system, seven, Subject(STAVANGER, "Frist", "11F", Period(2026)), "Hei")


def test_a_steward_reads_no_messages(system: System) -> None:
    talking.start(system, SENDER, Subject(STAVANGER, "Frist"), "Kan vi få lenger tid?")
    assert talking.threads(system, STEWARD) == ()
    assert talking.unread(system, STEWARD) == {}
