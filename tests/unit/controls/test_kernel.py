"""The kernel is a function of one batch: cut anywhere and run anywhere, a file gives the same findings."""

from __future__ import annotations

import multiprocessing
import pickle
from io import BytesIO
from typing import Any

import numpy as np
import pytest

from generative.engine import ask, checked, file_of
from generative.records import lines
from kostra.app.controls.check import Asked, Report, outcomes, together
from kostra.controls.declare import Requirement, Unique, require, unique
from kostra.controls.findings import UNKNOWN, Table
from kostra.controls.kernel import HIDDEN, Outcome, Places, run
from kostra.methods.columns import Fields
from kostra.reception import blocks as reading
from unit.controls.made import fields

PLACES = Places("journal", "saksbeh")


def rows(table: Table) -> list[tuple[Any, ...]]:
    """Every row of the table, in its order."""
    return [
        (place, line, hits.at, journal, caseworker, *values)
        for place in sorted(table.hits)
        for hits in table.of(place)
        for line, journal, caseworker, *values in zip(
            hits.lines.tolist(),
            hits.journal.tolist(),
            hits.caseworker.tolist(),
            *((shown.values.tolist()) for shown in hits.shown),
            strict=True,
        )
    ]


def same(one: Table, other: Table) -> None:
    assert rows(one) == rows(other)
    assert (one.records, one.counts, one.tallies) == (other.records, other.counts, other.tallies)
    assert (one.counted is None) == (other.counted is None)
    if one.counted is not None and other.counted is not None:
        assert one.counted.tolist() == other.counted.tolist()


@pytest.mark.parametrize(("form", "year"), [("11F", 2026), ("11F", 2023), ("11CF", 2026)])
def test_blocks_of_any_size_give_the_same_table(form: str, year: int, monkeypatch: pytest.MonkeyPatch) -> None:
    question = ask(form, year, "110300")
    content = file_of(lines(question.version, "1103", 150, 8))
    whole = checked(content, question).table
    assert whole.total > 500
    for size in (1, 7, 100):
        monkeypatch.setattr(reading.blocks, "__defaults__", (size,))
        same(checked(content, question).table, whole)


def _of_half(half: tuple[str, int, bytes, int]) -> list[Outcome]:
    """What one process does with its part of a file. It knows the form and the year, and its own part."""
    form, year, content, first = half
    question = ask(form, year, "110300")
    found = list(outcomes(BytesIO(content), question))
    return [_moved(outcome, first) for outcome in found]


def _moved(outcome: Outcome, first: int) -> Outcome:
    """The part begins at a line of the file."""
    for hits in outcome.hits:
        hits.lines[:] += first
    for lines_ in {id(keys.whose): keys.whose.lines for keys in outcome.keys}.values():
        lines_ += first
    return outcome


def test_two_processes_with_half_a_file_each_give_what_one_gives() -> None:
    question = ask("11F", 2026, "110300")
    content = lines(question.version, "1103", 1200, 9)
    content[700] = content[1]
    whole = checked(file_of(content), question)
    halves = [("11F", 2026, file_of(content[at : at + 600]), at) for at in (0, 600)]
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        parts = pool.map(_of_half, halves)
    same(together((outcome for part in parts for outcome in part), question), whole.table)
    assert {"K05A", "K05B"} <= whole.by_control().keys()


def test_an_outcome_travels_whole() -> None:
    """What leaves a machine can be packed, and whose the records are is packed once."""
    question = ask("11F", 2026, "110300")
    [found] = outcomes(BytesIO(file_of(lines(question.version, "1103", 300, 2))), question)
    [back] = [pickle.loads(pickle.dumps(found))]
    assert len({id(keys.whose) for keys in back.keys}) == 1
    same(together([back], question), together([found], question))


def test_running_twice_changes_nothing() -> None:
    question = ask("11CF", 2025, "030104")
    content = file_of(lines(question.version, "0301", 300, 2))
    first: Report = checked(content, question)
    same(checked(content, question).table, first.table)


def test_one_control_alone_says_what_it_says_among_all() -> None:
    question = ask("11F", 2026, "110300")
    content = file_of(lines(question.version, "1103", 300, 4))
    every = checked(content, question).table
    for place in range(20, len(question.controls.controls), 7):
        alone = Table()
        for part in _alone(content, question, place):
            alone.add(part)
        alone.settle()
        assert [row for row in rows(every) if row[0] == place] == rows(alone)


