"""`kostra audit-table`: its answer, its files, its exit status and its sentences."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import pytest

from kostra.cli import audit_table
from kostra.cli.parser import Parser, subcommands
from kostra.model.errors import Refused

MEMBERS = "mun,county,kgroup\n0301,03F,EKG13\n1101,11F,EKG13\n1103,11F,EKG07\n1106,11F,EKG07\n"
GROUPS = {"03F": ["0301"], "11F": ["1101", "1103", "1106"], "EKG13": ["0301", "1101"], "EKG07": ["1103", "1106"]}
COUNTS = {"0301": (5, 6), "1101": (3, 2), "1103": (2, 3), "1106": (9, 7)}
FIGURES = [
    "cells",
    "suppressed",
    "recoverable_by_rank",
    "determined_by_bounds",
    "narrower_than_3",
    "certified",
    "proven_unique",
    "seconds",
]


def rows(hidden: set[tuple[str, str]], without: Collection[tuple[str, str]] = ()) -> str:
    """The table by municipality and sex with all its sums; the hidden cells blank, and some rows left out."""
    regions = {code: [code] for code in COUNTS} | GROUPS | {"Total": list(COUNTS)}
    lines = ["mun,sex,n,status"]
    for region, codes in regions.items():
        both = [sum(COUNTS[code][sex] for code in codes) for sex in (0, 1)]
        for sex, count in (("1", both[0]), ("2", both[1]), ("Total", sum(both))):
            if (region, sex) not in without:
                lines.append(f"{region},{sex},{'' if (region, sex) in hidden else count},x")
    return "\n".join(lines) + "\n"


CORNERS = {(code, sex) for code in ("1103", "1106") for sex in ("1", "2")}


def run(folder: Path, table: str, *more: str, members: str = MEMBERS) -> int:
    (folder / "på stasjonen").mkdir(exist_ok=True)
    published, groups = folder / "på stasjonen" / "tabell å.csv", folder / "på stasjonen" / "kommuner.csv"
    published.write_text(table, encoding="utf-8")
    groups.write_text(members, encoding="utf-8")
    whole = Parser(prog="kostra")
    audit_table.add(subcommands(whole))
    given = whole.parse_args(
        ["audit-table", str(published), "--count", "n", "--dims", "mun,sex", "--members", str(groups), *more]
    )
    return int(given.run(given))


def answer(capsys: pytest.CaptureFixture[str]) -> dict[str, float]:
    found: dict[str, float] = json.loads(capsys.readouterr().out)
    return found


def test_a_safe_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, rows(CORNERS), "--format", "json") == 0
    found = answer(capsys)
    assert list(found) == FIGURES
    assert (found["cells"], found["suppressed"], found["recoverable_by_rank"]) == (27, 4, 0)


def test_the_text_says_it_in_a_line_and_which_cells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, rows({("1103", "1"), ("1106", "1")})) == 2
    said = capsys.readouterr().out
    assert said.startswith("IKKE TRYGG: 2 av 2 skjulte celler kan regnes ut")
    assert "mun 1103, sex 1: følger av andre celler" in said


def test_county_against_kostra_group_gives_a_cell_away(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Three of a county, two of a group: what is hidden in both leaves the third alone."""
    hidden = {(code, sex) for code in ("1101", "1103", "1106") for sex in ("1", "2")}
    assert run(tmp_path, rows(hidden), "--format", "json") == 2
    assert answer(capsys)["recoverable_by_rank"] == 2
    assert run(tmp_path, rows(hidden | {("0301", "1"), ("0301", "2")}), "--format", "json") == 2
    without = {(group, sex) for group in ("03F", "11F") for sex in ("1", "2")}
    assert run(tmp_path, rows(hidden | {("0301", "1"), ("0301", "2")}, without), "--format", "json") == 0


def test_a_sum_without_a_row_is_no_equation_but_a_smallest_cell_without_one_is_hidden(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, rows(set(), {("Total", "1"), ("11F", "2")}), "--format", "json") == 0
    assert answer(capsys)["suppressed"] == 0
    assert run(tmp_path, rows(set(), {("1103", "1")}), "--format", "json") == 2
    assert answer(capsys)["suppressed"] == 1


