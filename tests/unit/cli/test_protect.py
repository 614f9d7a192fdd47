"""`kostra protect`, right and wrong: files as users have them, and what they read when something is amiss."""

from __future__ import annotations

import csv
import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from kostra.app.disclosure import anybodys
from kostra.cli import protect
from kostra.cli.parser import Parser, subcommands
from kostra.disclosure import protecting
from kostra.model.errors import Refused

CELLS = "mun,county,age,n\n" + "".join(
    f"{mun},{county},{age},{n}\n"
    for mun, county, numbers in (
        ("a", "A", (2, 30, 40)),
        ("b", "A", (9, 20, 7)),
        ("c", "B", (8, 8, 1)),
        ("d", "B", (50, 3, 12)),
    )
    for age, n in zip(("ung", "midt", "gammel"), numbers, strict=True)
)
DIMS = ("--count", "n", "--dims", "mun,age", "--groupings", "mun:county")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    there = tmp_path / "æøå"
    there.mkdir()
    monkeypatch.chdir(there)
    (there / "celler.csv").write_text(CELLS, encoding="utf-8")
    return there


def run(*given: str) -> int:
    whole = Parser(prog="kostra")
    protect.add(subcommands(whole))
    wanted = whole.parse_args(("protect", *given))
    return int(wanted.run(wanted))


