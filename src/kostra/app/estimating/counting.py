"""From records to what the steps of estimation take: who was where, and how the records of each unit are divided on components."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from kostra.editing.columns import UNIT
from kostra.estimation.catalogue import Estimated
from kostra.estimation.persons import Lists
from kostra.model.form import FormVersion, Role
from kostra.model.region import AgeBand
from kostra.reception import typed
from kostra.reception.persons import BORN, KIND, IdKind

_PERSON = "_person"
UNKNOWN = "0"
"""A field that holds none of its codes, and an age that is in no band."""


def lists(frame: pl.DataFrame | None, version: FormVersion, place: Mapping[str, int]) -> Lists:
    """`place` is the row of each unit. Persons are numbered from 1; 0 is somebody without a pseudonym."""
    if frame is None:
        return Lists(np.zeros(0, np.int64), np.zeros(0, np.intp))
    here = frame.filter(pl.col(UNIT).is_in(list(place))).with_columns(whom(frame, version).alias(_PERSON))
    numbers = here.select(pl.col(_PERSON).drop_nulls().unique(maintain_order=True)).with_row_index("_number", offset=1)
    counted = here.select(UNIT, _PERSON).join(numbers, on=_PERSON, how="left", maintain_order="left")
    units = counted[UNIT].replace_strict(dict(place), return_dtype=pl.Int64)
    return Lists(counted["_number"].fill_null(0).cast(pl.Int64).to_numpy(), units.to_numpy().astype(np.intp))


def whom(frame: pl.DataFrame, version: FormVersion) -> pl.Expr:
    """By the number of a person, or in its place the DUF number; nothing where neither says who it is."""
    found = pl.lit(None, dtype=pl.Binary)
    for role, kinds in ((Role.DUF, (IdKind.DUF,)), (Role.NATIONAL_ID, (IdKind.NATIONAL, IdKind.D_NUMBER))):
        field = version.of_role(role)
        if field is not None and typed.name(field) in frame.columns:
            known = pl.col(KIND).is_in([kind.value for kind in kinds])
            found = pl.when(known).then(pl.col(typed.name(field))).otherwise(found)
    return found


def components(estimated: Estimated, version: FormVersion) -> tuple[str, ...]:
    """The names of the components, in order: those it is the sum of, or each code with each age. None when it is not divided."""
    if estimated.by is None:
        return estimated.of if len(estimated.of) > 1 else ()
    bands = (*map(str, estimated.ages), UNKNOWN)
    return tuple(f"{code} {band}" for code in (*version.field(estimated.by).codes, UNKNOWN) for band in bands)


def divided(
    frame: pl.DataFrame, estimated: Estimated, year: int, names: Sequence[str], place: Mapping[str, int]
) -> npt.NDArray[np.int64]:
    """How many records of each unit are of each component: rows are units."""
    found = np.zeros((len(place), len(names)), np.int64)
    column = {name: number for number, name in enumerate(names)}
    codes = {name.partition(" ")[0] for name in names}
    by = pl.col(str(estimated.by))
    code = pl.when(by.is_in(sorted(codes))).then(by).otherwise(pl.lit(UNKNOWN))
    told = frame.select(UNIT, pl.concat_str(code, _band(estimated.ages, year), separator=" ").alias("_name"))
    for unit, name, count in told.group_by(UNIT, "_name").len().iter_rows():
        if unit in place:
            found[place[unit], column[name]] = count
    return found


def _band(ages: Sequence[AgeBand], year: int) -> pl.Expr:
    """At the end of the year."""
    age = year - pl.col(BORN).dt.year()
    found = pl.lit(UNKNOWN)
    for band in ages:
        inside = (age >= band.first) if band.last is None else age.is_between(band.first, band.last)
        found = pl.when(inside).then(pl.lit(str(band))).otherwise(found)
    return found
