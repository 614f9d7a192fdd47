"""The pages about rights, as an administrator, an office and a steward use them: found by code, given, seen, ended with a reason."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest

from integration.web.visiting import Visitor, hidden

Come = Callable[..., Visitor]
STAVANGER = "/nb/tilganger/110300"


def code(one: Visitor) -> str:
    found = re.search('<strong class="code">([A-Z2-9-]{9})</strong>', one.get("/nb/profil").text)
    assert found is not None
    return found[1]


def mandate(page: str, name: str, right: str) -> str:
    """The id in the form that ends it."""
    found = re.search(rf'name="mandate" value="([^"]+)">(?:(?!</form>).)*Avslutt: {name}, {right}', page, re.DOTALL)
    assert found is not None
    return found[1]


def test_an_administrator_gives_a_colleague_a_right_by_the_code_and_ends_it(visitor: Come) -> None:
    admin, colleague = visitor("administrator"), visitor("ny")
    colleague.send("/nb/profil", "/nb/profil", {"name": "Åse Ødegård"})
    found = admin.send(STAVANGER, f"{STAVANGER}/finn", {"way": "code", "code": code(colleague).lower()})
    assert found.status_code == 200 and "Gi Åse Ødegård en rett" in found.text and "Er dette den rette?" in found.text
    filled = hidden(found.text, f"{STAVANGER}/gi")
    given = admin.post(
        f"{STAVANGER}/gi",
        filled | {"right": ["prepare", "send"], "form": "11F", "reason": "ny kollega"},
        origin=admin.base,
    )
    assert given.headers["location"] == f"{STAVANGER}?gjort=given"
    page = admin.get(given.headers["location"]).text
    assert "Retten er gitt, og gjelder fra nå." in page
    assert "Åse Ødegård fikk rett til å sende, skjema 11F" in page and "ny kollega" in page and "Ingrid Sol" in page
    own = colleague.get("/nb/tilganger").text
    assert "Stavanger" in own and "gjøre klar, sende" in own
    ended = admin.send(
        STAVANGER, f"{STAVANGER}/avslutt", {"mandate": mandate(page, "Åse Ødegård", "sende"), "reason": "byttet jobb"}
    )
    assert ended.headers["location"] == f"{STAVANGER}?gjort=ended"
    assert "gjøre klar, sende" not in colleague.get("/nb/tilganger").text
    assert "byttet jobb" in admin.get(STAVANGER).text


@pytest.mark.parametrize(
    ("action", "form", "said"),
    [
        ("finn", {"way": "code", "code": "<b>"}, "Ingen har koden «&lt;b&gt;» nå"),
        ("finn", {"way": "client", "client": "x", "orgnr": "1"}, "er ikke et organisasjonsnummer"),
        ("finn", {"way": "office", "office": "none"}, "Kontoret finnes ikke"),
        ("gi", {"way": "client", "client": "x", "orgnr": "313000028"}, "Velg minst én av rettene"),
        ("malform", {"chosen": "en"}, "Målformen er bokmål"),
        ("avslutt", {"mandate": "none", "reason": "x"}, "Det finnes ingen slik rett her"),
        ("avslutt", {"mandate": "none", "reason": ""}, "Skriv hvorfor"),
    ],
)
def test_what_is_wrong_is_said_on_the_page_itself(visitor: Come, action: str, form: dict[str, str], said: str) -> None:
    one = visitor("administrator")
    # The form that gives stands on the page of the one who was found; its token is that of any form of the session.
    page = one.get(STAVANGER).text
    answer = one.post(f"{STAVANGER}/{action}", hidden(page, f"{STAVANGER}/malform") | form, origin=one.base)
    assert answer.status_code == 422 and said in answer.text and 'role="alert"' in answer.text


def test_a_system_and_an_office_are_given_rights_too_and_cannot_be_made_administrators(visitor: Come) -> None:
    one = visitor("administrator")
    page = one.get(STAVANGER).text
    office = re.search(r'<option value="([^"]+)">Sosialkontoret i Nord-Østerdal', page)
    assert office is not None
    system = {"way": "client", "client": "nytt-fag", "orgnr": "313 000 044", "name": "Nytt fag"}
    for form, name in ((system, "Nytt fag"), ({"way": "office", "office": office[1]}, "Sosialkontoret")):
        found = one.send(STAVANGER, f"{STAVANGER}/finn", form)
        assert name in found.text and 'value="send"' in found.text and 'value="administer"' not in found.text


def test_everything_of_one_who_leaves_is_ended_in_one_go(visitor: Come) -> None:
    one, leaver = visitor("administrator"), visitor("forer")
    page = one.get(STAVANGER).text
    held = re.search(r'name="holder" value="([^"]+)">(?:(?!</form>).)*Avslutt alt for Kari Fjell', page, re.DOTALL)
    assert held is not None
    done = one.send(STAVANGER, f"{STAVANGER}/avslutt-alt", {"holder": held[1], "reason": "sluttet"})
    assert done.headers["location"] == f"{STAVANGER}?gjort=all_ended"
    assert "Alle rettene er avsluttet" in one.get(done.headers["location"]).text
    assert "Du har ikke fått noen rett ennå" in leaver.get("/nb/tilganger").text


def test_the_language_of_the_municipality_is_chosen_there(visitor: Come) -> None:
    one = visitor("administrator")
    assert one.send(STAVANGER, f"{STAVANGER}/malform", {"chosen": "nn"}).status_code == 303
    assert '<option value="nn" selected>' in one.get(STAVANGER).text
    assert visitor().log_in("sender", "/nb/tilganger").url.path == "/nn/tilganger"


def test_the_pages_are_in_both_written_forms(visitor: Come) -> None:
    one = visitor("administrator")
    assert "Tilgangar for Stavanger" in one.get("/nn/tilganger/110300").text
    assert "Tilganger for Stavanger" in one.get(STAVANGER).text


def test_the_office_takes_people_in_and_out(visitor: Come) -> None:
    head, other = visitor("kontor"), visitor("sender")
    found = re.search(r'href="(/nb/tilganger/kontor/[^"]+)"', head.get("/nb/tilganger").text)
    assert found is not None
    office = found[1]
    assert other.get(office).status_code == 403
    assert (
        head.send(office, f"{office}/medlem", {"code": code(other)}).headers["location"] == f"{office}?gjort=member_put"
    )
    page = other.get(office)
    assert page.status_code == 200 and "/medlem" not in page.text and "Tolga" in page.text
    id = re.search(r'name="person" value="([^"]+)">(?:(?!</form>).)*Ta ut Ola Vik', head.get(office).text, re.DOTALL)
    assert id is not None
    wrong = head.send(office, f"{office}/medlem/avslutt", {"person": id[1], "reason": ""})
    assert wrong.status_code == 422 and "Skriv hvorfor" in wrong.text
    head.send(office, f"{office}/medlem/avslutt", {"person": id[1], "reason": "sluttet"})
    assert other.get(office).status_code == 403 and "Tolga" not in other.get("/nb/tilganger").text


def test_the_steward_appoints_gives_duties_and_makes_offices(visitor: Come) -> None:
    steward, other = visitor("forvalter"), visitor("flere")
    here, told = "/nb/tilganger/forvaltning", code(other)
    assert "har ingen som administrerer" in steward.get(here).text
    done = steward.send(here, f"{here}/administrator", {"region": "500100", "code": told, "reason": "ringt opp"})
    assert "gjort=appointed" in done.headers["location"]
    assert "Tilganger for Trondheim" in html.unescape(other.get("/nb/tilganger").text)
    wrong = steward.send(here, f"{here}/administrator", {"region": "999900", "code": told})
    assert wrong.status_code == 422 and "«999900» er ikke en kommune" in wrong.text
    steward.send(here, f"{here}/oppgave", {"code": told, "duty": "client", "body": "NAV"})
    assert "Mottaker av data (NAV)" in other.get("/nb/tilganger").text
    assert steward.send(here, f"{here}/oppgave", {"code": told, "duty": "king"}).status_code == 422
    assert (
        "gjort=office_made"
        in steward.send(here, f"{here}/kontor", {"name": "Sunnfjord", "code": told}).headers["location"]
    )
    held = re.search(
        r'name="held" value="([^"]+)">(?:(?!</form>).)*Avslutt oppgaven: Marit', steward.get(here).text, re.DOTALL
    )
    assert held is not None
    steward.send(here, f"{here}/oppgave/avslutt", {"held": held[1], "reason": "feil person"})
    assert "Mottaker av data" not in other.get("/nb/tilganger").text


def test_nobody_else_comes_to_the_stewards_page(visitor: Come) -> None:
    for who in ("administrator", "statistiker", "klient"):
        assert visitor(who).get("/nb/tilganger/forvaltning").status_code == 403


def test_several_municipalities_and_what_comes_through_an_office_stand_together(visitor: Come) -> None:
    text = visitor("flere").get("/nb/tilganger").text
    assert all(name in text for name in ("Aurland", "Lærdal", "Årdal")) and "deg selv" in text
    assert "Sosialkontoret i Nord-Østerdal" in visitor("kontor").get("/nb/tilganger").text
