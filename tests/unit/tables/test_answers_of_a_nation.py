"""Every table of answers and of accounts, on the answers of a whole synthetic nation: held against the same figures made from the plain
answers and the lines of the accounts, one at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import numpy as np
import polars as pl
import pytest

from kostra import regions
from kostra.accounts.concepts import Scope
from kostra.app.statistics.accounts import by_unit, wanted
from kostra.app.statistics.answers import melted
from kostra.forms import catalogue as forms
from kostra.forms.f12.compared import compared
from kostra.model.cube import Cube, Status
from kostra.model.form import FieldType
from kostra.reception import typed
from kostra.statistics.definition import VALUE, Kind, Source
from kostra.statistics.engine import make
from kostra.statistics.records import NO_AGE, NOBODY, UNIT, Records, records
from kostra.synth.accounts import part as accounts
from kostra.synth.answers import part as answers
from kostra.synth.answers.senders import senders
from kostra.synth.arrays import NationYear
from kostra.synth.nation import Dials, Nation
from kostra.tables import catalogue
from kostra.tables.fields import melted as names_of
from unit.statistics.obvious import Come, Row, obvious

YEAR = 2024
FORMS = ("7", "7B", "12")
SOCIAL = ("242", "243", "273", "275", "276", "281")
# From the circular of the state for 2024.
STATE = {
    "sats_enslig": 7850,
    "sats_ektepar": 13100,
    "sats_bofellesskap": 6600,
    "sats_barn_0_5": 3850,
    "sats_barn_6_10": 3950,
    "sats_barn_11_17": 5150,
}
OURS = [
    one.id
    for one in catalogue.of_year(YEAR)
    if one.data.kind is not Kind.REGISTER and all(of.kind is not Kind.FORM or of.id in FORMS for of in one.sources)
]
REGIONS = ("EAK", "EKA11", "EKG11", "0301", "030112", "1103")


@cache
def nation() -> NationYear:
    return Nation(5, 0.01, Dials(errors=0.0, file_errors=0.0, never=0.0, late=0.0, unit_errors=0.0)).year(YEAR)


@cache
def answered(form: str) -> tuple[pl.DataFrame, frozenset[str]]:
    """What everybody has answered, one row for each."""
    version = forms.form(form).version(YEAR)
    units = [one.code for one in senders(nation(), version)]
    rows = [given for given, _ in answers.answered(nation(), version)]
    columns: dict[str, list[Any]] = {
        field.id: [_typed(field.type, given.get(field.id)) for given in rows] for field in version.fields
    }
    return pl.DataFrame(columns, typed.schema(version)).with_columns(pl.Series(UNIT, units)), frozenset(units)


def _typed(type: FieldType, value: str | int | float | None) -> object:
    match type:
        case FieldType.DECIMAL:
            return None if value is None else Decimal(str(value).replace(",", "."))
        case FieldType.DATE:
            return None if value is None else date.fromisoformat(str(value))
    return value


@cache
def lines(scope: Scope) -> pl.DataFrame:
    """The running accounts, of Oslo's districts too where they have any: unit, function, art and thousands."""
    book = accounts.ledger(nation())
    if scope is Scope.CONSOLIDATED:
        book = accounts.consolidated(nation(), book)
    units, many = len(book.code), len(book.art)
    return pl.DataFrame(
        {
            UNIT: np.repeat(book.code, many),
            "kontoklasse": np.full(units * many, "1" if scope is Scope.MUNICIPALITY else "3"),
            "funksjon_kapittel": np.tile(book.function, units),
            "art_sektor": np.tile(book.art, units),
            "belop": book.thousands.reshape(-1),
        }
    )


@cache
def municipalities() -> frozenset[str]:
    return frozenset(f"{one.code}00" for one in regions.municipalities(YEAR))


def of_units(frame: pl.DataFrame, units: Iterable[str], by_district: bool) -> Records:
    nobody, no_age = np.full(len(frame), NOBODY), np.full(len(frame), NO_AGE)
    return records(frame, YEAR, nobody, no_age, frozenset(units), by_district=by_district)


@cache
def gathered(source: Source) -> Records | None:
    if source.kind is Kind.REGISTER:
        return None
    if source.kind is Kind.ACCOUNTS:
        scope, melt = Scope(source.id), source.melt
        names = wanted(catalogue.of_year(YEAR), scope) if melt is None else names_of(melt)
        costs = by_unit(lines(scope), municipalities(), YEAR, scope, names)
        return of_units(costs if melt is None else melted(costs, melt), municipalities(), False)
    frame, units = answered(source.id)
    if source.id == "12":
        frame = compared(frame, YEAR)
    return of_units(frame if source.melt is None else melted(frame, source.melt), units, source.id == "7")


