"""Give a series the municipalities of another year.

Renumberings and mergers are exact. A split is not: nobody knows how much of the value belongs to each part, so the
value stays with the parts together, as one inexact amount, unless the caller brings a key; then the result is marked as
estimated. Backwards it is the mergers that cannot be undone. Nothing is lost and nothing is made up: the values and the
inexact amounts always sum to the series.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import isfinite
from pathlib import Path
from typing import TypeAlias

from kostra.model.errors import Refused
from kostra.regions.atlas import DATA
from kostra.regions.change import Relation, relation
from kostra.regions.lookup import refuse_unknown

Amount: TypeAlias = int | float | Fraction
Key: TypeAlias = Mapping[str, int | Fraction]


class Why(StrEnum):
    DIVIDED = "divided"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Inexact:
    """One amount for `regions` of the new year together, from `sources` of the old. `missing` had no value in the
    series.
    """

    regions: tuple[str, ...]
    value: Amount
    why: tuple[Why, ...]
    sources: tuple[str, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rebased:
    """`values` hold for a municipality alone. Those also in `estimated` were divided by the caller's key."""

    from_year: int
    to_year: int
    values: dict[str, Amount]
    inexact: tuple[Inexact, ...]
    estimated: tuple[str, ...]

    @property
    def exact(self) -> bool:
        return not self.inexact and not self.estimated

    @property
    def total(self) -> Amount:
        return _sum([*self.values.values(), *(one.value for one in self.inexact)])


def rebase(
    series: Mapping[str, Amount],
    from_year: int,
    to_year: int,
    *,
    keys: Mapping[str, Key] | None = None,
    folder: Path = DATA,
) -> Rebased:
    """`keys` gives, for a municipality that is divided, the weight of each one it became (persons, or shares)."""
    onward = relation(from_year, to_year, folder=folder)
    for code, value in series.items():
        if code not in onward:
            refuse_unknown(code, from_year, folder=folder)
        if isinstance(value, float) and not isfinite(value):
            raise Refused(f"Verdien for {code} er {value}. Skriv et tall, eller la kommunen stå uten verdi.")
    keys = keys or {}
    for code, key in keys.items():
        _check_key(code, key, onward, from_year, to_year, folder)

    values: dict[str, Amount] = {}
    inexact: list[Inexact] = []
    estimated: list[str] = []
    for sources, targets in _clusters(onward):
        given = {code: series[code] for code in sources if code in series}
        if not given:
            continue
        missing = tuple(code for code in sources if code not in series)
        divided = [code for code in sources if len(onward[code]) > 1]
        if not missing and len(targets) == 1:
            values[targets[0]] = _sum(given.values())
        elif not missing and all(code in keys for code in divided):
            values.update(_divide(given, onward, keys))
            touched = {new for code in divided for new in onward[code]}
            estimated.extend(touched)
        else:
            why = ((Why.DIVIDED,) if len(targets) > 1 else ()) + ((Why.INCOMPLETE,) if missing else ())
            inexact.append(Inexact(targets, _sum(given.values()), why, sources, missing))
    return Rebased(from_year, to_year, dict(sorted(values.items())), tuple(inexact), tuple(sorted(estimated)))


def _check_key(code: str, key: Key, onward: Relation, from_year: int, to_year: int, folder: Path) -> None:
    if code not in onward:
        refuse_unknown(code, from_year, folder=folder)
    if set(key) != onward[code]:
        raise Refused(
            f"Nøkkelen for {code} gjelder {', '.join(sorted(key))}, "
            f"men {code} ble til {', '.join(sorted(onward[code]))} "
            f"fra {from_year} til {to_year}. Gi en vekt for hver av dem."
        )
    if any(weight < 0 for weight in key.values()) or not sum(key.values()):
        raise Refused(f"Vektene for {code} må være null eller mer, og minst én må være over null.")


def _clusters(onward: Relation) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Old and new municipalities that hang together: no value crosses from one cluster to another."""
    cluster_of: dict[str, int] = {}
    clusters: dict[int, tuple[set[str], set[str]]] = {}
    for number, (old, news) in enumerate(sorted(onward.items())):
        olds, joined = {old}, set(news)
        for met in {cluster_of[new] for new in news if new in cluster_of}:
            other_olds, other_news = clusters.pop(met)
            olds |= other_olds
            joined |= other_news
        clusters[number] = (olds, joined)
        cluster_of.update(dict.fromkeys(joined, number))
    found = [(tuple(sorted(olds)), tuple(sorted(news))) for olds, news in clusters.values()]
    return sorted(found, key=lambda cluster: cluster[1])


def _divide(given: Mapping[str, Amount], onward: Relation, keys: Mapping[str, Key]) -> dict[str, Amount]:
    parts: dict[str, list[Amount]] = defaultdict(list)
    for old, value in given.items():
        news = sorted(onward[old])
        if len(news) == 1:
            parts[news[0]].append(value)
        else:
            for new, part in zip(news, _portions(value, [Fraction(keys[old][new]) for new in news]), strict=True):
                parts[new].append(part)
    return {new: _sum(some) for new, some in parts.items()}


def _portions(value: Amount, weights: list[Fraction]) -> list[Amount]:
    """A whole number is divided into whole numbers, the largest remainders first, so that nothing is lost."""
    whole = sum(weights)
    if isinstance(value, int):
        exact = [value * weight / whole for weight in weights]
        floors = [part.numerator // part.denominator for part in exact]
        by_remainder = sorted(range(len(exact)), key=lambda place: (floors[place] - exact[place], place))
        for place in by_remainder[: value - sum(floors)]:
            floors[place] += 1
        return list(floors)
    if isinstance(value, Fraction):
        return [value * weight / whole for weight in weights]
    return [value * float(weight / whole) for weight in weights]


def _sum(amounts: Iterable[Amount]) -> Amount:
    total: Amount = 0
    for amount in amounts:
        total = total + amount
    return total
