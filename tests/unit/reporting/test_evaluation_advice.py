"""What the numbers speak for, on each side of each limit; and that the limits are read strictly."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kostra.model.errors import ContentError
from kostra.model.finding import Severity
from kostra.reporting.evaluation import Evaluated, Rule
from kostra.reporting.evaluation_advice import FILE, Advice, advise, limits

BY = limits()


def year(corrected: int = 0, confirmed: int = 0, units: int = 10, severity: Severity = Severity.WARNING) -> Evaluated:
    hits = corrected + confirmed + 7
    return Evaluated(Rule("K22", severity), 50, 5000, hits, units, corrected, confirmed, 0, confirmed, confirmed)


def nothing(records: int = 5000) -> Evaluated:
    return Evaluated(Rule("K22", Severity.WARNING), 50, records)


def test_a_warning_that_is_nearly_always_mended_speaks_for_blocking() -> None:
    assert advise([year(98, 2)]) is Advice.BLOCK
    assert advise([year(97, 3)]) is None, "3 of 100 were right"
    assert advise([year(98, 2, severity=Severity.INFO)]) is Advice.BLOCK


def test_a_warning_that_is_mostly_right_speaks_for_dropping_it() -> None:
    assert advise([year(40, 60)]) is Advice.DROP and advise([year(41, 59)]) is None


def test_an_error_that_is_often_right_speaks_for_warning() -> None:
    assert advise([year(80, 20, severity=Severity.ERROR)]) is Advice.WARN
    assert advise([year(81, 19, severity=Severity.ERROR)]) is None
    assert advise([year(0, 100, severity=Severity.FATAL)]) is None, "what cannot be read cannot be let through"


def test_few_findings_and_few_municipalities_tell_nothing() -> None:
    assert advise([year(BY.cleared, 0)]) is Advice.BLOCK and advise([year(BY.cleared - 1, 0)]) is None
    assert advise([year(100, 0, units=BY.units)]) is Advice.BLOCK
    assert advise([year(100, 0, units=BY.units - 1)]) is None


def test_what_never_found_anything_speaks_for_dropping_it() -> None:
    assert advise([nothing()] * BY.never_years) is Advice.DROP_UNUSED
    assert advise([nothing()] * (BY.never_years - 1)) is None, "not for long enough"
    assert advise([nothing(), nothing(), year(1)]) is None
    assert advise([nothing(10)] * BY.never_years) is None, "too few records to find anything in"
    assert advise([nothing()] * BY.never_years + [year(100)]) is Advice.DROP_UNUSED, "what was long ago does not count"


def test_a_control_that_follows_from_a_field_is_not_changed_alone() -> None:
    for one in (year(100, 0), year(0, 100), nothing()):
        follows = replace(one, rule=replace(one.rule, follows=True))
        assert advise([follows] * BY.never_years) is None


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("confirmed_at_most = 2", "confirmed_at_most = '2'", "confirmed_at_most"),
        ("years = 3", "year = 3", "Did you mean «years»"),
        ("records = 1000", "records = 1000\nmore = 1", "more"),
    ],
)
def test_limits_that_are_not_understood_are_refused(tmp_path: Path, before: str, after: str, said: str) -> None:
    file = tmp_path / "limits.toml"
    file.write_text(FILE.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    with pytest.raises(ContentError, match=said):
        limits(file)
