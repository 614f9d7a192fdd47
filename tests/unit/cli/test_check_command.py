"""`kostra check` and its drop-in for the public control program: right and wrong use, exit status, input and output."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

import kostra
from kostra import main as entry
from kostra.main import main
from kostra.model.errors import Broken
from unit.app.controls.made import file

SOURCE = str(Path(kostra.__file__).parents[1])
AS_11F = ("--form", "11F", "--year", "2026", "--region", "110300")


def run(capsys: pytest.CaptureFixture[str], *given: str) -> tuple[int, str, str]:
    try:
        status = main(given)
    except SystemExit as left:
        status = int(str(left.code))
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def stdin(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(content)))


def process(*given: str, content: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, with a pipe as its input."""
    return subprocess.run(
        [sys.executable, "-m", "kostra", *given],
        input=content,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": SOURCE},
        check=False,
    )


@pytest.fixture
def good(tmp_path: Path) -> str:
    path = tmp_path / "god.dat"
    path.write_bytes(file("11F", 2026, {}, {}))
    return str(path)


@pytest.fixture
def bad(tmp_path: Path) -> str:
    path = tmp_path / "feil.dat"
    path.write_bytes(file("11F", 2026, {}, {"kjonn": "x"}))
    return str(path)


@pytest.fixture
def doubtful(tmp_path: Path) -> str:
    path = tmp_path / "advarsel.dat"
    path.write_bytes(file("11F", 2026, {"bidrag_jan": "1"}))
    return str(path)


def test_exit_status(capsys: pytest.CaptureFixture[str], good: str, bad: str, doubtful: str, tmp_path: Path) -> None:
    short = tmp_path / "kort.dat"
    short.write_bytes(b"kort\n")
    for path, wanted in ((good, 0), (doubtful, 1), (bad, 2), (str(short), 2)):
        assert run(capsys, "check", path, *AS_11F)[0] == wanted
        assert run(capsys, "check", path, *AS_11F, "--format", "json")[0] == wanted


def test_form_year_and_sender_may_be_left_to_the_content(capsys: pytest.CaptureFixture[str], good: str) -> None:
    status, out, err = run(capsys, "check", good)
    assert status == 0 and "Kontroll av skjema 11F, 2026" in out and "Avsender: 110300" in out and err == ""


def test_the_sender_may_be_named_and_numbered_in_two_ways(capsys: pytest.CaptureFixture[str], good: str) -> None:
    for region in ("1103", "110300"):
        _, out, _ = run(capsys, "check", good, "--region", region, "--name", "Stavanger")
        assert "Avsender: 110300 Stavanger" in out


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("format", ["text", "html", "json", "csv", "xlsx"])
def test_every_format_in_every_language(
    capsys: pytest.CaptureFixture[str], bad: str, tmp_path: Path, format: str, language: str
) -> None:
    out = tmp_path / "rapport"
    status, said, err = run(capsys, "check", bad, "--format", format, "--lang", language, "--out", str(out))
    assert (status, said, err) == (2, "", "")
    begins = {"text": b"K", "html": b"<!doctype html>", "json": b"{", "csv": b"\xef\xbb\xbf", "xlsx": b"PK"}
    assert out.read_bytes().startswith(begins[format]) or (format, language) == ("text", "en")


def test_json_holds_all_unless_a_limit_is_asked_for_and_text_the_first_twenty(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "mange.dat"
    path.write_bytes(file("11F", 2026, *[{"kjonn": "x"}] * 30))
    _, out, _ = run(capsys, "check", str(path), "--format", "json")
    assert len(json.loads(out)["findings"]) == 60
    _, out, _ = run(capsys, "check", str(path), "--format", "json", "--max-per-control", "2")
    assert len(json.loads(out)["findings"]) == 4 and json.loads(out)["counts"]["control"]["K08"] == 30
    _, out, _ = run(capsys, "check", str(path))
    assert out.count("journalnummer") == 20 and "10 av funnene er ikke vist her." in out
    _, out, _ = run(capsys, "check", str(path), "--max-per-control", "3")
    assert out.count("journalnummer") == 3


@pytest.mark.parametrize("files", [(), ("tom",), ("blank",)])
def test_nothing_to_report(capsys: pytest.CaptureFixture[str], tmp_path: Path, files: tuple[str, ...]) -> None:
    (tmp_path / "tom").write_bytes(b"")
    (tmp_path / "blank").write_bytes(b" ")
    status, out, _ = run(capsys, "check", *(str(tmp_path / one) for one in files), "--nil", *AS_11F, "--format", "json")
    found = json.loads(out)
    assert (status, found["severity"], found["records"], found["statistics"]) == (0, "ok", 0, None)


def test_nothing_to_report_and_yet_a_file(capsys: pytest.CaptureFixture[str], good: str) -> None:
    status, out, _ = run(capsys, "check", good, "--nil", *AS_11F, "--format", "json")
    assert status == 2 and json.loads(out)["counts"]["control"] == {"K00": 1}


def test_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, bad: str) -> None:
    stdin(monkeypatch, Path(bad).read_bytes())
    status, out, _ = run(capsys, "check", "-", "--format", "json")
    assert status == 2 and json.loads(out)["records"] == 2


