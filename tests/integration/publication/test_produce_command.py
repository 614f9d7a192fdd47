"""`kostra produce`, as its users write it: from what is delivered to what is public, and on from where it was."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from integration.commands import Kostra, running
from integration.disclosure.nation import YEAR, fill
from integration.editing.editors import SIRI
from kostra.app.people import demo
from kostra.app.publication import showing
from kostra.app.statistics import writing
from kostra.app.system import System
from kostra.cli import produce
from kostra.model.cube import Status
from kostra.model.errors import Conflict, Refused
from kostra.statistics.definition import TableDefinition
from kostra.tables import catalogue

TABLE = "91105"
TOLD = (str(YEAR), "--approved-by", "sigrid lund")


@pytest.fixture
def kostra(
    system: System, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Kostra:
    """Of a nation with one table, which nothing is estimated in."""

    def of_year(year: int) -> tuple[TableDefinition, ...]:
        return tuple(replace(one, gate=None) for one in catalogue.tables() if one.id == TABLE and one.covers(year))

    monkeypatch.setattr(catalogue, "of_year", of_year)
    monkeypatch.setenv("LOGNAME", "siri")
    return running(system, capsys, partial(produce.add, folder=lambda: tmp_path), "produce")


def counted(system: System) -> tuple[int, int, int]:
    """The estimates, the runs of disclosure control and the releases there are."""
    with system.transactions.begin(SIRI.actor, SIRI.scope) as tx:
        return len(tx.estimates.listed()), len(tx.disclosure.protections()), len(tx.releases.releases())


def test_from_what_is_delivered_to_what_is_public_and_nothing_is_made_twice(
    system: System, kostra: Kostra, tmp_path: Path
) -> None:
    fill(system)
    demo.install(system)
    said = kostra(str(YEAR), "--no-protect")
    assert "kan publiseres" in said and counted(system) == (1, 0, 0)
    table = tmp_path / writing.FOLDER / str(YEAR) / Status.PROVISIONAL / f"{TABLE}.parquet"
    written = table.stat().st_mtime_ns
    said = kostra(str(YEAR))
    assert "en kollega godkjenner kjøring" in said and counted(system) == (1, 1, 0)
    assert kostra(str(YEAR)) == said and counted(system) == (1, 1, 0) and table.stat().st_mtime_ns == written
    said = kostra(*TOLD)
    assert said.startswith("Ferdig: publisering ") and "Synlig siden" in said and counted(system) == (1, 1, 1)
    assert kostra(*TOLD) == kostra(str(YEAR)) == said and counted(system) == (1, 1, 1)
    assert showing.public(system, tmp_path).years(TABLE) == (YEAR,)
    table.write_bytes(b"")
    kostra(str(YEAR))
    assert table.stat().st_size > 0 and counted(system) == (1, 1, 1), "what is broken is made again"

    said = kostra(str(YEAR), "--status", "final")
    assert "en kollega godkjenner kjøring" in said and counted(system) == (2, 2, 1)
    said = kostra(*TOLD, "--status", "final")
    assert "endelige tall" in said and counted(system) == (2, 2, 2)
    with pytest.raises(Conflict, match="kan ikke ta plassen deres"):
        kostra(*TOLD)


def test_what_cannot_be_is_refused_before_anything_is_made(
    system: System, kostra: Kostra, capsys: pytest.CaptureFixture[str]
) -> None:
    demo.install(system)
    for given, why in (
        ((str(YEAR), "--approved-by", "Kari"), "ingen statistiker som heter «Kari».* Sigrid Lund"),
        ((*TOLD, "--no-protect"), "Ta bort --no-protect"),
        (("1999",), "Kalenderen sier ikke når tall for 1999"),
        ((str(YEAR),), "Ingen har levert"),
    ):
        with pytest.raises(Refused, match=why):
            kostra(*given)
    with pytest.raises(SystemExit):
        kostra("i fjor")
    assert "er ikke et år" in capsys.readouterr().err
    with pytest.raises(Refused, match="logge inn og gjøre det selv"):
        demo.statistician(replace(system, demo=False), "Sigrid Lund")
    assert counted(system) == (0, 0, 0)
