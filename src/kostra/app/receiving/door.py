"""What may come in now: a form and a period that exist, from a unit that owes it, at a time when it is taken. All else is told why not."""

from __future__ import annotations

from kostra.app.controls.asking import unit
from kostra.app.permissions import Asker, demand
from kostra.app.ports.transaction import Transaction
from kostra.app.receiving.refusals import NotNow, Unknown
from kostra.app.system import System
from kostra.followup.calendar import closed_because
from kostra.forms import calendar, catalogue
from kostra.model.errors import Refused
from kostra.model.form import Form, Senders
from kostra.model.people import Right
from kostra.model.period import Span
from kostra.model.submission import Expected, Standing

_OSLO, _DISTRICTS = "030100", ("030101", "030115")
_SPANS = {Span.YEAR: "et år (2026)", Span.QUARTER: "et kvartal (2026K1)", Span.MONTH: "en måned (2026M03)"}


def may_send(system: System, asker: Asker, expected: Expected, right: Right = Right.SEND) -> None:
    """Asked before a byte is read, so that nobody sends a large file to be told no. `accept` asks again.

    Where something has been sent, the time is not asked here: it may be the same bytes again, from somebody who never got their receipt.
    """
    demand(asker, right, expected.unit, expected.form)
    known(expected)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        standing = expected_of(tx, expected)
        if standing.submission is None:
            refuse_closed(tx, standing)


def known(expected: Expected) -> Form:
    """Refuses a form, a period or a unit that there is no such thing as."""
    form = _form(expected.form)
    if expected.period.span not in form.periods:
        wanted = " eller ".join(_SPANS[span] for span in form.periods)
        raise Unknown(f"Skjema {form.id} sendes ikke for {expected.period}. Det sendes for {wanted}.")
    try:
        unit(expected.unit, form.version(expected.period.year))
    except Refused as refused:
        raise Unknown(refused.message) from None
    return form


def refuse_closed(tx: Transaction, standing: Standing) -> None:
    """Refuses when nothing may be sent for it now."""
    closed = closed_because(calendar.dates(standing.expected), tx.now, standing)
    if closed is not None:
        raise NotNow(closed)


def expected_of(tx: Transaction, expected: Expected, *, lock: bool = False) -> Standing:
    """Where it stands, at whatever time."""
    standing = tx.campaign.standing(expected, lock=lock)
    if standing is None:
        raise Unknown(_not_expected(expected))
    return standing


def _form(id: str) -> Form:
    try:
        return catalogue.form(id)
    except Refused as refused:
        raise Unknown(refused.message) from None


def _not_expected(expected: Expected) -> str:
    version = catalogue.form(expected.form).version(expected.period.year)
    what = f"skjema {expected.form} for {expected.period}"
    if expected.unit == _OSLO and version.senders is Senders.MUNICIPALITIES_AND_DISTRICTS:
        first, last = _DISTRICTS
        return f"Oslo sender ikke {what} samlet (030100). Hver bydel sender sitt, med numrene fra {first} til {last}."
    return f"{expected.unit} er ikke ventet å levere {what}. Se om nummeret og perioden er riktige; er de det, så ta kontakt med SSB."
