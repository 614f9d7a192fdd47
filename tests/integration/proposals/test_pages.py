"""Proposals through the web: from a link to a decision, what is refused and what stays, and who sees what."""

from __future__ import annotations

import html
import re
from datetime import date
from pathlib import Path

import httpx
import pytest

from integration.databases import Database, SetClock
from integration.portal.house import House, house
from integration.proposals.walking import BEGINS, BERIT, DEADLINE, LEA, NILS, OLA, PARTIES, SIRI, entered, plain
from integration.web.visiting import Visitor, hidden
from kostra.app.proposals.hearing import hearings
from kostra.app.system import System

TOP = "/nb/forslag"
ASKED = "Hvilken trygd som gir mest penger i året."
NEW = {
    "slag": "guide",
    "skjema": "11F",
    "felt": "TRYGDESIT",
    "aar": "2027",
    "fra": "municipality|Stavanger",
    "tittel": "Klarere veiledning om trygd",
    "hva": "Si at det er trygden som gir mest penger, som skal føres.",
    "hvorfor": "Kommunene fører den første trygden de finner.",
    "serier": "Ingenting",
    "kommuner": "Lettere å svare",
    "leverandorer": "Ny hjelpetekst",
    "brukere": "",
}
CHANGE = {
    "gjor": "endring",
    "slag": "field_guidance",
    "form": "11F",
    "field": "trygdesit",
    "part": "asked",
    "text_nb": ASKED,
    "text_nn": "Kva trygd som gir mest pengar i året.",
}


@pytest.fixture
def there(system: System, database: Database, clock: SetClock, tmp_path: Path) -> House:
    found = house(system, database, clock, tmp_path)
    clock.time = BEGINS
    return found


def edition(page: str) -> str:
    found = re.search(r'name="utgave" value="(\d+)"', page)
    assert found is not None
    return found[1]


def forged(visitor: Visitor, action: str, form: dict[str, str]) -> httpx.Response:
    """A form of their own session, sent where no page offers it."""
    own = hidden(visitor.get(f"{TOP}/nytt?slag=guide").text, f"{TOP}/nytt")
    return visitor.post(action, {"csrf": own["csrf"]} | form, origin=visitor.base)


