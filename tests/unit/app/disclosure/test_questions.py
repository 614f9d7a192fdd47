"""What tables ask, as sets of persons: the same question is the same wherever it is asked, and the sets hold whom the engine counts."""

from __future__ import annotations

import pytest

from kostra.app.disclosure.gathering import gather
from kostra.app.disclosure.measures import PERSONS, Measures, amount_of, family, fields_of
from kostra.app.disclosure.questions import Questions
from kostra.disclosure.problem import Sums, Whole
from kostra.disclosure.registry import NO_CELL, Axis
from kostra.model.cube import Status
from kostra.statistics.definition import AGE, MONTHS, Count, Kind, Over, Ratio, Source, TableDefinition
from kostra.statistics.engine import make
from kostra.tables.catalogue import table
from kostra.tables.fields import personal
from unit.statistics.any_records import any_records

YEAR = 2025
FORM = Source(Kind.FORM, "11F")


def asked(*ids: str) -> tuple[tuple[TableDefinition, ...], Questions, Measures]:
    tables = tuple(table(id, YEAR) for id in ids)
    questions = Questions(YEAR, [(one, [each for each in one.measures if each.data == FORM]) for one in tables])
    return tables, questions, Measures(tables, {FORM: questions})


def axes(of: Measures, one: TableDefinition, measure: str) -> tuple[Axis, ...]:
    return of.told(one, one.measure(measure))[0].axes


def test_an_age_is_the_same_question_as_a_dimension_and_as_a_condition() -> None:
    (by_age, plain), _, measures = asked("91105", "13995")
    (age,) = axes(measures, by_age, "mottakere")
    (young,) = axes(measures, plain, "mottakere_18_24")
    assert (age.question, age.choices[0], len(age.choices)) == (AGE, None, 7)
    assert young == Axis(AGE, (age.choices[2],)) and age.choices[2] == frozenset(range(18, 25))
    unknown = age.choices[-1]
    assert unknown == frozenset({121}), "whoever is older than anybody is as old as that, and is of the last band"
    assert axes(measures, plain, "mottakere") == ()


def test_what_else_a_measure_asks_comes_after_the_dimensions() -> None:
    (by_age,), _, measures = asked("91105")
    age, months = axes(measures, by_age, "seks_maaneder")
    assert age == axes(measures, by_age, "mottakere")[0] and months == Axis(MONTHS, (frozenset(range(6, 13)),))
    assert [axis.question for axis in axes(measures, by_age, "seks_maaneder_hovedkilde")] == [AGE, "vklo", MONTHS]


def test_a_dimension_by_rules_about_one_thing_asks_for_that() -> None:
    (lengths,), _, measures = asked("91109")
    (months,) = axes(measures, lengths, "mottakere")
    assert months.question == MONTHS and months.choices[1] == frozenset({1}) and months.choices[-1] == frozenset({0})


def test_a_sum_tells_of_an_amount_and_of_persons_and_a_ratio_of_both_its_parts() -> None:
    (plain, shares), _, measures = asked("13995", "91102")
    amount, persons = measures.told(plain, plain.measure("stonad"))
    assert (amount.amount, persons.amount) == ("bidrag_i_sum og laan_i_sum", PERSONS) and amount.axes == persons.axes
    parts = [measures.told(plain, plain.measure(one))[0].amount for one in ("bidrag", "laan")]
    assert amount_of(tuple(field for one in parts for field in fields_of(one))) == amount.amount
    ratio = plain.measure("stonad_per_mottaker")
    assert isinstance(ratio.formula, Ratio) and ratio.formula.per == "mottakere"
    assert measures.told(plain, ratio) == (amount, persons)
    share = next(one for one in shares.measures if isinstance(one.formula, Ratio) and one.formula.per is None)
    of, whole = measures.told(shares, share)
    assert of.axes == whole.axes and (of.whole, whole.whole) == (False, True)


def test_what_counts_no_persons_tells_of_nobody() -> None:
    posts = table("12221", YEAR)
    measures = Measures((posts,), {})
    assert not personal(posts.data) and personal(FORM)
    assert measures.told(posts, posts.measure("aarsverk")) == ()
    (cases,) = measures.told(posts, posts.measure("saker_raadgivning"))
    assert cases.amount == "svar på saker_raadgivning" and cases.axes == ()
    assert measures.told(posts, posts.measure("saker_per_1000")) == (cases,)
    assert measures.told(posts, posts.measure("saker_per_aarsverk")) == (cases,)


REGIONS = ("1103", "1120", "4601", "030101")
"""Where a person is one case."""


@pytest.mark.parametrize("id", ["13995", "91101", "91102", "91106", "91109", "91110", "91113"])
def test_the_sets_hold_whom_the_engine_counts(id: str) -> None:
    (one,), questions, measures = asked(id)
    records, _ = any_records(one, YEAR)
    cube = make(one, records, Status.FINAL, None)
    counting = [
        each for each in one.measures if isinstance(each.formula, Count) and each.formula.over is not Over.UNITS
    ]
    told = [measures.told(one, each)[0] for each in counting]
    gathered = gather(records[FORM], one.months, questions, [(each, REGIONS) for each in told])
    tried = 0
    for measure, each in zip(counting, told, strict=True):
        assert family(each, REGIONS).axes == each.axes
        if measure.hidden:
            continue
        ids = iter(gathered.ids(each, REGIONS))
        for region in REGIONS:
            for codes, cell in cube.rows(region):
                if codes[-1] != measure.id:
                    continue
                id_ = next(ids)
                assert cell.value == (0 if id_ == NO_CELL else added(gathered.registry.cells, gathered.counts, id_)), (
                    codes
                )
                tried += bool(cell.value)
    assert tried > 5


def added(sums: Sums, counts: Whole, place: int) -> int:
    return int(counts[sums.row[sums.start[place] : sums.start[place + 1]]].sum())
