"""`kostra reconcile`, as typed: registers linked with forms, scenarios, and what is printed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from integration.commands import Kostra, running
from integration.databases import SetClock
from integration.receiving.sending import STAVANGER
from integration.reconciling.delivering import Jobs, account, deliver, f281, persons, refugees
from integration.registers.sending import send as send_register
from kostra.app.system import System
from kostra.cli import reconcile
from kostra.forms import catalogue
from kostra.model.errors import Refused
from kostra.model.period import Period, Span
from oracle.judging import cut
from unit.registers.files import file, nav
from unit.registers.files import persons as population


@pytest.fixture
def kostra(system: System, capsys: pytest.CaptureFixture[str]) -> Kostra:
    return running(system, capsys, reconcile.add, "reconcile")


def test_a_comparison_as_text_csv_and_json(kostra: Kostra, system: System, run_jobs: Jobs, clock: SetClock) -> None:
    f281(system, run_jobs, clock, 2026, -200_000)
    text = kostra("f281", "2026", "--region", STAVANGER)
    assert "1 av 357 kommuner har alt" in text and "personene er over regnskapet" in text
    (row,) = csv.DictReader(
        io.StringIO(kostra("f281", "2026", "--region", STAVANGER, "--format", "csv")), delimiter=";"
    )
    assert (row["region"], row["skjema_7"], row["svar"]) == (STAVANGER, "40000", "open")
    kostra("explain", "f281", "2026", STAVANGER, "forklart", "--cause", "feil_funksjon")
    told = json.loads(kostra("f281", "2026", "--format", "json"))
    assert told["country"]["residual"] == int(row["rest"]) and told["country"]["complete"] == 1
    (line,) = [line for line in told["regions"] if line["region"] == STAVANGER]
    assert (line["stands"], line["explanation"]["cause"]) == ("answered", "feil_funksjon")
    assert STAVANGER not in {
        row["region"]
        for row in csv.DictReader(io.StringIO(kostra("f281", "2026", "--open", "--format", "csv")), delimiter=";")
    }


def test_navs_count_where_no_form_has_come(kostra: Kostra, system: System) -> None:
    send_register(system, "nav_kvp", nav())
    told = json.loads(kostra("nav_kvp", "2026", "--region", STAVANGER, "--format", "json"))
    (line,) = told["regions"]
    assert line["amounts"] == {"nav": 12, "skjema_11c": None} and line["stands"] == "open"
    assert [flag["check"] for flag in line["flags"]] == ["awaited"]


def test_what_nobody_has_is_blank_and_not_nothing(kostra: Kostra) -> None:
    text = kostra("f281", "2026")
    assert "0 av 357 kommuner har alt" in text and "Rest i landet: ikke kjent" in text and ": 0\n" not in text
    told = json.loads(kostra("f281", "2026", "--format", "json"))["country"]
    assert told["residual"] is None and set(told["amounts"].values()) == {None} and told["share"] is None


def test_persons_against_the_population_register(kostra: Kostra, system: System, run_jobs: Jobs) -> None:
    content, _ = persons(2026, 4)
    version = catalogue.form("11F").version(2026)
    numbers = [cut(version, line)["person_fodselsnr"] for line in content.decode("latin-1").splitlines()]
    with pytest.raises(Refused, match="er ikke mottatt"):
        kostra("population", "11F", "2026")
    deliver(system, run_jobs, "11F", 2026, content)
    rows = (f"{number};1990-05-15;{sex};1;9;1103;;" for number, sex in zip(numbers[:3], "121", strict=True))
    send_register(system, "folkeregisteret", population(*rows))
    text = kostra("population", "11F", "2026", "--list")
    assert text.startswith("4 poster, 0,0 prosent uten nummer, 3 funnet.")
    assert not any(number in text for number in numbers)
    assert kostra("population", "11F", "2026", "--format", "csv").splitlines()[1].startswith("kjonn;")
    assert kostra("population", "11F", "2026", "--list", "--format", "csv").splitlines()[1].startswith(f"{STAVANGER};")
    told = json.loads(kostra("population", "11F", "2026", "--list", "--format", "json"))
    (sex,) = [one for one in told["agreements"] if one["field"] == "kjonn"]
    assert sex["agreeing"] + sex["disagreeing"] == 3 and sex["disagreeing"] in (1, 2)
    assert {one["field"] for one in told["differing"]} >= {"kjonn", "antbu18"}
    assert all(len(one["record"]) == 16 for one in told["differing"])


def test_benefit_by_residence(kostra: Kostra, system: System) -> None:
    rows = [f"15859010331;1103;{who};2026-0{month};20000" for month, who in ((1, "1103"), (2, "1127"))]
    send_register(system, "a_ordningen", file("fodselsnr;bostedskommune;rapportert_av;maaned;belop", *rows))
    (line,) = json.loads(kostra("residence", "2026", "--format", "json"))
    assert line == {"region": STAVANGER, "kroner": 40000, "by_others": 20000, "others": [["1127", 20000]]}
    told = json.loads(kostra("intro275", "2026", "--region", STAVANGER, "--format", "json"))
    assert told["regions"][0]["amounts"] == {"funksjon_275": None, "a_ordningen": 40000}


def test_twelve_months_are_a_year_and_eleven_are_not(kostra: Kostra, system: System) -> None:
    head = "fodselsnr;bostedskommune;rapportert_av;maaned;belop"
    for month in range(1, 13):
        if month == 12:
            with pytest.raises(Refused, match="er ikke mottatt for 2026"):
                kostra("residence", "2026")
        row = f"15859010331;1103;1103;2026-{month:02d};{month}"
        send_register(system, "a_ordningen", file(head, row), period=Period(2026, Span.MONTH, month))
    (_, line) = kostra("residence", "2026", "--format", "csv").splitlines()
    assert line == "110300;78;0;"


def test_a_scenario_beside_the_published(kostra: Kostra, system: System, run_jobs: Jobs, tmp_path: Path) -> None:
    deliver(system, run_jobs, "0A", 2026, account(2026, 1000, "243", "370"))
    told = json.loads(kostra("scenario", "rusinstitusjoner", "2026", "--share", "1", "--format", "json"))
    assert told["without_posts"] == [STAVANGER]
    deliver(system, run_jobs, "7", 2026, refugees(2026, 40_000))
    told = json.loads(kostra("scenario", "rusinstitusjoner", "2026", "--share", "0,25", "--format", "json"))
    assert told["assumption"].endswith("Andelen er 0,25.") and len(told["without"]) == 356
    (row,) = [row for row in told["rows"] if (row["region"], row["funksjon"]) == (STAVANGER, "243")]
    assert (row["brutto"], row["brutto da"], row["årsverk"], row["årsverk da"]) == (1_000_000, 750_000, 20.0, 15.0)

    given = tmp_path / "rus.csv"
    given.write_text("region;belop;aarsverk\n1103;400000;7,5\n", encoding="utf-8")
    told = json.loads(kostra("scenario", "rusinstitusjoner", "2026", "--file", str(given), "--format", "json"))
    (row,) = [row for row in told["rows"] if (row["region"], row["funksjon"]) == (STAVANGER, "253")]
    assert told["assumption"] is None and (row["brutto da"], row["årsverk da"]) == (400_000, 7.5)
    assert "Rusinstitusjoner" in kostra("scenario", "rusinstitusjoner", "2026", "--share", "0.5")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("region;kroner\n1103;4\n", "Den skal ha region, belop, aarsverk"),
        ("region;belop\n1103;4,5\n", "Linje 2: «4,5» er ikke hele kroner"),
        ("region;belop;aarsverk\n1103;4;1,25\n", "Linje 2: «1,25» er ikke årsverk med én desimal"),
        ("region;belop\n1103;4\n110300;5\n", "Linje 3: 110300 står to ganger"),
        ("region;belop\n1103;4\n", "110300 har ikke levert regnskap"),
        ("region;belop\n1103;1e999999999\n", "Linje 2: «1e999999999» er ikke hele kroner"),
        ("region;belop\n1103;1_000\n", "«1_000» er ikke hele kroner"),
        ('region;belop\n1103;"' + "4" * 200_000, "lar seg ikke lese som CSV"),
        ('"region;belop\n' + "4" * 200_000, "lar seg ikke lese som CSV"),
        ("region;belop\n1103;4;1\n", "Linje 2: «1» står etter siste kolonne"),
    ],
)
def test_a_file_that_cannot_be_used(kostra: Kostra, tmp_path: Path, content: str, said: str) -> None:
    given = tmp_path / "rus.csv"
    given.write_text(content, encoding="utf-8")
    with pytest.raises(Refused, match=said):
        kostra("scenario", "rusinstitusjoner", "2026", "--file", str(given))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("scenario", "rusinstitusjoner", "2026"), "enten en andel"),
        (("scenario", "rusinstitusjoner", "2020", "--share", "0.5"), "flytter ingenting i 2020"),
        (("scenario", "rusinstitusjoner", "2026", "--share", "mye"), "«mye» er ikke en andel"),
        (("scenario", "rusinstitusjoner", "2026", "--share", "1e999999999"), "«1e999999999» er ikke en andel"),
        (("f281", "2026", "--open", "--region", "110300"), "--open kan ikke brukes sammen med --region"),
        (("nir", "2026"), "Skjema 11B fantes til og med 2016"),
        (("nir", "2016"), "Ingen har levert skjema 11B for 2016"),
        (("residence", "2026"), "er ikke mottatt for 2026"),
    ],
)
def test_what_cannot_be_answered_is_refused(kostra: Kostra, given: tuple[str, ...], said: str) -> None:
    with pytest.raises(Refused, match=said):
        kostra(*given)


def test_mappings_show_what_does_not_map(kostra: Kostra) -> None:
    assert "krisesenter  -    Skjema 11 har ingen egen kode" in kostra("mappings")
    told = {one["mapping"]: one for one in json.loads(kostra("mappings", "--format", "json"))}
    assert len(told["nir_avslutning"]["unmapped"]) == 16 and told["nir_avslutning"]["pairs"] == []
