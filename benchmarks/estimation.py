"""How right the estimates are, and how wide their intervals: many replicates on the synthetic nation, where the truth is known.

    python benchmarks/estimation.py [--replicates 1000] [--seed 1]

15 % of the municipalities are silent at the time of the estimate, a third of them with nothing to report. Must hold for each variable:
mean error of the national total under 0.5 %, and intervals of 95 % that cover the truth in 93-97 % of replicates; else it leaves with 1.

Truth is two years of four nations, per reporting unit. There is no municipality without 11F in them, so that one without 11CF in a year is
made to have no 11F either in that year. Each replicate draws, without replacement, with weights by the unit's slowness and, less, by its
smallness: 18 of the units with nothing to report and 36 of those with something. Oslo is never silent. Of the 18, those with cases last
year have said that they have none (the desk asks who had cases), and of the others every second one: the rest are not known.
"""

from __future__ import annotations

import argparse
import resource
import time
from dataclasses import dataclass

import numpy as np

from kostra import regions
from kostra.estimation.estimating import fill, total
from kostra.estimation.persons import Lists, count, estimate
from kostra.estimation.variable import Flags, Floats, Texts, Units, Variable
from kostra.model.estimate import Parameters
from kostra.synth.arrays import NationYear
from kostra.synth.chance import generator
from kostra.synth.nation import Nation

YEAR, NATIONS = 2026, (1, 2, 3, 4)
SILENT, NIL, WORD = 0.15, 1 / 3, 0.5
MEAN_ERROR, COVERED = 0.005, (0.93, 0.97)
PERSONS_REPLICATES = 20
TITLES = {"persons": "11F, mottakere", "amount": "11F, bidrag og lån", "participants": "11CF, deltakere"}


@dataclass(frozen=True, slots=True)
class Truth:
    """One nation: the units, what they reported in both years by variable, and who was in them."""

    units: Units
    slowness: Floats
    now: dict[str, Floats]
    last: dict[str, Floats]
    lists: tuple[Lists, Lists]


def read(seed: int) -> Truth:
    nation = Nation(seed=seed)
    before, this = nation.year(YEAR - 1), nation.year(YEAR)
    if (before.units.code != this.units.code).any():
        raise SystemExit(f"The municipalities changed from {YEAR - 1} to {YEAR}: choose two years of the same.")
    municipalities = this.units.municipality.tolist()
    groups = {code: regions.belonging(code, YEAR).kostra_group for code in set(municipalities)}
    units = Units(
        code=this.units.code,
        stratum=np.array([group.code if (group := groups[code]) else "none" for code in municipalities]),
        population=this.units.population[:, 1:4].sum(axis=1).astype(np.float64),
        take_all=this.units.district != "",
    )
    return Truth(units, this.units.slowness, values(this), values(before), (lists(this), lists(before)))


def values(year: NationYear) -> dict[str, Floats]:
    units, cases = len(year.units), year.recipients
    participants = np.bincount(year.participants.unit, minlength=units).astype(np.float64)
    some = participants > 0
    paid = (cases.bidrag + cases.laan).sum(axis=1)
    return {
        "persons": np.where(some, np.bincount(cases.unit, minlength=units), 0).astype(np.float64),
        "amount": np.where(some, np.bincount(cases.unit, paid, units), 0).astype(np.float64),
        "participants": participants,
    }


def lists(year: NationYear) -> Lists:
    """Those of the units that count as having any."""
    units = np.bincount(year.participants.unit, minlength=len(year.units)) > 0
    return Lists(year.persons.number[year.recipients.person], year.recipients.unit.astype(np.intp)).within(units)


def responses(truth: Truth, name: str, chance: np.random.Generator, word: tuple[float, float]) -> Texts:
    """`word` is the share that has said nil, of those silent units with nothing to report: with no cases last year, and with some."""
    units, last = truth.units, truth.last[name]
    key = np.log(truth.slowness + 0.05) - 0.25 * np.log(units.population) + chance.gumbel(size=len(units))
    silent = round(SILENT * int((~units.take_all).sum()))
    nothing = truth.now[name] == 0
    nil = first(key, nothing & ~units.take_all, round(silent * NIL))
    late = first(key, ~nothing & ~units.take_all, silent - len(nil))
    response = np.where(nothing, "nil", "reported").astype("<U8")
    said = chance.random(len(nil)) < np.where(last[nil] > 0, word[1], word[0])
    unheard = np.concatenate([late, nil[~said]])
    response[unheard] = np.where(last[unheard] > 0, "late", "unknown")
    return response


