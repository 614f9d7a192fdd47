"""The supervisor: what dies is started again, what is told to stop stops, and nobody outlives the one who started them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from kostra.cli import processes
from kostra.cli.processes import Child, Supervisor
from kostra.model.errors import Refused

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(processes.__file__).parents[2])}
STANDING_IN = """
import os, sys, time
from pathlib import Path
from kostra.cli.processes import end_with
name, folder, alive = sys.argv[1], Path(sys.argv[2]), int(sys.argv[4])
end_with(alive)
(folder / f"{name}.{os.getpid()}").touch()
if name == "refuses":
    sys.exit(3)
if name == "dies":
    sys.exit(1)
time.sleep(60)
"""
"""What a child is here, in place of `kostra`: it leaves a mark, and lives for a minute."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    program = tmp_path / "program.py"
    program.write_text(STANDING_IN)
    real = subprocess.Popen

    def started(command: list[str], **options: object) -> object:
        assert command[1:3] == ["-m", "kostra"]
        return real([sys.executable, str(program), *command[3:]], **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", started)
    marks = tmp_path / "marks"
    marks.mkdir()
    return marks


def marks(folder: Path, name: str) -> list[int]:
    return [int(one.suffix[1:]) for one in folder.glob(f"{name}.*")]


def until(true: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def lives(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def stopping(supervisor: Supervisor, when: Callable[[], bool]) -> threading.Thread:
    """Tells it to stop as soon as something is so."""

    def stop() -> None:
        try:
            until(when)
        finally:
            supervisor.stopping += 1

    thread = threading.Thread(target=stop)
    thread.start()
    return thread


def supervisor(folder: Path, *names: str, watch: Callable[[], None] = lambda: None) -> Supervisor:
    return Supervisor([Child((name, str(folder))) for name in names], ENVIRONMENT, watch)


def test_what_is_killed_is_started_again(folder: Path) -> None:
    one = supervisor(folder, "a", "b")

    def killed_and_back() -> bool:
        if len(marks(folder, "a")) == 1 and marks(folder, "b"):
            with suppress(ProcessLookupError):
                os.kill(marks(folder, "a")[0], signal.SIGKILL)
        return len(marks(folder, "a")) == 2

    thread = stopping(one, killed_and_back)
    assert one.run() == 0
    thread.join()
    assert len(marks(folder, "b")) == 1
    assert not any(lives(number) for number in marks(folder, "a") + marks(folder, "b"))


def test_what_dies_at_once_is_given_more_and_more_time(folder: Path) -> None:
    one = supervisor(folder, "dies", "b")
    began = time.monotonic()
    thread = stopping(one, lambda: len(marks(folder, "dies")) == 3)
    assert one.run() == 0
    thread.join()
    assert time.monotonic() - began > 0.4 + 0.8


def test_what_refuses_its_settings_ends_the_whole(folder: Path) -> None:
    assert supervisor(folder, "refuses", "b").run() == 3
    assert len(marks(folder, "refuses")) == 1
    assert not any(lives(number) for number in marks(folder, "b"))


def test_what_is_beside_the_others_may_fail_at_once_and_is_started_again(folder: Path) -> None:
    """A fault leaves with the same status as settings that are refused; the site is served all the same."""
    one = supervisor(folder, "a")
    one.children = (*one.children, Child(("refuses", str(folder)), beside=True))
    thread = stopping(one, lambda: len(marks(folder, "refuses")) == 2)
    assert one.run() == 0
    thread.join()
    assert len(marks(folder, "a")) == 1


def test_what_else_is_kept_going_may_fail_without_ending_the_whole(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    watched = []

    def watch() -> None:
        watched.append(1)
        raise Refused("Databasen lot seg ikke starte.")

    one = supervisor(folder, "a", watch=watch)
    thread = stopping(one, lambda: len(watched) == 2)
    assert one.run() == 0
    thread.join()
    assert "Databasen lot seg ikke starte" in capsys.readouterr().err


def test_nobody_outlives_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(STANDING_IN)
    code = f"""
        import os, subprocess, sys
        from kostra.cli import processes
        real = subprocess.Popen
        subprocess.Popen = lambda command, **options: real([sys.executable, {str(program)!r}, *command[3:]], **options)
        processes.Supervisor([processes.Child(("a", {str(tmp_path)!r}))], os.environ).run()
    """
    killed = subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], env=ENVIRONMENT)
    until(lambda: bool(marks(tmp_path, "a")))
    killed.kill()
    killed.wait()
    until(lambda: not lives(marks(tmp_path, "a")[0]))
