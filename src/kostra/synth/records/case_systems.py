"""What every record has in common, written the way the unit's case system writes it, and the files cut out of the records."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from kostra.synth.arrays import DUF_ONLY, Bools, Ints, NationYear
from kostra.synth.parts import NEVER, Delivery, File, Planted
from kostra.synth.people import ids
from kostra.synth.records.columns import Bytes, Sheet
from kostra.synth.records.vendors import VENDORS, Vendor

NOTHING = b" "
"""The file of a unit with nothing to report."""

_NO_STAND_IN = 10
"""One of so many who have a DUF number only is sent with a blank identity number."""


def put_common(sheet: Sheet, nation: NationYear, person: Ints, unit: Ints, journal: Ints, caseworker: Ints) -> None:
    """Who sends, and about whom."""
    units, persons = nation.units, nation.persons
    sheet.text("kommune_nr", list(units.municipality), unit)
    sheet.text("bydelsnr", list(units.district), unit)
    everyone = np.ones(sheet.records, dtype=np.int64)
    # The narrow extract has neither year, birth date nor sex, and the programme no DUF number.
    if sheet.knows("version"):
        sheet.digits("version", everyone * (nation.year % 100))
    if sheet.knows("fodselsdato"):
        sheet.date("fodselsdato", persons.birth[person])
    if sheet.knows("kjonn"):
        sheet.code("kjonn", persons.sex[person])
    long_journal = habit(nation, unit, lambda vendor: vendor.zero_padded)
    sheet.digits("person_journalnr", np.where(long_journal, journal, journal * 10))
    _shorten(sheet, long_journal)
    number = persons.national_id[person]
    stand_in = ids.stand_in(persons.birth[person], persons.sex[person].astype(np.int64))
    blank = (persons.id_kind[person] == DUF_ONLY) & (persons.number[person] % _NO_STAND_IN == 0)
    sheet.digits("person_fodselsnr", np.where(number > 0, number, stand_in), ~blank)
    if sheet.knows("person_duf"):
        beside = habit(nation, unit, lambda vendor: vendor.duf_beside_id)
        sheet.digits("person_duf", persons.duf[person], (persons.duf[person] > 0) & ((number == 0) | beside))
    names, row = _caseworkers(units.vendor[unit], caseworker)
    sheet.text("saksbehandler", names, row)


def habit(nation: NationYear, unit: Ints, of: Callable[[Vendor], bool]) -> Bools:
    """For each record, whether its case system has a habit."""
    return np.array([of(vendor) for vendor in VENDORS])[nation.units.vendor[unit]]


def _shorten(sheet: Sheet, long: Bools) -> None:
    """Journal numbers are seven digits from the left, in some systems eight with a zero first."""
    if sheet.version.has("person_journalnr"):
        sheet.blank(sheet.version.field("person_journalnr").last, ~long)


def _caseworkers(vendor: Ints, caseworker: Ints) -> tuple[list[str], Ints]:
    most = int(caseworker.max(initial=0)) + 1
    names = [vendor.caseworker.format(number) for vendor in VENDORS for number in range(most)]
    return names, vendor * most + caseworker


def cut(
    nation: NationYear,
    rows: Bytes,
    unit: Ints,
    name: Callable[[str], str],
    deliver: Callable[[int, bool], Delivery],
    planted: dict[int, list[Planted]] | None = None,
) -> Iterator[File | Delivery]:
    """One file per unit out of records that are sorted by unit. `name` gives the path for a unit's code."""
    ends = habit(nation, unit, lambda vendor: vendor.line_end == b"\r\n")
    rows[:, -2] = np.where(ends, ord("\r"), ord("\n"))
    rows[:, -1] = ord("\n")
    bounds = np.searchsorted(unit, np.arange(len(nation.units) + 1))
    for row, code in enumerate(nation.units.code):
        first, last = int(bounds[row]), int(bounds[row + 1])
        delivery = deliver(row, first == last)
        if delivery.state == NEVER:
            yield delivery
            continue
        content = as_file(rows[first:last], VENDORS[nation.units.vendor[row]])
        yield File(name(str(code)), content, last - first, delivery, tuple((planted or {}).get(row, ())))


def as_file(rows: Bytes, vendor: Vendor) -> bytes:
    """The bytes of a file, as the vendor writes it."""
    if not len(rows):
        return NOTHING
    content = (rows if vendor.line_end == b"\r\n" else rows[:, :-1]).tobytes()
    if not vendor.ends_last_line:
        content = content[: -len(vendor.line_end)]
    return content if vendor.encoding == "latin-1" else content.decode("latin-1").encode(vendor.encoding)
