"""The script that starts everything: what it says when it cannot, and that only the answer goes to standard output."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from house.tree import ROOT

TOOLS = ("sh", "cat", "cksum", "dirname", "mkdir", "rm", "sleep")


def run(venv: Path, path: Path | str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(path), "KOSTRA_VENV": str(venv), "LC_ALL": "C.UTF-8"}
    return subprocess.run([str(ROOT / "run"), *arguments], env=environment, capture_output=True, text=True, timeout=60)


def tools(folder: Path) -> Path:
    """A path with what a bare machine has, and no Python."""
    folder.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        assert found, f"no {name} on this machine"
        (folder / name).symlink_to(found)
    return folder


def ready(venv: Path) -> Path:
    """An environment whose packages are in place, as far as the script can see: the Python that runs this test."""
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(sys.executable)
    lock = (ROOT / "requirements" / "runtime.txt").read_bytes()
    mark = subprocess.run(["cksum"], input=lock, capture_output=True, check=True).stdout.decode().strip()
    (venv / ".installed-runtime").write_text(mark)
    return venv


def test_without_python_it_says_so_and_leaves_nothing_behind(tmp_path: Path) -> None:
    done = run(tmp_path / "venv", tools(tmp_path / "bin"), "forms", "list")
    assert (done.returncode, done.stdout) == (3, "")
    assert "fant ikke Python 3.11 eller nyere" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["bin"]


def test_where_it_cannot_write_it_says_what_to_set(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("")
    done = run(tmp_path / "fil" / "venv", os.environ["PATH"], "forms", "list")
    assert (done.returncode, done.stdout) == (3, "")
    assert "Velg en annen mappe for miljøet med KOSTRA_VENV" in done.stderr


def test_a_turn_left_by_a_process_that_is_gone_is_taken_over(tmp_path: Path) -> None:
    gone = subprocess.run(["sh", "-c", "echo $$"], capture_output=True, text=True, check=True).stdout.strip()
    (tmp_path / "venv.turn").mkdir()
    (tmp_path / "venv.turn" / "pid").write_text(gone)
    done = run(tmp_path / "venv", tools(tmp_path / "bin"), "forms", "list")
    assert "fant ikke Python" in done.stderr and not (tmp_path / "venv.turn").exists()


def test_it_passes_on_arguments_output_and_exit_status(tmp_path: Path) -> None:
    venv = ready(tmp_path / "med mellomrom og æøå")
    assert run(venv, os.environ["PATH"], "--version").stdout.startswith("kostra-sosial ")
    refused = run(venv, os.environ["PATH"], "forms", "show", "ikke et skjema")
    assert (refused.returncode, refused.stdout) == (3, "") and "IKKE ET SKJEMA" in refused.stderr
