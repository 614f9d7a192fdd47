"""Drafts in the database: every save kept, two people told of each other, earlier versions brought back, and nobody else's rows reached."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from integration.databases import Database, SetClock
from integration.eforms.filling import KARI, OLA, SEVEN, SISSEL, UNIT, expect, somebody
from kostra.app.eforms import looking_back, writing
from kostra.app.eforms.sheet import sheet
from kostra.app.permissions import Asker, Forbidden
from kostra.app.ports.drafts import Cause, Draft, Step
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.model.errors import Conflict, Missing
from kostra.model.people import HOUSE, Right
from kostra.model.submission import Expected


@pytest.fixture
def filled(system: System) -> Draft:
    """Kari has begun."""
    expect(system)
    return writing.save(system, KARI, SEVEN, {"saker_raadgivning": "10"}, 0)


def test_the_first_save_is_over_what_is_known_of_the_municipality(system: System, filled: Draft) -> None:
    assert (filled.version, filled.step) == (1, Step.WRITING)
    assert filled.typed == {"kommunenr": "1103", "kommunenavn": "Stavanger", "saker_raadgivning": "10"}
    opened = sheet(system, SISSEL, SEVEN)
    assert opened.typed == filled.typed
    assert opened.draft == filled


def test_what_is_typed_is_kept_exactly_also_when_it_is_nonsense(system: System, filled: Draft) -> None:
    odd = "«ti» \u0000 😀 '; drop table draft; --"
    saved = writing.save(system, KARI, SEVEN, {"saker_raadgivning": odd}, filled.version)
    assert sheet(system, KARI, SEVEN).typed["saker_raadgivning"] == odd == saved.typed["saker_raadgivning"]


def test_saving_what_stands_already_makes_no_version(system: System, filled: Draft) -> None:
    assert writing.save(system, KARI, SEVEN, {"saker_raadgivning": " 10 "}, filled.version) == filled


def test_two_people_may_answer_different_questions(system: System, clock: SetClock, filled: Draft) -> None:
    writing.save(system, KARI, SEVEN, {"ansvarlig": "Kari"}, filled.version)
    clock.move(minutes=2)
    joined = writing.save(system, OLA, SEVEN, {"aarsverk_raadgivning": "1,5"}, filled.version)
    assert joined.cause is Cause.JOINED
    assert (
        joined.typed.items() >= {"ansvarlig": "Kari", "aarsverk_raadgivning": "1,5", "saker_raadgivning": "10"}.items()
    )
    met = looking_back.met(system, OLA, SEVEN, filled.version, joined.version)
    assert met is not None
    assert met.other.by == KARI.actor
    assert [(one.field.id, one.after) for one in met.theirs] == [("ansvarlig", "Kari")]
    assert met.against == ()


def test_the_second_of_two_is_told_what_differs_and_nothing_is_lost(system: System, filled: Draft) -> None:
    writing.save(system, KARI, SEVEN, {"saker_raadgivning": "11"}, filled.version)
    joined = writing.save(system, OLA, SEVEN, {"saker_raadgivning": "12", "ansvarlig": "Ola"}, filled.version)
    assert (joined.typed["saker_raadgivning"], joined.typed["ansvarlig"]) == ("11", "Ola")
    met = looking_back.met(system, OLA, SEVEN, filled.version, joined.version)
    assert met is not None
    assert [(one.before, one.after) for one in met.against] == [("11", "12")]
    aside = next(one for one in looking_back.history(system, OLA, SEVEN) if one.aside)
    assert aside.newest.typed["saker_raadgivning"] == "12"


def test_whoever_saves_nothing_new_is_told_of_the_other_too(system: System, filled: Draft) -> None:
    writing.save(system, KARI, SEVEN, {"saker_raadgivning": "11"}, filled.version)
    stands = writing.save(system, OLA, SEVEN, {"saker_raadgivning": "10"}, filled.version)
    assert stands.typed["saker_raadgivning"] == "11"
    met = looking_back.met(system, OLA, SEVEN, filled.version, stands.version)
    assert met is not None
    assert [(one.before, one.after) for one in met.theirs] == [("10", "11")]


def test_nobody_is_told_of_themselves(system: System, filled: Draft) -> None:
    later = writing.save(system, KARI, SEVEN, {"saker_raadgivning": "11"}, filled.version)
    assert looking_back.met(system, KARI, SEVEN, filled.version, later.version) is None


def test_many_saves_at_once_lose_nothing(system: System) -> None:
    """Eight windows, each with a question of its own, all beginning from the empty form."""
    expect(system)
    ids = [f"aarsverk_{function}_{who}" for function in (242, 243, 273, 276) for who in ("sosionom", "kontor")]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda id: writing.save(system, OLA, SEVEN, {id: "1,0"}, 0), ids))
    assert sheet(system, OLA, SEVEN).typed.items() >= dict.fromkeys(ids, "1,0").items()


def test_an_earlier_version_is_brought_back_and_the_later_kept(system: System, filled: Draft) -> None:
    later = writing.save(system, OLA, SEVEN, {"saker_raadgivning": "11"}, filled.version)
    restored = writing.restore(system, OLA, SEVEN, filled.version, later.version)
    assert restored.typed == filled.typed
    assert [one.newest.version for one in looking_back.history(system, OLA, SEVEN)] == [3, 2, 1]


def test_restoring_over_what_one_has_not_seen_is_refused(system: System, filled: Draft) -> None:
    writing.save(system, OLA, SEVEN, {"saker_raadgivning": "11"}, filled.version)
    with pytest.raises(Conflict, match="Ola lagret nye svar"):
        writing.restore(system, KARI, SEVEN, filled.version, filled.version)
    with pytest.raises(Missing, match="ingen versjon 99"):
        writing.restore(system, KARI, SEVEN, 99, 2)


def test_a_page_of_another_draft_is_refused(system: System, filled: Draft) -> None:
    with pytest.raises(Conflict, match="hører ikke til dette utkastet"):
        writing.save(system, KARI, SEVEN, {"saker_raadgivning": "11"}, 7)


def test_what_nobody_expects_cannot_be_filled_in(system: System, filled: Draft) -> None:
    with pytest.raises(Missing, match="skal ikke leveres"):
        writing.save(system, KARI, replace(SEVEN, form="12"), {"ansvarlig": "Kari"}, 0)
    with pytest.raises(Missing, match="sendes som en fil"):
        writing.save(system, KARI, replace(SEVEN, form="11F"), {"ansvarlig": "Kari"}, 0)


STRANGER = somebody("Fremmed", Right.PREPARE, Right.SEND, Right.SEE, region="460100")


@pytest.mark.parametrize(
    ("who", "does"),
    [
        (SISSEL, lambda system, who: writing.save(system, who, SEVEN, {"ansvarlig": "X"}, 1)),
        (SISSEL, lambda system, who: writing.restore(system, who, SEVEN, 1, 1)),
        (STRANGER, lambda system, who: writing.save(system, who, SEVEN, {"ansvarlig": "X"}, 1)),
        (STRANGER, lambda system, who: sheet(system, who, SEVEN)),
        (STRANGER, lambda system, who: looking_back.history(system, who, SEVEN)),
        (STRANGER, lambda system, who: looking_back.met(system, who, SEVEN, 0, 1)),
    ],
)
def test_whoever_may_not_is_refused(
    system: System, filled: Draft, who: Asker, does: Callable[[System, Asker], object]
) -> None:
    with pytest.raises(Forbidden):
        does(system, who)
    assert sheet(system, OLA, SEVEN).draft == filled


def test_the_wall_stands_behind_the_queries(system: System, database: Database, filled: Draft) -> None:
    with system.transactions.begin(OLA.actor, Scope(frozenset({"460100"}))) as tx:
        assert tx.drafts.current(SEVEN) is None
        assert tx.drafts.versions(SEVEN) == ()
        with pytest.raises(DBAPIError, match="row-level security"):
            tx.drafts.add(replace(filled, version=2))


def test_no_version_is_ever_changed_or_removed(database: Database, filled: Draft) -> None:
    for statement in ("UPDATE draft SET typed = '{}'", "DELETE FROM draft"):
        with database.engine.connect() as connection, pytest.raises(DBAPIError, match="permission denied"):
            connection.execute(sa.text(statement))


def test_lists_have_the_current_version_of_each(system: System, filled: Draft) -> None:
    other = Expected("12", SEVEN.period, UNIT)
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        assert tx.drafts.currents([SEVEN, other]) == {SEVEN: filled}
        assert tx.drafts.currents([]) == {}


def test_beginning_and_restoring_are_events(system: System, filled: Draft) -> None:
    writing.restore(system, OLA, SEVEN, 1, 1)
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        recorded = tx.log.of(region=UNIT, actions=("draft.begun", "draft.restored"))
    assert {(one.event.action, one.actor.name) for one in recorded} == {
        ("draft.begun", "Kari"),
        ("draft.restored", "Ola"),
    }
    assert all("10" not in str(one.event.details.values()) for one in recorded)