def test_a_proposal_is_walked_from_a_link_to_a_decision(there: House, clock: SetClock) -> None:
    ola, siri, lea, berit, anybody = (there.visit(who) for who in (OLA, SIRI, LEA, BERIT, None))
    kinds = ola.get(f"{TOP}/nytt?skjema=11F&felt=trygdesit").text
    assert "Veiledningstekst" in kinds and 'name="felt" value="trygdesit"' in kinds
    form = ola.get(f"{TOP}/nytt?slag=guide&skjema=11F&felt=trygdesit").text
    assert 'value="trygdesit"' in form and "Stavanger" in form and 'value="2026"' in form
    assert ola.send(f"{TOP}/nytt?slag=guide", f"{TOP}/nytt", NEW).headers["location"] == f"{TOP}/1"

    # A draft is its author's own, and the desk's.
    one = f"{TOP}/1"
    assert anybody.get(one).status_code == 404 and berit.get(one).status_code == 404
    assert "Kladd" in siri.get(one).text and "Klarere veiledning" not in anybody.get(TOP).text
    wrong = ola.send(one, one, {"gjor": "fremm"})
    assert wrong.status_code == 422 and "Skriv hva forslaget betyr for brukerne av statistikken" in wrong.text
    edit = ola.get(f"{one}/rediger").text
    assert html.escape(NEW["hva"]) in edit
    saved = ola.send(f"{one}/rediger", f"{one}/rediger", NEW | {"brukere": "Likere tall", "utgave": edition(edit)})
    assert saved.status_code == 303

    # What it changes, exactly. What is not there is refused with what can be written, and nothing is lost.
    boxes = ola.get(f"{one}/endringer?slag=field_guidance").text
    assert 'id="box-text_nn"' in boxes and 'value="trygdesit"' in boxes
    typed = CHANGE | {"utgave": edition(boxes)}
    lost = ola.send(f"{one}/endringer?slag=field_guidance", f"{one}/endringer", typed | {"field": "trygd"})
    assert lost.status_code in (409, 422) and ASKED in lost.text
    assert ola.send(f"{one}/endringer?slag=field_guidance", f"{one}/endringer", typed).status_code == 303
    assert ASKED in ola.get(one).text
    assert ola.send(one, one, {"gjor": "fremm"}).status_code == 303

    # From now on it is for anybody, without names.
    public = anybody.get(one).text
    assert "Stavanger" in public and "Ola" not in public and "Fremmet" in public
    assert "Hva du kan gjøre nå" not in public and "Ola" in siri.get(one).text
    assert anybody.post(one, {"gjor": "prov"}).status_code in (401, 303)
    refused = forged(berit, one, {"gjor": "flytt", "til": "withdrawn", "grunn": "Nei"})
    assert refused.status_code == 403 and "Bare den som har fremmet forslaget" in refused.text

    assert siri.send(one, one, {"gjor": "prov"}).status_code == 303
    assert "Prøvd på tidligere år" in anybody.get(one).text

    # The hearing.
    bad = {"gjor": "horing", "inviterte": "KS; ikke en adresse", "frist": "2026-04-20", "sporsmal": "Er det klart?"}
    told = siri.send(one, one, bad)
    assert told.status_code == 422 and "er ikke en e-postadresse" in told.text and "Er det klart?" in told.text
    soon = siri.send(one, one, bad | {"inviterte": PARTIES, "frist": "2026-02-11"})
    assert soon.status_code == 422 and "Velg en dag fra 7 til 120 dager" in soon.text
    assert siri.send(one, one, bad | {"inviterte": PARTIES}).status_code == 303
    letters = _letters(there)
    assert sorted(letters) == ["post@ks.example", "post@nav.example"]
    page = anybody.get(one).text
    assert "Har ikke svart: KS, Husbanken" in page and "post@ks.example" not in page

    berit_says = {"for": "annen", "kontor": "Bergen kommune", "syn": "for", "tekst": "Dette blir klarere."}
    assert berit.send(f"{one}/svar", f"{one}/svar", berit_says | {"tekst": ""}).status_code == 422
    assert berit.send(f"{one}/svar", f"{one}/svar", berit_says | {"for": ""}).status_code == 422
    assert "<option>Bergen</option>" in berit.get(f"{one}/svar").text, "what she may speak for"
    assert berit.send(f"{one}/svar", f"{one}/svar", berit_says).status_code == 303
    by_letter = {"for": "KS", "syn": "nothing", "tekst": "", "brev": "ja"}
    assert there.visit(NILS).send(f"{one}/svar", f"{one}/svar", by_letter).status_code == 403
    assert siri.send(f"{one}/svar", f"{one}/svar", by_letter).status_code == 303
    page = anybody.get(one).text
    assert "Bergen kommune (som de selv oppgir)" in page and "mottatt i brev" in page and "Berit" not in page

    # A week before, the silent are reminded, once; the day after, it is over.
    clock.time = BEGINS.replace(month=4, day=14)
    hearings(there.system)
    hearings(there.system)
    assert sorted(_letters(there)) == ["post@ks.example", "post@nav.example", "post@nav.example"]
    clock.time = BEGINS.replace(month=4, day=21)
    hearings(there.system)
    assert "Høringen er avsluttet" in anybody.get(one).text
    assert forged(berit, f"{one}/svar", berit_says).status_code == 409

    # The meeting, its agenda and minutes.
    assert siri.send(f"{TOP}/moter", f"{TOP}/moter", {"dag": "2026-05-11", "sted": ""}).status_code == 422
    met = siri.send(f"{TOP}/moter", f"{TOP}/moter", {"dag": "2026-05-11", "sted": "Teams"}).headers["location"]
    assert met == f"{TOP}/moter/1" and "Klarere veiledning om trygd" in siri.get(met).text
    assert siri.send(met, met, {"gjor": "saksliste"}).status_code == 422
    assert siri.send(met, met, {"gjor": "saksliste", "forslag": "1"}).status_code == 303
    agenda = anybody.get(f"{met}.md").text
    assert "Sak 1: forslag 1" in agenda and "Dette blir klarere." in agenda
    assert forged(siri, met, {"gjor": "referat", "tekst": "For tidlig", "om": "1"}).status_code == 409
    clock.time = BEGINS.replace(month=5, day=11)
    assert siri.send(met, met, {"gjor": "referat", "tekst": "Alle støttet det.", "om": "1"}).status_code == 303
    assert "Alle støttet det." in anybody.get(met).text

    # The decision, by another than who has written it.
    assert "Avgjør forslaget" in lea.get(one).text
    yes = {"gjor": "bestem", "vedtak": "accepted", "aar": "2027", "grunn": "Støttet av alle som svarte."}
    assert lea.send(one, one, yes | {"grunn": ""}).status_code == 422
    assert lea.send(one, one, yes | {"aar": "neste"}).status_code == 422
    assert lea.send(one, one, yes).status_code == 303
    page = anybody.get(one).text
    assert "Vedtatt" in page and "Gjelder fra rapporteringsåret 2027" in page and "Støttet av alle som svarte." in page
    assert "Vedteke" in anybody.get(one.replace("/nb/", "/nn/")).text
    assert "Forslag vedtatt" in siri.get(one).text, "the log of events is at the desk"
    with there.system.transactions.begin(SIRI.actor, SIRI.scope) as tx:
        ((found, changes),) = tx.proposals.accepted(2027)
        assert found.number == 1 and len(changes) == 1 and tx.proposals.accepted(2026) == ()


