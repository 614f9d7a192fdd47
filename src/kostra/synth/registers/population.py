"""The population register's particulars of the people of forms 11F and 11CF.

Three in a hundred D-numbers are unknown to it. A few people have another sex, another number of children or another
residence than in the forms, and what differs goes on differing from year to year.
"""

from __future__ import annotations

import numpy as np

from kostra.synth.arrays import D_NUMBER, Ints, NationYear
from kostra.synth.chance import generator
from kostra.synth.registers.table import csv, dates, padded, text, whole

CIVIL_STATUS = {"ugift": 1, "gift": 2, "enke": 3, "skilt": 4, "separert": 5}
"""The population register's codes. It knows no cohabitants, and tells the divorced from the separated: neither is as in the forms."""


def population_register(year: NationYear) -> bytes:
    persons = year.persons
    rows = np.union1d(year.recipients.person, year.participants.person)
    rows = rows[persons.id_kind[rows] <= D_NUMBER]
    # One number for the person in every year, so that a particular that differs goes on differing.
    drawn = generator(year.seed, "registers", "population").random((int(persons.number.max(initial=0)) + 1, 6))
    drawn = drawn[persons.number[rows]]
    known = ~((persons.id_kind[rows] == D_NUMBER) & (drawn[:, 0] < 0.03))
    rows, drawn = rows[known], drawn[known]
    children = persons.children[rows].astype(np.int64)
    more = (drawn[:, 1] < 0.02).astype(np.int64) - ((drawn[:, 1] > 0.985) & (children > 0))
    sex = np.where(drawn[:, 2] < 0.0004, 3 - persons.sex[rows], persons.sex[rows])
    unit = persons.unit[rows]
    elsewhere = drawn[:, 3] < 0.012
    unit = np.where(elsewhere, np.floor(drawn[:, 4] * len(year.units)).astype(np.int64), unit)
    return csv(
        {
            "fodselsnr": padded(persons.national_id[rows], 11),
            "fodselsdato": dates(persons.birth[rows]),
            "kjonn": whole(sex),
            "sivilstand": whole(_civil_status(persons.ektstat[rows], drawn[:, 5])),
            "antall_barn": whole(children + more),
            "kommunenr": text(year.units.municipality)[unit],
            "bydelsnr": text(year.units.district)[unit],
            "doedsdato": dates(persons.died[rows]),
        }
    )


def _civil_status(ektstat: Ints, drawn: Ints) -> Ints:
    """From the form's codes to the register's. A cohabitant is registered as what they were before."""
    never, married, widowed, divorced, apart = CIVIL_STATUS.values()
    before = np.where(drawn < 0.7, never, divorced)
    parted = np.where(drawn < 0.25, apart, divorced)
    true = np.select([ektstat == code for code in (2, 3, 4, 5)], [married, before, parted, widowed], never)
    differs = (drawn > 0.985) & (ektstat <= 2)
    return np.where(differs, 3 - true, true)
