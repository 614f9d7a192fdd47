"""The pages about controls, and about the files that were checked."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from integration.web.conftest import Reader
from kostra.app.controls.overview import Frequent, Overview, Sender
from kostra.app.controls.pages import year_as_json
from kostra.forms import catalogue
from kostra.model.text import Language


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("id", catalogue.ids())
def test_every_form_has_its_controls(reader: Reader, id: str, language: str) -> None:
    year = catalogue.form(id).last_year
    answer = reader.get(f"/{language}/skjema/{id}/{year}/kontroller")
    assert answer.status_code == 200
    assert "K00" in answer.text and f'lang="{language}"' in answer.text
    assert f"/skjema/{id}/" in reader.get(f"/{language}/skjema/{id}").text


def test_the_json_is_what_the_command_writes(reader: Reader) -> None:
    answer = reader.get("/nn/skjema/11F/2026/kontroller.json")
    assert answer.json() == json.loads(json.dumps(year_as_json("11F", 2026, Language.NYNORSK)))
    assert reader.get("/nb/skjema/11F/2026/kontroller.md").text.startswith("# Skjema 11F, 2026")


def test_one_control_over_the_years(reader: Reader) -> None:
    text = reader.get("/nb/skjema/11F/kontroller/K22").text
    assert "alderspensjon" in text and "2024–2025" in text


def test_an_unknown_control_is_answered_with_those_there_are(reader: Reader) -> None:
    answer = reader.get("/nb/skjema/11F/kontroller/K99")
    assert answer.status_code == 404
    assert "«K99»" in answer.text and "K20B" in answer.text


def test_the_files_that_were_checked(demo: Reader, tmp_path: Path) -> None:
    assert "Ingen filer er kontrollert ennå" in demo.get("/nb/kontrollert").text
    seen = Overview(
        2026,
        1200,
        45000,
        {"ok": 1100, "error": 90, "fatal": 10},
        (Frequent("11F", "K20B", "error", 1621, 93, {"Alfa": 1000, "Beta": 621}),),
        (Sender("030101", "Alfa", 14, 2, 66), Sender("110300", "Beta", 14, 1, 9), Sender("420400", "Beta", 14, 0, 0)),
    )
    (tmp_path / "checked").mkdir()
    (tmp_path / "checked" / "2026.json").write_text(json.dumps(asdict(seen)), encoding="utf-8")
    text = demo.get("/nb/kontrollert").text
    assert "1\u00a0621" in text and "11F K20B" in text and "Alfa" in text
    assert "100 av filene" in text
    assert "Gamle Oslo" in text and "Stavanger" in text and "Kristiansand" not in text
    assert 'href="/nb/skjema/11F/kontroller/K20B"' in text
    assert "Kontrollerte filer" in demo.get("/nn/").text


def test_the_documentation_has_the_same_menu_in_english(demo: Reader) -> None:
    answer = demo.get("/dokumentasjon/")
    assert answer.status_code == 200 and "Checked files" in answer.text
