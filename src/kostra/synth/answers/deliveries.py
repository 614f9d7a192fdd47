"""When the senders of e-forms and accounts hand over: by the plan of the reporting units, in Oslo as one by that of
its first district."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from kostra.synth.arrays import NationYear
from kostra.synth.parts import Delivery
from kostra.synth.records import deliveries


def handed_over(year: NationYear, form: str, codes: Sequence[str], due: date, sender: str) -> Callable[[int], Delivery]:
    """The delivery of a sender, by its place in `codes`. Nobody has nothing to report in these."""
    planned = deliveries.delivery(year, form, str(year.year), due)
    rows = {code: row for row, code in enumerate(year.units.code.tolist())}
    first = dict(reversed([(code[:4], row) for code, row in rows.items()]))

    def of(place: int) -> Delivery:
        code = codes[place]
        found = planned(rows[code] if code in rows else first[code[:4]], False)
        return replace(found, unit=code, sender=f"{sender}-{code}" if found.sender else "")

    return of
