"""Which controls follow from the fields in a year, when the form chooses."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kostra.controls import mechanical
from kostra.controls.declare import Given, Requirement
from kostra.forms.reading import read_form
from kostra.model.errors import ContentError
from kostra.model.form import Form
from kostra.reception.batch import Batch

FORM = """
id = "99"
title = "Prøve"
title_nn = "Prøve"
about = "Et skjema i en test."
about_nn = "Eit skjema i ein test."
kind = "records"
periods = ["year"]
senders = "municipalities"
status = { 2020 = "published", 2027 = "draft" }
status_reason = { 2027 = "Åpnet." }
status_reason_nn = { 2027 = "Opna." }

[mechanical]
id = "K02"
severity = "error"
since = 2020
kinds = { 2020 = ["tall", "siffer"], 2022 = [], 2024 = ["mangler", "kode"] }

[fields.svar]
label = "Hva svarte du?"
label_nn = "Kva svarte du?"
type = "code"
width = 2
codes = "janei"
required = true

[fields.antall]
label = "Hvor mange?"
label_nn = "Kor mange?"
type = "integer"
width = 2
"""
LIST = """
title = "Ja og nei"
title_nn = "Ja og nei"
[[codes]]
value = "01"
label = "Ja"
label_nn = "Ja"
"""


def read(tmp_path: Path, form: str = FORM) -> Form:
    (tmp_path / "janei.toml").write_text(LIST, encoding="utf-8")
    (tmp_path / "form.toml").write_text(form, encoding="utf-8")
    return read_form(tmp_path, tmp_path)


@pytest.mark.parametrize(
    ("year", "names"),
    [
        (2020, ["svar_siffer", "antall_tall"]),
        (2021, ["svar_siffer", "antall_tall"]),
        (2022, []),
        (2024, ["svar_mangler", "svar_kode"]),
    ],
)
def test_only_the_kinds_of_the_year_follow(tmp_path: Path, year: int, names: list[str]) -> None:
    assert [control.name for control in mechanical.follow_from(read(tmp_path).version(year))] == names


def test_without_kinds_all_but_digits_follow(tmp_path: Path) -> None:
    form = read(tmp_path, "\n".join(line for line in FORM.splitlines() if not line.startswith("kinds")))
    names = [control.name for control in mechanical.follow_from(form.version(2026))]
    assert names == ["svar_mangler", "svar_kode", "antall_tall"]


def test_a_kind_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"«siffre».*Write some of: mangler, tall"):
        read(tmp_path, FORM.replace('"siffer"', '"siffre"'))


@pytest.mark.parametrize(
    ("written", "failed"), [("01", False), ("99", False), (" 1", False), ("x1", True), ("-1", True)]
)
def test_digits_and_blanks_alone(tmp_path: Path, written: str, failed: bool) -> None:
    """A code that is not in the list is digits all the same; a sign is no digit."""
    version = read(tmp_path).version(2020)
    control = next(iter(mechanical.follow_from(version)))
    fields = Batch(version, np.frombuffer(f"{written}  ".encode(), dtype=np.uint8)[:, None]).fields()
    said = control.rule(fields, given=Given(2020))
    assert isinstance(said, Requirement)
    assert said.failed().tolist() == [failed]
