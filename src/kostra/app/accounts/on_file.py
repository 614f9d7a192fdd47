"""Costs by one accounts file, before it is sent or after.

A file that is no account, or that has a line that cannot be read, is refused: sums of a part of a file would look like all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, NoReturn

import polars as pl

from kostra.accounts.catalogue import shown
from kostra.accounts.concepts import ACCOUNTS
from kostra.accounts.costs import UNIT, costs
from kostra.app.accounts.received import Costs
from kostra.app.controls.opening import opened
from kostra.app.controls.opening import shown as as_named
from kostra.app.controls.recognise import Known, Said, recognise
from kostra.forms import catalogue
from kostra.model.errors import Broken, Refused
from kostra.model.period import Span
from kostra.reception import source, typed
from kostra.reception.blocks import blocks

_REGION = "region"
_NEEDED = ("skjema", "aargang", _REGION, "kontoklasse", "funksjon_kapittel", "art_sektor", "belop")


def of_file(path: str, function: str | None = None) -> Costs:
    """The form, the year and the units are the file's own."""
    with opened(path) as file:
        known = _recognised(path, file)
        scope = next(scope for scope, account in ACCOUNTS.items() if account.form == known.form)
        if known.period.span is not Span.YEAR:
            raise Refused(f"«{_name(path)}» er for {known.period}. Kostnader regnes av regnskapet for hele året.")
        records = _records(path, file, known)
    units, year = records[UNIT].unique().to_list(), known.period.year
    rows = costs(records, units, year, scope, shown(year) if function is None else (function,))
    return Costs(year, scope, rows, len(units), len(units), ())


def _records(path: str, file: BinaryIO, known: Known) -> pl.DataFrame:
    version = catalogue.form(known.form).version(known.period.year)
    looked, parts = source.look_through(file), []
    for block in blocks(source.latin_1_chunks(file, looked), version.record_length):
        if block.bad is not None or block.endless is not None:
            _unreadable(path, int(block.bad.lines[0]) if block.bad is not None else block.endless or 1)
        parts.append(typed.of_records(version, block.rows, block.lines, _nobody))
    records = pl.concat(parts)
    blank = records.filter(pl.any_horizontal(pl.col(_NEEDED).is_null()))
    if len(blank):
        _unreadable(path, blank[typed.LINE][0])
    ours = (pl.col("skjema") == known.form) & (pl.col("aargang") == str(version.year)) & pl.col("kvartal").is_null()
    others = records.filter(~ours)
    if len(others):
        which = f"regnskap {known.form} for hele {version.year}"
        raise Refused(
            f"Linje {others[typed.LINE][0]} i «{_name(path)}» er ikke {which}, som resten. Del filen, og prøv igjen."
        )
    return records.rename({_REGION: UNIT})


def _recognised(path: str, file: BinaryIO) -> Known:
    try:
        known = recognise(file, Said())
    except Refused:
        raise Refused(f"«{_name(path)}» kan ikke kjennes igjen. Velg en fil med regnskapet 0A eller 0M.") from None
    if known.form not in {account.form for account in ACCOUNTS.values()}:
        raise Refused(f"«{_name(path)}» er skjema {known.form}, og ikke et regnskap. Velg en fil med 0A eller 0M.")
    return known


def _unreadable(path: str, line: int) -> NoReturn:
    name = _name(path)
    raise Refused(f"Linje {line} i «{name}» kan ikke leses. Finn feilen med «kostra check {name}», og rett den først.")


def _name(path: str) -> str:
    return as_named(Path(path).name)


def _nobody(ids: Sequence[bytes]) -> list[bytes]:
    raise Broken("an account has no field that tells who somebody is")
