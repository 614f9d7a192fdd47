"""What the social services cost, by function and art: the ground for the accounts files.

Wages follow the posts of form 7, benefits the persons of forms 11F and 11CF and of the introduction programme, care
the number of old people. How the rest is spread over arts is our own estimate: the accounts look like a
municipality's, and say nothing of any real one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kostra.synth.accounts.livelihood import Livelihood
from kostra.synth.answers.staffing import Staffing
from kostra.synth.answers.traits import Traits
from kostra.synth.arrays import Floats, Ints, NationYear

FUNCTIONS = ("242", "243", "253", "273", "275", "276", "281")

Kroner = NDArray[np.floating[Any]] | Ints
Amounts = dict[tuple[str, str], Floats]
"""By function and art: kroner per reporting unit, income negative."""

_PRICES = {2022: 0.87, 2023: 0.92, 2024: 0.96, 2025: 1.0, 2026: 1.035}
_POST = 655_000
"""Wages for one post in 2025, without pension and employer's contribution."""
_CARE = 79_000
"""Care in institutions in 2025, for each inhabitant of 67 or more."""

_WAGES = {"010": 0.868, "020": 0.045, "030": 0.025, "040": 0.014, "050": 0.048}
_PENSION, _CONTRIBUTION = ("090", 0.15), ("099", 0.141)
_GOODS = {
    "100": 0.03, "115": 0.04, "120": 0.11, "130": 0.05, "140": 0.02, "150": 0.07, "160": 0.03, "165": 0.01, "170": 0.06, "185": 0.02,
    "190": 0.26, "195": 0.07, "200": 0.05, "230": 0.05, "240": 0.06, "260": 0.03, "271": 0.02, "272": 0.02,
}  # fmt: skip
_CARE_WAGES = 0.76
_TAXED = 0.2
"""Value added tax on what is bought; it is paid (429) and refunded (729)."""


def amounts(year: NationYear, staff: Staffing, living: Livelihood, introduction: Ints) -> Amounts:
    """`introduction` is the introduction benefit each unit paid in the year."""
    book = _Book(Traits(year.seed, year.year, year.units.code.tolist()))
    prices = _PRICES[year.year]
    adults: Floats = year.units.population[:, 1:].sum(axis=1).astype(np.float64)
    old: Floats = year.units.population[:, -1].astype(np.float64)
    for function in ("242", "243", "273", "275", "276"):
        wages: Floats = (
            staff.posts[function] / 10 * _POST * prices * np.exp(0.04 * book.traits.normal("wages", function))
        )
        book.staff(function, wages)
        book.goods(function, wages * 0.14)

    # Places in institutions and treatment: some municipalities buy much, many buy little, and Oslo's districts buy most.
    bought = np.exp(0.8 * book.traits.normal("treatment") + 0.1 * book.traits.drift("treatment"))
    treatment: Floats = adults * 245 * prices * bought
    book.enter("243", {"300": 0.06, "350": 0.14, "370": 0.62, "470": 0.18}, treatment)
    care = old * _CARE * prices * np.exp(0.12 * book.traits.normal("care"))
    book.staff("253", care * _CARE_WAGES / (1 + _PENSION[1]) / (1 + _CONTRIBUTION[1]))
    book.goods("253", care * 0.13)
    book.enter("253", {"350": 0.12, "370": 0.88}, care * 0.11 * (book.traits.uniform("buys care") < 0.3) / 0.3)
    book.enter("253", {"600": -1.0}, care * 0.155)
    book.enter(
        "273", {"370": 0.55, "470": 0.45}, adults * 210 * prices * np.exp(0.5 * book.traits.normal("work measures"))
    )
    book.enter("273", {"620": -0.7, "770": -0.3}, adults * 60 * prices * np.exp(0.6 * book.traits.normal("sales")))
    book.enter("275", {"089": 1.0}, introduction)
    book.enter("275", {"350": 0.1, "370": 0.3, "470": 0.6}, introduction * 0.12)
    book.enter("275", {"700": -1.0}, introduction * 0.04)
    book.enter("276", {"089": 1.0}, living.programme_benefit - living.programme)
    book.enter("276", {"370": 0.7, "470": 0.3}, living.programme_benefit * 0.08)
    book.enter("281", {"470": 1.0}, living.booked)
    book.enter("281", {"700": -0.6, "770": -0.4}, living.booked * 0.045 * np.exp(0.4 * book.traits.normal("repaid")))
    book.enter("242", {"470": -1.0}, living.elsewhere)
    return dict(book.amounts)


class _Book:
    def __init__(self, traits: Traits) -> None:
        self.traits = traits
        self.amounts: defaultdict[tuple[str, str], Floats] = defaultdict(lambda: np.zeros(len(traits.row)))

    def enter(self, function: str, shares: Mapping[str, float], total: Kroner) -> None:
        for art, share in shares.items():
            self.amounts[function, art] += share * total

    def staff(self, function: str, wages: Floats) -> None:
        pension = wages * _PENSION[1]
        self.enter(function, _WAGES, wages)
        self.enter(function, {_PENSION[0]: 1.0}, pension)
        self.enter(function, {_CONTRIBUTION[0]: _CONTRIBUTION[1]}, wages + pension)
        # Refunds for sick leave.
        self.enter(function, {"710": -1.0}, wages * 0.055 * np.exp(0.35 * self.traits.drift("sick leave", function)))

    def goods(self, function: str, total: Floats) -> None:
        """What is bought for the service itself; each art is small, and not every municipality uses them all."""
        for art, share in _GOODS.items():
            used = self.traits.uniform("uses art", art) < 0.35 + 4 * share
            self.enter(function, {art: share}, total * used * np.exp(0.5 * self.traits.normal("art", function, art)))
        self.enter(function, {"429": _TAXED, "729": -_TAXED}, total)
        self.enter(function, {"590": 1.0}, total * 0.08)
        self.enter(
            function,
            {"750": -0.5, "700": -0.5},
            total * 0.3 * (self.traits.uniform("shares the service", function) < 0.5),
        )
