"""The controls that follow from a form, field by field, against a plain reading of what the field is."""

from __future__ import annotations

import pytest

from generative.engine import ask, checked, file_of, said_by_line
from generative.records import lines
from kostra.controls.declare import Requirement
from kostra.controls.mechanical import OF_FIELDS, OF_SUMS, follow_from
from kostra.forms import catalogue
from kostra.model.form import FieldType, Form, FormVersion, Kind
from oracle.judging import cut
from oracle.law import Case, Sender, of_fields
from unit.controls.made import GIVEN, fields

RECORD_FORMS = [form for form in catalogue.all_forms() if form.kind is Kind.RECORDS and form.mechanical is not None]


def names(version: FormVersion, theme: str) -> list[str]:
    return [control.name for control in follow_from(version) if control.theme == theme]


@pytest.mark.parametrize("form", catalogue.all_forms(), ids=lambda form: form.id)
def test_every_mandatory_field_number_day_and_code_has_its_control(form: Form) -> None:
    version = form.version(form.last_year)
    made = names(version, OF_FIELDS)
    if form.mechanical is None:
        assert made == []
        return
    kinds = {FieldType.INTEGER: "tall", FieldType.DATE: "dato", FieldType.CODE: "kode"}
    asked = form.mechanical.kinds.at(form.last_year) if form.mechanical.kinds else ("mangler", "tall", "dato", "kode")
    for field in version.fields:
        if field.required and "mangler" in asked:
            assert any(name.startswith(f"{field.id}_mangler") for name in made), field.id
        kind = kinds.get(field.type)
        assert (f"{field.id}_{kind}" in made) == (kind is not None and kind in asked), field.id
    assert len(made) == len(set(made))


def test_each_sum_of_the_form_has_a_control() -> None:
    assert names(catalogue.form("11F").version(2026), OF_SUMS) == ["bidrag_sum", "laan_sum"]


def test_fields_of_11f_are_judged_as_one_by_one() -> None:
    question = ask("11F", 2026, "110300")
    content = lines(question.version, "1103", 400, 12)
    found = said_by_line(checked(file_of(content), question))
    sender = Sender("1103", frozenset())
    for line, written in enumerate(content, start=1):
        expected = set(of_fields(Case(question.version, cut(question.version, written), sender)))
        assert {said for said in found.get(line, set()) if said.control == "K02"} == expected


@pytest.mark.parametrize(("region", "strikes"), [("110300", False), ("030104", True)])
def test_a_field_that_some_owe_is_asked_of_them_alone(region: str, strikes: bool) -> None:
    question = ask("11F", 2026, region)
    field = question.version.field("bydelsnr")
    line = lines(question.version, region[:4], 1, 1)[0]
    blank = line[: field.first - 1] + "  " + line[field.last :]
    found = said_by_line(checked(file_of([blank]), question))
    assert any(said.field == "bydelsnr" for said in found[1]) == strikes


@pytest.mark.parametrize(
    ("total", "parts", "fails"),
    [
        ("10", ("4", "6"), False),
        ("10", ("4", "7"), True),
        ("", ("", ""), False),
        ("x", ("", "0"), False),
        ("5", ("x", "5"), False),
        ("", ("1", ""), True),
    ],
)
def test_blank_and_unreadable_count_as_nothing_in_a_sum_of_a_record(
    total: str, parts: tuple[str, str], fails: bool
) -> None:
    version = catalogue.form("11F").version(2026)
    control = next(one for one in follow_from(version) if one.name == "bidrag_sum")
    of_sum = version.sums[0]
    values = {of_sum.total: [total], **{part: [""] for part in of_sum.parts}}
    values |= {of_sum.parts[0]: [parts[0]], of_sum.parts[-1]: [parts[1]]}
    said = control.rule(fields(numbers=values), given=GIVEN)
    assert isinstance(said, Requirement)
    assert said.failed().tolist() == [fails]
    assert not said.undecided().any()
