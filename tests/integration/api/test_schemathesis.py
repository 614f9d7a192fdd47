"""The API held against its own description: what it allows and what it does not, each with the answers it promises.

Some requests are about something that is there; most are about nothing at all.
"""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from integration.api.conftest import Makes
from integration.receiving.sending import FORM, PERIOD, STAVANGER, good_file
from kostra.app.receiving.controlling import control
from kostra.app.system import System
from kostra.model.people import Right
from kostra.web.api.openapi import addresses
from kostra.web.api.operations import OPERATIONS

ABOUT = {"form": FORM, "period": str(PERIOD), "region": STAVANGER, "register": "nav_kvp"}
EXAMPLES = 10
load_all_checks()
JUDGING: list[Any] = CHECKS.get_by_names(["negative_data_rejection", "positive_data_acceptance"])
"""These know what was made, and not what was put in its place."""
ROOMS: dict[str, list[tuple[str, str]]] = {}
"""Method and address of every operation, by what it is about: those share one house, for making a new one costs more than asking."""
for _one in OPERATIONS:
    for _path, _ in addresses(_one):
        ROOMS.setdefault(_path.removeprefix("/api/v1/").removeprefix("test/").partition("/")[0], []).append(
            (_one.method, _path)
        )


@pytest.mark.parametrize("room", ROOMS)
def test_every_answer_is_one_that_was_promised(case_system: Makes, season: object, system: System, room: str) -> None:
    sender = case_system(Right.SEND, Right.CHECK)
    known = ABOUT | {"id": sender.puts(good_file()).json()["id"]}
    control(system, known["id"], STAVANGER)
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", sender.app)
    for method, path in ROOMS[room]:
        _holds(schema[path][method], {"Authorization": f"Bearer {sender.token}"}, known)


def _holds(operation: Any, token: dict[str, str], known: dict[str, str]) -> None:
    allowed, forbidden = (operation.as_strategy(generation_mode=mode) for mode in GenerationMode)

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None, database=None)
    @given(case=some.one_of(allowed, forbidden), login=some.booleans())
    def holds(case: Case[Any], login: bool) -> None:
        case.validate_response(case.call(headers=token if login else {}))

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None, database=None)
    @given(case=allowed)
    def holds_of_what_is_there(case: Case[Any]) -> None:
        case.path_parameters = {name: known.get(name, made) for name, made in (case.path_parameters or {}).items()}
        case.validate_response(case.call(headers=token), excluded_checks=JUDGING)

    holds()
    holds_of_what_is_there()
