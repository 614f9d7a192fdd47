"""Tables that have ended: told of as far as they are known, and refused where what is told cannot be."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from kostra.app.statistics.ended import as_csv, as_json, as_text, ended
from kostra.model.errors import ContentError, Refused
from kostra.tables import catalogue
from kostra.tables.catalogue import FOLDER
from kostra.tables.discontinued import NAME

CLOSED = ("04687", "07794", "04906", "07786", "12210", "12203", "12213", "12266", "12204", "12201")


def test_whoever_asks_for_one_is_told_when_it_ended_and_what_to_use() -> None:
    for id in CLOSED:
        with pytest.raises(Refused, match=f"Tabell {id} ble avsluttet i 20(16|21|22)\\..* Bruk tabell "):
            catalogue.table(id, 2025)
    with pytest.raises(Refused) as refused:
        catalogue.table("04906", 2010)
    assert refused.value.message == (
        "Tabell 04906 ble avsluttet i 2016. Den het «G. Sosialtjenesten – nøkkeltall (K)». "
        "Fra 2015 fikk sosialtjenesten nye tabeller i KOSTRA. Bruk tabell 92001."
    )
    with pytest.raises(Refused, match="Det finnes ingen tabell «04905»"):
        catalogue.table("04905", 2025)


def test_what_is_not_known_is_left_open() -> None:
    found = {one.id: one for one in catalogue.discontinued()}
    without_title = {id for id, one in found.items() if one.title is None}
    assert without_title == {"12201", "12203", "12204", "12213", "12266"}
    assert found["07786"].since is None and found["07786"].years == "–2016"
    assert "Den het" not in found["12201"].said and not set(found) & {one.id for one in catalogue.tables()}
    assert found["11P"].said.endswith("Delen var et forsøk i fire kommuner.")
    for one in found.values():
        for text in (one.because, one.known, *([one.title] if one.title else [])):
            assert text.nb and text.nn and text.en


def test_they_are_listed_with_those_that_are_made_here() -> None:
    found = ended()
    assert [one.id for one in found] == sorted(one.id for one in found)
    (before,) = (one for one in found if one.id == "13138")
    assert before.made_here and before.years == "2015–2021" and before.instead == ("13995",)
    text = as_text(found)
    assert "12203  2015–2021  Tittelen er ikke kjent\n" in text and "Lages her for de årene den hadde." in text
    assert len(as_csv(found).splitlines()) == len(found) + 1 and '"made_here": true' in as_json(found)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id          = "07794"', 'id = "04687"', "table 04687 stands twice"),
        ('id          = "04687"', 'id = "13138"', "table 13138 stands twice, or is made here"),
        ('here        = ["13138"]', 'here = ["99999"]', "here names table 99999, which is not made"),
        ("until       = 2016", "until = 1990", "it ends in 1990, before it begins in 1999"),
        ('form        = "KRISE-B"', 'form = "KRISE"', "there is no form «KRISE»"),
        ("because_nn", "because_ny", "because_nn"),
    ],
)
def test_a_bad_one_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    shutil.copy(FOLDER / "13138.toml", tmp_path)
    shutil.copy(FOLDER / "13995.toml", tmp_path)
    written = (FOLDER / NAME).read_text(encoding="utf-8")
    assert old in written
    # Only the first two tables are made there.
    written = re.sub(r'here        = \[(?!"13138").*\]', "", written)
    (tmp_path / NAME).write_text(written.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        catalogue.discontinued(tmp_path)
    assert said in str(refused.value) and NAME in str(refused.value)
