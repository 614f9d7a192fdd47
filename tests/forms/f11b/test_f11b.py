"""Form 11B: the record of 111 characters, to its last item."""

from __future__ import annotations

from itertools import groupby, pairwise

import pytest

from kostra.forms import catalogue
from kostra.forms.guide import guide
from kostra.model.errors import Refused
from kostra.model.form import FieldType, FormVersion, Status
from kostra.model.text import Language

YEARS = range(2012, 2017)

# Item, first and last position, as the control program of the last collection has them.
LAYOUT = {
    "kommune_nr": (1, 4),
    "version": (5, 6),
    "bydelsnr": (7, 8),
    "distriktsnr": (9, 10),
    "person_journalnr": (11, 18),
    "person_fodselsnr": (19, 29),
    "person_duf": (30, 41),
    "kjonn": (42, 42),
    "ektstat": (43, 43),
    "start_dato": (44, 49),
    "arbeid": (50, 50),
    "status": (73, 74),
    "avsl_dato": (75, 80),
    "intro_stonad": (105, 111),
}
MEASURES = {
    "01": 51,
    "02": 53,
    "03": 55,
    "04": 57,
    "06": 61,
    "07": 63,
    "08": 65,
    "10": 67,
    "11": 69,
    "99": 71,
}
CODES = {
    "kjonn": ["1", "2"],
    "ektstat": ["1", "2", "3", "4", "5"],
    "arbeid": ["1", "2"],
    "status": ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10"],
}


def version(year: int = 2016) -> FormVersion:
    return catalogue.form("11B").version(year)


@pytest.mark.parametrize("year", YEARS)
def test_items_stand_where_they_are_known_to(year: int) -> None:
    form = version(year)
    assert {id: (form.field(id).first, form.field(id).last) for id in LAYOUT} == LAYOUT


@pytest.mark.parametrize("year", YEARS)
def test_record_is_111_characters_without_a_gap(year: int) -> None:
    fields = version(year).fields
    assert fields[0].first == 1
    assert all(after.first == before.last + 1 for before, after in pairwise(fields))
    assert version(year).record_length == 111
    assert len(fields) == len(LAYOUT) + len(MEASURES) + 1 + 12


@pytest.mark.parametrize(("code", "first"), MEASURES.items())
def test_each_measure_holds_its_own_code(code: str, first: int) -> None:
    field = version().field(f"tiltak_{code}")
    assert (field.first, field.last, list(field.codes)) == (first, first + 1, [code])
    assert field.field.remark is not None
    assert "inferred" in field.field.remark


def test_the_slot_that_is_not_in_use_is_kept() -> None:
    field = version().field("tiltak_05")
    assert (field.first, field.last, field.type) == (59, 60, FieldType.TEXT)


@pytest.mark.parametrize("month", range(1, 13))
def test_each_month_holds_its_own_number(month: int) -> None:
    field = version().field(f"stmnd_{month}")
    assert (field.first, list(field.codes)) == (79 + 2 * month, [f"{month:02d}"])


@pytest.mark.parametrize(("id", "codes"), CODES.items())
@pytest.mark.parametrize("year", YEARS)
def test_codes(year: int, id: str, codes: list[str]) -> None:
    assert list(version(year).field(id).codes) == codes


def test_only_06_says_that_the_participant_is_still_there() -> None:
    texts = version().field("status").codes
    unknown = {value for value, text in texts.items() if "ikke kjent" in text.nb and "ikkje kjend" in text.nn}
    assert set(texts) - unknown == {"06"}


@pytest.mark.parametrize("id", ["start_dato", "avsl_dato"])
def test_dates_have_two_digits_of_the_year(id: str) -> None:
    assert version().field(id).date_pattern == "ddMMyy"


def test_mandatory_are_those_that_stopped_the_file() -> None:
    assert [field.id for field in version().fields if field.required] == ["kommune_nr", "version"]


def test_money_is_whole_kroner() -> None:
    field = version().field("intro_stonad")
    assert (field.type, field.field.unit) == (FieldType.INTEGER, "kr")


@pytest.mark.parametrize("year", YEARS)
def test_every_year_is_partial_and_says_why(year: int) -> None:
    assert version(year).status is Status.PARTIAL
    assert version(year).status_reason


@pytest.mark.parametrize("year", [2011, 2017])
def test_other_years_are_refused(year: int) -> None:
    with pytest.raises(Refused):
        version(year)


def test_sections_are_kept_together() -> None:
    sections = [section for section, _ in groupby(field.field.section for field in version().fields)]
    assert sections == [section.id for section in catalogue.form("11B").sections]


@pytest.mark.parametrize("language", [Language.BOKMAL, Language.NYNORSK])
def test_guide_serves_every_field(language: Language) -> None:
    assert set(guide("11B", language).fields) == {field.id for field in catalogue.form("11B").fields}
    assert 6 <= len(guide("11B", language).tips) <= 10
