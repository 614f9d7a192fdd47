"""What seldom happens to edits: refused deliveries, snapshots that are gone, values nobody foresaw, texts that no log can keep."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from integration.editing.editors import OLE, SIRI, WHOLE, Jobs, file, line, sent, straight, value, wanted
from integration.followup.desk import warned_file
from integration.receiving.sending import (
    BERGEN,
    EXPECTED,
    PERIOD,
    SENDER,
    STATISTICIAN,
    STAVANGER,
    expect,
    standing,
    stopped_file,
)
from kostra.app.editing import bulk, changing, deciding, working
from kostra.app.editing.macro import macro
from kostra.app.editing.overview import overview
from kostra.app.editing.previewing import Wanted, preview
from kostra.app.editing.records import Query, find, look
from kostra.app.editing.reviewing import order
from kostra.app.editing.snapshots import make_snapshots
from kostra.app.editing.usability import judge
from kostra.app.followup import deciding as desk
from kostra.app.followup import errorlists
from kostra.app.ports.submissions import INNDATA
from kostra.app.ports.transaction import Scope
from kostra.app.ports.vault import Kept
from kostra.app.receiving.nothing import nil
from kostra.app.system import System
from kostra.editing.places import Level
from kostra.editing.replay import Fate
from kostra.editing.rules import Becomes, Compared, Condition, Rule
from kostra.model.edit import FORM, Edit, Reason, Whole
from kostra.model.errors import Conflict, Missing, Refused
from kostra.model.people import HOUSE
from kostra.model.period import Period
from kostra.model.submission import Expected, State

SEVEN = Whole("7", PERIOD)
FILLED = (Condition("bidrag", Compared.FILLED),)


@pytest.fixture
def delivered(system: System, run_jobs: Jobs) -> str:
    expect(system, EXPECTED, replace(EXPECTED, unit=BERGEN))
    return sent(system, run_jobs, file(4))


def changed(system: System, to: str = "20005", number: int = 1) -> Edit:
    return changing.change(system, SIRI, WHOLE, wanted(system, "bidrag", to, number), Reason.REVIEW).edit


def count(system: System) -> int:
    return find(system, SIRI, WHOLE, Query()).count


def test_what_was_destroyed_is_not_shown_from_a_snapshot_that_holds_nothing_else(
    system: System, delivered: str
) -> None:
    make_snapshots(system)
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.submissions.destroy_key(delivered, INNDATA, tx.now)
    working.HOLDING.clear()
    assert count(system) == 0


def test_one_who_begins_from_a_snapshot_keeps_nobody_else_waiting(system: System, delivered: str) -> None:
    make_snapshots(system)
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx, ThreadPoolExecutor(1) as another:
        working.HOLDING.clear()
        working.current(system, tx, WHOLE)
        working.HOLDING.clear()
        assert another.submit(count, system).result(10) == 4


def test_a_snapshot_that_was_replaced_while_it_was_read_is_read_again(
    system: System, run_jobs: Jobs, delivered: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_snapshots(system)
    sent(system, run_jobs, file(5))
    first = working._parquet
    made: list[int] = []

    def meanwhile(where: System, kept: Kept) -> pl.DataFrame:
        if not made:
            made.append(0)
            made.append(make_snapshots(where))
        return first(where, kept)

    working.HOLDING.clear()
    monkeypatch.setattr(working, "_parquet", meanwhile)
    monkeypatch.setattr(working, "_held", lambda *_: working._Held())
    assert count(system) == 5 and made == [0, 1]


def test_many_small_forms_are_held_and_the_oldest_gives_way_to_a_large_one(
    system: System, delivered: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wholes = [Whole("11M", Period.read(f"{year}M{month:02d}")) for year in (2025, 2026) for month in range(1, 13)]
    for whole in wholes:
        working.working(system, whole.form, whole.period)
    assert count(system) == 4 and list(working.HOLDING[system.transactions]) == [*wholes, WHOLE]
    monkeypatch.setattr(working, "_ROOM", 1)
    working.working(system, "11CF", PERIOD)
    assert list(working.HOLDING[system.transactions]) == [Whole("11CF", PERIOD)]


def test_a_refused_delivery_does_not_count_until_the_desk_takes_it_after_all(system: System, delivered: str) -> None:
    edit = changed(system)
    desk.refuse(system, SIRI, [EXPECTED], "Filen er fra i fjor")
    assert count(system) == 0 and deciding.stale(system, SIRI, WHOLE) == ()
    with pytest.raises(Missing):
        changing.approve(system, SIRI, WHOLE, STAVANGER)
    (country,) = macro(system, SIRI, WHOLE, Level.COUNTRY).rows
    assert (country.answered, country.expected) == (0, 2)
    desk.accept(system, SIRI, [EXPECTED], "Den var riktig likevel")
    assert value(system, "bidrag") == edit.after


def test_what_was_there_before_a_file_that_the_controls_stopped_counts(
    system: System, run_jobs: Jobs, delivered: str
) -> None:
    sent(system, run_jobs, warned_file(5, 3))
    errorlists.send_list(system, STATISTICIAN, EXPECTED, date(2027, 1, 26))
    sent(system, run_jobs, stopped_file())
    assert standing(system).state is State.REFUSED and count(system) == 5


def test_a_statement_that_there_is_nothing_leaves_edits_that_can_only_be_dropped(
    system: System, delivered: str
) -> None:
    edit = changed(system)
    nil(system, SENDER, EXPECTED)
    (left,) = deciding.stale(system, SIRI, WHOLE)
    assert (left.fate, left.edit, count(system)) == (Fate.RECORD_GONE, edit, 0)
    deciding.drop(system, SIRI, WHOLE, [edit.id])
    assert deciding.stale(system, SIRI, WHOLE) == ()


def test_what_the_sender_has_answered_waits_for_nobody(system: System, run_jobs: Jobs, delivered: str) -> None:
    changed(system)
    sent(system, run_jobs, file(4, {0: {"bidrag": "20005"}}))
    (row,) = macro(system, SIRI, WHOLE, Level.COUNTRY).rows
    seen = look(system, SIRI, WHOLE, STAVANGER, line(system).record)
    assert (row.stale, seen.stale) == (0, ()) and [one.stale for one in overview(system, SIRI)] == [0]
    assert len(deciding.answered(system, SIRI, WHOLE)) == 1


def test_a_stale_edit_that_now_moves_a_figure_much_is_not_kept_by_one_alone(
    system: System, run_jobs: Jobs, delivered: str
) -> None:
    small, agreed = changed(system), changed(system, "9000000", 2)
    changing.second(system, OLE, agreed.id)
    sent(system, run_jobs, file(4, {0: {"bidrag": "800000"}, 1: {"bidrag": "800000"}}))
    with pytest.raises(Refused, match="en kollega må bekrefte"):
        deciding.carry_over(system, SIRI, WHOLE, [small.id, agreed.id])
    deciding.carry_over(system, SIRI, WHOLE, [agreed.id])
    deciding.drop(system, SIRI, WHOLE, [small.id])
    assert changed(system).needs_second and value(system, "bidrag", 2) == "9000000"


def test_what_lies_under_a_change_that_waits_is_not_undone(system: System, delivered: str) -> None:
    first, second = changed(system), changed(system, "9000000")
    with pytest.raises(Conflict, match="venter på en kollega"):
        changing.undo(system, OLE, first.id)
    changing.decline(system, OLE, second.id, "For mye")
    changing.undo(system, OLE, first.id)
    assert value(system, "bidrag") == "20000"


def test_what_a_page_gives_back_without_its_blanks_was_seen_all_the_same(
    system: System, run_jobs: Jobs, delivered: str
) -> None:
    sent(system, run_jobs, file(4, {0: {"saksbehandler": "  Ola  Li"}}))
    one = Wanted(STAVANGER, line(system).record, "saksbehandler", "Ola  Li", "Kari")
    assert changing.change(system, SIRI, WHOLE, one, Reason.REVIEW).edit.before == "  Ola  Li"


@pytest.mark.parametrize("text", ["Ringt\x00", "gjelder 15859010176", "x" * 5000], ids=["nul", "national id", "long"])
def test_a_text_that_the_log_cannot_keep_is_refused_wherever_it_stands(
    system: System, delivered: str, text: str
) -> None:
    mine = wanted(system, "bidrag", "20005")
    attempts: tuple[Callable[[], object], ...] = (
        lambda: changing.change(system, SIRI, WHOLE, mine, Reason.REVIEW, text),
        lambda: changing.change(system, SIRI, WHOLE, mine, Reason.REVIEW, "", text),
        lambda: changing.approve(system, SIRI, WHOLE, STAVANGER, None, text),
        lambda: judge(system, SIRI, WHOLE, STAVANGER, ["3"], False, text),
        lambda: bulk.preview_rule(
            system,
            SIRI,
            WHOLE,
            Rule("laan", (Condition("saksbehandler", Compared.DIFFERENT, text),), Becomes.VALUE, "10"),
        ),
    )
    for attempt in attempts:
        with pytest.raises(Refused):
            attempt()
    assert value(system, "bidrag") == "20000"


def test_an_id_that_is_none_is_told_so(system: System, delivered: str) -> None:
    with pytest.raises(Missing):
        changing.undo(system, SIRI, "\x00")


def test_the_number_of_a_case_is_in_no_log(system: System, delivered: str) -> None:
    journal = Condition("person_journalnr", Compared.EQUAL, "J0010001")
    for rule in (
        Rule("laan", (journal,), Becomes.VALUE, "10"),
        Rule("saksbehandler", FILLED, Becomes.FIELD, fields=("person_journalnr",)),
        Rule("person_journalnr", FILLED, Becomes.BLANK),
    ):
        with pytest.raises(Refused, match="loggen skal ikke ha det"):
            bulk.preview_rule(system, SIRI, WHOLE, rule)
    with pytest.raises(Refused, match="loggen skal ikke ha det"):
        changing.change(system, SIRI, WHOLE, wanted(system, "person_journalnr", "J9"), Reason.REVIEW)


def test_a_rule_gives_codes_that_the_form_has(system: System, run_jobs: Jobs, delivered: str) -> None:
    sent(system, run_jobs, file(4, {0: {"saksbehandler": "9"}}))
    rule = Rule("bosit", FILLED, Becomes.FIELD, fields=("saksbehandler",))
    with pytest.raises(Refused, match="ikke en kode i BOSIT"):
        bulk.preview_rule(system, SIRI, WHOLE, rule)


def test_a_number_that_inndata_have_no_room_for_is_refused(system: System) -> None:
    answers = {"aarsverk_243_sosionom": "2,0", "saker_raadgivning": "9" * 17}
    content = {"form": "7", "year": str(PERIOD.year), "region": STAVANGER, "answers": answers}
    straight(system, Expected("7", PERIOD, STAVANGER), json.dumps(content).encode())
    with pytest.raises(Refused, match="for langt"):
        preview(system, SIRI, SEVEN, Wanted(STAVANGER, FORM, "aarsverk_243_sosionom", "2.0", "9" * 18))
    filled = (Condition("saker_raadgivning", Compared.FILLED),)
    with pytest.raises(Refused):
        bulk.preview_rule(system, SIRI, SEVEN, Rule("saker_raadgivning", filled, Becomes.MULTIPLIED, "1000000"))


@pytest.mark.parametrize("typed", ["9" * 30, "9" * 5000, "x" * 5000, "NaN"])
def test_a_search_for_what_no_number_is_says_so_in_few_words(system: System, delivered: str, typed: str) -> None:
    with pytest.raises(Refused, match="ikke en verdi") as told:
        find(system, SIRI, WHOLE, Query(where=(Condition("bidrag", Compared.LESS, typed),)))
    assert len(told.value.message) < 200


@pytest.mark.parametrize(("form", "year"), [("11F", 2017), ("11P", 1998), ("11P", 1999)])
def test_a_year_before_regions_are_known_is_compared_with_nothing(system: System, form: str, year: int) -> None:
    found = macro(system, SIRI, Whole(form, Period(year)), Level.COUNTRY)
    assert found.rows == () and order(system, SIRI, found).suspects == ()
