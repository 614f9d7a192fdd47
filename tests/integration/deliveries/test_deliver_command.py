"""`kostra basis` and `kostra deliver`, as their users write them."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from integration.commands import running
from integration.deliveries.handing import IDENTITIES, straight_in, workshop
from kostra.app.deliveries.outside import Outside
from kostra.app.system import System
from kostra.cli import basis, deliver
from kostra.model.errors import Conflict

OWN = """
[recipients.NAV]
name = "Nav"
kind = "authority"
about = "Etter avtale"

[bases.nav-belop]
recipient = "NAV"
paragraph = "§ 1"
purpose = "Analyse"
document = "Avtalen"
identity = "none"
first_year = 2020
since = "2021-01-01"
forms.11F = ["bidrag"]
"""


def test_from_a_file_of_bases_to_a_delivery_that_is_deleted(
    system: System, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = partial(deliver.add, workshop=lambda: workshop(tmp_path), working=lambda: system)
    bases, deliveries = running(system, capsys, basis.add, "basis"), running(system, capsys, shop, "deliver")
    straight_in(system)
    (tmp_path / "egne.toml").write_text(OWN, encoding="utf-8")
    monkeypatch.setenv("LOGNAME", "siri")
    assert "Ingen hjemler" in bases("list") and "Ingen leveranser" in deliveries("list")
    assert "Registrert: nav-belop for NAV." in bases("enter", str(tmp_path / "egne.toml"))
    assert bases("enter", str(tmp_path / "egne.toml")) == "0 hjemler registrert.\n"
    bases("key", "NAV", str(IDENTITIES["NAV"].to_public()), "--reason", "På telefon")
    with pytest.raises(Outside, match="kollega"):
        bases("approve", "nav-belop")
    monkeypatch.setenv("LOGNAME", "ole")
    assert bases("approve", "nav-belop") == "Godkjent: nav-belop for NAV.\n"
    assert json.loads(bases("list", "--format", "json"))[0]["variables"] == {"11F": ["bidrag"]}
    assert "gjelder" in bases("list")

    with pytest.raises(Outside, match="«laan»"):
        deliveries("order", "NAV", "11F", "2026", "--variable", "laan")
    id = deliveries("order", "NAV", "11F", "2026", "--reason", "Mars").removeprefix("Bestilt: ").partition(",")[0]
    assert deliveries("make") == "1 leveranser laget.\n"
    assert deliveries("make", id).startswith(f"Laget: {id}")
    with pytest.raises(Outside, match="bestilt leveransen selv"):
        deliveries("approve", id)
    monkeypatch.setenv("LOGNAME", "siri")
    assert "NAV kan hente den" in deliveries("approve", id)
    (listed,) = json.loads(deliveries("list", "--format", "json"))
    assert (listed["stage"], listed["rows"], listed["persons"]) == ("approved", 8, 0)
    assert "klar til å hentes" in deliveries("list")
    assert bases("end", "nav-belop", "--reason", "Sagt opp") == "Avsluttet: nav-belop.\n"
    assert deliveries("delete") == "1 leveranser slettet.\n"
    with pytest.raises(Conflict, match="slettet"):
        deliveries("delete", id, "--reason", "En gang til")
