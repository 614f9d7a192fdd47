"""The table bank held against its own description: what it allows and what it does not, each with the answers that it promises.

Some of the questions are about tables that are there; most are about nothing at all. What is not known in an address is let be, as all
servers of this API do, so that nothing is said of what ought to have been refused.
"""

from __future__ import annotations

from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from conformance.published import ID
from conformance.served import Served
from kostra.web.statbank.openapi import document

pytestmark = [
    # Some checks ask once more, and do not close what they opened.
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
EXAMPLES = 6
load_all_checks()
JUDGING: list[Any] = CHECKS.get_by_names(["negative_data_rejection", "positive_data_acceptance"])
"""These know what was made, and not what a table has."""
OPERATIONS = [(path, method) for path, methods in document("")["paths"].items() for method in methods]
IDS = {"/tables": ID, "/codelists": f"vs_kommuner-{ID}"}


@pytest.fixture(scope="module")
def schema(bank: Served) -> Any:
    return schemathesis.openapi.from_url(f"{bank.newer}/openapi.json")


@pytest.mark.parametrize(("path", "method"), OPERATIONS, ids=[f"{method} {path}" for path, method in OPERATIONS])
def test_every_answer_is_one_that_was_promised(bank: Served, schema: Any, path: str, method: str) -> None:
    made = schema[path][method].as_strategy
    there = IDS | {"/savedqueries": saved(bank) if path.startswith("/savedqueries/") else ""}
    known = next((id for start, id in there.items() if path.startswith(f"{start}/")), "")

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None, database=None)
    @given(case=some.one_of(made(), made(generation_mode=GenerationMode.NEGATIVE)), there=some.booleans())
    def holds(case: Case[Any], there: bool) -> None:
        if there and known:
            case.path_parameters = {"id": known}
        case.validate_response(case.call(), excluded_checks=JUDGING)

    holds()


def saved(bank: Served) -> str:
    answer = requests.post(f"{bank.newer}/savedqueries", json={"tableId": ID}, timeout=20)
    id: str = answer.json()["id"]
    return id
