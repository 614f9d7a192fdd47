"""Mappings between code systems: whole, dated, and refused when they are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kostra.app.reconciling.mapped import every, mapping
from kostra.codelists import mappings
from kostra.model.errors import ContentError, Missing, Undated

ONE = """
title    = "Fra a til b"
title_nn = "Frå a til b"
source   = "Laget for testen"
since    = 2020
to       = "janei"

[from]
title    = "a"
title_nn = "a"

[from.codes]
sant   = {{ nb = "Sant", nn = "Sant" }}
usant  = {{ nb = "Usant", nn = "Usant" }}
kanskje = {{ nb = "Kanskje", nn = "Kanskje", since = 2022 }}

[[pairs]]
code = "sant"
to   = ["1"]

[[pairs]]
code = "usant"
to   = ["2"]
{rest}
"""
MAYBE = """
[[unmapped]]
side      = "from"
code      = "kanskje"
reason    = "Vet ikke"
reason_nn = "Veit ikkje"
"""


def _made(folder: Path, rest: str, old: str = "", new: str = "") -> mappings.Mapping:
    (folder / "one.toml").write_text(ONE.format(rest=rest).replace(old, new) if old else ONE.format(rest=rest), "utf-8")
    return mappings.mapping("one", {}, folder)


def test_every_mapping_is_whole() -> None:
    assert [one.id for one in every()] == list(mappings.ids())
    assert all(one.pairs or one.unmapped for one in every())


def test_a_code_that_maps_to_nothing_is_told_with_its_reason(tmp_path: Path) -> None:
    made = _made(tmp_path, MAYBE)
    assert made.at(2023) == {"sant": frozenset({"1"}), "usant": frozenset({"2"})}
    assert [one.code for one in made.unmapped_at(2023)] == ["kanskje"]
    assert made.unmapped_at(2021) == ()
    with pytest.raises(Undated):
        made.at(2019)


@pytest.mark.parametrize(
    ("rest", "old", "new", "said"),
    [
        ("", "", "", "«kanskje» of «from» is not mapped in 2022"),
        (MAYBE, 'to   = ["2"]', 'to   = ["1"]', "«2» of «to» is not mapped in 2020"),
        (MAYBE, 'to   = ["2"]', 'to   = ["2", "3"]', "«3» is no code of «to» in 2020"),
        (MAYBE, 'code = "usant"', 'code = "sant"', "«sant» is paired twice"),
        (MAYBE, '"kanskje"\nreason ', '"usant"\nreason ', "«usant» of «from» is both mapped and unmapped"),
        (MAYBE, '"janei"', '"neija"', "there is no code list «neija»"),
        (MAYBE, 'side      = "from"', 'side      = "other"', "side is «other»"),
        (MAYBE, 'to   = ["2"]', "to   = []", "«usant» is paired with nothing"),
    ],
)
def test_what_does_not_hold_is_refused(tmp_path: Path, rest: str, old: str, new: str, said: str) -> None:
    with pytest.raises(ContentError, match=said):
        _made(tmp_path, rest, old, new)


def test_the_known_mappings_say_what_is_known() -> None:
    assert mapping("digisos_sivilstand").at(2026)["separert"] == {"4"}
    assert {one.code for one in mapping("digisos_bosituasjon").unmapped} == {"krisesenter", "fengsel"}
    assert mapping("nir_tiltak").at(2016)["11"] == {"videregaaende"}
    assert not mapping("nir_avslutning").at(2016)
    assert mapping("folkeregisteret_sivilstand").at(2026)["5"] == {"3", "4"}
    with pytest.raises(Missing, match="digisos_sivilstand"):
        mapping("digisos_alt")
