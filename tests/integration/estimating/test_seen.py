"""The pages and the commands: a run is asked for with a button, made in the background, and told with all that it rests on."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from integration.commands import Kostra, running
from integration.databases import SetClock
from integration.estimating.campaigns import deliver, silent
from integration.portal.asking import posted, text_of
from integration.portal.house import OLA, SIRI, House
from kostra.app.system import System
from kostra.cli import estimate
from kostra.model.errors import Refused

TOP = "/nb/redigering/estimat"
UNITS = ("110600", "110800", "111100", "111200", "111400", "111900", "112000", "460200", "460100", "310300", "030110")
QUIET = "111200"
ORDER = {"skjema": "11F", "ar": "2026", "hva": "provisional", "grunn": "foreløpige tall 15. mars"}


def fill(system: System) -> None:
    """Of those of the house's campaign, Stavanger has not sent anything."""
    deliver(system, 2025, {unit: 4 + number for number, unit in enumerate((*UNITS, "110300"))})
    deliver(system, 2026, {unit: 5 + number for number, unit in enumerate(UNITS) if unit != QUIET})
    silent(system, 2026, (QUIET,))


def test_from_the_button_to_the_revision(there: House) -> None:
    fill(there.system)
    siri = there.visit(SIRI)
    assert "Ingen beregninger er laget." in siri.get(TOP).text
    answer = posted(siri, TOP, **ORDER)
    assert answer.status_code == 303, answer.text
    here = str(answer.headers["location"])
    assert "revisjon/11F/2026" not in siri.get(TOP).text
    waiting = text_of(siri.get(here).text)
    assert "Lages nå. Beregningen lages i bakgrunnen." in waiting and "foreløpige tall 15. mars" in waiting
    assert siri.get(f"{here}/tall.csv").status_code == 409
    there.work()
    told = text_of(siri.get(here).text)
    assert "Rapportert 10, Forsinket 2." in told and "Prøvd på fjoråret: uten de 2 som mangler nå" in told
    assert (
        "Disse har ikke rapportert (2)" in told
        and "Stavanger 110300 Åpen for innsending Forsinket fjorårets tall" in told
    )
    assert "Tall for kommuner kan ikke publiseres: for få har rapportert, for mye mangler." in told
    assert "fjorårets tall er ikke samlet inn her" not in told
    assert "Menn, 25–44 år" in told and "Bidrag" in told and "Se revisjonen" not in told
    nynorsk = text_of(siri.get(here.replace("/nb/", "/nn/")).text)
    assert "Prøvd på fjoråret: utan dei 2 som manglar no" in nynorsk and "Fylke" in nynorsk

    figures = siri.get(f"{here}/tall.csv").text
    rows = list(csv.DictReader(io.StringIO(figures), delimiter=";"))
    assert {row["kan_publiseres"] for row in rows} == {"ja", "nei"} and "110300" not in figures
    record = siri.get(f"{here}/beregning.json")
    assert record.json()["kind"] == "provisional" and "application/json" in record.headers["content-type"]

    revised = f"{TOP}/revisjon/11F/2026"
    assert siri.get(revised).status_code == 404
    deliver(there.system, 2026, {QUIET: 9, "110300": 40}, version=2)
    posted(siri, TOP, **ORDER | {"hva": "final", "grunn": "endelige tall 15. juni"})
    there.work()
    page = text_of(siri.get(revised).text)
    assert "Rapport i stedet for beregnet tall +" in page and "Over 1 år er endringen" in page
    assert "Se revisjonen" in text_of(siri.get(here).text)
    assert "Revisjon av skjema 11F for 2026" in siri.get(TOP).text
    assert "Kor store endringane er" in siri.get(revised.replace("/nb/", "/nn/")).text


def test_the_first_year_knows_no_weight_and_a_run_that_hangs_is_told(there: House, clock: SetClock) -> None:
    deliver(there.system, 2026, {unit: 5 + number for number, unit in enumerate(UNITS)})
    deliver(there.system, 2026, {"110300": 9})
    silent(there.system, 2026, ("030101",))
    siri = there.visit(SIRI)
    here = str(posted(siri, TOP, **ORDER).headers["location"])
    assert "vanligvis under et minutt" in text_of(siri.get(here).text)
    clock.time += timedelta(minutes=16)
    assert "Si fra til driften" in text_of(siri.get(here).text)
    there.work()
    page = siri.get(here).text
    told = text_of(page)
    assert "Kan ikke beregnes, fordi en bydel i Oslo mangler" in told and "Landet, Oslo" in told
    assert "ingenting: kan ikke beregnes. Ring dem." in told
    rows = list(csv.DictReader(io.StringIO(siri.get(f"{here}/tall.csv").text), delimiter=";"))
    assert {row["vekt_prosent"] for row in rows} == {""}
    assert '<td class="right">11 av 11</td><td class="right"></td>' in page


