"""`kostra forms`, right and wrong."""

from __future__ import annotations

import json

import pytest

from kostra.forms import catalogue
from kostra.main import main


def run(capsys: pytest.CaptureFixture[str], *given: str) -> tuple[int, str, str]:
    try:
        status = main(given)
    except SystemExit as left:
        status = int(str(left.code))
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_list(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "forms", "list")
    assert status == 0 and "| 11F |" in out
    status, out, _ = run(capsys, "forms", "list", "--format", "json")
    assert "11CF" in {row["form"] for row in json.loads(out)}


def test_show_in_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "forms", "show", "11F", "--year", "2026", "--format", "json")
    assert status == 0 and json.loads(out)["record_length"] == 338
    status, out, _ = run(capsys, "forms", "show", "11F", "--year", "2026", "--format", "html", "--lang", "nn")
    assert status == 0 and out.startswith("<!doctype html>") and 'lang="nn"' in out
    status, out, _ = run(capsys, "forms", "show", "11f")
    assert status == 0 and out.startswith(f"# Skjema 11F, {catalogue.form('11F').newest_year()}: ")


def test_diff(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "forms", "diff", "11F", "2024", "2026")
    assert status == 0 and "`FODSELSDATO`" in out
    _, out, _ = run(capsys, "forms", "diff", "11F", "2025", "2026")
    assert "Ingen endringer." in out


def test_guide(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "forms", "guide", "11M", "--lang", "nn")
    assert status == 0 and "Rettleiing" in out.splitlines()[0].title()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((), "KOMMANDO"),
        (("forms",), "KOMMANDO"),
        (("forms", "vis"), "«vis»"),
        (("forms", "show"), "SKJEMA"),
        (("forms", "show", "11X"), "Det finnes ikke noe skjema «11X»"),
        (("forms", "show", "11F", "--year", "26"), "«26»"),
        (("forms", "show", "11F", "--year", "2016"), "kjent fra 2017"),
        (("forms", "show", "11F", "--format", "pdf"), "«pdf»"),
        (("forms", "show", "11F", "--nope"), "Ukjent argument: --nope"),
        (("forms", "show", "11F", "--out", "/finnes/ikke/fil"), "/finnes/ikke/fil"),
        (("forms", "diff", "11F", "2024"), "ETTER"),
    ],
)
def test_wrong_use_says_what_is_wrong_and_leaves_with_3(
    capsys: pytest.CaptureFixture[str], given: tuple[str, ...], said: str
) -> None:
    status, out, err = run(capsys, *given)
    assert status == 3
    assert out == ""
    assert said in err
    assert "Traceback" not in err


def test_help_is_in_bokmal(capsys: pytest.CaptureFixture[str]) -> None:
    for given in (("--help",), ("forms", "--help"), ("forms", "show", "--help")):
        status, out, _ = run(capsys, *given)
        assert status == 0 and out.startswith("bruk: kostra")
        for english in ("usage", "positional", "optional", "show this help"):
            assert english not in out
