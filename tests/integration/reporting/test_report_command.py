"""`kostra report`: the draft and what is published, as files."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import pytest

from integration.commands import Kostra, running
from integration.portal.house import SIRI, House
from integration.publication.released import OLE
from kostra.app.reporting import moving, seeing, writing
from kostra.app.settings import Settings
from kostra.cli import report
from kostra.model.errors import Missing, Refused
from kostra.model.text import Language


@pytest.fixture
def kostra(there: House, capsys: pytest.CaptureFixture[str]) -> Kostra:
    settings = Settings(there.folder, address="https://kostra.example")

    def add(commands: Any, opened: Any) -> None:
        report.add(commands, opened, lambda: settings)

    return running(there.system, capsys, add, "report")


def test_the_draft_is_made_and_written_with_what_people_wrote(there: House, kostra: Kostra, tmp_path: Path) -> None:
    with pytest.raises(Missing, match="Ingen årlige skjema er samlet inn for 1999"):
        kostra("1999")
    assert "Utkast. Rapporten er ikke publisert." in kostra("2026")
    assert seeing.draft(there.system, SIRI, 2026).made is None, "nothing is kept unless it is asked for"
    told = kostra("2026", "--make")
    assert told.startswith("<!doctype html>") and "Utkast. Rapporten er ikke publisert." in told
    assert 'href="https://kostra.example/nb/rapport/2026/tall/inngang-skulle/11F"' in told
    writing.write(there.system, SIRI, 2026, "annet", {Language.NYNORSK: "Ord om anna."}, 0)
    assert "Ord om anna." in kostra("2026", "--lang", "nn") and '<html lang="nn">' in kostra("2026", "--lang", "nn")
    for kind, start in (("docx", b"PK"), ("pdf", b"%PDF-1.7")):
        out = tmp_path / f"rapport.{kind}"
        assert kostra("2026", "--format", kind, "--out", str(out)) == ""
        first = out.read_bytes()
        kostra("2026", "--format", kind, "--out", str(out))
        assert first.startswith(start) and out.read_bytes() == first
        with pytest.raises(Refused, match="Skriv hvor den skal med --out"):
            kostra("2026", "--format", kind)
    with pytest.raises(Refused, match="Velg et annet sted med --out"):
        kostra("2026", "--out", str(tmp_path / "finnes" / "ikke.html"))


def test_what_is_published_is_written_as_it_was(there: House, kostra: Kostra) -> None:
    kostra("2026", "--make")
    moving.finish(there.system, SIRI, 2026)
    moving.publish(there.system, OLE, 2026)
    assert "Utgave 1." in kostra("2026")
    moving.reopen(there.system, SIRI, 2026, "Mer skal med")
    writing.write(there.system, SIRI, 2026, "annet", {Language.BOKMAL: "Mer."}, 0)
    assert "<p>Mer.</p>" not in kostra("2026") and "<p>Mer.</p>" in kostra("2026", "--draft")
    with pytest.raises((SystemExit, argparse.ArgumentError)):
        kostra("26")
