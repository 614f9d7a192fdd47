"""The campaign in the database: opened, passed by time, decided about, closed; every change in the table and in the log."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from integration.databases import SetClock
from integration.followup.desk import SEVEN, STEWARD, Jobs, events, opened
from integration.receiving.sending import (
    EXPECTED,
    SENDER,
    STATISTICIAN,
    expect,
    good_file,
    send,
    standing,
    stopped_file,
)
from kostra.app.followup.campaigns import OPENED, close_campaign, open_campaign, show
from kostra.app.followup.campaigns import expect as expect_one
from kostra.app.followup.deadlines import deadlines
from kostra.app.followup.deciding import (
    accept,
    excuse,
    extend,
    finish,
    leave_out,
    presume_nil,
    refuse,
    reopen,
    take_back,
)
from kostra.app.followup.moving import CHANGED, move, subject
from kostra.app.permissions import NOT_LOGGED_IN, Asker, Forbidden, NotLoggedIn
from kostra.app.ports.transaction import Scope
from kostra.app.receiving.nothing import nil
from kostra.app.system import System
from kostra.followup.states import Mover
from kostra.model.errors import Refused
from kostra.model.people import HOUSE
from kostra.model.period import Period
from kostra.model.submission import Expected, Season, State

OSLO = replace(EXPECTED, unit="030100")


def test_everything_owed_is_there_before_the_first_file(system: System) -> None:
    added = open_campaign(system, STEWARD, 2026)
    assert (added["11F"], added["11CF"], added["7"], added["7B"]) == (371, 371, 371, 357)
    assert not {"KRISE-B", "INTRO", "11M"} & added.keys(), "11M is owed by those who have joined"
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        assert tx.campaign.standing(OSLO) is None
        assert tx.campaign.standing(replace(OSLO, unit="030110")) is not None
    assert [one.actor for one in events(system, OPENED)] == [STEWARD.actor]


def test_opening_again_changes_nothing(system: System) -> None:
    open_campaign(system, STEWARD, 2026)
    excuse(system, STATISTICIAN, [EXPECTED], "attack")
    assert set(open_campaign(system, STEWARD, 2026).values()) == {0}
    assert standing(system).state is State.EXCUSED


def test_the_vendors_test_is_apart(system: System, clock: SetClock) -> None:
    clock.time = datetime(2026, 11, 3, 9, tzinfo=UTC)
    open_campaign(system, STEWARD, 2026, Season.TEST)
    deadlines(system)
    assert standing(system, replace(EXPECTED, season=Season.TEST)).state is State.OPENED
    assert show(system, STEWARD, 2026) == ()
    assert {one.form: one.owed for one in show(system, STEWARD, 2026, Season.TEST)}["11M"] == 371
    opened(system)
    assert standing(system).state is State.EXPECTED, "the real one opens in January"


@pytest.mark.parametrize(("who", "refusal"), [(NOT_LOGGED_IN, NotLoggedIn), (SENDER, Forbidden)])
def test_only_the_house_people_open_decide_and_close(system: System, who: Asker, refusal: type[Forbidden]) -> None:
    with pytest.raises(refusal):
        open_campaign(system, who, 2026)
    with pytest.raises(refusal):
        close_campaign(system, who, 2026, "nok")
    with pytest.raises(refusal):
        extend(system, who, [EXPECTED], date(2027, 2, 1), "attack")


def test_a_year_that_nobody_collects_is_refused(system: System) -> None:
    with pytest.raises(Refused, match="Ingen skjemaer samles inn for 2027"):
        open_campaign(system, STEWARD, 2027)


def test_a_crisis_centre_is_added_by_name(system: System) -> None:
    wanted = Expected("KRISE-B", Period(2015), "110300")
    expect_one(system, STEWARD, wanted, "Vertskommune fra 2015")
    assert standing(system, wanted).state is State.EXPECTED


def test_one_that_does_not_owe_the_form_cannot_be_added(system: System) -> None:
    with pytest.raises(Refused, match="bydelene i Oslo"):
        expect_one(system, STEWARD, OSLO, "Prøver")
    with pytest.raises(Refused, match="hvorfor"):
        expect_one(system, STEWARD, EXPECTED, " ")


def test_time_passes_once(system: System, clock: SetClock) -> None:
    opened(system)
    clock.time = datetime(2027, 1, 15, 22, 59, tzinfo=UTC)
    assert deadlines(system) == {}
    clock.move(minutes=1)
    assert deadlines(system) == {State.LATE: 2}, "form 11F, at midnight in Oslo"
    assert deadlines(system) == {}
    clock.move(days=-3)
    assert deadlines(system) == {}, "a clock that is put back undoes nothing"
    assert standing(system).state is State.LATE


def test_a_house_that_was_down_for_half_a_year_ends_where_it_should(system: System, clock: SetClock) -> None:
    expect(system, EXPECTED)
    clock.time = datetime(2027, 9, 1, tzinfo=UTC)
    deadlines(system)
    assert standing(system).state is State.CLOSED_NONRESPONSE
    changes = [one.event.details["to"] for one in events(system, CHANGED) if one.event.subject == subject(EXPECTED)]
    assert changes == ["closed-nonresponse", "late", "opened"]


def test_what_came_late_is_received_and_its_time_tells(system: System, clock: SetClock, run_jobs: Jobs) -> None:
    opened(system)
    clock.time = datetime(2027, 1, 20, tzinfo=UTC)
    deadlines(system)
    send(system, good_file())
    now = standing(system)
    assert (now.state, now.arrived) == (State.RECEIVED, clock.time)


def test_an_extension_holds_its_day_and_no_longer(system: System, clock: SetClock) -> None:
    opened(system)
    (given,) = extend(system, STATISTICIAN, [EXPECTED], date(2027, 2, 1), "attack", "Alt er nede.")
    assert given.reason == "Dataangrep: Alt er nede."
    clock.time = datetime(2027, 2, 1, 22, tzinfo=UTC)
    deadlines(system)
    assert standing(system).state is State.EXTENDED
    clock.time = datetime(2027, 2, 1, 23, tzinfo=UTC)
    deadlines(system)
    assert standing(system).state is State.LATE and standing(system).extended_until == date(2027, 2, 1)
    (event, *_) = [one for one in events(system, CHANGED) if one.event.details["to"] == "extended"]
    assert (event.actor, event.event.details["code"]) == (STATISTICIAN.actor, "attack")


@pytest.mark.parametrize(("until", "code"), [(date(2027, 1, 10), "attack"), (date(2027, 1, 15), "attack")])
def test_an_extension_must_be_later_than_the_deadline(system: System, until: date, code: str) -> None:
    opened(system)
    with pytest.raises(Refused, match="må være etter"):
        extend(system, STATISTICIAN, [EXPECTED], until, code)


def test_reasons_are_from_the_list_and_other_needs_words(system: System) -> None:
    opened(system)
    with pytest.raises(Refused, match="attack, illness"):
        excuse(system, STATISTICIAN, [EXPECTED], "laziness")
    with pytest.raises(Refused, match="hva grunnen er"):
        excuse(system, STATISTICIAN, [EXPECTED], "other")


def test_several_are_decided_together_or_not_at_all(system: System) -> None:
    opened(system)
    nil(system, SENDER, SEVEN)
    with pytest.raises(Refused, match="kan ikke endres"):
        excuse(system, STATISTICIAN, [EXPECTED, SEVEN], "attack")
    assert standing(system).state is State.OPENED


def test_a_presumption_needs_evidence_and_ends(system: System, clock: SetClock) -> None:
    opened(system)
    with pytest.raises(Refused, match="hvorfor"):
        presume_nil(system, STATISTICIAN, [EXPECTED], "", date(2027, 3, 1))
    presume_nil(system, STATISTICIAN, [EXPECTED], "Ingen mottakere hos Nav to år på rad", date(2027, 3, 1))
    clock.time = datetime(2027, 3, 2, tzinfo=UTC)
    deadlines(system)
    assert (standing(system).state, standing(system).extended_until) == (State.LATE, None)


def test_accepted_is_undone_by_a_new_file(system: System, run_jobs: Jobs) -> None:
    opened(system)
    send(system, good_file())
    run_jobs()
    accept(system, STATISTICIAN, [EXPECTED])
    assert standing(system).state is State.ACCEPTED
    send(system, good_file(seed=2))
    assert standing(system).state is State.RECEIVED


def test_refused_reopened_and_finished(system: System, clock: SetClock, run_jobs: Jobs) -> None:
    opened(system)
    send(system, good_file())
    run_jobs()
    refuse(system, STATISTICIAN, [EXPECTED], "Feil år i filen. Send den på nytt.")
    clock.time = datetime(2027, 6, 16, tzinfo=UTC)
    deadlines(system)
    assert standing(system).state is State.CLOSED_NONRESPONSE
    reopen(system, STATISTICIAN, [EXPECTED], "Ny fil er lovet")
    deadlines(system)
    assert standing(system).state is State.REOPENED
    send(system, good_file(seed=3))
    deadlines(system)
    assert standing(system).state is State.RECEIVED, "what comes after the closing is the desk's"
    accept(system, STATISTICIAN, [EXPECTED])
    reopen(system, STATISTICIAN, [EXPECTED], "Enda en fil")
    finish(system, STATISTICIAN, [EXPECTED])
    assert standing(system).state is State.FINAL


def test_a_stopped_file_leaves_something_to_send(system: System, run_jobs: Jobs) -> None:
    opened(system)
    send(system, stopped_file())
    run_jobs()
    assert standing(system).state is State.REFUSED


def test_left_out_and_taken_back(system: System) -> None:
    opened(system)
    leave_out(system, STATISTICIAN, [EXPECTED], "Slått sammen")
    assert {one.form: one.owed for one in show(system, STATISTICIAN, 2026)}["11F"] == 1
    take_back(system, STATISTICIAN, [EXPECTED], "Det var feil")
    deadlines(system)
    assert standing(system).state is State.OPENED


def test_closing_before_the_calendar(system: System, run_jobs: Jobs) -> None:
    opened(system)
    send(system, good_file())
    run_jobs()
    nil(system, SENDER, SEVEN)
    closed = close_campaign(system, STEWARD, 2026, "Portalen legges ned")
    assert closed == 3
    assert standing(system).state is standing(system, SEVEN).state is State.FINAL
    assert standing(system, replace(EXPECTED, unit="460100")).state is State.CLOSED_NONRESPONSE


def test_nothing_is_moved_outside_the_table_or_without_an_event(system: System) -> None:
    opened(system)
    before = len(events(system, CHANGED))
    with pytest.raises(Refused), system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        move(tx, EXPECTED, State.FINAL, Mover.HOUSE)
    assert standing(system).state is State.OPENED and len(events(system, CHANGED)) == before
    with pytest.raises(Refused, match="Det ventes ikke"), system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        move(tx, OSLO, State.RECEIVED, Mover.REPORTER)


def test_the_state_at_any_time_is_read_from_the_log(system: System, clock: SetClock) -> None:
    opened(system)
    start = clock.time
    clock.time = datetime(2027, 1, 16, tzinfo=UTC)
    deadlines(system)
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        assert tx.campaign.states_at("11F", Period(2026), start)["110300"] is State.OPENED
        assert tx.campaign.states_at("11F", Period(2026), clock.time)["110300"] is State.LATE
