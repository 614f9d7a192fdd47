"""A municipality's page through a release: nothing before the hour, the figures from then on, and a new picture of new figures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest

from integration.databases import SetClock
from integration.portal.house import DOCS
from integration.publication.released import HOURS, OLE, REGIONS, SIRI, YEAR, approved, run_of
from integration.web.visiting import Visitor
from kostra.app.publication import approving, bank, releasing
from kostra.app.publication.releasing import Order
from kostra.app.system import System
from kostra.model.cube import Cell, Counted, Cube, Dimension, Mark, Measure, Status
from kostra.model.release import Kind
from kostra.model.text import Text
from kostra.tables import catalogue
from kostra.web.settings import Settings
from kostra.web.site import site
from kostra.web.statbank.shapes import TOP

NAMES = {code: code for code in REGIONS}
KEY_FIGURES, SHOWN = "92001", ("mottakere", "andel_18_66")
PAGE = "/nb/kommuner/1103"
PICTURE = "/nb/figur/92001.svg?valuecodes[Region]=1103,EAK&valuecodes[ContentsCode]=mottakere&valuecodes[Tid]=*"


def key_figures(
    hidden: str | None, recipients: int, status: Status, names: Mapping[str, str] = NAMES, year: int = YEAR
) -> Cube:
    """10 of everything, but of the recipients of Stavanger."""
    definition = catalogue.table(KEY_FIGURES, year)
    measures = [one for one in definition.measures if one.id in SHOWN]

    def cell(region: str, measure: str) -> Cell:
        if region == hidden:
            return Cell(None, Mark.CONFIDENTIAL)
        return Cell(recipients if (region, measure) == ("1103", SHOWN[0]) else 10, reported=1)

    regions = {code: Text(name, name, name) for code, name in names.items()}
    return Cube(
        id=KEY_FIGURES,
        year=year,
        title=definition.title,
        population=definition.population,
        source="kostra",
        status=status,
        synthetic=True,
        dimensions=(Dimension("region", Text("region", "region", "region"), regions),),
        measures=tuple(Measure(one.id, one.title, one.unit, one.decimals, Counted.COUNT) for one in measures),
        cells=[cell(region, one.id) for region in regions for one in measures],
        coverage={},
        controlled=True,
    )


def release(system: System, data: Path, kind: Kind, cube: Cube) -> None:
    """It waits for its hour."""
    approved(system, run_of(system, data, [cube], cube.status))
    made = releasing.make(system, SIRI, data, Order(YEAR, kind))
    approving.approve(system, OLE, data, made.id)


def test_a_page_follows_its_release(
    system: System, tmp_path: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bank, "HOLDS", 0.0)
    visitor = Visitor(site(Settings(tmp_path, DOCS), system))
    release(system, tmp_path, Kind.PROVISIONAL, key_figures("1106", 4711, Status.PROVISIONAL))
    clock.time = HOURS[Kind.PROVISIONAL] - timedelta(seconds=1)
    assert visitor.get(PAGE).status_code == visitor.get(PICTURE).status_code == 404
    clock.time = HOURS[Kind.PROVISIONAL]
    page = visitor.get(PAGE).text
    assert "4\u00a0711</td>" in page and "Foreløpige tall" in page
    before = visitor.get(PICTURE)
    assert before.status_code == 200
    assert "<strong>:</strong>" not in page and "Tall som ikke vises" not in page
    assert ">:</td>" in visitor.get("/nb/kommuner/1106").text
    release(system, tmp_path, Kind.FINAL, key_figures("1106", 4712, Status.FINAL))
    clock.time = HOURS[Kind.FINAL]
    page = visitor.get(PAGE).text
    assert "4\u00a0712</td>" in page and "Foreløpige tall" not in page
    assert visitor.get(PICTURE).headers["etag"] != before.headers["etag"]


def test_a_municipality_that_is_published_with_another_says_so(
    system: System, tmp_path: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bank, "HOLDS", 0.0)
    visitor = Visitor(site(Settings(tmp_path, DOCS), system))
    names = {"EAK": "Landet", "EKA11": "Rogaland", "1103+1108": "Stavanger og Sandnes", "1106": "Haugesund"}
    release(system, tmp_path, Kind.PROVISIONAL, key_figures(None, 0, Status.PROVISIONAL, names))
    clock.time = HOURS[Kind.PROVISIONAL]
    for code, name, other in (("1103", "Stavanger", "Sandnes"), ("1108", "Sandnes", "Stavanger")):
        page = visitor.get(f"/nb/kommuner/{code}").text
        assert ">:</td>" in page and ">10</td>" in page, "its own figures are not shown, and those of the county are"
        said = f"I {YEAR} er tallene publisert sammen med {other}. Se Stavanger og Sandnes."
        assert said in page and "Tall som ikke vises" in page
        (link,) = re.findall(r'<a class="ds-link" href="([^"]+)">Stavanger og Sandnes</a>', page)
        beside = visitor.get(unescape(link)).text
        assert "Stavanger og Sandnes (1103+1108)" in beside and f"{name} ({code})" in beside and said in beside
        assert "publiserte saman med" in visitor.get(f"/nn/kommuner/{code}").text
        assert "published together with" in visitor.get(f"/en/kommuner/{code}").text
        for kind in ("pdf", "xlsx"):
            assert visitor.get(f"/nb/kommuner/{code}/presentasjon.{kind}").status_code == 200
    assert "sammen med" not in visitor.get("/nb/kommuner/1106").text
    for path in ("/nb/kommuner", "/nb/kommuner/kart", "/nb/tabeller/92001"):
        assert visitor.get(path).status_code == 200, path
    told = visitor.get(f"{TOP}/codelists/agg_fylker-92001?lang=no").json()
    assert told["values"][0]["valueMap"] == ["1103", "1106", "1108", "1103+1108"]
    asked_for = "valuecodes[Region]=1103%2B1108,1103&valuecodes[ContentsCode]=mottakere&valuecodes[Tid]=*"
    answer = visitor.get(f"{TOP}/tables/92001/data?{asked_for}&outputFormat=json-stat2").json()
    assert answer["value"] == [10, None] or answer["value"] == [None, 10]
    assert list(answer["status"].values()) == [":"]
