"""What a run of disclosure control writes, each file whole or not there: the tables as they may be published, why what is not shown is
not, and proofs that it cannot be told. Each run has a folder of its own, which is whole or not there.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import polars as pl

from kostra.app.disclosure import patterns
from kostra.app.disclosure.figures import Made, Shown
from kostra.app.disclosure.hindrances import WORDS, Reason
from kostra.disclosure.hiding import hidden
from kostra.model.cube import Cube
from kostra.model.errors import Refused, system_said
from kostra.statistics.keys import keys
from kostra.statistics.writing import as_json, as_parquet, parquet


def published(made: Sequence[Made], shown: Sequence[Shown]) -> tuple[Cube, ...]:
    """The cubes without what is not shown."""
    return tuple(
        hidden(one.cube, (each.reason > Reason.SAFE) & (each.reason < Reason.HELD), each.reason == Reason.HELD)
        for one, each in zip(made, shown, strict=True)
    )


@contextmanager
def waiting(run: Path) -> Iterator[Path]:
    """A folder beside that of the run, which `put` takes into use; what goes wrong meanwhile leaves nothing."""
    folder = _waiting(run)
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def write(folder: Path, made: Sequence[Made], shown: Sequence[Shown], cubes: Sequence[Cube]) -> None:
    try:
        (folder / patterns.PATTERN).mkdir(mode=0o700, parents=True)
        (folder / patterns.TABLES).mkdir(mode=0o700)
        named = [keys(one.cube) for one in made]
        labels = [_labels(frame, one.cube.id) for frame, one in zip(named, made, strict=True)]
        for frame, each, cube in zip(named, shown, cubes, strict=True):
            _put(folder / patterns.TABLES / f"{cube.id}.parquet", as_parquet(cube))
            _put(folder / patterns.TABLES / f"{cube.id}.json", as_json(cube).encode())
            _put(folder / patterns.PATTERN / f"{cube.id}.parquet", parquet(_pattern(frame, each, labels)))
    except OSError as error:
        raise _full(folder, error) from None


def prove(folder: Path, proofs: Mapping[str, bytes]) -> None:
    """By source."""
    try:
        (folder / patterns.PROOFS).mkdir(mode=0o700)
        for source, content in proofs.items():
            _put(patterns.proof(folder, source), content)
    except OSError as error:
        raise _full(folder, error) from None


def put(run: Path) -> None:
    _waiting(run).rename(run)


def clear(run: Path, needed: Container[str]) -> None:
    """Earlier runs of the same year and status that nobody needs any more."""
    for other in run.parent.glob("[!.]*"):
        if other != run and other.name not in needed:
            shutil.rmtree(other, ignore_errors=True)


def _waiting(run: Path) -> Path:
    return run.with_name(f".{run.name}-part")


def _labels(frame: pl.DataFrame, table: str) -> pl.Series:
    return frame.select(pl.concat_str(pl.lit(table), *frame.columns, separator=";").alias("cell"))["cell"]


def _pattern(frame: pl.DataFrame, shown: Shown, labels: Sequence[pl.Series]) -> pl.DataFrame:
    because = pl.Series("because", [""], pl.String).new_from_index(0, len(frame)).to_numpy().copy()
    for number, those in enumerate(labels):
        at = np.flatnonzero(shown.table == number)
        because[at] = those.gather(shown.cell[at]).to_numpy()
    words = pl.Series([word.value for word in WORDS])
    return frame.with_columns(words.gather(shown.reason).alias(patterns.STATUS), pl.Series(patterns.BECAUSE, because))


def _full(folder: Path, error: OSError) -> Refused:
    return Refused(f"Kan ikke skrive til «{folder}»: {system_said(error)}. Gi plass, og prikk på nytt.")


def _put(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
