"""Typed records: numbers are numbers, dates are dates, and where a person stood there is a pseudonym."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from kostra.registers.catalogue import layout_for
from kostra.registers.typed import typed
from unit.registers.files import NAV, NIR, PERIOD, PERSONS, examined, nav, nir, persons


class Pseudonyms:
    """Counts what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[bytes] = []

    def __call__(self, ids: Sequence[bytes]) -> list[bytes]:
        self.asked += ids
        return [b"p" + bytes(reversed(id)) for id in ids]


def _typed(register: str, content: bytes, make: Pseudonyms | None = None) -> pl.DataFrame:
    cells = examined(register, content).cells
    assert cells is not None
    return typed(layout_for(register, PERIOD), cells, PERIOD.year, make or Pseudonyms())


def test_columns_have_their_types_and_the_region_six_digits() -> None:
    table = _typed(PERSONS, persons())
    assert dict(table.schema) == {
        "fodselsnr_pseudonym": pl.Binary,
        "fodselsdato": pl.Date,
        "kjonn": pl.String,
        "sivilstand": pl.String,
        "antall_barn": pl.Int64,
        "kommunenr": pl.String,
        "bydelsnr": pl.String,
        "doedsdato": pl.Date,
        "fodselsdato_avledet": pl.Date,
        "kjonn_avledet": pl.String,
        "region": pl.String,
    }
    assert table["region"].to_list() == ["110300", "030104", "460100"]
    assert table["doedsdato"].to_list() == [None, None, date(2026, 3, 2)]
    assert table["antall_barn"].to_list() == [0, 3, 1]


def test_no_id_is_left_and_each_is_asked_for_once() -> None:
    make = Pseudonyms()
    row = "15859010331;{duf};1103;;2025-08-01;;norsk;"
    table = _typed(NIR, nir(row.format(duf="202100000101"), row.format(duf="202100000202"), row.format(duf="")), make)
    assert sorted(make.asked) == [b"15859010331", b"202100000101", b"202100000202"]
    assert table["fodselsnr_pseudonym"].n_unique() == 1
    assert table["duf_pseudonym"].to_list()[2] is None
    assert b"15859010331" not in str(table.rows()).encode()
    assert table["tiltak"].to_list() == [["norsk"]] * 3


def test_what_an_id_tells_stands_beside_it() -> None:
    table = _typed(PERSONS, persons())
    assert table["fodselsdato_avledet"].to_list() == [date(1990, 5, 15)] * 3
    assert table["kjonn_avledet"].to_list() == ["1", "1", "1"]
    row = "{id};202100000101;1103;;2025-08-01;;norsk;"
    unknown = _typed(NIR, nir(row.format(id="15859010332"), row.format(id="").replace("0101", "0202")))
    assert unknown.select("fodselsdato_avledet", "kjonn_avledet").rows() == [(None, None)] * 2


def test_counts_are_by_reporting_unit() -> None:
    table = _typed(NAV, nav({"030104": "94;0"}))
    assert table.filter(region="030104").select("deltakere_i_aaret", "deltakere_31_12").row(0) == (94, 0)
    assert "030100" not in table["region"].to_list()
