"""The pages of an e-form as HTTP: every form in both languages, whom they are for, and what a script is told when it may not."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from integration.eforms.filling import KARI, OLA, SEVEN, SISSEL, UNIT, expect
from integration.web.visiting import Visitor
from kostra.app.eforms.sheet import sheet
from kostra.app.people import sessions
from kostra.app.permissions import Asker
from kostra.app.ports.people import Person
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.forms import catalogue
from kostra.model.form import Kind
from kostra.model.people import HOUSE
from kostra.model.period import Period
from kostra.model.submission import Expected
from kostra.web.settings import Settings
from kostra.web.site import site

DOCS = Path(__file__).parents[3] / "docs"
HERE = f"/nb/mine-innsendinger/7/2026/{UNIT}/fyll-ut"
FORMS = [(form.id, year) for form in catalogue.all_forms() if form.kind is Kind.ANSWERS for year in form.years]
Client = Callable[[Asker | None], Visitor]


@pytest.fixture
def client(system: System, tmp_path: Path) -> Client:
    expect(system)
    app = site(Settings(tmp_path, DOCS, demo=True), system)

    def of(who: Asker | None) -> Visitor:
        opened = Visitor(app)
        if who is not None:
            opened.cookies.set("sesjon", _session(system, who))
        return opened

    return of


def _session(system: System, who: Asker) -> str:
    person = Person(who.actor.id, who.actor.name, f"{who.actor.id}@k110300.example", None, system.clock.now())
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.people.add_person(person, f"key-{who.actor.id}")
        for mandate in who.mandates:
            tx.people.add_mandate(mandate, HOUSE)
    return sessions.start(system, who.actor, datetime.now(UTC))


def _token(page: str) -> str:
    found = re.search('name="csrf" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def _posted(opened: Visitor, **answers: str) -> dict[str, str]:
    return {"csrf": _token(opened.get(HERE).text), "versjon": "0", **answers}


def test_every_form_of_every_year_is_a_page_in_both_languages(client: Client, system: System) -> None:
    kari = client(KARI)
    for form, year in FORMS:
        expect(system, Expected(form, Period(year), UNIT))
        for language in ("nb", "nn"):
            for below in ("", "/se-over", "/utskrift?tomt=1"):
                answer = kari.get(f"/{language}/mine-innsendinger/{form}/{year}/{UNIT}/fyll-ut{below}")
                assert answer.status_code == 200, (form, year, language, below)


def test_the_script_is_told_what_is_saved_and_what_is_found(client: Client) -> None:
    kari = client(KARI)
    form = _posted(kari, aarsverk_242_sosionom="4.5", aarsverk_242_sum="5")
    told = kari.post(f"{HERE}/utkast.json", form=form).json()
    assert told["version"] == 1
    assert told["values"]["aarsverk_242_sosionom"] == "4,5"
    assert told["notice"] is None
    wrong = [one for one in told["findings"] if one["field"] == "aarsverk_242_sum"]
    assert [(one["severity"], one["missing"]) for one in wrong] == [("error", False)]


def test_whoever_is_not_logged_in_is_told_so_and_nothing_is_saved(client: Client, system: System) -> None:
    form = _posted(client(KARI), ansvarlig="X")
    answer = client(None).post(f"{HERE}/utkast.json", form=form)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "not_logged_in")
    assert client(None).get(HERE).status_code == 303
    assert sheet(system, KARI, SEVEN).draft is None


def test_what_does_not_come_from_our_own_page_is_refused(client: Client, system: System) -> None:
    kari, form = client(KARI), _posted(client(OLA), ansvarlig="X")
    for csrf in ("", "feil", form["csrf"]):
        answer = kari.post(f"{HERE}/utkast.json", form=form | {"csrf": csrf})
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forbidden")
    assert sheet(system, KARI, SEVEN).draft is None


def test_whoever_may_only_see_is_led_to_the_answers_and_saves_nothing(client: Client, system: System) -> None:
    sissel = client(SISSEL)
    answer = sissel.get(HERE)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{HERE}/se-over")
    page = sissel.get(f"{HERE}/se-over").text
    assert "Send inn</button>" not in page
    form = {"csrf": _token(page), "versjon": "0", "ansvarlig": "X"}
    for below in ("", "/utkast.json", "/klar", "/send", "/versjoner"):
        assert sissel.post(f"{HERE}{below}", form=form).status_code == 403
    assert sheet(system, SISSEL, SEVEN).draft is None


def test_whoever_may_only_prepare_cannot_send(client: Client) -> None:
    kari = client(KARI)
    assert kari.post(f"{HERE}/send", form=_posted(kari)).status_code == 403


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/nb/mine-innsendinger/7/2026K1/{UNIT}/fyll-ut", 404),
        (f"/nb/mine-innsendinger/7/tull/{UNIT}/fyll-ut", 404),
        (f"/nb/mine-innsendinger/11F/2026/{UNIT}/fyll-ut", 404),
        (f"/nb/mine-innsendinger/7B/2026/{UNIT}/fyll-ut", 404),
        (f"{HERE}/sendt", 404),
        ("/nb/mine-innsendinger/7/2026/460100/fyll-ut", 403),
    ],
)
def test_what_is_not_there_or_not_theirs_is_told(client: Client, path: str, status: int) -> None:
    assert client(OLA).get(path).status_code == status


def test_the_address_tells_nothing_of_the_answers(client: Client) -> None:
    kari = client(KARI)
    for button in ("lagre", "kontroller", "se-over", "bytt"):
        answer = kari.post(HERE, form=_posted(kari, ansvarlig="Kari Hemmelig", handling=button))
        assert answer.status_code == 303
        assert "Hemmelig" not in answer.headers["location"]
