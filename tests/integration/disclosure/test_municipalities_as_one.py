"""Two municipalities of one table published as one: they stand there as one, are what the two are together, and in every other table still
alone, so that nobody can work out more than before.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from integration.databases import SetClock, Spare, joined
from integration.disclosure.nation import YEAR, fill, some_in_both, tables_of_persons
from integration.editing.editors import OLE, SIRI
from kostra.app.disclosure import advice, deciding, merging, patterns
from kostra.app.disclosure.mapping import of_table
from kostra.app.disclosure.protecting import protect
from kostra.app.statistics.making import cubes
from kostra.app.system import System
from kostra.model.cube import REGION, Status
from kostra.model.protection import Merge, Protection
from kostra.statistics.definition import TOTAL
from kostra.statistics.keys import MEASURE
from kostra.statistics.writing import as_frame
from kostra.tables import catalogue

TABLE, OTHER = "91101", "91105"
ONE, TWO = "1103", "1108"
BOTH = f"{ONE}+{TWO}"
COUNTY = "EKA11"
IN_BOTH = 9


@dataclass(frozen=True)
class Run:
    made: Protection
    files: Mapping[str, bytes]
    tables: Mapping[str, pl.DataFrame]

    def values(self, table: str, region: str) -> dict[tuple[str, ...], tuple[object, object]]:
        """The value and the mark of each cell of a region."""
        rows = self.tables[table].filter(pl.col(REGION) == region).drop(REGION, "reported", "estimated").rows()
        return {tuple(key): (value, mark) for *key, value, mark in rows}


@dataclass(frozen=True)
class Story:
    """The same nation as it is, with two municipalities as one in one table, that undone, and as final figures after the merge was out."""

    true: Mapping[str, pl.DataFrame]
    merge: Merge
    apart: Run
    as_one: Run
    undone: Run
    final: Run
    matrix: tuple[str, ...]
    advised: tuple[tuple[str, ...], ...]


@pytest.fixture(scope="module")
def story(spare: Spare, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    data, database = tmp_path_factory.mktemp("data"), spare.take()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue, "of_year", tables_of_persons)
        # All of them, so that those that bring nothing back are told apart from those that nobody tried.
        patch.setattr(advice, "BEST", 100)
        system = joined(database, SetClock(), data)
        fill(system)
        some_in_both(system, f"{ONE}00", f"{TWO}00", IN_BOTH)
        true = {one.id: as_frame(one) for one in cubes(system, SIRI, YEAR)}
        apart = run(system, data)
        made = merging.merge(system, SIRI, TABLE, REGION, (TWO, ONE), YEAR, "mindre prikkes")
        as_one = run(system, data)
        seen = of_table(system, SIRI, data, as_one.made.id, TABLE)
        matrix = tuple(line.region for line in seen.matrix(seen.measures, COUNTY).counties[0].lines)
        merging.undo(system, SIRI, made.id, "prøver uten")
        undone = run(system, data)
        merging.merge(system, SIRI, TABLE, REGION, (ONE, TWO), YEAR, "mindre prikkes likevel")
        out = run(system, data)
        deciding.approve(system, OLE, data, out.made.id)
        (own,) = merging_now(system)
        merging.undo(system, SIRI, own.id, "de skal stå hver for seg i endelige tall")
        final = run(system, data, Status.FINAL)
        advised = tuple(
            (id, one["dimension"], *one["codes"])
            for id in (TABLE, OTHER)
            for one in json.loads(final.files[f"advice/{id}.json"])
        )
        found = Story(true, made, apart, as_one, undone, final, matrix, advised)
    yield found
    spare.give_back(database)


def merging_now(system: System) -> tuple[Merge, ...]:
    with system.transactions.begin(SIRI.actor, SIRI.scope) as tx:
        return merging.merges(tx, YEAR, TABLE)


def run(system: System, data: Path, status: Status = Status.PROVISIONAL) -> Run:
    made = protect(system, SIRI, data, YEAR, status, with_advice=status is Status.FINAL)
    folder = patterns.of_run(data, made)
    files = {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    tables = {id: pl.read_parquet(folder / patterns.TABLES / f"{id}.parquet") for id in (TABLE, OTHER)}
    return Run(made, files, tables)


def test_they_stand_as_one_where_the_first_of_them_stood(story: Story) -> None:
    regions = story.as_one.tables[TABLE][REGION].unique(maintain_order=True).to_list()
    before = story.apart.tables[TABLE][REGION].unique(maintain_order=True).to_list()
    assert regions == [BOTH if code == ONE else code for code in before if code != TWO]
    assert story.as_one.tables[OTHER][REGION].unique(maintain_order=True).to_list() == before
    described = json.loads(story.as_one.files[f"tables/{TABLE}.json"])
    named = {one["code"]: one["title"]["nb"] for one in described["dimensions"][0]["values"]}
    assert named[BOTH] == story.merge.title.nb == "Stavanger og Sandnes"
    assert described["coverage"][BOTH] == {"reported": 2, "expected": 2, "share": 1.0}
    assert BOTH in story.matrix and not {ONE, TWO} & set(story.matrix)


def test_what_is_shown_is_what_the_two_are_together_and_the_county_is_as_it_was(story: Story) -> None:
    true = {tuple(key): value for *key, value in story.true[TABLE].drop(story.true[TABLE].columns[-8:]).rows()}
    shown = {key: value for key, (value, _) in story.as_one.values(TABLE, BOTH).items() if value is not None}
    cases = {key for key in shown if key[-1] in ("tilfeller", "stonad")}
    assert cases and all(shown[key] == true[ONE, *key] + true[TWO, *key] for key in cases)
    persons = {key: true[ONE, *key] + true[TWO, *key] - shown[key] for key in shown if key[-1] == "mottakere"}
    assert persons[TOTAL, TOTAL, "mottakere"] == IN_BOTH and min(persons.values()) >= 0, "each is one person"
    county = {key: value for key, (value, _) in story.as_one.values(TABLE, COUNTY).items() if value is not None}
    assert county and all(value == true[COUNTY, *key] for key, value in county.items())


def test_nothing_can_be_worked_out_and_what_is_small_alone_stays_hidden(story: Story) -> None:
    for one in (story.apart, story.as_one, story.undone, story.final):
        assert one.made.verdict is not None and one.made.verdict.passed
    own = story.true[OTHER].filter(
        pl.col(REGION) == TWO, pl.col(MEASURE) == "mottakere", pl.col("value").is_between(1, 3)
    )
    small = {tuple(key) for key in own.select("alder", MEASURE).rows()}
    assert small and small <= {key for key, (_, mark) in story.as_one.values(OTHER, TWO).items() if mark == ":"}
    tally = story.as_one.made.tally(TABLE)
    assert tally is not None and tally.primary + tally.secondary == len(
        story.as_one.tables[TABLE].filter(pl.col("mark") == ":")
    )


def test_undone_the_tables_are_the_same_bytes_as_before(story: Story) -> None:
    assert story.undone.made.merged == () and story.as_one.made.merged == (story.merge.id,)
    assert story.undone.files == story.apart.files != story.as_one.files


def test_what_was_out_as_one_gives_nothing_away_when_they_stand_alone(story: Story) -> None:
    """Provisional figures of the two as one are out; in the final ones a part that is shown would tell of the other."""
    out = {key: value for key, (value, _) in story.as_one.values(TABLE, BOTH).items() if value is not None}
    one, two = (story.final.values(TABLE, region) for region in (ONE, TWO))
    every = [key for key in out if key[-1] == "mottakere"]
    alone = [key for key in every if (one[key][1] == ":") != (two[key][1] == ":")]
    assert every and not alone


def test_pairs_of_municipalities_are_tried(story: Story) -> None:
    assert {each[1] for each in story.advised} >= {REGION, "alder"}
    assert {each[2:] for each in story.advised if each[1] == REGION} == {(ONE, TWO)}
