"""Records of a small synthetic nation, read as reception reads them."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import polars as pl

from kostra.editing.derivations import derive
from kostra.forms import catalogue
from kostra.reception import typed
from kostra.reception.persons import BORN
from kostra.statistics.derived import with_derived
from kostra.statistics.records import UNIT, Records, ages, records
from kostra.synth.nation import Nation
from kostra.synth.records import form_11cf, form_11f

YEAR = 2025
_WRITTEN: dict[str, Any] = {"11F": form_11f.records, "11CF": form_11cf.records}


@cache
def nation_records(form: str = "11F", year: int = YEAR, size: float = 0.01, seed: int = 3) -> Records:
    nation = Nation(seed=seed, size=size).year(year)
    version = catalogue.form(form).version(year)
    table = nation.recipients if form == "11F" else nation.participants
    written = np.ascontiguousarray(_WRITTEN[form](nation, version)[:, : version.record_length].T)
    frame = typed.of_records(version, written, np.arange(1, len(table) + 1), list)
    frame = frame.with_columns(pl.Series(UNIT, nation.units.code[table.unit].tolist()))
    frame = with_derived(derive(frame, form, year), form, year)
    person = np.asarray(nation.persons.number[table.person], np.int64) + 1
    return records(frame, year, person, ages(frame[BORN], year), nation.units.code.tolist())
