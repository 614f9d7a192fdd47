"""How much was said of the guide in a year, for whoever tells how the year went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kostra.app.ports.transaction import Transaction
from kostra.followup.calendar import OSLO
from kostra.model.feedback import Stage


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, by form and first field, that somebody found unclear, and how many did."""

    form: str
    field: str
    count: int


@dataclass(frozen=True, slots=True)
class Counted:
    """`unclear` are those that found no help; `questions` are what they were about, the most often first."""

    given: int
    helped: int
    unclear: int
    with_text: int
    by_stage: Mapping[Stage, int]
    questions: tuple[Asked, ...]


def counted(tx: Transaction, year: int) -> Counted:
    """Of what was given in a calendar year, whatever year of a form it is about; the stage is that of today."""
    rows = tx.feedback.summed(datetime(year, 1, 1, tzinfo=OSLO), datetime(year + 1, 1, 1, tzinfo=OSLO))
    stages: Counter[Stage] = Counter()
    unclear: Counter[tuple[str, str]] = Counter()
    for row in rows:
        stages[row.stage] += row.count
        if not row.helped:
            unclear[row.form, row.field] += row.count
    questions = sorted(unclear.items(), key=lambda one: (-one[1], one[0]))
    given = sum(row.count for row in rows)
    return Counted(
        given=given,
        helped=given - unclear.total(),
        unclear=unclear.total(),
        with_text=sum(row.with_text for row in rows),
        by_stage={stage: stages[stage] for stage in Stage},
        questions=tuple(Asked(form, field, count) for (form, field), count in questions),
    )
