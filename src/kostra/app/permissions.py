"""Who may do what. Every use case asks here first; when one may is asked in `kostra.followup.states`.

A refusal is a `Forbidden`: it is said plainly, and it is recorded. What a person may not see is answered as if it were not there only where
its being there would tell something.
"""

from __future__ import annotations

from dataclasses import dataclass

from kostra.app.ports.transaction import Scope
from kostra.model.errors import Refused
from kostra.model.people import NOBODY, Actor, Duty, Mandate, Right
from kostra.model.text import Language


class Forbidden(Refused):
    """The asker may not do this. The web answers 403; every such attempt is an event."""


class NotLoggedIn(Forbidden):
    """Nobody is logged in, or no token came with the request. The web answers 401, or leads to the login."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who asks for something, with what they may at this moment. Made anew for every request, so that a right ends at once."""

    actor: Actor
    mandates: tuple[Mandate, ...] = ()
    duties: frozenset[Duty] = frozenset()
    body: str | None = None
    """The body a client acts for: NAV, Bufdir."""
    language: Language = Language.BOKMAL

    @property
    def is_anybody(self) -> bool:
        return self.actor is not NOBODY

    def may(self, right: Right, region: str, form: str | None = None) -> bool:
        return any(mandate.covers(right, region, form) for mandate in self.mandates)

    def has(self, duty: Duty) -> bool:
        return duty in self.duties

    def regions(self, right: Right = Right.SEE) -> tuple[str, ...]:
        """The regions they hold this right for, for some form."""
        return tuple(sorted({one.region for one in self.mandates if one.covers(right, one.region, None)}))

    @property
    def scope(self) -> Scope:
        """The rows they can reach in the database at all: the second wall."""
        body = self.body if Duty.CLIENT in self.duties else None
        if self.duties & {Duty.STATISTICIAN, Duty.STEWARD}:
            return Scope(None, body)
        return Scope(frozenset(self.regions()), body)


NOT_LOGGED_IN = Asker(NOBODY)

_RIGHTS = {
    Right.PREPARE: "gjøre klar",
    Right.CHECK: "kontrollere",
    Right.SEND: "sende",
    Right.SEE: "se",
    Right.ADMINISTER: "administrere tilganger",
}


def demand(asker: Asker, right: Right, region: str, form: str | None = None) -> None:
    """Refuses when the asker has no such mandate."""
    demand_login(asker)
    if not asker.may(right, region, form):
        what = "" if form is None else f" skjema {form}"
        raise Forbidden(
            f"Du har ikke fått rett til å {_RIGHTS[right]}{what} for {region}. Be den som administrerer tilganger i kommunen, om å "
            "gi deg den."
        )


def demand_duty(asker: Asker, *duties: Duty) -> None:
    """Refuses when the asker has none of the duties."""
    demand_login(asker)
    if not asker.duties & frozenset(duties):
        raise Forbidden(
            "Denne siden er for dem som arbeider med statistikken. Logg inn med en bruker som har den oppgaven."
        )


def demand_login(asker: Asker) -> None:
    if not asker.is_anybody:
        raise NotLoggedIn("Du er ikke logget inn. Logg inn, og prøv igjen.")
