"""What has gone wrong while the season was played, in a file that its page reads: when, in what, and which kind of fault. What the fault
says stays in the log, and the season goes on.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from kostra.app.season.clock import FILE, put

_KEPT = 20


class Part(StrEnum):
    """Of a season, each of which may fail without the others."""

    BEGINNING = "beginning"
    HOUSE = "house"
    MENDED = "mended"
    REMINDERS = "reminders"
    DESK = "desk"
    FIGURES = "figures"
    DELIVERIES = "deliveries"
    PROPOSALS = "proposals"
    REPORT = "report"
    ARRIVAL = "arrival"
    REGISTER = "register"
    FREQUENT = "frequent"


@dataclass(frozen=True, slots=True)
class Fault:
    """`at` is in the time of the season; `about` is what was sent, where something was; `kind` is the name of the error."""

    at: datetime
    part: Part
    about: str
    kind: str


class Faults:
    """The newest are kept."""

    def __init__(self, data: Path) -> None:
        self._file = data / FILE.with_name("faults.json")

    def add(self, one: Fault) -> None:
        told = [
            {"at": each.at.isoformat(), "part": each.part, "about": each.about, "kind": each.kind}
            for each in (one, *self.listed())
        ]
        put(self._file, {"faults": told[:_KEPT]})

    def listed(self) -> tuple[Fault, ...]:
        """The newest first."""
        try:
            told = json.loads(self._file.read_text())["faults"]
        except FileNotFoundError:
            return ()
        return tuple(
            Fault(datetime.fromisoformat(each["at"]), Part(each["part"]), each["about"], each["kind"]) for each in told
        )
