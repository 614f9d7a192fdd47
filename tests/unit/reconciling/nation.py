"""The synthetic nation's own files, read the way deliveries are: frames of the whole country for each source."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path

import polars as pl

from kostra.app.receiving.inndata import frames
from kostra.forms import catalogue
from kostra.model.period import Period
from kostra.reception.typed import LINE as FROM_FILE
from kostra.reconciling.amounts import UNIT, amounts
from kostra.reconciling.comparison import Absent, Comparison, Source
from kostra.reconciling.linking import LINE, RECORD
from kostra.reconciling.residuals import Amounts, places
from kostra.registers.catalogue import layout_for
from kostra.registers.opening import opened
from kostra.registers.typed import typed
from kostra.synth.accounts import part as accounts
from kostra.synth.answers import part as answers
from kostra.synth.arrays import NationYear
from kostra.synth.nation import Dials, Nation
from kostra.synth.parts import NEVER, NIL, Delivery, File
from kostra.synth.records import form_11cf, form_11f
from kostra.synth.registers import part as registers

_PARTS: dict[str, Callable[[NationYear], Iterable[File | Delivery]]] = {
    "0A": accounts.part,
    "7": answers.part,
    "11F": form_11f.part,
    "11CF": form_11cf.part,
}
_REGISTERS = {
    "nav_kvp": "nav_kvp_deltakere",
    "a_ordningen": "a_ordningen_introduksjonsstonad",
    "folkeregisteret": "folkeregisteret",
    "nir": "nir_introduksjonsprogram",
}
_SEED, _SIZE = 5, 0.02


@cache
def _nation(unit_errors: float) -> Nation:
    quiet = Dials(errors=0.0, file_errors=0.0, never=0.0, late=0.0, unit_errors=unit_errors)
    return Nation(_SEED, _SIZE, quiet)


@cache
def _year(year: int, unit_errors: float) -> NationYear:
    return _nation(unit_errors).year(year)


def as_they_are(ids: Sequence[bytes]) -> list[bytes]:
    """For synthetic persons in tests: the pseudonym of a number is its bytes, turned."""
    return [bytes(reversed(one)) for one in ids]


@cache
def files(form: str, year: int, unit_errors: float = 0.0) -> tuple[File | Delivery, ...]:
    return tuple(_PARTS[form](_year(year, unit_errors)))


@cache
def records(form: str, year: int, unit_errors: float = 0.0) -> tuple[pl.DataFrame, frozenset[str]]:
    """The records of everyone who delivered, and who that is."""
    version = catalogue.form(form).version(year)
    found, answered = [], set()
    for file in files(form, year, unit_errors):
        if not isinstance(file, File) or not file.path.startswith(f"{form}/") or file.delivery is None:
            continue
        assert file.delivery.state != NEVER
        unit = Path(file.path).stem
        answered.add(unit)
        if file.delivery.state != NIL:
            found += [
                frame.with_columns(pl.lit(unit).alias(UNIT))
                for frame in frames(io.BytesIO(file.content), version, as_they_are)
            ]
    whole = pl.concat(found)
    line = pl.col(FROM_FILE) if FROM_FILE in whole.columns else pl.lit(1, pl.Int64)
    return whole.with_columns(line.alias(LINE), line.cast(pl.String).alias(RECORD)), frozenset(answered)


@cache
def register(id: str, year: int) -> pl.DataFrame:
    layout = layout_for(id, Period(year))
    extracts = {Path(file.path).stem: file.content for file in registers.part(_year(year, 0.0))}
    cells = opened(layout, extracts[_REGISTERS[id]], year).cells
    assert cells is not None
    return typed(layout, cells, year, as_they_are)


@cache
def key(year: int) -> dict[str, dict[str, int]]:
    """What function 281 is made of in each unit, by the nation's own key."""
    (file,) = (one for one in files("0A", year) if isinstance(one, File) and one.path == "fasit_281.csv")
    head, *rows = file.content.decode().splitlines()
    names = head.split(";")[1:]
    return {row.split(";")[0]: dict(zip(names, map(int, row.split(";")[1:]), strict=True)) for row in rows}


def sources(comparison: Comparison, year: int, unit_errors: float = 0.0) -> tuple[Amounts, ...]:
    return tuple(_of(source, comparison, year, unit_errors) for source in comparison.sources)


def _of(source: Source, comparison: Comparison, year: int, unit_errors: float) -> Amounts:
    if source.form is not None:
        frame, answered = records(source.form, year, unit_errors)
        return amounts(frame, answered, source)
    assert source.register is not None
    named = register(source.register, year).rename({"region": UNIT})
    where = places(year, districts=comparison.districts)
    units = (
        named[UNIT].unique().to_list() if source.absent is Absent.UNKNOWN else (*where.municipalities, *where.districts)
    )
    return amounts(named, units, source)
