"""Every form, for every year: it can be built, it is locked, it is explained in both written forms of Norwegian."""

from __future__ import annotations

import pytest

from kostra.codelists import catalogue as codelists
from kostra.forms import catalogue, lock
from kostra.forms.guide import WRITTEN_FORMS, guide
from kostra.model.form import Kind, Status
from kostra.model.text import Language

FORMS = catalogue.ids()


@pytest.mark.parametrize("id", FORMS)
def test_every_year_can_be_built(id: str) -> None:
    form = catalogue.form(id)
    for year in form.years:
        version = form.version(year)
        assert version.fields
        if form.kind is Kind.RECORDS:
            widths = [field.width for field in version.fields]
            assert version.record_length == sum(widths) and min(widths) > 0
        else:
            assert version.record_length == 0


@pytest.mark.parametrize("id", FORMS)
def test_every_published_year_is_locked_and_unchanged(id: str) -> None:
    folder = catalogue.folders()[id]
    assert lock.unlocked(catalogue.form(id), folder) == (), "run ./run forms lock"
    assert lock.changed(catalogue.form(id), folder) == ()


@pytest.mark.parametrize("language", WRITTEN_FORMS)
@pytest.mark.parametrize("id", FORMS)
def test_every_field_is_explained(id: str, language: Language) -> None:
    written = guide(id, language)
    assert set(written.fields) == {field.id for field in catalogue.form(id).fields}
    assert len(written.tips) >= 3


@pytest.mark.parametrize("id", FORMS)
def test_the_guides_say_the_same_things_in_the_same_order(id: str) -> None:
    bokmal, nynorsk = (guide(id, language) for language in WRITTEN_FORMS)
    assert list(bokmal.fields) == list(nynorsk.fields)
    assert len(bokmal.tips) == len(nynorsk.tips)


@pytest.mark.parametrize("id", FORMS)
def test_a_guide_is_written_in_its_own_language(id: str) -> None:
    """Words that only one of the two written forms has."""
    for language, strange in ((Language.BOKMAL, " ikkje "), (Language.NYNORSK, " ikke ")):
        for field, guidance in guide(id, language).fields.items():
            for part in (guidance.asked, guidance.counts, guidance.left_out, guidance.example, guidance.mistake):
                assert strange not in f" {part} ", f"{id} {language} {field}: {part}"


@pytest.mark.parametrize("id", FORMS)
def test_what_is_not_published_says_why(id: str) -> None:
    form = catalogue.form(id)
    for year in form.years:
        version = form.version(year)
        if version.status is not Status.PUBLISHED:
            assert version.status_reason


def test_every_code_list_is_used_and_complete() -> None:
    used = {list_id for form in catalogue.all_forms() for list_id in form.code_lists}
    assert set(codelists.ids()) == used
    for code_list in codelists.all_lists().values():
        for code in code_list.codes:
            for _, label in code.label.points:
                assert label.nb.strip() == label.nb != "" and label.nn.strip() == label.nn != ""
