"""Who may see the records of a submission: the senders of the region, the desk where the figures are ours, and nobody else.

What is received for another body is not ours: the desk sees that it came, when and how large it is, and neither the bytes nor the rows of a
report. Every use case that gives out content of a submission asks here.
"""

from __future__ import annotations

from kostra.app.permissions import Asker, Forbidden, demand_login
from kostra.forms import catalogue
from kostra.model.people import Duty, Right

_DESK = frozenset({Duty.STATISTICIAN, Duty.STEWARD})


def received_for(form: str) -> str | None:
    """The body that a form is received for; None for a form of our own."""
    return catalogue.form(form).received_for


def may_see_records(asker: Asker, region: str, form: str) -> bool:
    if asker.may(Right.SEE, region, form):
        return True
    body = received_for(form)
    if body is None:
        return bool(asker.duties & _DESK)
    return asker.has(Duty.CLIENT) and asker.body == body


def demand_records(asker: Asker, region: str, form: str) -> None:
    demand_login(asker)
    if not may_see_records(asker, region, form):
        body = received_for(form)
        if body is None:
            raise Forbidden(f"Du har ikke tilgang til det som er sendt på skjema {form} fra {region}.")
        raise Forbidden(
            f"Skjema {form} tas imot for {body} og sendes videre urørt. Bare avsenderen og {body} kan se hva som står i det; her "
            "vises bare at det er kommet."
        )
