"""Findings and errors for each thousand records, by case system: all of them for statisticians, and its own for a system that asks.

A system is known to itself by our id of it, which its token says, and never by a name that somebody else could take.
"""

from __future__ import annotations

from dataclasses import dataclass

from kostra.app.evaluation.gathering import gather, years
from kostra.app.permissions import Asker, Forbidden, demand_duty, demand_login
from kostra.app.system import System
from kostra.model.people import ActorKind, Duty
from kostra.reporting.vendors import OfVendor, by_vendor, for_vendor


@dataclass(frozen=True, slots=True)
class OfYear:
    """`vendors` are by name; what persons sent stands last, under an empty name."""

    year: int
    vendors: tuple[OfVendor, ...]


@dataclass(frozen=True, slots=True)
class Own:
    """A year of one's own; `told` is None where there is too little to tell."""

    year: int
    told: OfVendor | None


def every(system: System, asker: Asker, form: str) -> tuple[OfYear, ...]:
    """The newest year first; those without any file are left out."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        found = (OfYear(year, by_vendor(gather(tx, form, year).firsts())) for year in years(tx, form))
        return tuple(one for one in found if one.vendors)


def own(system: System, asker: Asker, form: str) -> tuple[Own, ...]:
    """Of what the system itself has sent for those it may still see, the newest year first."""
    demand_login(asker)
    if asker.actor.kind is not ActorKind.SYSTEM:
        raise Forbidden(
            "Bare et fagsystem kan se feilene i det det selv har sendt. Hent dem med systemets eget token fra Maskinporten."
        )
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return tuple(
            Own(year, for_vendor(gather(tx, form, year).firsts("id"), asker.actor.id)) for year in years(tx, form)
        )
