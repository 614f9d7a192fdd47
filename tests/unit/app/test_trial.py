"""Trying a control on files of several years."""

from __future__ import annotations

from pathlib import Path

import pytest

from kostra.app.controls import trial, trial_told
from kostra.app.pages.markdown import markdown
from kostra.forms import catalogue
from kostra.model.errors import Refused
from kostra.model.text import Language
from kostra.reception.record import write

ONE = """
from kostra.controls.declare import WARNING, Requirement, control, require
from kostra.methods.columns import Fields

@control("P90", WARNING, since=2025)
def mange_barn(f: Fields) -> Requirement:
    return require(f.antbu18.or_zero < 5, shown=[f.antbu18])
"""
TWO = (
    ONE
    + """
@control("P91", WARNING, since=2025)
def enda_flere_barn(f: Fields) -> Requirement:
    return require(f.antbu18.or_zero < 8, shown=[f.antbu18])
"""
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two years of two senders: 1, 5 and 9 children in 2025, 6 in 2026."""
    for year, unit, children in ((2025, "110300", (1, 5, 9)), (2025, "420400", (0,)), (2026, "110300", (6,))):
        folder = tmp_path / "data" / str(year) / "11F"
        folder.mkdir(parents=True, exist_ok=True)
        version = catalogue.form("11F").version(year)
        records = [
            write(version, {"antbu18": count, "person_journalnr": f"J{count}"}).encode("iso-8859-1")
            for count in children
        ]
        (folder / f"{unit}.dat").write_bytes(b"\n".join(records) + b"\n")
        (folder.parent / "vendors.csv").write_text("unit,vendor\n110300,Alfa\n420400,Beta\n", encoding="utf-8")
    return tmp_path / "data"


def file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "control.py"
    path.write_text(text, encoding="utf-8")
    return path


def test_it_counts_records_senders_and_vendors_by_year(tmp_path: Path, data: Path) -> None:
    tried = trial.run(file(tmp_path, ONE), data, "11F", (2025, 2026), 10)
    first, second = (tried.counts["mange_barn", year] for year in (2025, 2026))
    assert (first.files, first.records, first.hits, dict(first.senders), dict(first.vendors)) == (
        2,
        4,
        2,
        {"110300": 2},
        {"Alfa": 2},
    )
    assert (second.files, second.records, second.hits) == (1, 1, 1)
    assert [(e.file, e.line, e.journal, e.shown) for e in tried.examples["mange_barn"]] == [
        ("2025/110300.dat", 2, "J5", (("antbu18", "5"),)),
        ("2025/110300.dat", 3, "J9", (("antbu18", "9"),)),
        ("2026/110300.dat", 1, "J6", (("antbu18", "6"),)),
    ]


def test_two_versions_are_compared(tmp_path: Path, data: Path) -> None:
    tried = trial.run(file(tmp_path, TWO), data, "11F", (2025, 2026), 10)
    assert tried.only == (("mange_barn", "enda_flere_barn", 2), ("enda_flere_barn", "mange_barn", 0))
    assert "mange_barn" in markdown(trial_told.as_document(tried, Language.BOKMAL))
    assert trial_told.as_json(tried, Language.BOKMAL)["only"][0]["records"] == 2


def test_as_many_examples_as_asked_for(tmp_path: Path, data: Path) -> None:
    tried = trial.run(file(tmp_path, ONE), data, "11F", (2025, 2026), 1)
    assert len(tried.examples["mange_barn"]) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = 1", "har ingen kontroll"),
        ("def f(:", "kan ikke kjøres: SyntaxError"),
        ("import finnes_ikke", "kan ikke kjøres: ModuleNotFoundError"),
        ("raise SystemExit(0)", "kan ikke kjøres: SystemExit"),
    ],
)
def test_a_file_without_a_control_is_refused(tmp_path: Path, data: Path, text: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        trial.run(file(tmp_path, text), data, "11F", (2025,), 10)


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("f.antbu18.or_zero", "f.finnes_ikke.or_zero", "P90.*for 2025: .*finnes_ikke"),
        ("shown=[f.antbu18]", "shown=[f.person_fodselsnr]", "person_fodselsnr sier hvem noen er"),
        ("return require(", "return bool(", "bool"),
        ("return require(f.antbu18.or_zero < 5, shown=[f.antbu18])", "return True", "require"),
        ("f: Fields)", "f: Fields, grense_som_ikke_finnes: int)", "grense_som_ikke_finnes"),
    ],
)
def test_a_control_that_cannot_run_is_refused_before_any_file_is_read(
    tmp_path: Path, data: Path, was: str, becomes: str, said: str
) -> None:
    assert was in ONE
    with pytest.raises(Refused, match=said):
        trial.run(file(tmp_path, ONE.replace(was, becomes)), data, "11F", (2025,), 10)


def test_answers_cannot_be_tried(tmp_path: Path, data: Path) -> None:
    with pytest.raises(Refused, match="Skjema 7 er svar på spørsmål"):
        trial.run(file(tmp_path, ONE), data, "7", (2025,), 10)


def test_no_file_and_no_data_are_refused(tmp_path: Path, data: Path) -> None:
    with pytest.raises(Refused, match="Det finnes ingen fil"):
        trial.run(tmp_path / "ingen.py", data, "11F", (2025,), 10)
    with pytest.raises(Refused, match=r"Det er ingen filer i .*2024"):
        trial.run(file(tmp_path, ONE), data, "11F", (2024,), 10)
