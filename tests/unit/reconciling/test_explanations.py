"""What was explained is not asked again while it is the same, and is asked again when it is not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kostra.model.people import HOUSE
from kostra.reconciling.catalogue import comparison
from kostra.reconciling.explanations import Explanation, Stands, Status, carry
from kostra.reconciling.residuals import Row

F281 = comparison("f281")
MILLION = 1_000_000


def said(
    year: int, residual: int | None = 2 * MILLION, status: Status = Status.EXPLAINED, first: int = 20 * MILLION
) -> Explanation:
    given = None if residual is None else first
    at = datetime(2027, 3, 1, tzinfo=UTC)
    return Explanation("id", "f281", year, "110300", status, "egne_ordninger", "", residual, given, HOUSE, at)


def row(residual: int, first: int = 20 * MILLION) -> Row:
    return Row("110300", (first, first - residual))


def stands(now: Row, *told: Explanation, flagged: bool = True) -> Stands:
    return carry(now, flagged, 2026, told, F281.limits).stands


def test_nothing_to_ask_about() -> None:
    assert stands(row(0), flagged=False) is Stands.NOTHING
    assert stands(row(0), said(2025), flagged=False) is Stands.NOTHING


def test_open_until_it_is_answered() -> None:
    assert stands(row(2 * MILLION)) is Stands.OPEN
    assert stands(row(2 * MILLION), said(2026)) is Stands.ANSWERED


def test_the_same_is_not_asked_again_in_later_years() -> None:
    assert stands(row(2_100_000), said(2025)) is Stands.CARRIED
    assert stands(row(2 * MILLION), said(2023)) is Stands.CARRIED


def test_it_grows_with_the_accounts() -> None:
    """Ten per cent then, and ten per cent of twice as much."""
    assert stands(row(4 * MILLION, 40 * MILLION), said(2025)) is Stands.CARRIED


@pytest.mark.parametrize("residual", [4 * MILLION, 500_000, -2 * MILLION])
def test_another_residual_is_asked_about_with_the_old_answer_beside_it(residual: int) -> None:
    answer = carry(row(residual), True, 2026, [said(2025)], F281.limits)
    assert answer.stands is Stands.CHANGED and answer.asks
    assert answer.explanation is not None and answer.explanation.year == 2025


def test_what_was_corrected_is_asked_about_if_it_comes_back() -> None:
    assert stands(row(2 * MILLION), said(2025, status=Status.CORRECTED_ACCOUNTS)) is Stands.OPEN
    assert stands(row(2 * MILLION), said(2026, status=Status.CORRECTED_FORM)) is Stands.ANSWERED


def test_an_answer_that_is_taken_back_uncovers_the_one_before() -> None:
    back = said(2026, status=Status.TAKEN_BACK)
    assert stands(row(2 * MILLION), said(2026), back) is Stands.OPEN
    assert stands(row(2 * MILLION), said(2025), said(2026), back) is Stands.CARRIED


def test_the_newest_answer_of_a_year_counts() -> None:
    first, second = said(2026, residual=9 * MILLION), said(2026)
    assert stands(row(2 * MILLION), first, second) is Stands.ANSWERED
    assert stands(row(2 * MILLION), second, first) is Stands.CHANGED


def test_what_lacked_a_source_is_asked_about_when_it_has_come() -> None:
    lacking = Row("110300", (20 * MILLION, None))
    assert stands(lacking, said(2026, residual=None)) is Stands.ANSWERED
    assert stands(row(2 * MILLION), said(2026, residual=None)) is Stands.CHANGED
    assert stands(lacking, said(2026)) is Stands.CHANGED
