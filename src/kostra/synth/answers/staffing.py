"""What is true of the staff of the social services: the ground for form 7 and for wages in the accounts.

National figures follow the published ones as far as they go (`history_anchors`); how posts spread over functions and
education in later years is our own estimate. Errors in the answers are made elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kostra.synth.answers.traits import Traits
from kostra.synth.arrays import Floats, Ints, NationYear
from kostra.synth.history.anchors import anchor
from kostra.synth.history.scaling import apportion

FUNCTIONS = {"242": 0.665, "243": 0.335, "273": 0.21, "275": 0.17, "276": 0.1}
"""Posts by function. 242 and 243 are the published posts; the others are beside them, in proportion."""

EDUCATION = {"sosionom": 0.42, "barnevernspedagog": 0.055, "hogskole": 0.305, "kontor": 0.09, "annen": 0.13}
"""Shares of posts. In 2009 they were 0.43, 0.06, 0.24, 0.13 and 0.14; the drift from office work to other degrees is carried on."""

POST_SIZE = {"heltid": 0.78, "deltid_stor": 0.17, "deltid_liten": 0.05}

ADVICE_POSTS = 0.052
"""Posts in economic advice, in proportion to the published posts."""
CASES_PER_ADVISER = 52

REFUGEE_SHARE = 0.045
"""What municipalities pay to refugees under rules of their own, against all that is paid in form 11."""
_PAYS_REFUGEES = 0.42
_OSLO_FACTOR = 2.1
"""Oslo has more posts for each inhabitant: 3.2 per 1 000 adults in 2009, against 0.8-1.7 in the counties."""


@dataclass(frozen=True, slots=True)
class Staffing:
    """Per reporting unit, in tenths of a post where it is posts."""

    posts: Mapping[str, Ints]
    advice_posts: Ints
    advice_cases: Ints
    refugees: Ints
    """Kroner in the year under municipal rules; 0 where there are no such rules."""


def staffing(year: NationYear) -> Staffing:
    units = year.units
    traits = Traits(year.seed, year.year, units.code.tolist())
    national = anchor("aarsverk", "i_alt", year.year) * 10
    adults = units.population[:, 1:].sum(axis=1)
    ground = adults**0.96 * units.need**0.5 * np.where(units.county == "03", _OSLO_FACTOR, 1.0)
    posts = {
        function: apportion(round(national * share), ground * _character(traits, f"posts {function}", 0.22))
        for function, share in FUNCTIONS.items()
    }
    advice = apportion(round(national * ADVICE_POSTS), ground * _character(traits, "advice", 0.4))
    cases = np.rint(advice / 10 * CASES_PER_ADVISER * np.exp(0.2 * traits.drift("advice cases")))
    return Staffing(posts, advice, cases.astype(np.int64), _refugees(year, traits))


def _character(traits: Traits, purpose: str, spread: float) -> Floats:
    result: Floats = np.exp(spread * traits.normal(purpose) + 0.05 * traits.drift(purpose, "year"))
    return result


def _refugees(year: NationYear, traits: Traits) -> Ints:
    paid = np.bincount(
        year.recipients.unit,
        year.recipients.bidrag.sum(axis=1) + year.recipients.laan.sum(axis=1),
        len(year.units),
    )
    pays = (traits.uniform("own rules for refugees") < _PAYS_REFUGEES) & (paid > 0)
    if not pays.any():
        return np.zeros(len(paid), dtype=np.int64)
    weights = np.where(pays, paid * np.exp(0.7 * traits.normal("refugees") + 0.2 * traits.drift("refugees")), 0.0)
    return apportion(round(paid.sum() * REFUGEE_SHARE), weights)
