"""Every table can be read, and a bad one is refused with its file, its line, what is wrong and what to do."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from kostra.model.errors import ContentError, Refused
from kostra.model.text import Language
from kostra.statistics.definition import Kind, Source, Sum
from kostra.tables import catalogue
from kostra.tables.catalogue import FOLDER, of_year, table, tables

STRANGE = {Language.BOKMAL: " ikkje ", Language.NYNORSK: " ikke "}


def test_tables_are_there_in_three_languages() -> None:
    kept = {"10509", "11678", "12130", "12131", "12132", "12221", "12268", "12269", "13995"}
    assert kept <= {one.id for one in of_year(2025)}
    for one in tables():
        texts = [one.title, one.population, *(measure.title for measure in one.measures)]
        texts += [note.text for note in one.footnotes] + [found.text for found in one.breaks]
        for text in texts:
            assert all(text[language].strip() == text[language] != "" for language in Language), text
            for language, strange in STRANGE.items():
                assert strange not in f" {text[language].lower()} ", text


def test_what_tables_are_made_of() -> None:
    posts = table("10509", 2025)
    assert (posts.data.kind, posts.data.id) == (Kind.FORM, "7") and posts.data.melt is not None
    assert dict(posts.data.melt.columns)["funksjon"] == ("242", "243", "273", "276")
    costs = table("12268", 2025)
    recipients = Source(Kind.REGISTER, "a_ordningen")
    assert costs.sources == (Source(Kind.ACCOUNTS, "municipality"), recipients)
    assert costs.measure("netto").formula == Sum(("netto:275",)) and costs.measure("netto").data == costs.data
    # A ratio is of what is above the line.
    assert costs.measure("netto_per_mottaker").data == costs.data and costs.measure("mottakere").data == recipients
    # What is no longer asked ends the table.
    assert {one.id for one in of_year(2022)} - {one.id for one in of_year(2023)} >= {"91202"}


def test_titles_say_what_is_counted() -> None:
    for id in ("10509", "12221", "91201"):
        title = table(id, 2025).title
        assert "243" in table(id, 2025).population.nb and "i og utenfor Nav-kontoret" in title.nb
        assert "i og utanfor Nav-kontoret" in title.nn and "in and outside the NAV office" in (title.en or "")


def test_a_table_that_ended_names_the_one_after_it() -> None:
    assert table("13138", 2021).replaced_by == ("13995",)
    with pytest.raises(
        Refused, match=r"Tabell 13138 gjelder for 2015–2021, ikke for 2022\. For 2022 brukes tabell 13995"
    ):
        table("13138", 2022)
    with pytest.raises(Refused, match=r"Det finnes ingen tabell «10000»\. Tabellene er 10509, 11678"):
        table("10000", 2025)


GROUPED = """[groups.behov]
title = "Behov"
title_nn = "Behov"
title_en = "Need"

