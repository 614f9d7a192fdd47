"""Figures as they are told: with their unit, and changes with a sign, a word for how large they are, and never by colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from kostra.app.editing.macro import Change, Figure
from kostra.app.pages.numbers import written
from kostra.editing.influence import Moved
from kostra.editing.variables import Variable
from kostra.model.rounding import shown
from kostra.web.editing.words import Words

_STEPS = ((0.5, 3), (0.2, 2), (0.05, 1))
"""From what change on a cell is of which strength."""


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` says the change, `kind` is the class for its colour, `note` both years' figures."""

    text: str
    kind: str
    note: str


def figure(variable: Variable, value: Figure) -> str:
    """A mean with as many decimals as its size calls for; nothing where there is no figure."""
    if value is None:
        return ""
    exact = Fraction(value)
    decimals = 0 if variable.per is None or abs(exact) >= 1000 else 1
    return written(float(shown(exact, decimals)), decimals)


def share(value: float | None) -> str:
    """+12,3 %"""
    return "" if value is None else f"{signed(100 * value, 1)}\u00a0%"


def signed(value: float, decimals: int) -> str:
    """With a plus or a real minus; what is nothing when it is rounded has none."""
    told = written(abs(value), decimals)
    if told == written(0, decimals):
        return told
    return f"+{told}" if value > 0 else f"\u2212{told}"


def change(variable: Variable, one: Change, say: Words) -> Cell:
    if one.now is None or one.before is None:
        note = say("cell_now", now=figure(variable, one.value)) if one.value is not None else ""
        return Cell(say("not_compared"), "", note)
    both = say("cell_both", now=figure(variable, one.now), before=figure(variable, one.before))
    if one.share is None:
        return Cell(say("appeared") if one.now else share(0.0), "up-3" if one.now else "", both)
    size = next((step for least, step in _STEPS if abs(one.share) >= least), 0)
    return Cell(share(one.share), f"{'up' if one.share > 0 else 'down'}-{size}" if size else "", both)


def moved(one: Moved, say: Words) -> dict[str, str]:
    """One published figure before and after an edit."""
    return {
        "region": one.name,
        "level": say(f"level_{one.level.value.replace('-', '_')}"),
        "variable": say.of(one.variable.label),
        "before": figure(one.variable, one.before),
        "after": figure(one.variable, one.after),
        "share": share(one.share),
    }
