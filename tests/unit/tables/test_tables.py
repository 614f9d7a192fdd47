"""Every table can be read, and a bad one is refused with its file, its line, what is wrong and what to do."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from kostra.model.errors import ContentError, Refused
from kostra.model.text import Language
from kostra.tables import catalogue
from kostra.tables.catalogue import FOLDER, of_year, table, tables

STRANGE = {Language.BOKMAL: " ikkje ", Language.NYNORSK: " ikke "}


def test_tables_are_there_in_three_languages() -> None:
    assert {one.id for one in of_year(2025)} >= {"13995", "91101", "91102", "91103", "91104", "91105", "91151", "91152"}
    for one in tables():
        texts = [one.title, one.population, *(measure.title for measure in one.measures)]
        texts += [note.text for note in one.footnotes] + [found.text for found in one.breaks]
        for text in texts:
            assert all(text[language].strip() == text[language] != "" for language in Language), text
            for language, strange in STRANGE.items():
                assert strange not in f" {text[language].lower()} ", text


def test_a_table_that_ended_names_the_one_after_it() -> None:
    assert table("13138", 2021).replaced_by == ("13995",)
    with pytest.raises(
        Refused, match=r"Tabell 13138 gjelder for 2015–2021, ikke for 2022\. For 2022 brukes tabell 13995"
    ):
        table("13138", 2022)
    with pytest.raises(Refused, match=r"Det finnes ingen tabell «10000»\. Tabellene er 13138, 13995"):
        table("10000", 2025)


BAD = [
    ("13995.toml", '["bidrag_i_sum"]', '["bidrog"]', "form 11F has no field «bidrog» in 2022"),
    ("13995.toml", 'bu18 = ["1"]', 'bu19 = ["1"]', "form 11F has no field «bu19» in 2022"),
    ("13995.toml", 'vklo = ["5"]', 'vklo = ["A"]', "«A» is no code of vklo"),
    ("13995.toml", 'per      = "mottakere"\ntimes    = 1\n', "times    = 1\n", "the measure has no denominator"),
    ("13995.toml", 'per      = "mottakere"', 'per      = "mottakarar"', "«mottakarar», which counts nothing"),
    ("13995.toml", 'inhabitants = "18-24"', 'inhabitants = "18-23"', "Folketallet kan ikke deles i alderen 18-23"),
    ("13995.toml", "until?", "until = 2020\nsource", "the table ends in 2020, before it begins in 2022"),
    ("13995.toml", 'unit     = "tilfeller"', 'unit     = "stykker"', "unit is «stykker»"),
    ("13995.toml", 'at      = { measure = "tilfeller" }', 'at      = { measure = "saker" }', "about «saker»"),
    ("13995.toml", "year    = 2022", "year    = 2021", "the break is in 2021, when there is no such table"),
    ("13995.toml", 'form     = "11F"', 'form     = "11Q"', "Det finnes ikke noe skjema «11Q»"),
    ("13995.toml", 'months   = "persons"', 'months   = "months"', "months is «months»"),
    ("13995.toml", 'replaces = ["13138"]', 'replaces = ["13137"]', "which does not say so"),
    ("13995.toml", 'replaces = ["13138"]', "", "replaced_by names table 13995, which does not say so"),
    ("91101.toml", 'id       = "91101"', 'id       = "91102"', "table 91102 stands twice in the same year"),
    ("91101.toml", '"18-24", "25-44"', '"18-25", "25-44"', "25-44 begins before 18-25 ends"),
    ("91101.toml", 'codes    = "kjonn"', 'codes    = "bidrag"', "the field «bidrag» has no codes"),
    ("91101.toml", 'codes    = "kjonn"', "", "a dimension is divided in no way"),
    ("91101.toml", "share    = true", 'inhabitants = "18-24"', "inhabitants of the region in every cell"),
    ("91104.toml", '"enslige_menn_20_24"', '"enslige_menn_0_19"', "two values are called «enslige_menn_0_19»"),
    ("91104.toml", 'title_en = "family phase"', "", "has no «title_en»"),
    ("91105.toml", "months   = ", "maanader = ", "asks for months"),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), BAD, ids=[said for *_, said in BAD])
def test_a_bad_table_is_refused(tmp_path: Path, file: str, old: str, new: str, said: str) -> None:
    folder = tmp_path / "tables"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    written = (folder / file).read_text(encoding="utf-8")
    old = "source" if old == "until?" else old
    assert old in written
    (folder / file).write_text(written.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        catalogue.tables(folder)
    told = str(refused.value)
    assert said in told and re.search(r"\.toml[:,] ?(line )?[0-9]+", told), told
