"""The files are what case systems write, and right by every control, until a dial says otherwise."""

from __future__ import annotations

import numpy as np
import pytest

from kostra.forms import catalogue
from kostra.reception.record import read, write
from kostra.synth.anchors import FIRST_YEAR, LAST_YEAR
from kostra.synth.arrays import NationYear
from kostra.synth.parts import NEVER, Delivery, File
from kostra.synth.records import form_11cf, form_11f
from kostra.synth.records.case_systems import NOTHING
from kostra.synth.records.vendors import VENDORS
from unit.synth.plain_controls import WARNINGS, findings, lines_of, valid_duf, valid_number

YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
PARTS = {"11F": form_11f.part, "11CF": form_11cf.part}


def files(nation: NationYear, form: str) -> list[File]:
    return [one for one in PARTS[form](nation) if isinstance(one, File)]


def unit_of(file: File) -> str:
    return file.path.rsplit("/", 1)[1].removesuffix(".dat")


@pytest.mark.parametrize("form", PARTS)
@pytest.mark.parametrize("year", YEARS)
def test_no_control_that_stops_a_file_fires(years: dict[int, NationYear], year: int, form: str) -> None:
    version = catalogue.form(form).version(year)
    warned = records = 0
    for file in files(years[year], form):
        lines = lines_of(file.content)
        for number, found in enumerate(findings(version, unit_of(file), lines), start=1):
            assert not found - WARNINGS, f"{file.path} line {number}"
            warned += bool(found - {"K07"})
        records += len(lines)
    assert warned <= 0.002 * records
    assert records == len(years[year].recipients if form == "11F" else years[year].participants)


@pytest.mark.parametrize("form", PARTS)
@pytest.mark.parametrize("year", YEARS)
def test_every_record_reads_back_by_the_plain_reader(years: dict[int, NationYear], year: int, form: str) -> None:
    version = catalogue.form(form).version(year)
    padded = {
        code: VENDORS[row].zero_padded
        for code, row in zip(years[year].units.code, years[year].units.vendor, strict=True)
    }
    for file in files(years[year], form):
        for line in lines_of(file.content):
            values = read(version, line)
            if not padded[unit_of(file)]:
                assert write(version, values) == line


def test_one_file_for_every_unit_and_one_space_where_there_is_nothing(years: dict[int, NationYear]) -> None:
    nation = years[2026]
    for form, table in (("11F", nation.recipients), ("11CF", nation.participants)):
        made = files(nation, form)
        assert [unit_of(file) for file in made] == nation.units.code.tolist()
        here = np.bincount(table.unit, minlength=len(nation.units))
        assert [file.content == NOTHING for file in made] == (here == 0).tolist()
        assert [file.records for file in made] == here.tolist()


def test_the_case_systems_write_differently(years: dict[int, NationYear]) -> None:
    """Line ends, last line, encoding and padding follow the vendor of the unit."""
    nation = years[2025]
    seen: dict[str, int] = dict.fromkeys((vendor.name for vendor in VENDORS), 0)
    for file, row in zip(files(nation, "11F"), nation.units.vendor, strict=True):
        vendor = VENDORS[row]
        if file.records < 2:
            continue
        seen[vendor.name] += 1
        assert (b"\r\n" in file.content) == (vendor.line_end == b"\r\n")
        assert file.content.endswith(b"\n") == vendor.ends_last_line
        assert len(file.content.decode(vendor.encoding).split("\n")[0].rstrip("\r")) == 338
        assert (b"\xc3\x98" in file.content) == (vendor.encoding == "utf-8")
    assert min(seen.values()) > 5


def test_numbers_in_the_files_are_synthetic_and_right(years: dict[int, NationYear]) -> None:
    version = catalogue.form("11F").version(2024)
    kinds = {"number": 0, "stand-in": 0, "duf": 0}
    for file in files(years[2024], "11F"):
        for line in lines_of(file.content):
            record = read(version, line)
            digits, duf = record["person_fodselsnr"], record["person_duf"]
            if isinstance(digits, str) and not digits.endswith(("00100", "00200")):
                assert 81 <= int(digits[2:4]) <= 92
                assert valid_number(digits)
                kinds["number"] += 1
            else:
                kinds["stand-in"] += 1
            if isinstance(duf, str):
                assert valid_duf(duf)
                kinds["duf"] += 1
    assert kinds["number"] > 40 * kinds["stand-in"] > 0
    assert kinds["duf"] > 0


def test_municipality_numbers_are_those_of_the_year(years: dict[int, NationYear]) -> None:
    codes = {year: set(years[year].units.municipality.tolist()) for year in YEARS}
    assert len(codes[2022]) == len(codes[2023]) == 356
    assert len(codes[2024]) == len(codes[2026]) == 357
    assert "1507" in codes[2023]
    assert {"1508", "1580"} <= codes[2024] - codes[2023]


def test_a_delivery_that_never_comes_has_no_file() -> None:
    from kostra.synth.nation import Dials, Nation

    nation = Nation(seed=3, size=0.01, dials=Dials(never=0.3, late=0.5)).year(2022)
    made = list(form_11f.part(nation))
    deliveries = [one if isinstance(one, Delivery) else one.delivery for one in made]
    never = [one for one in deliveries if one and one.state == NEVER]
    assert 60 < len(never) < 160
    assert {one.unit for one in made if isinstance(one, Delivery)} == {one.unit for one in never}
    late = [one for one in deliveries if one and one.arrived > "2023-01-15T23:59:59"]
    assert 80 < len(late) < 200
    assert all(one.arrived == "" for one in never)
