"""A small synthetic nation through every control: what was planted is found, and counted by vendor and sender."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from shutil import rmtree

import pytest

from kostra.app.controls import overview
from kostra.app.synth.making import make
from kostra.synth.nation import Nation
from kostra.synth.records import form_11cf, form_11f
from kostra.synth.writing import write


def silent(name: str, number: int, of: int) -> None:
    """Progress that nobody sees."""


def quiet(number: int, of: int, file: str) -> None:
    """Progress that nobody sees."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("nation")
    nation = Nation(size=0.03).year(2026)
    return write(nation, out / "nation", {"11F": form_11f.part, "11CF": form_11cf.part}, silent)


@pytest.fixture(scope="module")
def seen(folder: Path) -> overview.Overview:
    return overview.present(folder, quiet)


def test_the_planted_mistakes_are_found(folder: Path, seen: overview.Overview) -> None:
    found = {(one.form, one.control): one.findings for one in seen.controls}
    with (folder / "mistakes.csv").open(encoding="utf-8", newline="") as rows:
        planted = Counter((row["form"], row["control"]) for row in csv.DictReader(rows))
    stopped = [key for key in planted if key[1] == "K01"]
    assert planted and set(planted) - set(stopped) <= set(found) | {("11F", "K02")}
    assert seen.files > 300 and seen.records > 3000
    assert sum(seen.severities.values()) == seen.files


def test_findings_are_divided_on_vendors_and_senders(seen: overview.Overview) -> None:
    for one in seen.controls:
        assert sum(one.vendors.values()) == one.findings
    blocking = sum(one.findings for one in seen.controls if one.severity in ("error", "fatal"))
    assert sum(one.findings for one in seen.senders) <= blocking
    assert [one.findings for one in seen.senders] == sorted((one.findings for one in seen.senders), reverse=True)


def test_it_is_kept_until_the_year_is_made_anew(folder: Path, seen: overview.Overview) -> None:
    calls: list[int] = []
    assert overview.present(folder, lambda number, of, file: calls.append(number)) == seen
    assert calls == []
    kept = folder.parent.parent / "checked" / "2026.json"
    assert overview.read(kept) == seen


def test_a_clean_nation_has_no_blocking_finding(tmp_path: Path) -> None:
    """Files without planted mistakes pass every error control: 11F, 11CF, 11M, answers and accounts alike."""
    from kostra.synth.dials import Dials

    dials = Dials(errors=0, file_errors=0, unit_errors=0, corrections=0)
    make(Nation(size=0.004, dials=dials), 2026, tmp_path / "nation", silent)
    for month in set((tmp_path / "nation" / "2026" / "11M").iterdir()) - {tmp_path / "nation/2026/11M/2026M06"}:
        rmtree(month)
    seen = overview.make(tmp_path / "nation" / "2026", quiet)
    assert [one for one in seen.controls if one.severity in ("error", "fatal")] == []
    assert {one.form for one in seen.controls} <= set(overview.FORMS)
