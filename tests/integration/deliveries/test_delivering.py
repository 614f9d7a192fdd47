"""A delivery from the order to the receipt: who may, what it holds, what is in the log, and that nothing outside a basis is handed out."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from integration.databases import SetClock
from integration.deliveries.handing import (
    AID,
    IMDI,
    NAV,
    WHY,
    basis,
    in_force,
    order,
    ordered,
    ready,
    recipients,
    reported,
    straight_in,
    taken,
    workshop,
)
from integration.editing.editors import OLE, SIRI, Jobs, file, sent
from integration.receiving.sending import BERGEN, STAVANGER, actions, asker
from kostra.app.deliveries import approving, bases, ending, fetching, making, seeing
from kostra.app.deliveries.outside import Outside
from kostra.app.keeping.retention import retention
from kostra.app.permissions import Forbidden
from kostra.app.ports.deliveries import CUT, SEALED
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.deliveries.manifest import opened
from kostra.deliveries.refusing import Why
from kostra.forms import catalogue
from kostra.model.delivery import Identity, Persons, Stage
from kostra.model.errors import Conflict, Missing, Refused
from kostra.model.people import HOUSE, Right
from kostra.model.period import Period


@pytest.fixture
def register(system: System) -> System:
    """With recipients, and Nav's basis in force."""
    recipients(system)
    in_force(system, basis())
    return system


@pytest.fixture
def house(register: System) -> System:
    """With records to deliver, too."""
    straight_in(register)
    return register


def frame(content: Any) -> pl.DataFrame:
    return pl.read_parquet(io.BytesIO(content["data.parquet"]))


def refusals(system: System) -> list[str]:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        return [str(one.event.details["why"]) for one in reversed(tx.log.of(actions=("delivery.refused",)))]


def ids_of(unit: str, people: int = 4) -> set[str]:
    """The national ids that were sent, read from the file by where the form has them."""
    field = catalogue.form("11F").version(2026).field("person_fodselsnr")
    lines = file(people, unit=unit).decode("iso-8859-1").splitlines()
    return {line[field.first - 1 : field.last] for line in lines}


def test_the_recipient_gets_what_the_basis_covers_and_nothing_else(house: System, tmp_path: Path) -> None:
    one = ready(house, tmp_path)
    content = taken(house, one.id)
    found = frame(content)
    assert found.columns == ["person", "person_duf", "rapporteringsenhet", "id_type", "trygdesit", "bidrag"]
    assert set(found["person"].drop_nulls()) == ids_of(STAVANGER) | ids_of(BERGEN)
    assert found.equals(pl.read_csv(content["data.csv"], separator=";", schema=found.schema))
    listed = json.loads(content["manifest.json"])
    assert listed == opened(content["manifest.jws"].decode()) == opened(_made(house, one.id).manifest)
    for name, told in listed["files"].items():
        assert told == {"sha256": hashlib.sha256(content[name]).hexdigest(), "size": len(content[name])}
    assert {each["id"] for each in json.loads(content["beskrivelse.json"])["columns"]} == set(found.columns)


def test_every_step_is_in_the_log_and_ids_are_counted_before_they_are_resolved(house: System, tmp_path: Path) -> None:
    one = ready(house, tmp_path)
    taken(house, one.id)
    steps = ["delivery.ordered", "persons.resolved", "delivery.made", "delivery.approved", "delivery.fetched"]
    assert actions(house, one.id) == steps
    with house.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        every = tx.log.of(subject=one.id)
    counted = next(each for each in every if each.event.action == "persons.resolved")
    assert counted.event.details["persons"] == len(ids_of(STAVANGER) | ids_of(BERGEN))
    told = repr(every) + _made(house, one.id).manifest + opened(_made(house, one.id).manifest)["data"]
    assert not [number for number in ids_of(STAVANGER) if number in told]


