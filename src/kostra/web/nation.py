"""The figures of the synthetic nation for the front page, as the manifests of its years tell them. Nothing is counted here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kostra.model.text import Language
from kostra.web.words import Words

FOLDER = "nation"
MANIFEST = "manifest.json"

_DECIMALS = {
    "units": 0,
    "files": 0,
    "recipients": 0,
    "cases": 0,
    "months": 1,
    "monthly": 0,
    "total": 0,
    "young": 1,
    "main_source": 1,
    "participants": 0,
    "completed": 1,
}
"""What is shown, in this order, of what a manifest tells; each with its number of decimals."""


@dataclass(frozen=True, slots=True)
class Nation:
    """`rows` are what is counted and its figure in each of the years; `problems` say what could not be shown, and what to do."""

    years: tuple[int, ...] = ()
    rows: tuple[tuple[str, tuple[str, ...]], ...] = ()
    problems: tuple[str, ...] = ()


def summary(data: Path, language: Language) -> Nation:
    """Read anew each time: years are being made while the site is up."""
    word = Words(language)
    found: dict[int, Mapping[str, float]] = {}
    problems = []
    for path in sorted((data / FOLDER).glob(f"[0-9][0-9][0-9][0-9]/{MANIFEST}")):
        year = int(path.parent.name)
        try:
            found[year] = _told(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            problems.append(word("figures_unreadable", year=year, file=path, folder=path.parent.parent))
    if not found and not problems:
        problems.append(word("figures_missing"))
    rows = tuple(
        (word(f"figure_{id}"), tuple(written(year.get(id), decimals) for year in found.values()))
        for id, decimals in _DECIMALS.items()
        if any(id in year for year in found.values())
    )
    return Nation(tuple(found), rows, tuple(problems))


def _told(manifest: dict[str, Any]) -> dict[str, float]:
    """What was counted while the files were made, and the national figures where they were kept."""
    counts = {id: float(value) for id, value in manifest["counts"].items()}
    return counts | {figure["id"]: float(figure["value"]) for figure in manifest.get("figures", ())}


def written(value: float | None, decimals: int) -> str:
    """As Norwegians write numbers; nothing where there is none."""
    return "" if value is None else f"{value:,.{decimals}f}".replace(",", "\u00a0").replace(".", ",")