def rows(path: str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("celler.csv", *DIMS, "--out", "ut.csv", "--published", "åpen.csv", "--format", "json") == 0
    said = json.loads(capsys.readouterr().out)
    out, published = rows("ut.csv"), rows("åpen.csv")
    assert said["cells"] == len(out) == len(published) == (4 + 2 + 1) * (3 + 1)
    assert list(out[0]) == ["mun", "age", "n", "status"]
    assert list(published[0]) == ["mun", "age", "n"]
    assert {row["mun"] for row in out} == {"a", "b", "c", "d", "A", "B", "Total"}
    assert [(row["mun"], row["age"]) for row in out if row["status"] == "primary"] == [
        ("a", "ung"),
        ("c", "gammel"),
        ("d", "midt"),
    ]
    assert said["primary"] == 3
    assert said["secondary"] == sum(row["status"] == "secondary" for row in out) > 0
    for whole, shown in zip(out, published, strict=True):
        assert shown["n"] == (whole["n"] if whole["status"] == "safe" else "")


def test_every_count_is_for_the_owner_alone(folder: Path) -> None:
    (folder / "ut.csv").write_text("gammel", encoding="utf-8")
    run("celler.csv", *DIMS, "--out", "ut.csv")
    assert stat.S_IMODE((folder / "ut.csv").stat().st_mode) == 0o600
    assert sorted(path.name for path in folder.iterdir()) == ["celler.csv", "ut.csv"]


def test_the_same_table_in_another_order_gives_the_same_bytes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    heading, *lines = CELLS.splitlines()
    (folder / "andre.csv").write_text("\n".join([heading, *reversed(lines)]), encoding="utf-8-sig")
    run("celler.csv", *DIMS, "--out", "1.csv")
    run("andre.csv", *DIMS, "--out", "2.csv")
    assert (folder / "1.csv").read_bytes() == (folder / "2.csv").read_bytes()
    assert capsys.readouterr().out.startswith("28 celler: 3 primære, ")


def test_lists_and_weights(folder: Path) -> None:
    (folder / "ute.csv").write_text("age,mun\nung,b\nTotal,b\n", encoding="utf-8")
    (folder / "skjult.csv").write_text("mun,age\nTotal,gammel\n", encoding="utf-8")
    run("celler.csv", *DIMS, "--out", "ut.csv", "--forced", "ute.csv", "--hidden", "skjult.csv", "--weights", "mun")
    status = {(row["mun"], row["age"]): row["status"] for row in rows("ut.csv")}
    assert status["b", "ung"] == status["b", "Total"] == "safe"
    assert status["Total", "gammel"] == "secondary"


def test_what_is_out_may_give_a_cell_away(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All of the county is out, and all but one of its municipalities."""
    (folder / "ute.csv").write_text("mun,age\nA,ung\nb,ung\n", encoding="utf-8")
    assert run("celler.csv", *DIMS, "--out", "ut.csv", "--published", "p.csv", "--forced", "ute.csv") == 2
    said = capsys.readouterr().err
    assert "1 celler kan ikke beskyttes" in said
    assert "celler: mun a, age ung" in said
    assert not (folder / "p.csv").exists()


def test_rules_and_an_earlier_release(folder: Path) -> None:
    run("celler.csv", *DIMS, "--out", "foreløpig.csv")
    (folder / "endelig.csv").write_text(CELLS.replace("b,A,midt,20", "b,A,midt,22"), encoding="utf-8")
    run("endelig.csv", *DIMS, "--out", "ut.csv", "--earlier", "foreløpig.csv", "--last-year", "foreløpig.csv")
    before = {(row["mun"], row["age"]): row["status"] for row in rows("foreløpig.csv")}
    after = {(row["mun"], row["age"]): row["status"] for row in rows("ut.csv")}
    assert all(after[cell] != "safe" for cell, status in before.items() if status != "safe")
    assert after["b", "midt"] == "primary"


def test_tables_together(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "kjønn.csv").write_text(
        "mun,county,sex,n\n" + "".join(f"{mun},{county},{sex},{n}\n" for mun, county, *two in (("a", "A", 70, 2), ("b", "A", 16, 20),
        ("c", "B", 9, 8), ("d", "B", 30, 35)) for sex, n in zip("12", two, strict=True)), encoding="utf-8"
    )  # fmt: skip
    table = '[[table]]\ncells = "{0}.csv"\ncount = "n"\ndims = ["mun", "{1}"]\ngroupings = {{ mun = ["county"] }}\nout = "{0}-ut.csv"\n'
    (folder / "spec.toml").write_text(table.format("celler", "age") + table.format("kjønn", "sex"), encoding="utf-8")
    assert run("--spec", "spec.toml", "--advice", "2") == 0
    said = capsys.readouterr().out
    assert said.startswith(f"{7 * 4 + 7 * 3 - 7} celler: ")
    assert "celler kommer tilbake" in said
    totals = [{row["mun"]: (row["n"], row["status"]) for row in rows(f"{name}-ut.csv") if "Total" in (row.get("age"), row.get("sex"))}
              for name in ("celler", "kjønn")]  # fmt: skip
    assert totals[0] == totals[1]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ((), "Det mangler: CELLS.csv, --count, --dims, --out"),
        (("celler.csv", *DIMS), "Det mangler: --out"),
        (
            ("celler.csv", "--count", "n", "--dims", "mun,alder", "--out", "u"),
            "har ingen kolonne alder. Kolonnene er mun, county, age, n",
        ),
        (("celler.csv", "--count", "n", "--dims", "mun,,age", "--out", "u"), "--dims er «mun,,age»"),
        (
            ("celler.csv", "--count", "n", "--dims", "age", "--groupings", "mun:county", "--out", "u"),
            "mun har grupperinger, men er ingen",
        ),
        (("celler.csv", *DIMS, "--limit", "0", "--out", "u"), "--limit er 0"),
        (("celler.csv", *DIMS, "--advice", "0", "--out", "u"), "--advice er 0"),
        (("celler.csv", *DIMS, "--rules", "rar", "--out", "u"), "--rules: «rar» er ingen regel"),
        (("celler.csv", *DIMS, "--out", "celler.csv"), "allerede en fil som leses eller skrives"),
        (("celler.csv", *DIMS, "--out", "."), "det er en mappe"),
        (("celler.csv", *DIMS, "--out", "finnes/ikke.csv"), "det ligger i en mappe som ikke finnes"),
        (("borte.csv", *DIMS, "--out", "u"), "borte.csv"),
        (("celler.csv", *DIMS, "--out", "u", "--forced", "ute.csv"), "ute.csv, linje 2: «x» er ingen kode i mun"),
        (("celler.csv", "--spec", "s.toml", "--limit", "3"), "kan ikke CELLS.csv, --limit stå ved siden av"),
        (("--spec", "s.toml"), "s.toml"),
    ],
)
def test_wrong_use_is_refused_with_a_sentence(given: tuple[str, ...], says: str) -> None:
    Path("ute.csv").write_text("mun,age\nx,ung\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        run(*given)
    assert says in refused.value.message
    assert refused.value.exit_code == 3


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("--limt", "3"), "Ukjent argument: --limt 3"),
        (("--zeros", "vist"), "--zeros kan ikke være «vist»"),
        (("--limit", "2,5"), "--limit"),
    ],
)
def test_an_unknown_argument_is_refused(given: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        run("celler.csv", *DIMS, "--out", "ut.csv", *given)
    assert left.value.code == 3
    assert says in capsys.readouterr().err
    assert not Path("ut.csv").exists()


def test_nothing_is_written_for_all_when_the_audit_still_finds_something(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        anybodys, "protect", lambda made, doubted: replace(protecting.protect(made), status=made.primary.astype("i1"))
    )
    assert run("celler.csv", *DIMS, "--out", "ut.csv", "--published", "åpen.csv") == 2
    assert "celler kan ikke beskyttes" in capsys.readouterr().err
    assert not Path("åpen.csv").exists()


def test_the_audit_can_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("celler.csv", *DIMS, "--out", "ut.csv") == 0
    monkeypatch.setattr(anybodys, "safe", None)
    assert run("celler.csv", *DIMS, "--out", "uten.csv", "--no-audit") == 0
    assert Path("uten.csv").read_bytes() == Path("ut.csv").read_bytes()