def _letters(there: House) -> list[str]:
    with there.system.transactions.begin(SIRI.actor, SIRI.scope) as tx:
        return [address for letter in tx.cases.letters() for address in letter.to]


def test_the_list_is_narrowed_and_has_what_was_before(there: House) -> None:
    entered(there.system, plain())
    anybody = there.visit()
    page = anybody.get(TOP).text
    assert "Forslag (1)" in page and "Historikk 1998–2023" in page and "Spørsmål 4 i skjema 7 tas ut" in page
    assert "Forslag (1)" in anybody.get(f"{TOP}?skjema=11F&aar=2027&tilstand=entered&q=trygd+finner").text
    nothing = anybody.get(f"{TOP}?skjema=12").text
    assert "Forslag (0)" in nothing and "Ingen forslag passer" in nothing
    assert "Klarere språk" not in anybody.get(f"{TOP}?tilstand=rejected").text
    for wrong in ("skjema=99", "aar=tull", "tilstand=x"):
        assert anybody.get(f"{TOP}?{wrong}").status_code == 422
    table = anybody.get(f"{TOP}.csv").text
    assert table.startswith("\ufeffnummer;") and "1;Klarere veiledning om trygd;Veiledningstekst;11F;2027" in table
    assert anybody.get(f"{TOP}.csv?aar=tull").status_code == 422
    earlier = anybody.get("/nn/forslag/historikk/sporsmaal-4-2023").text
    assert "Spørsmål 4 i skjema 7 blir teke ut" in earlier and "rapport 2023" in earlier
    for lost in ("historikk/tull", "99", "tull", "moter/99", "moter/tull"):
        assert anybody.get(f"{TOP}/{lost}").status_code == 404
    assert f'href="{TOP}"' in anybody.get("/nb/skjema").text


def test_the_clock_shows_where_each_stands_and_what_is_late(there: House, clock: SetClock) -> None:
    entered(there.system, plain(year=2026))
    anybody = there.visit()
    early = anybody.get(f"{TOP}/klokken").text
    assert "Årsklokken 2026" in early and "20. august 2026" in early and "Rakk ikke" not in early
    assert "2. november 2026" in early, "1 November is a Sunday"
    clock.time = BEGINS.replace(month=9, day=1)
    late = anybody.get(f"{TOP}/klokken").text
    assert "Sent ute: 1." in late and "Rakk ikke" in late and "Kan tidligst gjelde fra 2027" in late
    assert "Ingen forslag hører til dette året." in anybody.get(f"{TOP}/klokken?aar=2030").text
    assert anybody.get("/nn/forslag/klokken?aar=tull").status_code == 422


