"""A small season, played: everybody delivers at their own time, through the doors, and the house does what it does in the mornings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from integration.databases import Database
from integration.receiving.sending import good_file, stopped_file
from kostra import regions
from kostra.app.ports.transaction import Scope
from kostra.app.season import cast
from kostra.app.season.cast import Cast, gather
from kostra.app.season.clock import SeasonClock
from kostra.app.season.faults import Faults
from kostra.app.season.plan import Arrival, Extract, arrivals, extracts, file_of, vendors
from kostra.app.season.playing import Player, play
from kostra.app.system import System
from kostra.followup.calendar import day
from kostra.model.people import HOUSE, Right
from kostra.model.period import Period
from kostra.model.submission import Content, Expected, Stage, State
from kostra.store.queue import enqueue
from kostra.store.transaction import PostgresTransactions

BEGINS = datetime(2026, 12, 31, 7, tzinfo=UTC)
LAST = date(2027, 2, 1)
PLAYED_FORMS = {2026: ("11F", "11CF")}
PLAYED = date(2027, 2, 2)
"""A day after the last: so far it is played as fast as can be."""
STAVANGER, SANDNES, GJESDAL, BERGEN = "110300", "110800", "112200", "460100"

DELIVERIES = """\
unit,form,period,state,arrived,sender
110300,11F,2026,in time,2027-01-05T09:00:00,fagansvarlig-110300
110800,11CF,2026,nil,2027-01-06T10:00:00,fagansvarlig-110800
112200,11F,2026,late,2027-01-18T11:00:00,fagansvarlig-112200
460100,11F,2026,never,,
110300,11M,2026M01,in time,2026-02-05T09:00:00,fagansvarlig-110300
"""
VENDORS = "unit,vendor,encoding\n110300,Alfa,latin-1\n110800,Beta,latin-1\n112200,Beta,latin-1\n460100,Alfa,latin-1\n"


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those who send are registered, and not everybody in the country."""
    called = {unit: f"Kommune {unit}" for unit in (STAVANGER, SANDNES, GJESDAL, BERGEN)}
    monkeypatch.setattr(cast, "names", lambda year: called)


@pytest.fixture
def nation(tmp_path: Path) -> Path:
    folder = tmp_path / "nation"
    (folder / "2026" / "11F").mkdir(parents=True)
    (folder / "2026" / "deliveries.csv").write_text(DELIVERIES)
    (folder / "2026" / "vendors.csv").write_text(VENDORS)
    (folder / "2026" / "11F" / f"{STAVANGER}.dat").write_bytes(stopped_file())
    (folder / "2026" / "11F" / f"{GJESDAL}.dat").write_bytes(good_file(unit=GJESDAL))
    return folder


@pytest.fixture
def mended(tmp_path: Path) -> Path:
    folder = tmp_path / "mended"
    (folder / "2026" / "11F").mkdir(parents=True)
    (folder / "2026" / "11F" / f"{STAVANGER}.dat").write_bytes(good_file())
    return folder


@pytest.fixture
def season(system: System, database: Database, tmp_path: Path) -> System:
    """The same system, on the clock of a season."""
    clock = SeasonClock(tmp_path / "data", BEGINS)
    clock.begin()
    return replace(system, clock=clock, transactions=PostgresTransactions(database.engine, clock, enqueue))


def expected(form: str, unit: str) -> Expected:
    return Expected(form, Period(2026), unit)


def state(system: System, form: str, unit: str) -> State:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        found = tx.campaign.standing(expected(form, unit))
        assert found is not None
        return found.state


class Workers(Player):
    """The controls of the day are run when the day ends, as the workers would have by then."""

    run_jobs: Callable[[], object]

    def wait_for_controls(self) -> None:
        self.run_jobs()
        super().wait_for_controls()


def player(season: System, nation: Path, mended: Path, run_jobs: Callable[[], object]) -> Workers:
    assert isinstance(season.clock, SeasonClock)
    parts = gather(season, PLAYED_FORMS, vendors(nation, 2026))
    made = Workers(season, season.clock, parts, arrivals(nation, 2026), mended, LAST, print, nation.parent)
    made.run_jobs = run_jobs
    return made


