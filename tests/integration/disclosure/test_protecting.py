"""Disclosure control of a year, from what is delivered to the files that are published: what is not shown is nowhere, what is shown is as
it was, and all that is told of the same persons has the same fate.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import polars as pl
import pytest

from integration.commands import running
from integration.databases import SetClock, Spare, joined
from integration.disclosure.nation import (
    ALONE,
    CONSPICUOUS,
    TABLES,
    YEAR,
    deliver,
    fill,
    loans,
    one_more,
    tables_of_persons,
)
from integration.editing.editors import OLE, SIRI
from kostra.app.disclosure import auditing, deciding, merging, patterns, writing
from kostra.app.disclosure.adding_up import add_up, members
from kostra.app.disclosure.figures import Made
from kostra.app.disclosure.hindrances import Before, Reason
from kostra.app.disclosure.protecting import protect
from kostra.app.disclosure.reading import figures, of_cubes
from kostra.app.disclosure.solving import solve
from kostra.app.permissions import NOT_LOGGED_IN, NotLoggedIn
from kostra.app.statistics.making import Ground, cubes, ground
from kostra.app.system import System
from kostra.cli import suppress
from kostra.model.cube import REGION, Cube, Status
from kostra.model.errors import Missing, Refused
from kostra.model.protection import AuditVerdict, Forcing, Protection
from kostra.model.protection import Shown as Word
from kostra.statistics.definition import TOTAL, Ratio
from kostra.statistics.keys import MEASURE, keys
from kostra.statistics.writing import as_frame
from kostra.tables import catalogue

MERGED = "18-24+25-44"
CHANGED, LATE = "1106", "462400"
STIRRED = frozenset({CHANGED, *(code for code, those in members(YEAR).items() if CHANGED in those)})
"""The municipality that has sent one more, and all that it lies in."""


@dataclass(frozen=True)
class Run:
    """What a run left: the bytes of its files, and the tables and patterns in them."""

    made: Protection
    files: Mapping[str, bytes]
    tables: Mapping[str, pl.DataFrame]
    patterns: Mapping[str, pl.DataFrame]

    def shown(self, table: str) -> dict[tuple[str, ...], str]:
        """Why each cell is not shown."""
        frame = self.patterns[table]
        return {tuple(key): word for *key, word in frame.drop(patterns.BECAUSE).rows()}

    def value(self, table: str, key: tuple[str, ...]) -> object:
        frame = self.tables[table]
        return frame.row(
            by_predicate=pl.all_horizontal(
                pl.col(name) == code for name, code in zip(frame.columns[: len(key)], key, strict=True)
            ),
            named=True,
        )["value"]


@dataclass(frozen=True)
class Story:
    """The same nation, protected again and again: as it came, once more, with a cell forced out, as final figures when a municipality has
    sent one person more, and with two ages as one."""

    cubes: Mapping[str, Cube]
    first: Run
    again: Run
    forcing: Forcing
    forced: Run
    final: Run
    merged: Run


@pytest.fixture(scope="module")
def story(spare: Spare, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    data, database = tmp_path_factory.mktemp("data"), spare.take()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue, "of_year", tables_of_persons)
        system = joined(database, SetClock(), data)
        fill(system)
        made = {one.id: one for one in cubes(system, SIRI, YEAR)}
        first, again = run(system, data), run(system, data)
        forcing = deciding.propose(system, SIRI, data, again.made.id, to_force(again), "kommunen har selv vist tallet")
        deciding.second(system, OLE, forcing.id)
        forced = run(system, data)
        one_more(system, f"{CHANGED}00")
        final = run(system, data, Status.FINAL)
        merging.merge(system, SIRI, "91101", "alder", ("18-24", "25-44"), YEAR, "mindre prikkes")
        found = Story(made, first, again, forcing, forced, final, run(system, data))
    yield found
    spare.give_back(database)


def run(system: System, data: Path, status: Status = Status.PROVISIONAL) -> Run:
    made = protect(system, SIRI, data, YEAR, status, with_advice=status is Status.FINAL)
    folder = patterns.of_run(data, made)
    files = {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    tables = {id: pl.read_parquet(folder / patterns.TABLES / f"{id}.parquet") for id in TABLES}
    why = {id: patterns.read(folder / patterns.PATTERN, id, YEAR) for id in TABLES}
    return Run(made, files, tables, why)


def to_force(one: Run) -> str:
    """What gives way to a sum of others, in the largest municipality."""
    found = [
        key
        for key, word in one.shown("91105").items()
        if word == Word.SECONDARY and key[0] == "1103" and key[-1] == "mottakere"
    ]
    return ";".join(("91105", *found[0]))


def with_truth(story: Story, table: str) -> pl.DataFrame:
    """Each cell as it was made, with why it is not shown."""
    names = [REGION, *(one.id for one in catalogue.table(table, YEAR).dimensions), MEASURE]
    return as_frame(story.cubes[table]).join(story.first.patterns[table], on=names, maintain_order="left")


def test_what_is_not_shown_is_blank_and_what_is_shown_is_as_it_was(story: Story) -> None:
    for table in TABLES:
        truth, published = with_truth(story, table), story.first.tables[table]
        assert published.columns == [*published.columns[:-4], "value", "mark", "reported", "estimated"]
        hidden = truth[patterns.STATUS] != Word.SAFE
        assert hidden.any() and not hidden.all()
        assert published.filter(hidden)["value"].null_count() == hidden.sum()
        assert set(published.filter(hidden)["mark"]) == {":"}
        assert published.filter(~hidden)["value"].equals(truth.filter(~hidden)["value"])


def test_the_sum_of_whoever_is_not_shown_is_nowhere(story: Story) -> None:
    """Everybody got a sum of their own: the same number is the same persons."""
    kroner = {
        (table, one.id): one.unit.nb == "kroner" and one.decimals == 0
        for table in TABLES
        for one in story.cubes[table].measures
    }
    out: set[int] = set()
    hidden: set[int] = set()
    for table in TABLES:
        for row in with_truth(story, table).filter(pl.col("denominator") == 1).rows(named=True):
            if kroner[table, row[MEASURE]] and row["numerator"]:
                (out if row[patterns.STATUS] == Word.SAFE else hidden).add(row["numerator"])
    assert max(hidden) > CONSPICUOUS and len(hidden) > 100 and not out & hidden
    written = (
        b"\n".join(story.first.files.values())
        + "\n".join(
            frame.cast(pl.String).write_csv()
            for frame in (*story.first.tables.values(), *story.first.patterns.values())
        ).encode()
    )
    assert b"contributors" not in written and b"largest" not in written and b"numerator" not in written
    assert not [number for number in hidden if number > 100_000 and str(number).encode() in written]
    assert str(CONSPICUOUS).encode() not in written and ALONE[:4].encode() in written


def test_a_ratio_is_hidden_with_what_it_is_made_of(story: Story) -> None:
    tried = 0
    for table in TABLES:
        shown = story.first.shown(table)
        for one in catalogue.table(table, YEAR).measures:
            parts = (one.formula.top, one.formula.per) if isinstance(one.formula, Ratio) else ()
            for key in [key for key in shown if key[-1] == one.id]:
                for part in parts:
                    other = shown.get((*key[:-1], part)) if part is not None else None
                    if other not in (None, Word.SAFE):
                        assert shown[key] != Word.SAFE, (table, key, part)
                        tried += 1
    assert tried > 50


def test_the_same_persons_have_the_same_fate_in_every_table(story: Story) -> None:
    """Recipients in all: told four times."""
    every = [
        {
            key[0]: word
            for key, word in story.first.shown(table).items()
            if key[-1] == "mottakere" and set(key[1:-1]) <= {TOTAL}
        }
        for table in TABLES
    ]
    assert every[0] == every[1] == every[2] == every[3] and set(every[0].values()) > {Word.SAFE, Word.PRIMARY}
    assert every[0]["EAK"] == Word.SAFE and every[0]["1101"] == every[0]["4602"] == Word.PRIMARY


def test_the_same_data_give_the_same_bytes(story: Story) -> None:
    assert story.first.files == story.again.files and story.first.made.pattern == story.again.made.pattern


def test_what_two_have_forced_out_is_shown(story: Story) -> None:
    cell = story.forcing.cell
    key = (cell.region, *cell.codes, cell.measure)
    assert story.again.shown(cell.table)[key] == Word.SECONDARY
    assert story.forced.shown(cell.table)[key] == Word.SAFE and story.forced.made.forced == (story.forcing.id,)


def test_final_figures_keep_to_what_was_shown_of_the_provisional_ones(story: Story) -> None:
    kept = stayed = 0
    for table in TABLES:
        before, after = story.forced.shown(table), story.final.shown(table)
        counts = {one.id for one in story.cubes[table].measures if one.id.startswith("mottakere")}
        for key in [key for key in before if key[-1] in counts]:
            if before[key] == Word.PRIMARY:
                # That nobody is left may be told.
                assert after[key] != Word.SAFE or story.final.value(table, key) == 0, (table, key)
                kept += after[key] != Word.SAFE
            elif before[key] == Word.SAFE and key[0] not in STIRRED:
                assert after[key] in (Word.SAFE, Word.PRIMARY), (table, key)
                stayed += 1
    assert kept > 50 and stayed > 100


def as_made(spare: Spare, data: Path, more: Callable[[System], None] = lambda _: None) -> tuple[Ground, list[Made]]:
    database = spare.take()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue, "of_year", tables_of_persons)
        system = joined(database, SetClock(), data)
        fill(system)
        more(system)
        with system.transactions.begin(SIRI.actor, SIRI.scope) as tx:
            of = ground(system, tx, YEAR, (), Status.FINAL)
        every = [Made(table, cube) for table, cube in zip(of.tables, cubes(system, SIRI, YEAR), strict=True)]
    spare.give_back(database)
    return of, every


def test_what_those_in_a_small_municipality_got_does_not_follow_from_what_all_of_them_got(
    spare: Spare, tmp_path: Path
) -> None:
    """Men alone have loans: theirs are all that there are."""
    of, every = as_made(spare, tmp_path, partial(loans, unit="110800", field="kjonn", code="1"))
    rule = replace(catalogue.table("91101", YEAR).disclosure, smallest=100_000)
    every = [
        replace(one, table=replace(one.table, disclosure=rule)) if one.table.id == "91101" else one for one in every
    ]
    solution = solve(every, of.records, Before(), print)
    for source in solution.sources:
        solution.solve_amounts(source, print)
    published = writing.published(every, solution.shown())
    read = figures(of_cubes(published), [one.table for one in every], YEAR)
    amounts = [one for one in read if one.amount]
    found = auditing.of_amounts("11F", add_up(amounts, YEAR))
    assert found.asked.any() and not (found.follows | found.stuck).any()


def test_an_amount_is_shown_though_a_mean_of_it_was_not(story: Story, spare: Spare, tmp_path: Path) -> None:
    """It may be what it is divided by that was hidden; and where the amount was out, hiding it now would defend nothing."""
    of, every = as_made(spare, tmp_path)
    mean = (pl.col(MEASURE) == "stonadslengde") & (pl.col(REGION) == "1103")
    hidden = pl.when(mean).then(pl.lit(Word.SECONDARY.value)).otherwise(pl.col(patterns.STATUS))
    march = {table: frame.with_columns(hidden.alias(patterns.STATUS)) for table, frame in story.first.patterns.items()}
    solution = solve(every, of.records, Before(march), print)
    for source in solution.sources:
        solution.solve_amounts(source, print)
    place = next(number for number, one in enumerate(every) if one.table.id == "13995")
    reason = dict(zip(keys(every[place].cube).rows(), solution.shown()[place].reason.tolist(), strict=True))
    assert story.first.shown("13995")["1103", "stonadsmaaneder"] == Word.SAFE
    assert reason["1103", "stonadsmaaneder"] == Reason.SAFE


def test_a_change_of_one_municipality_is_safe_beside_what_its_county_was_before(story: Story) -> None:
    assert story.final.made.verdict is not None and story.final.made.verdict.passed


def test_one_that_came_late_is_not_known_by_what_its_county_was_before(spare: Spare, tmp_path: Path) -> None:
    """Nobody else has changed: what is more of the county and the country is what the municipality has."""
    database = spare.take()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue, "of_year", tables_of_persons)
        system = joined(database, SetClock(), tmp_path)
        fill(system, late=LATE)
        before = run(system, tmp_path)
        deliver(system, LATE)
        after = run(system, tmp_path, Status.FINAL)
    spare.give_back(database)
    assert after.made.verdict is not None and after.made.verdict.passed
    around = {code for code, those in members(YEAR).items() if LATE[:4] in those}
    gone = [
        (table, key)
        for table in TABLES
        for key, word in after.shown(table).items()
        if word == Word.SECONDARY and key[0] in around and before.shown(table)[key] == Word.SAFE
    ]
    assert gone, "a sum that would tell of somebody is not shown now, though it was"


def test_categories_are_published_as_one(story: Story) -> None:
    ages = story.merged.tables["91101"]["alder"].unique().to_list()
    assert MERGED in ages and not {"18-24", "25-44"} & set(ages)
    described = json.loads(story.merged.files["tables/91101.json"])
    (age,) = (one for one in described["dimensions"] if one["id"] == "alder")
    assert MERGED in json.dumps(age) and story.merged.made.merged
    whole = pl.col(REGION) == "EAK", pl.col(MEASURE) == "mottakere"
    together = dict(story.merged.tables["91101"].filter(*whole, pl.col("kjonn") == TOTAL)["alder", "value"].rows())
    apart = dict(story.merged.tables["91105"].filter(*whole)["alder", "value"].rows())
    assert together[MERGED] == apart["18-24"] + apart["25-44"]


def test_neighbours_are_advised_to_be_merged_and_the_best_come_first(story: Story) -> None:
    told = {id: json.loads(story.final.files[f"advice/{id}.json"]) for id in ("91101", "91105")}
    for advised in told.values():
        backs = [one["back"] for one in advised]
        assert 0 < len(backs) <= 3 and backs == sorted(backs, reverse=True) and backs[-1] > 0
        assert {one["dimension"] for one in advised} == {"alder"}, "two sexes as one are the total"
    assert not [name for name in story.first.files if name.startswith("advice/")]


def test_only_statisticians_protect_and_only_what_is_there(
    system: System, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(NotLoggedIn):
        protect(system, NOT_LOGGED_IN, tmp_path, YEAR, Status.FINAL)
    with pytest.raises(Missing, match="Ingen har levert noe skjema for 2025"):
        protect(system, SIRI, tmp_path, YEAR, Status.FINAL)
    with pytest.raises(Missing, match="Ingen tabell gjelder for 1999"):
        protect(system, SIRI, tmp_path, 1999, Status.FINAL)
    kostra = running(system, capsys, partial(suppress.add, folder=lambda: tmp_path), "suppress")
    with pytest.raises(Missing, match="Ingen har levert noe skjema for 2025"):
        kostra(str(YEAR))
    assert not list(tmp_path.glob("utdata/**/*.parquet"))


def test_what_is_hidden_is_proven_to_be_two_things(story: Story) -> None:
    """Also beside provisional figures, of whose hidden cells the truth is not kept."""
    for one in (story.first, story.final):
        told = [each for each in json.loads(one.files[auditing.NAME]) if not each["amounts"]]
        assert one.made.verdict is not None
        assert one.made.verdict.certified == sum(each["proven"] for each in told) > 0
        with_some = [each for each in told if each["hidden"]]
        assert with_some and all(each["proven"] > 0.6 * each["hidden"] for each in with_some)
        written = {f"{patterns.PROOFS}/{each['source']}.json" for each in with_some}
        assert {file for file in one.files if file.startswith(patterns.PROOFS)} == written


def test_a_proof_with_a_number_changed_is_refused(story: Story, tmp_path: Path) -> None:
    run, name = tmp_path / "run", f"{patterns.PROOFS}/11F.json"
    for file, content in story.first.files.items():
        (run / file).parent.mkdir(parents=True, exist_ok=True)
        (run / file).write_bytes(content)

    def audited() -> AuditVerdict:
        return auditing.audit(run / patterns.TABLES, tables_of_persons(YEAR), YEAR, run, lambda _: None)

    assert audited() == story.first.made.verdict
    lines = story.first.files[name].decode().split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith('["'))
    cell, value = json.loads(lines[at].rstrip(","))
    lines[at] = json.dumps([cell, value + 1], ensure_ascii=False) + ","
    (run / name).write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(Refused, match=r"Sertifikatet stemmer ikke|er endret"):
        audited()
    (run / name).unlink()
    assert audited().certified == 0
