"""`kostra keys`, as the one who runs the house meets it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from integration.databases import SetClock
from integration.receiving.sending import EXPECTED, expect, good_file, send, stopped_file
from integration.vault.keeping import NOW
from kostra.app.receiving.controlling import control
from kostra.app.system import System
from kostra.cli import keys
from kostra.cli.parser import Parser, subcommands
from kostra.model.errors import Refused
from kostra.store.chest import KeyChest


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """`run("list")` runs `kostra keys list` on the keys in the test's folder, and gives what it says."""

    def command(*given: str, system: System | None = None) -> str:
        whole = Parser(prog="kostra")
        chest = KeyChest(tmp_path / "keys")

        def public() -> tuple[object, object]:
            opened = chest.open(demo=False, now=lambda: NOW)
            return opened.signer, opened.opener

        @contextmanager
        def running() -> Iterator[System]:
            assert system is not None, "this command needs no system"
            yield system

        keys.add(subcommands(whole), lambda: chest, public, running)  # type: ignore[arg-type]
        wanted = whole.parse_args(["keys", *given])
        assert wanted.run(wanted) == 0
        return capsys.readouterr().out

    return command


def test_keys_are_made_and_listed_without_what_is_secret(run: Callable[..., str], tmp_path: Path) -> None:
    assert "Det er ingen nøkler" in run("list")
    made = run("create")
    assert made.startswith("Nøklene er laget") and "Flytt den dit leveransene lages" in made
    assert "demo" not in made
    listed = run("list")
    assert [line.split()[0] for line in listed.splitlines()[:5]] == ["data", "signing", "sealing", "encrypt", "resolve"]
    rows = json.loads(run("list", "--format", "json"))
    assert [row["use"] for row in rows] == ["data", "signing", "sealing", "encrypt", "resolve"]
    secrets = {json.loads(path.read_text())["secret"] for path in (tmp_path / "keys").rglob("*.json")}
    assert len(secrets) == 5 and not [secret for secret in secrets if secret in made + listed]
    with pytest.raises(Refused, match="allerede nøkler"):
        run("create")
    (tmp_path / "keys" / "resolve").rename(tmp_path / "elsewhere")
    assert "Flytt den" not in run("list")


def test_what_is_public_is_shown(run: Callable[..., str]) -> None:
    run("create")
    shown = json.loads(run("public"))
    assert shown["age"].startswith("age1") and [key["kty"] for key in shown["keys"]] == ["OKP"]
    assert "d" not in shown["keys"][0]


def test_rotation_says_what_it_did_and_what_may_be_removed(run: Callable[..., str], system: System) -> None:
    expect(system, EXPECTED)
    send(system, good_file())
    first = run("rotate", system=system)
    assert "Ny nøkkel: 0002-" in first and "Låst på nytt: 1." in first and "Ikke i bruk lenger: 0001-" in first
    second = run("rotate", "--remove-old", system=system)
    assert "Fjernet: 0001-" in second and "Sikkerhetskopier" in second and "Ikke i bruk lenger: 0002-" in second
    listed = [line for line in run("list").splitlines() if line.startswith("data")]
    assert ["byttet ut" in line for line in listed] == [True, False]


def test_retention_can_be_looked_at_before_it_is_done(run: Callable[..., str], system: System, clock: SetClock) -> None:
    expect(system, EXPECTED)
    id = send(system, stopped_file()).submission.id
    control(system, id, EXPECTED.unit)
    assert "Ingenting" in run("retention", "--dry-run", system=system)
    clock.move(days=200)
    for _ in range(2):
        said = run("retention", "--dry-run", system=system)
        assert "Ville slettet 1 av kildedata: Kontrollene stoppet" in said and "Ville slettet 1 av report" in said
    assert "Slettet 1 av kildedata" in run("retention", system=system)
    assert "Ingenting" in run("retention", system=system)