def test_a_receipt_is_signed_each_time(house: System, clock: SetClock, tmp_path: Path) -> None:
    one = ready(house, tmp_path)
    first = taken(house, one.id)
    clock.move(hours=1)
    assert taken(house, one.id) == first
    receipts = [opened(each.receipt) for each in fetching.one(house, NAV, one.id).fetched]
    assert [each["sha256"] for each in receipts] == [_made(house, one.id).sha256] * 2
    assert receipts[0]["fetched"] < receipts[1]["fetched"]


OUTSIDE: tuple[tuple[Why, dict[str, Any]], ...] = (
    (Why.VARIABLE, {"variables": ("laan",)}),
    (Why.PERIOD, {"period": Period(2019)}),
    (Why.FORM, {"form": "11CF", "basis": "nav-sosialhjelp"}),
    (Why.NO_BASIS, {"form": "11CF"}),
    (Why.NO_BASIS, {"basis": "no-such-basis"}),
    (Why.RECIPIENT, {"recipient": "IMDi", "basis": "nav-sosialhjelp"}),
    (Why.NO_BASIS, {"recipient": "Ukjent"}),
    (Why.MINISTRY, {"recipient": "AID"}),
    (Why.VARIABLE, {"persons": Persons(youngest=18)}),
    (Why.NOT_YET, {"basis": "nav-senere"}),
    (Why.EXPIRED, {"basis": "nav-tidligere"}),
    (Why.PERSONS, {"basis": "nav-bergen", "persons": Persons(regions=("1103",))}),
)


def test_what_is_outside_is_refused_and_logged(register: System) -> None:
    in_force(
        register,
        basis(id="nav-senere", since=date(2028, 1, 1)),
        basis(id="nav-tidligere", until=date(2026, 12, 31)),
        basis(id="nav-bergen", persons=Persons(regions=("4601",))),
    )
    for why, wanted in OUTSIDE:
        with pytest.raises(Outside) as told:
            ordered(register, order(**wanted))
        assert [one.why for one in told.value.refusals] == [why], wanted
    assert refusals(register) == [why.value for why, _ in OUTSIDE]
    assert making.waiting(register) == ()


def test_what_looks_like_a_national_id_does_not_reach_the_log(register: System) -> None:
    number = min(ids_of(STAVANGER))
    for wanted in (order(recipient=number), order(basis=number)):
        with pytest.raises(Outside):
            ordered(register, wanted)
    with pytest.raises(Refused, match="fødselsnummer"):
        bases.enter(register, SIRI, basis(id=f"nav-{number}"))
    with register.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        assert number not in repr(tx.log.of())


def test_a_ministry_is_shown_to_research_when_it_asks(register: System) -> None:
    with pytest.raises(Outside, match="godkjent forskningsinstitusjon"):
        ordered(register, order("AID"), AID)
    with pytest.raises(Forbidden):
        ordered(register, order("NAV"), AID)


def test_a_basis_needs_two_persons(register: System) -> None:
    bases.enter(register, SIRI, basis("IMDi"))
    with pytest.raises(Outside, match="kollega"):
        bases.approve(register, SIRI, "imdi-sosialhjelp")
    with pytest.raises(Outside, match="ikke godkjent"):
        ordered(register, order("IMDi"))
    bases.approve(register, OLE, "imdi-sosialhjelp")
    assert ordered(register, order("IMDi"), IMDI).stage is Stage.ORDERED
    assert refusals(register) == ["own-approval", "not-approved"]


def test_a_delivery_needs_two_persons(house: System, tmp_path: Path) -> None:
    one = ordered(house)
    with pytest.raises(Conflict, match="ikke laget"):
        approving.approve(house, OLE, one.id)
    making.make(house, workshop(tmp_path), one.id)
    with pytest.raises(Outside, match="bestilt leveransen selv"):
        approving.approve(house, SIRI, one.id)
    with pytest.raises(Conflict, match="ikke godkjent"):
        fetching.fetch(house, NAV, one.id)
    assert approving.approve(house, OLE, one.id).stage is Stage.APPROVED
    with pytest.raises(Conflict, match="allerede"):
        approving.approve(house, OLE, one.id)
    assert refusals(house) == ["own-approval"]


