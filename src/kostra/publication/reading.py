"""The two files of a table and a year, as a release has them. Refused are files that have not been through disclosure control, and files
whose cells are not those of their own description: what is published must be exactly what was audited.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import polars as pl

from kostra.model import cube
from kostra.model.cube import Break, Counted, Mark, Measure, Status
from kostra.model.errors import Broken
from kostra.model.text import Text
from kostra.publication import as_one, words
from kostra.publication.table import BY_MARK, CONTENTS, IS_BLANK, REGION, TIME, Axis, Marks, Note, Whole

_MEASURE = "measure"
_ROOM = float(1 << 53)
"""Above this a float is no longer an exact whole number."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A year of a table in the newest release it is in: its two files, and when they became visible."""

    description: bytes
    cells: bytes
    published: datetime


@dataclass(frozen=True, eq=False)
class Year:
    """`values` and `marks` are by the axes, without the year."""

    id: str
    year: int
    title: Text
    population: Text
    source: str
    provisional: bool
    synthetic: bool
    axes: tuple[Axis, ...]
    measures: tuple[Measure, ...]
    values: Whole
    marks: Marks
    notes: tuple[Note, ...]
    breaks: tuple[Break, ...]
    replaced_by: tuple[str, ...]
    replaces: tuple[str, ...]
    published: datetime


def year(edition: Edition) -> Year:
    told = json.loads(edition.description)
    id = told["id"]
    if told["disclosure_controlled"] is not True:
        raise Broken(f"table {id} of {told['year']} has not been through disclosure control")
    if edition.published.tzinfo is None:
        raise Broken(f"table {id} was published at an hour without a time zone")
    measures = tuple(_measure(one) for one in told["measures"])
    axes = (*(_axis(one) for one in told["dimensions"]), _contents(measures))
    values, marks = _cells(pl.read_parquet(io.BytesIO(edition.cells)), id, axes, measures)
    region, values, marks = as_one.each(axes[0], values, marks, told["year"])
    return Year(
        id=id,
        year=told["year"],
        title=words.read(told["title"]),
        population=words.read(told["population"]),
        source=told["source"],
        provisional=told["status"] == Status.PROVISIONAL,
        synthetic=told["synthetic"],
        axes=(region, *axes[1:]),
        measures=measures,
        values=values,
        marks=marks,
        notes=(*_notes(told), *_withheld(told), *as_one.notes(region, told["year"])),
        breaks=tuple(Break(one["year"], words.read(one["text"]), one[_MEASURE]) for one in told["breaks"]),
        replaced_by=tuple(told["replaced_by"]),
        replaces=tuple(told["replaces"]),
        published=edition.published,
    )


def _measure(one: Mapping[str, Any]) -> Measure:
    counted = Counted(one["counted"])
    return Measure(
        one["id"], words.read(one["title"]), words.read(one["unit"]), one["decimals"], counted, tuple(one["parts"])
    )


def _axis(one: Mapping[str, Any]) -> Axis:
    codes = tuple(value["code"] for value in one["values"])
    texts = tuple(words.read(value["title"]) for value in one["values"])
    total = one["total"] if one["total"] in codes else None
    return Axis(_code(one["id"]), words.read(one["title"]), codes, texts, total)


def _contents(measures: Sequence[Measure]) -> Axis:
    return Axis(CONTENTS, words.CONTENTS, tuple(one.id for one in measures), tuple(one.title for one in measures))


def _code(dimension: str) -> str:
    """What the table bank calls the dimensions that every table has."""
    return {cube.REGION: REGION, _MEASURE: CONTENTS}.get(dimension, dimension)


def _cells(frame: pl.DataFrame, id: str, axes: tuple[Axis, ...], measures: Sequence[Measure]) -> tuple[Whole, Marks]:
    shape = tuple(map(len, axes))
    names = frame.columns[: len(axes)]
    if len(frame) != int(np.prod(shape, dtype=np.int64)) or [_code(name) for name in names] != [a.code for a in axes]:
        raise Broken(f"table {id} has other cells than its description says")
    for place, (name, axis) in enumerate(zip(names, axes, strict=True)):
        along = np.broadcast_to(
            np.arange(shape[place]).reshape([-1 if at == place else 1 for at in range(len(shape))]), shape
        )
        if not (frame[name] == pl.Series(axis.codes, dtype=pl.String)[along.ravel()]).all():
            raise Broken(f"the cells of table {id} do not stand in the order of {axis.code}")
    marks = frame["mark"].replace_strict(
        {mark.value: int(BY_MARK[mark]) for mark in Mark}, default=0, return_dtype=pl.UInt8
    )
    codes: Marks = marks.fill_null(0).to_numpy().reshape(shape)
    if not ((frame["mark"].is_null() == (marks.fill_null(0) == 0)).all()):
        raise Broken(f"table {id} has a mark that nobody knows")
    blank = frame["value"].is_null().to_numpy().reshape(shape)
    if (blank != IS_BLANK[codes]).any():
        raise Broken(f"table {id} has a value where its mark says that there is none, or none and no mark")
    shown = frame["value"].fill_null(0.0).cast(pl.Float64).to_numpy().reshape(shape)
    scale = 10.0 ** np.array([one.decimals for one in measures])
    whole = np.rint(shown * scale)
    if (np.abs(whole) >= _ROOM).any() or (whole / scale != shown).any():
        raise Broken(f"table {id} has values with more decimals than it says")
    return whole.astype(np.int64), codes.copy()


def _notes(told: Mapping[str, Any]) -> Iterator[Note]:
    for one in told["footnotes"]:
        at = {_code(name): value for name, value in one["at"].items()}
        yield Note(words.read(one["text"]), at, mandatory=not at)
    for one in told["breaks"]:
        yield Note(words.read(one["text"]), {CONTENTS: one[_MEASURE]} if one[_MEASURE] else {}, mandatory=True)


def _withheld(told: Mapping[str, Any]) -> Iterator[Note]:
    year = str(told["year"])
    for one in told["withheld"]:
        why = words.read(one["reason"])
        said = (
            words.said(words.WITHHELD, each).format(year=year, reason=words.said(why, each)) for each in words.CODES
        )
        text = Text(*said)
        for region in one["regions"]:
            yield Note(text, {REGION: region, TIME: year}, mandatory=True)
