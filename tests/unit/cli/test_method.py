"""`kostra method`, right and wrong: files as users have them, and what they read when something is amiss."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

from kostra.app.methods.catalogue import METHODS
from kostra.main import main

FILE = """\
id;x1;x2;g;h
a;100;110;A;x
b;205,5;200;A;x
c;300;0;A;x
d;99000;97;B;y
e;0;12;B;y
f;50;55;B;y
g;;55;B;y
h;75;70;;y
i;33;31;A;x
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "inn.csv"
    path.write_text(FILE.replace(",", ".").replace(";", ","), encoding="utf-8")
    return str(path)


def run(capsys: pytest.CaptureFixture[str], *given: str) -> tuple[int, str, str]:
    try:
        status = main(("method", *given))
    except SystemExit as left:
        status = int(str(left.code))
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def rows(text: str) -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text))}


def column(text: str, name: str) -> list[str]:
    return [row[name] for row in csv.DictReader(io.StringIO(text))]


PAIR = ("--id", "id", "--x1", "x1", "--x2", "x2")


def test_theerror(capsys: pytest.CaptureFixture[str], file: str) -> None:
    status, out, err = run(capsys, "theerror", file, *PAIR, "--ul", "2")
    assert (status, err) == (0, "")
    assert out.splitlines()[0] == "id,x1,x2,outlier,diff_log10,lower_limit,upper_limit,reason"
    assert column(out, "id") == list("abcdefghi") and column(out, "outlier") == [
        "0",
        "0",
        "",
        "1",
        "",
        "0",
        "",
        "0",
        "0",
    ]
    assert rows(out)["c"]["reason"] == "ikke over null i begge" and rows(out)["g"]["reason"] == "mangler verdi"


def test_hb_by_stratum_with_parameters_for_each(capsys: pytest.CaptureFixture[str], file: str, tmp_path: Path) -> None:
    out_file = tmp_path / "ut.csv"
    status, out, _ = run(
        capsys,
        *("hb", file, *PAIR, "--strata-name", "g", "--pu", "0,5", "--pu", "1", "--pc", "1", "--out", str(out_file)),
    )
    assert status == 0 and out == ""
    written = out_file.read_text(encoding="utf-8")
    head = "id,x1,x2,max_x,ratio,lower_limit,upper_limit,med_ratio,outlier,strata,distance,reason"
    assert written.splitlines()[0] == head
    found = rows(written)
    assert list(found) == list("abcdefghi")
    assert found["a"]["med_ratio"] == "1.0275" and found["a"]["max_x"] == "110" and found["a"]["strata"] == "A"
    assert [found[unit]["outlier"] for unit in "abi"] == ["1", "0", "1"]
    assert found["h"]["reason"] == "mangler stratum" and found["h"]["outlier"] == ""


