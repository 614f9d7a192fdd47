"""The nation that protecting and auditing are measured on: 130 000 persons in 357 municipalities, the same every time.

Persons live in municipalities by population; within each, ages, sexes, families and incomes have shares of their own.
"""

from __future__ import annotations

import csv
from itertools import product
from math import prod
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kostra import regions

YEAR = 2025
PERSONS = 130_000
KINDS = {
    "age": (14, 17, 25, 22, 18, 4),
    "sex": (55, 45),
    "family": (45, 5, 20, 12, 8, 5, 3, 2),
    "income": (30, 25, 15, 12, 9, 6, 3),
}
TABLES = {"age_sex": ("age", "sex"), "family_income": ("family", "income"), "age_family": ("age", "family")}


def make(folder: Path) -> None:
    """A file for each table, with a line for each inner cell, and `members.csv`: which municipality is in which groups."""
    dice = np.random.Generator(np.random.PCG64(7))
    codes = [each.code for each in regions.municipalities(YEAR)]
    belong = [regions.belonging(code, YEAR) for code in codes]
    drawn = np.array([regions.population(code, YEAR) for code in codes]) * dice.gamma(12, 1 / 12, len(codes))
    lives: npt.NDArray[np.int64] = dice.choice(len(codes), PERSONS, p=drawn / drawn.sum())
    of = {}
    for kind, common in KINDS.items():
        share = dice.dirichlet(np.array(common) / sum(common) * 60, len(codes))
        above = dice.random(PERSONS)[:, None] > share.cumsum(1)[lives]
        of[kind] = above.sum(1).clip(0, len(common) - 1)
    for name, kinds in TABLES.items():
        sizes = [len(KINDS[kind]) for kind in kinds]
        at = np.ravel_multi_index((lives, *(of[kind] for kind in kinds)), (len(codes), *sizes))
        counts = np.bincount(at, minlength=len(codes) * prod(sizes)).reshape(len(codes), -1)
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["mun", "county", "kgroup", *kinds, "n"])
            for code, where, row in zip(codes, belong, counts.tolist(), strict=True):
                assert where.county is not None and where.kostra_group is not None
                groups = (code, f"{where.county.code}F", where.kostra_group.code)
                for places, n in zip(product(*map(range, sizes)), row, strict=True):
                    writer.writerow(
                        [*groups, *(f"{kind}{place + 1}" for kind, place in zip(kinds, places, strict=True)), n]
                    )
    with (folder / "members.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["mun", "county", "kgroup"])
        for code, where in zip(codes, belong, strict=True):
            assert where.county is not None and where.kostra_group is not None
            writer.writerow([code, f"{where.county.code}F", where.kostra_group.code])