def test_what_is_written_over_by_another_is_refused_and_stays_on_the_page(there: House) -> None:
    number = entered(there.system, plain())
    ola, siri, one = there.visit(OLA), there.visit(SIRI), f"{TOP}/{number}"
    seen = edition(ola.get(f"{one}/rediger").text)
    typed = NEW | {"brukere": "Likere tall", "tittel": "Enda klarere", "grunn": "Presisering", "utgave": seen}
    assert siri.send(f"{one}/rediger", f"{one}/rediger", typed | {"grunn": ""}).status_code == 422
    assert siri.send(f"{one}/rediger", f"{one}/rediger", typed).status_code == 303
    late = ola.send(f"{one}/rediger", f"{one}/rediger", typed | {"tittel": "Olas tittel"})
    assert late.status_code == 409 and "Olas tittel" in late.text and "Siri" in late.text
    page = there.visit().get(one).text
    assert "Enda klarere" in page and "Stavanger" in page, "the desk does not make it its own"
    assert there.visit(BERIT).get(f"{one}/rediger").status_code == 403
    assert there.visit().get(f"{one}/rediger").status_code in (302, 303)


def test_bad_input_is_told_and_kept(there: House) -> None:
    ola, new = there.visit(OLA), f"{TOP}/nytt"
    for changed, said in (
        ({"skjema": "99"}, "Det finnes ikke noe skjema «99»"),
        ({"felt": "finnesikke"}, "Du kan skrive"),
        ({"aar": "1999"}, "Skriv et år fra 2026 til 2031"),
        ({"aar": "neste"}, "Skriv fire siffer"),
        ({"tittel": "x" * 161}, "Tittelen har 161 tegn"),
        ({"fra": "ssb|Statistisk sentralbyrå"}, "Du har ikke rett til å fremme forslag for"),
        ({"fra": "municipality|Bergen"}, "Du kan velge Stavanger"),
        ({"hva": "Se personen 01017012345 i vår"}, "fødselsnummer"),
        ({"slag": "changed-code", "kode": "99"}, "har ikke koden «99»"),
        ({"slag": "blocking-control", "kontroll": "K999"}, "har ingen kontroll «K999»"),
        ({"slag": "table", "tabell": "1"}, "Det finnes ingen tabell «1»"),
    ):
        answer = ola.send(f"{new}?slag=guide", new, NEW | changed)
        text = html.unescape(answer.text)
        assert answer.status_code == 422 and said in text, changed
        if "hva" not in changed:
            assert NEW["hva"] in text, "nothing is lost"
    assert ola.send(f"{new}?slag=guide", new, NEW | {"slag": "tull"}).status_code == 422
    assert (
        there.visit(NILS).send(f"{new}?slag=guide", new, NEW | {"fra": "vendor|", "kontor": "Alfa"}).status_code == 303
    )
    assert "Alfa (som de selv oppgir)" in there.visit(NILS).get(f"{TOP}/1").text
    assert there.visit(NILS).get(f"{TOP}/nytt?slag=simplify&skjema=11F").text.count("<textarea") == 10


def test_dates_that_are_none_are_refused(there: House) -> None:
    number, siri = entered(there.system, plain()), there.visit(SIRI)
    one = f"{TOP}/{number}"
    asked = {"gjor": "horing", "inviterte": "KS", "frist": "snart", "sporsmal": "Ja?", "grunn": "Bare en tekst"}
    assert "er ikke en dag" in siri.send(one, one, asked).text
    assert siri.send(one, one, asked | {"frist": f"{DEADLINE}"}).status_code == 303
    assert siri.send(one, one, {"gjor": "tull"}).status_code == 422
    assert siri.send(one, one, {"gjor": "bestem", "vedtak": "kanskje", "grunn": "x"}).status_code == 422
    assert siri.send(f"{TOP}/moter", f"{TOP}/moter", {"dag": f"{date(2030, 1, 1)}", "sted": "Oslo"}).status_code == 422
    assert there.visit(OLA).post(f"{TOP}/moter", {"dag": "2026-05-11", "sted": "Oslo"}).status_code == 403
