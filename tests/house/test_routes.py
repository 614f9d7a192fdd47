"""What only the demo has is nowhere else, nothing is changed unseen, and every room of the site is joined and found.

That every route says who may use it is held in test_access.py.
"""

from __future__ import annotations

import ast
import inspect
import pkgutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from starlette.applications import Starlette

import kostra.web
from house.tree import ROOT, SOURCE, modules
from kostra.app.system import System
from kostra.web.access import GuardedRoute
from kostra.web.menu import PARTS
from kostra.web.settings import Settings
from kostra.web.site import site

DEMO_ONLY = ("kostra.app.people.demo", "kostra.app.season")
"""What only the demo has: ready persons and their keys, and a season that is played."""
ASSEMBLY = {"assembly.py", "site.py"}
"""What asks whether this is the demo, and only then brings the others."""
KEEPS_NOTHING = ("kostra.web.doors", "kostra.web.statbank")
"""Checks a file, or reads a selection of public tables, and forgets it, or keeps the selection, which is of nobody and comes from any page:
there is nothing that somebody else's page could make it do for whoever is logged in."""
READS = {"GET", "HEAD", "OPTIONS"}


def _site(data: Path, *, demo: bool) -> Starlette:
    """The routes are made without asking the system anything but whether it is a demo."""
    system = cast(System, SimpleNamespace(demo=demo))
    return site(Settings(data, ROOT / "docs", demo=demo, address="https://kostra.example.no"), system)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Starlette:
    return _site(tmp_path_factory.mktemp("demo"), demo=True)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Starlette:
    return _site(tmp_path_factory.mktemp("real"), demo=False)


def _routes(app: Starlette) -> Iterator[GuardedRoute]:
    return (route for route in app.routes if isinstance(route, GuardedRoute))


def _answers(route: GuardedRoute) -> str:
    """The module of what answers behind the guard."""
    behind: Any = inspect.getclosurevars(route.endpoint).nonlocals["endpoint"]
    return str(getattr(behind, "func", behind).__module__)


def test_what_changes_something_is_never_blind(demo: Starlette) -> None:
    """A blind route is let through before anybody asks who it is, and where the form was sent from."""
    for route in _routes(demo):
        if (route.methods or set()) - READS and not _answers(route).startswith(KEEPS_NOTHING):
            assert not route.access.blind, f"{route.path} takes {route.methods} and asks nothing"


def test_what_is_only_for_the_demo_is_not_outside_it(demo: Starlette, real: Starlette) -> None:
    parts = _demo_only()
    for part in parts:
        assert find_spec(part), part
    assert {_answers(route) for route in _routes(demo)} & parts, "the demo has nothing of its own"
    for route in _routes(real):
        assert _answers(route) not in parts, f"{route.path} is a part of the demo, and is there without it"


def _demo_only() -> set[str]:
    """The modules of the web that use what only the demo has."""
    found = set()
    for path in modules():
        if path.relative_to(SOURCE).parts[0] != "web" or path.name in ASSEMBLY:
            continue
        if any(one == only or one.startswith(f"{only}.") for one in _imported(path) for only in DEMO_ONLY):
            found.add(".".join(("kostra", *path.relative_to(SOURCE).with_suffix("").parts)))
    return found


def _imported(path: Path) -> set[str]:
    named = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            named |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
    return named


def test_every_room_of_the_site_is_joined(demo: Starlette) -> None:
    there = {_answers(route).split(".")[2] for route in _routes(demo)}
    for room in pkgutil.iter_modules(kostra.web.__path__):
        if room.ispkg and find_spec(f"kostra.web.{room.name}.routes"):
            assert room.name in there, f"kostra.web.{room.name} has routes that lead nowhere"


def test_the_menu_leads_somewhere(demo: Starlette) -> None:
    assert {part.place for part in PARTS} == demo.state.parts
