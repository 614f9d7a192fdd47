"""Who owes an e-form: the reporting units, or the municipalities with Oslo as one. The form of the year says which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kostra import regions
from kostra.model.form import FormVersion, Senders
from kostra.synth.answers.traits import Traits
from kostra.synth.arrays import NationYear


@dataclass(frozen=True, slots=True)
class Sender:
    code: str
    name: str
    inhabitants: int

    @property
    def municipality(self) -> str:
        return self.code[:4]

    @property
    def district(self) -> str | None:
        return self.code[4:] if self.code[4:] != "00" else None


def senders(year: NationYear, version: FormVersion) -> list[Sender]:
    """Who owes the form: the reporting units, or the municipalities with Oslo as one."""
    units = year.units
    inhabitants = units.population.sum(axis=1).tolist()
    rows = list(zip(units.code.tolist(), units.name.tolist(), inhabitants, strict=True))
    if version.senders is Senders.MUNICIPALITIES_AND_DISTRICTS:
        return [Sender(*row) for row in rows]
    oslo = Sender(
        f"{regions.OSLO}00",
        regions.find(regions.OSLO, year.year).name,
        sum(count for code, _, count in rows if code[:4] == regions.OSLO),
    )
    others = [Sender(*row) for row in rows if row[0][:4] != regions.OSLO]
    return sorted([oslo, *others], key=lambda sender: sender.code)


def traits_of(year: NationYear, found: Sequence[Sender]) -> Traits:
    return Traits(year.seed, year.year, [sender.code for sender in found])
