"""A block as columns of a form's year: every field says what its characters say, and who somebody is stays unsaid."""

from __future__ import annotations

import numpy as np
import pytest

from generative.records import lines
from kostra.forms import catalogue
from kostra.methods.columns import Day, Fields, Number, Text
from kostra.model.form import FieldType, FormVersion, Kind, Role
from kostra.reception.batch import AGE, Batch, Duf, NationalId
from oracle.judging import cut
from oracle.primitives import day, is_blank, is_duf, number, person

VERSIONS = [
    form.version(year) for form in catalogue.all_forms() if form.kind is Kind.RECORDS for year in list(form.years)[-3:]
]


def batch(version: FormVersion, content: list[str]) -> Fields:
    flat = np.frombuffer("".join(content).encode("latin-1"), dtype=np.uint8)
    return Batch(version, np.ascontiguousarray(flat.reshape(len(content), -1).T)).fields()


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: f"{version.form.id}-{version.year}")
def test_every_field_says_what_its_characters_say(version: FormVersion) -> None:
    content = lines(version, "1103", 300, 3)
    records = [cut(version, line) for line in content]
    fields = batch(version, content)
    for field in version.fields:
        written = [record[field.id] for record in records]
        column = fields.column(field.id)
        assert column.blank.value.tolist() == [is_blank(text) for text in written], field.id
        match column:
            case NationalId():
                people = [person(text, version.year) for text in written]
                assert column.is_number.value.tolist() == [one.valid for one in people]
                assert column.is_stand_in.value.tolist() == [one.stand_in for one in people]
            case Duf():
                assert column.is_duf.value.tolist() == [is_duf(text) for text in written]
            case Number():
                expected = [number(text) for text in written]
                assert column.is_number.value.tolist() == [one is not None for one in expected], field.id
                assert column.or_zero.value.tolist() == [one or 0 for one in expected], field.id
            case Day():
                assert column.is_day.value.tolist() == [day(text) is not None for text in written], field.id
            case Text() if field.type is FieldType.CODE:
                codes = {code.ljust(field.width) for code in field.codes}
                assert column.valid.value.tolist() == [text in codes for text in written], field.id


def test_age_is_what_the_number_tells() -> None:
    version = catalogue.form("11F").version(2026)
    content = lines(version, "1103", 500, 4)
    ages = [person(cut(version, line)["person_fodselsnr"], 2026).age(2026) for line in content]
    column = batch(version, content).number(AGE)
    known = column.is_number.value
    assert [int(column.value[at]) if known[at] else None for at in range(len(content))] == ages
    assert None in ages


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: f"{version.form.id}-{version.year}")
def test_what_tells_who_somebody_is_has_no_characters_to_show(version: FormVersion) -> None:
    fields = batch(version, lines(version, "1103", 2, 5))
    hidden = [field.id for field in version.fields if field.field.role in (Role.NATIONAL_ID, Role.DUF)]
    for field in version.fields:
        written = fields.written(field.id)
        assert (written is None) == (field.id in hidden)
        if written is not None:
            assert written.shape == (field.width, 2)


def test_a_batch_of_no_records_has_all_its_columns() -> None:
    """What a control reads is found by running it on nothing."""
    for version in VERSIONS:
        fields = Batch(version, np.empty((version.record_length, 0), dtype=np.uint8)).fields()
        for field in version.fields:
            assert len(fields.column(field.id)) == 0
