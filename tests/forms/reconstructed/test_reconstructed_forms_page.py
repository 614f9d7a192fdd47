"""What is reconstructed is said: in the form, at every question, and on one page that people can read."""

from __future__ import annotations

from pathlib import Path

import pytest

from kostra.forms import catalogue
from kostra.model.form import Form, Status

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "reconstructed-forms.md"
WHOLE = ("KRISE-B", "KRISE-D", "KRISE-S", "11P", "INTRO", "BOLIG")


def _is_reconstructed(form: Form) -> bool:
    statuses = {status for _, status in form.status.points}
    return Status.RECONSTRUCTED in statuses or any(field.reconstructed for field in form.fields)


@pytest.mark.parametrize("id", catalogue.ids())
def test_a_reconstructed_form_is_on_the_page(id: str) -> None:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith(f"| `{id}`")]
    assert bool(rows) == _is_reconstructed(catalogue.form(id))


@pytest.mark.parametrize("id", WHOLE)
def test_every_question_of_a_wholly_reconstructed_form_is_marked(id: str) -> None:
    unmarked = [field.id for field in catalogue.form(id).fields if not field.reconstructed]
    assert unmarked == []


@pytest.mark.parametrize("id", WHOLE)
def test_years_on_the_page_are_the_years_of_the_form(id: str) -> None:
    form = catalogue.form(id)
    years = f"{form.first_year}-{form.last_year}" if form.ended else f"{form.first_year}-"
    row = next(line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith(f"| `{id}`"))
    assert row.split("|")[2].strip() == years
