"""Starting is cheap because nothing is imported before it is used."""

from __future__ import annotations

import subprocess
import sys

from house.tree import ROOT

HEAVY = {
    *("numpy", "xlsxwriter", "openpyxl", "polars", "starlette", "uvicorn", "jinja2", "markdown_it", "httpx", "joserfc"),
    *("sqlalchemy", "alembic", "psycopg", "procrastinate", "obstore", "cryptography", "tink", "pyrage"),
    *("structlog", "prometheus_client"),
}


def imported_by(code: str) -> set[str]:
    ran = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        cwd=ROOT / "src",
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.partition(".")[0] for name in ran.stdout.split()}


def test_importing_kostra_imports_nothing_heavy() -> None:
    assert imported_by("import kostra").isdisjoint(HEAVY)


def test_the_command_line_is_ready_before_anything_heavy_is_imported() -> None:
    assert imported_by("from kostra.main import parser; parser().format_help()").isdisjoint(HEAVY)


def test_loading_every_form_imports_nothing_heavy() -> None:
    assert imported_by("from kostra.forms import catalogue; catalogue.all_forms()").isdisjoint(HEAVY)