def _alone(content: bytes, question: Asked, place: int) -> list[Outcome]:
    from kostra.reception.batch import Batch
    from kostra.reception.source import latin_1_chunks, look_through

    file = BytesIO(content)
    rule = question.controls.bind(question.controls.controls[place], question.given)
    places = Places("person_journalnr", "saksbehandler")
    return [
        run([(place, rule)], Batch(question.version, block.rows).fields(), block.lines, places)
        for block in reading.blocks(latin_1_chunks(file, look_through(file)), question.version.record_length)
    ]


def batch() -> Fields:
    return fields(
        {"journal": ["A1", "B2", "C3"], "saksbeh": ["x", "", "z"], "fnr": ["1", "2", "1"]},
        {"tall": ["5", "", "7"]},
        hidden=("fnr",),
    )


LINES = np.array([4, 5, 9], dtype=np.int64)


def test_what_fails_is_told_with_line_journal_caseworker_and_values() -> None:
    def small(f: Fields) -> Requirement:
        return require(f.tall < 6, shown=[f.tall])

    [hits] = run([(2, small)], batch(), LINES, PLACES).hits
    assert (hits.control, hits.lines.tolist(), hits.at) == (2, [9], "tall")
    assert (hits.journal.tolist(), hits.caseworker.tolist()) == ([b"C3"], [b"z"])
    assert [value.strip() for value in hits.shown[0].values.tolist()] == [b"7"]


def test_tallies_tell_how_many_were_asked_failed_and_left_open() -> None:
    def small(f: Fields) -> Requirement:
        return require(f.tall < 6, when=f.journal != "A1", shown=[f.tall])

    tally = run([(0, small)], batch(), LINES, PLACES).tallies[0]
    assert (tally.applied, tally.failed, tally.undecided) == (2, 1, 1)


def test_a_number_that_was_worked_out_is_shown_as_a_number_and_told_when_it_is_not_known() -> None:
    def never(f: Fields) -> Requirement:
        twice = f.tall + f.tall
        return require(f.journal == "", shown=[type(twice)("sum", twice.value, twice.known)])

    [hits] = run([(0, never)], batch(), LINES, PLACES).hits
    assert hits.shown[0].values.tolist() == [10, UNKNOWN, 14]


def test_who_somebody_is_cannot_be_shown() -> None:
    def shows(f: Fields) -> Requirement:
        return require(f.journal == "", shown=[f.fnr])

    with pytest.raises(TypeError, match="fnr tells who somebody is"):
        run([(0, shows)], batch(), LINES, PLACES)


@pytest.mark.parametrize("count", [1, 3])
def test_a_case_worker_that_begins_a_national_id_is_hidden_and_the_record_is_not_touched(count: int) -> None:
    some = fields({"journal": ["A1"] * count, "saksbeh": ["1585901009", "1585901010", "SB12345678"][:count]})

    def never(f: Fields) -> Requirement:
        return require(f.journal == "")

    [hits] = run([(0, never)], some, LINES[:count], PLACES).hits
    assert hits.caseworker.tolist() == [HIDDEN, b"1585901010", b"SB12345678"][:count]
    assert some.text("saksbeh").rows[:, 0].tobytes() == b"1585901009"


def test_a_broken_rule_breaks_the_run_and_is_no_finding() -> None:
    def broken(f: Fields) -> Requirement:
        return require(f.finnes_ikke == "1")

    with pytest.raises(AttributeError, match="finnes_ikke"):
        run([(0, broken)], batch(), LINES, PLACES)


def test_keys_are_of_those_compared_alone() -> None:
    def once(f: Fields) -> Unique:
        return unique(f.fnr.key, among=f.tall.is_number, at=f.fnr)

    [keys] = run([(0, once)], batch(), LINES, PLACES).keys
    assert (keys.lines.tolist(), keys.journal.tolist(), keys.at) == ([4, 9], [b"A1", b"C3"], "fnr")
    assert len(keys.key) == 2


def test_without_journal_and_caseworker_there_is_nobody_to_name() -> None:
    def never(f: Fields) -> Requirement:
        return require(f.journal == "")

    [hits] = run([(0, never)], batch(), LINES, Places()).hits
    assert set(hits.journal.tolist()) == set(hits.caseworker.tolist()) == {b""}
