"""The folder of a year: the same bytes every time, whole or not there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kostra.app.synth import making
from kostra.app.synth.making import make
from kostra.model.errors import Refused
from kostra.synth import summary, writing
from kostra.synth.arrays import NationYear
from kostra.synth.nation import Dials, Nation
from kostra.synth.parts import Delivery, File
from kostra.synth.records import form_11cf, form_11f

PARTS = {"11F": form_11f.part, "11CF": form_11cf.part}


def quiet(part: str, number: int, of: int) -> None:
    """Progress that nobody watches."""


def contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in "ab":
        make(Nation(4, 0.02), 2024, tmp_path / name, quiet)
    one, again = (contents(tmp_path / name / "2024") for name in "ab")
    assert one == again
    assert one.keys() >= {
        "manifest.json",
        "deliveries.csv",
        "mistakes.csv",
        "vendors.csv",
        "11F/110300.dat",
        "7/110300.json",
    }


def test_another_seed_gives_other_bytes(tmp_path: Path) -> None:
    one, other = (
        contents(writing.write(Nation(seed, 0.01).year(2024), tmp_path / str(seed), PARTS, quiet)) for seed in (4, 5)
    )
    assert one.keys() != other.keys() or one != other
    assert one["11F/460100.dat"] != other["11F/460100.dat"]


def test_a_year_is_used_again_when_it_is_the_same_and_made_anew_when_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "PARTS", {**PARTS, "nasjonale tall": summary.part})
    nation = Nation(4, 0.01)
    first, made = making.present(nation, 2023, tmp_path, quiet)
    assert made
    before = contents(tmp_path)
    assert making.present(nation, 2023, tmp_path, quiet) == (first, False)
    assert contents(tmp_path) == before
    other, made = making.present(Nation(4, 0.01, Dials(late=0.5)), 2023, tmp_path, quiet)
    assert made
    assert other == first
    assert contents(tmp_path) != before
    (tmp_path / "2023" / "manifest.json").write_text("{")
    assert making.present(nation, 2023, tmp_path, quiet)[1]
    assert contents(tmp_path) == before


def test_the_history_lies_beside_the_years_and_says_it_is_synthetic(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "PARTS", {"nasjonale tall": summary.part})
    make(Nation(4, 0.01), 2023, tmp_path, quiet)
    told = json.loads((tmp_path / "historie" / "manifest.json").read_text(encoding="utf-8"))
    assert told["synthetic"] is True
    assert told["seed"] == 4
    assert {path.name for path in (tmp_path / "historie").iterdir()} == {"manifest.json", *told["files"]}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2023", "historie"]


def test_the_manifest_says_what_is_there_and_that_it_is_synthetic(tmp_path: Path) -> None:
    nation = Nation(4, 0.01, Dials(late=0.5, kinds={"no-months": 0.1})).year(2023)
    folder = writing.write(nation, tmp_path, PARTS, quiet)
    told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert told["title"] == "Syntetiske tall"
    assert told["synthetic"] is True
    assert (told["seed"], told["year"], told["size"]) == (4, 2023, 0.01)
    assert told["dials"]["late"] == 0.5
    assert told["dials"]["kinds"] == {"no-months": 0.1}
    there = contents(folder)
    there.pop("manifest.json")
    assert {path: entry["sha256"] for path, entry in told["files"].items()} == there
    assert (
        sum(entry["records"] for path, entry in told["files"].items() if path.startswith("11F/"))
        <= told["counts"]["cases"]
    )
    units = (folder / "vendors.csv").read_text(encoding="utf-8").splitlines()
    assert len(units) == 1 + told["counts"]["units"]
    owed = (folder / "deliveries.csv").read_text(encoding="utf-8").splitlines()
    assert len(owed) == 1 + 2 * told["counts"]["units"]


def test_a_year_that_is_there_is_refused_unless_forced(tmp_path: Path) -> None:
    nation = Nation(4, 0.01).year(2022)
    writing.write(nation, tmp_path, PARTS, quiet)
    before = contents(tmp_path / "2022")
    with pytest.raises(Refused, match="--force"):
        writing.write(nation, tmp_path, PARTS, quiet)
    writing.write(nation, tmp_path, PARTS, quiet, force=True)
    assert contents(tmp_path / "2022") == before
    assert [path.name for path in tmp_path.iterdir()] == ["2022"]


def test_a_part_that_breaks_leaves_no_year_behind(tmp_path: Path) -> None:
    def breaks(nation: NationYear) -> Iterator[File | Delivery]:
        yield File("x.txt", b"x")
        raise ZeroDivisionError

    nation = Nation(4, 0.01).year(2022)
    with pytest.raises(ZeroDivisionError):
        writing.write(nation, tmp_path, {"x": breaks}, quiet)
    assert not (tmp_path / "2022").exists()
    writing.write(nation, tmp_path, PARTS, quiet)
    assert not (tmp_path / "2022" / "x.txt").exists()


def test_progress_tells_every_part_in_order(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    writing.write(Nation(4, 0.01).year(2022), tmp_path, PARTS, lambda part, number, of: told.append((part, number, of)))
    assert told == [("11F", 1, 2), ("11CF", 2, 2)]


def test_an_output_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(Refused, match="--out"):
        writing.write(Nation(4, 0.01).year(2022), tmp_path / "out", PARTS, quiet)
