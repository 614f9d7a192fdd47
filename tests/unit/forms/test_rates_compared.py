"""A municipality's rates beside the state's: only where the state's are known."""

from __future__ import annotations

from datetime import date

import polars as pl

from kostra.forms.f12.compared import compared, names
from kostra.forms.f12.rates import MONEY


def answers(enslig: int | None, adopted: date | None) -> pl.DataFrame:
    rates = {rate: pl.Series([enslig if rate == "sats_enslig" else None], dtype=pl.Int64) for rate in MONEY}
    return pl.DataFrame({**rates, "vedtaksdato": pl.Series([adopted], dtype=pl.Date)})


def told(enslig: int | None, year: int, adopted: date | None = None) -> tuple[object, object, object]:
    (row,) = compared(answers(enslig, adopted), year).iter_rows(named=True)
    assert set(names()) <= set(row) and row["sats_ektepar_mot_staten"] is None and row["sats_ektepar_nivaa"] is None
    return row["sats_enslig_mot_staten"], row["sats_enslig_nivaa"], row["vedtatt"]


def test_a_rate_is_held_against_that_of_the_last_day_of_the_year() -> None:
    # 7 550 kroner from 1 July 2023, after 6 850.
    assert told(7550, 2023)[:2] == (0, "lik")
    assert told(6850, 2023)[:2] == (-700, "under")
    assert told(8000, 2024)[:2] == (150, "over")


def test_nothing_is_said_where_the_rate_or_that_of_the_state_is_not_known() -> None:
    assert told(None, 2024)[:2] == (None, None)
    assert told(8000, 2025)[:2] == (None, None)


def test_when_the_rates_were_adopted() -> None:
    assert told(8000, 2025, date(2025, 1, 1))[2] == "i_aaret"
    assert told(8000, 2025, date(2024, 12, 31))[2] == "aaret_foer"
    assert told(8000, 2025, date(2023, 12, 31))[2] == "tidligere"
    assert told(8000, 2025)[2] is None
