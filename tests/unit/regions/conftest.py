"""A copy of the region files that a test may change."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kostra.regions import DATA


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    return folder


@pytest.fixture
def edit(data: Path) -> Callable[..., int]:
    """Replace one line of a file, or add one at the end; gives the number of the line."""

    def change(name: str, new: str, old: str | None = None) -> int:
        path = data / name
        lines = path.read_text(encoding="utf-8").splitlines()
        if old is None:
            lines.append(new)
            line = len(lines)
        else:
            line = lines.index(old) + 1
            lines[line - 1 : line] = [new] if new else []
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return line

    return change