def test_standard_input_that_is_a_pipe(bad: str) -> None:
    ran = process("check", "-", *AS_11F, "--format", "json", content=Path(bad).read_bytes())
    assert ran.returncode == 2 and json.loads(ran.stdout)["counts"]["control"] == {"K02": 1, "K08": 1}
    assert process("check", "-", *AS_11F).returncode == 2
    assert process("check", "-", "--nil", *AS_11F).returncode == 0


def test_output_is_utf_8_whatever_the_terminal_says(tmp_path: Path, bad: str) -> None:
    for format in ("text", "json", "html"):
        ran = subprocess.run(
            [sys.executable, "-m", "kostra", "check", bad, "--format", format],
            capture_output=True,
            env=os.environ | {"PYTHONPATH": SOURCE, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
            check=False,
        )
        assert ran.returncode == 2 and ran.stderr == b""
        assert "«x»" in ran.stdout.decode("utf-8")


def test_a_workbook_can_go_to_a_pipe(bad: str) -> None:
    ran = process("check", bad, "--format", "xlsx")
    assert ran.returncode == 2 and ran.stdout.startswith(b"PK") and ran.stderr == b""


def test_a_release_can_be_named(capsys: pytest.CaptureFixture[str], good: str) -> None:
    status, out, _ = run(capsys, "check", good, "--release", "2026.1", "--format", "json")
    assert status == 0 and "kontroller 2026.1-" in json.loads(out)["version"]


def test_proposals_are_off_until_they_are_asked_for(capsys: pytest.CaptureFixture[str], good: str) -> None:
    _, out, _ = run(capsys, "check", good, "--format", "json")
    _, with_proposals, _ = run(capsys, "check", good, "--format", "json", "--with-proposals")
    assert json.loads(with_proposals)["controls_run"] > json.loads(out)["controls_run"]


def test_answers_to_an_e_form(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "7.json"
    path.write_text('{"form": "7", "year": 2026, "region": "110300", "answers": {}}', encoding="utf-8")
    status, out, _ = run(capsys, "check", str(path), "--format", "json")
    assert status == 2 and json.loads(out)["form"] == "7"


def test_many_files(capsys: pytest.CaptureFixture[str], good: str, bad: str, doubtful: str) -> None:
    status, out, err = run(capsys, "check", good, bad, doubtful)
    assert status == 2 and "Kontroll av 3 filer" in out
    assert f"{bad}: 11F 2026 110300, feil (feil 1)" in out
    assert f"3/3  {doubtful}" in err
    status, out, err = run(capsys, "check", good, doubtful, "--format", "json")
    assert status == 1 and [one["severity"] for one in json.loads(out)] == ["ok", "warning"]
    assert "Kontroll av 2 filer" in err


def test_many_files_to_a_folder(capsys: pytest.CaptureFixture[str], good: str, bad: str, tmp_path: Path) -> None:
    out = tmp_path / "rapporter"
    status, said, _ = run(capsys, "check", good, bad, "--format", "html", "--out", f"{out}/")
    assert status == 2 and "Kontroll av 2 filer" in said
    assert sorted(path.name for path in out.iterdir()) == ["11F_2026_110300.html", "11F_2026_110300_2.html"]
    assert "feil.dat" in (out / "11F_2026_110300_2.html").read_text(encoding="utf-8")


def test_a_file_among_many_that_cannot_be_checked(
    capsys: pytest.CaptureFixture[str], good: str, tmp_path: Path
) -> None:
    odd = tmp_path / "annet.dat"
    odd.write_bytes(b"hei\n")
    status, out, _ = run(capsys, "check", good, str(odd))
    assert status == 3 and "annet.dat: Ikke kontrollert." in out and "Kontroll av 2 filer" in out


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((), "Det mangler: FIL."),
        (("finnes.ikke",), "Det finnes ingen fil «finnes.ikke». Sjekk navnet og mappen."),
        (("GOD", "--form", "11X"), "Det finnes ikke noe skjema «11X»."),
        (("GOD", "--year", "26"), "«26»"),
        (("GOD", *AS_11F[:2], "--year", "2016"), "Skjema 11F finnes ikke for 2016."),
        (("GOD", "--region", "11"), "«11» er ikke en region."),
        (("GOD", "--region", "1601"), "1601 finnes ikke i 2026."),
        (("GOD", "--region", "110304"), "110304 er ikke en bydel som rapporterer i 2026."),
        (("GOD", "--region", "9998"), "9998"),
        (("GOD", "--format", "pdf"), "«pdf»"),
        (("GOD", "--lang", "se"), "«se»"),
        (("GOD", "--max-per-control", "mange"), "«mange» er ikke et antall."),
        (("GOD", "--period", "mars"), "«mars» er ikke en periode."),
        (("GOD", "--period", "2026M03", "--year", "2025"), "ikke samme år"),
        (("GOD", *AS_11F[:2], "--region", "1103", "--period", "2026M03"), "Skjema 11F sendes ikke for 2026M03."),
        (("GOD", "--release", "2025.1"), "«2025.1» er ikke en kontrollversjon for 2026."),
        (("GOD", "--out", "/finnes/ikke/rapport"), "Kan ikke skrive til «/finnes/ikke/rapport»"),
        (("GOD", "--last-year", "GOD"), "har ikke svar fra i fjor"),
        (("TOM",), "har ingen filer å kontrollere"),
        (("BLANK",), "Si det med --form (for eksempel 11F)"),
        (("GOD", "GOD2", "--nil"), "Med --nil er det ikke noe å rapportere"),
        (("--nil",), "Si det med --form"),
        (("--nil", "--form", "11F", "--region", "1103"), "Si det med --year"),
        (("GOD", "--finnes-ikke"), "Ukjent argument"),
    ],
)
def test_wrong_use_says_what_is_wrong_and_leaves_with_3(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, good: str, given: tuple[str, ...], said: str
) -> None:
    (tmp_path / "mappe").mkdir()
    (tmp_path / "blank.dat").write_bytes(b" ")
    second = tmp_path / "god2.dat"
    second.write_bytes(Path(good).read_bytes())
    named = {"GOD": good, "GOD2": str(second), "TOM": str(tmp_path / "mappe"), "BLANK": str(tmp_path / "blank.dat")}
    status, out, err = run(capsys, "check", *(named.get(one, one) for one in given))
    assert status == 3
    assert out == ""
    assert said in err and "Traceback" not in err


