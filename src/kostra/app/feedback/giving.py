"""Saying whether the guidance of a question helps. Anybody may, and nobody is asked who they are, so there is room for so many a day. What
is written may hold no national id; the pages ask people to write nothing personal at all."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from kostra.app.free_text import refuse_what_is_no_reason
from kostra.app.guide.questions import question
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.forms import catalogue
from kostra.model.errors import Missing, Refused
from kostra.model.event import Detail, Event
from kostra.model.feedback import Feedback
from kostra.model.people import NOBODY
from kostra.model.text import Language

LONGEST = 1_000
MOST_A_DAY = 500


class Full(Refused):
    """As many as there is room for in a day have come."""


def give(
    system: System, form: str, year: int, field: str, language: Language, helped: bool | None, text: str
) -> Feedback:
    """It is nobody's, whoever is logged in. `helped` is None where neither was chosen."""
    text = text.strip()
    if helped is None:
        raise Refused("Velg om veiledningen hjalp deg eller ikke, og send på nytt.")
    refuse_what_is_no_reason(text)
    if len(text) > LONGEST:
        raise Refused(f"Teksten er på {len(text)} tegn. Den kan være på høyst {LONGEST}. Skriv den kortere.")
    known = form in catalogue.ids() and year in catalogue.form(form).years
    about = question(form, year, field) if known else None
    if about is None:
        raise Missing(f"Skjema {form[:20]} har ikke spørsmålet «{field[:40]}» i {year}.")
    with system.transactions.begin(NOBODY, Scope.EVERYWHERE) as tx:
        tx.feedback.lock()
        if tx.feedback.since(tx.now - timedelta(days=1)) >= MOST_A_DAY:
            raise Full(
                "Det er kommet uvanlig mange tilbakemeldinger det siste døgnet. Ta vare på teksten, og prøv igjen i morgen."
            )
        given = Feedback(uuid4().hex, form, year, about.id, language, helped, text, tx.now)
        tx.feedback.add(given)
        details: dict[str, Detail] = {"field": given.field, "helped": int(helped)}
        tx.record(Event("feedback.given", given.id, form=form, period=str(year), details=details))
    return given
