"""Everything a user meets is documented: commands, settings, generated pages."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator

from house.tree import ROOT, SOURCE, committed, modules, text
from kostra.web.api.openapi import addresses
from kostra.web.api.operations import OPERATIONS
from kostra.web.doors import routes as doors
from kostra.web.statbank import routes as statbank

SETTING = re.compile(r"(?<=[\"'`{])KOSTRA_[A-Z_]*[A-Z](?=[\"'`:}])|^KOSTRA_[A-Z_]*[A-Z](?==)", re.MULTILINE)
OURS = {"KOSTRA_MAIL"}
"""What settings begin with, and is none itself."""


def test_the_committed_pages_are_not_stale() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "kostra", "pages", "--check"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_every_setting_is_documented() -> None:
    documented = set(SETTING.findall((ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")))
    places = [ROOT / "run", *(path for path in committed() if path.is_relative_to(SOURCE) or "tests" in path.parts)]
    used = {name for path in places for name in SETTING.findall(text(path) or "")}
    assert used - OURS == documented


def test_what_is_read_of_the_environment_is_documented() -> None:
    """Also what is not named after us: by the name that it is asked for by."""
    documented = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for name in _asked(node):
                assert f"`{name}`" in documented, f"{path.relative_to(ROOT)} reads {name}, which no page tells of"


def _asked(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Subscript(value=ast.Attribute(attr="environ"), slice=ast.Constant(value=str(name))):
            yield name
        case ast.Compare(left=ast.Constant(value=str(name)), comparators=[ast.Attribute(attr="environ")]):
            yield name
        case ast.Call(func=ast.Attribute(attr="getenv" | "putenv"), args=[ast.Constant(value=str(name)), *_]):
            yield name
        case ast.Call(
            func=ast.Attribute(value=ast.Attribute(attr="environ"), attr="get" | "setdefault" | "pop"),
            args=[ast.Constant(value=str(name)), *_],
        ):
            yield name


def test_every_address_of_the_doors_is_documented() -> None:
    """Those of the API are on a page that is made from them; these are the vendors' own shapes."""
    told = (ROOT / "docs" / "how-to" / "send-by-api.md").read_text(encoding="utf-8")
    for route in doors.routes():
        path = str(getattr(route, "path", ""))
        if path.startswith("/api/"):
            assert f"{path}`" in told, f"{path} is not told of"


def test_every_address_of_the_table_bank_is_documented() -> None:
    told = (ROOT / "docs" / "reference" / "table-bank.md").read_text(encoding="utf-8")
    for route in statbank.routes():
        assert f" {getattr(route, 'path', '')}`" in told, f"{route} is not told of"


def test_every_operation_of_the_api_is_documented() -> None:
    told = (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
    for operation in OPERATIONS:
        for path, _ in addresses(operation):
            assert f"`{operation.method} {path}`" in told, f"{path}: write kostra.web.api.reference.markdown() anew"


def test_every_decision_is_on_the_list() -> None:
    folder = ROOT / "docs" / "adr"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    for page in sorted(folder.glob("[0-9]*.md")):
        number, title = page.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ").split(" ", 1)
        assert page.name.startswith(f"{number}-")
        assert f"[{number}]({page.name}) | {title}" in listed, f"{page.name} is not on the list as «{title}»"


def test_every_page_is_found_from_the_front_page() -> None:
    """By links alone, from README.md on; the pages of forms are reached from their own list."""
    front = ROOT / "README.md"
    found, ahead = {front}, [front]
    while ahead:
        page = ahead.pop()
        for target in re.findall(r"\]\(([^)#\s]+\.md)", page.read_text(encoding="utf-8")):
            to = (page.parent / target).resolve()
            if "://" not in target and to not in found and to.exists():
                found.add(to)
                ahead.append(to)
    for page in (ROOT / "docs").rglob("*.md"):
        if "forms" not in page.relative_to(ROOT / "docs").parts:
            assert page in found, f"nobody finds {page.relative_to(ROOT)}"


def test_links_between_documents_lead_somewhere() -> None:
    for path in committed():
        if path.suffix != ".md":
            continue
        for target in re.findall(r"\]\(([^)#\s]+)", text(path) or ""):
            if "://" not in target:
                assert (path.parent / target).exists(), f"{path.relative_to(ROOT)} links to {target}"