@cache
def plain(source: Source) -> Come:
    rows: list[Row] = []
    if source.kind is Kind.ACCOUNTS:
        rows, units = _costs(Scope(source.id)), municipalities()
        if source.melt is not None:
            rows = [
                {UNIT: row[UNIT], "begrep": name.split(":")[0], "funksjon": name.split(":")[1], VALUE: row[name]}
                for row in rows
                for name in row
                if name != UNIT and name[-3:] in SOCIAL
            ]
    elif source.kind is Kind.FORM:
        frame, units = answered(source.id)
        for row in frame.iter_rows(named=True):
            if source.melt is None:
                rows.append({**row, **(_beside(row) if source.id == "12" else {})})
            else:
                rows += _melted(row, sizes="omfang" in dict(source.melt.columns))
    return Come([{**row, "who": 0, "age": -1} for row in rows], units, YEAR, source.id == "7")


def _melted(row: Row, sizes: bool) -> list[Row]:
    """Posts divided by function and education, or those of function 243 by their size."""
    found = []
    for field, value in row.items():
        if value is None or not field.startswith("aarsverk_2") or field.endswith("_sum"):
            continue
        _, function, rest = field.split("_", 2)
        if sizes == (rest == "heltid" or rest.startswith("deltid")):
            told = {"omfang": rest} if sizes else {"funksjon": function, "utdanning": rest}
            found.append({UNIT: row[UNIT], **told, VALUE: value})
    return found


def _beside(row: Row) -> Row:
    """The rates beside the state's, by hand."""
    found: Row = {"vedtatt": None}
    for rate, state in STATE.items():
        own = row[rate]
        found[f"{rate}_mot_staten"] = None if own is None else own - state
        found[f"{rate}_nivaa"] = None
        if own is not None:
            found[f"{rate}_nivaa"] = "over" if own > state else "under" if own < state else "lik"
    if row["vedtaksdato"] is not None:
        ago = YEAR - row["vedtaksdato"].year
        found["vedtatt"] = {0: "i_aaret", 1: "aaret_foer"}.get(ago, "tidligere")
    return found


def _costs(scope: Scope) -> list[Row]:
    """Line by line: what is spent, less refunds, is gross; less all income it is net; wages and own production are some of it."""
    kroner: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    within = (380, 780) if scope is Scope.CONSOLIDATED else ()
    for line in lines(scope).iter_rows(named=True):
        function, art, amount = line["funksjon_kapittel"], int(line["art_sektor"]), line["belop"] * 1000
        spent, wages = art <= 480 or art == 590, art <= 99
        own = kroner[line[UNIT]]
        # Between a municipality and its enterprises: bought is not spent, and sold is subtracted.
        gross = (spent and art not in within) or art in (690, 710, 729) or (bool(within) and art in (780,))
        own[f"brutto:{function}"] += amount * gross
        own[f"netto:{function}"] += amount * (spent or 600 <= art <= 895)
        own[f"korrigert_brutto:{function}"] += amount * (art <= 285 or art in (429, 590, 690, 710, 729))
        own[f"lonn:{function}"] += amount * (wages or art == 710)
        own[f"lonn_uten_stonad:{function}"] += amount * ((wages and art != 89) or art == 710)
    return [{UNIT: unit, **own} for unit, own in kroner.items() if unit in municipalities()]


def made(id: str) -> Cube:
    table = catalogue.table(id, YEAR)
    found = {source: data for source in table.sources if (data := gathered(source)) is not None}
    return make(table, found, Status.FINAL)


@pytest.mark.parametrize("id", OURS)
def test_a_table_is_what_the_answers_add_up_to(id: str) -> None:
    cube, table = made(id), catalogue.table(id, YEAR)
    come = {source: plain(source) for source in table.sources if gathered(source) is not None}
    there = [region for region in REGIONS if region in cube.dimensions[0].values]
    expected = obvious(table, come, there)
    assert expected and any(value for value, _ in expected.values())
    for codes, (value, reported) in expected.items():
        cell = cube.cell(*codes)
        assert (cell.value, cell.reported) == (value, reported), codes


def test_the_country_is_near_what_was_published() -> None:
    """Of other years than this: 79 kroner in 2022, 69 400 nights in 2018, and cooperation in 2020."""
    centres = made("12130")
    near = {"utgift_per_innbygger": (75, 100), "dogn_voksne": (60_000, 80_000), "samarbeid_helse": (0.68, 0.82)}
    near |= {"samarbeid_barnevern": (0.56, 0.7), "samarbeid_nav": (0.53, 0.67), "samarbeid_bolig": (0.18, 0.32)}
    for measure, (least, most) in near.items():
        value = centres.cell("EAK", measure).value
        assert value is not None and least < value < most, measure