def test_a_basis_that_ends_stops_every_later_step(house: System, tmp_path: Path) -> None:
    first, second, third = ordered(house), ordered(house), ready(house, tmp_path)
    making.make(house, workshop(tmp_path), second.id)
    bases.end(house, SIRI, "nav-sosialhjelp", WHY)
    with pytest.raises(Outside, match="avsluttet"):
        making.make(house, workshop(tmp_path), first.id)
    with pytest.raises(Outside, match="avsluttet"):
        approving.approve(house, OLE, second.id)
    with pytest.raises(Outside, match="avsluttet"):
        fetching.fetch(house, NAV, third.id)
    assert refusals(house) == ["ended"] * 3


def test_the_last_day_is_the_last(house: System, tmp_path: Path, clock: SetClock) -> None:
    in_force(house, basis(id="nav-kort", until=date(2027, 1, 20)))
    one = ready(house, tmp_path, order(basis="nav-kort"))
    clock.move(days=8)
    assert taken(house, one.id)
    clock.move(days=1)
    with pytest.raises(Outside, match=r"til og med 20\.01\.2027"):
        fetching.fetch(house, NAV, one.id)
    with pytest.raises(Outside):
        ordered(house, order(basis="nav-kort"))


def test_nobody_else_fetches_it_or_knows_of_it(house: System, tmp_path: Path) -> None:
    one = ready(house, tmp_path)
    for who in (IMDI, AID):
        assert fetching.box(house, who)[2] == ()
        with pytest.raises(Missing):
            fetching.fetch(house, who, one.id)
    for other in (SIRI, asker(Right.SEE)):
        with pytest.raises(Forbidden):
            fetching.fetch(house, other, one.id)
    with house.transactions.begin(IMDI.actor, IMDI.scope) as tx:
        assert tx.deliveries.delivery(one.id) is None and tx.deliveries.kept(one.id, SEALED) is None


def test_two_recipients_cannot_be_linked_and_next_year_the_same_one_can(
    register: System, run_jobs: Jobs, tmp_path: Path
) -> None:
    reported(register, run_jobs)
    for who in ("NAV", "IMDi"):
        in_force(register, basis(who, id=f"{who.lower()}-uten", identity=Identity.RECIPIENT_PSEUDONYM))
    nav = frame(taken(register, ready(register, tmp_path, order(basis="nav-uten")).id))
    imdi = frame(taken(register, ready(register, tmp_path, order("IMDi")).id, IMDI))
    names = set(nav["person"].drop_nulls())
    assert len(names) == len(ids_of(STAVANGER) | ids_of(BERGEN)) == imdi["person"].n_unique()
    assert names.isdisjoint(imdi["person"]) and names.isdisjoint(ids_of(STAVANGER))
    sent(register, run_jobs, file(4, {0: {"bidrag": "12345"}}))
    later = frame(taken(register, ready(register, tmp_path, order(basis="nav-uten")).id))
    assert set(later["person"].drop_nulls()) == names
    again = workshop(tmp_path).resolver(lambda _: None)
    assert again.rename([b"x"], "NAV") == again.rename([b"x"], "NAV") != again.rename([b"x"], "IMDi")


def test_a_replacement_tells_what_is_otherwise(register: System, run_jobs: Jobs, tmp_path: Path) -> None:
    reported(register, run_jobs)
    first = ready(register, tmp_path)
    sent(register, run_jobs, file(3, {0: {"bidrag": "12345"}}))
    second = ready(register, tmp_path)
    assert (first.replaces, second.replaces) == (None, first.id)
    told = json.loads(taken(register, second.id)["manifest.json"])["differences"]
    assert (told["added"], told["gone"], told["changed"]) == (0, 1, 1)
    assert told["variables"] == {"bidrag": 1} and told["units"] == {STAVANGER: 2}


