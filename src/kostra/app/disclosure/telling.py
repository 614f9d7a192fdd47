"""A run of disclosure control in one line, and as JSON: how many cells are not shown, why, and what the audit said. No value of a cell."""

from __future__ import annotations

import json
from dataclasses import asdict

from kostra.model.cube import Status
from kostra.model.protection import Protection

_STATUS = {Status.PROVISIONAL: "foreløpige tall", Status.FINAL: "endelige tall"}
_SMALL = "i kommuner med for få innbyggere"
_HELD = "der tabellen ikke publiseres"


def passed(made: Protection) -> bool:
    """What nobody has audited has not passed."""
    return made.verdict is not None and made.verdict.passed


def as_line(made: Protection) -> str:
    """In bokmål."""
    lost = _lost(made)
    reasons = [f"{lost['primary']} skjult for sin egen skyld", f"{lost['secondary']} til vern for andre"]
    reasons += [f"{lost[one]} {why}" for one, why in (("small", _SMALL), ("held", _HELD)) if lost[one]]
    return (
        f"Prikket {len(made.tables)} tabeller for {made.year}, {_STATUS[made.status]}: {lost['cells']} celler, "
        f"{', '.join(reasons)}. Revisjon: {_audit(made)}."
    )


def as_json(made: Protection) -> str:
    verdict = made.verdict
    told = {
        "id": made.id,
        "year": made.year,
        "status": made.status.value,
        "tables": len(made.tables),
        **_lost(made),
        "audit": None if verdict is None else {**asdict(verdict), "determined": verdict.determined},
    }
    return f"{json.dumps(told, indent=2)}\n"


def _lost(made: Protection) -> dict[str, int]:
    return {
        reason: sum(getattr(tally, reason) for _, tally in made.tables)
        for reason in ("cells", "primary", "secondary", "small", "held")
    }


def _audit(made: Protection) -> str:
    verdict = made.verdict
    if verdict is None:
        return "ikke gjort"
    if verdict.passed:
        return f"bestått, ingen kan regnes ut; {verdict.certified} bevist"
    return f"ikke bestått, {verdict.determined} kan regnes ut" if verdict.determined else "ikke bestått"
