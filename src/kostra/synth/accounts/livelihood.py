"""Function 281, money to live on: what the accounts show, and why it is not what the persons in form 11 add up to.

Nationally the two agree; in a municipality they need not. The reasons are kept apart here, so that whoever builds the
reconciliation can check what it finds against what is so:

* `schemes` - help under other rules of the municipality's own, booked on 281 but not social assistance
* `elsewhere` - social assistance booked on function 242 by mistake (negative here)
* `programme` - qualification benefit booked on 281 by mistake, and missing on 276
* `turn_of_year` - December paid this year but booked the next, less what came from last December
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kostra.synth.answers.staffing import Staffing
from kostra.synth.answers.traits import Traits
from kostra.synth.arrays import Floats, Ints, NationYear

SURPLUS = (0.001, 0.007)
"""What the accounts have beyond forms 11 and 7 in the country as a whole, from year to year."""

_HAS_SCHEMES = 0.55
_BOOKS_ELSEWHERE = 0.05
_BOOKS_PROGRAMME = 0.03
_LARGE = 0.01
"""Units above this share of the country book rightly: a mistake there would be seen in the national figures, and be put right."""
_BOOKS_LATE = 0.07


@dataclass(frozen=True, slots=True)
class Livelihood:
    """Kroner per reporting unit. The first two are what forms 11 and 7 hold; the rest is what else is so."""

    assistance: Ints
    refugees: Ints
    schemes: Ints
    elsewhere: Ints
    programme: Ints
    turn_of_year: Ints
    programme_benefit: Ints
    """All qualification benefit of form 11CF, wherever it is booked."""

    @property
    def booked(self) -> Ints:
        """Benefits on function 281."""
        known = self.assistance + self.refugees + self.schemes
        return np.asarray(known + self.elsewhere + self.programme + self.turn_of_year)


def livelihood(year: NationYear, staff: Staffing) -> Livelihood:
    units = len(year.units)
    cases, participants = year.recipients, year.participants
    by_month = cases.bidrag + cases.laan
    assistance = _sums(cases.unit, by_month.sum(axis=1), units)
    december = _sums(cases.unit, by_month[:, -1], units)
    january = _sums(cases.unit, by_month[:, 0], units)
    benefit = _sums(participants.unit, participants.benefit.sum(axis=1), units)
    traits = Traits(year.seed, year.year, year.units.code.tolist())

    small = assistance <= _LARGE * assistance.sum()
    wrong = small & (traits.uniform("books elsewhere", year.year) < _BOOKS_ELSEWHERE)
    elsewhere = -np.where(wrong, assistance * (0.05 + 0.15 * traits.uniform("booked elsewhere")), 0.0)
    wrong = small & (traits.uniform("books programme", year.year) < _BOOKS_PROGRAMME)
    programme = np.where(wrong, benefit * (0.2 + 0.4 * traits.uniform("booked programme")), 0.0)
    late = small * (_late(traits, year.year - 1) * january - _late(traits, year.year) * december)
    known = assistance.sum() + staff.refugees.sum()
    surplus = year.generator("accounts", "surplus").uniform(*SURPLUS) * known
    schemes = _schemes(traits, assistance, surplus - (elsewhere + programme + late).sum())
    return Livelihood(
        assistance=_whole(assistance),
        refugees=staff.refugees,
        schemes=_whole(schemes),
        elsewhere=_whole(elsewhere),
        programme=_whole(programme),
        turn_of_year=_whole(late),
        programme_benefit=_whole(benefit),
    )


def _sums(unit: Ints, kroner: Ints, units: int) -> Floats:
    return np.bincount(unit, kroner, units).astype(np.float64)


def _late(traits: Traits, year: int) -> Floats:
    late = traits.uniform("books late", year) < _BOOKS_LATE
    share: Floats = np.where(late, 0.4 + 0.6 * traits.uniform("booked late", year), 0.0)
    return share


def _schemes(traits: Traits, assistance: Floats, total: float) -> Floats:
    """Most municipalities have a little; some have much. In all they make up the rest of what the country has."""
    has = traits.uniform("own schemes") < _HAS_SCHEMES
    weights: Floats = has * assistance * np.exp(0.9 * traits.normal("own schemes") + 0.1 * traits.drift("schemes"))
    if total <= 0 or not weights.any():
        return np.zeros(len(assistance))
    result: Floats = weights * (total / weights.sum())
    return result


def _whole(values: Floats) -> Ints:
    return np.rint(values).astype(np.int64)
