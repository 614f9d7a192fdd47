"""The bars of a control: one for each year, the oldest first, as high as the numbers, and nothing of one year alone."""

from __future__ import annotations

import re

import pytest

from kostra.model.finding import Severity
from kostra.model.text import Language
from kostra.reporting.evaluation import Evaluated, Rule
from kostra.web.evaluation.drawings import hits_by_year
from kostra.web.evaluation.words import Words


def years(*hits: int) -> list[tuple[int, Evaluated]]:
    """The newest first."""
    rule = Rule("K22", Severity.WARNING)
    return [(2026 - ago, Evaluated(rule, 1, 10, count)) for ago, count in enumerate(hits)]


def test_a_bar_for_each_year_as_high_as_its_hits() -> None:
    drawn = hits_by_year(years(1000, 500, 0), Words(Language.BOKMAL))
    heights = [float(found) for found in re.findall(r'<rect class="bar"[^>]* height="([0-9.]+)"', drawn)]
    assert heights[0] == 0 and heights[1] == pytest.approx(heights[2] / 2, abs=0.1)
    assert re.findall(r">(\d{4})<", drawn) == ["2024", "2025", "2026"] and ">1\u00a0000<" in drawn
    assert 'role="img"' in drawn and ">Treff år for år<" in drawn


def test_nothing_at_all_is_drawn_flat_and_one_year_not_at_all() -> None:
    say = Words(Language.NYNORSK)
    assert hits_by_year(years(5), say) == "" and 'height="0.0"' in hits_by_year(years(0, 0), say)


def test_numbers_are_written_as_the_language_has_them() -> None:
    assert Words(Language.BOKMAL).number(1234567) == "1\u00a0234\u00a0567"
    assert Words(Language.ENGLISH).number(1234567) == "1,234,567" and Words(Language.ENGLISH).number(None) == ""
