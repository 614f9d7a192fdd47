"""`kostra registers`: what it prints, what it does, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from integration.registers.sending import in_force
from kostra.app.system import System
from kostra.cli import registers
from kostra.cli.parser import Parser, subcommands
from kostra.model.errors import Missing, Refused
from kostra.registers.catalogue import ids
from unit.registers.files import nav

Kostra = Callable[..., tuple[int, str]]


@pytest.fixture
def kostra(system: System, capsys: pytest.CaptureFixture[str]) -> Kostra:
    """The status and what was printed."""

    @contextmanager
    def opened() -> Iterator[System]:
        yield system

    def run(*given: str) -> tuple[int, str]:
        parser = Parser(prog="kostra")
        registers.add(subcommands(parser), opened)
        wanted = parser.parse_args(["registers", *given])
        status = int(wanted.run(wanted))
        return status, capsys.readouterr().out

    return run


@pytest.fixture
def file(tmp_path: Path) -> Callable[[bytes], str]:
    def written(content: bytes) -> str:
        path = tmp_path / "uttrekk.csv"
        path.write_bytes(content)
        return str(path)

    return written


def test_every_register_is_listed(kostra: Kostra) -> None:
    status, text = kostra("list")
    assert status == 0 and all(id in text for id in ids())
    listed = json.loads(kostra("list", "--format", "json")[1])
    assert {one["register"] for one in listed} == set(ids())
    assert next(one for one in listed if one["register"] == "nir")["awaited"]["period"] == "2026"


def test_a_right_file_is_in_force(kostra: Kostra, system: System, file: Callable[[bytes], str]) -> None:
    status, text = kostra("receive", "nav_kvp", file(nav()), "--period", "2026")
    received = in_force(system, "nav_kvp")
    assert status == 0 and "gjelder" in text and received is not None and received.id in text
    assert received.by.name.startswith("kommandolinjen") and received.file_name == "uttrekk.csv"
    status, again = kostra("receive", "nav_kvp", file(nav()), "--period", "2026")
    assert status == 0 and "den samme filen" in again
    assert received.sha256 in kostra("show", "nav_kvp")[1]
    told = json.loads(kostra("show", "nav_kvp", "--period", "2026", "--format", "json")[1])
    assert (told["id"], told["receipt"]) == (received.id, received.receipt)


def test_a_wrong_file_is_refused_with_what_is_wrong_and_may_be_accepted(
    kostra: Kostra, system: System, file: Callable[[bytes], str]
) -> None:
    wrong = nav({"110300": ""})
    status, text = kostra("receive", "nav_kvp", file(wrong), "--period", "2026")
    assert status == 2 and "avvist" in text and "R18 (error)" in text and "«110300»" in text
    (listed,) = json.loads(kostra("history", "nav_kvp", "--format", "json")[1])
    assert listed["holds"] == "refused"
    with pytest.raises(Refused, match="kostra registers history nav_kvp"):
        kostra("show", "nav_kvp")
    assert "R18" in kostra("show", "nav_kvp", "--id", listed["id"])[1]
    assert kostra("accept", listed["id"], "--reason", "De rapporterer ikke.")[0] == 0
    received = in_force(system, "nav_kvp")
    assert received is not None and received.id == listed["id"]
    assert "gjelder" in kostra("history", "nav_kvp")[1]


def test_lines_are_told_where_there_are_any(kostra: Kostra, file: Callable[[bytes], str]) -> None:
    content = nav({"110300": "x;1"})
    line = next(number for number, row in enumerate(content.decode().splitlines(), 1) if row.startswith("1103"))
    assert f"Linje {line} «x»" in kostra("receive", "nav_kvp", file(content), "--period", "2026")[1]


def test_wrong_use_is_refused(kostra: Kostra, file: Callable[[bytes], str]) -> None:
    with pytest.raises(Missing):
        kostra("receive", "nav", file(nav()), "--period", "2026")
    with pytest.raises(Refused, match="ikke en periode"):
        kostra("receive", "nav_kvp", file(nav()), "--period", "i fjor")
    with pytest.raises(Refused, match="ingen fil"):
        kostra("receive", "nav_kvp", "finnes-ikke.csv", "--period", "2026")
    assert "ikke mottatt noe" in kostra("history", "nav_kvp")[1]
