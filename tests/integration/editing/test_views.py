"""The views one edits from: the whole against last year, rules for many records, usability, snapshots, export."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from integration.editing.editors import OLE, SIRI, WHOLE, Jobs, file, line, sent, straight, value, wanted
from integration.receiving.records import records
from integration.receiving.sending import BERGEN, EXPECTED, PERIOD, SENDER, STAVANGER, actions, expect
from kostra.app.editing import bulk, changing, usability, working
from kostra.app.editing.macro import macro, within
from kostra.app.editing.records import Query, find
from kostra.app.editing.snapshots import make_snapshots
from kostra.app.editing.statlog import export
from kostra.app.keeping.rotation import rotate
from kostra.app.keeping.shelves import on, shelves
from kostra.app.permissions import Forbidden
from kostra.app.ports.submissions import INNDATA
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.cli import edits
from kostra.cli.parser import Parser, subcommands
from kostra.editing.places import Level, code
from kostra.editing.rules import Becomes, Compared, Condition, Rule
from kostra.model.edit import Reason
from kostra.model.errors import Broken, Conflict, Refused
from kostra.model.people import HOUSE
from kostra.model.submission import Expected
from kostra.store.chest import KeyChest

BOTH = (EXPECTED, replace(EXPECTED, unit=BERGEN))
GROUP = code(STAVANGER, Level.GROUP, PERIOD.year)


@pytest.fixture
def delivered(system: System, run_jobs: Jobs) -> None:
    expect(system, *BOTH, *(replace(one, period=PERIOD.a_year_before()) for one in BOTH))
    sent(system, run_jobs, file(4))


def last_year(system: System, people: int, unit: str = STAVANGER) -> None:
    straight(system, Expected("11F", PERIOD.a_year_before(), unit), records(PERIOD.year - 1, unit, people))


def test_the_whole_is_compared_with_last_year_where_both_years_have_answered(system: System, delivered: None) -> None:
    last_year(system, 2)
    last_year(system, 3, BERGEN)
    told = macro(system, SIRI, WHOLE, Level.COUNTRY)
    (country,) = told.rows
    change = dict(zip((one.id for one in told.variables), country.changes, strict=True))
    assert (country.answered, country.expected, country.compared) == (1, 2, 1)
    assert (change["mottakere"].value, change["mottakere"].before, change["mottakere"].share) == (4, 2, 1.0)
    assert change["bidrag"].now == 80_000 and change["per_mottaker"].now == 20_000
    (stavanger,) = [one for one in within(system, SIRI, WHOLE, Level.GROUP, str(GROUP)).rows if one.answered]
    assert (stavanger.region, stavanger.compared) == ("1103", 1)


def test_without_last_year_there_is_nothing_to_compare_with(system: System, delivered: None) -> None:
    (country,) = macro(system, SIRI, WHOLE, Level.COUNTRY).rows
    assert country.compared == 0 and country.changes[0].value == 4 and country.changes[0].share is None


def test_edits_are_counted_where_they_are(system: System, run_jobs: Jobs, delivered: None) -> None:
    changing.change(system, SIRI, WHOLE, wanted(system, "bidrag", "20005"), Reason.REVIEW)
    (row,) = [one for one in macro(system, SIRI, WHOLE).rows if one.answered]
    assert (row.region, row.edits, row.stale) == (GROUP, 1, 0) and row.changes[1].value == 80_005
    sent(system, run_jobs, file(4, {0: {"bidrag": "20001"}}))
    (row,) = [one for one in macro(system, SIRI, WHOLE).rows if one.answered]
    assert (row.edits, row.stale) == (1, 1)


DOUBLE = Rule("bidrag", (Condition("bidrag", Compared.EQUAL, "20000"),), Becomes.MULTIPLIED, "2")


def test_a_rule_is_previewed_saved_as_it_was_seen_and_undone_together(system: System, delivered: None) -> None:
    told = bulk.preview_rule(system, SIRI, WHOLE, DOUBLE)
    assert len(told.proposals) == 4 and not told.needs_second and told.moved[0].after == 160_000
    saved = bulk.apply_rule(system, SIRI, WHOLE, DOUBLE, told.seen, Reason.OTHER, "Halve beløp")
    assert all(one.automatic and one.rule == saved[0].rule for one in saved) and value(system, "bidrag") == "40000"
    assert actions(system, saved[0].id) == ["edit.changed"] and actions(system, saved[1].id) == []
    with pytest.raises(Refused, match="endrer ingenting"):
        bulk.apply_rule(
            system, SIRI, WHOLE, DOUBLE, bulk.preview_rule(system, SIRI, WHOLE, DOUBLE).seen, Reason.OTHER, ""
        )
    assert len(changing.undo(system, OLE, saved[0].id)) == 4 and value(system, "bidrag", 4) == "20000"


def test_a_rule_whose_data_have_changed_is_refused(system: System, delivered: None) -> None:
    seen = bulk.preview_rule(system, SIRI, WHOLE, DOUBLE).seen
    changing.change(system, OLE, WHOLE, wanted(system, "bidrag", "20005"), Reason.REVIEW)
    with pytest.raises(Conflict):
        bulk.apply_rule(system, SIRI, WHOLE, DOUBLE, seen, Reason.OTHER, "")


def test_a_rule_with_large_influence_waits_as_one(system: System, delivered: None) -> None:
    large = replace(DOUBLE, value="50")
    told = bulk.preview_rule(system, SIRI, WHOLE, large)
    saved = bulk.apply_rule(system, SIRI, WHOLE, large, told.seen, Reason.OTHER, "")
    assert told.needs_second and value(system, "bidrag") == "20000"
    with pytest.raises(Refused, match="din egen"):
        changing.second(system, SIRI, saved[2].id)
    assert len(changing.second(system, OLE, saved[2].id)) == 4 and value(system, "bidrag") == "1000000"


def test_a_rule_gives_only_values_that_the_form_can_hold(system: System, delivered: None) -> None:
    for rule in (replace(DOUBLE, value="1000000"), replace(DOUBLE, field="bosit", becomes=Becomes.VALUE, value="9")):
        with pytest.raises(Refused):
            bulk.preview_rule(system, SIRI, WHOLE, rule)


def test_usability_is_judged_by_table_with_a_reason(system: System, delivered: None) -> None:
    with pytest.raises(Refused, match="hvorfor"):
        usability.judge(system, SIRI, WHOLE, STAVANGER, ["3", "5"], False, "")
    usability.judge(system, SIRI, WHOLE, STAVANGER, ["5", "3"], False, "Mangler beløp")
    usability.judge(system, OLE, WHOLE, STAVANGER, ["5"], True, "Rettet")
    assert [(one.table, one.usable, one.reason) for one in usability.judged(system, SIRI, WHOLE)] == [
        ("3", False, "Mangler beløp"),
        ("5", True, "Rettet"),
    ]
    with pytest.raises(Refused, match="tabell"):
        usability.judge(system, SIRI, WHOLE, STAVANGER, ["tabell 3!"], False, "x")


def test_a_process_that_has_nothing_begins_from_the_snapshot(system: System, run_jobs: Jobs, delivered: None) -> None:
    changing.change(system, SIRI, WHOLE, wanted(system, "bidrag", "20005"), Reason.REVIEW)
    before = working.working(system, "11F", PERIOD)
    assert make_snapshots(system) == 1 and make_snapshots(system) == 0
    working.HOLDING.clear()
    assert working.working(system, "11F", PERIOD).frame.equals(before.frame)
    # Newer than the snapshot, and a unit that is not in it.
    sent(system, run_jobs, file(5))
    sent(system, run_jobs, file(2, unit=BERGEN), BERGEN)
    working.HOLDING.clear()
    assert find(system, SIRI, WHOLE, Query()).count == 7 and value(system, "bidrag") == "20005"
    (old,) = [kept for shelf in shelves() if shelf.room == "edits" for _, _, kept in on(shelf, system)]
    assert make_snapshots(system) == 1
    (new,) = [kept for shelf in shelves() if shelf.room == "edits" for _, _, kept in on(shelf, system)]
    assert new.object != old.object
    with pytest.raises(Broken):
        system.vault.open(old).read()


def test_a_snapshot_is_wrapped_anew_with_everything_else(system: System, delivered: None, tmp_path: Path) -> None:
    make_snapshots(system)
    rotated = rotate(system, KeyChest(tmp_path / "keys"))
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        assert [one.kept.wrapped_by for one in tx.edits.snapshots()] == [rotated.newest]
    working.HOLDING.clear()
    assert find(system, SIRI, WHOLE, Query()).count == 4


def test_what_retention_destroyed_leaves_the_snapshot(system: System, delivered: None) -> None:
    assert make_snapshots(system) == 1
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        standing = tx.campaign.standing(EXPECTED)
        assert standing is not None and standing.submission is not None
        tx.submissions.destroy_key(standing.submission, INNDATA, tx.now)
    assert find(system, SIRI, WHOLE, Query()).count == 0
    assert make_snapshots(system) == 1 and make_snapshots(system) == 0
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        assert tx.edits.snapshots() == ()


def test_the_export_is_the_same_each_time_and_tells_nobody_who(system: System, run_jobs: Jobs, delivered: None) -> None:
    sent(system, run_jobs, file(4, {3: {"bosit": "6"}}))
    edit = changing.change(system, SIRI, WHOLE, wanted(system, "bidrag", "20005"), Reason.REVIEW, "Ringt").edit
    lines = export(system, SIRI, WHOLE)
    assert export(system, SIRI, WHOLE) == lines
    derived, made = map(json.loads, lines)
    assert (derived["change_event"], derived["change_details"]["rows_affected"]) == ("A", 1)
    assert (made["kostra"]["id"], made["changed_by"]) == (edit.id, SIRI.actor.id)
    for row in working.working(system, "11F", PERIOD).base["person_fodselsnr_pseudonym"]:
        assert row.hex() not in "".join(lines)


def test_the_command_writes_the_same_lines(system: System, delivered: None, capsys: pytest.CaptureFixture[str]) -> None:
    changing.change(system, SIRI, WHOLE, wanted(system, "bidrag", "20005"), Reason.REVIEW)

    @contextmanager
    def opened() -> Iterator[System]:
        yield system

    parser = Parser(prog="kostra")
    edits.add(subcommands(parser), opened)
    given = parser.parse_args(["edits", "export", "11F", "2026"])
    assert given.run(given) == 0
    assert tuple(capsys.readouterr().out.splitlines()) == export(system, SIRI, WHOLE)


def test_only_the_desk_sees(system: System, delivered: None) -> None:
    for attempt in (
        lambda: macro(system, SENDER, WHOLE),
        lambda: within(system, SENDER, WHOLE, Level.COUNTRY, "EAK"),
        lambda: bulk.preview_rule(system, SENDER, WHOLE, DOUBLE),
        lambda: bulk.apply_rule(system, SENDER, WHOLE, DOUBLE, "", Reason.OTHER, ""),
        lambda: usability.judge(system, SENDER, WHOLE, STAVANGER, ["3"], False, "x"),
        lambda: usability.judged(system, SENDER, WHOLE),
        lambda: export(system, SENDER, WHOLE),
    ):
        with pytest.raises(Forbidden):
            attempt()
    assert line(system).unit == STAVANGER
