"""The pages: the register for anybody, the desk's, the recipient's own with a file that opens, and what a municipality sees."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from integration.databases import Database, SetClock
from integration.deliveries.handing import (
    AID,
    IDENTITIES,
    NAV,
    basis,
    in_force,
    opened,
    ready,
    recipients,
    straight_in,
    workshop,
)
from integration.desk.season import post
from integration.editing.editors import OLE, SIRI
from integration.portal.asking import text_of
from integration.portal.house import DOCS, House
from integration.receiving.sending import BERGEN, STAVANGER, actions, asker
from kostra.app.deliveries import making
from kostra.app.deliveries.content import enter_content
from kostra.app.permissions import Asker
from kostra.app.system import System
from kostra.deliveries.manifest import opened as signed
from kostra.model.delivery import Identity
from kostra.model.people import Right
from kostra.web.settings import Settings
from kostra.web.site import site

TOP, BASES, INSIGHT = "/nb/leveranser", "/nb/hjemler", "/nb/innsyn"
SISSEL = asker(Right.SEE, name="Sissel")


@pytest.fixture
def there(system: System, database: Database, clock: SetClock, tmp_path: Path) -> House:
    recipients(system)
    return House(system, database, clock, site(Settings(tmp_path, DOCS, demo=True), system), tmp_path)


def read(there: House, path: str, who: Asker | None = SIRI, status: int = 200) -> str:
    answer = there.visit(who).get(path)
    assert answer.status_code == status, (answer.status_code, text_of(answer.text))
    return text_of(answer.text).replace("\u00a0", " ")


def said(there: House, path: str, who: Asker = SIRI, /, **form: str) -> httpx.Response:
    return post(there.visit(who), path, form)


def test_a_basis_is_entered_approved_by_another_and_ended(there: House) -> None:
    typed = {
        "kortnavn": "nav-sosialhjelp",
        "mottaker": "NAV",
        "paragraf": "Statistikkloven § 14",
        "formaal": "Analyse",
        "dokument": "Avtalen",
        "felt": "11F: rapporteringsenhet, bidrag\r\n11CF: *",
        "id": "national-id",
        "yngst": "18",
        "fra_aar": "2020",
        "fra": "2021-01-01",
    }
    for wrong, tells in (
        ({"felt": "11F bidrag"}, "er ikke et skjema med felt"),
        ({"felt": "11F: pendling"}, "«pendling» finnes ikke"),
        ({"felt": "11F: person_fodselsnr"}, "sier hvem personen er"),
        ({"fra": "i fjor"}, "er ikke en dag"),
        ({"yngst": "ung"}, "er ikke et tall"),
        ({"paragraf": ""}, "Paragrafen mangler"),
        ({"til": "2020-01-01"}, "før den begynner"),
    ):
        refused = said(there, f"{BASES}/registrer", **(typed | wrong))
        assert tells in text_of(refused.text) and refused.status_code == 422, wrong
    assert 'value="Avtalen"' in said(there, f"{BASES}/registrer", **(typed | {"fra": "x"})).text
    made = said(there, f"{BASES}/registrer", **typed)
    assert made.status_code == 303, text_of(made.text)
    here = made.headers["location"].partition("?")[0]
    assert "Venter på godkjenning" in read(there, here) and "Du har registrert den selv." in read(there, here)
    assert "Be en kollega godkjenne den." in text_of(said(there, f"{here}/godkjenn").text)
    assert said(there, f"{here}/godkjenn", OLE).status_code == 303
    anybody = read(there, here, None)
    assert "fra 18 år" in anybody and "Fødselsnummer" in anybody and "Siri" not in anybody
    assert "Ole" in read(there, here) and "11F, 11CF" in read(there, "/nn/hjemler", None)
    assert "Skriv hvorfor" in text_of(said(there, f"{here}/avslutt").text)
    assert said(there, f"{here}/avslutt", grunn="Avtalen er ute").status_code == 303
    assert "Avsluttet" in read(there, here, None)


def test_recipients_and_their_keys(there: House) -> None:
    assert (
        said(there, f"{BASES}/mottaker", ny="KS", navn="KS", slag="association", grunn="Etter avtale").status_code
        == 303
    )
    assert "registrert fra før" in text_of(
        said(there, f"{BASES}/mottaker", ny="KS", navn="KS", slag="association", grunn="x").text
    )
    assert "Velg hva slags" in text_of(
        said(there, f"{BASES}/mottaker", ny="KS", navn="KS", slag="annet", grunn="x").text
    )
    assert "ikke en offentlig age-nøkkel" in text_of(
        said(there, f"{BASES}/nokkel", mottaker="KS", nokkel="x", grunn="y").text
    )
    key = str(IDENTITIES["IMDi"].to_public())
    assert said(there, f"{BASES}/nokkel", mottaker="KS", nokkel=key, grunn="På telefon").status_code == 303
    register = read(there, BASES, None)
    assert "Ingen hjemmel for enkeltopplysninger" in register and "godkjent forskningsinstitusjon" in register


def test_from_the_order_to_the_file_that_opens(there: House, system: System, tmp_path: Path) -> None:
    in_force(system, basis())
    straight_in(system)
    assert "Ingen leveranser" in read(there, TOP)
    refused = said(there, f"{TOP}/bestill", mottaker="NAV", skjema="11F", periode="2026", felt="laan")
    assert "«laan»" in text_of(refused.text) and refused.status_code == 422
    assert "Felt utenfor hjemmelen" in read(there, TOP)
    assert "er ikke en periode" in text_of(
        said(there, f"{TOP}/bestill", mottaker="NAV", skjema="11F", periode="i år").text
    )
    made = said(there, f"{TOP}/bestill", mottaker="NAV", skjema="11F", periode="2026", grunn="Mars")
    assert made.status_code == 303, text_of(made.text)
    here = made.headers["location"]
    assert "Leveransen lages der" in read(there, here)
    assert making.make_all(system, workshop(tmp_path), print) == 1
    assert "Du har bestilt den selv." in read(there, here) and "Linjer 8" in read(there, here)
    assert "Ikke godkjent ennå" in read(there, TOP, NAV)
    assert said(there, f"{here}/godkjenn", OLE).status_code == 303
    box = there.visit(NAV)
    page = box.get("/nn/leveranser").text
    (content,) = re.findall(r'href="([^"]+/innhold)"', page)
    file = box.get(content)
    assert opened(file.content, "NAV")["data.csv"] and file.headers["cache-control"] == "no-store"
    assert signed(box.get(content.replace("innhold", "kvittering")).text)["sha256"] == file.headers["x-sha256"]
    assert signed(box.get(content.replace("innhold", "manifest")).text)["rows"] == 8
    assert "Hos NAV" in read(there, here) and "Leveranse hentet av mottakeren" in read(there, here)
    assert box.get(content.replace("innhold", "bevis")).status_code == 404
    assert said(there, f"{here}/slett", grunn="Feil år").status_code == 303
    assert box.get(content).status_code == 409
    assert signed(box.get(content.replace("innhold", "bevis")).text)["reason"] == "Feil år"


def test_a_ministry_asks_and_is_told_why_not(there: House, system: System) -> None:
    assert "ingen registrert hjemmel" in read(there, TOP, AID)
    asked = said(there, f"{TOP}/bestill", AID, skjema="11F", periode="2026", mottaker="NAV")
    assert "godkjent forskningsinstitusjon" in text_of(asked.text) and asked.status_code == 422
    assert actions(system, "AID") == ["recipient.entered", "delivery.refused"]
    assert "Hos AID AID Skjema 11F, 2026 Departement uten egen hjemmel" in read(there, TOP)


def test_who_has_a_basis_asks_for_themselves(there: House, system: System) -> None:
    in_force(system, basis())
    asked = said(there, f"{TOP}/bestill", NAV, skjema="11F", periode="2026")
    assert asked.status_code == 303 and "Bestillingen er mottatt" in read(there, asked.headers["location"], NAV)


def test_others_are_kept_out(there: House) -> None:
    for path in (TOP, f"{TOP}/x", f"{TOP}/x/innhold", f"{INSIGHT}/{BERGEN}"):
        assert there.visit(SISSEL).get(path).status_code == 403, path
    for who in (SISSEL, NAV):
        for act in ("registrer", "mottaker", "nokkel", "x/godkjenn", "x/avslutt"):
            assert there.visit(who).post(f"{BASES}/{act}", {}).status_code == 403, act
    assert there.visit(NAV).get(f"{TOP}/x").status_code == 403
    assert there.visit(SIRI).get(f"{TOP}/x/innhold").status_code == 403


def test_a_municipality_sees_what_is_delivered_and_gets_its_own_back(
    there: House, system: System, tmp_path: Path
) -> None:
    in_force(system, basis())
    straight_in(system)
    before = read(there, f"{INSIGHT}/{STAVANGER}", SISSEL)
    assert "Ingenting er levert" in before and "ingen hjemmel i kraft" in before
    ready(system, tmp_path)
    enter_content(system, SIRI)
    assert there.visit(SISSEL).get(f"{INSIGHT}/{STAVANGER}/11F/2026").status_code == 422
    assert said(there, f"{BASES}/kommunene-egne-data/godkjenn", OLE).status_code == 303
    assert there.visit(SISSEL).get(INSIGHT).headers["location"] == f"{INSIGHT}/{STAVANGER}"
    seen = read(there, f"{INSIGHT}/{STAVANGER}", SISSEL)
    assert "Skjema 11F, 2026 NAV Statistikkloven § 14" in seen and "Skjema 11F, 2026 som CSV" in seen
    own = there.visit(SISSEL).get(f"{INSIGHT}/{STAVANGER}/11F/2026").text
    lines = own.splitlines()
    assert (
        len(lines) == 5 and "person_journalnr" in lines[0] and "pseudonym" not in own and "person_fodselsnr" not in own
    )
    assert all(f"{STAVANGER}" in line for line in lines[1:])
    assert "own-data.fetched" in actions(system, STAVANGER)
    assert there.visit(SISSEL).get(f"{INSIGHT}/{STAVANGER}/7/2026").status_code == 404


def test_the_content_of_the_house_is_entered_once(system: System) -> None:
    entered = enter_content(system, SIRI)
    assert {one.id for one in entered} >= {
        "nav-sosialhjelp",
        "imdi-introduksjon",
        "unge-mottakere",
        "kommunene-egne-data",
    }
    assert enter_content(system, SIRI) == ()
    nav = next(one for one in entered if one.id == "nav-sosialhjelp")
    assert nav.identity is Identity.NATIONAL_ID and "bidrag" in nav.variables["11F"]
    assert not {"person_fodselsnr", "person_journalnr", "saksbehandler", "*"} & set(nav.variables["11F"])
    young = next(one for one in entered if one.id == "unge-mottakere")
    assert (young.persons.youngest, young.persons.oldest) == (18, 29) and young.until is not None