def test_a_table_of_groups_alone_is_read_by_what_they_share(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    smallest = {(code, sex) for code in COUNTS for sex in ("1", "2", "Total")}
    hidden = {("EKG13", "1"), ("EKG07", "1")}
    assert run(tmp_path, rows(hidden, smallest), "--format", "json") == 2
    assert answer(capsys)["recoverable_by_rank"] == 2


def test_certificates_are_written_and_verified_and_one_number_changed_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bevis å.json"
    assert run(tmp_path, rows(CORNERS), "--format", "json", "--certificates", str(path)) == 0
    assert answer(capsys)["certified"] == 4
    content = path.read_text(encoding="utf-8")
    assert run(tmp_path, rows(CORNERS), "--format", "json", "--certificates", str(path)) == 0
    assert (answer(capsys)["certified"], path.read_text(encoding="utf-8")) == (4, content)

    given = json.loads(content)
    changes: tuple[tuple[Callable[[Any], object], str], ...] = (
        (lambda to: to["table"][0].__setitem__(1, to["table"][0][1] + 1), "en sum går ikke opp"),
        (lambda to: to["moves"][0][0].__setitem__(1, to["moves"][0][0][1] + 3), "i tabell 1 går en sum ikke opp"),
        (lambda to: to["moves"].append(to["moves"][0]), "kontrollsummen stemmer ikke"),
        (lambda to: to["moves"][0][0].__setitem__(0, 99), "en celle som ikke finnes"),
        (lambda to: to["table"].pop(), "hører til en annen tabell"),
        (lambda to: to.pop("moves"), "er ikke en sertifikatfil"),
    )
    for change, said in changes:
        changed = json.loads(json.dumps(given))
        change(changed)
        path.write_text(json.dumps(changed), encoding="utf-8")
        with pytest.raises(Refused, match=said):
            run(tmp_path, rows(CORNERS), "--certificates", str(path))


def test_any_one_number_of_a_certificate_file_changed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bevis.json"
    run(tmp_path, rows(CORNERS), "--certificates", str(path))
    content = path.read_text(encoding="utf-8")
    digits = [at for at, mark in enumerate(content) if mark.isdigit() and at > content.index("table")]
    for at in digits:
        path.write_text(f"{content[:at]}{(int(content[at]) + 1) % 10}{content[at + 1 :]}", encoding="utf-8")
        with pytest.raises(Refused):
            run(tmp_path, rows(CORNERS), "--certificates", str(path))


def test_bounds_and_report_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bounds, report = tmp_path / "grenser.csv", tmp_path / "rapport.html"
    assert run(tmp_path, rows(CORNERS), "--bounds", str(bounds), "--report", str(report)) == 0
    lines = bounds.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "cell,low,high,exact"
    assert '"mun 1103, sex 1",1,4,yes' in lines
    page = report.read_text(encoding="utf-8")
    assert "TRYGG: ingen av 4 skjulte celler" in page
    assert "<script" not in page and "http" not in page
    given = ("--report", str(report), "--certificates", str(tmp_path / "bevis å.json"))
    assert run(tmp_path, rows(CORNERS), *given) == 0
    assert "og de står i «bevis å.json»" in report.read_text(encoding="utf-8")
    assert "(høyst" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("table", "members", "said"),
    [
        (
            rows(set()).replace("mun,", "kommune,", 1),
            MEMBERS,
            "mangler kolonnen «mun». Den har kommune, sex, n, status",
        ),
        (rows(set()).replace("0301,1,5", "0301,1,-5"), MEMBERS, "linje 2, kolonne n: «-5» er ikke et antall"),
        (rows(set()).replace("0301,1,5", "0301,1,5.5"), MEMBERS, "linje 2, kolonne n: «5.5» er ikke et antall"),
        (rows(set()) + "0301,1,5,x\n", MEMBERS, "linje 29: cellen mun 0301, sex 1 står to ganger"),
        (rows(set()).replace("0301,1,5", ",1,5"), MEMBERS, "linje 2, kolonne mun: koden mangler"),
        (rows(set()).replace("0301,1,5,x", "0301,1,5"), MEMBERS, "linje 2 har 3 felt, men overskriften har 4"),
        (rows(set()).replace("0301,1,5", "0302,1,5"), MEMBERS, "linje 2, kolonne mun: «0302» står ikke i --members"),
        (rows(set()).replace("0301,1,5", "0301,1,4"), MEMBERS, "motsier seg selv"),
        (rows(set()), MEMBERS + "0301,11F,EKG13\n", "linje 6: mun 0301 er både i county 03F og i 11F"),
        (rows(set()), MEMBERS.replace("mun", "sted"), "skal ha én kolonne som heter som en dimensjon"),
        (rows(set()), MEMBERS + "11F,11F,EKG07\n", "«11F» er både en gruppe og en kode i mun"),
        (rows(set()), MEMBERS.replace("EKG07", "11F"), "«11F» er en gruppe både i county og i kgroup"),
        ("mun,sex,n\n", MEMBERS, "er tom"),
        ("mun,sex,n,n\n1,2,3,4\n", MEMBERS, "kolonnen «n» to ganger"),
    ],
)
def test_what_is_not_such_a_table_is_refused_with_a_sentence(
    tmp_path: Path, table: str, members: str, said: str
) -> None:
    with pytest.raises(Refused) as refused:
        run(tmp_path, table, members=members)
    assert said in refused.value.message


