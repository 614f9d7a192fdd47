"""What came of the minute: whether anything acknowledged was lost or doubled, and how long everything took."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from benchmarks.load.preparing import FORMS
from benchmarks.load.sending import Sent

from kostra.app.ports.submissions import ORIGINAL
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.model.people import HOUSE
from kostra.model.submission import Expected, Stage, Submission

_PATIENCE = 900.0


@dataclass(frozen=True, slots=True)
class Kept:
    """`lost` were acknowledged and are not there whole, `doubled` have more than one submission, `unasked` were never acknowledged."""

    lost: int
    doubled: int
    unasked: int


def all_sent(system: System) -> list[Submission]:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        return [one for form in FORMS for one in tx.submissions.listed(form=form, limit=10_000)]


def wait_for_controls(system: System, began: float) -> float | None:
    """Seconds from the beginning until every control was done; None when that took too long."""
    while time.monotonic() - began < _PATIENCE:
        if not [one for one in all_sent(system) if one.stage is Stage.RECEIVED]:
            return time.monotonic() - began
        time.sleep(1)
    return None


def stages(system: System) -> Counter[str]:
    return Counter(str(one.stage) for one in all_sent(system))


def kept(system: System, sent: Iterable[Sent]) -> Kept:
    """Every acknowledged file is read back, and its bytes are held against the file that was sent."""
    found: dict[Expected, list[Submission]] = {}
    for one in all_sent(system):
        found.setdefault(one.answers, []).append(one)
    lost, acknowledged = 0, set()
    for told in sent:
        if told.status not in (200, 202):
            continue
        expected = told.delivery.expected
        acknowledged.add(expected)
        there = next((one for one in found.get(expected, []) if one.id == told.id), None)
        lost += there is None or there.receipt != told.receipt or not _same(system, told, there)
    doubled = sum(len(several) > 1 for several in found.values())
    return Kept(lost, doubled, len(set(found) - acknowledged))


def _same(system: System, told: Sent, there: Submission) -> bool:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        standing = tx.campaign.standing(there.answers)
        kept = tx.submissions.kept(there.id, ORIGINAL)
    if kept is None or standing is None:
        return False
    with system.vault.open(kept) as file:
        return sha256(file.read()).digest() == _sum(told.delivery.file)


def _sum(file: Path) -> bytes:
    return sha256(file.read_bytes()).digest()


def part(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
