"""What `kostra audit`, `kostra database` and `kostra backup` say, and how they leave."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from kostra.app.audit.chain import BEGINNING, bind
from kostra.app.ports.copies import Copies, Manifest
from kostra.app.system import System
from kostra.cli import audit, backup, database
from kostra.cli.parser import Parser, subcommands
from kostra.model.event import Event, Recorded
from kostra.model.people import HOUSE

AT = datetime(2027, 1, 12, 9, 30, tzinfo=UTC)
ONE = bind(1, AT, HOUSE, Event("told", "it"), BEGINNING)
TWO = bind(2, AT, HOUSE, Event("told", "it"), ONE.hash)
COPY = Manifest(
    AT, "1.0", "0005", {"event": (7, "ab"), "kept": (3, "cd")}, {}, 2, 900, "ef", (7, "01"), sha256="99" * 32
)


def _run(add: Any, *given: str) -> int:
    parser = Parser(prog="kostra")
    add(subcommands(parser))
    wanted = parser.parse_args(given)
    return int(wanted.run(wanted))


def _verify(events: list[Recorded], *given: str) -> int:
    recorded: list[Event] = []
    tx = SimpleNamespace(log=SimpleNamespace(whole=lambda: iter(events)), record=recorded.append)

    @contextmanager
    def begin(actor: object, scope: object) -> Iterator[object]:
        yield tx

    @contextmanager
    def opened() -> Iterator[System]:
        yield cast(System, SimpleNamespace(transactions=SimpleNamespace(begin=begin)))

    return _run(lambda commands: audit.add(commands, opened), "audit", "verify", *given)


def test_a_log_that_fits_tells_its_last_checksum(capsys: pytest.CaptureFixture[str]) -> None:
    assert _verify([ONE, TWO], "--expect", ONE.hash.hex().upper()) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Loggen er i orden: 2 hendelser, fra 12.01.2027 09:30 til 12.01.2027 09:30 UTC.",
        "Kontrollsummen du oppga, er den til hendelse 1.",
        f"Siste kontrollsum: {TWO.hash.hex()}",
    ]


def test_a_log_that_was_changed_tells_where(capsys: pytest.CaptureFixture[str]) -> None:
    assert _verify([ONE, replace(TWO, event=Event("told", "another"))]) == 2
    said = capsys.readouterr().out
    assert "FEIL: Hendelse 2 er endret etter at den ble skrevet." in said
    assert "1 hendelse før det er i orden" in said


def test_a_checksum_that_is_gone_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert _verify([ONE], "--expect", TWO.hash.hex()) == 2
    assert f"Kontrollsummen {TWO.hash.hex()} finnes ikke i loggen." in capsys.readouterr().out


def test_what_is_no_checksum_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        _verify([], "--expect", "abc")
    assert left.value.code == 3
    assert "«abc» er ikke en kontrollsum" in capsys.readouterr().err


@dataclass(frozen=True)
class _Status:
    at: str | None
    waiting: tuple[str, ...]


@pytest.mark.parametrize(
    ("found", "leaves", "said"),
    [
        (_Status("0005", ()), 0, "Databasen er oppdatert (trinn 0005).\n"),
        (
            _Status(None, ("0001",)),
            1,
            "Databasen er tom. Det gjenstår ett trinn: 0001. Kjør kostra database migrate.\n",
        ),
        (
            _Status("0001", ("0002", "0003")),
            1,
            "Databasen står på trinn 0001. Det gjenstår 2 trinn: 0002, 0003. Kjør kostra database migrate.\n",
        ),
    ],
)
def test_the_state_of_the_tables_is_told(
    found: _Status, leaves: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(lambda commands: database.add(commands, lambda: found, lambda: found), "database", "status") == leaves
    assert capsys.readouterr().out == said


def test_the_steps_that_were_run_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    done = _Status("0002", ("0001", "0002"))
    assert _run(lambda commands: database.add(commands, lambda: done, lambda: done), "database", "migrate") == 0
    assert capsys.readouterr().out == "Kjørte 2 trinn: 0001, 0002.\nDatabasen er oppdatert (trinn 0002).\n"


class _Copies:
    """Tells of the same copy whatever is asked."""

    def __init__(self, copy: Manifest) -> None:
        self.copy = copy

    def make(self, folder: Path, keys: Path | None, now: datetime) -> Manifest:
        return self.copy

    def check(self, folder: Path) -> Manifest:
        return self.copy

    def restore(self, folder: Path, keys: Path | None) -> Manifest:
        return self.copy


def _backup(copy: Manifest, *given: str) -> int:
    copies: Copies = _Copies(copy)

    @contextmanager
    def begin(actor: object, scope: object) -> Iterator[object]:
        yield SimpleNamespace(record=lambda event: None)

    @contextmanager
    def opened() -> Iterator[tuple[System, Copies]]:
        system = SimpleNamespace(transactions=SimpleNamespace(begin=begin), clock=SimpleNamespace(now=lambda: AT))
        yield cast(System, system), copies

    @contextmanager
    def empty() -> Iterator[Copies]:
        yield copies

    return _run(lambda commands: backup.add(commands, opened, empty), *given)


def test_a_copy_without_keys_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert _backup(COPY, "backup", "m") == 0
    said = capsys.readouterr().out
    assert "Sikkerhetskopien ligger i «m»: 10 rader i 2 tabeller, 2 filer (900 byte)." in said
    assert "Nøklene er ikke med." in said
    assert _backup(COPY, "backup", "m", "--keys", "n") == 0
    assert "Nøklene er ikke med." not in capsys.readouterr().out


def test_what_is_missing_in_the_store_is_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    assert _backup(replace(COPY, missing=("kildedata/ab/x",)), "backup", "m", "--keys", "n") == 1
    assert "ADVARSEL: kildedata/ab/x står i databasen, men finnes ikke." in capsys.readouterr().out


def test_checking_and_restoring_tell_when_the_copy_was_taken(capsys: pytest.CaptureFixture[str]) -> None:
    assert _backup(COPY, "backup", "m", "--check") == 0
    assert "Sikkerhetskopien fra 12.01.2027 09:30 UTC er hel" in capsys.readouterr().out
    assert _backup(COPY, "restore", "m") == 0
    said = capsys.readouterr().out
    assert "Sikkerhetskopien fra 12.01.2027 09:30 UTC er lagt tilbake, lik kopien" in said
    assert "Nøklene er ikke lagt tilbake." in said
