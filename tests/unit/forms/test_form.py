"""Asking for a form: known ids, known years, and nothing else."""

from __future__ import annotations

import pytest

from kostra.forms import catalogue
from kostra.model.errors import Refused


def test_an_unknown_form_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Refused, match=r"«11X».*11F"):
        catalogue.form("11X")


LAST = catalogue.form("11F").last_year


@pytest.mark.parametrize("year", [2016, LAST + 1, 1900])
def test_a_year_without_a_layout_is_refused_with_the_years_there_are(year: int) -> None:
    with pytest.raises(Refused, match=f"finnes ikke for {year}.*2017.*{LAST}"):
        catalogue.form("11F").version(year)


def test_an_ended_form_says_when_it_ended() -> None:
    with pytest.raises(Refused, match="avsluttet etter 2016"):
        catalogue.form("11B").version(2017)


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(Refused, match="«distriktsnr» i 2024"):
        catalogue.form("11F").version(2024).field("distriktsnr")


def test_every_form_the_sources_ask_for_is_there() -> None:
    assert {"7", "7B", "11B", "11CF", "11F", "11M", "12"} <= set(catalogue.ids())
    assert len([id for id in catalogue.ids() if id.startswith("KRISE")]) == 3
