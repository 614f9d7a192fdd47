"""`kostra accounts`, as typed: on what is received, and on a file."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from integration.commands import Kostra, running
from integration.databases import SetClock
from integration.receiving.sending import BERGEN, SENDER, STATISTICIAN, STAVANGER
from integration.reconciling.delivering import Jobs, account, deliver
from kostra.accounts.costs import UNIT
from kostra.app.accounts.received import of_year
from kostra.app.editing import changing
from kostra.app.editing.previewing import Wanted
from kostra.app.editing.working import working
from kostra.app.system import System
from kostra.cli import accounts
from kostra.model.edit import Reason, Whole
from kostra.model.errors import Refused
from kostra.model.period import Period
from kostra.synth.accounts.layout import lines


@pytest.fixture
def kostra(system: System, capsys: pytest.CaptureFixture[str]) -> Kostra:
    return running(system, capsys, accounts.add, "accounts")


def _csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def _consolidated(thousands: int, art: str = "470") -> bytes:
    values = {"skjema": "0M", "aargang": "2026", "region": STAVANGER, "kontoklasse": "3"}
    line = {**values, "funksjon_kapittel": "281", "art_sektor": art, "belop": str(thousands)}
    return lines("0M", 2026, line, 1).tobytes()


def test_what_is_received_with_how_many_it_is_of(
    kostra: Kostra, system: System, run_jobs: Jobs, clock: SetClock
) -> None:
    clock.time = clock.time.replace(year=2027)
    deliver(system, run_jobs, "0A", 2026, account(2026, 5000) + account(2026, -200, art="700"))
    deliver(system, run_jobs, "0A", 2026, account(2026, 3000, unit=BERGEN), BERGEN)
    country, stavanger, bergen = _csv(kostra("2026", "--function", "281", "--format", "csv"))
    assert (country["region"], country["navn"], country["funksjon"]) == ("EAK", "Hele landet", "281")
    assert (country["brutto"], country["netto"]) == ("8000000", "7800000")
    assert (country["levert"], country["kommuner"]) == ("2", "357")
    assert (stavanger["region"], stavanger["netto"], stavanger["kommuner"]) == (STAVANGER, "4800000", "1")
    assert (bergen["region"], bergen["brutto"]) == (BERGEN, "3000000")
    text = kostra("2026", "--region", "1103")
    assert "2 av 357 kommuner har levert" in text and "110300 Stavanger" in text and "FGK12a Sosialtjenesten" in text
    assert "Hele landet" not in text and "2017 (FGK12, FGK12b, FGK12a): Funksjon 276 er med." in text
    told = json.loads(kostra("2026", "--function", "FGK12", "--format", "json"))
    assert (told["complete"], len(told["without"]), told["unit"]) == (2, 355, "kroner")
    assert [row["brutto"] for row in told["rows"]] == [8_000_000, 5_000_000, 3_000_000]
    with pytest.raises(Refused, match=r"\(030100\) har ikke levert regnskap 0A for 2026"):
        kostra("2026", "--region", "0301")
    with pytest.raises(Refused, match="«9999» er ikke en kommune eller en bydel i Oslo i 2026"):
        kostra("2026", "--region", "9999")


def test_an_edit_moves_the_figures(system: System, run_jobs: Jobs, clock: SetClock) -> None:
    clock.time = clock.time.replace(year=2027)
    deliver(system, run_jobs, "0A", 2026, account(2026, 5000))
    (record,) = working(system, "0A", Period(2026)).frame["record"]
    wanted = Wanted(STAVANGER, record, "belop", "5000", "5001")
    changing.change(system, STATISTICIAN, Whole("0A", Period(2026)), wanted, Reason.REVIEW, "Sett feil")
    found = of_year(system, STATISTICIAN, 2026, function="281")
    assert dict(found.rows.select(UNIT, "brutto").iter_rows()) == {"EAK": 5_001_000, STAVANGER: 5_001_000}


def test_the_consolidated_account(kostra: Kostra, system: System, run_jobs: Jobs, clock: SetClock) -> None:
    clock.time = clock.time.replace(year=2027)
    deliver(system, run_jobs, "0M", 2026, _consolidated(700) + _consolidated(40, "380"))
    told = json.loads(kostra("2026", "--scope", "consolidated", "--function", "281", "--format", "json"))
    assert (told["form"], [row["brutto"] for row in told["rows"]]) == ("0M", [700_000, 700_000])
    assert [one["year"] for one in told["breaks"]] == [2020]


def test_nobody_has_handed_in(kostra: Kostra) -> None:
    assert "0 av 357 kommuner har levert" in kostra("2026")
    with pytest.raises(Refused, match=r"Det er ikke noe regnskap 0A for 2010\. Velg et annet år"):
        kostra("2010")


def test_only_statisticians(system: System) -> None:
    with pytest.raises(Refused):
        of_year(system, SENDER, 2026)


def test_a_file_by_itself(kostra: Kostra, tmp_path: Path) -> None:
    file = tmp_path / "0A.dat"
    file.write_bytes(account(2026, 5000) + account(2026, -300, art="710"))
    (row,) = _csv(kostra("--file", str(file), "--function", "281", "--format", "csv"))
    assert (row["region"], row["brutto"], row["lonn"]) == (STAVANGER, "4700000", "-300000")
    out = tmp_path / "out.json"
    consolidated = tmp_path / "0M.dat"
    consolidated.write_bytes(_consolidated(700) + _consolidated(-40, "780"))
    assert kostra("--file", str(consolidated), "--format", "json", "--out", str(out)) == ""
    told = json.loads(out.read_text(encoding="utf-8"))
    assert told["scope"] == "consolidated" and told["rows"][-1]["brutto"] == 660_000


def test_files_that_are_refused(kostra: Kostra, tmp_path: Path) -> None:
    good = account(2026, 5000)
    file = tmp_path / "fil.dat"
    for content, said in (
        (good + b"kort\n", r"Linje 2 i «fil\.dat» kan ikke leses"),
        (good + good.replace(b"     5000", b"    5,000"), r"Linje 2 i «fil\.dat» kan ikke leses"),
        (good * 2 + account(2025, 1), r"Linje 3 i «fil\.dat» er ikke regnskap 0A for hele 2026, som resten"),
        (good * 2 + _consolidated(1), r"Linje 3 i «fil\.dat» er ikke regnskap 0A for hele 2026, som resten"),
        (good.replace(b"0A2026 ", b"0A20261"), r"er for 2026K1\. Kostnader regnes av regnskapet for hele året"),
        (b"noe annet\n", r"«fil\.dat» kan ikke kjennes igjen"),
    ):
        file.write_bytes(content)
        with pytest.raises(Refused, match=said):
            kostra("--file", str(file))
    with pytest.raises(Refused, match="Gi enten et år eller en fil"):
        kostra()
    for given in (("--region", "1103"), ("--scope", "consolidated")):
        with pytest.raises(Refused, match="En fil sier selv hvilken kommune og hvilket regnskap den er"):
            kostra("--file", str(file), *given)
