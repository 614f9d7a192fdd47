"""From an approved run to a folder that never changes, by one and approved by another; and what stands in the way."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy.exc import DBAPIError

from integration.databases import Database, SetClock
from integration.portal.house import BERGEN, MOSS, OLA, STAVANGER
from integration.publication.released import (
    AGES,
    FAILED,
    HIDDEN,
    HOURS,
    KARI,
    OLE,
    SEXES,
    SIRI,
    YEAR,
    approved_run,
    released,
    run,
)
from integration.receiving.sending import actions
from kostra.app.disclosure import patterns
from kostra.app.followup.moving import move
from kostra.app.permissions import Forbidden
from kostra.app.ports.transaction import Scope
from kostra.app.publication import folders, reading, showing
from kostra.app.publication.approving import Obstacle, approve, end, give, withdraw
from kostra.app.publication.releasing import Order, make
from kostra.app.system import System
from kostra.followup.states import Mover
from kostra.model.cube import Status
from kostra.model.errors import Broken, Conflict, Missing, Refused
from kostra.model.people import HOUSE
from kostra.model.period import Period
from kostra.model.release import Kind, Release
from kostra.model.submission import Expected
from kostra.model.submission import State as State_
from kostra.publication.changes import Changes
from kostra.publication.manifest import NAME
from kostra.publication.standing import State
from kostra.reporting import quality

PROVISIONAL = Order(YEAR, Kind.PROVISIONAL)


@pytest.fixture
def made(system: System, tmp_path: Path) -> Release:
    approved_run(system, tmp_path)
    return make(system, SIRI, tmp_path, PROVISIONAL)


def stops(system: System, data: Path, id: str) -> tuple[Obstacle, ...]:
    return showing.see(system, OLE, data, id).obstacles


def test_a_release_is_what_was_approved_in_a_folder_of_its_own(system: System, tmp_path: Path, made: Release) -> None:
    assert made.hour == HOURS[Kind.PROVISIONAL] and made.ids == (SEXES, AGES) and made.opens is None
    folder = folders.of_release(tmp_path, made.id)
    (protected,) = made.runs
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    tables = {f"tables/{table}.{end_}" for table in made.ids for end_ in ("json", "parquet")}
    assert names == {NAME, quality.NAME, f"audit/{protected}.json", *tables}, "why a cell is hidden is not published"
    assert {path.stat().st_mode & 0o777 for path in folder.rglob("*") if path.is_file()} == {0o600}
    every = (folder, folder.parent, folder / "tables", folder / "audit")
    assert {path.stat().st_mode & 0o777 for path in every} == {0o700}
    assert not list(folder.parent.glob(".*")) and len(list(folder.parent.iterdir())) == 1
    where = patterns.of_status(tmp_path, YEAR, Status.PROVISIONAL) / protected / "tables"
    assert all((folder / name).read_bytes() == (where.parent / name).read_bytes() for name in tables)
    manifest = reading.opened(tmp_path, made).manifest
    assert set(manifest.files) == names - {NAME} and manifest.synthetic and manifest.gone == ()
    assert [(one.status, one.before, one.is_new, one.changes) for one in manifest.tables] == [
        (Status.PROVISIONAL, None, True, Changes(added=9))
    ] * 2
    assert manifest.runs[0].audit.passed and actions(system, made.id) == ["release.made"]


def test_it_is_approved_by_another_and_taken_back_with_a_reason(system: System, tmp_path: Path, made: Release) -> None:
    with pytest.raises(Conflict, match="laget publiseringen selv"):
        approve(system, SIRI, tmp_path, made.id)
    assert stops(system, tmp_path, made.id) == ()
    approved = approve(system, OLE, tmp_path, made.id, " sett gjennom ")
    assert approved.approved is not None and approved.approved.text == "sett gjennom" and approved.opens == made.hour
    with pytest.raises(Conflict, match="allerede godkjent"):
        approve(system, KARI, tmp_path, made.id)
    with pytest.raises(Refused, match="hvorfor"):
        withdraw(system, SIRI, made.id, "  ")
    with pytest.raises(Refused, match="fødselsnummer"):
        withdraw(system, SIRI, made.id, "gjelder 01 01 90 12345, 010190 12345")
    withdraw(system, SIRI, made.id, "feil i en kommune")
    with pytest.raises(Conflict, match="allerede trukket"):
        withdraw(system, OLE, made.id, "også jeg")
    with pytest.raises(Conflict, match="trukket tilbake"):
        approve(system, OLE, tmp_path, made.id)
    assert actions(system, made.id) == ["release.made", "release.approved", "release.withdrawn"]
    (seen,) = showing.listed(system, SIRI)
    assert seen.state is State.WITHDRAWN


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda system, data: run(system, data), "ikke godkjent"),
        (lambda system, data: run(system, data, verdict=FAILED), "ikke godkjent"),
        (lambda system, data: run(system, data, verdict=None), "ikke godkjent"),
    ],
)
def test_only_an_approved_run_is_released(
    system: System, tmp_path: Path, spoil: Callable[[System, Path], object], said: str
) -> None:
    with pytest.raises(Missing, match="ikke prikket og godkjent"):
        make(system, SIRI, tmp_path, PROVISIONAL)
    given = spoil(system, tmp_path)
    with pytest.raises(Conflict, match=said):
        make(system, SIRI, tmp_path, Order(YEAR, Kind.PROVISIONAL, runs=(given.id,)))  # type: ignore[attr-defined]
    assert not list((tmp_path / "releases").iterdir()) and showing.listed(system, SIRI) == ()


def test_an_audit_that_did_not_pass_stops_it_even_where_somebody_approved(
    system: System, tmp_path: Path, database: Database
) -> None:
    made = run(system, tmp_path, verdict=FAILED)
    with database.everything() as connection:
        connection.execute(
            "INSERT INTO protection_approval SELECT id, '', 'person', 'ole', 'Ole', at FROM protection WHERE id = %s",
            [made.id],
        )
    with pytest.raises(Conflict, match="ikke bestått"):
        make(system, SIRI, tmp_path, PROVISIONAL)


def test_files_that_are_not_those_approved_are_refused(
    system: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = approved_run(system, tmp_path)
    folder = patterns.of_run(tmp_path, made)
    table, described = folder / "tables" / f"{AGES}.parquet", folder / "tables" / f"{AGES}.json"
    pattern, audit = folder / "pattern" / f"{AGES}.parquet", folder / "audit.json"
    cells = pl.read_parquet(table)
    other = described.read_bytes().replace(b'controlled": true', b'controlled": false')

    def refused(file: Path, content: bytes | None, said: str) -> None:
        was = file.read_bytes()
        file.unlink() if content is None else file.write_bytes(content)
        with pytest.raises(Conflict, match=said):
            make(system, SIRI, tmp_path, PROVISIONAL)
        file.write_bytes(was)

    for file, content in ((pattern, b"other"), (audit, None), (described, None), (described, other)):
        refused(file, content, "ikke de som ble godkjent")
    # The second wall, were the digest ever to say that they are the same.
    monkeypatch.setattr(patterns, "digest", lambda run: made.pattern)
    refused(audit, None, "Revisjonen av kjøring")
    refused(described, None, "finnes ikke blant filene")
    refused(described, other, "ikke den som ble prikket")
    cells.with_columns(value=pl.lit(3.0)).write_parquet(table)
    with pytest.raises(Conflict, match="viser tall som er prikket"):
        make(system, SIRI, tmp_path, PROVISIONAL)
    cells.reverse().write_parquet(table)
    with pytest.raises(Conflict, match="ikke den som ble prikket"):
        make(system, SIRI, tmp_path, PROVISIONAL)
    assert not list((tmp_path / "releases").iterdir())


def test_what_was_touched_after_it_was_made_is_not_approved_and_not_read(
    system: System, tmp_path: Path, made: Release
) -> None:
    folder = folders.of_release(tmp_path, made.id)
    file = folder / "tables" / f"{AGES}.json"
    was = file.read_bytes()
    file.write_bytes(was.replace(b"synthetic", b"Synthetic"))
    assert stops(system, tmp_path, made.id) == (Obstacle.FILES,)
    with pytest.raises(Conflict, match="Filene er ikke de som ble skrevet"):
        approve(system, OLE, tmp_path, made.id)
    with pytest.raises(Broken, match=f"tables/{AGES}.json"):
        reading.opened(tmp_path, made)
    file.write_bytes(was)
    (folder / "tables" / "more").symlink_to(file)
    assert showing.see(system, OLE, tmp_path, made.id).others == ("tables/more",)
    (folder / "tables" / "more").unlink()
    (folder / NAME).write_bytes((folder / NAME).read_bytes().replace(b"91105", b"91106"))
    seen = showing.see(system, OLE, tmp_path, made.id)
    assert seen.manifest is None and seen.others == (NAME,) and seen.obstacles == (Obstacle.FILES,)


def test_a_newer_run_or_something_else_public_means_making_it_anew(
    system: System, tmp_path: Path, clock: SetClock, made: Release
) -> None:
    run(system, tmp_path)
    assert stops(system, tmp_path, made.id) == (), "a run that nobody has approved changes nothing"
    clock.move(minutes=1)
    approved_run(system, tmp_path)
    assert stops(system, tmp_path, made.id) == (Obstacle.RUN,)
    with pytest.raises(Conflict, match="En nyere kjøring"):
        make(system, SIRI, tmp_path, Order(YEAR, Kind.PROVISIONAL, runs=made.runs))
    clock.time = HOURS[Kind.PROVISIONAL]
    second, third = (make(system, SIRI, tmp_path, PROVISIONAL) for _ in range(2))
    approve(system, OLE, tmp_path, second.id)
    clock.move(minutes=1)
    assert stops(system, tmp_path, third.id) == (Obstacle.BEFORE,)


def test_final_figures_tell_what_changed_and_are_not_taken_back_by_provisional_ones(
    system: System, tmp_path: Path, clock: SetClock
) -> None:
    first = released(system, tmp_path)
    waiting = make(system, SIRI, tmp_path, PROVISIONAL)
    values = {("1106", "a"): None, ("1103", "b"): None, ("1103", "alle"): 12}
    final = released(system, tmp_path, {AGES: values}, Kind.FINAL)
    manifest = reading.opened(tmp_path, final).manifest
    assert final.hour == HOURS[Kind.FINAL] and manifest.before == {AGES: first.id}
    (table,) = manifest.tables
    assert table.changes == Changes(hidden=1, shown=1, changed=1, same=6) and not table.is_new
    assert stops(system, tmp_path, waiting.id) == ()
    clock.time = HOURS[Kind.FINAL]
    assert Obstacle.FINAL in stops(system, tmp_path, waiting.id)
    with pytest.raises(Conflict, match="Endelige tall for året er godkjent"):
        make(system, SIRI, tmp_path, PROVISIONAL)
    with pytest.raises(Conflict, match="Endelige tall for året er godkjent"):
        make(system, SIRI, tmp_path, Order(YEAR, Kind.CORRECTION, corrects=first.id, reason="feil"))


def test_who_had_not_delivered_is_frozen_as_it_was_when_the_figures_were_made(
    system: System, tmp_path: Path, clock: SetClock
) -> None:
    def answer(unit: str) -> None:
        with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
            for state, mover in ((State_.OPENED, Mover.HOUSE), (State_.NIL_CONFIRMED, Mover.REPORTER)):
                move(tx, Expected("11F", Period(YEAR), unit), state, mover)

    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.campaign.expect([Expected("11F", Period(YEAR), unit) for unit in (STAVANGER, BERGEN, MOSS)], tx.now)
        tx.campaign.expect([Expected("12", Period(YEAR), STAVANGER)], tx.now)
    answer(BERGEN)
    clock.move(days=1)
    approved_run(system, tmp_path)
    clock.move(days=1)
    answer(MOSS)
    made = make(system, SIRI, tmp_path, PROVISIONAL)
    (absent,) = reading.opened(tmp_path, made).manifest.absent
    assert (absent.form, absent.period, absent.owed) == ("11F", "2026", 3)
    assert dict(absent.units) == {STAVANGER: "Stavanger", MOSS: "Moss"} and 3000 < absent.share < 4500


def test_the_hour_is_the_calendar_s_or_a_later_one(system: System, tmp_path: Path, clock: SetClock) -> None:
    approved_run(system, tmp_path)
    early, late = HOURS[Kind.PROVISIONAL] - timedelta(hours=1), HOURS[Kind.PROVISIONAL] + timedelta(days=2)
    with pytest.raises(Refused, match="før det som står i kalenderen"):
        make(system, SIRI, tmp_path, Order(YEAR, Kind.PROVISIONAL, hour=early))
    with pytest.raises(Refused, match="før det som står i kalenderen"):
        make(system, SIRI, tmp_path, Order(YEAR, Kind.SUBJECT, tables=(AGES,), hour=early))
    assert make(system, SIRI, tmp_path, Order(YEAR, Kind.PROVISIONAL, hour=late)).hour == late
    with pytest.raises(Refused, match="Kalenderen sier ikke"):
        make(system, SIRI, tmp_path, Order(YEAR, Kind.SUBJECT, tables=(AGES,)))
    with pytest.raises(Refused, match="Velg hvilke tabeller"):
        make(system, SIRI, tmp_path, Order(YEAR, Kind.SUBJECT, hour=late))
    subject = make(system, SIRI, tmp_path, Order(YEAR, Kind.SUBJECT, tables=(AGES,), hour=late))
    assert subject.ids == (AGES,) and subject.hour == late
    clock.time = late
    with pytest.raises(Refused, match="Tidspunktet har vært"):
        make(system, SIRI, tmp_path, Order(YEAR, Kind.SUBJECT, tables=(AGES,), hour=late))
    with pytest.raises(Missing, match="er ikke i kjøringen"):
        make(system, SIRI, tmp_path, Order(YEAR, Kind.PROVISIONAL, tables=("12221",)))


def test_runs_are_of_the_year_and_the_figures_that_are_asked_for(system: System, tmp_path: Path) -> None:
    one, two = approved_run(system, tmp_path), approved_run(system, tmp_path, status=Status.FINAL)
    last_year = approved_run(system, tmp_path, year=YEAR - 1)
    with pytest.raises(Refused, match="gjelder 2025, ikke 2026"):
        make(system, SIRI, tmp_path, Order(YEAR, Kind.PROVISIONAL, runs=(last_year.id,)))
    with pytest.raises(Refused, match="ikke tall av det slaget"):
        make(system, SIRI, tmp_path, Order(YEAR, Kind.PROVISIONAL, runs=(two.id,)))
    hour = datetime(2027, 6, 29, 6, tzinfo=UTC)
    with pytest.raises(Refused, match="i flere av kjøringene"):
        make(system, SIRI, tmp_path, Order(YEAR, Kind.SUBJECT, (one.id, two.id), (AGES,), hour))
    with pytest.raises(Missing, match="ingen kjøring"):
        make(system, SIRI, tmp_path, Order(YEAR, Kind.PROVISIONAL, runs=("finnes-ikke",)))


def test_a_table_that_last_year_had_is_told_to_be_gone(system: System, tmp_path: Path, clock: SetClock) -> None:
    clock.time = HOURS[Kind.PROVISIONAL] - timedelta(days=300)
    approved_run(system, tmp_path, year=YEAR - 1)
    earlier = make(system, SIRI, tmp_path, Order(YEAR - 1, Kind.PROVISIONAL))
    approve(system, OLE, tmp_path, earlier.id)
    made = released(system, tmp_path, {AGES: HIDDEN})
    manifest = reading.opened(tmp_path, made).manifest
    assert manifest.gone == (SEXES,) and not manifest.tables[0].is_new and manifest.before == {}


def test_a_standing_approval_approves_a_series_and_asks_for_the_audit_all_the_same(
    system: System, tmp_path: Path, clock: SetClock
) -> None:
    today = clock.now().date()
    given = give(system, OLE, [AGES], today, today + timedelta(days=200), "hver måned, samme tabell")
    order = Order(YEAR, Kind.SUBJECT, tables=(AGES,), hour=HOURS[Kind.PROVISIONAL] + timedelta(hours=1))
    run(system, tmp_path)
    with pytest.raises(Missing, match="ikke prikket og godkjent"):
        make(system, SIRI, tmp_path, order)
    approved_run(system, tmp_path)
    made = make(system, SIRI, tmp_path, order)
    assert made.approved is not None and made.approved.by == OLE.actor and made.standing == given.id
    assert actions(system, made.id) == ["release.made", "release.approved"]
    own = make(system, OLE, tmp_path, order)
    assert own.approved is None, "nobody approves their own"
    with pytest.raises(Refused, match="hvorfor"):
        end(system, SIRI, given.id, "")
    end(system, SIRI, given.id, "serien er over")
    with pytest.raises(Conflict, match="allerede avsluttet"):
        end(system, SIRI, given.id, "igjen")
    assert make(system, SIRI, tmp_path, order).approved is None
    assert actions(system, given.id) == ["standing-approval.given", "standing-approval.ended"]
    for tables, since, until, said in (
        ([], today, today, "hvilke tabeller"),
        ([AGES], today, today + timedelta(days=400), "høyst ett år"),
        ([AGES], date(2020, 1, 1), date(2020, 2, 1), "siste dag"),
        (["finnes"], today, today, "ingen tabell"),
    ):
        with pytest.raises(Refused, match=said):
            give(system, OLE, tables, since, until, "grunn")


def test_only_statisticians_and_nothing_can_be_changed(
    system: System, tmp_path: Path, database: Database, made: Release
) -> None:
    for act in (
        lambda: make(system, OLA, tmp_path, PROVISIONAL),
        lambda: approve(system, OLA, tmp_path, made.id),
        lambda: withdraw(system, OLA, made.id, "grunn"),
        lambda: showing.listed(system, OLA),
        lambda: showing.see(system, OLA, tmp_path, made.id),
        lambda: showing.standings(system, OLA),
        lambda: give(system, OLA, [AGES], date(2027, 1, 1), date(2027, 2, 1), "grunn"),
        lambda: end(system, OLA, "x", "grunn"),
    ):
        with pytest.raises(Forbidden):
            act()
    with pytest.raises(Missing, match="ingen publisering"):
        approve(system, OLE, tmp_path, "finnes-ikke")
    for statement in ("UPDATE release SET hour = now()", "DELETE FROM release_table", "DELETE FROM release_withdrawn"):
        with pytest.raises(DBAPIError, match="permission denied"), database.engine.begin() as connection:
            connection.exec_driver_sql(statement)
    with system.transactions.begin(HOUSE, Scope(frozenset({"110300"}))) as tx:
        assert tx.releases.releases() == () and tx.releases.standings() == ()
    assert json.loads((folders.of_release(tmp_path, made.id) / NAME).read_bytes())["id"] == made.id


def test_figures_are_not_out_beside_others_that_they_were_not_audited_beside(
    system: System, tmp_path: Path, clock: SetClock
) -> None:
    first = released(system, tmp_path)
    clock.time = HOURS[Kind.PROVISIONAL]
    coming = released(system, tmp_path, kind=Kind.FINAL)
    clock.move(minutes=1)
    approved_run(system, tmp_path)
    correction = Order(YEAR, Kind.CORRECTION, corrects=first.id, reason="feil")
    with pytest.raises(Conflict, match="Endelige tall for året er godkjent"):
        make(system, SIRI, tmp_path, correction)
    withdraw(system, OLE, coming.id, "de foreløpige rettes først")
    approve(system, OLE, tmp_path, make(system, SIRI, tmp_path, correction).id)
    with pytest.raises(Conflict, match="ikke er revidert sammen med dem"):
        make(system, SIRI, tmp_path, Order(YEAR, Kind.FINAL))
    clock.move(minutes=1)
    assert released(system, tmp_path, kind=Kind.FINAL).opens == HOURS[Kind.FINAL]
