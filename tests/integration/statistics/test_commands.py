"""`kostra build` and `kostra table` on what has been delivered, and who may ask."""

from __future__ import annotations

import csv
import io
import json
import stat
from functools import partial
from pathlib import Path

import polars as pl
import pytest

from integration.commands import Kostra, running
from integration.estimating.campaigns import EACH, deliver, silent
from kostra.app.permissions import NOT_LOGGED_IN, Asker, Forbidden, NotLoggedIn
from kostra.app.statistics import holding
from kostra.app.statistics.making import cubes
from kostra.app.system import System
from kostra.cli import statistics
from kostra.model.errors import Refused
from kostra.model.people import Actor, ActorKind, Duty

YEAR = 2025
UNITS = {"110300": 5, "110800": 4, "030101": 3, "030102": 2, "460100": 0}


@pytest.fixture
def kostra(system: System, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Kostra:
    return running(system, capsys, partial(statistics.add, folder=lambda: tmp_path))


def fill(system: System) -> None:
    """Each unit has the first so many of the same persons: five in all."""
    deliver(system, YEAR, UNITS)
    silent(system, YEAR, ("111200",))


def test_a_table_in_the_terminal(kostra: Kostra, system: System) -> None:
    fill(system)
    text = kostra("table", "13995", "--region", "1103", "03", "1112", "4601", "--year", str(YEAR))
    assert text.startswith("13995 Syntetiske tall: Sosialhjelpsmottakere") and "1103 Stavanger" in text
    assert "Bare 2 av 15 har rapportert: tallene gjelder dem, der" in text and "Merk: Syntetiske tall" in text
    rows = list(
        csv.DictReader(io.StringIO(kostra("table", "13995", "--year", str(YEAR), "--format", "csv")), delimiter=";")
    )
    found = {row["maal"]: row["verdi"] for row in rows}
    assert (found["mottakere"], found["tilfeller"]) == ("5", "12") and found["stonad"] == str(14 * EACH)
    unjudged = "kvaliteten er ikke vurdert: beregningen er ikke laget"
    assert {row["holdes_tilbake"] for row in rows} == {unjudged} and f"Holdes tilbake: {unjudged}." in text
    told = json.loads(
        kostra("table", "13995", "--region", "110300", "1112", "4601", "--year", str(YEAR), "--format", "json")
    )
    cells = {(cell["region"], cell["measure"]): cell for cell in told[0]["cells"]}
    assert cells["1103", "mottakere"]["value"] == 5 and cells["1103", "mottakere"]["mark"] == "*"
    assert cells["1112", "mottakere"]["value"] is None and cells["1112", "mottakere"]["mark"] == ".."
    assert cells["4601", "mottakere"]["mark"] == "-" and told[0]["coverage"]["EKA11"]["reported"] == 2


def test_what_cannot_be_shown_is_refused(kostra: Kostra, system: System) -> None:
    with pytest.raises(Refused, match="Ingen har levert skjema 11F for 2025"):
        kostra("table", "13995", "--year", str(YEAR))
    with pytest.raises(Refused, match="Ingen har levert noe skjema for 2025"):
        kostra("build", str(YEAR))
    fill(system)
    with pytest.raises(Refused, match="1201 finnes ikke i 2025"):
        kostra("table", "13995", "--region", "1201", "--year", str(YEAR))
    with pytest.raises(Refused, match="For 2025 brukes tabell 13995"):
        kostra("table", "13138", "--year", str(YEAR))


def test_cubes_are_written_and_the_same_again(kostra: Kostra, system: System, tmp_path: Path) -> None:
    fill(system)
    told = kostra("build", str(YEAR), "--status", "final")
    folder = tmp_path / "cubes" / str(YEAR) / "final"
    made = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert "13995  " in told and {"13995.parquet", "13995.json", "91101.parquet"} <= set(made)
    # Nobody has delivered 11CF.
    assert not [name for name in made if name.startswith("9115")]
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in folder.iterdir())
    # What somebody has spoilt or taken away is put right.
    (folder / "13995.json").write_text("{}", encoding="utf-8")
    (folder / "91101.parquet").unlink()
    kostra("build", str(YEAR), "--status", "final")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == made
    # And the same from nothing, by a process that has made none of it.
    again = tmp_path / "again"
    holding.HOLDING.clear()
    kostra("build", str(YEAR), "--status", "final", "--out", str(again))
    assert {path.name: path.read_bytes() for path in (again / str(YEAR) / "final").iterdir()} == made
    kostra("build", str(YEAR), "--tables", "91101", "--out", str(tmp_path / "one"))
    assert {path.stem for path in (tmp_path / "one" / str(YEAR) / "provisional").iterdir()} == {"91101"}
    frame = pl.read_parquet(folder / "13995.parquet")
    stavanger = frame.filter((pl.col("region") == "1103") & (pl.col("measure") == "stonad")).row(0, named=True)
    assert stavanger["value"] == 5 * EACH and (stavanger["largest"], stavanger["second"]) == (EACH, EACH)
    described = json.loads(made["13995.json"])
    # Nobody has made the final estimates of form 11F.
    assert described["status"] == "provisional" and "foreløpig: endelige tall er ikke beregnet" in told
    assert described["synthetic"] and not described["disclosure_controlled"]


def test_a_folder_that_cannot_be_written_is_refused(kostra: Kostra, system: System, tmp_path: Path) -> None:
    fill(system)
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(Refused, match="Velg en annen mappe med --out"):
        kostra("build", str(YEAR), "--out", str(tmp_path / "file"))


def test_only_statisticians_may_ask(system: System) -> None:
    fill(system)
    with pytest.raises(NotLoggedIn):
        cubes(system, NOT_LOGGED_IN, YEAR)
    for duties in (frozenset[Duty](), frozenset({Duty.CLIENT})):
        with pytest.raises(Forbidden):
            cubes(system, Asker(Actor(ActorKind.PERSON, "p", "P"), duties=duties), YEAR)
