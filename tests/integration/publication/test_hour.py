"""What readers see around the hour: the clock is moved over it, in winter and summer time, and back when something was wrong."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from integration.databases import SetClock
from integration.publication.released import AGES, HIDDEN, HOURS, OLE, SEXES, SIRI, YEAR, approved_run, released, value
from kostra.app.publication import reading, showing
from kostra.app.publication.approving import approve, withdraw
from kostra.app.publication.releasing import Order, make
from kostra.app.system import System
from kostra.model.cube import Status
from kostra.model.errors import Conflict, Missing, Refused
from kostra.model.release import Kind

SECOND = timedelta(seconds=1)
FINAL = {AGES: {("1103", "a"): 21}, SEXES: {}}


def test_nothing_of_an_embargoed_release_is_given_and_all_of_it_at_the_hour(
    system: System, tmp_path: Path, clock: SetClock
) -> None:
    first = released(system, tmp_path)
    clock.time = HOURS[Kind.PROVISIONAL] - SECOND
    now = showing.public(system, tmp_path)
    assert now.standing == {} and now.releases == () and now.years(AGES) == ()
    refusals = []
    for table, ask in ((AGES, now.folder), ("99999", now.folder)):
        with pytest.raises(Missing) as refused:
            ask(table, YEAR)
        refusals.append(refused.value.message.replace(table, "?"))
    assert refusals[0] == refusals[1], "it is not told that there is something to wait for"
    with pytest.raises(Missing, match="ingen publisering"):
        now.of(first.id)
    clock.move(seconds=1)
    now = showing.public(system, tmp_path)
    assert {table: one.id for (table, _), one in now.standing.items()} == {AGES: first.id, SEXES: first.id}
    assert value(system, tmp_path) == 10 and value(system, tmp_path, "1106") == ":" and now.years(AGES) == (YEAR,)
    assert now.folder(AGES, YEAR).description(AGES)["status"] == "provisional"
    assert now.of(first.id).manifest.hour == HOURS[Kind.PROVISIONAL]


def test_the_old_release_whole_until_the_hour_and_the_new_one_whole_from_it_on(
    system: System, tmp_path: Path, clock: SetClock
) -> None:
    first, final = released(system, tmp_path), released(system, tmp_path, FINAL, Kind.FINAL)
    for moved, of, seen in ((-1, first, 10), (0, final, 21), (3600, final, 21)):
        clock.time = HOURS[Kind.FINAL] + moved * SECOND
        assert value(system, tmp_path) == seen
        assert {one.id for one in showing.public(system, tmp_path).standing.values()} == {of.id}
    assert [one.id for one in showing.public(system, tmp_path).releases] == [final.id, first.id]


def test_taken_back_the_figures_of_before_are_there_again(system: System, tmp_path: Path, clock: SetClock) -> None:
    first, final = released(system, tmp_path), released(system, tmp_path, FINAL, Kind.FINAL)
    clock.time = HOURS[Kind.FINAL]
    seen = showing.see(system, OLE, tmp_path, final.id)
    assert {table: one.id for table, one in seen.after.items() if one} == {AGES: first.id, SEXES: first.id}
    withdraw(system, SIRI, final.id, "en kommune er talt to ganger")
    assert value(system, tmp_path) == 10
    withdraw(system, SIRI, first.id, "også denne")
    assert value(system, tmp_path) is None and showing.public(system, tmp_path).releases == ()


def test_a_correction_comes_at_once_but_never_before_what_it_corrects(
    system: System, tmp_path: Path, clock: SetClock
) -> None:
    first = released(system, tmp_path)
    right = {AGES: {**HIDDEN, ("1103", "a"): 15}, SEXES: {}}
    with pytest.raises(Refused, match="Skriv hva som var feil"):
        released(system, tmp_path, right, corrects=first.id)
    early = Order(
        YEAR, Kind.CORRECTION, corrects=first.id, reason="feil", hour=HOURS[Kind.PROVISIONAL] - timedelta(days=1)
    )
    with pytest.raises(Refused, match="før det som skal rettes"):
        make(system, SIRI, tmp_path, early)
    with pytest.raises(Refused, match="Velg hvilken publisering"):
        make(system, SIRI, tmp_path, Order(YEAR, Kind.CORRECTION, reason="feil"))
    with pytest.raises(Missing, match="ingen publisering"):
        make(system, SIRI, tmp_path, Order(YEAR, Kind.CORRECTION, corrects="finnes-ikke", reason="feil"))
    with pytest.raises(Refused, match="gjelder 2026, ikke 2025"):
        make(system, SIRI, tmp_path, Order(YEAR - 1, Kind.CORRECTION, corrects=first.id, reason="feil"))
    final = approved_run(system, tmp_path, right, Status.FINAL)
    with pytest.raises(Refused, match="ikke tall av det slaget"):
        make(system, SIRI, tmp_path, Order(YEAR, Kind.CORRECTION, (final.id,), corrects=first.id, reason="feil"))
    with pytest.raises(Refused, match="ikke i publiseringen som rettes"):
        make(system, SIRI, tmp_path, Order(YEAR, Kind.CORRECTION, (), ("91101",), corrects=first.id, reason="feil"))
    before = released(system, tmp_path, right, corrects=first.id, reason="Stavanger sto feil")
    assert before.hour == first.hour
    clock.time = HOURS[Kind.PROVISIONAL] - SECOND
    assert value(system, tmp_path) is None
    clock.move(seconds=1)
    assert value(system, tmp_path) == 15
    clock.move(days=3)
    later = released(system, tmp_path, corrects=before.id, reason="det var riktig likevel")
    assert later.opens == clock.now() and value(system, tmp_path) == 10
    manifest = reading.opened(tmp_path, later).manifest
    assert manifest.reason == "det var riktig likevel" and manifest.corrects == before.id
    assert manifest.table(AGES) is not None and manifest.before == {AGES: before.id, SEXES: before.id}
    withdraw(system, SIRI, later.id, "nei")
    assert value(system, tmp_path) == 15
    with pytest.raises(Conflict, match="ikke er trukket tilbake"):
        make(system, SIRI, tmp_path, Order(YEAR, Kind.CORRECTION, corrects=later.id, reason="feil"))


def test_what_is_approved_after_its_hour_is_public_from_then(system: System, tmp_path: Path, clock: SetClock) -> None:
    first = released(system, tmp_path)
    waiting = make(system, SIRI, tmp_path, Order(YEAR, Kind.PROVISIONAL, tables=(AGES,)))
    clock.time = HOURS[Kind.PROVISIONAL] + timedelta(hours=2)
    assert showing.public(system, tmp_path).standing[AGES, YEAR].id == first.id
    withdraw(system, SIRI, waiting.id, "for sent")
    again = make(system, SIRI, tmp_path, Order(YEAR, Kind.PROVISIONAL, tables=(AGES,)))
    clock.move(minutes=5)
    approve(system, OLE, tmp_path, again.id)
    now = showing.public(system, tmp_path)
    assert now.standing[AGES, YEAR].id == again.id and now.standing[SEXES, YEAR].id == first.id


def test_anybody_may_see_the_calendar_and_when_a_table_comes_next(
    system: System, tmp_path: Path, clock: SetClock
) -> None:
    released(system, tmp_path)
    assert [(one.year, one.kind, one.hour) for one in showing.planned(system)][:2] == [
        (YEAR, kind, HOURS[kind]) for kind in (Kind.PROVISIONAL, Kind.FINAL)
    ]
    assert showing.public(system, tmp_path).next_update(AGES) == showing.planned(system)[0]
    clock.time = HOURS[Kind.PROVISIONAL]
    assert showing.public(system, tmp_path).next_update(AGES) == showing.planned(system)[0]
    assert showing.planned(system)[0].kind is Kind.FINAL
    clock.time = HOURS[Kind.FINAL]
    assert showing.planned(system)[0].year == YEAR + 1