def test_a_file_that_may_not_be_read(
    capsys: pytest.CaptureFixture[str], good: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*given: object, **options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", closed)
    status, _, err = run(capsys, "check", good, *AS_11F)
    assert status == 3 and f"Du har ikke lov til å lese «{good}»." in err


def test_a_workbook_is_not_written_to_a_terminal(
    capsys: pytest.CaptureFixture[str], good: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    status, _, err = run(capsys, "check", good, "--format", "xlsx")
    assert status == 3 and "--out rapport.xlsx" in err


def test_the_drop_in_writes_html(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, bad: str) -> None:
    stdin(monkeypatch, Path(bad).read_bytes())
    flags = ("-y", "2026", "-s", "11F", "-r", "110300", "-n", "STAVANGER", "-u", " ", "-c", " ", "-q", " ", "-a", "1")
    status, out, _ = run(capsys, "kontrollprogram", *flags)
    assert status == 2 and out.startswith("<!doctype html>") and "STAVANGER" in out


@pytest.mark.parametrize(("changes", "wanted"), [({}, 0), ({"bidrag_jan": "1"}, 1), ({"kjonn": "x"}, 2)])
def test_the_drop_in_leaves_as_the_program_does(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, changes: dict[str, str], wanted: int
) -> None:
    stdin(monkeypatch, file("11F", 2026, {}, changes))
    status, out, _ = run(capsys, "kontrollprogram", "-y", "2026", "-s", "11F", "-r", "110300", "-f", "JSON")
    found = json.loads(out)
    assert status == wanted and found["severity"] == ["OK", "WARNING", "ERROR"][wanted]
    assert list(found) == ["innparametere", "antallKontroller", "severity", "feil"]


def test_the_drop_in_tells_findings_in_the_programs_shape(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, bad: str
) -> None:
    stdin(monkeypatch, Path(bad).read_bytes())
    _, out, _ = run(
        capsys, "kontrollprogram", "-y", "2026", "-s", "11F", "-r", "110300", "-u", "976543218,965432187", "-f", "JSON"
    )
    found = json.loads(out)
    assert found["innparametere"] == {
        "aar": 2026,
        "kvartal": "",
        "skjema": "11F",
        "region": "110300",
        "navn": "Uoppgitt",
        "orgnrForetak": "",
        "orgnrVirksomhet": ["976543218", "965432187"],
        "harVedlegg": True,
    }
    assert found["feil"][1] == {
        "severity": "ERROR",
        "caseworker": "S12",
        "journalId": "J0000002",
        "individId": "",
        "contextId": "kjonn",
        "ruleName": "K08",
        "messageText": "KJONN er «x». Skriv 1 for mann eller 2 for kvinne.",
        "lineNumbers": [2],
    }


def test_the_drop_in_with_no_attachment_reads_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    status, out, _ = run(capsys, "kontrollprogram", "-y", "2026", "-s", "11CF", "-r", "110300", "-a", "0")
    assert status == 0 and "Det er ikke noe å rapportere" in out


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("-s", "11F", "-r", "110300"), "-y/--year"),
        (("-y", "26", "-s", "11F", "-r", "110300"), "-y kan ikke være «26»"),
        (("-y", "2026", "-s", "11X", "-r", "110300"), "Det finnes ikke noe skjema «11X»"),
        (("-y", "2026", "-s", "11F", "-r", "1103000"), "«1103000» er ikke en region."),
        (("-y", "2026", "-s", "11F", "-r", "110300", "-q", "5"), "-q kan ikke være «5»"),
        (("-y", "2026", "-s", "11F", "-r", "110300", "-f", "XML"), "-f kan ikke være «XML»"),
        (("-y", "2026", "-s", "11F", "-r", "110300", "-a", "ja"), "«ja»"),
    ],
)
def test_wrong_use_of_the_drop_in(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, given: tuple[str, ...], said: str
) -> None:
    stdin(monkeypatch, b"")
    status, out, err = run(capsys, "kontrollprogram", *given)
    assert status == 3 and out == "" and said in err


