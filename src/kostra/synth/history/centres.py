"""The crisis centres before form 7B and beside it: who lived there and who came by day, and what the municipalities
paid.

To 2015 the counts were reported to the statistical office and are spread over counties here; from 2016 on only the
published national figures are repeated, in the years that have them. Counts of persons changed meaning in 2021, when
it was first asked whether a stay was the first of the year.
"""

from __future__ import annotations

import numpy as np

from kostra.synth.answers.centres import costs, hosts
from kostra.synth.chance import generator
from kostra.synth.history.anchors import anchor, anchors, count, years
from kostra.synth.history.places import YEARS, municipalities
from kostra.synth.history.scaling import apportion
from kostra.synth.history.tables import Table, grouped, marks_of

COUNTED = ("beboere", "opphold", "barn", "dagbrukere", "dagsbesok")
REPORTED = range(2012, 2016)
_MONEY = ("utgifter_mill", "utgifter_per_innbygger")


def users(seed: int) -> bytes:
    """`krisesenter.csv`: the country in the years that are known, and the counties in the years that were reported."""
    table = Table("aar", "region", "variabel")
    for known, variable, year in sorted(anchors(), key=lambda key: (key[2], key[1])):
        figure = anchors()[known, variable, year]
        if known == "krisesenter" and variable not in _MONEY and (figure.found or year in REPORTED):
            table.add(year, "EAK", variable, value=round(figure.value))
    for year in REPORTED:
        found = municipalities(seed, max(year, YEARS[0]))
        counties = grouped(found.county.tolist())
        inhabitants = np.array([found.inhabitants[rows].sum() for _, rows in counties])
        regular = np.exp(0.25 * generator(seed, "history", "crisis centres").normal(size=len(counties)))
        codes = [f"EKA{code}" for code, _ in counties]
        for variable in COUNTED:
            chance = generator(seed, year, "history", "crisis centres", variable)
            weights = inhabitants * regular * np.exp(0.08 * chance.normal(size=len(counties)))
            values = apportion(count("krisesenter", variable, year), weights).tolist()
            table.add_all(year, codes, variable, values, marks_of(values))
    return table.bytes()


def expenditure(seed: int) -> bytes:
    """`krisesenter_utgifter.csv`: what each municipality paid, kroner and kroner for each inhabitant."""
    table = Table("aar", "region", "variabel")
    for year in YEARS:
        if year not in years("krisesenter", "utgifter_per_innbygger"):
            continue
        found = municipalities(seed, year)
        traits = found.traits(seed)
        people = found.inhabitants
        total = anchor("krisesenter", "utgifter_per_innbygger", year) * people.sum()
        if year in years("krisesenter", "utgifter_mill"):
            total = anchor("krisesenter", "utgifter_mill", year) * 1_000_000
        paid = costs(traits, hosts(traits, found.county, people), people, round(total))
        table.add(year, "EAK", "utgift", value=int(paid.sum()))
        table.add(year, "EAK", "utgift_per_innbygger", value=anchor("krisesenter", "utgifter_per_innbygger", year))
        codes = found.code.tolist()
        table.add_all(year, codes, "utgift", paid.tolist())
        table.add_all(year, codes, "utgift_per_innbygger", np.rint(paid / people).astype(np.int64).tolist())
    return table.bytes()