def test_a_file_that_is_not_text_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "kommuner.csv").write_bytes(MEMBERS.encode() + b"1108,\xe5,EKG07\n")
    with pytest.raises(Refused, match="linje 6: tegnene er ikke UTF-8"):
        run(tmp_path, rows(set()), "--members", str(tmp_path / "kommuner.csv"))


@pytest.mark.parametrize("option", ["certificates", "bounds", "report"])
def test_a_place_that_cannot_be_written_is_refused_before_the_work(
    tmp_path: Path, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for path, said in ((tmp_path, "det er en mappe"), (tmp_path / "borte" / "fil", "en mappe som ikke finnes")):
        with pytest.raises(Refused, match=f"Kan ikke skrive til .*{said}"):
            run(tmp_path, rows(CORNERS), f"--{option}", str(path))
    assert capsys.readouterr().err == ""


def test_what_is_read_is_not_written_over_and_no_file_is_written_twice(tmp_path: Path) -> None:
    table, members = (str(tmp_path / "på stasjonen" / name) for name in ("tabell å.csv", "kommuner.csv"))
    for given in (("--report", table), ("--bounds", members), ("--bounds", "b", "--report", "./b")):
        with pytest.raises(Refused, match="allerede en fil som leses eller skrives"):
            run(tmp_path, rows(CORNERS), *given)
    assert Path(table).read_text(encoding="utf-8") == rows(CORNERS)


def test_groupings_that_nobody_was_told_of_are_asked_for(tmp_path: Path) -> None:
    published = tmp_path / "tabell.csv"
    published.write_text(rows(set()), encoding="utf-8")
    whole = Parser(prog="kostra")
    audit_table.add(subcommands(whole))
    given = whole.parse_args(["audit-table", str(published), "--count", "n", "--dims", "mun,sex"])
    with pytest.raises(
        Refused, match=r"motsier seg selv.*Er noen av kodene grupperinger av andre, så si hvilke med --members"
    ):
        given.run(given)


def test_a_table_with_nothing_hidden_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, rows(set())) == 0
    assert "ingen celler er skjult" in capsys.readouterr().out


def test_wrong_use_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Refused, match="--dims mun,mun"):
        run(tmp_path, rows(set()), "--dims", "mun,mun")
    with pytest.raises(Refused, match="Kan ikke lese"):
        run(tmp_path, rows(set()), "--members", str(tmp_path / "borte.csv"))
    with pytest.raises(SystemExit) as left:
        run(tmp_path, rows(set()), "--zero", "shown")
    assert left.value.code == 3
    assert "Ukjent argument: --zero shown" in capsys.readouterr().err