def test_deleting_leaves_a_proof_and_nothing_that_can_be_read(house: System, clock: SetClock, tmp_path: Path) -> None:
    one, other = ready(house, tmp_path), ordered(house)
    assert ending.delete_due(house) == 0
    bases.end(house, OLE, "nav-sosialhjelp", "Avtalen er sagt opp")
    retention(house)
    assert ending.delete_due(house) == 0
    gone = fetching.one(house, NAV, one.id)
    assert gone.stage is Stage.DELETED and gone.proof is not None
    proof = opened(gone.proof)
    assert {each["id"]: each["sha256"] for each in proof["deliveries"]} == {
        one.id: _made(house, one.id).sha256,
        other.id: None,
    }
    with house.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        assert tx.deliveries.kept(one.id, SEALED) is None and tx.deliveries.kept(one.id, CUT) is None
    assert not list((tmp_path / "objects" / "delivery").rglob("*.*"))
    with pytest.raises(Conflict, match="slettet"):
        fetching.fetch(house, NAV, one.id)
    with pytest.raises(Conflict):
        approving.drop(house, SIRI, one.id, "En gang til")


def test_a_delivery_that_should_not_be_is_dropped(register: System, tmp_path: Path) -> None:
    one = ordered(register)
    with pytest.raises(Refused, match="hvorfor"):
        approving.drop(register, SIRI, one.id, " ")
    assert approving.drop(register, SIRI, one.id, "Feil år").stage is Stage.DELETED
    with pytest.raises(Conflict, match="slettet"):
        making.make(register, workshop(tmp_path), one.id)


def test_nothing_is_made_of_what_nobody_has_reported(register: System, tmp_path: Path) -> None:
    one = ordered(register, order(period=Period(2025)))
    with pytest.raises(Missing, match="Ingen har levert"):
        making.make(register, workshop(tmp_path), one.id)
    said: list[str] = []
    assert making.make_all(register, workshop(tmp_path), said.append) == 0
    assert one.id in said[0]


def test_a_municipality_sees_what_was_delivered_about_it_and_on_which_basis(house: System, tmp_path: Path) -> None:
    in_force(house, basis("IMDi", persons=Persons(regions=("4601",)), identity=Identity.NONE))
    ready(house, tmp_path)
    ready(house, tmp_path, order("IMDi"))
    waiting = ordered(house)
    making.make(house, workshop(tmp_path), waiting.id)
    own, _ = seeing.insight(house, asker(Right.SEE), STAVANGER)
    assert [(one.recipient.id, one.basis.id, one.rows) for one in own] == [("NAV", "nav-sosialhjelp", 4)]
    both, _ = seeing.insight(house, asker(Right.SEE, region=BERGEN), BERGEN)
    assert {one.recipient.id for one in both} == {"NAV", "IMDi"}
    assert set(both[0].delivery.made.regions) == {BERGEN} if both[0].delivery.made else False
    with pytest.raises(Forbidden):
        seeing.insight(house, asker(Right.SEE), BERGEN)
    with house.transactions.begin(HOUSE, Scope(frozenset({STAVANGER}))) as tx:
        known = tx.deliveries.deliveries()
        assert {one.order.recipient for one in known} == {"NAV"}
        assert list(tx.deliveries.all_kept()) == []


def test_the_desk_sees_how_many_and_not_whom(house: System, tmp_path: Path) -> None:
    one = ready(house, tmp_path)
    seen = seeing.see(house, OLE, one.id)
    assert seen.manifest is not None and seen.manifest["rows"] == 8
    assert (seen.recipient.id, seen.basis.id) == ("NAV", "nav-sosialhjelp")
    with pytest.raises(Forbidden):
        seeing.see(house, NAV, one.id)


def _made(system: System, id: str) -> Any:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        found = tx.deliveries.delivery(id)
    assert found is not None and found.made is not None
    return found.made
