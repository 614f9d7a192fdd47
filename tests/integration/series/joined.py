"""Municipalities that have joined, and months from them straight to inndata."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from integration.eforms.filling import somebody
from integration.statistics.test_indicators_command import deliver
from kostra.app.permissions import Asker
from kostra.app.publication import approving
from kostra.app.series import consenting
from kostra.app.system import System
from kostra.model.people import Actor, ActorKind, Duty, Right
from kostra.model.period import Period

UNITS = ("110300", "110600", "110800", "460100", "030101")
SIRI = Asker(Actor(ActorKind.PERSON, "siri", "Siri"), duties=frozenset({Duty.STATISTICIAN}))
NAV = Asker(Actor(ActorKind.SYSTEM, "nav", "Nav"), duties=frozenset({Duty.CLIENT}), body="nav")
BEGINS = datetime(2026, 1, 5, 9, tzinfo=UTC)


def sender(unit: str) -> Asker:
    return somebody(f"Sender {unit}", Right.PREPARE, Right.SEND, region=unit)


def join(system: System, since: str, *units: str) -> None:
    for unit in units or UNITS:
        consenting.join(system, sender(unit), unit, Period.read(since), "Nav-lederen")


def give_standing(system: System) -> None:
    day = system.clock.now().date()
    approving.give(system, SIRI, ("11M",), day, day.replace(year=day.year + 1), "Hyppige tall, bestått revisjon")


def months(
    system: System, people: Mapping[str, Mapping[str, int]], housed: Mapping[str, Mapping[str, int]] | None = None
) -> None:
    for period, by_unit in people.items():
        deliver(system, period, dict(by_unit), (housed or {}).get(period))
