"""The switch: nothing before the hour, everything from it on, never a hole; taking back and correcting."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kostra.model.people import HOUSE
from kostra.model.protection import Said
from kostra.model.release import Kind, Release, StandingApproval
from kostra.publication.standing import State, before, standing, state

HOUR = datetime(2027, 3, 15, 7, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def said(at: datetime) -> Said:
    return Said(HOUSE, at)


def release(
    id: str,
    hour: datetime = HOUR,
    tables: tuple[str, ...] = ("1", "2"),
    approved: datetime | None = HOUR - timedelta(days=1),
    withdrawn: datetime | None = None,
    kind: Kind = Kind.PROVISIONAL,
) -> Release:
    return Release(
        id,
        kind,
        2026,
        tuple((table, "run") for table in tables),
        hour,
        said(HOUR - timedelta(days=2)),
        "digest",
        approved=None if approved is None else said(approved),
        withdrawn=None if withdrawn is None else said(withdrawn),
    )


FIRST = release("first")
FINAL = release("final", HOUR + timedelta(days=92), ("1", "3"))


def ids(*releases: Release, now: datetime) -> dict[str, str]:
    return {table: one.id for (table, _), one in standing(releases, now).items()}


def test_nothing_before_the_hour_and_everything_from_it_on() -> None:
    assert ids(FIRST, now=HOUR - SECOND) == {} and ids(FIRST, now=HOUR) == {"1": "first", "2": "first"}
    assert ids(FIRST, FINAL, now=FINAL.hour - SECOND) == {"1": "first", "2": "first"}
    whole = {"1": "final", "2": "first", "3": "final"}
    assert ids(FIRST, FINAL, now=FINAL.hour) == ids(FINAL, FIRST, now=FINAL.hour) == whole


def test_what_is_not_approved_never_comes_and_what_is_approved_late_comes_then() -> None:
    assert ids(release("x", approved=None), now=HOUR + timedelta(days=900)) == {}
    late = release("late", approved=HOUR + timedelta(hours=3))
    assert late.opens == HOUR + timedelta(hours=3)
    assert ids(late, now=HOUR + timedelta(hours=2)) == {} and set(ids(late, now=late.opens).values()) == {"late"}


def test_taking_back_shows_what_was_public_before_from_that_moment() -> None:
    gone = replace(FINAL, withdrawn=said(FINAL.hour + timedelta(hours=1)))
    assert ids(FIRST, gone, now=FINAL.hour + timedelta(minutes=59))["1"] == "final"
    assert ids(FIRST, gone, now=FINAL.hour + timedelta(hours=1)) == {"1": "first", "2": "first"}
    never = release("never", withdrawn=HOUR - SECOND)
    assert ids(never, now=HOUR + timedelta(days=1)) == {}


def test_of_two_that_open_together_the_one_made_last_counts() -> None:
    again = replace(FIRST, id="again", number=2)
    assert ids(again, FIRST, now=HOUR) == ids(FIRST, again, now=HOUR) == {"1": "again", "2": "again"}


def test_what_a_release_takes_the_place_of() -> None:
    early, now = HOUR - timedelta(days=9), HOUR
    assert before([FIRST, FINAL], FINAL, early) == before([FIRST, FINAL], FINAL, FINAL.hour) == {"1": FIRST}
    assert before([FIRST], FIRST, now) == {}
    beside = replace(FIRST, id="beside")
    assert before([FIRST, beside], beside, early) == {}, "nobody will have seen the other one"
    assert before([FIRST, beside], beside, now) == {"1": FIRST, "2": FIRST}, "it is public already"
    for never in (replace(FIRST, approved=None), replace(FIRST, withdrawn=said(HOUR)), replace(FIRST, year=2025)):
        assert before([never, FINAL], FINAL, now) == {}


def test_where_a_release_stands() -> None:
    def where(one: Release, now: datetime, *others: Release) -> State:
        return state(one, standing((one, *others), now), now)

    assert where(replace(FIRST, approved=None), HOUR) is State.WAITING
    assert where(FIRST, HOUR - SECOND) is State.COMING and where(FIRST, HOUR) is State.PUBLIC
    whole = replace(FINAL, tables=FIRST.tables)
    assert where(FIRST, FINAL.hour, FINAL) is State.PUBLIC and where(FIRST, FINAL.hour, whole) is State.REPLACED
    assert where(replace(FIRST, withdrawn=said(HOUR)), HOUR) is State.WITHDRAWN


MOMENTS = st.integers(0, 40).map(lambda hours: HOUR + timedelta(hours=hours))
RELEASES = st.lists(
    st.builds(
        release,
        st.uuids().map(str),
        MOMENTS,
        st.sets(st.sampled_from("123"), min_size=1).map(tuple),
        st.none() | MOMENTS,
        st.none() | MOMENTS,
    ),
    max_size=6,
)


@given(RELEASES, MOMENTS)
def test_it_is_what_a_plain_reading_of_the_rule_says(releases: list[Release], now: datetime) -> None:
    """And never shows anything of a release whose hour has not come."""
    found = standing(releases, now)
    for table in "123":
        out = [
            one
            for one in releases
            if table in one.ids
            and one.approved is not None
            and one.approved.at <= now
            and one.hour <= now
            and not (one.withdrawn is not None and one.withdrawn.at <= now)
        ]
        if not out:
            assert (table, 2026) not in found
            continue
        newest = max(one.opens for one in out if one.opens is not None)
        assert found[table, 2026] in out and found[table, 2026].opens == newest


def test_a_standing_approval_covers_its_tables_in_its_days_and_nobody_s_own() -> None:
    series = release("x", kind=Kind.SUBJECT)
    other = Said(replace(HOUSE, id="other"), HOUR)
    given_ = StandingApproval("s", ("1", "2", "9"), date(2027, 1, 1), date(2027, 3, 31), other)
    assert given_.covers(series, date(2027, 1, 1)) and given_.covers(series, date(2027, 3, 31))
    assert not given_.covers(series, date(2026, 12, 31)) and not given_.covers(series, date(2027, 4, 1))
    assert not given_.covers(release("x"), date(2027, 2, 1)), "yearly figures need a person each time"
    assert not given_.covers(release("x", tables=("1", "3"), kind=Kind.SUBJECT), date(2027, 2, 1))
    assert not replace(given_, given=said(HOUR)).covers(series, date(2027, 2, 1))
    assert not replace(given_, ended=other).covers(series, date(2027, 2, 1))
