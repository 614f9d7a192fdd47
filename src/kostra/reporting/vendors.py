"""How good the files of each case system are when they first come: findings and errors for each thousand records.

Only a unit's first file of a period is counted, for what comes later has been mended by people. A vendor is told of its own system alone,
and of nothing that could be one municipality's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

LEAST_UNITS = 3
"""Fewer municipalities than this, and a vendor is not told."""
LEAST_RECORDS = 100


@dataclass(frozen=True, slots=True)
class First:
    """The first file of a unit, with its findings by control; `errors` are those that block. `vendor` is empty where a person sent it."""

    vendor: str
    unit: str
    records: int
    findings: Mapping[str, int]
    errors: int


@dataclass(frozen=True, slots=True)
class OfControl:
    control: str
    findings: int
    units: int


@dataclass(frozen=True, slots=True)
class OfVendor:
    """`controls` has the most findings first. `left_out` are controls that are not told, and nothing of them is in the sums."""

    vendor: str
    units: int
    records: int
    findings: int
    errors: int | None
    controls: tuple[OfControl, ...]
    left_out: int = 0

    def per_thousand(self, count: int) -> Fraction | None:
        return Fraction(1000 * count, self.records) if self.records else None

    def of(self, control: str) -> int:
        return next((one.findings for one in self.controls if one.control == control), 0)


def by_vendor(files: Iterable[First]) -> tuple[OfVendor, ...]:
    """For statisticians: all of them, by name, and what persons sent at last."""
    own: dict[str, list[First]] = {}
    for one in files:
        own.setdefault(one.vendor, []).append(one)
    return tuple(_counted(vendor, own[vendor]) for vendor in sorted(own, key=lambda name: (not name, name)))


def for_vendor(files: Iterable[First], vendor: str) -> OfVendor | None:
    """For the vendor itself: None where there is too little to tell. A control that fewer municipalities were hit by is left out, and so is
    how many errors there are, which would tell of it."""
    whole = _counted(vendor, [one for one in files if one.vendor == vendor])
    if whole.units < LEAST_UNITS or whole.records < LEAST_RECORDS:
        return None
    told = tuple(one for one in whole.controls if one.units >= LEAST_UNITS)
    left_out = len(whole.controls) - len(told)
    return OfVendor(
        vendor,
        whole.units,
        whole.records,
        sum(one.findings for one in told),
        None if left_out else whole.errors,
        told,
        left_out,
    )


def _counted(vendor: str, files: Iterable[First]) -> OfVendor:
    findings: Counter[str] = Counter()
    units: dict[str, set[str]] = {}
    records = errors = 0
    every: set[str] = set()
    for one in files:
        every.add(one.unit)
        records, errors = records + one.records, errors + one.errors
        findings.update(one.findings)
        for control, count in one.findings.items():
            if count:
                units.setdefault(control, set()).add(one.unit)
    controls = tuple(
        OfControl(control, count, len(units[control]))
        for control, count in sorted(findings.items(), key=lambda it: (-it[1], it[0]))
        if count
    )
    return OfVendor(vendor, len(every), records, findings.total(), errors, controls)
