"""The calendar against the dates that are known, and read strictly."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kostra.followup.calendar import Dates
from kostra.followup.contacts import Channel
from kostra.forms import calendar, catalogue
from kostra.model.errors import ContentError, Refused
from kostra.model.form import Status
from kostra.model.period import Period, Span
from kostra.model.submission import Expected, Season
from kostra.model.workdays import next_working_day


def dates(form: str, period: str, season: Season = Season.REAL) -> Dates:
    return calendar.dates(Expected(form, Period.read(period), "110300", season))


@pytest.mark.parametrize(
    ("form", "period", "deadline"),
    [
        ("11F", "2017", date(2018, 1, 15)),
        ("11F", "2022", date(2023, 1, 16)),
        ("11CF", "2022", date(2023, 1, 16)),
        ("11F", "2023", date(2024, 1, 15)),
        ("11F", "2026", date(2027, 1, 15)),
        ("7", "2022", date(2023, 2, 15)),
        ("7B", "2023", date(2024, 2, 15)),
        ("12", "2023", date(2024, 2, 15)),
        ("0A", "2017", date(2018, 2, 15)),
        ("0A", "2022", date(2023, 2, 22)),
        ("0M", "2023", date(2024, 2, 22)),
        ("11M", "2026M03", date(2026, 4, 10)),
        ("11M", "2026M12", date(2027, 1, 11)),
        ("11M", "2026K1", date(2026, 4, 10)),
    ],
)
def test_deadlines(form: str, period: str, deadline: date) -> None:
    assert dates(form, period).deadline == deadline


def test_the_season_of_2020_was_longer_for_corrections_and_closed_early() -> None:
    found = dates("11F", "2020")
    assert (found.corrections, found.closes) == (date(2021, 4, 30), date(2021, 6, 8))
    assert found.publications == (date(2021, 3, 15), date(2021, 6, 15))


def test_the_season_of_2023() -> None:
    found = dates("11F", "2023")
    assert (found.opens, found.corrections) == (date(2024, 1, 2), date(2024, 4, 15))
    assert found.publications == (date(2024, 3, 15), date(2024, 6, 17))


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [("2023", date(2023, 11, 1), date(2023, 11, 22)), ("2026", date(2026, 11, 1), date(2026, 11, 14))],
)
def test_the_vendors_test_is_in_november(period: str, first: date, last: date) -> None:
    found = dates("11F", period, Season.TEST)
    assert (found.opens, found.deadline, found.closes) == (first, last, last)


@pytest.mark.parametrize("season", Season)
def test_every_form_that_is_asked_for_has_dates_in_order(season: Season) -> None:
    for id, one in calendar.calendars().items():
        for year in catalogue.form(id).years:
            for period in one.periods(year, season):
                found = one.dates(period, season)
                order = [found.opens, found.deadline, found.corrections, found.closes]
                assert order == sorted(order), f"{id} {period}"
                assert all(on == next_working_day(on) for on in found.publications)


def test_every_form_is_collected_or_a_draft() -> None:
    """A form that is not in the calendar is expected of nobody: that must be meant."""
    for form in catalogue.all_forms():
        if form.id not in calendar.calendars():
            assert {form.version(year).status for year in form.years} == {Status.DRAFT}, form.id


def test_what_is_collected_in_a_campaign() -> None:
    assert calendar.calendar("11F").periods(2026) == (Period(2026),)
    assert calendar.calendar("11M").periods(2026) == Period(2026).months()
    assert calendar.calendar("11M").periods(2026, Season.TEST) == (Period(2026, Span.MONTH, 10),)


def test_the_plan_nudges_before_writes_three_times_after_calls_and_goes_to_the_top() -> None:
    plan = calendar.calendar("11F").plan
    assert [step.days for step in plan.steps if step.how is Channel.MAIL] == [-7, 3, 10, 20, 30]
    assert [step.days for step in plan.steps if step.how is Channel.PHONE] == [14]
    assert [step.id for step in plan.steps if step.leader] == ["escalation"]


def test_a_form_without_a_calendar_and_a_year_before_it_are_refused() -> None:
    with pytest.raises(Refused, match="ingen kalender"):
        calendar.calendar("INTRO")
    with pytest.raises(Refused, match="begynner i 2020"):
        dates("7", "2019")


PLAN = 'plans.p.steps = [{ id = "first", days = 3, how = "mail" }]\n'
GROUP = """
[groups.en]
forms = ["11F"]
collected = "year"
plan = "p"
since = 2017
opens = "next year 01-02"
deadline = "next year 01-15, working day"
corrections = "next year 04-15"
closes = "next year 06-15"
test_opens = "same year 11-01"
test_closes = "same year 11-14"
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PLAN + GROUP.replace("01-15, working day", "15 January"), "Write «next year 01-15»"),
        (PLAN + GROUP.replace("next year 01-15, working day", "next year 02-30"), "no such day"),
        (PLAN + GROUP.replace("next year 01-15", "next month 01-15"), "Write «next year 01-15»"),
        (PLAN + GROUP.replace("next year 04-15", "next year 01-10"), "wrong order"),
        (PLAN + GROUP + GROUP.replace("groups.en", "groups.to"), "stands in two groups"),
        (PLAN + GROUP.replace('"p"', '"q"'), "no such plan"),
        (PLAN.replace("3,", "3, too = 1,") + GROUP, "too"),
        (
            'plans.p.steps = [{ id = "a", days = 3, how = "mail" }, { id = "b", days = 1, how = "mail" }]\n' + GROUP,
            "do not follow each other",
        ),
        (PLAN + GROUP + "colour = 1\n", "colour"),
        (PLAN + GROUP.replace("since = 2017", ""), "since"),
    ],
)
def test_a_calendar_that_says_something_wrong_is_refused_with_the_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "calendar.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=said) as wrong:
        calendar.calendars(path)
    assert wrong.value.path == str(path) and wrong.value.line > 0


def test_a_year_that_was_different_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "calendar.toml"
    moved = GROUP.replace(
        '"next year 04-15"', '{ 2017 = "next year 04-15", 2026 = "next year 04-30", 2027 = "next year 04-15" }'
    )
    path.write_text(PLAN + moved, encoding="utf-8")
    one = calendar.calendars(path)["11F"]
    assert [one.dates(Period(year)).corrections.day for year in (2025, 2026, 2027)] == [15, 30, 15]
