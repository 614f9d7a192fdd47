"""Accounts files, one for each municipality and account: 0A (the municipality's own account) and 0M (consolidated);
in Oslo also 0A by district.

Only the functions of the social services and their neighbour 253 are written: a whole account would be of no use
here. Amounts are thousands of kroner. Each municipality's lines are the sum of its units', rounded once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from kostra import regions
from kostra.synth.accounts.amounts import amounts
from kostra.synth.accounts.layout import lines
from kostra.synth.accounts.livelihood import Livelihood, livelihood
from kostra.synth.answers.deliveries import handed_over
from kostra.synth.answers.staffing import staffing
from kostra.synth.answers.traits import Traits
from kostra.synth.arrays import Floats, Ints, NationYear, Strings
from kostra.synth.history.anchors import FOLDER
from kostra.synth.parts import NEVER, Delivery, File
from kostra.synth.registers.benefits import benefit_by_unit
from kostra.synth.registers.introduction import programme

OWN, CONSOLIDATED = "0A", "0M"
DUE_IN_FEBRUARY = 22
_RUNNING = {OWN: "1", CONSOLIDATED: "3"}
"""The kind of account that is running costs, in each form."""

_ENTERPRISES = {"273": 0.14, "243": 0.05, "253": 0.02}
"""What municipal enterprises add to the consolidated account, where there are any."""
_HAS_ENTERPRISE = 0.22
_WITHIN = ("380", "780")
"""Bought from and sold to one's own enterprises: left out when all are seen as one."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Thousands of kroner, one row per unit that keeps accounts and one column per function and art."""

    code: list[str]
    function: Strings
    art: Strings
    thousands: Ints


def part(year: NationYear) -> Iterator[File | Delivery]:
    """`0A/110300.dat`, for Oslo's districts `0A/030101.dat`, and the key to function 281."""
    own = ledger(year)
    yield from _written(year, OWN, own)
    yield from _written(year, CONSOLIDATED, consolidated(year, own))
    yield File("0A/LES_MEG.md", (FOLDER / "accounts.md").read_bytes())
    yield File("fasit_281.csv", reasons(year, livelihood(year, staffing(year))))


def ledger(year: NationYear) -> Ledger:
    """The municipalities' own accounts, Oslo's districts first among them."""
    staff = staffing(year)
    introduction = benefit_by_unit(year, programme(year.seed, year.size, year.year))
    booked = amounts(year, staff, livelihood(year, staff), introduction)
    codes: list[str] = year.units.code.tolist()
    table: Floats = np.stack(list(booked.values()), axis=1)
    in_oslo = year.units.municipality == regions.OSLO
    oslo = np.rint(table[in_oslo] / 1000).sum(axis=0)
    keys = sorted(range(len(booked)), key=list(booked).__getitem__)
    names = [list(booked)[key] for key in keys]
    place = int(in_oslo.nonzero()[0][0])
    return Ledger(
        code=[*codes[:place], f"{regions.OSLO}00", *codes[place:]],
        function=np.array([function for function, _ in names]),
        art=np.array([art for _, art in names]),
        thousands=np.insert(np.rint(table / 1000), place, oslo, axis=0)[:, keys].astype(np.int64),
    )


def consolidated(year: NationYear, own: Ledger) -> Ledger:
    """With the enterprises and without what they and the municipality buy from each other. Districts have no such account."""
    rows = [row for row, code in enumerate(own.code) if code.endswith("00")]
    codes = [own.code[row] for row in rows]
    traits = Traits(year.seed, year.year, codes)
    extra = np.array([_ENTERPRISES.get(function, 0.0) for function in own.function])
    added = np.outer(traits.uniform("has an enterprise") < _HAS_ENTERPRISE, extra)
    kept = ~np.isin(own.art, _WITHIN)
    thousands = np.rint(own.thousands[rows] * (1 + added)).astype(np.int64)[:, kept]
    return Ledger(codes, own.function[kept], own.art[kept], thousands)


def reasons(year: NationYear, living: Livelihood) -> bytes:
    """The key to the reconciliation of function 281: what it is made of in each unit, kroner."""
    parts = ("assistance", "refugees", "schemes", "elsewhere", "programme", "turn_of_year", "booked")
    names = (
        "skjema_11",
        "skjema_7_flyktninger",
        "egne_ordninger",
        "fort_paa_242",
        "kvp_fort_paa_281",
        "arsskifte",
        "funksjon_281",
    )
    table = np.stack([getattr(living, part) for part in parts], axis=1).tolist()
    rows = zip(year.units.code.tolist(), table, strict=True)
    body = "".join(f"{code};{';'.join(map(str, values))}\n" for code, values in rows)
    return f"region;{';'.join(names)}\n{body}".encode()


def _written(year: NationYear, form: str, book: Ledger) -> Iterator[File | Delivery]:
    unit, column = np.nonzero(book.thousands)
    table = lines(
        form,
        year.year,
        {
            "skjema": form,
            "aargang": str(year.year),
            "region": np.array(book.code)[unit],
            "kontoklasse": _RUNNING[form],
            "funksjon_kapittel": book.function[column],
            "art_sektor": book.art[column],
            "belop": book.thousands[unit, column].astype(np.str_),
        },
        len(unit),
    )
    # One hand-over: a municipality that sends one of the two sends both.
    deliver = handed_over(year, OWN, book.code, date(year.year + 1, 2, DUE_IN_FEBRUARY), "regnskap")
    ends = np.searchsorted(unit, np.arange(len(book.code)), side="right").tolist()
    for row, (first, last) in enumerate(zip([0, *ends], ends, strict=False)):
        delivery = replace(deliver(row), form=form)
        if delivery.state == NEVER:
            yield delivery
        else:
            yield File(f"{form}/{book.code[row]}.dat", table[first:last].tobytes(), last - first, delivery)
