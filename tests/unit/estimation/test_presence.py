"""Whether a silent unit has any cases: learnt where it can be, counted where it cannot."""

from __future__ import annotations

import numpy as np
import pytest

from kostra.estimation.presence import CLASSES, presence


def known(n: int = 400, seed: int = 3) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    chance = np.random.Generator(np.random.PCG64(seed))
    population = np.exp(chance.normal(8.5, 1.2, n))
    last = np.where(chance.random(n) < 0.7, 5.0, 0.0)
    p = 1 / (1 + np.exp(-(-12 + 1.3 * np.log(population) + 2.0 * (last > 0))))
    return population, last, chance.random(n) < p


def test_it_solves_the_score_equations_and_finds_what_made_the_data() -> None:
    population, last, has = known()
    everyone = np.ones(len(has), bool)
    p = presence(population, last, everyone, has)
    assert (has - p).sum() == pytest.approx(0, abs=1e-6)
    logit = np.log(p / (1 - p))
    slope = np.polyfit(np.log(population[last > 0]), logit[last > 0], 1)[0]
    assert slope == pytest.approx(1.3, abs=0.35)


def test_more_inhabitants_and_cases_last_year_make_it_likelier() -> None:
    population, last, has = known()
    population[:3], last[:3] = (500, 50_000, 500), (0, 0, 5)
    p = presence(population, last, np.arange(len(has)) > 2, has)
    assert p[0] < p[1] and p[0] < p[2]


def test_what_silent_units_would_have_said_is_not_read() -> None:
    population, last, has = known()
    told = np.arange(len(has)) > 50
    other = np.where(told, has, ~has)
    assert (presence(population, last, told, has) == presence(population, last, told, other)).all()


def test_units_told_apart_completely_do_not_break_it() -> None:
    population = np.concatenate([np.full(20, 500.0), np.full(20, 50_000.0)])
    has = population > 1_000
    p = presence(population, np.where(has, 3.0, 0.0), np.ones(40, bool), has)
    assert p[0] < 0.1 and p[-1] > 0.9 and ((p > 0) & (p < 1)).all()


def test_with_too_few_the_share_of_the_size_class_is_used() -> None:
    population = np.array([500.0, 600, 700, 800, 3_000, 4_000, 900])
    has = np.array([True, False, False, False, True, True, False])
    p = presence(population, np.zeros(7), np.arange(7) < 6, has)
    assert p[6] == p[0] == 1.5 / 5 and p[4] == 2.5 / 3
    assert CLASSES[0] > 900
