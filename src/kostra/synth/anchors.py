"""What the synthetic nation aims at: national figures, with where they come from. Years after the last source are our
own guess.

Nothing here is a fact about a municipality, and nothing is published as one.
"""

from __future__ import annotations

START = 2019
"""The first simulated year. The first years settle the ages, the durations and who comes back; files are made from `FIRST_YEAR`."""

FIRST_YEAR, LAST_YEAR = 2022, 2026

RECIPIENTS = {
    2019: 129_900,
    2020: 124_900,
    2021: 119_400,
    2022: 124_000,
    2023: 134_000,
    2024: 135_000,
    2025: 132_500,
    2026: 130_000,
}
"""Persons with assistance in the year. 2019: published; 2020 and 2021: published cases less 4.6 per cent; then ours, with Ukraine in it."""

REFUGEE_SHARE = {2019: 0.16, 2020: 0.13, 2021: 0.13, 2022: 0.26, 2023: 0.32, 2024: 0.26, 2025: 0.2, 2026: 0.17}
"""Refugees and their families among those who are new in the year."""

PARTICIPANTS = {2019: 8_100, 2020: 8_300, 2021: 8_600, 2022: 8_500, 2023: 8_600, 2024: 8_900, 2025: 9_200, 2026: 9_400}
"""Participants in the qualification programme in the year."""

MONTHLY_AMOUNT_2019 = 9_718
"""Kroner for each month with assistance, contributions and loans, in 2019 (published)."""

GUIDELINE_SINGLE = {
    2019: 6_150,
    2020: 6_250,
    2021: 6_450,
    2022: 6_600,
    2023: 7_200,
    2024: 7_850,
    2025: 8_150,
    2026: 8_450,
}
"""The state's guideline for a single person, mean of the year. Published to 2024, then raised by 3.7 per cent a year by us."""

LOAN_SHARE = 0.02
"""Loans of all that is paid (2008: 2.2 per cent)."""

BASIC_AMOUNT = {2022: 109_784, 2023: 116_239, 2024: 122_225, 2025: 128_116, 2026: 133_900}
"""The basic amount of the national insurance, mean of the year; 2026 is our guess. The qualification benefit is two of it a year."""


def monthly_amount(year: int) -> float:
    """Kroner for each month with assistance: the amount of 2019 raised by the guideline rate for a single person."""
    return MONTHLY_AMOUNT_2019 * GUIDELINE_SINGLE[year] / GUIDELINE_SINGLE[2019]
