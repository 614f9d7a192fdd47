"""Deliveries of one municipality whose sums a test knows: accounts, persons, and the answer of form 7."""

from __future__ import annotations

import json
from collections.abc import Callable

from integration.databases import SetClock
from integration.eforms.filling import CLEAN
from integration.receiving.records import records
from integration.receiving.sending import STATISTICIAN, STAVANGER, asker, expect, send
from kostra.app.reconciling.amounts import reconcile
from kostra.app.system import System
from kostra.forms import catalogue
from kostra.model.people import Right
from kostra.model.period import Period
from kostra.model.submission import Expected
from kostra.reconciling.engine import Line, Reconciled
from kostra.synth.accounts.layout import lines

Jobs = Callable[[], list[str]]


def persons(year: int, people: int = 3) -> tuple[bytes, int]:
    """A delivery of form 11F, and what its contributions and loans add up to."""
    content = records(year, STAVANGER, people)
    version = catalogue.form("11F").version(year)
    total = 0
    for line in content.decode("iso-8859-1").splitlines():
        for id in ("bidrag", "laan"):
            field = version.field(id)
            total += int(line[field.first - 1 : field.last].strip() or 0)
    return content, total


def account(year: int, thousands: int, function: str = "281", art: str = "470", unit: str = STAVANGER) -> bytes:
    values = {"skjema": "0A", "aargang": str(year), "region": unit, "kontoklasse": "1"}
    return lines(
        "0A", year, {**values, "funksjon_kapittel": function, "art_sektor": art, "belop": str(thousands)}, 1
    ).tobytes()


def refugees(year: int, kroner: int) -> bytes:
    answers = {**CLEAN, "reglement_flyktninger": "1", "reglement_flyktninger_belop": str(kroner)}
    return json.dumps({"form": "7", "year": year, "region": STAVANGER, "answers": answers}).encode()


def deliver(system: System, run_jobs: Jobs, form: str, year: int, content: bytes, unit: str = STAVANGER) -> str:
    expected = Expected(form, Period(year), unit)
    expect(system, expected)
    id = send(system, content, asker(Right.SEND, region=unit), expected, name=f"{form}.dat").submission.id
    run_jobs()
    return id


def f281(
    system: System, run_jobs: Jobs, clock: SetClock, year: int, residual: int, refugee_kroner: int = 40_000
) -> None:
    """All three of them, in the January after, with this residual or a little more: accounts are in thousands."""
    clock.time = clock.time.replace(year=year + 1)
    content, total = persons(year)
    deliver(system, run_jobs, "11F", year, content)
    deliver(system, run_jobs, "7", year, refugees(year, refugee_kroner))
    deliver(system, run_jobs, "0A", year, account(year, -(-(total + refugee_kroner + residual) // 1000)))


def reconciled(system: System, year: int, id: str = "f281") -> Reconciled:
    return reconcile(system, STATISTICIAN, id, year)


def stavanger(found: Reconciled) -> Line:
    return next(line for line in found.lines if line.row.region == STAVANGER)
