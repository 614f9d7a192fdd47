"""The commands on a whole installation with a server of its own: tables, log, copy, and the copy put back in another."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kostra.main import main


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="kostra-test-"))
    monkeypatch.setenv("KOSTRA_DATA", str(made / "one"))
    monkeypatch.setenv("KOSTRA_DEMO", "1")
    monkeypatch.delenv("KOSTRA_DATABASE", raising=False)
    yield made
    shutil.rmtree(made)


def _last(said: str) -> str:
    (line,) = [line for line in said.splitlines() if line.startswith("Siste kontrollsum: ")]
    return line.removeprefix("Siste kontrollsum: ")


def test_the_whole_way_there_and_back(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copy, away = str(place / "copy"), str(place / "away")
    assert main(["database", "status"]) == 1
    assert "Databasen er tom. Det gjenstår" in capsys.readouterr().out
    assert main(["database", "migrate"]) == 0
    assert main(["database", "status"]) == 0
    assert main(["audit", "verify"]) == 0
    assert "Loggen er tom." in capsys.readouterr().out

    assert main(["backup", str(place / "first"), "--keys", str(place / "first-keys")]) == 0
    assert main(["backup", copy, "--keys", away]) == 0
    assert main(["backup", copy, "--check"]) == 0
    assert "er hel" in capsys.readouterr().out
    assert main(["audit", "verify"]) == 0
    last = _last(capsys.readouterr().out)
    assert main(["audit", "verify", "--expect", last]) == 0
    assert "er den til hendelse 2." in capsys.readouterr().out

    assert main(["restore", copy, "--keys", away]) == 3
    assert "Databasen er ikke tom" in capsys.readouterr().err

    monkeypatch.setenv("KOSTRA_DATA", str(place / "two"))
    assert main(["restore", copy, "--keys", away]) == 0
    assert "lagt tilbake, lik kopien" in capsys.readouterr().out
    # The copy was taken before the event that tells of it.
    assert main(["audit", "verify", "--expect", last]) == 2
    assert main(["audit", "verify"]) == 0
    assert "1 hendelse," in capsys.readouterr().out
