"""From those who have joined to public figures, with nobody's hand on the way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from integration.databases import SetClock
from integration.receiving.sending import actions
from integration.series.joined import BEGINS, NAV, SIRI, UNITS, give_standing, join, months, sender
from kostra.app.followup.deadlines import deadlines
from kostra.app.permissions import Forbidden
from kostra.app.ports.transaction import Scope
from kostra.app.series import approving, consenting, showing
from kostra.app.series.producing import make, series
from kostra.app.system import System
from kostra.followup.consent import Act
from kostra.model.errors import Conflict, Missing, Refused
from kostra.model.people import HOUSE
from kostra.model.period import Period
from kostra.model.submission import Expected, State
from kostra.statistics.indicators import Indicator
from kostra.statistics.series.counting import NOBODY

JANUARY, FEBRUARY = Period.read("2026M01"), Period.read("2026M02")
LARGE = dict(zip(UNITS, (40, 30, 25, 60, 12), strict=True))


@pytest.fixture(autouse=True)
def begins(clock: SetClock) -> None:
    clock.time = BEGINS


def state(system: System, unit: str, period: str) -> State | None:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        found = tx.campaign.standing(Expected("11M", Period.read(period), unit))
    return None if found is None else found.state


def test_those_who_join_owe_and_nobody_else(system: System, clock: SetClock) -> None:
    assert consenting.invite(system, SIRI, ("110300", "110600"), "Vil dere være med?") == ("110300", "110600")
    join(system, "2026M02", "110300")
    join(system, "2026K2", "110600")
    consenting.decline(system, sender("110800"), "110800", "Kommunedirektøren", "Ikke i år")
    assert state(system, "110300", "2026M01") is None and state(system, "110300", "2026M02") is State.EXPECTED
    assert state(system, "110600", "2026K1") is None and state(system, "110600", "2026K2") is State.EXPECTED
    parts, log = consenting.everybody(system, SIRI)
    assert {unit: part.last.act for unit, part in parts.items()} == {
        "110300": Act.JOINED,
        "110600": Act.JOINED,
        "110800": Act.DECLINED,
    }
    assert len(log) == 5 and log[0].on_behalf == "Kommunedirektøren"
    assert consenting.invite(system, SIRI, ("110300", "110800"), "En gang til") == ("110800",)

    consenting.withdraw(system, sender("110300"), "110300", "Nav-lederen", "For mye arbeid")
    assert state(system, "110300", "2026M02") is State.NOT_IN_POPULATION
    join(system, "2026M03", "110300")
    assert state(system, "110300", "2026M02") is State.NOT_IN_POPULATION
    assert state(system, "110300", "2026M03") is State.EXPECTED
    clock.time = BEGINS.replace(year=2027)
    series(system)
    assert state(system, "110300", "2027M01") is State.EXPECTED and state(system, "110600", "2027K1") is State.EXPECTED
    assert actions(system, log[0].id) == ["series.declined"]


def test_joining_is_for_those_who_send_and_for_what_has_not_been(system: System) -> None:
    stranger = sender("460100")
    with pytest.raises(Forbidden):
        consenting.join(system, stranger, "110300", FEBRUARY, "Nav-lederen")
    with pytest.raises(Forbidden):
        consenting.invite(system, stranger, ("110300",), "Bli med")
    me = sender("110300")
    for since in (Period.read("2025M12"), Period(2026)):
        with pytest.raises(Refused, match="kan ikke velges"):
            consenting.join(system, me, "110300", since, "Nav-lederen")
    with pytest.raises(Refused, match="hvem i kommunen"):
        consenting.join(system, me, "110300", FEBRUARY, " ")
    with pytest.raises(Refused, match="fødselsnummer"):
        consenting.join(system, me, "110300", FEBRUARY, "01017012345")
    with pytest.raises(Conflict):
        consenting.withdraw(system, me, "110300", "Nav-lederen")
    with pytest.raises(Refused, match="leverer ikke skjema 11M"):
        consenting.invite(system, SIRI, ("030100",), "Bli med")


def test_the_last_file_makes_the_figures_and_they_are_public_at_once(system: System, clock: SetClock) -> None:
    give_standing(system)
    join(system, "2026M01")
    clock.time = BEGINS.replace(month=2, day=3)
    months(system, {"2026M01": {unit: LARGE[unit] for unit in UNITS[:-1]}})
    series(system)
    assert showing.public(system) == ()
    months(system, {"2026M01": {UNITS[-1]: LARGE[UNITS[-1]]}})
    series(system)
    (found,) = showing.public(system)
    assert found.made.standing and found.made.approved and found.made.approved.by == SIRI.actor
    recipients = found.whole.figures[Indicator.RECIPIENTS]
    assert (recipients.reported, recipients.estimated, recipients.index) == (167, 167, "100.0")
    # One in each of five: whoever knows the sum knows them all.
    assert found.whole.figures[Indicator.PROGRAMME].reported is None
    series(system)
    assert len(showing.listed(system, SIRI)) == 1 and showing.newest(system) == found
    card = showing.scorecard(system, NAV, JANUARY)
    assert card.units["110300"][Indicator.RECIPIENTS] == 40 and card.units["110300"][Indicator.PROGRAMME] is None
    assert actions(system, found.made.id) == ["series.made", "series.approved", "scorecard.fetched"]
    with pytest.raises(Forbidden):
        showing.scorecard(system, sender("110300"), JANUARY)
    assert (showing.own(system, sender("110300"), "110300", JANUARY) or NOBODY).counts[Indicator.PROGRAMME] == 1
    with pytest.raises(Forbidden):
        showing.own(system, sender("110300"), "460100", JANUARY)


def test_the_late_are_estimated_on_the_same_reporters_and_reminded_once(system: System, clock: SetClock) -> None:
    give_standing(system)
    join(system, "2026M01")
    clock.time = BEGINS.replace(month=2, day=3)
    deadlines(system)
    months(system, {"2026M01": LARGE})
    series(system)
    clock.time = BEGINS.replace(month=3, day=3)
    deadlines(system)
    months(system, {"2026M02": {unit: LARGE[unit] * 11 // 10 for unit in UNITS[1:]}})
    series(system)
    assert [one.period for one in showing.public(system)] == [JANUARY], "one is not there, and there is time yet"
    clock.time = BEGINS.replace(month=3, day=14)
    deadlines(system)
    series(system)
    found = showing.of_period(system, FEBRUARY).whole
    recipients = found.figures[Indicator.RECIPIENTS]
    now = sum(LARGE[unit] * 11 // 10 for unit in UNITS[1:])
    assert (found.reported, found.expected, recipients.reported) == (4, 5, now)
    assert recipients.estimated == round(now + 40 * now / 127) and recipients.index == f"{100 * now / 127:.1f}"
    months(system, {"2026M02": {"110300": 44}})
    series(system)
    again = showing.of_period(system, FEBRUARY)
    assert again.whole.figures[Indicator.RECIPIENTS].reported == now + 44 and again.late == 0
    assert showing.listed(system, SIRI)[0].approved is not None


def test_without_an_approval_it_waits_for_somebody(system: System, clock: SetClock) -> None:
    join(system, "2026M01")
    clock.time = BEGINS.replace(month=2, day=3)
    months(system, {"2026M01": LARGE})
    made = make(system, JANUARY)
    assert made is not None and made.passed and made.approved is None and showing.newest(system) is None
    with pytest.raises(Missing, match="ikke publisert"):
        showing.scorecard(system, NAV, JANUARY)
    with pytest.raises(Forbidden):
        approving.approve(system, NAV, made.id)
    assert approving.approve(system, SIRI, made.id, "Sett på").approved is not None
    assert showing.of_period(system, JANUARY).made.standing is None
    with pytest.raises(Conflict):
        approving.approve(system, SIRI, made.id)
    assert make(system, replace(JANUARY, number=3)) is None
