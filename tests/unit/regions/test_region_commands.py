"""`kostra regions`, as it is typed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from kostra.cli import regions as command
from kostra.cli.parser import Parser, subcommands
from kostra.model.errors import Refused


def run(*arguments: str) -> int:
    parser = Parser(prog="kostra")
    command.add(subcommands(parser))
    given = parser.parse_args(["regions", *arguments])
    status: int = given.run(given)
    return status


def test_list_writes_one_line_per_municipality(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list", "--year", "2026") == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 357
    assert lines[0] == "0301    Oslo - Oslove"


@pytest.mark.parametrize(
    ("kind", "number"),
    [("kommune", 357), ("bydel", 42), ("fylke", 15), ("kostragruppe", 17), ("storrelse", 5), ("enhet", 371)],
)
def test_list_knows_every_kind_in_every_format(kind: str, number: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list", "--year", "2026", "--kind", kind, "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert run("list", "--year", "2026", "--kind", kind, "--format", "json") == 0
    data = json.loads(capsys.readouterr().out)
    assert [row["code"] for row in rows] == [one["code"] for one in data["regions"]]
    assert len(rows) == number


def test_list_before_the_groups_is_refused() -> None:
    with pytest.raises(Refused, match="kjent fra og med 2020"):
        run("list", "--year", "2019", "--kind", "kostragruppe")


def test_show_tells_where_it_belongs_and_where_it_came_from(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "1508", "--year", "2024") == 0
    out = capsys.readouterr().out
    assert "1508 Ålesund (kommune) i 2024" in out
    assert "Fylke: 15 Møre og Romsdal" in out
    assert "KOSTRA-gruppe: EKG11" in out
    assert "Folketall 1. januar 2024: 58 509" in out
    assert "2024  delt: 1507 Ålesund → 1508 Ålesund + 1580 Haram" in out


def test_show_says_what_is_not_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "5012", "--year", "2019") == 0
    out = capsys.readouterr().out
    assert "KOSTRA-gruppe: ikke kjent" in out
    assert "Folketall 1. januar 2019: ikke kjent" in out
    assert run("show", "5012", "--year", "2019", "--format", "json") == 0
    data = json.loads(capsys.readouterr().out)
    assert data["population"] is None and data["kostra_group"] is None


def test_show_lists_the_members_of_a_county(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "EKA56", "--year", "2024", "--format", "json") == 0
    data = json.loads(capsys.readouterr().out)
    assert len(data["members"]) == 18
    assert data["population"] > 70000


def test_changes_are_told_in_words_and_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("changes", "2019", "2020") == 0
    text = capsys.readouterr().out
    assert "2020  slått sammen: 1571 Halsa + 5011 Hemne + 5012 Snillfjord (en del) → 5055 Heim" in text
    assert run("changes", "2019", "2020", "--format", "json") == 0
    data = json.loads(capsys.readouterr().out)
    assert run("changes", "2019", "2020", "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(rows) == len(data) == len(text.splitlines())
    assert run("changes", "2020", "2021") == 0
    assert capsys.readouterr().out == "Ingen endringer.\n"


def test_changes_want_the_years_in_order() -> None:
    with pytest.raises(Refused, match="Skriv årene i den rekkefølgen"):
        run("changes", "2024", "2019")


def whole_series(year: int, folder: Path) -> Path:
    from kostra import regions

    path = folder / "serie.csv"
    rows = "".join(f"{one.code},1.5\n" for one in regions.municipalities(year))
    path.write_text(f"region,value\n{rows}", encoding="utf-8")
    return path


def test_an_exact_rebase_ends_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "ut.csv"
    path = whole_series(2024, tmp_path)
    assert run("rebase", str(path), "--from", "2024", "--to", "2023", "--out", str(out)) == 0
    rows = {row["region"]: row for row in csv.DictReader(io.StringIO(out.read_text(encoding="utf-8")))}
    assert rows["1507"] == {"region": "1507", "value": "3.0", "mark": "", "note": ""}
    assert len(rows) == 356
    assert capsys.readouterr() == ("", "")


def test_an_inexact_rebase_warns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("rebase", str(whole_series(2023, tmp_path)), "--from", "2023", "--to", "2024") == 1
    said = capsys.readouterr()
    assert "1508+1580,1.5,samlet,samlet fra 1507 i 2023" in said.out
    assert "1508 + 1580: samlet" in said.err


def test_a_rebase_by_population_is_marked_and_keeps_the_total(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = whole_series(2023, tmp_path)
    assert run("rebase", str(path), "--from", "2023", "--to", "2024", "--split-by", "folketall") == 1
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    parts = {row["region"]: row for row in rows if row["mark"]}
    assert {code: row["value"] for code, row in parts.items()} == {"1508": "1.3", "1580": "0.2"}
    assert {row["mark"] for row in parts.values()} == {"anslag"}
    assert sum(round(float(row["value"]) * 10) for row in rows) == 356 * 15


def test_a_file_on_standard_input_with_norwegian_numbers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\ufeffregion;value\n0219;12,5\n\n0301;-1\n"))
    assert run("rebase", "-", "--from", "2019", "--to", "2024") == 1
    said = capsys.readouterr()
    assert said.out == "region,value,mark,note\n0301,-1.0,,\n3201,12.5,,\n"
    assert "420 kommuner i 2019 har ingen rad i fila" in said.err


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "Første linje er «ingenting». Skriv «region,value»."),
        ("kommune,verdi\n0301,1\n", 1, "Første linje er «kommune,verdi»"),
        ("region,value\n301,1\n", 2, "Kommunenummer har fire siffer: skriv 0301"),
        ("region,value\nOslo,1\n", 2, "Regionen er «Oslo»"),
        ("region,value\n0301,1\n1141,1\n", 3, "1141 finnes ikke i 2024"),
        ("region,value\n0301,\n", 2, "Verdien for 0301 er «»"),
        ("region,value\n0301,1e3\n", 2, "Verdien for 0301 er «1e3»"),
        ("region,value\n0301,1,2\n", 2, "3 verdier, «0301,1,2»"),
        ("region,value\n0301,1\n0301,2\n", 3, "0301 står også på linje 2"),
    ],
)
def test_a_bad_row_is_named_by_its_line(
    text: str, line: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "serie.csv"
    path.write_text(text, encoding="utf-8")
    assert run("rebase", str(path), "--from", "2024", "--to", "2026") == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert f"linje {line}: " in err and said in err


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"Kan ikke lese .*: filen eller mappen finnes ikke"):
        run("rebase", str(tmp_path / "borte.csv"), "--from", "2024", "--to", "2026")
    latin = tmp_path / "latin.csv"
    latin.write_bytes("region,value\n# ø\n".encode("latin-1"))
    with pytest.raises(Refused, match="ikke UTF-8"):
        run("rebase", str(latin), "--from", "2024", "--to", "2026")
