"""`kostra synth` on the command line."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path

import pytest

from kostra.app.synth import making
from kostra.cli import synth
from kostra.cli.parser import Parser, subcommands
from kostra.model.errors import Refused
from kostra.synth import summary
from kostra.synth.dials import Dials
from kostra.synth.records import form_11f


def run(*given: str) -> int:
    whole = Parser(prog="kostra")
    synth.add(subcommands(whole))
    wanted: argparse.Namespace = whole.parse_args(["synth", *given])
    return int(wanted.run(wanted))


def test_a_year_is_made_and_its_figures_are_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "PARTS", {"sosialhjelp (11F)": form_11f.part, "nasjonale tall": summary.part})
    assert (
        run("--year", "2025", "--out", str(tmp_path), "--seed", "3", "--size", "0,01", "--kind", "no-months=0.2") == 0
    )
    told = capsys.readouterr()
    assert "Syntetiske tall 2025" in told.out
    assert "Mottakere av sosialhjelp" in told.out
    assert "11F" in told.err
    assert (tmp_path / "2025" / "11F" / "110300.dat").exists()
    assert ",no-months,K26" in (tmp_path / "2025" / "mistakes.csv").read_text(encoding="utf-8")
    with pytest.raises(Refused, match="--force"):
        run("--year", "2025", "--out", str(tmp_path), "--size", "0.01")
    assert run("--year", "2025", "--out", str(tmp_path), "--size", "0.01", "--force", "--quiet") == 0
    assert capsys.readouterr().err == ""


def test_a_wrong_year_is_refused_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="2022-2026"):
        run("--year", "2031", "--out", str(tmp_path / "out"))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("flag", "value", "says"),
    [
        ("--size", "stor", "ikke et tall"),
        ("--seed", "x", "ikke et frø"),
        ("--late", "-1", "ikke et tall"),
        ("--kind", "no-months", "kan ikke leses"),
    ],
)
def test_wrong_values_are_told_in_norwegian(
    flag: str, value: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("--year", "2025", "--out", "x", f"{flag}={value}")
    assert stopped.value.code == 3
    assert says in capsys.readouterr().err


def test_every_dial_has_its_flag_and_the_same_default() -> None:
    shown = {flag.removeprefix("--").replace("-", "_"): default for flag, default, _ in synth._DIALS}
    assert shown == {dial.name: dial.default for dial in dataclasses.fields(Dials) if dial.name != "kinds"}
