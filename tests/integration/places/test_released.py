"""A municipality's page through a release: nothing before the hour, the figures from then on, and a new picture of new figures."""

from __future__ import annotations

from datetime import timedelta
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

KEY_FIGURES, SHOWN = "92001", ("mottakere", "andel_18_66")
PAGE = "/nb/kommuner/1103"
PICTURE = "/nb/figur/92001.svg?valuecodes[Region]=1103,EAK&valuecodes[ContentsCode]=mottakere&valuecodes[Tid]=*"


def key_figures(hidden: str | None, recipients: int, status: Status) -> Cube:
    """10 of everything, but of the recipients of Stavanger."""
    definition = catalogue.table(KEY_FIGURES, YEAR)
    measures = [one for one in definition.measures if one.id in SHOWN]

    def cell(region: str, measure: str) -> Cell:
        if region == hidden:
            return Cell(None, Mark.CONFIDENTIAL)
        return Cell(recipients if (region, measure) == ("1103", SHOWN[0]) else 10, reported=1)

    names = {code: Text(code, code, code) for code in REGIONS}
    return Cube(
        id=KEY_FIGURES,
        year=YEAR,
        title=definition.title,
        population=definition.population,
        source="kostra",
        status=status,
        synthetic=True,
        dimensions=(Dimension("region", Text("region", "region", "region"), names),),
        measures=tuple(Measure(one.id, one.title, one.unit, one.decimals, Counted.COUNT) for one in measures),
        cells=[cell(region, one.id) for region in REGIONS for one in measures],
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
