"""Acts: forcing out with a second person, approval that fails closed, merges; all of them events, and nothing that can be changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from integration.disclosure_pages.protected import (
    FAILED,
    HELD,
    OLE,
    PASSED,
    PRIMARY,
    SECONDARY,
    SMALL,
    STATUSES,
    TABLE,
    YEAR,
    run,
    write,
)
from integration.estimating.campaigns import deliver
from integration.portal.house import OLA, SIRI
from integration.receiving.sending import actions
from kostra.app.disclosure import merging, patterns, recording, showing
from kostra.app.disclosure.basis import basis
from kostra.app.disclosure.deciding import Obstacle, approve, decline, forced, propose, second, withdraw
from kostra.app.permissions import Forbidden
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.model.cube import Status
from kostra.model.errors import Broken, Conflict, Missing, Refused
from kostra.model.people import HOUSE
from kostra.model.protection import AuditVerdict, Protection, Stands
from kostra.model.region import RegionKind

LARGER_ALONE = "91131"
"""A table without municipalities."""


@pytest.fixture
def made(system: System, tmp_path: Path) -> Protection:
    write(tmp_path)
    return run(system, tmp_path)


def stops(system: System, data: Path, id: str) -> tuple[Obstacle, ...]:
    return showing.see(system, OLE, data, id).obstacles


def in_force(system: System) -> list[str]:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        return [str(one.cell) for one in forced(tx, YEAR, Status.PROVISIONAL)]


def test_a_run_is_counted_from_its_files_and_read_back(system: System, made: Protection) -> None:
    (again,) = showing.listed(system, SIRI)
    assert again == made and made.verdict == PASSED
    levels = dict(made.levels)
    assert list(levels) == [RegionKind.COUNTRY, RegionKind.COUNTY, RegionKind.MUNICIPALITY]
    town = levels[RegionKind.MUNICIPALITY]
    assert (town.cells, town.primary, town.secondary, town.small, town.held, town.lost) == (56, 1, 2, 1, 1, 5)
    assert (town.totals, town.totals_lost) == (8, 1) and levels[RegionKind.COUNTRY].lost == 0
    assert made.tally(TABLE) is not None and actions(system, made.id) == ["protection.made", "protection.audited"]


def test_a_cell_is_forced_out_by_two_and_taken_into_the_next_run(
    system: System, tmp_path: Path, made: Protection
) -> None:
    one = propose(system, SIRI, tmp_path, made.id, SECONDARY, "kommunen har selv offentliggjort tallet")
    assert one.stands is Stands.WAITING and in_force(system) == []
    with pytest.raises(Conflict, match="allerede foreslått"):
        propose(system, OLE, tmp_path, made.id, SECONDARY, "også jeg")
    with pytest.raises(Refused, match="ditt eget forslag"):
        second(system, SIRI, one.id)
    assert second(system, OLE, one.id).stands is Stands.IN_FORCE and in_force(system) == [SECONDARY]
    assert stops(system, tmp_path, made.id) == (Obstacle.DECIDED,)
    with pytest.raises(Conflict, match="sluppet ut"):
        approve(system, OLE, tmp_path, made.id)
    write(tmp_path, {key: value for key, value in STATUSES.items() if key != SECONDARY})
    later = run(system, tmp_path)
    assert later.forced == (one.id,) and stops(system, tmp_path, later.id) == ()
    with pytest.raises(Refused, match="hvorfor forslaget trekkes"):
        withdraw(system, OLE, one.id, " ")
    assert withdraw(system, OLE, one.id, "kommunen tok feil").stands is Stands.WITHDRAWN and in_force(system) == []
    assert stops(system, tmp_path, later.id) == (Obstacle.DECIDED,)
    assert actions(system, one.id) == ["forcing.proposed", "forcing.seconded", "forcing.withdrawn"]
    with pytest.raises(Conflict, match="venter ikke lenger"):
        second(system, OLE, one.id)


def test_what_cannot_be_forced_out_is_said(system: System, tmp_path: Path, made: Protection) -> None:
    for cell in (PRIMARY, SMALL, HELD):
        with pytest.raises(Refused, match="for sin egen skyld"):
            propose(system, SIRI, tmp_path, made.id, cell, "fordi")
    with pytest.raises(Refused, match="vises allerede"):
        propose(system, SIRI, tmp_path, made.id, f"{TABLE};EAK;alle;mottakere", "fordi")
    for cell in (f"{TABLE};9999;alle;mottakere", f"{TABLE};1103;mottakere", "../../x;1103;alle;mottakere", ""):
        with pytest.raises(Missing):
            propose(system, SIRI, tmp_path, made.id, cell, "fordi")
    with pytest.raises(Refused, match="Skriv hvorfor tallet skal ut"):
        propose(system, SIRI, tmp_path, made.id, SECONDARY, " ")
    with pytest.raises(Refused, match="fødselsnummer"):
        propose(system, SIRI, tmp_path, made.id, SECONDARY, "gjelder 15859010331")
    one = propose(system, SIRI, tmp_path, made.id, SECONDARY, "fordi")
    with pytest.raises(Refused, match="hvorfor du ikke er enig"):
        decline(system, OLE, one.id, "")
    assert decline(system, OLE, one.id, "nei").stands is Stands.DECLINED
    assert propose(system, SIRI, tmp_path, made.id, SECONDARY, "en gang til").stands is Stands.WAITING


def test_approval_by_another_and_only_once(system: System, tmp_path: Path, made: Protection) -> None:
    with pytest.raises(Conflict, match="Du har gjort kjøringen selv"):
        approve(system, SIRI, tmp_path, made.id)
    approve(system, OLE, tmp_path, made.id, "sett gjennom")
    approved = showing.see(system, SIRI, tmp_path, made.id).made.approved
    assert approved is not None and (approved.by.name, approved.text) == ("Ole", "sett gjennom")
    assert actions(system, made.id)[-1] == "protection.approved"
    with pytest.raises(Conflict, match="allerede godkjent"):
        approve(system, OLE, tmp_path, made.id)


@pytest.mark.parametrize(("verdict", "said"), [(None, "ikke revidert"), (FAILED, "kan regnes ut")])
def test_without_a_passed_audit_nobody_approves(
    system: System, tmp_path: Path, verdict: AuditVerdict | None, said: str
) -> None:
    write(tmp_path)
    made = run(system, tmp_path, verdict)
    with pytest.raises(Conflict, match=said):
        approve(system, OLE, tmp_path, made.id)
    assert actions(system, made.id)[-1] != "protection.approved"
    with system.transactions.begin(SIRI.actor, Scope.EVERYWHERE) as tx:
        if verdict is None:
            recording.judge(tx, made.id, PASSED)
        else:
            with pytest.raises(Conflict, match="allerede revidert"):
                recording.judge(tx, made.id, PASSED)
    assert bool(stops(system, tmp_path, made.id)) is (verdict is not None)


def test_an_audit_that_knows_a_cell_cannot_have_passed() -> None:
    with pytest.raises(Broken):
        AuditVerdict(10, 4, 0, 0, 0, 3, 1, passed=True)


def test_what_changed_since_stands_in_the_way(system: System, tmp_path: Path, made: Protection) -> None:
    deliver(system, YEAR, {"110300": 3})
    assert stops(system, tmp_path, made.id) == (Obstacle.DATA,)
    after = run(system, tmp_path)
    assert stops(system, tmp_path, made.id) == (Obstacle.NEWER, Obstacle.DATA) and not stops(system, tmp_path, after.id)
    write(tmp_path, {}, into=patterns.folder(tmp_path, after))
    assert stops(system, tmp_path, after.id) == (Obstacle.FILES,)
    with pytest.raises(Conflict, match="ikke de som ble skrevet"):
        approve(system, OLE, tmp_path, after.id)
    last = run(system, tmp_path)
    approve(system, OLE, tmp_path, last.id)
    # What is out already is a part of what the next one must be safe beside.
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        after_approval = basis(tx, YEAR, Status.PROVISIONAL)
    assert after_approval != last.input


def test_merges_are_decided_undone_and_refused(system: System, tmp_path: Path, made: Protection) -> None:
    one = merging.merge(system, SIRI, TABLE, "alder", ["25-44", "18-24"], YEAR, "så mindre prikkes")
    assert (one.code, one.codes) == ("18-24+25-44", ("18-24", "25-44"))
    assert (one.title.nb, one.title.nn) == ("18–24 år og 25–44 år", "18–24 år og 25–44 år")
    assert stops(system, tmp_path, made.id) == (Obstacle.DECIDED,)
    with pytest.raises(Conflict, match="allerede slått sammen"):
        merging.merge(system, OLE, TABLE, "alder", ["25-44", "45-66"], YEAR, "mer")
    for codes, said in ((["0-17", "67+"], "ved siden av"), (["0-17"], "minst to"), (["alle", "0-17"], "«alle»")):
        with pytest.raises(Refused, match=said):
            merging.merge(system, OLE, TABLE, "alder", codes, YEAR, "mer")
    with pytest.raises(Missing, match="«kjonn»"):
        merging.merge(system, OLE, TABLE, "kjonn", ["1", "2"], YEAR, "mer")
    merging.undo(system, OLE, one.id, "det ble for grovt")
    assert stops(system, tmp_path, made.id) == ()
    with pytest.raises(Conflict):
        merging.undo(system, OLE, one.id, "igjen")
    assert actions(system, one.id) == ["merge.decided", "merge.undone"]


def test_municipalities_are_merged_with_those_in_the_same_larger_regions(system: System) -> None:
    one = merging.merge(system, SIRI, TABLE, "region", ["1108", "1103"], YEAR, "så mindre prikkes")
    assert (one.code, one.codes, one.title.nb) == ("1103+1108", ("1103", "1108"), "Stavanger og Sandnes")
    for codes, said in (
        (["1106"], "minst to kommuner"),
        (["1106", "1106"], "minst to kommuner"),
        (["1106", "EKA11"], "«EKA11» er ingen kommune i 2026"),
        (["030101", "030102"], "ikke bydeler"),
        (["1106", "4614"], "Haugesund er i Rogaland, og Stord i Vestland"),
        (["1119", "1106"], "KOSTRA-gruppe"),
        (["1103", "1108"], "er allerede slått sammen"),
    ):
        with pytest.raises(Refused, match=said):
            merging.merge(system, OLE, TABLE, "region", codes, YEAR, "mer")
    with pytest.raises(Conflict, match="fra 2026"):
        merging.merge(system, OLE, TABLE, "region", ["1103", "1108"], YEAR - 1, "også før")
    with pytest.raises(Refused, match="ingen kommuner som kan slås sammen"):
        merging.merge(system, OLE, LARGER_ALONE, "region", ["1103", "1108"], YEAR, "mer")
    # Of two tables that merge it with different others, one would tell of what the other keeps together.
    three = merging.merge(system, OLE, "91101", "region", ["1119", "1120", "1121"], YEAR, "mer")
    assert three.title.nb == "Hå, Klepp og Time"
    with pytest.raises(Conflict, match="Slå sammen de samme kommunene her"):
        merging.merge(system, OLE, TABLE, "region", ["1119", "1120"], YEAR, "mer")
    assert merging.merge(system, OLE, TABLE, "region", three.codes, YEAR, "det samme").codes == three.codes
    merging.undo(system, OLE, one.id, "det ble for grovt")
    assert merging.merge(system, OLE, TABLE, "region", one.codes, YEAR, "likevel").id != one.id


def test_nobody_else_comes_near_and_nothing_can_be_changed(system: System, tmp_path: Path, made: Protection) -> None:
    for act in (
        lambda: showing.listed(system, OLA),
        lambda: approve(system, OLA, tmp_path, made.id),
        lambda: propose(system, OLA, tmp_path, made.id, SECONDARY, "fordi"),
        lambda: merging.merge(system, OLA, TABLE, "alder", ["18-24", "25-44"], YEAR, "fordi"),
    ):
        with pytest.raises(Forbidden):
            act()
    with system.transactions.begin(OLA.actor, OLA.scope) as tx:
        assert tx.disclosure.protections() == ()
    with pytest.raises(DBAPIError), system.transactions.begin(OLA.actor, OLA.scope) as tx:
        tx.disclosure.add(made)
    with pytest.raises(DBAPIError), system.transactions.begin(SIRI.actor, Scope.EVERYWHERE) as tx:
        tx.disclosure.judge(made.id, FAILED, made.made)
