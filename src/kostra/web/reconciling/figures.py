"""Figures and flags as they are told: numbers with a real minus, shares in per cent, a sentence for each thing that is remarkable."""

from __future__ import annotations

from fractions import Fraction

from kostra.app.pages.numbers import written
from kostra.model.region import RegionKind
from kostra.model.rounding import shown
from kostra.reconciling.checks import Flag
from kostra.reconciling.comparison import Check, Comparison
from kostra.reconciling.engine import Line
from kostra.reconciling.explanations import Stands
from kostra.web.reconciling.words import Words

_COLOURS = {
    Stands.OPEN: "warning",
    Stands.CHANGED: "danger",
    Stands.ANSWERED: "success",
    Stands.CARRIED: "info",
}


def number(value: float | None, decimals: int = 0) -> str:
    """Nothing where nothing is known."""
    return written(value, decimals).replace("-", "\u2212")


def percent(share: Fraction | None) -> str:
    return "" if share is None else f"{number(float(shown(100 * share, 1)), 1)}\u00a0%"


def tag(stands: Stands, name: str) -> dict[str, str] | None:
    """How one stands, with a colour; nothing where there is nothing to ask about."""
    return None if stands is Stands.NOTHING else {"name": name, "colour": _COLOURS[stands]}


def sentence(one: Flag, line: Line, about: Comparison, say: Words) -> str:
    """What was found and what was allowed, in words."""
    source = "" if one.source is None else say.of(about.sources[one.source].title)
    value, low, high = number(one.value), number(one.low), number(one.high)
    match one.check:
        case Check.UNIT_ERROR:
            times = number(one.value if one.value >= 1 else 1 / one.value)
            if one.source is None:
                return say("flag_units_apart", times=times)
            return say("flag_too_much" if one.value >= 1 else "flag_too_little", source=source, times=times)
        case Check.NEGATIVE:
            return say("flag_negative", over=number(-one.value), allowed=number(-(one.low or 0)))
        case Check.APART:
            return say("flag_apart", value=number(abs(one.value)), allowed=high)
        case Check.RATIO:
            ratio, least, most = (number(each, 2) for each in (one.value, one.low, one.high))
            return say("flag_ratio", value=ratio, low=least, high=most, group=_group(line.stratum, say))
        case Check.CHANGED:
            ratio, least, most = (number(each, 2) for each in (one.value, one.low, one.high))
            return say("flag_changed", value=ratio, low=least, high=most)
        case Check.PERSISTENT:
            return say("flag_persistent", value=value)
        case Check.JUMP:
            return say("flag_jump", value=value, low=low, high=high)
        case Check.AWAITED:
            return say("flag_awaited", source=source, first=say.of(about.first.title), value=value)


def _group(stratum: str, say: Words) -> str:
    """Oslo's districts are one, and a municipality may be in none."""
    if stratum == RegionKind.DISTRICT:
        return say("group_districts")
    return stratum or say("group_none")
