"""A handful of municipalities and districts in two counties, with persons of all ages who each got a sum of their own, so that no two sets
of persons got the same.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from forms.cases import clean_of
from forms.running import clean_record
from generative.ids import check_digits
from integration.estimating.campaigns import hand_in
from kostra.app.system import System
from kostra.forms import catalogue
from kostra.statistics.definition import TableDefinition
from kostra.tables import catalogue as tables

YEAR = 2025
TABLES = ("13995", "91101", "91105", "91114", "92001")
PEOPLE = {
    "030101": 9,
    "030102": 6,
    "110100": 2,
    "110300": 40,
    "110600": 14,
    "110800": 22,
    "112000": 5,
    "460100": 30,
    "460200": 3,
    "462400": 12,
}
ALONE = "460200"
"""Where somebody got a sum that nobody can overlook."""
CONSPICUOUS = 987_654
_BORN = (2012, 2003, 1990, 1972, 1950)
_OFTEN = (0.06, 0.2, 0.4, 0.26, 0.08)
_FORM = Path(__file__).parents[2] / "forms" / "f11f"


def tables_of_persons(year: int) -> tuple[TableDefinition, ...]:
    """Some tables, without the estimates that would hold them back."""
    return tuple(replace(tables.table(id, year), gate=None) for id in TABLES)


def fill(system: System, late: str = "") -> None:
    """Everybody delivers, but one who is late."""
    for unit in PEOPLE:
        if unit != late:
            deliver(system, unit)


def deliver(system: System, unit: str) -> None:
    hand_in(system, YEAR, unit, "".join(_delivered()[unit]).encode("iso-8859-1"))


def one_more(system: System, unit: str) -> None:
    """The unit delivers anew, with somebody else in it too."""
    lines = [*_delivered()[unit], _line(unit, 300, np.random.Generator(np.random.PCG64(8)), 31_000)]
    hand_in(system, YEAR, unit, "".join(lines).encode("iso-8859-1"), version=2)


def loans(system: System, unit: str, field: str, code: str) -> None:
    """The unit delivers anew: those with one answer have loans too, and nobody else has."""
    version = catalogue.form("11F").version(YEAR)
    asked, loan = version.field(field), version.field("laan")
    lent = [
        f"{line[: loan.first - 1]}{5_000 + 7 * number:0{loan.width}d}{line[loan.last :]}"
        if line[asked.first - 1 : asked.last].strip() == code
        else line
        for number, line in enumerate(_delivered()[unit])
    ]
    hand_in(system, YEAR, unit, "".join(lent).encode("iso-8859-1"), version=2)


def some_in_both(system: System, one: str, other: str, many: int) -> None:
    """The other delivers anew, with some of the first too."""
    place = catalogue.form("11F").version(YEAR).field("kommune_nr")
    both = [f"{line[: place.first - 1]}{other[:4]}{line[place.last :]}" for line in _delivered()[one][:many]]
    hand_in(system, YEAR, other, "".join([*_delivered()[other], *both]).encode("iso-8859-1"), version=2)


@cache
def _delivered() -> dict[str, list[str]]:
    chance = np.random.Generator(np.random.PCG64(7))
    found: dict[str, list[str]] = {unit: [] for unit in PEOPLE}
    number = 0
    for unit, people in PEOPLE.items():
        for at in range(people):
            amount = CONSPICUOUS if (unit, at) == (ALONE, 0) else 20_000 + 2**number % 99_991
            found[unit].append(_line(unit, number, chance, amount))
            number += 1
    return found


def _line(unit: str, number: int, chance: np.random.Generator, amount: int) -> str:
    version = catalogue.form("11F").version(YEAR)
    born = int(chance.choice(_BORN, p=_OFTEN))
    months = int(chance.integers(1, 13))
    changes = {
        "kommune_nr": unit[:4],
        "bydelsnr": "" if unit.endswith("00") else unit[4:],
        "person_journalnr": f"J{number:07d}",
        "person_fodselsnr": _numbers(born)[number],
        "fodselsdato": f"1505{born}",
        "kjonn": str(1 + number % 2),
        "bu18": str(int(chance.integers(1, 3))),
        "vklo": str(int(chance.choice([1, 2, 5]))),
        "bidrag": str(amount),
        **{f"stmnd_{month}": f"{month:02d}" if month <= months else "" for month in range(1, 13)},
    }
    line = clean_record(clean_of(_FORM), version)
    for id, value in changes.items():
        field = version.field(id)
        line = line[: field.first - 1] + value.ljust(field.width)[: field.width] + line[field.last :]
    return f"{line}\n"


@cache
def _numbers(born: int) -> tuple[str, ...]:
    """Synthetic: 80 is added to the month."""
    first = 500 if born >= 2000 else 0
    nine = (f"{day:02d}85{born % 100:02d}{at:03d}" for day in (15, 16) for at in range(first, first + 499))
    return tuple(f"{one}{digits}" for one in nine if (digits := check_digits(one)) is not None)
