"""Merging advice, kept beside the patterns of a run: how many suppressed cells each merge would bring back. It has no value of any cell.

Whoever makes the run works it out and keeps it; the desk reads it. Under
`utdata/<year>/<status>/<run>/advice/<table>.json`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from kostra.app.disclosure.patterns import ADVICE
from kostra.model.errors import Broken


@dataclass(frozen=True, slots=True)
class Advice:
    """Codes of a dimension (or regions) that stand beside each other. `back` is how many suppressed cells would be shown."""

    dimension: str
    codes: tuple[str, ...]
    back: int


def keep(run: Path, table: str, advice: Sequence[Advice]) -> None:
    """In place of what was there. The best first."""
    file = _file(run, table)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = file.with_name(f".{file.name}-part")
    unfinished.write_text(json.dumps([asdict(one) for one in advice], indent=1), encoding="utf-8")
    unfinished.replace(file)


def kept(run: Path, table: str) -> tuple[Advice, ...] | None:
    """None where nobody has worked it out."""
    file = _file(run, table)
    if not file.exists():
        return None
    try:
        return tuple(
            Advice(one["dimension"], tuple(one["codes"]), int(one["back"]))
            for one in json.loads(file.read_text(encoding="utf-8"))
        )
    except (ValueError, KeyError, TypeError) as error:
        raise Broken(f"the advice for table {table} is not what was written") from error


def _file(run: Path, table: str) -> Path:
    return run / ADVICE / f"{table}.json"
