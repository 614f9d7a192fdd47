"""`kostra people` and `kostra token`: the first steward and administrators, and tokens of the demo's systems."""

from __future__ import annotations

import socket
import stat
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn

from integration.people.standing import asker, code
from integration.web.conftest import DOCS
from kostra.app.people import demo_keys
from kostra.app.system import System
from kostra.cli import people, token
from kostra.cli.parser import Parser, subcommands
from kostra.model.errors import Refused
from kostra.model.people import Duty, Right
from kostra.web.settings import Settings
from kostra.web.site import site


def run(system: System, *given: str) -> int:
    @contextmanager
    def opened() -> Iterator[System]:
        yield system

    parser = Parser(prog="kostra")
    people.add(subcommands(parser), opened)
    wanted = parser.parse_args(["people", *given])
    return int(wanted.run(wanted))


@pytest.fixture
def address(peopled: System, tmp_path: Path) -> Iterator[str]:
    """A demo that answers on a port of this machine."""
    held = socket.socket()
    held.bind(("127.0.0.1", 0))
    config = uvicorn.Config(site(Settings(tmp_path, DOCS, demo=True), peopled), access_log=False, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [held]})
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.02)
        yield f"http://127.0.0.1:{held.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        held.close()


def test_the_first_steward_and_an_administrator_come_from_the_command_line(
    peopled: System, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(peopled, "duty", "forvalter", code(peopled, "flere"), "--reason", "ny drift") == 0
    assert run(peopled, "administrator", "500100", code(peopled, "sender"), "--reason", "ringt opp") == 0
    assert run(peopled, "duty", "mottaker", code(peopled, "bydel"), "--body", "NAV", "--reason", "avtale") == 0
    assert asker(peopled, "flere").has(Duty.STEWARD)
    assert asker(peopled, "sender").may(Right.ADMINISTER, "500100")
    assert asker(peopled, "bydel").body == "NAV"
    assert "Ola Vik administrerer 500100." in capsys.readouterr().out


@pytest.mark.parametrize(
    "given",
    [
        ["duty", "konge", "AAAA-AAAA", "--reason", "x"],
        ["duty", "forvalter", "AAAA-AAAA"],
        ["administrator", "110300"],
    ],
)
def test_wrong_use_leaves_with_3(peopled: System, given: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        run(peopled, *given)
    assert left.value.code == 3


def test_a_code_that_nobody_has_is_refused_in_words(peopled: System) -> None:
    with pytest.raises(Refused, match="Ingen har koden"):
        run(peopled, "administrator", "110300", "AAAA-AAAA", "--reason", "x")


def test_a_token_is_fetched_and_works(address: str, tmp_path: Path) -> None:
    for system, region in (("fjordfag", "Sogndal"), ("bydata", "St. Hanshaugen")):
        headers = {"Authorization": f"Bearer {token.fetched(system, address, tmp_path)}"}
        answer = httpx.get(f"{address}/nb/tilganger", headers=headers, trust_env=False, timeout=60)
        assert answer.status_code == 200 and region in answer.text


def test_what_cannot_be_fetched_is_said_with_what_to_do(address: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="fjordfag eller bydata"):
        token.fetched("ukjent", address, tmp_path)
    with pytest.raises(Refused, match="ingen nøkler for demonstrasjonen"):
        token.fetched("fjordfag", address, tmp_path / "annet")
    with pytest.raises(Refused, match="Start den med"):
        token.fetched("fjordfag", "http://127.0.0.1:1", tmp_path)
    (tmp_path / "annet" / demo_keys.FOLDER).mkdir(parents=True)
    with pytest.raises(Refused, match="ga ikke noe token"):
        token.fetched("fjordfag", address, tmp_path / "annet")


def test_processes_that_make_a_key_at_once_end_with_the_same_and_nobody_else_reads_it(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: demo_keys.key.__wrapped__(tmp_path, "new").kid, range(4)))
    assert len(set(made)) == 1
    (file,) = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
