"""What the use cases refuse, and what they record: two persons, deadlines, reasons, rights, events, and the wall in the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from integration.databases import Database, SetClock
from integration.proposals.walking import (
    BEGINS,
    BERIT,
    GUIDE,
    LEA,
    NILS,
    OLA,
    PARTIES,
    SIRI,
    entered,
    in_hearing,
    in_meeting,
    plain,
    state,
)
from kostra.app.followup import outbox
from kostra.app.permissions import NOT_LOGGED_IN, Forbidden, NotLoggedIn
from kostra.app.proposals import deciding, driving, entering, hearing, showing, trials
from kostra.app.proposals.hearing import hearings, read_parties
from kostra.app.system import System
from kostra.followup.letters import Letter
from kostra.model.errors import Conflict, Missing, Refused
from kostra.model.form_change import CodeAdded, FieldEnded
from kostra.model.proposal import Content, FromRegister, Kind, Proposer, ProposerKind, Stance, State, Subject
from kostra.model.text import Text


@pytest.fixture(autouse=True)
def begins(clock: SetClock) -> None:
    clock.time = BEGINS


def events(system: System, number: int) -> list[str]:
    """The newest last."""
    with system.transactions.begin(SIRI.actor, SIRI.scope) as tx:
        one = tx.proposals.one(number)
        assert one is not None
        return [each.event.action for each in reversed(tx.log.of(subject=one.id))]


def test_a_decision_is_by_another_than_who_has_written_it(system: System) -> None:
    number, _ = in_meeting(system, plain())
    with pytest.raises(Forbidden):
        deciding.decide(system, OLA, number, State.ACCEPTED, "Ja")
    deciding.decide(system, SIRI, number, State.REJECTED, "Ikke nå")
    assert state(system, number) is State.REJECTED

    ssb = Proposer(ProposerKind.SSB, "Statistisk sentralbyrå", vouched=True)
    with pytest.raises(Refused, match="Du har ikke rett til å fremme forslag for"):
        entering.write(system, OLA, plain(proposer=ssb))
    own = entered(system, plain(proposer=ssb), by=SIRI)
    deciding.put_on_agenda(system, SIRI, deciding.call(system, SIRI, BEGINS.date(), "Teams"), [own], "Haster")
    with pytest.raises(Refused, match="Bare en annen i SSB"):
        deciding.decide(system, SIRI, own, State.ACCEPTED, "Ja")
    # What changes data is not decided by anybody who has written a version of it either.
    changing, _ = in_meeting(system)
    with system.transactions.begin(SIRI.actor, SIRI.scope) as tx:
        one = tx.proposals.one(changing)
        assert one is not None
    text = replace(one.content, title="Enda klarere veiledning")
    entering.rewrite(system, SIRI, changing, text, one.version.number, "Presisering etter møtet")
    with pytest.raises(Refused, match="Bare en annen i SSB"):
        deciding.decide(system, SIRI, changing, State.ACCEPTED, "Ja")
    deciding.decide(system, LEA, changing, State.ACCEPTED, "Ja")
    deciding.decide(system, LEA, own, State.POSTPONED, "Senere")
    assert (state(system, changing), state(system, own)) == (State.ACCEPTED, State.POSTPONED)
    assert events(system, changing) == [
        "proposal.written",
        "proposal.entered",
        "proposal.in-meeting",
        "proposal.rewritten",
        "proposal.accepted",
    ]


CODE = Content(
    "Ny kode",
    Kind.NEW_CODE,
    Subject(form="11F", field="bosit", code="8"),
    2027,
    GUIDE.proposer,
    "En kode til",
    "Mangler",
    GUIDE.consequences,
    changes=(CodeAdded("bosit", "8", Text("Midlertidig botilbud", "Mellombels butilbod")),),
)


def test_a_yes_that_comes_after_the_freeze_is_refused_with_the_first_year_there_is(
    system: System, clock: SetClock
) -> None:
    clock.time = BEGINS.replace(month=8, day=21)
    number, _ = in_meeting(system, CODE)
    with pytest.raises(Refused, match="Det tidligste året nå er 2028"):
        deciding.decide(system, SIRI, number, State.ACCEPTED, "Ja")
    assert state(system, number) is State.IN_MEETING
    deciding.decide(system, SIRI, number, State.ACCEPTED, "Ja, fra 2028", year=2028)
    found = showing.seen(system, NILS, number)
    assert found.year == 2028 and found.content.year == 2027
    with system.transactions.begin(SIRI.actor, SIRI.scope) as tx:
        assert tx.proposals.accepted(2027) == ()
        assert [each.number for each, _ in tx.proposals.accepted(2028)] == [number]


def test_accepted_proposals_come_in_the_order_they_were_decided(system: System, clock: SetClock) -> None:
    first, _ = in_meeting(system)
    second, _ = in_meeting(system, CODE)
    third, _ = in_meeting(system, plain(title="Uten endringer"))
    for minutes, number in enumerate((second, first, third)):
        clock.time = BEGINS.replace(minute=minutes)
        deciding.decide(system, LEA, number, State.ACCEPTED, "Ja")
    with system.transactions.begin(SIRI.actor, SIRI.scope) as tx:
        found = tx.proposals.accepted(2027)
    assert [one.number for one, _ in found] == [second, first], "those without changes have nothing to put in"
    assert found[0][1] == CODE.changes
    # Where there is no form to change, it is said by hand; where there is, the patch does it.
    driving.drive(system, SIRI, third, State.IN_FORM, "Skrevet inn i veiledningen")
    with pytest.raises(Conflict, match="endringsfilen"):
        driving.drive(system, SIRI, first, State.IN_FORM, "Skrevet inn")
    driving.drive(system, SIRI, third, State.PUBLISHED)
    assert state(system, third) is State.PUBLISHED


def test_a_trial_is_of_what_it_says_now(system: System) -> None:
    number = entered(system)
    with pytest.raises(Forbidden):
        trials.try_out(system, OLA, number)
    trials.try_out(system, SIRI, number)
    one = showing.seen(system, NILS, number)
    assert one.trial is not None and one.trial.result["year"] == 2027
    entering.rewrite(system, OLA, number, replace(one.content, why="Mer presist"), one.version.number, "Presisering")
    one = showing.seen(system, NILS, number)
    assert one.state is State.ENTERED and one.trial is None and len(one.trials) == 1
    nothing = entered(system, plain())
    with pytest.raises(Refused, match="ingen endringer som kan prøves"):
        trials.try_out(system, SIRI, nothing)


def test_changes_that_cannot_be_made_are_refused_when_they_are_written(system: System) -> None:
    lost = replace(CODE, changes=(CodeAdded("bosit", "5", Text("Annet", "Anna")),))
    with pytest.raises(Refused, match="«5» finnes"):
        entering.write(system, OLA, lost)
    with pytest.raises(Refused):
        entering.write(system, OLA, replace(GUIDE, changes=(FieldEnded("11F", "trygd"),)))
    with pytest.raises(Refused, match="Det er ikke åpnet noe utkast for 2026"):
        entering.write(system, OLA, replace(GUIDE, year=2026))
    assert showing.listed(system, SIRI, showing.Wanted()).proposals == ()


def test_hearings_are_opened_answered_and_closed_once(system: System, clock: SetClock) -> None:
    number = entered(system, plain())
    with pytest.raises(Refused, match="Skriv hvorfor"):
        hearing.open_hearing(system, SIRI, number, read_parties(PARTIES), date(2026, 4, 20), "Klart?")
    for wrong, said in (
        ("", "Skriv hvem som inviteres"),
        ("KS\nKS", "står to ganger"),
        ("; post@ks.example", "ikke noe navn"),
        ("\n".join(f"Kontor {at}" for at in range(61)), "Det er 61 på listen"),
    ):
        with pytest.raises(Refused, match=said):
            read_parties(wrong)
    number = in_hearing(system)
    with pytest.raises(Refused, match="Skriv hvorfor"):
        hearing.answer(system, BERIT, number, "Bergen", Stance.AGAINST, "")
    with pytest.raises(NotLoggedIn):
        hearing.answer(system, NOT_LOGGED_IN, number, "Bergen", Stance.NOTHING, "")
    hearing.answer(system, BERIT, number, "Bergen", Stance.AGAINST, "For mye arbeid.")
    hearing.answer(system, BERIT, number, "Bergen", Stance.PARTLY, "Greit etter en endring.")
    with pytest.raises(Refused, match="fødselsnummer"):
        hearing.answer(system, BERIT, number, "Bergen", Stance.FOR, "Som for 010170 12345.")
    hearings(system)
    assert state(system, number) is State.IN_HEARING
    clock.time = BEGINS.replace(month=4, day=20)
    hearings(system)
    assert state(system, number) is State.IN_HEARING, "the last day is in time"
    clock.time = BEGINS.replace(month=4, day=21)
    hearings(system)
    hearings(system)
    one = showing.seen(system, NILS, number)
    assert one.state is State.HEARD and one.hearing is not None
    assert [each.stance for each in one.hearing.answers] == [Stance.AGAINST, Stance.PARTLY], "both stand"
    with pytest.raises(Conflict, match="ikke på høring nå"):
        hearing.answer(system, BERIT, number, "Bergen", Stance.NOTHING, "")
    assert events(system, number)[-1] == "proposal.heard" and events(system, number).count("hearing.reminded") == 1


def test_what_is_not_ready_comes_on_no_agenda(system: System) -> None:
    number = entered(system, plain())
    meeting = deciding.call(system, SIRI, BEGINS.date(), "Teams")
    with pytest.raises(Refused, match="Skriv hvorfor"):
        deciding.put_on_agenda(system, SIRI, meeting, [number])
    assert [one.number for one in deciding.ready(system, SIRI)] == [number]
    with pytest.raises(Missing):
        deciding.put_on_agenda(system, SIRI, meeting, [99], "Haster")
    with pytest.raises(Missing):
        deciding.put_on_agenda(system, SIRI, 99, [number], "Haster")
    with pytest.raises(Refused, match="står ikke på sakslisten"):
        deciding.write_minutes(system, SIRI, meeting, "Sagt", number)
    hearing_one = in_hearing(system)
    with pytest.raises(Conflict, match="kan ikke endres fra «på høring»"):
        deciding.put_on_agenda(system, SIRI, meeting, [number, hearing_one], "Haster")
    assert state(system, number) is State.ENTERED, "all or none"


def test_who_wrote_it_may_withdraw_it_and_others_may_not(system: System) -> None:
    number = entered(system, plain())
    with pytest.raises(Forbidden):
        driving.drive(system, BERIT, number, State.WITHDRAWN, "Nei")
    with pytest.raises(Refused, match="Skriv hvorfor"):
        driving.drive(system, OLA, number, State.WITHDRAWN)
    with pytest.raises(Refused):
        driving.drive(system, OLA, number, State.ACCEPTED, "Ja")
    driving.drive(system, OLA, number, State.WITHDRAWN, "Tatt opp i et annet")
    with pytest.raises(Conflict, match="ingenting mer"):
        driving.drive(system, SIRI, number, State.ENTERED, "Opp igjen")
    draft = entering.write(system, OLA, plain())
    driving.drive(system, OLA, draft, State.WITHDRAWN)
    with pytest.raises(Missing):
        showing.seen(system, BERIT, draft)
    with pytest.raises(NotLoggedIn):
        entering.write(system, NOT_LOGGED_IN, plain())


def test_what_is_left_out_is_told_when_it_is_entered(system: System) -> None:
    simplify = replace(
        plain(),
        kind=Kind.SIMPLIFY,
        subject=Subject(form="11F", field="ektstat"),
        register=FromRegister("Folkeregisteret", "", "Januar", "Lite"),
        why="",
    )
    number = entering.write(system, OLA, simplify)
    with pytest.raises(Refused) as told:
        entering.enter(system, OLA, number)
    assert "Skriv hvorfor det skal endres." in told.value.message
    assert "Skriv hvem registeret dekker." in told.value.message


def test_the_wall_hides_drafts_and_addresses(system: System, database: Database) -> None:
    draft = entering.write(system, OLA, plain())
    public = in_hearing(system)
    for asker, sees in ((OLA, True), (SIRI, True), (BERIT, False), (NILS, False)):
        with system.transactions.begin(asker.actor, asker.scope) as tx:
            assert (tx.proposals.one(draft) is not None) is sees
            one = tx.proposals.one(public)
            assert one is not None and one.hearing is not None
            assert bool(tx.proposals.addresses(one.hearing.id)) is (asker is SIRI)


def test_the_invitation_is_a_letter_that_belongs_to_no_unit(system: System) -> None:
    sent: list[Letter] = []
    mailing = replace(system, mailer=SimpleNamespace(send=sent.append))
    in_hearing(system)
    assert outbox.send_outbox(mailing) == 2
    assert {one.to for one in sent} == {("post@ks.example",), ("post@nav.example",)}
    assert all("Er teksten klar nok?" in one.body and "20. april 2026" in one.subject for one in sent)
    with system.transactions.begin(SIRI.actor, SIRI.scope) as tx:
        regions = {one.event.region for letter in sent for one in tx.log.of(subject=letter.id)}
    assert regions == {None}