@pytest.mark.parametrize("way", [entry.command, entry.drop_in])
def test_a_fault_of_ours_is_told_and_does_not_look_like_a_warning(
    way: Callable[[], None], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def breaks(given: object = None) -> int:
        raise Broken("this should not happen")

    monkeypatch.setattr(entry, "main", breaks)
    with pytest.raises(SystemExit) as left:
        way()
    told = capsys.readouterr().err
    assert left.value.code == 3
    assert "this should not happen" in told and "feil i programmet" in told


def test_a_pattern_that_no_shell_spelled_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("b.dat", "a.dat", "c[1].dat"):
        (tmp_path / name).write_bytes(file("11F", 2026, {}, {}))
    status, _, told = run(capsys, "check", str(tmp_path / "?.dat"), *AS_11F)
    assert status == 0 and "2/2" in told and "c[1]" not in told
    assert run(capsys, "check", str(tmp_path / "c[1].dat"), *AS_11F)[0] == 0
    status, _, told = run(capsys, "check", str(tmp_path / "*.txt"), *AS_11F)
    assert status == 3 and "Ingen filer passer med" in told


@pytest.mark.parametrize("release", ["2026.9", "2026.x"])
def test_a_release_there_never_was_is_wrong_use(good: str, capsys: pytest.CaptureFixture[str], release: str) -> None:
    status, out, told = run(capsys, "check", good, *AS_11F, "--release", release)
    assert (status, out) == (3, "") and "2026.1" in told