def test_the_plan_is_in_order_and_leaves_out_what_is_not_played(nation: Path) -> None:
    plan = arrivals(nation, 2026)
    assert [(one.expected.form, one.expected.unit) for one in plan] == [
        ("11F", STAVANGER),
        ("11CF", SANDNES),
        ("11F", GJESDAL),
    ]
    assert plan[0] == Arrival(
        datetime(2027, 1, 5, 8, tzinfo=UTC), expected("11F", STAVANGER), nation / "2026/11F/110300.dat", by_system=True
    )
    assert plan[1].file is None
    left = arrivals(nation, 2026, left=frozenset({(STAVANGER, "11F")}))
    assert [one.expected.unit for one in left] == [SANDNES, GJESDAL]
    assert file_of(nation, expected("7", STAVANGER)) == nation / "2026/7/110300.json"


def test_everybody_is_registered_once(season: System, nation: Path) -> None:
    first = gather(season, PLAYED_FORMS, vendors(nation, 2026))
    second = gather(season, PLAYED_FORMS, vendors(nation, 2026))
    assert isinstance(first, Cast)
    assert first.persons == second.persons
    assert first.systems[SANDNES].actor == first.systems[GJESDAL].actor != first.systems[STAVANGER].actor
    assert not first.systems[SANDNES].may(Right.SEND, BERGEN, "11F")


def test_a_season_is_played_and_goes_on_from_where_it_was_stopped(
    season: System, nation: Path, mended: Path, run_jobs: Callable[[], object]
) -> None:
    assert isinstance(season.clock, SeasonClock)
    stop = datetime(2027, 1, 7, 12, tzinfo=UTC)
    play(player(season, nation, mended, run_jobs), PLAYED, lambda: season.clock.now() > stop)
    assert state(season, "11F", GJESDAL) is State.OPENED
    play(player(season, nation, mended, run_jobs), PLAYED)
    assert day(season.clock.now()) == LAST
    assert state(season, "11CF", SANDNES) is State.NIL_CONFIRMED
    assert state(season, "11F", GJESDAL) is State.ACCEPTED, "the desk found nothing to ask about"
    assert state(season, "11F", BERGEN) is State.LATE
    with season.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        sent = tx.submissions.of(expected("11F", STAVANGER))
        letters = tx.cases.letters(unit=BERGEN)
        assert len(tx.submissions.of(expected("11CF", SANDNES))) == 1, "nothing is played twice"
    assert [one.stage for one in sent] == [Stage.CHECKED, Stage.STOPPED], "stopped first, mended some days later"
    assert sent[0].received is not None
    assert sent[1].received is not None
    assert (sent[0].received - sent[1].received).days >= 3
    assert sent[0].content is Content.FILE
    assert len(letters) >= 2, "a nudge before the deadline and a reminder after it"
    assert Faults(nation.parent).listed() == ()


def test_the_registers_come_from_those_who_keep_them(
    season: System, nation: Path, mended: Path, run_jobs: Callable[[], object]
) -> None:
    """Three days before they are due; each by its own body, and refused ones are told of."""
    units = [one.code for one in regions.reporting_units(2026)]
    rows = "".join(f"{unit[:4]};{unit[4:].replace('00', '')};5;3\n" for unit in units)
    folder = nation / "2026" / "registre"
    folder.mkdir()
    (folder / "nav_kvp_deltakere.csv").write_text(f"kommunenr;bydelsnr;deltakere_i_aaret;deltakere_31_12\n{rows}")
    (folder / "nir_introduksjonsprogram.csv").write_text("nothing of what it should be\n")
    planned = extracts(nation, 2026)
    at = datetime(2027, 2, 12, 8, tzinfo=UTC)
    assert planned[0] == Extract(at, "nav_kvp", Period(2026), folder / "nav_kvp_deltakere.csv")
    told: list[str] = []
    one = player(season, nation, mended, run_jobs)
    one.extracts, one.tell = planned, told.append
    play(one, date(2027, 3, 1))
    with season.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        in_force = {found.register: found for found in tx.registers.in_force()}
        refused = [found.register for found in tx.registers.listed(register="nir", limit=5)]
    assert list(in_force) == ["nav_kvp"] and in_force["nav_kvp"].by.name == "Registre i NAV"
    assert refused == ["nir"] and told == ["nir 2026: refused by its controls"]
