"""From written records of a yearly form to its files: mistakes planted, cut by unit, delivered, and some of them spoilt."""

from __future__ import annotations

from collections.abc import Iterator

from kostra.model.form import FormVersion
from kostra.synth.arrays import Ints, NationYear
from kostra.synth.parts import Delivery, File
from kostra.synth.records import case_systems, deliveries, mistakes
from kostra.synth.records.columns import Bytes


def files(nation: NationYear, version: FormVersion, lines: Bytes, unit: Ints) -> Iterator[File | Delivery]:
    """One file per reporting unit. `lines` are sorted by unit."""
    form = version.form.id
    planted = mistakes.plant(nation, version, lines, unit)
    deliver = deliveries.delivery(nation, form, str(nation.year), deliveries.due_yearly(nation.year))
    whole = case_systems.cut(nation, lines, unit, lambda code: f"{form}/{code}.dat", deliver, planted)
    yield from mistakes.spoil(nation, version, whole)
