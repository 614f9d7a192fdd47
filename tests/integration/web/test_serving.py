"""`kostra serve`: an address that can be used is served, one that cannot is refused in plain words."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn

from integration.web.conftest import DOCS
from kostra.cli import serve
from kostra.cli.parser import Parser, subcommands
from kostra.model.errors import Refused
from kostra.web import serving
from kostra.web.settings import Settings


class Remembered:
    """Stands in for what `main` joins: remembers what it was asked to serve, and where."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, int]] = []

    def note(self, what: str, listening: socket.socket) -> int:
        host, port = listening.getsockname()
        self.asked.append((what, host, port))
        return 0

    def whole(self, listening: socket.socket) -> int:
        return self.note("whole", listening)

    def check_only(self, listening: socket.socket) -> int:
        return self.note("check-only", listening)

    def web(self, listening: socket.socket) -> int:
        return self.note("web", listening)

    def worker(self) -> int:
        self.asked.append(("worker", "", 0))
        return 0


def run(command: str, *given: str) -> list[tuple[str, str, int]]:
    """What the command asked to have served."""
    runs = Remembered()
    parser = Parser(prog="kostra")
    serve.add(subcommands(parser), runs)
    wanted = parser.parse_args([command, *given])
    assert wanted.run(wanted) == 0
    return runs.asked


@pytest.fixture
def taken() -> Iterator[socket.socket]:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held


def test_a_free_port_is_served_and_the_address_is_told(
    taken: socket.socket, capsys: pytest.CaptureFixture[str]
) -> None:
    port = taken.getsockname()[1]
    taken.close()
    assert run("serve", "--port", str(port)) == [("whole", "127.0.0.1", port)]
    assert run("serve", "--check-only", "--port", str(port)) == [("check-only", "127.0.0.1", port)]
    assert f"http://127.0.0.1:{port}" in capsys.readouterr().err


def test_one_process_alone(taken: socket.socket) -> None:
    port = taken.getsockname()[1]
    taken.close()
    assert run("web", "--port", str(port)) == [("web", "127.0.0.1", port)]
    assert run("worker") == [("worker", "", 0)]


def test_a_number_that_is_no_open_port_is_refused() -> None:
    with pytest.raises(Refused, match="--fd 987"):
        run("web", "--fd", "987")


def test_a_port_in_use_is_refused_with_another_to_try(taken: socket.socket) -> None:
    port = taken.getsockname()[1]
    with pytest.raises(Refused, match=rf"Port {port} på 127.0.0.1 er opptatt. .* --port"):
        run("serve", "--port", str(port))


def test_an_address_that_is_not_ours_is_refused() -> None:
    with pytest.raises(Refused, match=r"hører ikke til denne maskinen.*--host 127.0.0.1"):
        run("serve", "--host", "192.0.2.1")
    with pytest.raises(Refused, match="finnes ikke"):
        run("serve", "--host", "no such host")


@pytest.mark.parametrize("written", ["0", "65536", "http", "-1", "8 000", "²"])
def test_what_is_not_a_port_is_wrong_use(written: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        run("serve", f"--port={written}")
    assert left.value.code == 3
    assert f"«{written}» er ikke en port" in capsys.readouterr().err


def test_the_site_answers_on_a_port_until_it_is_stopped(
    tmp_path: Path, taken: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = taken.getsockname()[1]
    servers: list[uvicorn.Server] = []
    real = serving.Server

    def remembered(config: uvicorn.Config) -> uvicorn.Server:
        servers.append(real(config))
        return servers[-1]

    monkeypatch.setattr(serving, "Server", remembered)
    ended: list[int] = []
    settings = Settings(tmp_path, DOCS)
    thread = threading.Thread(target=lambda: ended.append(serving.serve(settings, taken)))
    thread.start()
    try:
        while not (servers and servers[0].started):
            assert thread.is_alive()
            thread.join(0.02)
        answer = httpx.get(f"http://127.0.0.1:{port}/helse", trust_env=False, timeout=60)
        assert answer.json()["status"] == "ok"
        assert "server" not in answer.headers
    finally:
        servers[0].should_exit = True
        thread.join(10)
    assert ended == [0]


def test_ctrl_c_is_how_it_is_meant_to_end(
    tmp_path: Path, taken: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(server: uvicorn.Server, sockets: list[socket.socket]) -> None:
        server.started = True
        raise KeyboardInterrupt

    monkeypatch.setattr(uvicorn.Server, "run", interrupted)
    assert serving.serve(Settings(tmp_path, DOCS), taken) == 0
