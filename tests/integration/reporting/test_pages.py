"""The report on the pages: made, written in by two who do not overwrite each other, counted anew without a word lost, finished by one and
published by another, and read by anybody.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest

from integration.desk.season import post
from integration.portal.asking import text_of
from integration.portal.house import OLA, SIRI, House
from integration.publication.released import OLE
from integration.reporting.played import YEAR, played
from kostra.app.permissions import Asker, Forbidden
from kostra.app.ports.transaction import Scope
from kostra.app.reporting import making, moving, seeing, writing
from kostra.app.system import System
from kostra.model.errors import Conflict, Missing, Refused
from kostra.model.people import HOUSE
from kostra.model.text import Language
from kostra.reporting.reading import sections
from kostra.reporting.states import State

DESK, PUBLIC = f"/nb/skrivebord/rapport/{YEAR}", f"/nb/rapport/{YEAR}"
FREE, SENTENCE = "innsamling", "kort/forslag"


def read(there: House, path: str, who: Asker | None = SIRI, status: int = 200) -> str:
    answer = there.visit(who).get(path)
    assert answer.status_code == status, (answer.status_code, text_of(answer.text))
    return text_of(answer.text).replace("\u00a0", " ")


def said(there: House, path: str, who: Asker = SIRI, status: int = 303, **form: Any) -> str:
    answer = post(there.visit(who), path, form)
    assert answer.status_code == status, (answer.status_code, text_of(answer.text))
    return text_of(answer.text).replace("\u00a0", " ")


def words(nb: str, nn: str = "") -> dict[str, Any]:
    return {"tekst-nb": nb, "tekst-nn": nn}


def events(system: System) -> list[tuple[str, str, str]]:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        found = [one for one in reversed(tx.log.of(limit=10_000)) if one.event.action.startswith("report.")]
        return [(one.event.action, one.actor.name, one.event.reason) for one in found]


def test_before_anything_is_made_and_only_for_statisticians(there: House) -> None:
    front = read(there, "/nb/skrivebord/rapport")
    assert "2026 Utkast Ikke laget –" in front and "2025 Utkast Ikke laget –" in front
    assert "Rapporten er ikke laget. Lag utkastet først." in read(there, DESK)
    assert "Ingen rapporter er publisert ennå." in read(there, "/nb/rapport", None)
    assert "Ingen rapportar er publiserte enno." in read(there, "/nn/rapport", None)
    assert "er ikke publisert" in read(there, PUBLIC, None, 404)
    assert "«x» er ikke et år. Skriv fire siffer" in read(there, "/nb/rapport/x", None, 404)
    for path in ("/nb/skrivebord/rapport", DESK, f"{DESK}/tekst/{FREE}", f"{DESK}/rapport.pdf"):
        assert there.visit(OLA).get(path).status_code == 403
    assert there.visit(OLA).post(DESK, {}).status_code == 403
    with pytest.raises(Forbidden):
        making.make(there.system, OLA, there.folder, YEAR)
    assert "Ingen årlige skjema er samlet inn for 1999" in said(
        there, DESK.replace("2026", "1999"), status=404, gjor="lag"
    )
    assert "«noe» er ikke noe siden kan gjøre" in said(there, DESK, status=422, gjor="noe")
    assert "er ikke laget" in said(there, DESK, status=404, gjor="ferdig")
    assert events(there.system) == []


def test_from_the_first_count_to_the_readers(there: House) -> None:
    played(there)
    said(there, DESK, gjor="lag")
    draft = read(there, DESK)
    assert "Skjema 11F: Ved publiseringen av foreløpige tall 15. mars 2027 manglet 8 enheter" in draft
    assert "Nytt felt om norskopplæring" in draft and "Bare et utkast" not in draft
    assert "Skriv her 6.2 Innsamling av data (rapportering)" in draft
    nynorsk = read(there, DESK.replace("/nb/", "/nn/"))
    assert "Skjema 11F: Ved publiseringa av førebelse tal 15. mars 2027 mangla 8 einingar" in nynorsk

    # Free words, in one written form; the other shows them too, marked as what they are.
    assert "Skriv hva som var vanskelig for kommunene" in read(there, f"{DESK}/tekst/{FREE}")
    said(there, f"{DESK}/tekst/{FREE}", sett="0", **words("Mange var sene.\n\nDe ble ringt."))
    page = there.visit(SIRI).get(DESK).text
    assert "<p>Mange var sene.</p>" in page and "<p>De ble ringt.</p>" in page
    assert '<p lang="nb">Mange var sene.</p>' in there.visit(SIRI).get(DESK.replace("/nb/", "/nn/")).text

    # Other words for a sentence: the figures that still stand lead to where they are from.
    own = "Gruppen så på 5 forslag, og 1 ble vedtatt."
    said(there, f"{DESK}/tekst/{SENTENCE}", sett="0", **words(own))
    page = there.visit(SIRI).get(DESK).text
    here = f"/nb/rapport/{YEAR}/tall/forslag-behandlet/alle"
    assert f'Gruppen så på <a class="ds-link figure" href="{here}">5</a> forslag' in page

    # Counted anew, with one proposal more: both are shown, and it cannot be finished before somebody has chosen.
    with there.system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        _one_more_proposal(tx)
    said(there, DESK, gjor="lag")
    draft = read(there, DESK)
    assert "Velg hva som skal stå" in draft and SENTENCE in draft and own in draft
    assert "På 1 sted sier systemet noe annet enn da teksten ble skrevet" in said(
        there, DESK, status=409, gjor="ferdig"
    )
    slot = read(there, f"{DESK}/tekst/{SENTENCE}")
    assert f"Det som er skrevet {own}" in slot and "Systemet sa da I 2027 er 5 forslag" in slot
    assert "Systemet sier nå I 2027 er 6 forslag" in slot
    said(there, f"{DESK}/tekst/{SENTENCE}", sett=_seen(there, SENTENCE), gjor="behold", maalform="nb")
    assert "Velg hva som skal stå" not in read(there, DESK) and own in read(there, DESK)
    said(there, f"{DESK}/tekst/{SENTENCE}", sett=_seen(there, SENTENCE), gjor="talt", maalform="nb")
    assert own not in read(there, DESK) and "I 2027 er 6 forslag" in read(there, DESK)

    # Finished by one, published by another, and not changed while it is.
    said(there, DESK, gjor="ferdig")
    assert "Ferdig, venter på en kollega" in read(there, DESK) and "Skriv her" not in read(there, DESK)
    assert "Åpne den igjen" in said(there, f"{DESK}/tekst/{FREE}", status=409, sett=_seen(there, FREE), **words("x"))
    assert "Åpne den igjen" in said(there, DESK, status=409, gjor="lag")
    assert "Be en kollega lese den" in said(there, DESK, status=422, gjor="publiser")
    assert there.visit().get(PUBLIC).status_code == 404
    said(there, DESK, OLE, gjor="publiser")
    public = read(there, PUBLIC, None)
    assert "Mange var sene." in public and "Utgave 1." in public and "Skriv her" not in public
    assert "Rapporteringsåret 2026" in read(there, "/nb/rapport", None)
    assert "Hvor" not in said(there, DESK, gjor="apne", hvorfor="En kommune ble nevnt feil")
    said(there, f"{DESK}/tekst/{FREE}", sett=_seen(there, FREE), **words("Noe annet.", "Noko anna."))
    assert "Mange var sene." in read(there, PUBLIC, None), "what readers have is there until the next one is"
    said(there, DESK, OLE, gjor="ferdig")
    said(there, DESK, SIRI, gjor="publiser")
    public = read(there, PUBLIC, None)
    assert "Noe annet." in public and "Utgave 2." in public and "Mange var sene." not in public
    assert "Noko anna." in read(there, PUBLIC.replace("/nb/", "/nn/"), None)
    done = [one for one in events(there.system) if one[0] not in ("report.made", "report.written")]
    assert done == [
        ("report.finished", "Siri", ""),
        ("report.published", "Ole", ""),
        ("report.opened", "Siri", "En kommune ble nevnt feil"),
        ("report.finished", "Ole", ""),
        ("report.published", "Siri", ""),
    ]
    _files(there)
    _behind(there)


def _files(there: House) -> None:
    """The same bytes each time, and links that lead here from wherever they are read."""
    for language in ("nb", "nn"):
        for kind in ("html", "docx", "pdf"):
            path = f"/{language}/rapport/{YEAR}/rapport.{kind}"
            first, again = (there.visit().get(path) for _ in range(2))
            assert first.status_code == 200 and first.content == again.content
            assert f"rapport-{YEAR}-{language}.{kind}" in first.headers["content-disposition"]
    whole = there.visit().get(f"{PUBLIC}/rapport.html").text
    assert f"/nb/rapport/{YEAR}/tall/inngang-skulle/11F" in whole and whole.startswith("<!doctype html>")
    with zipfile.ZipFile(io.BytesIO(there.visit().get(f"{PUBLIC}/rapport.docx").content)) as parts:
        links = parts.read("word/_rels/document.xml.rels").decode()
    assert f"http://site.test/nb/rapport/{YEAR}/tall/inngang-skulle/11F" in links
    assert "Velg en av disse: html, docx, pdf" in read(there, f"{PUBLIC}/rapport.odt", None, 404)
    assert there.visit(SIRI).get(f"{DESK}/rapport.docx").status_code == 200


def _behind(there: House) -> None:
    """What a number counts, its parameters and its rows, for anybody."""
    told = read(there, f"{PUBLIC}/tall/inngang-manglet/11F/forelopig", None)
    assert "Enheter som manglet ved publiseringen 8" in told and "Skjema 11F Økonomisk sosialhjelp" in told
    assert (
        "Når foreløpige tall" in told
        and "110600 Haugesund" in told
        and "I den publiserte rapporten, utgave 2: 8." in told
    )
    nynorsk = read(there, f"/nn/rapport/{YEAR}/tall/rettinger-antall/11F", None)
    assert "Verdiar retta 3" in nynorsk and "svar frå kommunen" in nynorsk
    assert "har ikke tallet «finnes.ikke»" in read(there, f"{PUBLIC}/tall/finnes.ikke", None, 404)
    assert "har ikke tallet" in read(there, f"{PUBLIC}/tall/inngang-skulle/99", None, 404)
    found = seeing.published(there.system, YEAR).record
    for key in found.figures:
        answer = there.visit().get(f"{PUBLIC}/tall/{key}")
        assert answer.status_code == 200 and str(key) in answer.text, key


def test_two_who_write_at_once_are_told(there: House) -> None:
    said(there, DESK, gjor="lag")
    writing.write(there.system, OLE, YEAR, FREE, {Language.BOKMAL: "Oles ord."}, 0)
    answer = said(there, f"{DESK}/tekst/{FREE}", status=409, sett="0", **words("Siris ord.", "Orda til Siri."))
    assert "Ole har skrevet her etter at du åpnet siden" in answer
    page = post(there.visit(SIRI), f"{DESK}/tekst/{FREE}", {"sett": "0", "tekst-nb": "Siris ord.", "tekst-nn": ""}).text
    assert ">Siris ord.</textarea>" in page and "Oles ord." in page, "both are there to be put together"
    said(there, f"{DESK}/tekst/{FREE}", sett=_seen(there, FREE), **words("Oles og Siris ord."))
    assert "Oles og Siris ord." in read(there, DESK)
    log = read(there, f"{DESK}/tekst/{FREE}")
    assert "Ole, " in log and "Oles ord." in log, "nothing of what was written is gone"
    with pytest.raises(Conflict):
        writing.write(there.system, SIRI, YEAR, FREE, {Language.BOKMAL: "x"}, 0)


def test_what_cannot_be_written_is_refused_and_stays_in_the_field(there: House) -> None:
    said(there, DESK, gjor="lag")
    id = "010190" + "12345"
    for text, why in ((f"Kari {id} fikk ikke svar", "ser ut til å ha et fødselsnummer"), ("x" * 20_001, "høyst 20000")):
        answer = post(there.visit(SIRI), f"{DESK}/tekst/{FREE}", {"sett": "0", "tekst-nb": text, "tekst-nn": ""})
        assert answer.status_code == 422 and why in text_of(answer.text) and text in answer.text
    with there.database.everything() as connection:
        written = connection.execute("SELECT details::text FROM event WHERE action LIKE 'report.%'").fetchall()
    assert not any(id in row[0] for row in written)
    assert "mangler nummeret" in said(there, f"{DESK}/tekst/{FREE}", status=422, sett="ny", **words("x"))
    assert "Rapporten har ingen plass som heter «finnes/ikke»" in read(there, f"{DESK}/tekst/finnes/ikke", status=404)
    with pytest.raises(Missing):
        writing.write(there.system, SIRI, YEAR, "finnes/ikke", {Language.BOKMAL: "x"}, 0)
    with pytest.raises(Missing):
        writing.choose(there.system, SIRI, YEAR, FREE, Language.BOKMAL, 0, keep=True)
    with pytest.raises(Refused):
        moving.reopen(there.system, SIRI, YEAR, " ")
    assert seeing.draft(there.system, SIRI, YEAR).log == ()


def test_a_text_whose_place_is_gone_is_kept_and_shown(there: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same report, made by a version that has this section no more."""
    said(there, DESK, gjor="lag")
    said(there, f"{DESK}/tekst/annet", sett="0", **words("Om prosjektene."))
    real = sections()
    monkeypatch.setattr(making, "sections", lambda: tuple(one for one in real if one.id != "annet"))
    said(there, DESK, gjor="lag")
    draft = read(there, DESK)
    assert "Tekst uten plass" in draft and "annet Om prosjektene." in draft
    said(there, DESK, gjor="ferdig")
    said(there, DESK, OLE, gjor="publiser")
    assert "Om prosjektene." not in read(there, PUBLIC, None)
    said(there, DESK, gjor="apne", hvorfor="Teksten skal med")
    assert "Om prosjektene." in read(there, f"{DESK}/tekst/annet")
    monkeypatch.setattr(making, "sections", lambda: real)
    said(there, DESK, gjor="lag")
    assert "Tekst uten plass" not in read(there, DESK) and "Om prosjektene." in read(there, DESK)


