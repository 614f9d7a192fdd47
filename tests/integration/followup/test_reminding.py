"""Reminder rounds: looked at, sent by a person, never to those who should have peace."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from integration.databases import SetClock
from integration.followup.desk import STEWARD, Jobs, contact, events
from integration.receiving.sending import (
    EXPECTED,
    PREPARER,
    SENDER,
    STATISTICIAN,
    expect,
    good_file,
    put_ready,
    send,
    stopped_file,
)
from kostra.app.followup import reminding
from kostra.app.followup.deadlines import deadlines
from kostra.app.followup.deciding import excuse, extend, presume_nil
from kostra.app.permissions import Asker, Forbidden
from kostra.app.ports.transaction import Scope
from kostra.app.receiving.nothing import nil
from kostra.app.system import System
from kostra.followup.letters import Letter, LetterState
from kostra.model.errors import Refused
from kostra.model.people import HOUSE
from kostra.model.submission import Expected, Season
from kostra.model.text import Language

BERGEN = "460100"
CF, SEVEN = replace(EXPECTED, form="11CF"), replace(EXPECTED, form="7")
THIRD_DAY = datetime(2027, 1, 18, 9, tzinfo=UTC)


@pytest.fixture
def late(system: System, clock: SetClock) -> System:
    """Stavanger owes three forms and Bergen one. It is three days after the deadline of 11F and 11CF."""
    expect(system, EXPECTED, CF, SEVEN, replace(EXPECTED, unit=BERGEN))
    contact(system)
    contact(system, BERGEN, "bergen@kommune.no")
    clock.time = THIRD_DAY
    deadlines(system)
    return system


def planned(system: System) -> dict[str, reminding.Planned]:
    return {one.recipient.unit: one for one in reminding.preview(system, STATISTICIAN)}


def letters(system: System) -> tuple[Letter, ...]:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        return tx.cases.letters()


def test_a_preview_shows_whole_letters_and_sends_nothing(late: System) -> None:
    found = planned(late)
    assert sorted(found) == ["110300", BERGEN]
    one = found["110300"]
    assert [owed.expected.form for owed in one.recipient.owed] == ["11CF", "11F"], "7 is not due for a month"
    assert (one.to, one.name, one.recipient.step.id) == (("kontakt@kommune.no",), "Stavanger", "first")
    assert one.written.subject == "KOSTRA: vi mangler rapportering fra Stavanger"
    for said in ("Skjema 11F,", "Skjema 11CF,", "Fristen var 15. januar 2027", "ingenting å rapportere"):
        assert said in one.written.body
    assert letters(late) == ()


def test_a_municipality_is_written_to_in_its_own_written_form(late: System) -> None:
    with late.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.people.put_language("110300", Language.NYNORSK)
    one = planned(late)["110300"]
    assert one.language is Language.NYNORSK
    assert "vi har ikkje fått dette frå Stavanger" in one.written.body
    assert planned(late)[BERGEN].language is Language.BOKMAL


def test_a_round_is_one_letter_for_each_and_an_event_for_each(late: System) -> None:
    done = reminding.send_round(late, STATISTICIAN, ["110300", BERGEN])
    assert (done.units, done.passed_over) == (("110300", BERGEN), ())
    assert sorted((one.unit, one.state, one.round) for one in letters(late)) == [
        (unit, LetterState.WAITING, done.round) for unit in ("110300", BERGEN)
    ]
    written = events(late, reminding.WRITTEN_TO)
    assert {(one.event.region, one.event.details["forms"]) for one in written} == {
        ("110300", "11CF/2026,11F/2026"),
        (BERGEN, "11F/2026"),
    }
    assert {one.actor for one in written} == {STATISTICIAN.actor}


def test_nobody_is_written_to_twice_at_one_step(late: System, clock: SetClock) -> None:
    reminding.send_round(late, STATISTICIAN, ["110300"])
    assert sorted(planned(late)) == [BERGEN]
    clock.move(days=6)
    assert "110300" not in planned(late)
    clock.move(days=1)
    assert planned(late)["110300"].recipient.step.id == "second"


def test_what_came_between_the_preview_and_the_sending_is_left_out(late: System) -> None:
    assert BERGEN in planned(late)
    excuse(late, STATISTICIAN, [replace(EXPECTED, unit=BERGEN)], "illness")
    done = reminding.send_round(late, STATISTICIAN, ["110300", BERGEN])
    assert (done.units, done.passed_over) == (("110300",), (BERGEN,))


def test_those_who_should_have_peace(late: System) -> None:
    nil(late, SENDER, CF)
    extend(late, STATISTICIAN, [EXPECTED], date(2027, 3, 1), "attack")
    presume_nil(late, STATISTICIAN, [replace(EXPECTED, unit=BERGEN)], "Nav har ingen", date(2027, 12, 31))
    assert planned(late) == {}


def test_one_who_has_just_sent_has_peace_also_when_it_was_stopped(
    late: System, clock: SetClock, run_jobs: Jobs
) -> None:
    nil(late, SENDER, CF)
    send(late, stopped_file())
    assert "110300" not in planned(late), "it is in the queue"
    run_jobs()
    assert "110300" not in planned(late), "the controls have just stopped it"
    clock.move(days=1)
    body = planned(late)["110300"].written.body
    assert "ble avvist, og en ny må sendes" in body


def test_one_who_has_a_file_ready_for_a_colleague_has_peace_today(late: System, clock: SetClock) -> None:
    put_ready(late, good_file(), PREPARER)
    assert sorted(planned(late)) == [BERGEN]
    clock.move(days=1)
    assert sorted(planned(late)) == ["110300", BERGEN]


def test_one_without_an_address_is_shown_and_passed_over(late: System) -> None:
    other = replace(EXPECTED, unit="550100")
    expect(late, other)
    deadlines(late)
    assert planned(late)["550100"].to == ()
    assert reminding.send_round(late, STATISTICIAN, ["550100"]).passed_over == ("550100",)
    assert letters(late) == ()


def test_the_vendors_test_has_no_reminders(system: System, clock: SetClock) -> None:
    expect(system, replace(EXPECTED, season=Season.TEST))
    contact(system)
    clock.time = datetime(2026, 11, 12, tzinfo=UTC)
    deadlines(system)
    assert planned(system) == {}


@pytest.mark.parametrize("who", [SENDER, STEWARD])
def test_only_the_desk_sends(late: System, who: Asker) -> None:
    for ask in (lambda: reminding.preview(late, who), lambda: reminding.send_round(late, who, ["110300"])):
        with pytest.raises(Forbidden):
            ask()


def test_a_round_to_nobody_is_refused(late: System) -> None:
    with pytest.raises(Refused, match="minst én"):
        reminding.send_round(late, STATISTICIAN, [])


def test_the_director_is_written_to_when_nothing_else_has_helped(late: System, clock: SetClock) -> None:
    from kostra.app.followup.reaching import save_contact
    from kostra.followup.contacts import Contact, ContactRole

    save_contact(
        late, STATISTICIAN, Contact("", BERGEN, "Direktør", (ContactRole.LEADER,), "direktor@kommune.no", None)
    )
    assert planned(late)[BERGEN].to == ("bergen@kommune.no",)
    clock.move(days=30)
    one = planned(late)[BERGEN]
    assert one.to == ("direktor@kommune.no", "bergen@kommune.no") and "kommunedirektøren" in one.written.body


def test_every_step_of_every_plan_has_a_name_and_a_letter_in_both_written_forms() -> None:
    from kostra.app.followup.writing import TEXTS
    from kostra.app.pages.words import Words
    from kostra.followup.contacts import Channel
    from kostra.forms.calendar import calendars

    for one in calendars().values():
        for step in one.plan.steps:
            for language in (Language.BOKMAL, Language.NYNORSK):
                words = Words(TEXTS, language)
                assert words(f"{step.id}.name")
                if step.how is Channel.MAIL:
                    assert words(f"{step.id}.subject", unit="X") and "X" in words(f"{step.id}.opening", unit="X")


def test_what_is_owed_is_what_the_reminder_remembers(late: System) -> None:
    reminding.send_round(late, STATISTICIAN, ["110300"])
    with late.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        remembered: list[tuple[Expected, str]] = [(one.expected, one.step) for one in tx.cases.reminders()]
    assert remembered == [(CF, "first"), (EXPECTED, "first")]
