"""Whether a unit's data can be used in a table: "out of tables 3 and 5". A judgement with a reason, logged, and taken back by another."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kostra.app.editing.recording import refuse_what_is_no_text
from kostra.app.permissions import Asker, demand_duty
from kostra.app.system import System
from kostra.model.edit import Usability, Whole
from kostra.model.errors import Missing, Refused
from kostra.model.event import Event
from kostra.model.people import Duty

_TABLE = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,19}")


def judge(
    system: System, asker: Asker, whole: Whole, unit: str, tables: Iterable[str], usable: bool, reason: str
) -> tuple[Usability, ...]:
    """In these tables, from now on."""
    demand_duty(asker, Duty.STATISTICIAN)
    chosen = sorted(set(tables))
    if not chosen:
        raise Refused("Skriv hvilke tabeller det gjelder, for eksempel 3 og 5.")
    for table in chosen:
        if not _TABLE.fullmatch(table):
            raise Refused(f"«{table[:20]}» er ikke en tabell. Skriv nummeret, for eksempel 3 eller 12131.")
    if not reason.strip():
        raise Refused("Skriv hvorfor. Grunnen blir stående ved tallene.")
    refuse_what_is_no_text(reason)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        if tx.campaign.standing(whole.of(unit)) is None:
            raise Missing(f"Det ventes ikke noe skjema {whole.form} for {whole.period} fra {unit}.")
        judged = tuple(Usability(whole.of(unit), table, usable, reason.strip(), tx.actor, tx.now) for table in chosen)
        for one in judged:
            tx.edits.judge(one)
        tx.record(
            Event(
                "usability.judged",
                f"{whole}/{unit}",
                reason.strip(),
                region=unit,
                form=whole.form,
                period=str(whole.period),
                details={"tables": ", ".join(chosen), "usable": int(usable)},
            )
        )
    return judged


def judged(system: System, asker: Asker, whole: Whole) -> tuple[Usability, ...]:
    """The newest of each unit and table that somebody has judged; of all others the data can be used."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return tx.edits.judged(whole)
