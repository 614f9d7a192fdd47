"""Pattern files: which cells of each table are shown in a run, and why not. They have no value of any cell.

Under the folder of data, `utdata/<year>/<status>/<run>/pattern/<table>.parquet`, with the columns `region`, one for each dimension of the
table, `measure`, `shown` and `because`. A file that is anything else is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import polars as pl

from kostra.app.disclosure.naming import kinds
from kostra.model.cube import REGION, Status
from kostra.model.errors import Broken
from kostra.model.protection import Protection, Shown, Tally
from kostra.model.region import RegionKind
from kostra.statistics.definition import TOTAL
from kostra.statistics.places import ORDER
from kostra.tables import catalogue

FOLDER, PATTERN, TABLES, PROOFS, ADVICE = "utdata", "pattern", "tables", "proofs", "advice"
MEASURE, STATUS, BECAUSE = "measure", "shown", "because"
_LAST = [MEASURE, STATUS, BECAUSE]
_KIND, _TOTAL = "_kind", "_total"


def of_status(data: Path, year: int, status: Status) -> Path:
    """Where each run has a folder with its id."""
    return data / FOLDER / str(year) / status


def of_run(data: Path, made: Protection) -> Path:
    """All that a run writes."""
    return of_status(data, made.year, made.status) / made.id


def folder(data: Path, made: Protection) -> Path:
    return of_run(data, made) / PATTERN


def proof(run: Path, source: str) -> Path:
    """That the hidden counts of a source cannot be told."""
    return run / PROOFS / f"{source}.json"


def tables(where: Path) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in where.glob("*.parquet")))


def digest(run: Path) -> str:
    """Of all the files but the advice, by their names. Of a folder that is not there, that of nothing."""
    whole = sha256()
    for file in sorted(run.rglob("*")):
        name = file.relative_to(run).as_posix()
        if file.is_file() and not name.startswith(f"{ADVICE}/"):
            whole.update(f"{name} {sha256(file.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


def read(where: Path, table: str, year: int) -> pl.DataFrame:
    frame = pl.read_parquet(where / f"{table}.parquet")
    wanted = [REGION, *(one.id for one in catalogue.table(table, year).dimensions), *_LAST]
    if frame.columns != wanted:
        raise Broken(f"the pattern of table {table} has the columns {frame.columns}, and not {wanted}")
    strange = set(frame[STATUS].unique().to_list()) - {one.value for one in Shown}
    if strange:
        raise Broken(f"the pattern of table {table} has the statuses {sorted(map(str, strange))}")
    return frame


def dimensions(frame: pl.DataFrame) -> list[str]:
    return frame.columns[1 : -len(_LAST)]


def tallies(where: Path, year: int) -> tuple[tuple[tuple[RegionKind, Tally], ...], tuple[tuple[str, Tally], ...]]:
    """By kind of region, over all tables, and by table."""
    by_table, every = [], []
    for table in tables(where):
        frame = _counted(read(where, table, year), year)
        by_table.append((table, tally(frame)))
        every.append(frame)
    if not every:
        return (), ()
    whole = pl.concat(every)
    by_kind = {RegionKind(kind): tally(rows) for (kind,), rows in whole.group_by(_KIND)}
    return tuple((kind, by_kind[kind]) for kind in ORDER if kind in by_kind), tuple(by_table)


def _counted(frame: pl.DataFrame, year: int) -> pl.DataFrame:
    """A region that the year does not have is somebody's municipality."""
    told = {code: kind.value for code, kind in kinds(year).items()}
    totals = [pl.col(id) == TOTAL for id in dimensions(frame)]
    return frame.select(
        STATUS,
        pl.col(REGION).replace_strict(told, default=RegionKind.MUNICIPALITY.value, return_dtype=pl.String).alias(_KIND),
        (pl.all_horizontal(totals) if totals else pl.lit(True)).alias(_TOTAL),
    )


def tally(counted: pl.DataFrame) -> Tally:
    by = dict(counted.group_by(STATUS).len().iter_rows())
    totals = counted.filter(_TOTAL)
    return Tally(
        cells=len(counted),
        primary=by.get(Shown.PRIMARY.value, 0),
        secondary=by.get(Shown.SECONDARY.value, 0),
        small=by.get(Shown.SMALL.value, 0),
        held=by.get(Shown.HELD.value, 0),
        totals=len(totals),
        totals_lost=len(totals.filter(pl.col(STATUS) != Shown.SAFE.value)),
    )


def at(frame: pl.DataFrame, region: str, codes: Iterable[str], measure: str) -> Shown | None:
    """The status of one cell; None where the table has no such cell."""
    wanted = [pl.col(REGION) == region, pl.col(MEASURE) == measure]
    wanted += [pl.col(id) == code for id, code in zip(dimensions(frame), codes, strict=True)]
    found = frame.filter(*wanted)
    return None if found.is_empty() else Shown(found.item(0, STATUS))
