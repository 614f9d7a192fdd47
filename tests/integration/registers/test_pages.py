"""The pages of registers as HTTP: what each role is shown, sending with and without scripts, accepting, and what may be downloaded."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from integration.passing.handing import OF_BUFDIR
from integration.registers.sending import NOBODYS, OF_IMDI, OF_NAV, STATISTICIAN, STEWARD, in_force, send
from integration.web.visiting import Visitor
from kostra.app.people import sessions
from kostra.app.permissions import Asker
from kostra.app.ports.people import DutyHeld, Person
from kostra.app.ports.registers import Holds
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.model.people import HOUSE
from kostra.registers.catalogue import ids
from kostra.web.settings import Settings
from kostra.web.site import site
from unit.registers.files import codes, nav, persons

DOCS = Path(__file__).parents[3] / "docs"
Client = Callable[[Asker | None], Visitor]


@pytest.fixture
def client(system: System, tmp_path: Path) -> Client:
    return visitors(system, tmp_path)


def visitors(system: System, folder: Path) -> Client:
    """Everybody with a browser of their own, logged in with the duties they have."""
    app = site(Settings(folder, DOCS, demo=True), system)

    def of(who: Asker | None) -> Visitor:
        opened = Visitor(app)
        if who is not None:
            opened.cookies.set("sesjon", _session(system, who))
        return opened

    return of


def _session(system: System, who: Asker) -> str:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        if tx.people.person(who.actor.id) is None:
            address = f"{uuid4().hex}@body.example"
            tx.people.add_person(Person(who.actor.id, who.actor.name, address, None, system.clock.now()), uuid4().hex)
            for duty in who.duties:
                tx.people.add_duty(DutyHeld(uuid4().hex, who.actor, duty, who.body, system.clock.now()))
    return sessions.start(system, who.actor, datetime.now(UTC))


def _uploads(visitor: Visitor, register: str, content: bytes, script: bool = False, **fields: str) -> httpx.Response:
    """As a browser sends the form on the page of the register."""
    page = visitor.get(f"/nb/registre/{register}").text
    token = page.partition('name="csrf" value="')[2].partition('"')[0]
    sent = {"csrf": token, "periode": "2026", "rader": ""} | fields
    headers = {"origin": visitor.base} | ({"accept": "application/json"} if script else {})
    return visitor.ask(
        "POST",
        f"/nb/registre/{register}/last-opp",
        data=sent,
        files={"fil": ("uttrekk.csv", content, "text/csv")},
        headers=headers,
    )


def test_the_front_page_shows_each_role_its_registers(client: Client) -> None:
    for who in (STATISTICIAN, STEWARD):
        page = client(who).get("/nn/registre")
        assert page.status_code == 200
        assert all(f"/nn/registre/{id}" in page.text for id in ids())
    own = client(OF_NAV).get("/nb/registre").text
    assert "/nb/registre/nav_kvp" in own and "/nb/registre/nir" not in own
    none = client(OF_BUFDIR).get("/nb/registre")
    assert none.status_code == 200 and "sender ingen registre hit" in none.text


@pytest.mark.parametrize("id", ids())
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_register_is_a_page_in_both_written_forms(client: Client, id: str, language: str) -> None:
    page = client(STEWARD).get(f"/{language}/registre/{id}")
    assert page.status_code == 200
    assert f'action="/{language}/registre/{id}/last-opp"' in page.text


def test_whoever_may_not_is_refused(client: Client) -> None:
    assert client(None).get("/nb/registre").is_redirect
    assert client(NOBODYS).get("/nb/registre").status_code == 403
    assert client(OF_IMDI).get("/nb/registre/nav_kvp").status_code == 403
    reader = client(STATISTICIAN)
    assert "last-opp" not in reader.get("/nb/registre/nav_kvp").text
    assert _uploads(reader, "nav_kvp", nav()).status_code == 403


def test_a_file_is_sent_from_the_page_and_shown(client: Client, system: System) -> None:
    visitor = client(OF_NAV)
    answer = _uploads(visitor, "nav_kvp", nav(), rader=str(nav().count(b"\n") - 1))
    assert answer.status_code == 303
    received = in_force(system, "nav_kvp")
    assert received is not None and answer.headers["location"] == f"/nb/registre/fil/{received.id}"
    page = visitor.get(answer.headers["location"]).text
    assert "Filen gjelder" in page and received.sha256 in page and "uttrekk.csv" in page
    assert visitor.get(f"{answer.headers['location']}/kvittering").text == received.receipt


def test_a_script_is_told_where_to_go_and_what_was_wrong(client: Client) -> None:
    visitor = client(STEWARD)
    assert json.loads(_uploads(visitor, "nav_kvp", nav(), True).text)["location"].startswith("/nb/registre/fil/")
    wrong = _uploads(visitor, "nav_kvp", nav(), True, periode="i fjor")
    assert wrong.status_code == 422
    assert "er ikke en periode" in wrong.json()["error"]["message"]


def test_a_refused_file_tells_why_with_lines_and_changes_nothing(client: Client, system: System) -> None:
    good = send(system, "klass_131", codes()).received
    visitor = client(STEWARD)
    place = _uploads(visitor, "klass_131", codes(without=200)).headers["location"]
    page = visitor.get(place.replace("/nb/", "/nn/")).text
    assert "Fila er avvist" in page and "R16" in page and "R18" in page
    assert in_force(system, "klass_131") == good
    found = visitor.get(f"{place}/funn.csv")
    assert found.headers["content-type"].startswith("text/csv") and "R16" in found.text
    assert visitor.send(place, f"{place}/godta", {"grunn": " "}).status_code == 422
    assert visitor.send(place, f"{place}/godta", {"grunn": "Kommunene er slått sammen."}).status_code == 303
    after = visitor.get(place).text
    assert "Kommunene er slått sammen." in after and f"{place}/godta" not in after


def test_an_empty_file_stands_there_as_refused(client: Client, system: System) -> None:
    place = _uploads(client(STEWARD), "nav_kvp", b"").headers["location"]
    page = client(STEWARD).get(place).text
    assert "Filen er avvist" in page and "R01" in page
    assert in_force(system, "nav_kvp") is None


def test_what_is_no_number_of_rows_is_said_on_the_page(client: Client, system: System) -> None:
    answer = _uploads(client(STEWARD), "nav_kvp", nav(), rader="mange")
    assert answer.status_code == 422 and "«mange» er ikke et antall rader" in answer.text
    assert in_force(system, "nav_kvp") is None


def test_a_form_from_somewhere_else_is_refused(client: Client, system: System) -> None:
    assert _uploads(client(STEWARD), "nav_kvp", nav(), csrf="gjettet").status_code == 403
    assert in_force(system, "nav_kvp") is None


def test_persons_are_neither_shown_nor_downloaded(client: Client, system: System) -> None:
    wrong = persons(*persons().decode().splitlines()[1:], "15059000100;1990-05-15;1;1;0;9999;;")
    received = send(system, "folkeregisteret", wrong).received
    assert received.holds is Holds.REFUSED
    visitor = client(STATISTICIAN)
    place = f"/nb/registre/fil/{received.id}"
    page = visitor.get(place).text
    assert "9999" in page and "15059000100" not in page
    assert f"{place}/innhold" not in page
    assert visitor.get(f"{place}/innhold").status_code == 403


def test_a_code_list_is_downloaded_as_it_came(client: Client, system: System) -> None:
    received = send(system, "klass_131", codes()).received
    place = f"/nb/registre/fil/{received.id}"
    visitor = client(STATISTICIAN)
    assert f"{place}/innhold" in visitor.get(place).text
    answer = visitor.get(f"{place}/innhold")
    assert answer.content == codes()
    assert "attachment" in answer.headers["content-disposition"]
    assert visitor.get("/nb/registre/klass_131/filer.csv").text.count(received.id) == 1


def test_another_bodys_file_is_not_there(client: Client, system: System) -> None:
    received = send(system, "nav_kvp", nav()).received
    for rest in ("", "/kvittering", "/funn.csv", "/innhold"):
        assert client(OF_IMDI).get(f"/nb/registre/fil/{received.id}{rest}").status_code == 404
    assert client(OF_IMDI).get("/nb/registre/nav_kvp/filer.csv").status_code == 403
