"""Recipients 2015-2021 by age, family, months with assistance, main source of livelihood and size of municipality.

For the country and the counties, as the old tables were. The country adds up to its recipients exactly, group by
group; who has social assistance or wages as the main source and who is 18-24 follows the published figures. The other
shares are our own estimate.
"""

from __future__ import annotations

import numpy as np

from kostra import regions
from kostra.synth.arrays import Floats, Ints
from kostra.synth.chance import generator
from kostra.synth.history.anchors import count
from kostra.synth.history.assistance import Assistance, assistance, months_in
from kostra.synth.history.places import YEARS
from kostra.synth.history.scaling import apportion, apportion_rows, tilt
from kostra.synth.history.tables import Table, grouped, marks_of

AGES = {"0-17": 0.004, "18-24": 0.0, "25-44": 0.505, "45-66": 0.275, "67+": 0.022}
"""Without 18-24, which is known."""

FAMILIES = {
    "enslige_menn": 0.425,
    "enslige_kvinner": 0.235,
    "enslige_menn_med_barn": 0.035,
    "enslige_kvinner_med_barn": 0.128,
    "par_uten_barn": 0.057,
    "par_med_barn": 0.116,
    "uoppgitt": 0.004,
}

SOURCES = {"1": 0.0, "2": 0.012, "3": 0.34, "4": 0.018, "5": 0.0, "6": 0.045, "7": 0.016, "8": 0.032, "9": 0.038}
"""Main source of livelihood by the codes of VKLO. Wages (1) and social assistance (5) are known."""

LENGTHS = (0.17, 0.11, 0.085, 0.07, 0.06, 0.06, 0.055, 0.05, 0.05, 0.055, 0.07, 0.165)
"""Months from 1 to 12, before they are bent to the mean of the year."""

_CASES_BY_RECIPIENT_IN_COUNTY = 1.018
"""Few recipients have cases in two municipalities of one county."""


def by_group(seed: int) -> bytes:
    """`sosialhjelp_fordeling.csv`"""
    table = Table("aar", "region", "inndeling", "kategori")
    for year in YEARS:
        found = assistance(seed, year)
        counties = grouped(found.places.county.tolist())
        cases = np.array([found.counts["tilfeller"][rows].sum() for _, rows in counties])
        recipients = np.rint(cases / _CASES_BY_RECIPIENT_IN_COUNTY).astype(np.int64)
        for name, (categories, national) in _groupings(found).items():
            _add(table, year, "EAK", name, categories, national)
            chance = generator(seed, year, "history", "counties", name)
            weights = (national + 0.5) * np.exp(0.1 * chance.normal(size=(len(counties), len(national))))
            for (county, _), values in zip(counties, apportion_rows(recipients, weights), strict=True):
                _add(table, year, f"EKA{county}", name, categories, values)
        sizes = [
            (one.code, found.counts["tilfeller"][found.places.size == one.code].sum()) for one in regions.load().sizes
        ]
        codes, values = zip(*sizes, strict=True)
        by_size = apportion(count("sosialhjelp", "mottakere", year), np.array(values))
        _add(table, year, "EAK", "kommunestorrelse", list(codes), by_size)
    return table.bytes()


def _groupings(found: Assistance) -> dict[str, tuple[list[str], Ints]]:
    year = found.places.year
    recipients = count("sosialhjelp", "mottakere", year)
    in_cases = recipients / count("sosialhjelp", "tilfeller", year)
    young = round(count("sosialhjelp", "tilfeller_18_24", year) * in_cases)
    main = count("sosialhjelp", "mottakere_sosialhjelp_hoved", year)
    wages = round(count("sosialhjelp", "arbeidsinntekt_hoved", year) * in_cases)
    lengths = tilt(LENGTHS, range(1, 13), months_in(year) / recipients)
    return {
        "alder": (list(AGES), _with_known(recipients, AGES, {"18-24": young})),
        "familiefase": (list(FAMILIES), apportion(recipients, list(FAMILIES.values()))),
        "hovedinntektskilde": (list(SOURCES), _with_known(recipients, SOURCES, {"1": wages, "5": main})),
        "stonadstid": ([str(month) for month in range(1, 13)], apportion(recipients, lengths)),
    }


def _with_known(total: int, shares: dict[str, float], known: dict[str, int]) -> Ints:
    rest: Floats = np.array([0.0 if name in known else share for name, share in shares.items()])
    result: Ints = apportion(total - sum(known.values()), rest) + np.array([known.get(name, 0) for name in shares])
    return result


def _add(table: Table, year: int, region: str, grouping: str, categories: list[str], values: Ints) -> None:
    whole = values.tolist()
    for category, value, mark in zip(categories, whole, marks_of(whole), strict=True):
        table.add(year, region, grouping, category, value=value, mark=mark)