[measures.mottakere]
group = "behov"
"""
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
    ("13995.toml", 'form     = "11F"', 'form     = "11Q"', "form is «11Q», which tables are not made of"),
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
    ("13995.toml", 'form     = "11F"', 'form = "11F"\nregister = "nir"', "made of nothing, or of several"),
    ("13995.toml", 'form     = "11F"', 'register = "11F"', "register is «11F», which tables are not made of"),
    ("13995.toml", "since    = 2022", 'since = 2022\nlevels = ["municipality", "kommune"]', "levels is «kommune»"),
    ("91131.toml", "levels ", "# levels ", "a table by municipality or district is divided 3 ways"),
    ("91131.toml", '"county"', '"district"', "a table by municipality or district is divided 3 ways"),
    (
        "13995.toml",
        "since    = 2022",
        'since = 2022\nlevels = ["reporting-unit"]',
        "no table is made by reporting-unit",
    ),
    (
        "13995.toml",
        'unit     = "tilfeller"',
        'unit = "tilfeller"\ngroup = "behov"',
        "group is «behov», which has no title",
    ),
    ("13995.toml", "[measures.mottakere]", "[groups.behov]\n\n[measures.mottakere]", "groups.behov has no «title»"),
    ("13995.toml", "[measures.mottakere]", GROUPED, "measures.mottakere has no «about»"),
    ("13995.toml", '["bidrag_i_sum"]', '["kjonn"]', "the field «kjonn» is no number"),
    ("13995.toml", 'sum      = ["laan_i_sum"]', 'mean = "laan"', "has several records for each unit"),
    ("13995.toml", 'months   = "persons"', 'months = "units"', "months are of persons and cases"),
    ("10509.toml", "_{utdanning}", "_{utdaning}", "and the columns are funksjon, utdanning"),
    ("10509.toml", "_{utdanning}", "_{utdanning", "and the columns are funksjon, utdanning"),
    ("10509.toml", "funksjon", "verdi", "and the columns are verdi, utdanning"),
    ("10509.toml", 'form     = "7"', 'form = "11F"', "form 11F is melted"),
    ("10509.toml", 'form     = "7"', 'form = "0A"', "form is «0A», which tables are not made of"),
    ("10509.toml", 'form     = "7"', 'form = "KRISE-S"', "form is «KRISE-S», which tables are not made of"),
    ("12269.toml", '"a_ordningen"', '"11F"', "register is «11F», which tables are not made of"),
    ("10509.toml", "funksjon.273]", "funksjon.274]", "form 7 has no field «aarsverk_274_sosionom» in 2020"),
    ("10509.toml", '["verdi"]', '["aarsverk_sum"]', "form 7, melted, has no field «aarsverk_sum»"),
    ("10509.toml", 'codes    = "funksjon"', 'ages = ["18+"]', "form 7, melted, is not of persons"),
    ("10509.toml", '["verdi"]', '["aarsverk_sum"]\nsource = "7"', "form 7 has no field «funksjon» in 2020"),
    ("12221.toml", '["aarsverk_sum"]', '["kommunenavn"]', "the field «kommunenavn» is no number"),
    ("12131.toml", '"sats_enslig"', '"sats_bydel"', "form 12 has no field «sats_bydel» in 2020"),
    ("12131.toml", '["under"]', '["nede"]', "«nede» is no code of sats_enslig_nivaa"),
    ("12131.toml", 'sats_enslig_nivaa = ["under"]', 'alder = ["18+"]', "form 12 is not of persons"),
    ("12131.toml", 'per      = "folger_staten_svart"', 'per = "sats_enslig"', "«sats_enslig», which counts nothing"),
    ("91202.toml", "until    = 2022", "", "form 7 has no field «aarsverk_kommunale_paa_statlig» in 2023"),
    ("91203.toml", 'count    = "units"', 'count = "persons"', "form 7 is not of persons"),
    ("12268.toml", '"municipality"', '"county"', "accounts is «county»"),
    ("12268.toml", 'cost     = "brutto"', 'cost = "bruto"', "cost is «bruto»"),
    ("12268.toml", 'function = "275"', 'function = "9999"', "«9999» er ikke en funksjon"),
    ("12268.toml", "since    = 2017", "since = 2016", "Hvilke arter brutto driftsutgifter er i 2016"),
    ("12268.toml", '"a_ordningen"', '"b_ordningen"', "source is «b_ordningen», which tables are not made of"),
    ("12268.toml", 'cost     = "netto"', 'cost = "netto"\nsource = "7"', "has the unknown key «source»"),
    ("12268.toml", 'cost     = "netto"', 'cost = "netto"\nwhere = { kjonn = ["1"] }', "accounts has no field «kjonn»"),
    ("12362.toml", "begrep.lonn]", "begrep.loon]", "cost is «loon»"),
    ("12268.toml", 'cost     = "netto"', 'sum = ["netto"]\ncost = "netto"', "the measure is sum and cost"),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), BAD, ids=[said for *_, said in BAD])
def test_a_bad_table_is_refused(tmp_path: Path, file: str, old: str, new: str, said: str) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    for one in (file, "13138.toml", "13995.toml", "91102.toml"):
        shutil.copy(FOLDER / one, folder)
    written = (folder / file).read_text(encoding="utf-8")
    old = "source" if old == "until?" else old
    assert old in written
    many = -1 if old == "funksjon" else 1
    (folder / file).write_text(written.replace(old, new, many), encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        catalogue.tables(folder)
    told = str(refused.value)
    assert said in told and re.search(r"\.toml[:,] ?(line )?[0-9]+", told), told
