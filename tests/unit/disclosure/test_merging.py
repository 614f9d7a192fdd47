"""Merging advice: what is told comes back does come back, and nothing better was left out."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from kostra.disclosure.adding import added
from kostra.disclosure.asking import Asked, Summed, ask, no_lists, problem
from kostra.disclosure.crossing import Crossing, cross
from kostra.disclosure.layout import Table, dimension, shape
from kostra.disclosure.merging import Merge, advice
from kostra.disclosure.problem import Pattern, Problem, Status
from kostra.disclosure.protecting import protect

COUNTY = {"a": "A", "b": "A", "c": "A", "d": "B", "e": "B", "f": "B"}
MUN = dimension("mun", COUNTY, {"county": COUNTY})
AGE = dimension("age", ["1", "2", "3", "4"])
COUNTS = np.array([[9, 12, 2, 30], [7, 1, 8, 40], [6, 20, 3, 10], [15, 2, 1, 25], [8, 7, 3, 60], [30, 2, 2, 9]])


def protected(*tables: Table) -> tuple[Crossing, list[Asked], Pattern]:
    crossing = cross(tables)
    asked = [ask(Summed(table, 4, True), [], no_lists(table)) for table in tables]
    return crossing, asked, protect(problem(crossing, asked))


def suppressed(*tables: Table) -> int:
    return int((protected(*tables)[2].status != Status.SAFE).sum())


def put_together(table: Table, first: int) -> Table:
    """The ages `first` and the next counted as one from the beginning: not how the advice does it."""
    kept = [code for at, code in enumerate(AGE.codes) if at != first + 1]
    counts = np.delete(table.counts, first + 1, axis=1)
    counts[:, first] += table.counts[:, first + 1]
    return Table(table.name, (table.dimensions[0], dimension("age", kept)), counts)


def test_what_comes_back_is_what_protecting_the_merged_table_gives() -> None:
    table = Table("t", (MUN, AGE), COUNTS)
    crossing, asked, pattern = protected(table)
    found = advice(crossing, asked, pattern, 20)
    now = suppressed(table)
    back = {each.codes: each.back for each in found if each.dimension == "age"}
    for first, codes in enumerate(pairwise(AGE.codes)):
        assert back.get(codes, 0) == max(now - suppressed(put_together(table, first)), 0)
    assert max(back.values()) > 0
    assert [each.back for each in found] == sorted((each.back for each in found), reverse=True)


def test_regions_are_merged_within_their_group() -> None:
    crossing, asked, pattern = protected(Table("t", (MUN, AGE), COUNTS))
    regions = [each.codes for each in advice(crossing, asked, pattern, 20) if each.dimension == "mun"]
    assert regions
    assert all(COUNTY[one] == COUNTY[other] for one, other in regions)


def test_the_best_few_are_the_first_of_the_many() -> None:
    crossing, asked, pattern = protected(Table("t", (MUN, AGE), COUNTS))
    assert advice(crossing, asked, pattern, 1) == advice(crossing, asked, pattern, 20)[:1]


def test_what_is_out_is_not_merged() -> None:
    table = Table("t", (MUN, AGE), COUNTS)
    crossing, (asked,), pattern = protected(table)
    out = np.arange(len(asked.primary)).reshape(len(MUN.labels), -1)[:, 1]
    forced = asked.forced.copy()
    forced[out] = True
    found = advice(crossing, [replace(asked, forced=forced)], pattern, 20)
    assert found
    assert all("2" not in each.codes for each in found if each.dimension == "age")


def test_linked_tables_are_merged_together() -> None:
    whole = np.random.default_rng(5).integers(0, 7, (6, 4, 3))
    tables = (
        Table("one", (MUN, AGE), whole.sum(2)),
        Table("two", (AGE, dimension("kind", ["x", "y", "z"])), whole.sum(0)),
    )
    crossing, asked, pattern = protected(*tables)
    assert not added(crossing.counts, crossing.links).any()
    found = advice(crossing, asked, pattern, 20)
    assert found == advice(crossing, asked, pattern, 20)
    assert all(isinstance(each, Merge) and each.back > 0 for each in found)


def test_what_is_told_is_what_whoever_audits_leaves() -> None:
    crossing, asked, pattern = protected(Table("t", (MUN, AGE), COUNTS))
    most = advice(crossing, asked, pattern, 20)
    seen: list[Crossing] = []

    def one_more(made: Problem, merged: Crossing) -> Pattern:
        seen.append(merged)
        found = protect(made)
        status = found.status.copy()
        status[np.flatnonzero(status == Status.SAFE)[0]] = Status.SECONDARY
        return replace(found, status=status)

    found = advice(crossing, asked, pattern, 20, one_more)
    assert [(each.codes, each.back) for each in found] == [
        (each.codes, each.back - 1) for each in most if each.back > 1
    ]
    for each in seen:
        assert np.prod(shape(each.tables[0])) == len(each.cells)
    seen.clear()
    assert len(advice(crossing, asked, pattern, 1, one_more)) == 1
    assert len(seen) <= 1 + sum(each.back == most[0].back for each in most)


def test_what_cannot_be_protected_is_no_advice() -> None:
    crossing, asked, pattern = protected(Table("t", (MUN, AGE), COUNTS))

    def exposed(made: Problem, _: Crossing) -> Pattern:
        return replace(protect(made), exposed=made.primary)

    assert advice(crossing, asked, pattern, 20, exposed) == []


def test_regions_of_different_groups_are_not_merged() -> None:
    crossed = dimension("mun", COUNTY, {"county": COUNTY, "size": dict(zip("abcdef", "LSLSLS", strict=True))})
    crossing, asked, pattern = protected(Table("t", (crossed, AGE), COUNTS))
    regions = {each.codes for each in advice(crossing, asked, pattern, 20) if each.dimension == "mun"}
    assert regions <= {("a", "c"), ("d", "f")}
    assert regions
