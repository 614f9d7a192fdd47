"""What a trial found, as the page of a proposal tells it: by year, by change, and which series break."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kostra.app.pages.numbers import written
from kostra.followup.calendar import day
from kostra.model.proposal import Trial
from kostra.model.text import Text
from kostra.web.proposals.words import Words

_COUNTS = ("records", "touched", "units", "municipalities", "cells")


def tried(trial: Trial, say: Words) -> dict[str, Any]:
    found = trial.result
    return {
        "about": say("tried_about", when=say.day(day(trial.said.at)), year=found["year"]),
        "years": [{"year": row["year"], "values": [written(row[name]) for name in _COUNTS]} for row in found["years"]],
        "changes": [
            {"told": _said(each["told"], say), "lines": [line for row in each["years"] if (line := _hits(row, say))]}
            for each in found["changes"]
        ],
        "breaks": [
            {"table": each["table"], "title": _said(each["title"], say), "how": say(f"break_{each['break']}")}
            for each in found["breaks"]
        ],
    }


def _said(kept: Mapping[str, str], say: Words) -> str:
    return say.of(Text(kept["nb"], kept["nn"]))


def _hits(row: Mapping[str, Any], say: Words) -> str:
    """Of a control: how often it hit, and how often it would have."""
    if row["before"] is None:
        return ""
    return say("tried_hits", year=row["year"], before=written(row["before"]), after=written(row["after"]))
