"""`kostra statbank export`, as its users write it: ahead of the hour, and of approved releases alone."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from integration.commands import Kostra, running
from integration.publication.released import AGES, KARI, SIRI, YEAR, approved_run, released
from kostra.app.ports.transaction import Scope
from kostra.app.publication import approving, releasing
from kostra.app.publication.releasing import Order
from kostra.app.system import System
from kostra.cli import statbank
from kostra.model.errors import Conflict, Missing, Refused
from kostra.model.release import Kind


@pytest.fixture
def kostra(system: System, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Kostra:
    return running(system, capsys, partial(statbank.add, folder=lambda: tmp_path), "statbank")


def test_a_description_and_the_files_it_asks_for(system: System, tmp_path: Path, kostra: Kostra) -> None:
    made = released(system, tmp_path)
    out = tmp_path / "ut"
    of = ("export", AGES, "--release", made.id, "--out", str(out))
    assert kostra(*of, "--describe") == f"Skrev {out / AGES}.json.\n"
    described = ("--description", str(out / f"{AGES}.json"))
    said = kostra(*of, *described, "--initials", "abc")
    assert said.endswith("Publiseres 15.03.2027. Ikke del filene før det.\n") and said.count("Skrev ") == 3
    file = out / f"Kostra{AGES}.dat"
    lines = file.read_text(encoding="utf-8").splitlines()
    assert f"1103;a;{YEAR};10;" in lines and f"1106;a;{YEAR};;04" in lines and len(lines) == 9
    assert file.stat().st_mode & 0o077 == 0
    assert file.read_bytes() in (out / "overforing.body").read_bytes()
    assert f"hovedtabell={AGES}&publiseringsdato=2027-03-15" in (out / "overforing.txt").read_text(encoding="utf-8")
    with system.transactions.begin(SIRI.actor, Scope.EVERYWHERE) as tx:
        events = [one.event for one in tx.log.of(subject=made.id)]
    assert [one.action for one in events].count("release.exported") == 2


def test_what_is_not_approved_or_not_there_is_refused(system: System, tmp_path: Path, kostra: Kostra) -> None:
    approved_run(system, tmp_path)
    made = releasing.make(system, SIRI, tmp_path, Order(YEAR, Kind.PROVISIONAL))
    of = ("--release", made.id, "--out", str(tmp_path / "ut"))
    with pytest.raises(Conflict, match="godkjent publisering"):
        kostra("export", AGES, *of, "--describe")
    with pytest.raises(Refused, match="Kan ikke lese"):
        kostra("export", AGES, *of, "--description", str(tmp_path / "ingen.json"))
    with pytest.raises(SystemExit):
        kostra("export", AGES, *of)
    approving.approve(system, KARI, tmp_path, made.id)
    with pytest.raises(Missing, match="er ikke i publiseringen"):
        kostra("export", "99999", *of, "--describe")
    assert not (tmp_path / "ut").exists()
