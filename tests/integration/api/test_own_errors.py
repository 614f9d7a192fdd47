"""What a case system is told of the files it has sent itself, by the token it sends them with."""

from __future__ import annotations

import base64
import json

from integration.api.conftest import CaseSystem, Makes, error_of
from integration.followup.desk import warned_file
from integration.receiving.sending import BERGEN, FORM, STAVANGER
from kostra.app.people.mandates import add
from kostra.app.ports.transaction import Scope
from kostra.app.receiving.controlling import control
from kostra.app.system import System
from kostra.model.people import HOUSE, Actor, ActorKind, Right
from kostra.model.period import Period
from kostra.model.submission import Expected

SANDNES = "110800"
HERE = f"/api/v1/own-errors/{FORM}"


def sends(system: System, program: CaseSystem, unit: str, warned: int, seed: int) -> None:
    answer = program.puts(warned_file(40, warned, seed, unit), f"/api/v1/deliveries/{FORM}/2026/{unit}")
    assert answer.status_code == 202, answer.text
    control(system, answer.json()["id"], unit)


def test_its_own_by_the_token_and_of_enough_municipalities(
    system: System, case_system: Makes, season: tuple[Expected, ...]
) -> None:
    program, other = case_system(Right.SEND), case_system(Right.SEND)
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.campaign.expect((Expected(FORM, Period(2026), SANDNES),), tx.now)
    sends(system, program, STAVANGER, 2, 1)
    _may_send(system, program, BERGEN)
    sends(system, program, BERGEN, 2, 2)
    assert program.gets(HERE).json() == {"form": FORM, "years": [{"year": 2026, "told": None}]}, "two are too few"
    _may_send(system, program, SANDNES)
    sends(system, program, SANDNES, 5, 9)
    (year,) = program.gets(HERE).json()["years"]
    assert (year["told"]["municipalities"], year["told"]["records"], year["told"]["findings"]) == (3, 120, 9)
    assert year["told"]["findings_per_1000_records"] == 75 and year["told"]["left_out"] == 0
    assert [one["control"] for one in year["told"]["controls"]] == ["K36"]
    assert [one["told"] for one in other.gets(HERE).json()["years"]] == [None], (
        "of the same name, and of the same municipality"
    )


def _may_send(system: System, program: CaseSystem, unit: str) -> None:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        known = tx.people.system(client_of(program), "313000028")
        assert known is not None
        add(tx, Actor(ActorKind.SYSTEM, known.id, known.name), unit, None, Right.SEND, "test")


def client_of(program: CaseSystem) -> str:
    """As its token says."""
    assert program.token is not None
    middle = program.token.split(".")[1]
    return str(json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))["client_id"])


def test_without_a_token_or_with_a_form_that_is_none(vendor: CaseSystem) -> None:
    nobody = CaseSystem(vendor.app, None)
    assert error_of(nobody.gets(HERE))[0] == 401
    status, _, said = error_of(vendor.gets("/api/v1/own-errors/99Z"))
    assert status == 404 and "«99Z»" in said