def test_hb_tells_of_what_it_leaves_out(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "lik.csv"
    path.write_text("id,x1,x2,g\na,1,1,p\nb,2,2,p\nc,3,4,p\nd,5,5,q\n", encoding="utf-8")
    status, out, err = run(capsys, "hb", str(path), *PAIR, "--strata-name", "g")
    assert status == 0
    assert err == (
        "Stratum «p»: 67 % av enhetene er uendret, og de er holdt utenfor.\n"
        "Stratum «q»: 100 % av enhetene er uendret, og de er holdt utenfor.\n"
    )
    assert rows(out)["a"]["reason"] == "uendret, og minst halvparten er det"
    assert rows(out)["d"]["reason"] == "uendret, som alle andre i stratumet"


def test_quartile(capsys: pytest.CaptureFixture[str], file: str) -> None:
    given = ("quartile", file, "--id", "id", "--x1", "x1", "--y1", "x2", "--strata-name", "g")
    status, out, _ = run(capsys, *given)
    assert status == 0
    assert out.splitlines()[0] == (
        "id,x1,y1,x2,y2,ratio,ratio2,ratio_all,ratio_all2,ratio_str,ratio_str2,lower_limit,upper_limit,outlier,strata,"
        "ranking,reason"
    )
    assert len(set(column(out, "lower_limit")) - {""}) == 1 and rows(out)["d"]["outlier"] == "1"
    assert rows(out)["h"]["outlier"] == "0", "limits of all are for a unit of no stratum too"
    _, within, _ = run(capsys, *given, "--limits-by-stratum", "--x2", "x2", "--y2", "x1")
    assert len(set(column(within, "lower_limit")) - {""}) == 2 and rows(within)["h"]["reason"] == "mangler stratum"
    assert rows(within)["b"]["ratio2"] == "0.9732360097323601"


def test_zeros(capsys: pytest.CaptureFixture[str], file: str) -> None:
    status, out, _ = run(capsys, "zeros", file, *PAIR, "--floor", "12")
    assert status == 0 and out.splitlines()[0] == "id,x1,x2,change,turn,outlier,reason"
    assert {unit: row["turn"] for unit, row in rows(out).items() if row["turn"]} == {
        "c": "fra null",
        "e": "til null",
        "g": "borte",
    }
    assert column(out, "outlier") == ["0", "0", "1", "0", "0", "0", "1", "0", "0"]


VARS = ("--x-var", "x2", "--y-var", "x1", "--strata-var", "g")


def test_rank(capsys: pytest.CaptureFixture[str], file: str) -> None:
    status, out, _ = run(capsys, "rank", file, "--id-var", "id", *VARS, "--antall", "1")
    assert status == 0
    assert out.splitlines()[0] == "id,x,y,strata,forh,x_rank,y_rank,x_pros_av_sumx,y_pros_av_sumy"
    assert column(out, "id") == ["c", "b", "d", "h"] and column(out, "strata") == ["A", "A", "B", ""]
    _, alike, _ = run(capsys, "rank", file, "--id-var", "id", *VARS, "--identiske", "--grense", "60")
    assert column(alike, "id") == ["c", "b", "a", "d", "h"]


def test_diff(capsys: pytest.CaptureFixture[str], file: str) -> None:
    given = ("diff", file, "--id-var", "id", *VARS, "--antall", "1", "--z-var", "x2", "--kommentar-var", "h")
    status, out, _ = run(capsys, *given)
    assert status == 0
    assert out.splitlines()[0] == (
        "strata,id,x,y,forh,diff,abs_diff,diff_pros_avx,diff_pros_av_sumx,diff_pros_av_totx,sum_diff_pros_av_sumx,"
        "sum_diff_pros_av_totx,z,ed_endring,kommentar"
    )
    assert column(out, "id") == ["c", "d", "h"] and column(out, "ed_endring") == ["300", "98903", "5"]
    assert column(out, "kommentar") == ["x", "y", "y"]
    _, over, _ = run(capsys, "diff", file, "--id-var", "id", *VARS, "--grense", "9")
    assert column(over, "id") == ["c", "a", "d", "e"]


def test_aggregate(capsys: pytest.CaptureFixture[str], file: str) -> None:
    status, out, _ = run(capsys, "aggregate", file, *VARS)
    assert status == 0
    assert out.splitlines()[0] == (
        "strata,antx,anty,sumx,sumy,sumx_pros_av_totx,sumy_pros_av_toty,diff,abs_diff,diff_pros_av_sumx,"
        "abs_diff_pros_av_sumx,diff_pros_av_totx,abs_diff_pros_av_totx"
    )
    assert column(out, "anty") == ["4", "3", "1"] and column(out, "sumy") == ["638.5", "99050", "75"]
    _, alike, _ = run(capsys, "aggregate", file, "--x-var", "x2", "--y-var", "x1", "--identiske")
    assert column(alike, "strata") == ["1"] and column(alike, "sumx") == ["575"]


def test_score(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path, left = tmp_path / "inn.csv", tmp_path / "igjen.csv"
    path.write_text(
        "id,y,yhat,t,hard,grp\na,104,100,20,0,p\nb,140,100,3,1,p\nc,101,100,-20,,q\nd,102,100,20,0,q\ne,,100,20,0,\n",
        encoding="utf-8",
    )
    status, out, err = run(
        capsys,
        *("score", str(path), "--id", "id", "--y", "y", "--expected", "yhat", "--t", "t", "--hard", "hard"),
        *("--group", "grp", "--tolerance", "0.01", "--group-tolerance", "0.02", "--out-remaining", str(left)),
    )
    assert status == 0
    assert err == (
        "Gå gjennom de 2 første av 5 enheter: det fjerner 94 % av den ventede feilen, og resten er innenfor toleransen.\n"
    )
    found = rows(out)
    assert [unit for unit in found if found[unit]["review"] == "1"] == ["a", "b"]
    assert found["b"]["turn"] == "1" and found["b"]["influence"] == "0.4" and found["c"]["suspicion"] == "1"
    assert found["e"]["reason"] == "mangler verdi" and found["e"]["local_score"] == ""
    table = list(csv.DictReader(left.read_text(encoding="utf-8").splitlines()))
    assert [(row["kind"], row["group"]) for row in table] == [("alle", "alle"), ("grp", "p"), ("grp", "q")]
    assert [row["remaining_error_pros"] for row in table] == ["0.6", "0", "1.5"]


def test_score_of_several_variables(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "inn.csv"
    path.write_text(
        "id,v,y,yhat,hard\na,stønad,100,100,1\na,lån,12,10,1\nb,stønad,150,100,1\nb,lån,10,10,1\n", encoding="utf-8"
    )
    given = ("score", str(path), "--id", "id", "--y", "y", "--expected", "yhat", "--hard", "hard", "--variable", "v")
    status, out, err = run(capsys, *given, "--floor", "1")
    found = list(csv.DictReader(io.StringIO(out)))
    assert status == 0 and [row["turn"] for row in found] == ["2", "2", "1", "1"]
    assert [row["influence"] for row in found] == ["0", "0.2", "0.5", "0"]
    assert err.startswith("Gå gjennom de 2 første av 2 enheter: det fjerner 100 %")
    _, _, calm = run(capsys, *given, "--tolerance", "1")
    assert calm == "Ingen av de 2 enhetene trenger gjennomgang: den ventede feilen er innenfor toleransen.\n"


def test_what_comes_in_with_semicolon_and_comma_goes_out_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path, out_file = tmp_path / "inn.csv", tmp_path / "ut.csv"
    path.write_text("\ufeff" + FILE, encoding="utf-8")
    assert run(capsys, "zeros", str(path), *PAIR, "--out", str(out_file)) == (0, "", "")
    written = out_file.read_text(encoding="utf-8")
    assert written.startswith("\ufeffid;x1;x2;") and "\nb;205,5;200;5,5;;0;\n" in written


def test_standard_in_and_the_same_bytes_every_time(file: str) -> None:
    text = Path(file).read_bytes()
    given = [sys.executable, "-m", "kostra", "method", "hb", "-", *PAIR]
    first, second = (
        subprocess.run(given, input=text, capture_output=True, check=True, cwd="src").stdout for _ in range(2)
    )
    assert first == second and first.count(b"\n") == 10


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("hb", "FILE", "--id", "id", "--x1", "x1"), "Det mangler: --x2."),
        (
            ("hb", "FILE", "--id", "idd", "--x1", "x1", "--x2", "x2"),
            "ingen kolonne «idd», som --id peker på. Mente du «id»?",
        ),
        (("hb", "FILE", "--id", "id", "--x1", "g", "--x2", "x2"), "linje 2, kolonne «g»: «A» er ikke et tall."),
        (("hb", "FILE", *PAIR, "--pu", "1.5"), "--pu skal være mellom 0 og 1, ikke «1.5»."),
        (("hb", "FILE", *PAIR, "--pu", "1", "--pu", "0"), "--pu er gitt 2 ganger, og det er 1 strata («1»)."),
        (("hb", "nofile.csv", *PAIR), "Kan ikke lese «nofile.csv»: filen eller mappen finnes ikke."),
        (("hb", "FILE", *PAIR, "--out", "/nowhere/ut.csv"), "Kan ikke skrive til «/nowhere/ut.csv»"),
        (("theerror", "FILE", *PAIR, "--ll", "-4"), "--ll skal være mellom -3 og 0, ikke «-4»."),
        (("theerror", "FILE", *PAIR, "--ul", "x"), "--ul skal være et tall, ikke «x». Skriv for eksempel 2.5."),
        (("quartile", "FILE", "--id", "id", "--x1", "x1", "--y1", "x2", "--x2", "x2"), "--x2 og --y2 hører sammen."),
        (
            ("quartile", "FILE", "--id", "id", "--x1", "x1", "--y1", "x2", "--limits-by-stratum"),
            "--limits-by-stratum trenger en kolonne med stratum.",
        ),
        (("rank", "FILE", "--id-var", "id", *VARS, "--antall", "0"), "--antall skal være minst 1"),
        (
            ("score", "FILE", "--id", "id", "--y", "x1", "--expected", "x2"),
            "Det mangler hva som gjør en verdi mistenkelig.",
        ),
        (
            ("score", "FILE", "--id", "id", "--y", "x1", "--expected", "x2", "--t", "x1", "--full", "1"),
            "--full skal være større enn --starts",
        ),
        (("median", "FILE"), "kan ikke være «median»"),
    ],
)
def test_wrong_use_is_told_of(capsys: pytest.CaptureFixture[str], file: str, given: tuple[str, ...], said: str) -> None:
    status, out, err = run(capsys, *(file if one == "FILE" else one for one in given))
    assert (status, out) == (3, "") and said in err, err


@pytest.mark.parametrize("name", [method.name for method in METHODS])
def test_help(capsys: pytest.CaptureFixture[str], name: str) -> None:
    status, out, _ = run(capsys, name, "--help")
    (method,) = (method for method in METHODS if method.name == name)
    assert status == 0 and out.startswith(f"bruk: kostra method {name}")
    assert all(f"--{flag.name}" in out for flag in method.flags)
