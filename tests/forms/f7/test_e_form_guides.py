"""The guides of forms 7, 7B and 12: every field has one, and bokmål and nynorsk say the same."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest

from kostra.forms import catalogue
from kostra.forms.guide import guide
from kostra.model.text import Language

FORMS = ("7", "7B", "12")
TEXTS = ("asked", "counts", "left_out", "example", "mistake")
NUMBER = re.compile(r"\d+(?:[ .,]\d+)*")
ONLY_BOKMAL = re.compile(
    r"\b(ikke|hva|hvor|hvordan|hvilken|hvilket|hver|hvert|fra|noen|bare|dere|gjelder|sier|skriver|heter|bolig|penger"
    r"|kommunene|kommuner|satsene|satser|årsverkene|stillinger|innbyggere|egne regler|månedene?|måned)\b",
    re.IGNORECASE,
)
ONLY_NYNORSK = re.compile(
    r"\b(ikkje|kva|kvar|kor|korleis|kvart|frå|nokon|berre|dykk|gjeld|seier|heiter|bustad|pengar"
    r"|kommunane|kommunar|satsane|satsar|årsverka|stillingar|innbyggjarar|månad)\b",
    re.IGNORECASE,
)


def _file(id: str, language: str) -> dict[str, Any]:
    path = catalogue.FOLDER / catalogue.form(id).folder / "guide" / f"{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _pairs(id: str) -> list[tuple[str, str]]:
    nb, nn = _file(id, "nb"), _file(id, "nn")
    texts = [(one[key], other[key]) for one, other in zip(nb["entries"], nn["entries"], strict=True) for key in TEXTS]
    return [*texts, *zip(nb["tips"], nn["tips"], strict=True)]


@pytest.mark.parametrize("id", FORMS)
@pytest.mark.parametrize("language", [Language.BOKMAL, Language.NYNORSK])
def test_every_field_of_every_year_has_guidance_and_the_form_has_tips(id: str, language: Language) -> None:
    read = guide(id, language)
    assert {field.id for field in catalogue.form(id).fields} == set(read.fields)
    assert 5 <= len(read.tips) <= 8


@pytest.mark.parametrize("id", FORMS)
def test_both_written_forms_have_the_same_entries_in_the_same_order(id: str) -> None:
    assert [entry["fields"] for entry in _file(id, "nb")["entries"]] == [
        entry["fields"] for entry in _file(id, "nn")["entries"]
    ]


@pytest.mark.parametrize("id", FORMS)
def test_guidance_comes_in_the_order_of_the_form(id: str) -> None:
    order = [field.id for field in catalogue.form(id).fields]
    for entry in _file(id, "nb")["entries"]:
        assert entry["fields"] == sorted(entry["fields"], key=order.index)


@pytest.mark.parametrize("id", FORMS)
def test_both_written_forms_name_the_same_numbers(id: str) -> None:
    for nb, nn in _pairs(id):
        assert NUMBER.findall(nb) == NUMBER.findall(nn), nb


@pytest.mark.parametrize("id", FORMS)
def test_nynorsk_is_nynorsk(id: str) -> None:
    labels = [
        (text.nb, text.nn) for field in catalogue.form(id).fields for _, text in field.label.points if len(text.nb) > 60
    ]
    for nb, nn in [*_pairs(id), *labels]:
        assert not ONLY_BOKMAL.search(nn), nn
        assert not ONLY_NYNORSK.search(nb), nb


@pytest.mark.parametrize("id", FORMS)
def test_few_texts_are_alike_in_both_written_forms(id: str) -> None:
    pairs = _pairs(id)
    assert sum(nb == nn for nb, nn in pairs) < 0.15 * len(pairs)


@pytest.mark.parametrize("id", FORMS)
def test_both_written_forms_say_about_as_much(id: str) -> None:
    for nb, nn in _pairs(id):
        assert 0.75 < len(nn) / len(nb) < 1.35, nb


@pytest.mark.parametrize("function", ["242", "243", "273", "276"])
@pytest.mark.parametrize("language", [Language.BOKMAL, Language.NYNORSK])
def test_each_function_of_form_7_says_what_it_covers(function: str, language: Language) -> None:
    read = guide("7", language)
    texts = {field: guidance for field, guidance in read.fields.items() if field.startswith(f"aarsverk_{function}_")}
    assert f"funksjon {function} " in texts[f"aarsverk_{function}_sosionom"].asked
    assert texts[f"aarsverk_{function}_sosionom"] == texts[f"aarsverk_{function}_annen"]


@pytest.mark.parametrize("language", [Language.BOKMAL, Language.NYNORSK])
def test_child_benefit_is_kept_outside_by_law_from_september_2022(language: Language) -> None:
    told = guide("12", language).fields["utenfor_barnetrygd"].counts
    assert "1. september 2022" in told
    assert "§ 18" in told
