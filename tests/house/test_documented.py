"""Everything a user meets is documented: commands, settings, generated pages."""

from __future__ import annotations

import os
import re
import subprocess
import sys

from house.tree import ROOT, SOURCE, committed, text

SETTING = re.compile(r"(?<=[\"'`{])KOSTRA_[A-Z_]+(?=[\"'`:}])|^KOSTRA_[A-Z_]+(?==)", re.MULTILINE)


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
    assert used == documented


def test_links_between_documents_lead_somewhere() -> None:
    for path in committed():
        if path.suffix != ".md":
            continue
        for target in re.findall(r"\]\(([^)#\s]+)", text(path) or ""):
            if "://" not in target:
                assert (path.parent / target).exists(), f"{path.relative_to(ROOT)} links to {target}"
