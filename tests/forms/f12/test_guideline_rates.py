"""The state's guideline rates: what is known holds from its day, and what is not known is refused."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kostra.forms.f12.rates import FILE, MONEY, rate_history, veiledende_satser
from kostra.model.errors import ContentError, Refused

KNOWN = (
    (date(2002, 1, 1), date(2009, 12, 31)),
    (date(2012, 1, 1), date(2014, 12, 31)),
    (date(2018, 1, 1), date(2024, 12, 31)),
)


def _known(day: date) -> bool:
    return any(first <= day <= last for first, last in KNOWN)


@pytest.mark.parametrize(
    ("day", "rates"),
    [
        (date(2002, 1, 1), (4000, 6660, 3330, 1530, 2020, 2550)),
        (date(2005, 12, 31), (4140, 6880, 3440, 1580, 2090, 2640)),
        (date(2006, 1, 1), (4270, 7100, 3550, 1630, 2160, 2720)),
        (date(2007, 6, 30), (4600, 7650, 3825, 1760, 2330, 2930)),
        (date(2009, 12, 31), (5105, 8479, 4240, 1947, 2585, 3245)),
        (date(2012, 1, 1), (5373, 8924, 4462, 2049, 2724, 3415)),
        (date(2014, 12, 31), (5600, 9300, 4650, 2150, 2850, 3600)),
        (date(2018, 1, 1), (6050, 10100, 5050, 2350, 3050, 3950)),
        (date(2024, 12, 31), (7850, 13100, 6600, 3850, 3950, 5150)),
    ],
)
def test_rates_on_a_day(day: date, rates: tuple[int, ...]) -> None:
    found = veiledende_satser(day)
    assert tuple(getattr(found, key) for key in MONEY) == rates


@pytest.mark.parametrize(
    ("day", "before", "from_then"),
    [
        (date(2020, 9, 1), 2450, 2750),
        (date(2021, 9, 1), 2850, 3150),
        (date(2022, 7, 1), 3200, 3250),
        (date(2023, 7, 1), 3350, 3700),
    ],
)
def test_rates_change_in_mid_year(day: date, before: int, from_then: int) -> None:
    assert veiledende_satser(day - timedelta(days=1)).sats_barn_0_5 == before
    assert veiledende_satser(day).sats_barn_0_5 == from_then


def test_known_periods() -> None:
    assert rate_history().known_periods() == KNOWN


@pytest.mark.parametrize(
    "day",
    [
        date(1999, 12, 31),
        date(2001, 12, 31),
        date(2010, 1, 1),
        date(2011, 12, 31),
        date(2015, 1, 1),
        date(2017, 12, 31),
        date(2025, 1, 1),
        date(2027, 6, 1),
    ],
)
def test_a_day_that_is_not_known_is_refused_with_the_days_that_are(day: date) -> None:
    with pytest.raises(Refused) as refused:
        veiledende_satser(day)
    for words in (f"{day.day}.{day.month}.{day.year}", "1.1.2002 til 31.12.2009", "1.1.2018 til 31.12.2024", "Bruk"):
        assert words in refused.value.message


@given(st.dates(date(1995, 1, 1), date(2030, 12, 31)))
def test_a_day_is_either_covered_by_the_latest_rates_before_it_or_refused(day: date) -> None:
    if not _known(day):
        with pytest.raises(Refused):
            veiledende_satser(day)
        return
    found = veiledende_satser(day)
    assert found.valid_from <= day
    assert not any(found.valid_from < other.valid_from <= day for other in rate_history().rates)


def test_every_change_has_a_source_and_no_rate_falls() -> None:
    rates = rate_history().rates
    assert all(change.source for change in rates)
    for earlier, later in pairwise(rates):
        for key in MONEY:
            assert getattr(later, key) >= getattr(earlier, key), (later.valid_from, key)


def test_a_couple_gets_more_than_one_and_less_than_two() -> None:
    for change in rate_history().rates:
        assert change.sats_enslig < change.sats_ektepar < 2 * change.sats_enslig, change.valid_from
        assert change.sats_barn_0_5 < change.sats_barn_6_10 < change.sats_barn_11_17 < change.sats_enslig


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ('valid_from        = "2004-01-01"', 'valid_from        = "2002-01-01"', "is not after 2002-01-01"),
        ('valid_from        = "2004-01-01"', 'valid_from        = "i fjor"', "valid_from is «i fjor»"),
        ("sats_enslig       = 4140", "sats_enslig       = 0", "sats_enslig is 0"),
        ("sats_enslig       = 4140", "sats_ensleg       = 4140", "has no «sats_enslig»"),
        ('from   = "2015-01-01"', 'from   = "2013-06-01"', "rates begin inside the gap from 2013-06-01"),
        ('from   = "2015-01-01"', 'from   = "2011-06-01"', "begins inside the one before it"),
        ('from   = "2010-01-01"', 'from   = "2001-01-01"', "lies before the first rates"),
        ('to     = "2017-12-31"', 'to     = "2017-11-30"', "no rates begin the day after 2017-11-30"),
        ('to     = "2017-12-31"', 'to     = "2014-12-31"', "before it begins 2015-01-01"),
    ],
)
def test_a_file_that_would_leave_a_day_to_guess_is_refused(tmp_path: Path, was: str, becomes: str, says: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert text.count(was) == 1
    changed = tmp_path / "satser.toml"
    changed.write_text(text.replace(was, becomes), encoding="utf-8")
    with pytest.raises(ContentError) as wrong:
        rate_history(changed)
    assert says in str(wrong.value)
    assert wrong.value.line > 1
