"""A demo lets in anybody as anybody, so it starts beside nothing real."""

from __future__ import annotations

from pathlib import Path

import pytest

from kostra import joining
from kostra.app import settings
from kostra.model.errors import Refused
from kostra.store.database import of_embedded
from kostra.store.embedded import Embedded

SOMEBODYS = "postgresql://kostra_app@database.example.no/kostra"


def given(folder: Path, **more: str) -> settings.Settings:
    return settings.read({"KOSTRA_DATA": str(folder), **more})


def test_a_demo_has_its_own_database(tmp_path: Path) -> None:
    own = of_embedded(Embedded(tmp_path / "database")).app
    assert joining.needed(given(tmp_path, KOSTRA_DEMO="1", KOSTRA_DATABASE=own)) == own
    assert joining.needed(given(tmp_path, KOSTRA_DATABASE=SOMEBODYS)) == SOMEBODYS
    wrong = given(tmp_path, KOSTRA_DEMO="1", KOSTRA_DATABASE=SOMEBODYS)
    with pytest.raises(Refused, match="KOSTRA_DATABASE"):
        joining.needed(wrong)
    with pytest.raises(Refused, match="KOSTRA_DATABASE"), joining.database(wrong):
        pass


@pytest.mark.parametrize("name", ["KOSTRA_OIDC_ISSUER", "KOSTRA_MASKINPORTEN_ISSUER"])
def test_a_demo_has_no_login_that_is_meant_for_others(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match=name):
        joining.site(given(tmp_path, KOSTRA_DEMO="1", **{name: "https://idporten.no"}), tmp_path)


def test_nobody_answers_for_the_figures_of_a_demo(tmp_path: Path) -> None:
    real = given(tmp_path, KOSTRA_DATABASE=SOMEBODYS, KOSTRA_PRODUCER="  Statistikk \n i byen ")
    assert (joining.needed(real), real.producer) == (SOMEBODYS, "Statistikk i byen")
    assert given(tmp_path, KOSTRA_PRODUCER="  ").producer is None
    with pytest.raises(Refused, match="høyst 100"):
        given(tmp_path, KOSTRA_PRODUCER="x" * 101)
    demo = given(tmp_path, KOSTRA_DEMO="1", KOSTRA_DATABASE=SOMEBODYS, KOSTRA_PRODUCER="Statistikk i byen")
    for refusing in (joining.needed, joining.check_keys, lambda demo: joining.site(demo, tmp_path)):
        with pytest.raises(Refused, match="KOSTRA_PRODUCER"):
            refusing(demo)
