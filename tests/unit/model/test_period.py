"""Periods: written, ordered, contained."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kostra.model.errors import Refused
from kostra.model.period import Period, Span

periods = st.one_of(
    st.builds(Period, st.integers(1990, 2100)),
    st.builds(Period, st.integers(1990, 2100), st.just(Span.QUARTER), st.integers(1, 4)),
    st.builds(Period, st.integers(1990, 2100), st.just(Span.MONTH), st.integers(1, 12)),
)


@given(periods)
def test_reading_what_was_written_is_the_identity(period: Period) -> None:
    assert Period.read(str(period)) == period


@given(periods)
def test_a_period_follows_its_previous_without_a_hole(period: Period) -> None:
    assert period.previous().last_day + timedelta(days=1) == period.first_day


@given(periods)
def test_a_period_is_its_months(period: Period) -> None:
    months = period.months()
    assert months[0].first_day == period.first_day and months[-1].last_day == period.last_day
    assert all(month in period for month in months)
    assert period.first_day in period and period.last_day in period
    assert period.last_day + timedelta(days=1) not in period


def test_the_written_forms() -> None:
    assert [str(Period.read(text)) for text in ("2026", "2026K4", "2026M03")] == ["2026", "2026K4", "2026M03"]
    assert Period.read("2024M02").last_day == date(2024, 2, 29)
    assert Period.read("2026K1").a_year_before() == Period.read("2025K1")


@pytest.mark.parametrize("written", ["", "26", "2026K5", "2026K0", "2026M13", "2026M3", "2026 ", "2026-03", "２０２６"])
def test_anything_else_is_refused_with_what_to_write(written: str) -> None:
    with pytest.raises(Refused, match="2026K1"):
        Period.read(written)


def test_there_is_no_fifth_quarter() -> None:
    with pytest.raises(Refused):
        Period(2026, Span.QUARTER, 5)
