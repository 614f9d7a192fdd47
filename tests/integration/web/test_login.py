"""Logging in and out by the test provider, which has the shape of ID-porten; what of it is believed, kept, and ended."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from starlette.applications import Starlette

from integration.databases import Database
from integration.web.conftest import DOCS
from integration.web.visiting import Visitor
from kostra.app.people import demo, demo_keys
from kostra.app.system import System
from kostra.model.errors import Refused
from kostra.web.idp import place
from kostra.web.idp import routes as test_provider
from kostra.web.login.assembly import trust
from kostra.web.login.issuers import Unreachable
from kostra.web.settings import PersonLogin, Settings, SystemLogin
from kostra.web.site import site

Come = Callable[..., Visitor]


def later(app: Starlette, **by: float) -> None:
    """The clock on the wall goes on; the sessions are counted by it."""
    at = datetime.now(UTC) + timedelta(**by)
    app.state.trust = replace(app.state.trust, wall=lambda: at)


def test_every_ready_person_can_be_chosen_and_is_greeted_by_name(visitor: Come) -> None:
    one = visitor()
    choose = one.follow("/nb/logg-inn/videre")
    for person in demo.persons():
        assert f'value="{person.id}"' in choose.text and person.part.nb in choose.text
    assert "Ola Vik" in one.log_in("sender").text
    assert "Logg ut" in one.get("/nb/skjema").text


def test_a_page_that_needs_a_login_leads_there_and_back(visitor: Come) -> None:
    one = visitor()
    answer = one.get("/nb/tilganger")
    assert (answer.status_code, answer.headers["location"]) == (303, "/nb/logg-inn?til=/nb/tilganger")
    assert "Etterpå kommer du rett dit" in one.follow("/nb/tilganger").text
    assert one.log_in("sender", "/nb/tilganger").url.path == "/nb/tilganger"
    assert one.get("/nb/logg-inn?til=/nb/tilganger").headers["location"] == "/nb/tilganger"


@pytest.mark.parametrize(
    "to",
    [
        "https://elsewhere.test/",
        "//elsewhere.test/",
        "/\\elsewhere.test",
        "/nb/%0d%0aX: y",
        "javascript:alert(1)",
        "nb/",
    ],
)
def test_nobody_is_led_to_another_place(visitor: Come, to: str) -> None:
    one = visitor()
    end = one.follow(one.chosen(one.choosing(to)))
    assert end.url.host == "site.test" and end.status_code == 200


def test_a_person_who_comes_for_the_first_time_tells_their_name_and_may_nothing(visitor: Come) -> None:
    one = visitor()
    first = one.log_in("ny", "/nb/tilganger")
    assert first.url.path == "/nb/profil" and "Skriv hva kollegene skal se" in first.text
    wrong = one.send("/nb/profil", "/nb/profil", {"name": " "})
    assert wrong.status_code == 422 and "Navnet må ha fra 2 til 120 tegn" in wrong.text
    assert one.send("/nb/profil", "/nb/profil", {"name": "Åse Ødegård", "chosen": "nn"}).status_code == 303
    assert "Åse Ødegård" in one.get("/nn/profil").text
    assert "Du har ikkje fått nokon rett enno" in one.get("/nn/tilganger").text


def test_one_whose_municipality_writes_nynorsk_meets_the_site_in_it_until_they_choose(visitor: Come) -> None:
    one = visitor()
    assert one.log_in("nynorsk", "/nb/tilganger").url.path == "/nn/tilganger"
    other = visitor()
    other.get("/sprak/nb/")
    assert other.log_in("nynorsk", "/nb/tilganger").url.path == "/nb/tilganger"


def test_no_national_id_is_kept_or_shown(visitor: Come, database: Database) -> None:
    one = visitor("sender")
    numbers = {person.number for person in demo.persons()}
    pages = one.get("/nb/profil").text + one.get("/nb/tilganger").text + one.follow("/nb/logg-inn/videre").text
    assert not any(number in pages for number in numbers)
    with database.everything() as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in tables:
            rows = str(connection.execute(f'SELECT to_jsonb(t) FROM "{table}" t').fetchall())
            assert not any(number in rows for number in numbers), table


def test_the_cookie_is_a_secret_that_the_server_does_not_keep(visitor: Come, database: Database) -> None:
    one = visitor()
    back = one.chosen(one.choosing())
    given = one.get(back).headers["set-cookie"]
    secret = re.search("sesjon=([^;]+)", given)
    assert secret is not None and len(secret[1]) >= 43
    assert "HttpOnly" in given and "SameSite=lax" in given and "Secure" not in given
    with database.everything() as connection:
        assert secret[1] not in str(connection.execute("SELECT * FROM session").fetchall())


def test_on_https_the_cookie_is_bound_to_the_host(whole: Starlette) -> None:
    one = Visitor(whole, base="https://site.test")
    assert "max-age" in one.get("/nb/").headers["strict-transport-security"]
    assert "strict-transport-security" not in Visitor(whole).get("/nb/").headers
    given = one.get(one.chosen(one.choosing())).headers["set-cookie"]
    assert "__Host-sesjon=" in given and "Secure" in given and "Path=/" in given and "Domain" not in given


def test_a_login_gives_a_new_session_and_ends_the_one_before(visitor: Come) -> None:
    one = visitor("sender")
    first = one.cookies["sesjon"]
    one.log_in("administrator")
    assert one.cookies["sesjon"] != first
    old = visitor()
    old.cookies.set("sesjon", first)
    assert old.get("/nb/profil").status_code == 303


def test_a_planted_session_is_never_taken_over_by_a_login(visitor: Come) -> None:
    one = visitor()
    one.cookies.set("sesjon", "planted", domain="site.test")
    one.log_in("sender")
    assert one.cookies.get("sesjon", domain="site.test") != "planted"


def test_an_answer_is_for_the_browser_that_began_and_only_that(visitor: Come) -> None:
    victim, attacker = visitor(), visitor()
    back = attacker.chosen(attacker.choosing())
    assert victim.get(back).status_code == 400
    victim.choosing()
    answer = victim.get(back)
    assert answer.status_code == 400 and "Innloggingen ble ikke fullført" in answer.text
    assert "sesjon" not in victim.cookies


@pytest.mark.parametrize(
    "change",
    [
        lambda query: query | {"iss": "https://elsewhere.test"},
        lambda query: query | {"state": "x"},
        lambda query: query | {"code": "x"},
        lambda query: {"state": query["state"], "error": "access_denied"},
        lambda query: {"state": query["state"]},
    ],
)
def test_an_answer_that_was_changed_is_no_login(
    visitor: Come, change: Callable[[dict[str, str]], dict[str, str]]
) -> None:
    one = visitor()
    parts = urlsplit(one.chosen(one.choosing()))
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert one.get(f"{parts.path}?{httpx.QueryParams(change(query))}").status_code == 400


def test_a_code_is_worth_nothing_without_the_verifier_of_the_browser(visitor: Come) -> None:
    one, other = visitor(), visitor()
    code = parse_qs(urlsplit(one.chosen(one.choosing())).query)["code"][0]
    own = parse_qs(urlsplit(other.chosen(other.choosing())).query)
    assert other.get(f"/innlogging/svar?code={code}&state={own['state'][0]}").status_code == 400


def test_when_the_provider_is_down_it_is_said_and_the_open_pages_are_there(visitor: Come, whole: Starlette) -> None:
    async def down(*_: Any) -> Any:
        raise Unreachable("down")

    one = visitor()
    back = one.chosen(one.choosing())
    persons = whole.state.trust.persons

    def fails(request: Any) -> Any:
        provider = persons(request)
        return replace(provider, post=down)

    whole.state.trust = replace(whole.state.trust, persons=fails)
    for path in ("/nb/logg-inn/videre", back):
        answer = one.get(path)
        assert answer.status_code == 503 and "Innloggingstjenesten svarer ikke akkurat nå" in answer.text
    assert one.get("/nb/skjema").status_code == 200


def test_logging_out_ends_the_session_at_once(visitor: Come) -> None:
    one = visitor("sender")
    secret = one.cookies["sesjon"]
    assert one.send("/nb/profil", "/nb/logg-ut").headers["location"] == "/nb/logget-ut"
    assert "Du er logget ut" in one.get("/nb/logget-ut").text
    stolen = visitor()
    stolen.cookies.set("sesjon", secret)
    assert stolen.get("/nb/profil").status_code == 303


def test_logging_out_everywhere_ends_the_other_machines_too(visitor: Come) -> None:
    here, there = visitor("sender"), visitor("sender")
    other = visitor("administrator")
    here.send("/nb/profil", "/nb/logg-ut/overalt")
    assert there.get("/nb/profil").status_code == 303
    assert other.get("/nb/profil").status_code == 200


def test_a_session_ends_when_it_is_left_alone(visitor: Come, whole: Starlette) -> None:
    one = visitor("sender")
    for minutes in (20, 40, 60):
        later(whole, minutes=minutes)
        assert one.get("/nb/profil").status_code == 200
    later(whole, minutes=91)
    assert one.get("/nb/profil").status_code == 303


def test_a_session_ends_after_a_working_day_however_it_is_used(visitor: Come, whole: Starlette) -> None:
    one = visitor("sender")
    for minutes in range(25, 600, 25):
        later(whole, minutes=minutes)
        assert one.get("/nb/profil").status_code == 200
    later(whole, minutes=601)
    assert one.get("/nb/profil").status_code == 303


def test_the_season_may_be_played_without_logging_anybody_out(visitor: Come, system: System) -> None:
    one = visitor("sender")
    system.clock.move(days=30)  # type: ignore[attr-defined]
    assert one.get("/nb/profil").status_code == 200


def test_logins_are_events(visitor: Come, database: Database) -> None:
    one = visitor("sender")
    one.send("/nb/profil", "/nb/logg-ut")
    with database.everything() as connection:
        rows = connection.execute(
            "SELECT action, actor_name FROM event WHERE actor_name = 'Ola Vik' ORDER BY number"
        ).fetchall()
    assert rows == [("session.started", "Ola Vik"), ("session.ended", "Ola Vik")]


def test_the_test_provider_does_not_start_outside_the_demo(system: System, tmp_path: Path) -> None:
    real = replace(system, demo=False)
    with pytest.raises(Refused, match="bare for demonstrasjonen"):
        test_provider.routes(real)
    with pytest.raises(Refused, match="bare for demonstrasjonen"):
        demo.install(real)
    app = site(Settings(tmp_path, DOCS), real)
    one = Visitor(app)
    assert one.get("/test-idp/authorize").status_code == 404
    assert one.get("/nb/logg-inn/videre").status_code == 404
    assert "Det er ikke satt opp innlogging" in one.get("/nb/logg-inn").text


def test_nor_can_a_real_site_be_set_to_trust_it(system: System, tmp_path: Path, demo_folder: Path) -> None:
    real, app = replace(system, demo=False), Starlette()
    demo_keys.key(demo_folder / demo_keys.FOLDER, demo_keys.SITE)
    key = demo_folder / demo_keys.FOLDER / f"{demo_keys.SITE}.jwk.json"
    persons = PersonLogin(f"https://demo.example.no{place.PATH}", "client", key)
    with pytest.raises(Refused, match="KOSTRA_OIDC_ISSUER peker på testinnloggingen"):
        trust(app, Settings(tmp_path, DOCS, address="https://kostra.example.no", persons=persons), real)
    with pytest.raises(Refused, match="KOSTRA_MASKINPORTEN_ISSUER peker på testutstederen"):
        trust(app, Settings(tmp_path, DOCS, systems=SystemLogin(demo_keys.SYSTEM_ISSUER)), real)
    with pytest.raises(Refused, match="Sett KOSTRA_ADDRESS"):
        trust(app, Settings(tmp_path, DOCS, persons=replace(persons, issuer="https://idporten.no")), real)
    with pytest.raises(Refused, match="kan ikke leses"):
        trust(
            app,
            Settings(
                tmp_path,
                DOCS,
                address="https://kostra.example.no",
                persons=PersonLogin("https://idporten.no", "client", tmp_path / "none"),
            ),
            real,
        )
