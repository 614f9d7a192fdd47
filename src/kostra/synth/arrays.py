"""The people and cases of one year, as parallel numpy arrays.

Each class is a table: every array has the same length, and row i of one array belongs with row i of the others. Codes are small
integers with the number of the code (`trygdesit` "04" is 4); 0 is blank. Dates are `datetime64[D]`; NaT is blank. Money is whole kroner.
Tables point to each other by row: `recipients.person` is a row of `persons`, `recipients.unit` a row of `units`.

Here is what is true of the people. What a municipality wrongly writes about them is put into the files afterwards (`mistakes`), never here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kostra.synth.chance import generator
from kostra.synth.dials import Dials

Bools = NDArray[np.bool_]
Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.float64]
Dates = NDArray[np.datetime64]
Strings = NDArray[np.str_]

NATIONAL, D_NUMBER, DUF_ONLY, NO_NUMBER = 1, 2, 3, 4
"""Kinds of identity (`Persons.id_kind`): national number, D-number, a DUF number and no other, none at all."""

AGE_BANDS = ((0, 17), (18, 24), (25, 29), (30, 66), (67, 120))
"""The bands of `Units.population`, as (youngest, oldest)."""

CONDITIONS = (
    "vilkararbeid",
    "vilkarkurs",
    "vilkarutd",
    "vilkarjobblog",
    "vilkarjobbtilb",
    "vilkarsamt",
    "vilkarokrett",
    "vilkarlivsh",
    "vilkarhelse",
    "vilkarannet",
    "vilkardigplan",
    "vilkarnorsksamiskoppl",
)
"""The columns of `Recipients.conditions`. The last one came in 2024 and is never set before."""

EXEMPTIONS = ("vedtakarb", "vedtakakt", "vedtakhelse", "vedtakgrunn")
SANCTIONS = ("sanksjonred", "sanksjonandre")
SUPPORT = ("kvp_med_kommbos", "kvp_med_husbank", "kvp_med_soshj_engang", "kvp_med_soshj_pgm", "kvp_med_soshj_sup")
"""The columns of `Participants.support`."""

SITUATIONS = (
    "avsl_ordinaertarb",
    "avsl_arblonnstils",
    "avsl_arbmark",
    "avsl_skole",
    "avsl_ufore",
    "avsl_aap",
    "avsl_ok_avklar",
    "avsl_uten_ok_avklar",
    "avsl_annet",
    "avsl_ukjent",
)
"""The columns of `Participants.situations`: what came right after the programme."""


@dataclass(frozen=True, slots=True)
class Units:
    """Those who send: every municipality of the year, in Oslo each of the fifteen districts instead. Sorted by code."""

    code: Strings
    """Six digits: `110300`, `030101`."""
    municipality: Strings
    """Four digits, valid in the year."""
    district: Strings
    """`01`-`15` in Oslo, else empty."""
    name: Strings
    county: Strings
    population: Ints
    """[n, 5]: inhabitants at the end of the year by `AGE_BANDS`, never scaled by size."""
    vendor: Ints
    """Which case system: a row of `vendors.VENDORS`. Stays the same over the years."""
    slowness: Floats
    """0 to 1: how likely to be late, a trait of the unit; 1 is the slowest in the country."""
    need: Floats
    """The rate of recipients against the national one: 1.4 is 40 per cent more than the country."""
    cost: Floats
    """The price of living against the national one."""

    def __len__(self) -> int:
        return len(self.code)


@dataclass(frozen=True, slots=True)
class Persons:
    """Everyone who had a case this year or in one of the last years. Sorted by `number`."""

    number: Ints
    """Ours: the same person has the same number in every year."""
    birth: Dates
    sex: Ints
    """1 man, 2 woman, as in KJONN."""
    id_kind: Ints
    """`NATIONAL`, `D_NUMBER`, `DUF_ONLY` or `NO_NUMBER`."""
    national_id: Ints
    """National number or D-number as an 11-digit integer (leading zeros lost); 0 for those who have none."""
    duf: Ints
    """DUF number as a 12-digit integer; 0 for those who have none."""
    ektstat: Ints
    """1 unmarried, 2 married, 3 cohabitant, 4 divorced or separated, 5 widowed."""
    children: Ints
    """Children under 18 in the household at the end of the year."""
    unit: Ints
    """Where they lived at the end of the year."""
    refugee: Bools
    arrived: Ints
    """The year a refugee or immigrant came; 0 for those born here."""
    died: Dates
    """NaT for the living."""

    def __len__(self) -> int:
        return len(self.number)

    def age(self, year: int) -> Ints:
        """As the controls count it: the year minus the year of birth."""
        return year - (self.birth.astype("datetime64[Y]").astype(np.int64) + 1970)


@dataclass(frozen=True, slots=True)
class Recipients:
    """Form 11F: one row per person and unit, a case. Sorted by unit, then journal number."""

    person: Ints
    unit: Ints
    journal: Ints
    """Up to eight digits; the same for a person in a unit in every year and form."""
    caseworker: Ints
    ektstat: Ints
    antbu18: Ints
    """Children under 18 in the household. BU18 is 1 when there are any, else 2."""
    vklo: Ints
    trygdesit: Ints
    arbsit: Ints
    months: Bools
    """[n, 12]"""
    bidrag: Ints
    """[n, 12] contributions by month; 0 outside the months."""
    laan: Ints
    """[n, 12] loans by month."""
    okonomirad: Ints
    plan: Ints
    bosit: Ints
    vilkarsoslov: Ints
    vilkarsamekt: Ints
    utbetdato: Dates
    utbettomdato: Dates
    conditions: Bools
    """[n, 12], columns as `CONDITIONS`"""
    vedtakdato: Dates
    exemptions: Bools
    """[n, 4], columns as `EXEMPTIONS`"""
    sanctions: Bools
    """[n, 2], columns as `SANCTIONS`"""

    def __len__(self) -> int:
        return len(self.person)


@dataclass(frozen=True, slots=True)
class Participants:
    """Form 11CF: one row per participant in the qualification programme and unit. Sorted by unit, then journal number."""

    person: Ints
    unit: Ints
    journal: Ints
    caseworker: Ints
    ektstat: Ints
    antbu18: Ints
    registered: Dates
    decided: Dates
    begun: Dates
    came_from: Ints
    """The unit in another municipality whose programme they came from in the year; -1 for none."""
    came_from_district: Bools
    """Came from the programme of another district of Oslo."""
    soshjelp: Ints
    """0, or 2 (main source) or 3 (supplement) in the two months before the application."""
    introduction: Bools
    tiltakspenger: Bools
    folketrygd: Bools
    support: Bools
    """[n, 5], columns as `SUPPORT`: what they got beside the benefit in the year."""
    months: Bools
    """[n, 12]"""
    benefit: Ints
    """[n, 12] qualification benefit by month"""
    status: Ints
    """1-7 at the end of the year"""
    ended: Dates
    situations: Bools
    """[n, 10], columns as `SITUATIONS`"""
    main_income: Ints
    """0, or a code of AVSL_VIKTIGSTE_INNTEKT"""

    def __len__(self) -> int:
        return len(self.person)


@dataclass(frozen=True, slots=True)
class NationYear:
    """The country in one year."""

    year: int
    seed: int
    size: float
    dials: Dials
    units: Units
    persons: Persons
    recipients: Recipients
    participants: Participants

    def generator(self, *purpose: str | int) -> np.random.Generator:
        """Chance for one purpose in this year: the same whatever else is drawn, and in whatever order."""
        return generator(self.seed, self.year, *purpose)
