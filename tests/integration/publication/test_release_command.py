"""`kostra release`, as its users write it."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from integration.commands import Kostra, running
from integration.databases import SetClock
from integration.publication.released import AGES, HOURS, KARI, YEAR, approved_run, value
from kostra.app.publication import approving, showing
from kostra.app.system import System
from kostra.cli import release
from kostra.model.errors import Conflict
from kostra.model.release import Kind


@pytest.fixture
def kostra(system: System, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Kostra:
    return running(system, capsys, partial(release.add, folder=lambda: tmp_path), "release")


def test_from_making_to_taking_back(
    system: System, tmp_path: Path, clock: SetClock, kostra: Kostra, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Ingen publiseringer er laget" in kostra("list")
    approved_run(system, tmp_path)
    monkeypatch.setenv("LOGNAME", "siri")
    made = json.loads(kostra("make", str(YEAR), "--format", "json"))
    assert made["kind"] == "provisional" and made["made_by"] == "kommandolinjen (siri)" and made["opens"] is None
    with pytest.raises(Conflict, match="laget publiseringen selv"):
        kostra("approve", made["id"])
    monkeypatch.setenv("LOGNAME", "ole")
    said = kostra("approve", made["id"], "--comment", "sett gjennom")
    assert said == f"Godkjent: foreløpige tall for {YEAR}. Synlig 15.03.2027 kl. 08.00.\n"
    assert "2 tabeller: godkjent, blir synlig" in kostra("list")
    clock.time = HOURS[Kind.PROVISIONAL]
    assert "2 tabeller: synlig" in kostra("list") and value(system, tmp_path) == 10
    line = kostra("make", str(YEAR), "--corrects", made["id"], "--reason", "feil i Stavanger", "--table", AGES)
    assert "retting for 2026, 1 tabell. Synlig 15.03.2027 kl. 08.00, når en kollega har godkjent den." in line
    assert kostra("withdraw", made["id"], "--reason", "feil") == f"Trukket tilbake: foreløpige tall for {YEAR}.\n"
    waiting, withdrawn = json.loads(kostra("list", "--format", "json"))
    assert (waiting["state"], withdrawn["state"], withdrawn["withdrawn"]) == ("waiting", "withdrawn", "feil")


def test_a_subject_on_its_own_day_with_an_approval_beforehand(
    system: System, tmp_path: Path, kostra: Kostra, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved_run(system, tmp_path)
    monkeypatch.setenv("LOGNAME", "ole")
    given = kostra("standing", AGES, "--since", "2027-01-01", "--until", "2027-12-31", "--reason", "hver måned")
    assert f"til og med 31.12.2027: {AGES}." in given
    monkeypatch.setenv("LOGNAME", "siri")
    made = ("make", str(YEAR), "--kind", "subject", "--table", AGES, "--at", "2027-06-29T10:00")
    assert "Godkjent på forhånd av kommandolinjen (ole). Synlig 29.06.2027 kl. 10.00." in kostra(*made)
    assert "avsluttet" in kostra("end", given.split()[2], "--reason", "serien er over")
    assert "når en kollega har godkjent den" in kostra(*made)
    (newest, _) = showing.listed(system, KARI)
    approving.approve(system, KARI, tmp_path, newest.release.id)


@pytest.mark.parametrize("written", ["29.06.2027", "2027-02-30", "2027-06-29 10:00", "2027-06-29T10"])
def test_a_moment_that_is_none_is_refused(written: str, kostra: Kostra, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        kostra("make", str(YEAR), "--at", written)
    assert "er ikke et tidspunkt" in capsys.readouterr().err
