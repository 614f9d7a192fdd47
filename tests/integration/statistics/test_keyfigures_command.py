"""`kostra keyfigures` on what has been delivered in two years, of several forms and the accounts, and who may ask."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping

import pytest

from integration.commands import Kostra, running
from integration.databases import SetClock
from integration.editing.editors import straight
from integration.estimating.campaigns import EACH, deliver
from integration.reconciling.delivering import account
from kostra import regions
from kostra.app.permissions import Asker, Forbidden
from kostra.app.statistics.keyfigures import keyfigures
from kostra.app.system import System
from kostra.cli import keyfigures as command
from kostra.model.errors import Missing, Refused
from kostra.model.people import Actor, ActorKind, Duty
from kostra.model.period import Period
from kostra.model.submission import Expected

YEAR = 2025


@pytest.fixture
def kostra(system: System, capsys: pytest.CaptureFixture[str]) -> Kostra:
    return running(system, capsys, command.add, "keyfigures")


def answer(system: System, form: str, unit: str, answers: Mapping[str, str]) -> None:
    content = {"form": form, "year": YEAR, "region": unit, "answers": answers}
    straight(system, Expected(form, Period(YEAR), unit), json.dumps(content).encode())


def fill(system: System) -> None:
    deliver(system, YEAR, {"110300": 5, "110800": 2, "030101": 3})
    deliver(system, YEAR - 1, {"110300": 4})
    answer(system, "12", "110300", {"sats_enslig": "7000"})
    answer(system, "7", "110300", {"aarsverk_sum": "12,5", "aarsverk_242_sum": "2"})
    straight(system, Expected("0A", Period(YEAR), "110300"), account(YEAR, 900))


def test_a_sheet_fits_on_a_page_and_says_what_is_not_there(kostra: Kostra, system: System) -> None:
    fill(system)
    text = kostra("1103", "--year", str(YEAR))
    lines = text.splitlines()
    assert lines[0] == f"Syntetiske tall: Nøkkeltall for sosialtjenesten, 1103 Stavanger, {YEAR} (foreløpige tall)"
    assert len(lines) <= 75 and max(map(len, lines)) <= 180
    group = regions.belonging("1103", YEAR).kostra_group
    assert group is not None
    assert lines[2].split() == ["Stavanger", "Stavanger", group.code, "Rogaland", "Landet"]
    assert lines[3].split() == ["2025", "2024", "2025", "2025", "2025"]
    row = next(line for line in lines if line.startswith("  Sosialhjelpsmottakere (personer)"))
    assert row.split()[-5:] == ["5", "4", "5", "5", "5"]
    (net,) = (line for line in lines if "Livsopphold (281) netto (etter regnskapet)" in line)
    assert net.split()[-4] == ".." and f"{group.code}: {group.name}" in lines
    assert any(line.startswith(f"Rogaland {YEAR}: skjema 11F fra 2 av ") for line in lines)
    assert any(line.startswith(f"Landet {YEAR}: ") and "regnskapet fra 1 av 357" in line for line in lines)
    assert any(line.startswith("Holdes tilbake for ") and "kvaliteten er ikke vurdert" in line for line in lines)
    assert "Hva det koster" in lines and "Syntetiske tall: tabellen" in text


def test_a_sheet_for_a_machine(kostra: Kostra, system: System) -> None:
    fill(system)
    rows = csv.DictReader(io.StringIO(kostra("1103", "--year", str(YEAR), "--format", "csv")), delimiter=";")
    found = {(row["nokkeltall"], row["navn"], row["aar"]): row for row in rows}
    assert found["stonad", "Stavanger", "2025"]["verdi"] == str(5 * EACH)
    assert found["stonad", "Stavanger", "2024"]["verdi"] == str(4 * EACH)
    assert found["sats_enslig", "Stavanger", "2025"]["verdi"] == "7000"
    assert found["mottakere_per_aarsverk", "Landet", "2025"]["verdi"] == "2,5"
    assert found["brutto_281_per_mottaker", "Rogaland", "2025"]["verdi"] == "180000"
    assert found["kvp_deltakere", "Landet", "2025"]["tegn"] == ".."
    told = json.loads(kostra("030101", "--year", str(YEAR), "--format", "json"))
    assert [one["region"] for one in told["columns"]] == ["030101", "030101", "0301", "EKA03", "EAK"]
    assert told["synthetic"] and not told["disclosure_controlled"]
    first = told["groups"][0]["figures"][0]
    assert first["cells"][0] == {"value": 3.0, "mark": "*", "reported": 1, "estimated": 0}
    assert first["cells"][1]["mark"] == ".." and "Kilde: skjema 11F" in first["about"]["nb"]
    county = json.loads(kostra("11", "--year", str(YEAR), "--format", "json"))
    assert [one["name"]["nb"] for one in county["columns"]] == ["Rogaland", "Rogaland", "Landet"]


def test_a_first_year_has_no_year_before_and_the_last_year_is_shown_when_none_is_asked_for(
    kostra: Kostra, system: System, clock: SetClock
) -> None:
    deliver(system, 2022, {"110300": 1})
    clock.time = clock.time.replace(year=2023)
    told = json.loads(kostra("1103", "--format", "json"))
    assert [one["year"] for one in told["columns"]][:3] == [2022, 2021, 2022]
    assert told["groups"][0]["figures"][0]["cells"][1] is None and "2021" in kostra("1103")


def test_what_cannot_be_shown_is_refused(kostra: Kostra, system: System) -> None:
    with pytest.raises(Missing, match="Ingen har levert skjema 11F for 2025"):
        kostra("1103", "--year", str(YEAR))
    with pytest.raises(Refused, match="1201 finnes ikke i 2025"):
        kostra("1201", "--year", str(YEAR))
    with pytest.raises(Refused, match="92001"):
        kostra("1103", "--year", "2021")
    with pytest.raises(Forbidden):
        keyfigures(system, Asker(Actor(ActorKind.PERSON, "p", "P")), "1103", YEAR)
    fill(system)
    statistician = Asker(Actor(ActorKind.PERSON, "s", "S"), duties=frozenset({Duty.STATISTICIAN}))
    assert keyfigures(system, statistician, "1103", YEAR).columns[0].name.nb == "Stavanger"
