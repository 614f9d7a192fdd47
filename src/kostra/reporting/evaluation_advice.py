"""What the numbers of a control speak for: that it should block, that it should only warn, that it should go. The limits are data.

It advises and decides nothing: a change is proposed by a person, heard, and decided by others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache
from pathlib import Path

from kostra.model import content
from kostra.model.finding import Severity
from kostra.reporting.evaluation import Evaluated

FILE = Path(__file__).parent / "evaluation.toml"


class Advice(StrEnum):
    """Mostly mended, mostly right, or never a finding."""

    BLOCK = "block"
    WARN = "warn"
    DROP = "drop"
    DROP_UNUSED = "drop-unused"


@dataclass(frozen=True, slots=True)
class Limits:
    """Shares are of what was cleared up."""

    cleared: int
    units: int
    block_corrected: Fraction
    block_confirmed: Fraction
    warn_confirmed: Fraction
    drop_confirmed: Fraction
    never_years: int
    never_records: int


@cache
def limits(file: Path = FILE) -> Limits:
    whole = content.read(file)
    cleared, block, warn = (whole.table(name) for name in ("cleared", "blocking", "warning"))
    drop, never = (whole.table(name) for name in ("drop", "never"))
    read = Limits(
        cleared=cleared.take("findings", int),
        units=cleared.take("municipalities", int),
        block_corrected=Fraction(block.take("corrected_at_least", int), 100),
        block_confirmed=Fraction(block.take("confirmed_at_most", int), 100),
        warn_confirmed=Fraction(warn.take("confirmed_at_least", int), 100),
        drop_confirmed=Fraction(drop.take("confirmed_at_least", int), 100),
        never_years=never.take("years", int),
        never_records=never.take("records", int),
    )
    for table in (cleared, block, warn, drop, never, whole):
        table.done()
    return read


def advise(years: Sequence[Evaluated], by: Limits | None = None) -> Advice | None:
    """Of a control in the years that have been collected, the newest first and none left out between them."""
    by = by or limits()
    now = years[0]
    rule = now.rule
    if rule.follows:
        return None
    if _found_nothing(years[: by.never_years], by):
        return Advice.DROP_UNUSED
    corrected, confirmed = now.corrected_rate, now.confirmed_rate
    if corrected is None or confirmed is None or now.cleared < by.cleared or now.units < by.units:
        return None
    if rule.severity is Severity.ERROR:
        return Advice.WARN if confirmed >= by.warn_confirmed else None
    if rule.severity.blocks:
        return None
    if confirmed >= by.drop_confirmed:
        return Advice.DROP
    return Advice.BLOCK if corrected >= by.block_corrected and confirmed <= by.block_confirmed else None


def _found_nothing(years: Sequence[Evaluated], by: Limits) -> bool:
    whole = len(years) == by.never_years and all(one.deliveries for one in years)
    return whole and not any(one.hits for one in years) and sum(one.records for one in years) >= by.never_records
