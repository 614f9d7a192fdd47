"""Case systems: all of them for statisticians, its own for the one that asks, and nobody else's."""

from __future__ import annotations

import pytest

from integration.evaluation.played import ALFA, BETA, SENT, played, program
from integration.portal.asking import text_of
from integration.portal.house import BERGEN, GRORUD, MOSS, OLA, SIRI, House
from kostra.app.evaluation import vendors
from kostra.app.permissions import NOT_LOGGED_IN, Forbidden, NotLoggedIn

HERE = "/nb/skrivebord/leverandorer"


def test_statisticians_see_every_system_and_what_persons_sent(there: House) -> None:
    played(there)
    (year,) = vendors.every(there.system, SIRI, "11F")
    alfa, persons = year.vendors
    assert (alfa.vendor, alfa.units, alfa.records, alfa.findings) == ("Alfa", 3, 120, sum(n for _, n in SENT.values()))
    assert (persons.vendor, persons.records, persons.findings) == ("", 5, 3), "the first file, before it was mended"
    with pytest.raises(Forbidden):
        vendors.every(there.system, ALFA, "11F")


def test_a_system_is_told_of_its_own_alone(there: House) -> None:
    played(there)
    (last,) = vendors.own(there.system, ALFA, "11F")
    assert last.year == 2026 and last.told is not None
    assert (last.told.records, last.told.findings, last.told.units) == (120, 7, 3)
    assert [one.told for one in vendors.own(there.system, BETA, "11F")] == [None], "it has sent nothing"
    namesake = program("Alfa", BERGEN, MOSS, GRORUD)
    other = type(namesake)(type(namesake.actor)(namesake.actor.kind, "another", "Alfa"), namesake.mandates)
    assert vendors.own(there.system, other, "11F")[0].told is None, "a name can be taken by anybody"
    for person in (OLA, SIRI):
        with pytest.raises(Forbidden, match="Bare et fagsystem"):
            vendors.own(there.system, person, "11F")
    with pytest.raises(NotLoggedIn):
        vendors.own(there.system, NOT_LOGGED_IN, "11F")


def test_what_one_may_no_longer_see_is_not_told(there: House) -> None:
    played(there)
    assert vendors.own(there.system, program("Alfa", BERGEN, MOSS), "11F")[0].told is None, (
        "two municipalities are too few"
    )


def test_the_page_and_its_files(there: House) -> None:
    siri = there.visit(SIRI)
    assert "Ingen filer av dette skjemaet" in text_of(siri.get(HERE).text)
    played(there)
    page = siri.get(f"{HERE}?skjema=11F")
    told = text_of(page.text).replace("\u00a0", " ")
    assert (
        page.status_code == 200
        and "2026 Alfa 3 120 58,33 0,00" in told
        and "2026 Sendt av personer 1 5 600,00 0,00" in told
    )
    assert "K36 58,33 600,00" in told and 'href="/nb/skrivebord/evaluering/11F/K36"' in page.text
    csv = siri.get(f"{HERE}.csv?skjema=11F").content.decode("utf-8-sig").splitlines()
    assert csv[1:3] == ["2026;Alfa;Alle kontroller;3;120;7;58,33", "2026;Alfa;K36;3;120;7;58,33"]
    assert siri.get("/nn/skrivebord/leverandorer.xlsx?skjema=11F").status_code == 200
    assert "er ikke blant valgene" in text_of(siri.get(f"{HERE}?skjema=99Z").text)
    assert there.visit(OLA).get(HERE).status_code == 403 and there.visit().get(HERE).status_code in (303, 401)
