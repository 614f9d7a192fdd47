"""The proposals of the season: walked by the cast on their days, each once, to a changed draft, a postponement and a hearing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from integration.databases import SetClock
from integration.season.test_playing import VENDORS
from kostra.app.proposals import deciding, drafts
from kostra.app.season import cast, proposing
from kostra.app.season.cast import Cast, gather
from kostra.app.system import System
from kostra.followup.calendar import day
from kostra.model.proposal import BY_LETTER, Proposal, ProposerKind, State


@pytest.fixture
def parts(system: System, clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> Cast:
    units = ("110300", "110800", "112200", "460100")
    monkeypatch.setattr(cast, "names", lambda year: {unit: f"Kommune {unit}" for unit in units})
    clock.time = datetime(2026, 1, 2, 7, tzinfo=UTC)
    rows = [line.split(",") for line in VENDORS.splitlines()[1:]]
    return gather(system, {2026: ("11F",)}, {unit: vendor for unit, vendor, *_ in rows})


def play(system: System, clock: SetClock, parts: Cast, *days: date) -> None:
    for on in days:
        clock.time = datetime(on.year, on.month, on.day, 7, tzinfo=UTC)
        assert day(clock.now()) == on
        proposing.propose(system, parts, on)


def titled(system: System, parts: Cast) -> dict[str, Proposal]:
    with system.transactions.begin(parts.desk.actor, parts.desk.scope) as tx:
        return {one.content.title: one for one in tx.proposals.every()}


def test_two_are_decided_and_one_is_in_hearing(system: System, clock: SetClock, parts: Cast) -> None:
    play(system, clock, parts, date(2026, 2, 10), date(2026, 2, 11), date(2026, 2, 17), date(2026, 3, 9))
    found = titled(system, parts)
    assert [one.state for one in found.values()] == [State.TRIED, State.TRIED]
    play(system, clock, parts, date(2026, 3, 10), date(2026, 4, 8), date(2026, 4, 9), date(2026, 4, 27))
    assert {one.state for one in titled(system, parts).values()} == {State.IN_MEETING}
    # The desk looks in on the first of the month alone in the other half of the year, and then does what is due.
    play(system, clock, parts, date(2026, 5, 12), date(2026, 7, 1), date(2027, 1, 8), date(2027, 1, 11))

    found = titled(system, parts)
    housing, warning, register = (found[title] for title in proposing._TITLES.values())
    assert len(found) == 3 and housing.state is State.IN_FORM and housing.year == 2027
    assert housing.content.proposer.kind is ProposerKind.CLIENT and housing.hearing is not None
    assert [one.came for one in housing.hearing.answers].count(BY_LETTER) == 1 and len(housing.hearing.answers) == 3
    decided = housing.decision
    assert (
        decided is not None and decided.said.by == parts.colleague.actor and day(decided.said.at) == date(2026, 5, 12)
    )
    codes = drafts.draft(system, 2027).form("11F").version(2027).field("bosit").codes
    assert codes["8"].nn == "Mellombels butilbod"
    assert "8" not in drafts.draft(system, 2027).form("11F").version(2026).field("bosit").codes

    assert warning.state is State.POSTPONED and warning.content.proposer.kind is ProposerKind.MUNICIPALITY
    assert register.state is State.IN_HEARING and register.content.proposer.kind is ProposerKind.VENDOR
    assert not register.content.proposer.vouched and register.hearing is not None and len(register.hearing.answers) == 1
    (meeting,) = deciding.meetings(system)
    assert meeting.held == proposing.MET and all(meeting.of(one) for one in (None, housing.id, warning.id))

    play(system, clock, parts, date(2027, 3, 15))
    assert titled(system, parts)[register.content.title].state is State.HEARD


def test_the_days_are_in_order_and_the_decisions_in_time() -> None:
    for steps in proposing._STEPS.values():
        days = [step.since for step in steps]
        assert days == sorted(days)
        assert all(later - earlier >= timedelta(days=1) for earlier, later in pairwise(days))


def test_a_season_that_begins_later_is_without_those_that_are_over(
    system: System, clock: SetClock, parts: Cast
) -> None:
    play(system, clock, parts, date(2026, 12, 1), date(2027, 1, 6))
    assert list(titled(system, parts)) == [proposing._TITLES["register"]]
