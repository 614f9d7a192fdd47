"""The guard in front of the routes: forms from elsewhere, tokens, how often, how much, and when the database does not answer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc import jwt
from starlette.applications import Starlette

from integration.databases import Database
from integration.web.conftest import DOCS
from integration.web.visiting import Visitor, hidden
from kostra.app.people import demo, demo_keys
from kostra.app.ports.vault import Unavailable
from kostra.app.system import System
from kostra.cli.token import assertion
from kostra.web.rates import Rate, Rates
from kostra.web.settings import Settings
from kostra.web.site import site

Come = Callable[..., Visitor]
PROFILE = {"name": "Ola Vik", "email": ""}


def token(one: Visitor) -> str:
    return hidden(one.get("/nb/profil").text, "/nb/logg-ut")["csrf"]


def bearer(one: Visitor, folder: Path, system: str = "fjordfag") -> dict[str, str]:
    form = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": assertion(system, folder)}
    return {"Authorization": f"Bearer {one.post('/test-idp/maskinporten/token', form).json()['access_token']}"}


class Gone:
    """A database that does not answer."""

    def begin(self, *_: Any) -> AbstractContextManager[Any]:
        raise Unavailable("gone")

    def refuse(self, *_: Any) -> None:
        raise Unavailable("gone")


# Forms from elsewhere


def test_a_form_without_the_token_of_its_page_changes_nothing(visitor: Come) -> None:
    one = visitor("sender")
    for form in ({}, {"csrf": ""}, {"csrf": "x.y"}, {"csrf": token(visitor("administrator"))}):
        answer = one.post("/nb/profil", {"name": "Tyv"} | form, origin=one.base)
        assert answer.status_code == 403 and "Last den på nytt" in answer.text
    assert "Ola Vik" in one.get("/nb/profil").text


def test_a_form_from_another_site_changes_nothing_even_with_the_token(visitor: Come) -> None:
    one = visitor("sender")
    good = {"csrf": token(one)}
    for headers in (
        {"origin": "https://elsewhere.test"},
        {"origin": "null"},
        {"origin": "http://site.test.elsewhere.test"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
    ):
        answer = one.post("/nb/profil", PROFILE | {"name": "Tyv"} | good, **headers)
        assert answer.status_code == 403 and "fra et annet nettsted" in answer.text
    assert one.post("/nb/profil", PROFILE | good, origin=one.base).status_code == 303
    assert one.post("/nb/profil", PROFILE | good, sec_fetch_site="same-origin").status_code == 303


def test_a_token_is_worth_nothing_after_the_session(visitor: Come) -> None:
    one = visitor("sender")
    old = token(one)
    one.send("/nb/profil", "/nb/logg-ut")
    one.log_in("sender")
    assert one.post("/nb/profil", PROFILE | {"csrf": old}, origin=one.base).status_code == 403


def test_nothing_is_changed_by_being_looked_at(visitor: Come) -> None:
    one = visitor("sender")
    assert one.get("/nb/logg-ut").status_code == 405
    assert one.get("/nb/profil").status_code == 200


# Tokens of systems


def test_a_system_with_a_token_is_known_and_needs_no_page(visitor: Come, whole: Starlette, demo_folder: Path) -> None:
    one = visitor()
    answer = one.ask("GET", "/nb/tilganger", headers=bearer(one, demo_folder))
    assert answer.status_code == 200 and "Stavanger" in answer.text and "St. Hanshaugen" not in answer.text
    headers = bearer(one, demo_folder) | {"Origin": "https://elsewhere.test"}
    answer = one.ask("POST", "/nb/tilganger/110300/gi", data={}, headers=headers)
    assert answer.status_code == 403 and "administrere tilganger" in answer.text


def test_a_bad_token_is_refused_also_where_a_session_would_do(visitor: Come, demo_folder: Path) -> None:
    one = visitor("sender")
    for wrong in ("x", "a.b.c", "", "Bearer"):
        answer = one.ask("GET", "/api/v1/expected", headers={"Authorization": f"Bearer {wrong}"})
        assert answer.status_code == 401 and answer.headers["www-authenticate"] == "Bearer"
        assert answer.json()["error"]["code"] == "not_logged_in"


def test_a_login_of_a_person_is_no_token_of_a_system(visitor: Come, demo_folder: Path) -> None:
    """The test provider signs both with one key: what they are for must keep them apart."""
    one, signer = visitor(), demo_keys.key(demo_folder / demo_keys.FOLDER, demo_keys.PROVIDER)
    claims = {"iss": "http://site.test/test-idp", "aud": "kostra-demo", "scope": "kostra:sosial", "iat": 1, "exp": 9e9}
    forged = jwt.encode({"alg": "RS256", "kid": signer.kid}, claims, signer)
    assert one.ask("GET", "/api/v1/expected", headers={"Authorization": f"Bearer {forged}"}).status_code == 401


@pytest.mark.parametrize(
    "change",
    [
        {"grant_type": "client_credentials"},
        {"assertion": ""},
        {"assertion": "a.b.c"},
    ],
)
def test_the_test_issuer_gives_no_token_for_what_is_not_signed(
    visitor: Come, demo_folder: Path, change: dict[str, str]
) -> None:
    form = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": assertion("bydata", demo_folder)}
    answer = visitor().post("/test-idp/maskinporten/token", form | change)
    assert answer.status_code in (400, 401) and "access_token" not in answer.json()


def test_one_system_cannot_sign_for_another(visitor: Come, demo_folder: Path) -> None:
    folder = demo_folder / demo_keys.FOLDER
    mine, theirs = demo_keys.key(folder, "bydata"), demo_keys.key(folder, "fjordfag")
    claims = {"iss": "demo-fjordfag", "aud": demo_keys.SYSTEM_ISSUER, "scope": demo_keys.SCOPE, "iat": 1, "exp": 9e9}
    forged = jwt.encode({"alg": "RS256", "kid": theirs.kid}, claims, mine)
    form = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": forged}
    assert visitor().post("/test-idp/maskinporten/token", form).json()["error"] == "invalid_client"


# How often, how much, how long


@pytest.fixture
def narrow(system: System, demo_folder: Path) -> Starlette:
    demo.install(system)
    rates = Rates(Rate(0.001, 12), Rate(0.001, 3), Rate(0.001, 4), Rate(0.001, 30))
    return site(Settings(demo_folder, DOCS, demo=True, rates=rates), system)


def until_refused(ask: Callable[[], httpx.Response], most: int = 60) -> httpx.Response:
    for _ in range(most):
        answer = ask()
        if answer.status_code == 429:
            assert int(answer.headers["retry-after"]) > 0
            return answer
    raise AssertionError("never refused")


def test_each_one_has_a_limit_of_their_own(narrow: Starlette, demo_folder: Path) -> None:
    one, other = Visitor(narrow), Visitor(narrow)
    one.log_in("sender")
    other.log_in("administrator")
    assert "Du har spurt oftere enn vi kan svare" in until_refused(lambda: one.get("/nb/profil")).text
    assert other.get("/nb/profil").status_code == 200
    system = Visitor(narrow)
    headers = bearer(system, demo_folder)
    refused = until_refused(lambda: system.ask("GET", "/api/v1/expected", headers=headers))
    assert refused.json()["error"]["code"] == "too_many"


def test_those_who_are_not_logged_in_share_the_limit_of_their_address(narrow: Starlette) -> None:
    until_refused(lambda: Visitor(narrow).get("/api/v1/expected"))
    until_refused(lambda: Visitor(narrow).get("/nb/logg-inn"))
    assert Visitor(narrow).get("/nb/skjema").status_code == 200


def test_a_form_that_is_too_large_or_no_form_is_refused_in_words(visitor: Come) -> None:
    one = visitor("sender")
    answer = one.post("/nb/profil", {"name": "x" * 300_000}, origin=one.base)
    assert answer.status_code == 413 and "256 kB" in answer.text
    answer = one.ask(
        "POST", "/nb/profil", content=b"{}", headers={"Content-Type": "application/json", "Origin": one.base}
    )
    assert answer.status_code == 400 and "kan ikke leses som et skjema" in answer.text


# When the database does not answer


def test_without_the_database_the_open_pages_are_there_and_the_others_say_try_again(
    visitor: Come, whole: Starlette, system: System
) -> None:
    one = visitor("sender")
    whole.state.system = replace(system, transactions=Gone())
    answer = one.get("/nb/skjema")
    assert answer.status_code == 200 and "Ola Vik" not in answer.text
    for path in ("/nb/profil", "/api/v1/expected"):
        answer = one.get(path)
        assert answer.status_code == 503 and answer.headers["retry-after"] == "10"
        assert "Ingenting er gått tapt" in answer.text
    assert visitor().get("/nb/tilganger").status_code == 303
    assert visitor().get("/api/v1/expected").status_code == 401


# What is said, and what is kept of it


def test_what_was_refused_is_recorded_without_what_stood_in_the_address(visitor: Come, database: Database) -> None:
    one = visitor("sender")
    assert one.get("/nb/tilganger/12345678901?x=98765432109").status_code == 403
    assert one.get("/nb/tilganger/464000").status_code == 403
    with database.everything() as connection:
        rows = connection.execute(
            "SELECT subject, region, actor_name, to_jsonb(event)::text FROM event WHERE action = 'access.refused'"
            " ORDER BY number"
        ).fetchall()
    assert [row[:3] for row in rows] == [
        ("/{language:written}/tilganger/{region}", None, "Ola Vik"),
        ("/{language:written}/tilganger/{region}", "464000", "Ola Vik"),
    ]
    assert not any("12345678901" in row[3] or "98765432109" in row[3] for row in rows)


def test_ones_own_pages_are_not_left_behind_in_the_browser(visitor: Come) -> None:
    one = visitor("sender")
    for path in ("/nb/profil", "/nb/tilganger", "/nb/skjema"):
        assert one.get(path).headers["cache-control"] == "no-store"
    assert visitor().get("/nb/skjema").headers["cache-control"] == "no-cache"


def test_one_who_is_logged_in_is_it_on_a_page_that_is_not_there_too(visitor: Come) -> None:
    answer = visitor("sender").get("/nb/finnes-ikke")
    assert answer.status_code == 404 and "Ola Vik" in answer.text
