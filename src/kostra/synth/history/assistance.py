"""Social assistance 2015-2021 as the closed tables had it: by municipality, county, KOSTRA group and country, and by
a few groupings.

National figures are the published ones where they are known. What a municipality has is invented, and adds up to
them. Cases are counted where they are: a person in two municipalities is two cases and one recipient, so only the
country has recipients.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kostra import regions
from kostra.synth.arrays import Bools, Floats, Ints
from kostra.synth.chance import generator
from kostra.synth.history.anchors import count
from kostra.synth.history.places import YEARS, Municipalities, municipalities
from kostra.synth.history.scaling import apportion
from kostra.synth.history.tables import NOT_APPLICABLE, Table, grouped, marks_of

COUNTS = ("tilfeller", "tilfeller_18_24", "tilfeller_6_mnd", "arbeidsinntekt_hoved", "sosialhjelp_hoved")
_SILENT = {2015: 3, 2016: 4, 2017: 3, 2018: 5, 2019: 4, 2020: 9, 2021: 5}
"""Municipalities that never sent. Nine are known for 2020; the rest are our own estimate. Which ones, is invented."""
_SMALL = 3_500


@dataclass(frozen=True, slots=True)
class Assistance:
    """Per municipality of the year."""

    places: Municipalities
    counts: Mapping[str, Ints]
    """By `COUNTS`."""
    months: Ints
    thousands: Ints
    silent: Bools


def assistance(seed: int, year: int) -> Assistance:
    found = municipalities(seed, year)
    chance = generator(seed, year, "history", "assistance")
    traits = found.traits(seed)
    oslo = found.code == regions.OSLO

    def around(spread: float, purpose: str) -> Floats:
        result: Floats = np.exp(spread * (0.8 * traits.normal(purpose) + 0.6 * chance.normal(size=len(found))))
        return result

    weights = found.inhabitants * found.need * np.exp(0.06 * traits.drift("cases"))
    cases = np.zeros(len(found), dtype=np.int64)
    cases[~oslo] = apportion(count("sosialhjelp", "tilfeller_uten_oslo", year), weights[~oslo])
    cases[oslo] = count("sosialhjelp", "tilfeller", year) - cases.sum()
    counts = {"tilfeller": cases}
    for name, room in (("tilfeller_18_24", cases), ("tilfeller_6_mnd", cases), ("sosialhjelp_hoved", cases)):
        counts[name] = apportion(count("sosialhjelp", name, year), cases * around(0.18, name), room)
    room = cases - counts["sosialhjelp_hoved"]
    own = cases * around(0.2, "arbeidsinntekt_hoved")
    counts["arbeidsinntekt_hoved"] = apportion(count("sosialhjelp", "arbeidsinntekt_hoved", year), own, room)
    months = _months(year, cases, counts["tilfeller_6_mnd"], around(0.08, "months"))
    total = count("sosialhjelp", "stonadssum", year)
    small = np.flatnonzero(found.inhabitants < _SMALL)
    silent = np.zeros(len(found), dtype=bool)
    silent[chance.choice(small, _SILENT[year], replace=False)] = True
    return Assistance(found, counts, months, apportion(total, months * around(0.09, "level")), silent)


def months_in(year: int) -> int:
    """Months with assistance in the country, so that the payment for each month is the published one."""
    per_month = count("sosialhjelp", "utbetaling_per_maaned", year)
    return round(count("sosialhjelp", "stonadssum", year) * 1000 / per_month)


def _months(year: int, cases: Ints, long: Ints, around: Floats) -> Ints:
    """At least one month each, six for the long ones; at most five and twelve."""
    fewest = 6 * long + (cases - long)
    most = 12 * long + 5 * (cases - long)
    result: Ints = fewest + apportion(months_in(year) - int(fewest.sum()), (most - fewest) * around, most - fewest)
    return result


def by_region(seed: int) -> bytes:
    """`sosialhjelp.csv`"""
    table = Table("aar", "region", "variabel")
    for year in YEARS:
        found = assistance(seed, year)
        _country(table, year)
        for name, rows in _areas(found.places):
            if rows is None:
                for variable in (*COUNTS, "stonadssum", "stonadsmaneder", "gj_stonadstid", "gj_utbetaling_maaned"):
                    table.add(year, name, variable, mark=NOT_APPLICABLE)
            else:
                _line(table, year, name, found, rows)
        _municipalities(table, year, found)
    return table.bytes()


def _country(table: Table, year: int) -> None:
    recipients, months = count("sosialhjelp", "mottakere", year), months_in(year)
    total = count("sosialhjelp", "stonadssum", year)
    table.add(year, "EAK", "mottakere", value=recipients)
    table.add(year, "EAK", "gj_stonadstid_mottakere", value=round(months / recipients, 1))
    main = count("sosialhjelp", "mottakere_sosialhjelp_hoved", year)
    table.add(year, "EAK", "mottakere_sosialhjelp_hoved", value=main)
    table.add(year, "EAK", "stonadssum_per_mottaker", value=round(total * 1000 / recipients))


def _areas(found: Municipalities) -> list[tuple[str, Bools | None]]:
    """The country, the counties, and the KOSTRA groups of 2020; before that year those have no figures."""
    everyone = np.ones(len(found), dtype=bool)
    areas: list[tuple[str, Bools | None]] = [("EAK", everyone), ("EAKUO", found.code != regions.OSLO)]
    areas += [(f"EKA{code}", rows) for code, rows in grouped(found.county.tolist())]
    areas += grouped(found.group.tolist())
    if not found.group.any():
        areas += [(one.code, None) for one in regions.groups(regions.load().groups_since)]
    return areas


def _line(table: Table, year: int, name: str, found: Assistance, rows: Bools) -> None:
    for variable, values in found.counts.items():
        table.add(year, name, variable, value=int(values[rows].sum()))
    cases, months = int(found.counts["tilfeller"][rows].sum()), int(found.months[rows].sum())
    total = int(found.thousands[rows].sum())
    table.add(year, name, "stonadssum", value=total)
    table.add(year, name, "stonadsmaneder", value=months)
    table.add(year, name, "gj_stonadstid", value=round(months / cases, 1))
    table.add(year, name, "gj_utbetaling_maaned", value=round(total * 1000 / months))


def _municipalities(table: Table, year: int, found: Assistance) -> None:
    codes = found.places.code.tolist()
    cases = found.counts["tilfeller"].tolist()
    for variable, values in found.counts.items():
        table.add_all(year, codes, variable, values.tolist(), marks_of(values.tolist(), found.silent, cases))
    marks = marks_of(cases, found.silent)
    none = [mark or ("" if case else NOT_APPLICABLE) for mark, case in zip(marks, cases, strict=True)]
    months, total = found.months.tolist(), found.thousands.tolist()
    table.add_all(year, codes, "stonadssum", total, marks)
    table.add_all(year, codes, "stonadsmaneder", months, marks)
    length = [round(m / c, 1) if c else None for m, c in zip(months, cases, strict=True)]
    table.add_all(year, codes, "gj_stonadstid", length, none)
    paid = [round(t * 1000 / m) if m else None for t, m in zip(total, months, strict=True)]
    table.add_all(year, codes, "gj_utbetaling_maaned", paid, none)
