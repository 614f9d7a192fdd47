"""The log of edits of a form and a period for export: one line of JSON for each event, always the same for the same log and data."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kostra.app.editing.working import current
from kostra.app.permissions import Asker, demand_duty
from kostra.app.system import System
from kostra.editing import statlog
from kostra.editing.derivations import counted, derivations
from kostra.model.edit import Whole
from kostra.model.event import Event
from kostra.model.people import Duty


def export(system: System, asker: Asker, whole: Whole) -> tuple[str, ...]:
    """The lines. First what dated rules did automatically, by rule and unit, then the log. That it was exported is an event."""
    demand_duty(asker, Duty.STATISTICIAN, Duty.STEWARD)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        now = current(system, tx, whole)
        tx.record(
            Event(
                "edit.exported",
                str(whole),
                form=whole.form,
                period=str(whole.period),
                details={"number": now.ledger.through},
            )
        )
    rules = {one.id: one for one in derivations()}

    def rows() -> Iterator[dict[str, object]]:
        for (rule, unit), count in counted(now.frame, whole.form, whole.period.year).items():
            # Rules have a year and no clock: they hold from its beginning.
            yield statlog.derived(whole, rules[rule], unit, count, f"{rules[rule].since}-01-01T00:00:00+00:00")
        yield from statlog.rows(now.edits)

    return tuple(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows())
