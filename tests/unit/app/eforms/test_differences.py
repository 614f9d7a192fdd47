"""Two people and one form: what both wrote stands, what stood against what is put aside and never lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kostra.app.eforms.differences import differences, meet, pieces_of_work
from kostra.app.ports.drafts import Cause, Draft, Step
from kostra.forms import catalogue
from kostra.model.people import Actor, ActorKind
from kostra.model.period import Period
from kostra.model.submission import Expected

SEVEN = catalogue.form("7").version(2026)
EXPECTED = Expected("7", Period(2026), "110300")
KARI, OLA = (Actor(ActorKind.PERSON, name.lower(), name) for name in ("Kari", "Ola"))
NINE = datetime(2027, 2, 1, 8, tzinfo=UTC)
IDS = ("saker_raadgivning", "aarsverk_raadgivning", "aarsverk_242_sum", "ansvarlig")
ANSWERS = st.dictionaries(st.sampled_from(IDS), st.sampled_from(["1", "2", "3"]))


def draft(
    version: int, typed: dict[str, str], by: Actor = KARI, cause: Cause = Cause.WRITTEN, minutes: int = 0
) -> Draft:
    at = NINE + timedelta(minutes=minutes)
    return Draft(EXPECTED, version, version - 1, typed, Step.WRITING, cause, at, by)


def test_the_same_number_written_otherwise_is_no_difference() -> None:
    assert differences(SEVEN, {"aarsverk_sum": "4.5"}, {"aarsverk_sum": "4,5"}) == ()


def test_each_of_two_may_change_their_own_answers() -> None:
    seen = {"ansvarlig": "Kari"}
    meeting = meet(SEVEN, seen, {**seen, "saker_raadgivning": "10"}, {**seen, "aarsverk_raadgivning": "1,5"})
    assert meeting.stands == {"ansvarlig": "Kari", "saker_raadgivning": "10", "aarsverk_raadgivning": "1,5"}
    assert meeting.mine is None


def test_where_both_changed_the_first_stands_and_the_second_is_put_aside() -> None:
    seen = {"saker_raadgivning": "1"}
    meeting = meet(SEVEN, seen, {"saker_raadgivning": "2"}, {"saker_raadgivning": "3", "ansvarlig": "Ola"})
    assert meeting.stands == {"saker_raadgivning": "2", "ansvarlig": "Ola"}
    assert meeting.mine == {"saker_raadgivning": "3", "ansvarlig": "Ola"}


@given(ANSWERS, ANSWERS, ANSWERS)
def test_no_answer_that_anybody_gave_is_lost(
    seen: dict[str, str], theirs: dict[str, str], mine: dict[str, str]
) -> None:
    meeting = meet(SEVEN, seen, theirs, mine)
    kept = meeting.stands if meeting.mine is None else meeting.mine
    for id in IDS:
        if theirs.get(id) != seen.get(id):
            assert meeting.stands.get(id) == theirs.get(id)
        if mine.get(id) != seen.get(id):
            assert kept.get(id) == mine.get(id)


def test_saves_close_together_by_one_person_are_one_piece_of_work() -> None:
    drafts = [
        draft(1, {"saker_raadgivning": "1"}),
        draft(2, {"saker_raadgivning": "12"}, minutes=5),
        draft(3, {"saker_raadgivning": "12", "ansvarlig": "Kari"}, minutes=9),
        draft(4, {"saker_raadgivning": "13", "ansvarlig": "Kari"}, OLA, minutes=10),
        draft(5, {"saker_raadgivning": "14", "ansvarlig": "Kari"}, OLA, minutes=30),
    ]
    work = pieces_of_work(SEVEN, drafts[::-1])
    assert [(one.newest.version, one.oldest.version) for one in work] == [(5, 5), (4, 4), (3, 1)]
    assert [(one.before, one.after) for one in work[2].differences] == [("", "Kari"), ("", "12")]
    assert [(one.before, one.after) for one in work[0].differences] == [("13", "14")]


def test_what_was_put_aside_is_its_own_piece_and_changes_nothing_after_it() -> None:
    drafts = [
        draft(1, {"saker_raadgivning": "1"}),
        draft(2, {"saker_raadgivning": "3"}, OLA, Cause.ASIDE, 1),
        draft(3, {"saker_raadgivning": "1", "ansvarlig": "Ola"}, OLA, Cause.JOINED, 1),
    ]
    newest, aside, first = pieces_of_work(SEVEN, drafts[::-1])
    assert aside.aside
    assert [(one.before, one.after) for one in aside.differences] == [("1", "3")]
    assert [one.field.id for one in newest.differences] == ["ansvarlig"]
    assert not first.aside
