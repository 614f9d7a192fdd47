"""Records and answers as typed frames: each value is what its characters say, and nobody can be read out of it. Everybody is synthetic."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import polars as pl
import pytest

from generative import ids
from generative.records import lines
from kostra.forms import catalogue
from kostra.model.form import FieldType, FormVersion, Kind
from kostra.reception import answers
from kostra.reception.persons import BORN, KIND, SEX
from kostra.reception.typed import LINE, name, of_answers, of_records, schema
from oracle.judging import cut
from oracle.primitives import day, number

VERSIONS = [
    form.version(year) for form in catalogue.all_forms() if form.kind is Kind.RECORDS for year in list(form.years)[-3:]
]
ANSWERED = [form.version(form.last_year) for form in catalogue.all_forms() if form.kind is Kind.ANSWERS]


def reverse(numbers: Sequence[bytes]) -> list[bytes]:
    """Stands for pseudonyms: what was asked for can be seen."""
    return [b"<" + one[::-1] + b">" for one in numbers]


def frame(version: FormVersion, content: list[str]) -> pl.DataFrame:
    flat = np.frombuffer("".join(content).encode("latin-1"), dtype=np.uint8)
    rows = np.ascontiguousarray(flat.reshape(len(content), version.record_length).T)
    return of_records(version, rows, np.arange(1, len(content) + 1, dtype=np.int64), reverse)


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: f"{version.form.id}-{version.year}")
def test_every_value_is_what_its_characters_say(version: FormVersion) -> None:
    content = lines(version, "1103", 300, 3)
    records = [cut(version, line) for line in content]
    made = frame(version, content)
    assert made[LINE].to_list() == list(range(1, 301))
    for field in version.fields:
        written = [record[field.id].rstrip(" ") for record in records]
        if field.field.role is not None and field.field.role.tells_who:
            expected: list[object] = [reverse([text.encode("latin-1")])[0] if text else None for text in written]
        elif field.type is FieldType.INTEGER:
            expected = [number(record[field.id]) for record in records]
        elif field.type is FieldType.DATE:
            expected = [day(text) for text in written]
        else:
            expected = [text or None for text in written]
        assert made[name(field)].to_list() == expected, field.id


@pytest.mark.parametrize("version", [*VERSIONS, *ANSWERED], ids=lambda version: f"{version.form.id}-{version.year}")
def test_the_columns_are_the_same_whatever_was_sent(version: FormVersion) -> None:
    made = frame(version, []) if version.record_length else of_answers(version, {}, reverse)
    columns = schema(version)
    assert dict(made.schema) == columns
    assert len(columns) == len(set(columns)), "no two columns have one name"
    who = {field.id for field in version.fields if field.field.role is not None and field.field.role.tells_who}
    assert not who & set(columns)
    assert {f"{id}_pseudonym" for id in who} <= set(columns)
    assert ({BORN, SEX, KIND} <= set(columns)) == ("person_fodselsnr" in who)


def test_an_id_that_somebody_wrote_in_a_text_is_taken_out() -> None:
    version = catalogue.form("11F").version(2026)
    somebody = ids.number(np.random.default_rng(1), 2026)
    field = version.field("saksbehandler")
    (line,) = lines(version, "1103", 1, 3)
    written = line[: field.first - 1] + somebody[: field.width] + line[field.last :]
    assert frame(version, [written])["saksbehandler"].to_list() == ["..."]
    plain = line[: field.first - 1] + "Åse Ødegrd" + line[field.last :]
    assert frame(version, [plain])["saksbehandler"].to_list() == ["Åse Ødegrd"]


def test_answers_are_one_row_with_the_types_of_the_form() -> None:
    somebody = ids.number(np.random.default_rng(1), 2026)
    content = (
        '{"form": "7", "year": 2026, "region": "110300", "answers": {"saker_raadgivning": 12, "aarsverk_raadgivning": "1,5", '
        f'"ansvarlig": "Kari, {somebody}", "kommunenr": "1103"}}}}'
    )
    version = catalogue.form("7").version(2026)
    made = of_answers(version, answers.read(content.encode()).typed or {}, reverse)
    assert made.height == 1
    row = made.row(0, named=True)
    assert (row["saker_raadgivning"], row["aarsverk_raadgivning"], row["kommunenr"]) == (12, Decimal("1.5"), "1103")
    assert row["ansvarlig"] == "Kari, ..."
    assert LINE not in row
    days = catalogue.form("7B").version(2026)
    dated = next(field for field in days.fields if field.type is FieldType.DATE)
    assert of_answers(days, {dated.id: "2025-02-28"}, reverse)[dated.id].dt.strftime("%d%m%Y").to_list() == ["28022025"]
    assert of_answers(days, {dated.id: "2025-02-30"}, reverse)[dated.id].to_list() == [None]
