"""Links on persons, code mappings and scenarios as pages: no id on any of them, and what has not come is no error."""

from __future__ import annotations

import pytest

from integration.portal.asking import text_of
from integration.portal.house import SIRI, STAVANGER, House
from integration.reconciling.delivering import Jobs, account, deliver, persons, refugees
from integration.reconciling_pages.looking_at import SCENARIO, TOP, read, sent_file
from integration.registers.sending import send as send_register
from kostra.app.system import System
from kostra.forms import catalogue
from oracle.judging import cut
from unit.registers.files import file
from unit.registers.files import persons as population

PEOPLE = f"{TOP}/folkeregisteret/11F/2026"


def test_persons_against_the_population_register(there: House, system: System, run_jobs: Jobs) -> None:
    assert "Folkeregisteret" in read(there, PEOPLE) and "Her er det ingenting å koble ennå." in read(there, PEOPLE)
    content, _ = persons(2026, 4)
    version = catalogue.form("11F").version(2026)
    numbers = [cut(version, line)["person_fodselsnr"] for line in content.decode("latin-1").splitlines()]
    deliver(system, run_jobs, "11F", 2026, content)
    rows = (f"{number};1990-05-15;{sex};1;9;1103;;" for number, sex in zip(numbers[:3], "121", strict=True))
    send_register(system, "folkeregisteret", population(*rows))

    coverage = read(there, PEOPLE)
    assert "Stavanger 110300 4 0,0" in coverage and "3 (75,0" in coverage
    agreement = read(there, f"{PEOPLE}?vis=stemmer")
    assert "Stemmer:" in agreement and "1 Mann" in agreement and "Nei" in agreement
    differing = there.visit(SIRI).get(f"{PEOPLE}?vis=ulike").text
    assert "Stavanger, linje" in text_of(differing)
    for page in (coverage, agreement, differing):
        assert not any(number in page for number in numbers)
    # The record that disagrees is one click away.
    record = differing.partition(f'href="/nb/redigering/11F/2026/post/{STAVANGER}/')[2].partition('"')[0]
    assert there.visit(SIRI).get(f"/nb/redigering/11F/2026/post/{STAVANGER}/{record}").status_code == 200
    assert "«alt» er ikke et av valgene" in read(there, f"{PEOPLE}?vis=alt", 422)


@pytest.mark.parametrize(
    "path", [f"{TOP}/nir/2016", f"{TOP}/nir/2026", f"{TOP}/bosted/2026", f"{TOP}/folkeregisteret/11CF/1999"]
)
def test_what_has_not_come_leaves_an_empty_page(there: House, path: str) -> None:
    assert "Her er det ingenting å koble ennå." in read(there, path)


def test_benefit_by_residence(there: House, system: System) -> None:
    rows = [f"15859010331;1103;{who};2026-0{month};20000" for month, who in ((1, "1103"), (2, "1127"))]
    send_register(system, "a_ordningen", file("fodselsnr;bostedskommune;rapportert_av;maaned;belop", *rows))
    text = read(there, f"{TOP}/bosted/2026").replace("\u00a0", " ")
    assert "Stavanger 110300 40 000 20 000 50,0 % Randaberg" in text and "15859010331" not in text


def test_mappings_tell_what_does_not_map_and_why(there: House) -> None:
    text = read(there, f"{TOP}/kodenokler")
    assert "Digisos: botype til bosituasjon fra 2021 9 2" in text
    text = read(there, f"{TOP}/kodenokler/digisos_bosituasjon")
    assert "Skjema 11 har ingen egen kode" in text and "krisesenter" in text
    assert "Ingen av kodene kan kobles." in read(there, f"{TOP}/kodenokler/nir_avslutning")


def test_a_scenario_stands_beside_the_published(there: House, system: System, run_jobs: Jobs) -> None:
    assert "Ingenting blir lagret." in read(there, SCENARIO)
    deliver(system, run_jobs, "0A", 2026, account(2026, 1000, "243", "370"))
    deliver(system, run_jobs, "7", 2026, refugees(2026, 40_000))
    text = read(there, f"{SCENARIO}?andel=0,25").replace("\u00a0", " ")
    assert "Antatt: Samme andel er flyttet i alle kommuner" in text and "Andelen er 0,25." in text
    assert "Stavanger 110300 243 1 000 000 750 000 1 000 000 750 000 20,0 15,0" in text
    assert "Uten regnskap, og ikke med: 356" in text
    text = read(there, f"{SCENARIO}?andel=0,25&funksjon=253").replace("\u00a0", " ")
    assert "Stavanger 110300 253 0 250 000" in text

    answer = sent_file(there, SCENARIO, b"region;belop;aarsverk\n1103;400000;7,5\n")
    text = text_of(answer.text).replace("\u00a0", " ")
    assert answer.status_code == 200 and "Stavanger 110300 253 0 400 000 0 400 000 0,0 7,5" in text
    assert "Antatt" not in text


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "Velg en fil med beløp og årsverk."),
        (b"", "Velg en fil med beløp og årsverk."),
        ("region;belop\n1103;ø\n".encode("latin-1"), "ikke skrevet i UTF-8"),
        (b"region;kroner\n1103;4\n", "Den skal ha region, belop, aarsverk"),
        (b"region;belop\n1103;4\n", "110300 har ikke levert regnskap"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(there: House, content: bytes | None, told: str) -> None:
    answer = sent_file(there, SCENARIO, content)
    assert answer.status_code == 422 and told in text_of(answer.text)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("2026?andel=mye", "«mye» er ikke en andel"),
        ("2026?andel=2", "Skriv en andel fra 0 til 1"),
        ("2026?andel=1e999999999", "«1e999999999» er ikke en andel"),
        ("2026?andel=0,5&funksjon=999", "«999» er ikke et av valgene"),
        ("2020?andel=0,5", "flytter ingenting i 2020"),
    ],
)
def test_a_share_that_cannot_be_used_is_told(there: House, query: str, told: str) -> None:
    assert told in read(there, f"{TOP}/hva-om/rusinstitusjoner/{query}", 422)
