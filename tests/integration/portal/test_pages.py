"""What the reporter's pages say, to whom, in both written forms; and what is somebody else's."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from integration.eforms.filling import CLEAN
from integration.passing import handing as passing
from integration.portal.asking import posted, text_of, upload
from integration.portal.house import ANNA, BERIT, KARI, NILS, OLA, SIRI, SISSEL, STAVANGER, House, file_of
from integration.receiving.sending import STATISTICIAN, stopped_file
from kostra.app.eforms import sending as eform_sending
from kostra.app.eforms import writing
from kostra.app.followup import deciding, talking
from kostra.app.followup.talking import Subject
from kostra.app.people.mandates import add
from kostra.app.ports.transaction import Scope
from kostra.model.people import HOUSE, Right
from kostra.model.period import Period
from kostra.model.submission import Expected
from kostra.model.text import Language

MINE = "/nb/mine-innsendinger"
PAGE = f"{MINE}/11F/2026/{STAVANGER}"
SEVEN = Expected("7", Period(2026), STAVANGER)


def mine(there: House, who: object = OLA) -> str:
    return text_of(there.visit(who).get(MINE).text)  # type: ignore[arg-type]


def test_the_first_page_says_what_is_owed_by_when_and_where_it_stands(there: House) -> None:
    page = mine(there)
    assert "Stavanger 110300 5 skjemaer gjenstår." in page
    assert "11F Økonomisk sosialhjelp 15. januar 2027 3 dager igjen Åpen for innsending" in page
    assert "Hver måned" in page and "11M 2026M12" in page and "1 dag over fristen" in page
    assert "Andre år: 2025" in page and "Bergen" not in page
    there.clock.move(days=3)
    assert "11F Økonomisk sosialhjelp 15. januar 2027 i dag" in mine(there)
    there.clock.move(days=1)
    there.work()
    assert "15. januar 2027 1 dag over fristen For sen" in mine(there)


def test_an_extension_and_its_reason_are_shown(there: House) -> None:
    expected = Expected("11F", Period(2026), STAVANGER)
    until = there.clock.now().date().replace(month=2)
    deciding.extend(there.system, STATISTICIAN, [expected], until, "attack", "Alt er nede.")
    page = text_of(there.visit(OLA).get(PAGE).text)
    assert "12. februar 2027 (utsatt frist)" in page and "Alt er nede." in page
    assert "(utsatt frist)" in mine(there)


def test_an_earlier_year_can_be_looked_at(there: House) -> None:
    page = text_of(there.visit(OLA).get(f"{MINE}?ar=2025").text)
    assert "Tall for 2025" in page and "11CF" not in page
    assert there.visit(OLA).get(f"{MINE}?ar=tull").status_code == 422


def test_whoever_has_no_right_is_told_how_to_get_one(there: House) -> None:
    assert "Gi koden på siden «Min profil»" in mine(there, NILS)
    assert there.visit().get(MINE).headers["location"].startswith("/nb/logg-inn")


def test_drafts_are_shown_as_begun_and_as_ready(there: House) -> None:
    draft = writing.save(there.system, KARI, SEVEN, CLEAN, 0)
    assert "Påbegynt" in mine(there) and "Fyll ut videre" in mine(there)
    one = f"{MINE}/7/2026/{STAVANGER}"
    assert "Kari fylte sist ut" in text_of(there.visit(OLA).get(one).text)
    eform_sending.hand_over(there.system, KARI, SEVEN, draft.version, {})
    assert "Klar til sending Send det som er klart" in " ".join(mine(there).replace("–", "").split())
    page = there.visit(OLA).get(one)
    assert "Kari meldte skjemaet klart" in text_of(page.text) and f'href="{one}/fyll-ut/se-over"' in page.text


def test_what_waits_stands_first(there: House) -> None:
    thread = talking.start(
        there.system, STATISTICIAN, Subject(STAVANGER, "Hei", "11F", Period(2026)), "Kan dere ringe?"
    )
    assert "1 ulest melding fra SSB" in mine(there)
    there.visit(OLA).get(f"/nb/meldinger/{thread.id}")
    assert "ulest" not in mine(there)


def test_one_delivery_has_the_key_for_encrypting_and_the_way_to_write(there: House) -> None:
    page = there.visit(OLA).get(PAGE).text
    recipient = there.system.opener.recipient()
    assert recipient.startswith("age1") and f"age -r {recipient}" in page
    link = f"/nb/meldinger?region={STAVANGER}&amp;om=11F%2F2026&amp;emne=Skjema+11F+for+2026#ny"
    assert link in page
    form = there.visit(OLA).get(link.replace("&amp;", "&").partition("#")[0]).text
    assert 'name="om" value="11F/2026"' in form and 'value="Skjema 11F for 2026"' in form


def test_a_stopped_file_is_told_with_what_to_mend_and_the_report_is_a_file(there: House) -> None:
    ola = there.visit(OLA)
    place = upload(ola, PAGE, stopped_file()).headers["location"]
    there.work()
    page = text_of(ola.get(place).text)
    assert "Stoppet: det må rettes og sendes på nytt" in page and "K03" in page
    assert "Stoppet av kontrollene" in mine(there) and "Rett og send på nytt" in mine(there)
    nynorsk = ola.get(place.replace("/nb/", "/nn/") + "/rapport.csv").text
    bokmal = ola.get(place + "/rapport.csv").text
    assert "K03" in nynorsk and nynorsk != bokmal
    assert ola.get(place + "/rapport.json").json()["severity"] in ("error", "fatal")
    assert ola.get(place + "/rapport.xlsx").content.startswith(b"PK")
    report = ola.get(place + "/rapport.html").text
    assert "<table" in report and "/nb/veiledning/11F/2026/kommune_nr" in report
    assert 'href="/nb/veiledning/11F/2026/kommune_nr"' in ola.get(place).text
    assert upload(ola, PAGE, file_of(STAVANGER)).status_code == 303
    there.work()
    assert "Stoppet av kontrollene" not in mine(there)


def test_every_page_is_there_in_both_written_forms(there: House) -> None:
    ola, anna = there.visit(OLA), there.visit(ANNA)
    place = upload(ola, PAGE, file_of(STAVANGER)).headers["location"]
    there.work()
    thread = posted(ola, "/nb/meldinger/ny", region=STAVANGER, emne="Hei", tekst="Hei").headers["location"]
    for path in (MINE, PAGE, f"{MINE}/7/2026/{STAVANGER}", place, f"{place}/kvittering", "/nb/meldinger", thread):
        for language, other in (("nb", "nn"), ("nn", "nb")):
            answer = ola.get(path.replace("/nb/", f"/{language}/", 1))
            assert answer.status_code == 200 and f'<html lang="{language}"' in answer.text, path
            assert f'href="/sprak/{other}/' in answer.text
    assert "Kontaktpersonar i Stavanger" in anna.get(f"/nn/kontaktpersoner/{STAVANGER}").text


def test_the_language_of_the_municipality_is_the_first_they_meet(there: House) -> None:
    with there.system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.people.put_language(STAVANGER, Language.NYNORSK)
    page = there.visit(OLA).get(MINE.replace("/nb/", "/nn/"))
    assert "Innsendingane mine" in text_of(page.text)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{MINE}/11F/tull/{STAVANGER}", 404),
        (f"{MINE}/TULL/2026/{STAVANGER}", 404),
        (f"{MINE}/7B/2026/{STAVANGER}", 404),
        (f"{MINE}/11F/2026/460100", 403),
        ("/nb/innsending/finnesikke", 404),
        ("/nb/feilliste/finnesikke", 404),
        ("/nb/meldinger/finnesikke", 404),
        ("/nb/kontaktpersoner/460100", 403),
    ],
)
def test_what_is_not_there_or_not_theirs_is_told(there: House, path: str, status: int) -> None:
    assert there.visit(OLA).get(path).status_code == status


def test_a_right_for_one_form_shows_that_form_alone(there: House) -> None:
    one = replace(NILS, actor=replace(NILS.actor, id="per", name="Per"))
    per = there.visit(one)
    with there.system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        add(tx, one.actor, STAVANGER, "11CF", Right.SEE, "test")
    page = text_of(per.get(MINE).text)
    assert "11CF" in page and "11F" not in page
    assert per.get(PAGE).status_code == 403


def test_contacts_are_kept_by_those_who_administer(there: House) -> None:
    here = f"/nb/kontaktpersoner/{STAVANGER}"
    anna, ola = there.visit(ANNA), there.visit(OLA)
    contact = {"navn": "Kari Kontakt", "epost": "kari@k.example", "telefon": "", "rolle": "submission"}
    assert posted(ola, here, **contact).status_code == 403
    assert "Lagre</button>" not in ola.get(here).text
    assert posted(anna, here, **contact).headers["location"] == here
    page = anna.get(here).text
    assert "Kari Kontakt" in text_of(page) and "Kari Kontakt" in text_of(ola.get(here).text)
    id = page.partition('name="fjern" value="')[2].partition('"')[0]
    wrong = posted(anna, here, **contact | {"id": id, "epost": "ikke en adresse"})
    assert wrong.status_code == 422 and "er ikke en e-postadresse" in text_of(wrong.text)
    posted(anna, here, **contact | {"id": id, "telefon": "51 00 00 00"})
    assert "51 00 00 00" in text_of(ola.get(here).text)
    posted(anna, here, fjern=id)
    assert "Ingen er registrert." in text_of(ola.get(here).text)


def test_messages_go_both_ways_and_only_between_those_two(there: House) -> None:
    ola, siri, berit = there.visit(OLA), there.visit(SIRI), there.visit(BERIT)
    wrong = posted(ola, "/nb/meldinger/ny", region=STAVANGER, emne="Person", tekst="Gjelder 15859010123")
    assert wrong.status_code == 422 and "ser ut til å ha et fødselsnummer" in text_of(wrong.text)
    assert "Gjelder 15859010123" in wrong.text
    thread = posted(ola, "/nb/meldinger/ny", region=STAVANGER, om="11F/2026", emne="Fil", tekst="Hei\nSSB")
    place = thread.headers["location"]
    assert "Fil Stavanger 1 ulest 11F 2026" in text_of(siri.get("/nb/meldinger").text)
    assert "Ola (kommunen) Hei SSB" in text_of(siri.get(place).text)
    assert "ulest" not in text_of(siri.get("/nb/meldinger").text)
    posted(siri, f"{place}/svar", tekst="Hei, Ola")
    assert "Siri (SSB) Hei, Ola" in text_of(ola.get(place).text)
    assert berit.get(place).status_code == 404 and posted(berit, f"{place}/svar", tekst="x").status_code == 404
    assert posted(berit, "/nb/meldinger/ny", region=STAVANGER, emne="x", tekst="x").status_code == 403
    assert posted(siri, f"{place}/avslutt").status_code == 303
    assert text_of(ola.get("/nb/meldinger").text).count("12. januar 2027") == 2
    posted(ola, f"{place}/svar", tekst="Takk")
    assert text_of(ola.get("/nb/meldinger").text).count("12. januar 2027") == 1


def test_nothing_is_written_without_a_token_of_the_session(there: House) -> None:
    ola = there.visit(OLA)
    writes = {
        f"{PAGE}/ingenting": {"sikker": "ja"},
        "/nb/meldinger/ny": {"region": STAVANGER, "emne": "x", "tekst": "x"},
        "/nb/innsending/x/send": {},
        "/nb/innsending/x/trekk-tilbake": {},
        "/nb/feilliste/x/svar": {},
        "/nb/feilliste/x/regneark/inn": {},
    }
    answers: dict[str, httpx.Response] = {path: ola.post(path, form) for path, form in writes.items()}
    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(writes, 403)


def test_the_page_says_what_may_be_done_only_to_see(there: House) -> None:
    assert "Du kan se" in text_of(there.visit(SISSEL).get(PAGE).text)
    assert "Du kan gjøre klar, sende" in text_of(there.visit(OLA).get(PAGE).text)


@pytest.mark.parametrize("room", ["portal", "desk", "audit"])
def test_every_text_is_in_both_written_forms(room: str) -> None:
    import kostra.web as web

    texts = tomllib.loads((Path(web.__path__[0]) / room / "texts.toml").read_text(encoding="utf-8"))
    assert [key for key, text in texts.items() if not (text["nb"].strip() and text["nn"].strip())] == []


def test_the_desk_sees_that_a_form_for_another_body_came_and_nothing_of_what_it_says(there: House) -> None:
    passing.open_for(there.system, there.clock)
    id = passing.sent(there.system, passing.stays()).id
    there.work()
    siri = there.visit(SIRI)
    answer = siri.get(f"/nb/innsending/{id}")
    page = text_of(answer.text)
    assert answer.status_code == 200 and "Mottatt for Bufdir" in page and "SSB ser ikke innholdet" in page
    assert "Hva kontrollene fant" not in page and "Foreløpige tall" not in page
    assert siri.get(f"/nb/innsending/{id}/rapport.json").status_code == 403
    there.clock.move(days=800)  # No map goes as far back as the form.
    assert f"/nb/innsending/{id}" in siri.get(f"/nb/skrivebord/enhet/{STAVANGER}").text
    assert there.visit(BERIT).get(f"/nb/innsending/{id}").status_code == 404
