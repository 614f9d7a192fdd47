"""National figures of a nation-year beside the figures it aims at."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from kostra.synth import anchors
from kostra.synth.arrays import Bools, NationYear
from kostra.synth.parts import File
from kostra.synth.people.livelihood import ASSISTANCE, WORK
from kostra.synth.people.programme import ABSENT, BROKEN_OFF, COMPLETED, IN, MOVED, MOVED_IN_OSLO

FILE = "summary.json"


@dataclass(frozen=True, slots=True)
class Figure:
    """`unit` is `personer`, `saker`, `kr`, `mill. kr`, `måneder` or `prosent`. `anchor` is None where nothing is aimed at."""

    id: str
    title: str
    value: float
    unit: str
    anchor: float | None
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    year: int
    size: float
    figures: tuple[Figure, ...]

    def __getitem__(self, id: str) -> Figure:
        return next(figure for figure in self.figures if figure.id == id)


def part(nation: NationYear) -> Iterator[File]:
    """`summary.json`: the figures, so that they can be shown without simulating the year again."""
    yield File(FILE, (json.dumps(asdict(summarise(nation)), ensure_ascii=False, indent=1) + "\n").encode())


def read(path: Path) -> Summary:
    """The figures of a file made by `part`."""
    told = json.loads(path.read_text(encoding="utf-8"))
    return Summary(told["year"], told["size"], tuple(Figure(**figure) for figure in told["figures"]))


def summarise(nation: NationYear) -> Summary:
    """Persons are counted once in the country; a case is a person in a municipality, so Oslo's districts count as one."""
    return Summary(nation.year, nation.size, (*_assistance(nation), *_programme(nation)))


def _assistance(nation: NationYear) -> tuple[Figure, ...]:
    table, persons, year = nation.recipients, nation.persons, nation.year
    _, municipality = np.unique(nation.units.municipality, return_inverse=True)
    case = np.unique(table.person.astype(np.int64) * len(nation.units) + municipality[table.unit])
    person, first = np.unique(table.person, return_index=True)
    months = np.zeros((len(persons), 12), dtype=bool)
    np.logical_or.at(months, table.person, table.months)
    count = months[person].sum(axis=1)
    age = persons.age(year)[person]
    total, loans = int(table.bidrag.sum() + table.laan.sum()), int(table.laan.sum())
    n = max(len(person), 1)
    paid_months = max(int(table.months.sum()), 1)
    monthly = anchors.monthly_amount(year)
    aimed = anchors.RECIPIENTS[year] * nation.size

    def share(chosen: Bools) -> float:
        return 100.0 * float(chosen.sum()) / n

    return (
        Figure("recipients", "Mottakere av sosialhjelp", float(len(person)), "personer", aimed),
        Figure("cases", "Saker (en person i en kommune)", float(len(case)), "saker", aimed * 1.046),
        Figure(
            "several",
            "Mottakere med sak i flere kommuner",
            share(np.bincount(case // len(nation.units)) > 1),
            "prosent",
            None,
            1,
        ),
        Figure("months", "Stønadstid, gjennomsnitt", float(count.mean()) if len(count) else 0.0, "måneder", 5.5, 1),
        Figure("six_months", "Seks måneder eller mer", share(count >= 6), "prosent", 41, 1),
        Figure("monthly", "Utbetalt per måned med stønad", total / paid_months, "kr", monthly),
        Figure("total", "Utbetalt i alt", total / 1e6, "mill. kr", None),
        Figure(
            "loans", "Lån av det som er utbetalt", 100 * loans / max(total, 1), "prosent", 100 * anchors.LOAN_SHARE, 1
        ),
        Figure("young", "18–24 år", share((age >= 18) & (age <= 24)), "prosent", 17.5, 1),
        Figure(
            "main_source", "Sosialhjelp som viktigste kilde", share(table.vklo[first] == ASSISTANCE), "prosent", 41, 1
        ),
        Figure("work", "Arbeidsinntekt som viktigste kilde", share(table.vklo[first] == WORK), "prosent", 11, 1),
        Figure("children", "Forsørger barn under 18 år", share(table.antbu18[first] > 0), "prosent", None, 1),
        Figure("private_rent", "Leier privat", share(table.bosit[first] == 1), "prosent", 62, 1),
        Figure("municipal_rent", "Leier av kommunen", share(table.bosit[first] == 2), "prosent", 11, 1),
        Figure("owns", "Eier boligen", share(table.bosit[first] == 3), "prosent", 8, 1),
        Figure("homeless", "Uten bolig", share(table.bosit[first] == 4), "prosent", 3, 1),
    )


def _programme(nation: NationYear) -> tuple[Figure, ...]:
    table = nation.participants
    # Who went on elsewhere after a move is counted by the last row, not by the one that ended with the move.
    ends_in_move = np.isin(table.status, (MOVED, MOVED_IN_OSLO)).astype(np.int64)
    order = np.lexsort((ends_in_move, table.person))
    person, first = np.unique(table.person[order], return_index=True)
    status = table.status[order][first]
    n = max(len(person), 1)

    def share(*chosen: int) -> float:
        return 100.0 * float(np.isin(status, chosen).sum()) / n

    aimed = anchors.PARTICIPANTS[nation.year] * nation.size
    return (
        Figure("participants", "Deltakere i kvalifiseringsprogrammet", float(len(person)), "personer", aimed),
        Figure("still_in", "Fortsatt i program ved årets slutt", share(IN), "prosent", 68, 1),
        Figure("completed", "Fullført", share(COMPLETED), "prosent", 23, 1),
        Figure("broken_off", "Avbrutt", share(ABSENT, MOVED, MOVED_IN_OSLO, BROKEN_OFF), "prosent", 6, 1),
    )
