"""`kostra table --discontinued`, and what is said to whoever asks for a table that has ended."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from integration.commands import Kostra, running
from kostra.app.system import System
from kostra.cli import statistics
from kostra.model.errors import Refused


@pytest.fixture
def kostra(system: System, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Kostra:
    return running(system, capsys, partial(statistics.add, folder=lambda: tmp_path), "table")


def test_they_are_listed(kostra: Kostra) -> None:
    assert "04906  1999–2016  G. Sosialtjenesten – nøkkeltall (K)\n" in kostra("--discontinued")
    told = {one["id"]: one for one in json.loads(kostra("--discontinued", "--format", "json"))}
    assert told["12203"]["title"] is None and told["12203"]["instead"] == ["92001"]
    assert kostra("--discontinued", "--format", "csv").startswith("tabell;aar;tittel;")


def test_one_is_refused_with_what_to_use_instead(kostra: Kostra) -> None:
    with pytest.raises(Refused, match=r"Tabell 04906 ble avsluttet i 2016\..* Bruk tabell 92001\."):
        kostra("04906", "--year", "2025")
    for given in ((), ("13995", "--discontinued")):
        with pytest.raises(Refused, match="Gi enten nummeret på en tabell eller --discontinued"):
            kostra(*given)