def first(key: Floats, among: Flags, wanted: int) -> np.ndarray:
    rows = np.flatnonzero(among)
    return rows[np.argsort(-key[rows], kind="stable")[:wanted]]


@dataclass(frozen=True, slots=True)
class Outcome:
    bias: float
    absolute: float
    nothing: float
    """The mean error when who is silent counts as nothing."""
    covered: float
    z: float
    error: float


def simulate(truths: list[Truth], name: str, replicates: int, seed: int, word: tuple[float, float]) -> Outcome:
    parameters, rows = Parameters(), []
    for replicate in range(replicates):
        truth = truths[replicate % len(truths)]
        response = responses(truth, name, generator(seed, "estimation", name, replicate), word)
        variable = Variable(name, truth.now[name], truth.last[name], response)
        found = total(fill(truth.units, variable, parameters))
        true = float(truth.now[name].sum())
        reported = float(truth.now[name][variable.reported].sum())
        rows.append(
            (
                found.value / true - 1,
                reported / true - 1,
                found.low <= true <= found.high,
                (found.value - true) / found.interval_error,
                found.interval_error / true,
            )
        )
    error, nothing, covered, z, size = np.array(rows, np.float64).T
    return Outcome(
        error.mean(), np.abs(error).mean(), nothing.mean(), covered.mean(), float(np.sqrt((z**2).mean())), size.mean()
    )


def deduplicate(truths: list[Truth], seed: int) -> tuple[float, float]:
    """Mean error of the country's persons: with the overlap of the silent ones estimated, and ignored."""
    rows = []
    for replicate in range(PERSONS_REPLICATES):
        truth = truths[replicate % len(truths)]
        now, last = truth.lists
        response = responses(truth, "persons", generator(seed, "estimation persons", replicate), (WORD, 1.0))
        variable = Variable("persons", truth.now["persons"], truth.last["persons"], response)
        filled = fill(truth.units, variable, Parameters())
        country = np.full(len(truth.units), "0")
        true = int(count(now, country).sum())
        found = estimate(filled, now, last, country).value
        ignored = int(count(now.within(variable.reported), country).sum()) + filled.value[variable.silent].sum()
        rows.append((found / true - 1, ignored / true - 1))
    estimated, ignored = np.array(rows).mean(axis=0)
    return float(estimated), float(ignored)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--replicates", type=int, default=1000)
    asked.add_argument("--seed", type=int, default=1)
    told = asked.parse_args()
    begun = time.process_time()
    truths = [read(seed) for seed in NATIONS]
    made = time.process_time() - begun
    print(
        "| variable | mean error | mean absolute error | silent as nothing | 95 % covers | rms of z | standard error |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|")
    held = True
    for name, title in TITLES.items():
        one = simulate(truths, name, told.replicates, told.seed, (WORD, 1.0))
        held &= abs(one.bias) < MEAN_ERROR and one.absolute < MEAN_ERROR and COVERED[0] <= one.covered <= COVERED[1]
        print(line(title, one))
    hard = simulate(truths, "persons", told.replicates // 5, told.seed, (WORD, 0.5))
    print(line("11F, mottakere, nil that says nothing", hard))
    simulated = time.process_time() - begun - made
    estimated, ignored = deduplicate(truths, told.seed)
    print(f"\npersons in the country: {estimated:+.3%} with the overlap estimated, {ignored:+.3%} with it ignored")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spent = time.process_time() - begun
    print(
        f"CPU s: {made:.1f} nations, {simulated:.1f} replicates, {spent - made - simulated:.1f} persons; {memory:.0f} MB"
    )
    print("holds" if held else "DOES NOT HOLD")
    return 0 if held else 1


def line(title: str, one: Outcome) -> str:
    return f"| {title} | {one.bias:+.3%} | {one.absolute:.3%} | {one.nothing:+.2%} | {one.covered:.1%} | {one.z:.2f} | {one.error:.3%} |"


if __name__ == "__main__":
    raise SystemExit(main())
