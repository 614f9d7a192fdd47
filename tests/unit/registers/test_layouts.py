"""Layouts: all of them can be read, say what they must, and refuse what they do not come for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kostra.model.errors import ContentError, Refused
from kostra.model.period import Period
from kostra.model.text import Language
from kostra.registers.bodies import bodies, with_number
from kostra.registers.catalogue import FOLDER, ids, layout, layout_for, layouts
from kostra.registers.layout import Kind

_REGISTERS = {
    "nav_kvp",
    "nir",
    "nir_tidligere",
    "a_ordningen",
    "folkeregisteret",
    "folketall",
    "klass_131",
    "klass_103",
    "klass_112",
}


def test_the_registers_of_the_requirements_are_there() -> None:
    assert set(ids()) >= _REGISTERS


@pytest.mark.parametrize("id", ids())
def test_a_layout_says_who_sends_it_what_holds_and_what_it_is_about_in_both_written_forms(id: str) -> None:
    found = layout(id)
    assert found.source
    assert found.spans
    assert found.encodings
    assert 0 <= found.limits.listed < 0.5
    assert found.body is None or found.body in bodies()
    for text in (found.title, found.about, *(column.title for column in found.every_column)):
        assert text[Language.BOKMAL] and text[Language.NYNORSK]
    assert found.about.nb != found.about.nn


def test_registers_of_persons_are_known_as_such() -> None:
    assert {one.id for one in layouts() if one.personal} == {"nir", "nir_tidligere", "a_ordningen", "folkeregisteret"}
    assert layout("nir").column("duf").kind.personal


def test_a_register_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(Refused, match="nav_kvp"):
        layout("nav")


def test_a_period_of_another_span_is_refused_with_an_example() -> None:
    with pytest.raises(Refused, match=re.escape("Skriv perioden slik: 2026.")):
        layout_for("nav_kvp", Period.read("2026M03"))


def test_a_year_before_the_register_is_refused() -> None:
    with pytest.raises(Refused, match="fra og med 2020"):
        layout_for("klass_112", Period(2019))


def test_the_organisation_numbers_of_bodies_have_the_right_check_digit() -> None:
    for body in bodies().values():
        weighted = sum(
            int(digit) * weight for digit, weight in zip(body.number, (3, 2, 7, 6, 5, 4, 3, 2), strict=False)
        )
        assert -weighted % 11 == int(body.number[8]), body.id


def test_a_body_is_found_by_its_organisation_and_others_are_not() -> None:
    assert with_number(bodies()["NAV"].number) == "NAV"
    assert with_number("910000004") is None


def _changed(folder: Path, old: str, new: str) -> Path:
    text = (FOLDER / "nav_kvp.toml").read_text("utf-8")
    assert old in text
    (folder / "nav_kvp.toml").write_text(text.replace(old, new), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('key       = ["kommunenr", "bydelsnr"]', 'key       = ["kommune"]', "which is no column"),
        ('key       = ["kommunenr", "bydelsnr"]', "", "has no key"),
        ('encodings = ["utf-8", "latin-1"]', 'encodings = ["utf-16"]', "encoding is «utf-16»"),
        ('kind     = "whole"', 'kind     = "code"', "has codes without being a code"),
        ('region    = ["kommunenr", "bydelsnr"]', "", "no column tells the region"),
        ("since     = 2017", "", "has no first year"),
    ],
)
def test_a_layout_that_contradicts_itself_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    with pytest.raises(ContentError, match=told) as refused:
        layout("nav_kvp", _changed(tmp_path, old, new))
    assert "nav_kvp.toml, line " in str(refused.value)


def test_a_new_code_needs_nothing_but_the_layout() -> None:
    elements = layout("nir").column("tiltak").codes
    assert layout("nir").column("tiltak").kind is Kind.CODES
    assert elements is not None
    assert "livsmestring" not in elements.at(2020)
    assert "livsmestring" in elements.at(2021)
