"""Start, work, measures, status and end. In measures and months, 00 means the same as blank: not ticked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kostra.controls.declare import WARNING, Given, Requirement, control, require
from kostra.forms import shared_rules as shared
from kostra.forms.f11b.controls.sources import KNOWN
from kostra.methods.columns import Fields, Text
from kostra.methods.truth import all_of

MEASURES = tuple(f"tiltak_{code}" for code in ("01", "02", "03", "04", "06", "07", "08", "10", "11", "99"))
NOT_TICKED = ("00", "  ")


@control("K09", WARNING, since=2012, until=2016, source=KNOWN)
def startdato_er_en_dato(f: Fields) -> Requirement:
    return require(f.start_dato.is_day, shown=[f.start_dato])


@control("K10", WARNING, since=2012, until=2016, source=KNOWN)
def arbeid_er_ja_eller_nei(f: Fields) -> Requirement:
    return shared.er_en_kode(f.arbeid)


def _measures(f: Fields) -> Sequence[Text]:
    return [f.text(id) for id in MEASURES]


@control("K11", WARNING, since=2012, until=2016, sentence="K11.kode", source=KNOWN)
def tiltak_har_sin_egen_kode(f: Fields) -> Requirement:
    """Place 5 is not in use, and holds nothing."""
    unused = f.text("tiltak_05")
    slots = [*_measures(f), unused]
    right = [slot.one_of(*slot.allowed, *NOT_TICKED) for slot in slots]
    return require(all_of(*right), shown=slots)


@control("K11", WARNING, since=2012, until=2016, sentence="K11.ingen", source=KNOWN)
def deltaker_har_et_tiltak(f: Fields) -> Requirement:
    return require(shared.any_holds_its_code(_measures(f)), at=MEASURES[0])


@control("K12", WARNING, since=2012, until=2016, source=KNOWN)
def status_er_en_kode(f: Fields) -> Requirement:
    return shared.er_en_kode(f.status)


@control("K13", WARNING, since=2012, until=2016, source=KNOWN)
def avsluttet_krever_dato_i_aaret(f: Fields, given: Given) -> Requirement:
    day = f.day("avsl_dato")
    in_year = day.is_day & (day >= date(given.year, 1, 1)) & (day <= date(given.year, 12, 31))
    return require(in_year, when=f.status.valid & (f.status != "06"), shown=[day, f.status])


@control("K16", WARNING, since=2012, until=2016, source=KNOWN)
def slutter_ikke_for_start(f: Fields) -> Requirement:
    both = f.start_dato.is_day & f.avsl_dato.is_day
    return require(f.avsl_dato >= f.start_dato, when=both, shown=[f.avsl_dato, f.start_dato])


@control("K17", WARNING, since=2012, until=2016, source=KNOWN)
def slutter_ikke_for_aaret(f: Fields, given: Given) -> Requirement:
    return require(f.avsl_dato >= date(given.year, 1, 1), when=f.avsl_dato.is_day, shown=[f.avsl_dato])


@control("K18", WARNING, since=2012, until=2016, source=KNOWN)
def fortsatt_i_program_har_desember(f: Fields) -> Requirement:
    return require(f.stmnd_12.valid, when=f.status == "06", shown=[f.stmnd_12])
