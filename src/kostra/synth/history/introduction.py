"""The introduction programme before the synthetic years: form 11B 2012-2016, the registers 2017-2021, and what became
of those who left.

The same simulated people as in the register extracts (`registers_introduction`), in full size, counted as the old
tables counted them. Only municipalities with a hundred participants or more were listed.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kostra.synth.arrays import Ints
from kostra.synth.history.places import YEARS, municipalities, of_place
from kostra.synth.history.tables import Table, marks_of
from kostra.synth.registers.former import STATES, YEARS_AFTER, former
from kostra.synth.registers.introduction import MEASURES, Programme, programme

FORM_11B = range(2012, 2017)
REGISTERS = range(2017, 2022)
AGES = ((18, 25), (26, 35), (36, 45), (46, 55), (56, 120))
LISTED_FROM = 100


def form_11b(seed: int) -> bytes:
    """`introduksjon_11b.csv`: participants by sex, age, measure and whether they ended, for the country and the larger municipalities."""
    table = Table("aar", "region", "inndeling", "kategori")
    for year in FORM_11B:
        people = programme(seed, 1.0, year)
        for region, rows in [("EAK", np.arange(len(people))), *_listed(seed, year, people)]:
            _tell(table, year, region, people.take(rows))
    return table.bytes()


def recipients(seed: int) -> bytes:
    """`introduksjonsstonad.csv`: recipients of introduction benefit by municipality, from the registers."""
    table = Table("aar", "region", "variabel")
    for year in REGISTERS:
        people = programme(seed, 1.0, year)
        codes = municipalities(seed, year).code
        counts = np.bincount(np.searchsorted(codes, of_place(seed, year)[people.place]), minlength=len(codes)).tolist()
        table.add(year, "EAK", "mottakere", value=len(people))
        table.add_all(year, codes.tolist(), "mottakere", counts, marks_of(counts))
    return table.bytes()


def afterwards(seed: int) -> bytes:
    """`tidligere_introduksjonsdeltakere.csv`: those who left one to five years before, by sex and where they stand."""
    table = Table("aar", "avgangsaar", "aar_etter", "kjonn", "status")
    for year in range(2018, YEARS[-1] + 1):
        for after in YEARS_AFTER:
            if year - after < FORM_11B[0]:
                continue
            found = former(seed, 1.0, year - after, after)
            for sex in (1, 2):
                for state, name in enumerate(STATES):
                    rows = (found.people.sex == sex) & (found.state == state)
                    table.add(year, found.left, after, sex, name, value=int(rows.sum()))
    return table.bytes()


def _listed(seed: int, year: int, people: Programme) -> Iterator[tuple[str, Ints]]:
    where = of_place(seed, max(year, YEARS[0]))[people.place]
    for code in np.unique(where):
        rows = np.flatnonzero(where == code)
        if len(rows) >= LISTED_FROM:
            yield str(code), rows


def _tell(table: Table, year: int, region: str, people: Programme) -> None:
    age = year - (people.birth.astype("datetime64[Y]").astype(np.int64) + 1970)
    groups = {
        "i_alt": [("i_alt", len(people))],
        "kjonn": [(str(sex), int((people.sex == sex).sum())) for sex in (1, 2)],
        "alder": [
            (f"{low}-{high}" if high < 120 else f"{low}+", int(((age >= low) & (age <= high)).sum()))
            for low, high in AGES
        ],
        "tiltak": list(zip(MEASURES, people.measures.sum(axis=0).tolist(), strict=True)),
        "status": [("fortsatt", int((people.reason < 0).sum())), ("avsluttet", int((people.reason >= 0).sum()))],
    }
    for grouping, values in groups.items():
        for (name, value), mark in zip(values, marks_of([value for _, value in values]), strict=True):
            table.add(year, region, grouping, name, value=value, mark=mark)
