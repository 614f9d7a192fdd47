"""The package alone, as a vendor installs it: the forms, the regions and the command line, with no server beside them."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from house.tree import ROOT, SOURCE, committed

SERVER = {
    *("starlette", "uvicorn", "jinja2", "markdown_it", "httpx", "sqlalchemy", "alembic", "psycopg", "procrastinate"),
    *("cryptography", "joserfc", "tink", "pyrage", "obstore", "openpyxl", "polars", "structlog", "prometheus_client"),
}
ALONE = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {server}:
            raise ModuleNotFoundError(name, name=name)

sys.meta_path.insert(0, Absent())
sys.path.insert(0, {wheel!r})
from kostra.main import main
sys.exit(main({given!r}))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built and unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def run(wheel: Path, *given: str) -> subprocess.CompletedProcess[str]:
    code = ALONE.format(server=SERVER, wheel=str(wheel), given=list(given))
    return subprocess.run(
        [sys.executable, "-I", "-X", "utf8", "-c", code], cwd=wheel, capture_output=True, encoding="utf-8", check=False
    )


def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    for path in committed():
        if path.is_relative_to(SOURCE):
            assert (wheel / "kostra" / path.relative_to(SOURCE)).exists(), f"{path} is not in the wheel"
    for kind in (
        "*.toml",
        "*.html",
        "*.js",
        "*.css",
        "*.csv",
        "migrations/versions/*.py",
        "docs/reference/form-files.md",
    ):
        assert list((wheel / "kostra").rglob(kind)), f"no {kind} in the wheel"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("forms", "list"), "11CF"),
        (("forms", "show", "11F", "--year", "2026"), "PERSON_FODSELSNR"),
        (("forms", "guide", "11F", "--lang", "nn"), "rettleiing"),
        (("regions", "show", "1103", "--year", "2026"), "Stavanger"),
        (("controls", "list", "--form", "11F", "--year", "2026"), "K22"),
        (("check", "--nil", "--form", "11F", "--year", "2026", "--region", "110300"), "i orden"),
    ],
)
def test_it_works_without_the_server(wheel: Path, given: tuple[str, ...], said: str) -> None:
    ran = run(wheel, *given)
    assert ran.returncode == 0, ran.stderr
    assert said in ran.stdout


@pytest.mark.parametrize(
    "given", [("serve", "--port", "18127"), ("serve", "--check-only", "--port", "18128"), ("keys", "list"), ("worker",)]
)
def test_what_needs_the_server_says_so(wheel: Path, given: tuple[str, ...]) -> None:
    ran = run(wheel, *given)
    assert ran.returncode == 3
    assert "kostra-sosial[server]" in ran.stderr and "Traceback" not in ran.stderr
