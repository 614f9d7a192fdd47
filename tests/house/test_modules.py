"""Modules stay small, say what they are for, and are not named after nothing."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from statistics import median

import pytest

from house.tree import SOURCE, modules

LONGEST = 400
NAMELESS = {"utils", "util", "common", "base", "helpers", "helper", "misc", "core"}


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_is_short_and_says_what_it_is_for(path: Path) -> None:
    assert lines(path) <= LONGEST, f"{path} has {lines(path)} lines; split it by what it is about"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), f"{path} does not open with what it is for"
    assert path.stem not in NAMELESS and path.parent.name not in NAMELESS
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            assert not re.search(r"(Manager|Helper|Utils?|Kostra)$", node.name), f"{path}: {node.name}"


def test_the_median_module_is_under_120_lines() -> None:
    assert median(lines(path) for path in modules() if path.name != "__init__.py") < 120


def test_only_rooms_that_hold_something() -> None:
    for folder in {path.parent for path in modules()}:
        assert any(path.name != "__init__.py" for path in folder.rglob("*") if path.is_file()), f"{folder} is empty"