def test_what_was_frozen_is_what_is_shown_or_nothing(there: House) -> None:
    making.make(there.system, SIRI, there.folder, YEAR)
    moving.finish(there.system, SIRI, YEAR)
    with pytest.raises(Conflict):
        moving.finish(there.system, SIRI, YEAR)
    moving.publish(there.system, OLE, YEAR)
    assert seeing.draft(there.system, SIRI, YEAR).state is State.PUBLISHED and seeing.years(there.system) == (YEAR,)
    with there.database.everything() as connection:
        connection.execute("UPDATE report_step SET record = replace(record, '11F', '11G') WHERE record IS NOT NULL")
    assert there.visit().get(PUBLIC).status_code == 500


def test_the_walls_hold(there: House) -> None:
    """Rows are added, never changed or taken away, and reached by those alone who reach the whole country."""
    making.make(there.system, SIRI, there.folder, YEAR)
    with there.system.transactions.begin(HOUSE, Scope(frozenset({"110300"}))) as tx:
        assert tx.reports.made(YEAR) == () and tx.reports.years() == ()
    with there.database.everything() as connection:
        rights = connection.execute(
            "SELECT table_name, privilege_type FROM information_schema.role_table_grants "
            "WHERE grantee = 'kostra_app' AND table_name IN ('report', 'report_text', 'report_step')"
        ).fetchall()
    assert {right for _, right in rights} == {"SELECT", "INSERT"} and len(rights) == 6


def _seen(there: House, slot: str) -> str:
    page = there.visit(SIRI).get(f"{DESK}/tekst/{slot}").text
    return page.partition('name="sett" value="')[2].partition('"')[0]


def _one_more_proposal(tx: Any) -> None:
    (one,) = [each for each in tx.proposals.every() if each.content.title == "Sivilstand fra folkeregisteret"]
    tx.proposals.add(replace(one, id="p9", versions=one.versions, moves=()))
    tx.proposals.move("p9", one.moves[0])
