"""The API for bodies outside: their systems send registers, and fetch what was received for them and what they have a legal basis for, and
nothing of anybody else's.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from joserfc import jwt
from starlette.applications import Starlette

from integration.api.conftest import CaseSystem, error_of, site_of
from integration.databases import SetClock
from integration.deliveries.handing import basis, opened, ordered, ready, recipients, straight_in
from integration.deliveries.handing import in_force as holds
from integration.passing.handing import FORM, UNIT, open_for, sent, stays
from integration.receiving.sending import actions
from integration.registers.sending import in_force
from kostra.app.deliveries.ending import delete_due
from kostra.app.people import demo_keys
from kostra.app.system import System
from kostra.deliveries.manifest import opened as signed
from kostra.registers.bodies import bodies
from unit.registers.files import codes, nav, persons

PUT = "/api/v1/registers/nav_kvp/2026"
Of = Callable[[str], CaseSystem]


@pytest.fixture
def app(system: System, tmp_path: Path) -> Starlette:
    return site_of(system, tmp_path)


@pytest.fixture
def program(app: Starlette, tmp_path: Path) -> Of:
    """A program of an organisation, by its number or the name of the body."""
    provider = demo_keys.key(tmp_path / demo_keys.FOLDER, demo_keys.PROVIDER)

    def of(who: str) -> CaseSystem:
        number = bodies()[who].number if who in bodies() else who
        now = int(time.time())
        claims = {
            "iss": demo_keys.SYSTEM_ISSUER,
            "iat": now,
            "exp": now + 3600,
            "scope": demo_keys.SCOPE,
            "client_id": f"program-{uuid4().hex[:8]}",
            "consumer": {"authority": "iso6523-actorid-upis", "ID": f"0192:{number}"},
        }
        return CaseSystem(app, jwt.encode({"alg": "RS256", "kid": provider.kid}, claims, provider))

    return of


def test_a_bodys_system_sends_its_register(program: Of, system: System) -> None:
    of_nav = program("NAV")
    answer = of_nav.puts(nav(), PUT, X_File_Name="kvp.csv", X_Rows=str(nav().count(b"\n") - 1))
    assert answer.status_code == 201, answer.text
    received = in_force(system, "nav_kvp")
    assert received is not None and answer.headers["location"] == f"/api/v1/register-files/{received.id}"
    assert answer.json()["receipt"] == received.receipt and answer.json()["file_name"] == "kvp.csv"
    assert of_nav.puts(nav(), PUT).status_code == 200
    assert of_nav.gets(answer.headers["location"]).json() == answer.json()


def test_what_is_refused_is_an_error_with_what_to_do_and_is_kept(program: Of, system: System) -> None:
    of_nav = program("NAV")
    answer = of_nav.puts(nav({"110300": ""}), PUT)
    status, code, message = error_of(answer)
    assert (status, code) == (422, "refused") and "«110300»" in message
    told = of_nav.gets(answer.headers["location"]).json()
    assert (told["outcome"], [one["control"] for one in told["found"]]) == ("refused", ["R18"])
    assert in_force(system, "nav_kvp") is None


@pytest.mark.parametrize(
    ("headers", "path", "status"),
    [
        ({"X_Rows": "mange"}, PUT, 400),
        ({"Content_Encoding": "gzip"}, PUT, 415),
        ({"X_Rows": "3"}, PUT, 422),
        ({}, "/api/v1/registers/nav_kvp/2026M01", 422),
        ({}, "/api/v1/registers/nav_kvp/ifjor", 422),
        ({}, "/api/v1/registers/finnes_ikke/2026", 404),
    ],
)
def test_a_wrong_request_is_told(program: Of, headers: dict[str, str], path: str, status: int) -> None:
    assert error_of(program("NAV").puts(nav(), path, **headers))[0] == status


def test_others_are_refused(program: Of, system: System) -> None:
    assert error_of(program("IMDi").puts(nav(), PUT))[0] == 403
    assert error_of(program("313000028").puts(nav(), PUT))[0] == 403
    assert error_of(CaseSystem(program("NAV").app, None).puts(nav(), PUT))[0] == 401
    assert error_of(program("NAV").puts(codes(), "/api/v1/registers/klass_131/2026"))[0] == 403
    assert error_of(program("NAV").puts(persons(), "/api/v1/registers/folkeregisteret/2026"))[0] == 403
    assert in_force(system, "nav_kvp") is None


def test_another_bodys_file_is_not_there(program: Of) -> None:
    place = program("NAV").puts(nav(), PUT).headers["location"]
    assert error_of(program("IMDi").gets(place))[0] == 404
    assert error_of(program("313000028").gets(place))[0] == 403


def test_a_bodys_system_fetches_what_was_received_for_it(
    program: Of, system: System, clock: SetClock, run_jobs: Callable[[], list[str]]
) -> None:
    open_for(system, clock)
    submission = sent(system, stays()).id
    run_jobs()
    of_bufdir = program("Bufdir")
    (listed,) = of_bufdir.gets(f"/api/v1/handed-on?form={FORM}").json()["handed_on"]
    assert (listed["submission"], listed["region"], listed["fetched"], listed["newest"]) == (
        submission,
        UNIT,
        None,
        True,
    )
    answer = of_bufdir.gets(listed["links"]["content"])
    assert answer.content == stays()
    assert answer.headers["x-sha256"] == listed["sha256"]
    assert of_bufdir.gets(listed["links"]["receipt"]).text.count(".") == 2
    (after,) = of_bufdir.gets("/api/v1/handed-on").json()["handed_on"]
    assert after["fetched"] is not None
    assert error_of(of_bufdir.gets("/api/v1/handed-on/0"))[0] == 404
    assert program("NAV").gets("/api/v1/handed-on").json() == {"handed_on": []}
    assert error_of(program("NAV").gets(listed["links"]["content"]))[0] == 404
    assert error_of(program("313000028").gets(listed["links"]["content"]))[0] == 403
    assert json.loads(of_bufdir.gets("/api/v1/handed-on?form=7").text) == {"handed_on": []}


def test_a_recipients_system_fetches_what_it_has_a_basis_for(
    program: Of, system: System, clock: SetClock, tmp_path: Path
) -> None:
    recipients(system)
    holds(system, basis(until=date(2027, 3, 31)))
    straight_in(system)
    of_nav = program("NAV")
    assert of_nav.gets("/api/v1/deliveries").json() == {"deliveries": []}
    one, waiting = ready(system, tmp_path), ordered(system)
    coming, listed = of_nav.gets("/api/v1/deliveries").json()["deliveries"]
    assert (coming["id"], coming["stage"], coming["replaces"]) == (waiting.id, "ordered", one.id)
    assert (
        set(coming["links"].values()) == {None} and error_of(of_nav.gets(f"/api/v1/deliveries/{waiting.id}"))[0] == 409
    )
    assert (listed["stage"], listed["rows"], listed["fetched"]) == ("approved", 8, None)
    assert error_of(of_nav.gets(f"/api/v1/deliveries/{one.id}/receipt"))[0] == 404

    answer = of_nav.gets(listed["links"]["content"])
    assert opened(answer.content, "NAV")["data.csv"].count(b"\n") == 9
    assert answer.headers["x-sha256"] == listed["sha256"] == hashlib.sha256(answer.content).hexdigest()
    after = of_nav.gets("/api/v1/deliveries").json()["deliveries"][1]
    receipt = signed(of_nav.gets(after["links"]["receipt"]).text)
    assert (receipt["delivery"], receipt["sha256"]) == (one.id, listed["sha256"])
    assert signed(of_nav.gets(after["links"]["manifest"]).text)["id"] == one.id

    for other, status in (("IMDi", 404), ("313000028", 403)):
        for path in (after["links"]["content"], after["links"]["receipt"], after["links"]["manifest"]):
            assert error_of(program(other).gets(path))[0] == status
    assert program("IMDi").gets("/api/v1/deliveries").json() == {"deliveries": []}
    assert error_of(of_nav.gets("/api/v1/deliveries/0"))[0] == 404

    clock.move(days=90)
    status, code, message = error_of(of_nav.gets(listed["links"]["content"]))
    assert (status, code) == (422, "refused") and "31.03.2027" in message
    assert actions(system, one.id)[-2:] == ["delivery.fetched", "delivery.refused"]
    assert delete_due(system) == 2
    gone = of_nav.gets("/api/v1/deliveries").json()["deliveries"][1]
    assert gone["stage"] == "deleted" and gone["links"]["content"] is None
    assert error_of(of_nav.gets(listed["links"]["content"]))[0] == 409
    assert one.id in json.dumps(signed(of_nav.gets(gone["links"]["proof"]).text))
