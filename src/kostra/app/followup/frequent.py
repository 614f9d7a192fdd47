"""The most frequent controls of a form and year among the submissions that count, by the vendor of whoever sent them."""

from __future__ import annotations

from dataclasses import dataclass

from kostra.app.permissions import Asker, demand_duty
from kostra.app.system import System
from kostra.model.finding import Severity
from kostra.model.people import Duty
from kostra.model.submission import Season


@dataclass(frozen=True, slots=True)
class Frequent:
    """`by_vendor` counts findings by the system that sent; those that a person sent stand under an empty name."""

    control: str
    severity: Severity
    findings: int
    submissions: int
    by_vendor: dict[str, int]


def most_frequent(
    system: System, asker: Asker, form: str, year: int, season: Season = Season.REAL
) -> tuple[Frequent, ...]:
    """The most findings first."""
    demand_duty(asker, Duty.STATISTICIAN)
    found: dict[tuple[str, Severity], Frequent] = {}
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        for row in tx.submissions.most_frequent(form, year, season):
            key = row.control, row.severity
            before = found.get(key, Frequent(*key, 0, 0, {}))
            found[key] = Frequent(
                *key,
                before.findings + row.findings,
                before.submissions + row.submissions,
                before.by_vendor | {row.vendor: row.findings},
            )
    return tuple(sorted(found.values(), key=lambda one: (-one.findings, one.control)))
