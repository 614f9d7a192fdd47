"""What can be turned up and down in the synthetic nation. Every dial is a flag of `kostra synth` and is written to the manifest.

A dial changes what it says and nothing else: the people are the same whatever the dials of lateness and mistakes are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from kostra.model.errors import Refused


@dataclass(frozen=True, slots=True)
class Dials:
    """Shares between 0 and 1. `kinds` replaces the rate of single kinds of mistake, by name (see `mistakes`)."""

    late: float = 0.08
    """of deliveries: after the deadline"""
    never: float = 0.003
    """of deliveries: not at all"""
    nil: float = 0.003
    """of units: nothing to report, beside those that are empty anyway; form by form"""
    errors: float = 0.01
    """of records in 11F and 11CF: one mistake, divided on kinds by their weight"""
    file_errors: float = 0.01
    """of files of 11F and 11CF: one line that cannot be read"""
    duplicates: float = 0.043
    """of recipients: cases in two or more municipalities. The one dial that changes the people"""
    corrections: float = 0.01
    """of monthly records (11M): put right later, in the file of the year"""
    unit_errors: float = 0.01
    """of e-forms: kroner where it should be thousands of kroner, or the other way"""
    quarters: float = 0.1
    """of units: 11M by quarter, and not by month"""
    kinds: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for dial in fields(self):
            value = getattr(self, dial.name)
            if isinstance(value, float | int) and not 0 <= value <= 1:
                flag = "--" + dial.name.replace("_", "-")
                raise Refused(f"{flag} er {value:g}. Skriv en andel fra 0 til 1, for eksempel {flag} {dial.default}.")
        for kind, rate in self.kinds.items():
            if not 0 <= rate <= 1:
                raise Refused(f"Feilslaget «{kind}» har andelen {rate}. Skriv en andel fra 0 til 1.")

    def record(self) -> dict[str, object]:
        """What the manifest keeps."""
        return {
            d.name: dict(sorted(self.kinds.items())) if d.name == "kinds" else getattr(self, d.name)
            for d in fields(self)
        }
