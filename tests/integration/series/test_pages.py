"""The pages and the API of the series: joining in the portal, the desk, what anybody sees, and the scorecard."""

from __future__ import annotations

from pathlib import Path

import pytest

from integration.databases import Database, SetClock
from integration.eforms.filling import somebody
from integration.portal.house import House, house
from integration.series.joined import BEGINS, SIRI, UNITS, join, months, sender
from kostra.app.permissions import Asker
from kostra.app.series import consenting
from kostra.app.series.producing import series
from kostra.app.system import System
from kostra.model.people import Actor, ActorKind, Duty, Right

OWN = "/nb/mine-innsendinger/hyppige-tall/110300"
DESK = "/nb/skrivebord/hyppige-tall"
CLIENT = Asker(Actor(ActorKind.PERSON, "nav", "Nina i Nav"), duties=frozenset({Duty.CLIENT}), body="nav")


@pytest.fixture
def there(system: System, database: Database, clock: SetClock, tmp_path: Path) -> House:
    found = house(system, database, clock, tmp_path)
    clock.time = BEGINS
    return found


def test_a_municipality_is_invited_joins_changes_and_withdraws(there: House) -> None:
    siri, kari = there.visit(SIRI), there.visit(sender("110300"))
    front = siri.get(DESK).text
    assert (
        "Ingen er invitert ennå." in front and 'href="/nb/skrivebord/hyppige-tall"' in siri.get("/nb/skrivebord").text
    )
    assert (
        siri.send(DESK, DESK, {"gjor": "inviter", "hvem": "110300 460100", "tekst": "Vil dere være med?"}).status_code
        == 303
    )
    assert "Vil dere være med?" in kari.get(OWN).text
    wrong = kari.send(OWN, OWN, {"svar": "ja", "fra": "2026M01", "bestemt": ""})
    assert wrong.status_code == 422 and "Skriv hvem i kommunen" in wrong.text
    assert kari.send(OWN, OWN, {"svar": "ja", "fra": "2026M01", "bestemt": "Nav-lederen"}).status_code == 303
    assert "Dere leverer hver måned fra januar 2026." in kari.get(OWN).text
    assert 'href="/nb/mine-innsendinger/hyppige-tall/110300"' in kari.get("/nb/mine-innsendinger").text
    assert kari.send(OWN, OWN, {"svar": "ja", "fra": "2026K2", "bestemt": "Nav-lederen"}).status_code == 303
    assert "kvart kvartal frå 2. kvartal 2026" in kari.get(OWN.replace("/nb/", "/nn/")).text
    assert kari.send(OWN, OWN, {"svar": "trekk", "bestemt": "Nav-lederen", "hvorfor": "For mye"}).status_code == 303
    page = siri.get(DESK).text
    assert "Trakk seg" in page and "For mye" in page and "Bergen" in page
    only_sees = there.visit(somebody("Sissel", Right.SEE))
    assert "Bare den som har rett" in only_sees.get(OWN).text
    assert only_sees.post(OWN, {"svar": "nei", "bestemt": "x"}).status_code == 403
    assert there.visit(sender("460100")).get(OWN).status_code == 403


def test_what_is_public_is_on_the_front_page_and_the_scorecard_is_fetched(there: House, clock: SetClock) -> None:
    anybody, siri = there.visit(), there.visit(SIRI)
    assert "Det er ikke publisert noen hyppige tall ennå." in anybody.get("/nb/hyppige-tall").text
    join(there.system, "2026M01")
    clock.time = BEGINS.replace(month=2, day=13)
    months(there.system, {"2026M01": dict(zip(UNITS[:-1], (40, 30, 25, 60), strict=True))})
    series(there.system)
    waiting = siri.get(DESK).text
    assert "Venter på godkjenning" in waiting
    assert siri.send(DESK, DESK, {"gjor": "staende", "til": "i morgen", "hvorfor": "x"}).status_code == 422
    given = siri.send(DESK, DESK, {"gjor": "staende", "til": "2026-12-31", "hvorfor": "Hyppige tall"})
    assert given.status_code == 303 and "Siri, fra" in siri.get(DESK).text
    series(there.system)
    assert "Publisert" in siri.get(DESK).text
    front = anybody.get("/nb/").text
    assert "Nå: januar 2026" in front and "Sosialhjelpsmottakere" in front and "Syntetiske tall" in front
    page = anybody.get("/nb/hyppige-tall").text
    assert "4 av 5 kommuner og bydeler" in page and "Én er sen" in page and ">155<" in page
    assert "Frequent figures, January 2026" in anybody.get("/en/hyppige-tall/2026M01").text
    assert anybody.get("/nn/hyppige-tall/2026M03").status_code == 404
    assert anybody.get("/nn/hyppige-tall/tull").status_code == 404
    assert "2026M01;ja;EAK;Alle som er med;4;5;mottakere" in anybody.get("/nb/hyppige-tall.csv").text

    assert anybody.get("/api/v1/series").json() == {"periods": ["2026M01"]}
    told = anybody.get("/api/v1/series/2026M01").json()
    assert told["late"] == 1 and told["regions"][0]["indicators"][0]["reported"] == 155
    assert anybody.get("/api/v1/scorecard/2026M01").status_code == 401
    card = there.visit(CLIENT).get("/api/v1/scorecard/2026M01").json()
    assert card["units"][0]["mottakere"] == 40 and card["units"][0]["kvp_deltakere"] is None
    assert there.visit(sender("110300")).get("/api/v1/scorecard/2026M01").status_code == 403
    assert "Deres egne tall i målekortet, januar 2026" in there.visit(sender("110300")).get(OWN).text


def test_the_desk_sees_the_year_and_the_report(there: House, clock: SetClock) -> None:
    siri = there.visit(SIRI)
    assert siri.get(f"{DESK}/rapport/2025").status_code == 404
    join(there.system, "2026M01", "110300")
    clock.time = BEGINS.replace(month=2, day=13)
    months(there.system, {"2026M01": {"110300": 12}})
    series(there.system)
    assert "Ingen av dem som er med, har levert skjema 11F" in siri.get(f"{DESK}/revisjon/2026").text
    assert siri.get(f"{DESK}/revisjon/2026/tabell.csv").text.startswith("\ufeffaarstall")
    assert "Kven som var med" in siri.get(f"{DESK}/rapport/2026".replace("/nb/", "/nn/")).text
    assert siri.get(f"{DESK}/rapport/2026/rapport.html").text.startswith("<!doctype html>")
    assert siri.get(f"{DESK}/rapport/tull").status_code == 404
    assert there.visit(sender("110300")).get(f"{DESK}/revisjon/2026").status_code == 403
    assert consenting.everybody(there.system, SIRI)[0].keys() == {"110300"}
