"""The figures of the synthetic nation for the front page, as the manifests of its years tell them. Nothing is counted here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kostra.app.pages.numbers import written
from kostra.model.text import Language
from kostra.web.words import Words

FOLDER = "nation"
MANIFEST = "manifest.json"
SUMMARY = "summary.json"

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
            found[year] = _counts(path) | _figures(path.with_name(SUMMARY))
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


def _counts(manifest: Path) -> dict[str, float]:
    """What was counted while the files were made."""
    return {id: float(value) for id, value in json.loads(manifest.read_text(encoding="utf-8"))["counts"].items()}


def _figures(summary: Path) -> dict[str, float]:
    """The national figures; none while they are not made yet."""
    if not summary.exists():
        return {}
    return {
        figure["id"]: float(figure["value"]) for figure in json.loads(summary.read_text(encoding="utf-8"))["figures"]
    }