def test_wrong_input_is_told_and_what_was_typed_stays(there: House) -> None:
    siri = there.visit(SIRI)
    for wrong, said in (
        ({"hva": "noe"}, "Velg om det er foreløpige tall"),
        ({"ar": "26"}, "«26» er ikke et år"),
        ({"ar": "1999"}, "finnes ikke for 1999"),
        ({"skjema": "7"}, "har ingen tall som beregnes"),
        ({"grunn": " "}, "Skriv hvorfor"),
    ):
        answer = posted(siri, TOP, **ORDER | wrong)
        assert answer.status_code == 422 and said in text_of(answer.text), wrong
    assert 'value="foreløpige tall 15. mars"' in posted(siri, TOP, **ORDER | {"ar": "26"}).text
    assert siri.get(f"{TOP}/finnes-ikke").status_code == 404
    assert siri.get(f"{TOP}/revisjon/11F/26").status_code == 404
    posted(siri, TOP, **ORDER | {"skjema": "11CF"})
    there.work()
    (here,) = re.findall(f'href="({TOP}/[0-9a-f]{{16}})"', siri.get(TOP).text)
    assert "Kunne ikke lages Skjemaet ventes fra færre enn to kommuner" in text_of(siri.get(here).text)


def test_only_statisticians_come_in(there: House) -> None:
    for path in (TOP, f"{TOP}/x", f"{TOP}/x/tall.csv", f"{TOP}/x/beregning.json", f"{TOP}/revisjon/11F/2026"):
        assert there.visit(OLA).get(path).status_code == 403
    assert there.visit(OLA).post(TOP, ORDER).status_code == 403
    assert there.visit().get(TOP).status_code in (303, 401)


@pytest.fixture
def kostra(system: System, capsys: pytest.CaptureFixture[str]) -> Kostra:
    return running(system, capsys, estimate.add, "estimate")


def test_the_commands(kostra: Kostra, system: System, tmp_path: Path) -> None:
    assert kostra("list") == "Ingen beregninger er laget.\n"
    fill(system)
    silent(system, 2026, ("110300",))
    text = kostra("2026", "--form", "11F", "--kind", "provisional", "--reason", "mars")
    assert "Skjema 11F for 2026, foreløpige tall" in text and "10 av 12 har rapportert" in text
    record = json.loads(kostra("2026", "--form", "11f", "--format", "json"))
    assert record["kind"] == "trial" and record["parts"][0]["run"]["period"] == "2026"
    out = tmp_path / "tall.csv"
    deliver(system, 2026, {QUIET: 9, "110300": 40}, version=2)
    kostra("2026", "--form", "11F", "--kind", "final", "--reason", "juni", "--format", "csv", "--out", str(out))
    assert out.read_text(encoding="utf-8").startswith("variabel;region;navn;tall;")
    assert "beregnet tall erstattet av rapport: " in kostra("revision", "2026", "--form", "11F")
    told = json.loads(kostra("revision", "2026", "--form", "11F", "--format", "json"))
    ids = [row["id"] for row in json.loads(kostra("list", "--format", "json"))]
    assert [told["first"], told["final"]] == [ids[2], ids[0]] and told["variables"][0]["causes"]["replaced"]
    between = kostra("revision", "2026", "--form", "11F", "--from", ids[2], "--to", ids[0], "--format", "csv")
    # The country was closed in March: two of twelve were silent.
    assert between.count(";03;") == 3 and ";EAK;" not in between
    assert kostra("list", "--form", "11CF", "--format", "csv").splitlines()[1:] == []
    assert "juni. Laget." in kostra("list")


def test_what_is_typed_wrong(kostra: Kostra) -> None:
    with pytest.raises(Refused, match="Skriv hvilket skjema"):
        kostra("2026")
    with pytest.raises(Refused, match="Skriv hvilket år"):
        kostra("revision", "--form", "11F")
    with pytest.raises(Refused, match="Skriv hvorfor"):
        kostra("2026", "--form", "11F", "--kind", "final")
    with pytest.raises(SystemExit):
        kostra("tull")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("2026", "2025", "--form", "11F"), "året 2025"),
        (("list", "2026"), "året 2026"),
        (("2026", "--form", "11F", "--from", "x"), "--from"),
        (("list", "--to", "x"), "--to"),
        (("list", "--kind", "final"), "--kind"),
        (("revision", "2026", "--form", "11F", "--reason", "juni"), "--reason"),
    ],
)
def test_what_would_be_ignored_is_refused(kostra: Kostra, given: tuple[str, ...], said: str) -> None:
    with pytest.raises(Refused, match=said):
        kostra(*given)
