"""The names of rules, as a person reads them."""

from __future__ import annotations

import re

import pytest

from kostra.app.controls.catalogue import in_year
from kostra.app.controls.spelled import spelled
from kostra.forms import catalogue
from kostra.model.text import Language

NORWEGIAN = (Language.BOKMAL, Language.NYNORSK)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ufor_eller_alderspensjonist_soker_ikke_arbeid", "ufør eller alderspensjonist søker ikke arbeid"),
        ("laan_over_null_er_summen_av_maanedene", "lån over null er summen av månedene"),
        ("vedtatt_for_de_gjaldt", "vedtatt før de gjaldt"),
        ("stonad_er_ikke_for_hoy", "stønad er ikke for høy"),
        ("duf_naar_fodselsnummer_mangler", "DUF når fødselsnummer mangler"),
        ("okonomisk_raadgivning_er_ja_eller_nei", "økonomisk rådgivning er ja eller nei"),
        ("er_i_arbeidsfoer_alder", "er i arbeidsfør alder"),
        ("kontoklasse_hoerer_til_skjemaet", "kontoklasse hører til skjemaet"),
        ("stonad_er_ikke_svaert_hoy", "stønad er ikke svært høy"),
        ("datoer_krever_plan", "datoer krever plan"),
    ],
)
def test_a_name_is_spelled_out(name: str, words: str) -> None:
    assert spelled(name) == words


@pytest.mark.parametrize("form", [form.id for form in catalogue.all_forms()])
def test_every_rule_of_every_year_has_words(form: str) -> None:
    for year in catalogue.form(form).years:
        for told in in_year(form, year, True):
            for language in NORWEGIAN:
                words = told.in_words(language)
                assert words and "_" not in words, told
                assert not re.search(r"aa|æt|tør\b|svae|stonad|fodsel|belop|^k0[0-9]", words), words


def test_a_rule_that_asks_for_the_age_reads_the_number_it_is_told_by() -> None:
    told = {each.id: each.fields for each in in_year("11F", 2026)}
    assert told["K06"] == ("PERSON_FODSELSNR",)
    assert set(told["K23A"]) == {"TRYGDESIT", "PERSON_FODSELSNR"}
