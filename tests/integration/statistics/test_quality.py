"""Tables where a municipality is silent: estimated for its county and the country, closed where the quality does not allow, and told."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from integration.editing.editors import SIRI, WHOLE
from integration.estimating.campaigns import EACH, deliver, silent
from kostra import regions
from kostra.app.editing import usability
from kostra.app.estimating import making, seeing
from kostra.app.estimating.record import Frozen, Kind
from kostra.app.statistics.making import cube
from kostra.app.system import System
from kostra.model.cube import Cube, Mark, Status
from kostra.model.errors import Broken
from kostra.statistics.writing import as_json

YEAR = 2026
UNITS = ("110600", "110300", "110800", "111100", "111200", "111400", "111900", "112000", "460100", "460200")
QUIET = "111200"


@pytest.fixture
def season(system: System) -> None:
    """Last year whole; this year one is late, and of the rest of the country nothing is known to be expected."""
    deliver(system, YEAR - 1, {unit: 3 + number for number, unit in enumerate(UNITS)})
    deliver(system, YEAR, {unit: 4 + number for number, unit in enumerate(UNITS) if unit != QUIET})
    silent(system, YEAR, (QUIET,))


def run(system: System, kind: Kind = Kind.PROVISIONAL) -> Frozen:
    frozen = seeing.see(system, SIRI, making.make_now(system, SIRI, "11F", YEAR, kind, "tall til tabellene").id).frozen
    assert frozen is not None
    return frozen


def whole(frozen: Frozen, variable: str, region: str) -> int:
    part = frozen.part(variable)
    figure = None if part is None else part.figure(region)
    assert figure is not None
    return figure.whole


def table(system: System, id: str = "13995", status: Status = Status.PROVISIONAL) -> Cube:
    return cube(system, SIRI, id, YEAR, status)


def withheld(made: Cube) -> dict[str, str]:
    return {region: one.reason.nb for one in made.withheld for region in one.regions}


def test_what_is_silent_is_estimated_for_its_county_and_for_itself_not(system: System, season: None) -> None:
    before = table(system)
    assert before.runs == () and before.cell("EKA11", "stonad").mark is Mark.PROVISIONAL
    assert withheld(before)["EKA11"] == "kvaliteten er ikke vurdert: beregningen er ikke laget"
    frozen = run(system)
    made = table(system)
    for region, code in (("EAK", "EAK"), ("EKA11", "11")):
        for id in ("mottakere", "tilfeller", "stonad"):
            cell = made.cell(region, id)
            assert (cell.value, cell.mark) == (whole(frozen, id, code), Mark.ESTIMATED)
            assert cell.estimated == 1 and cell.contributors == before.cell(region, id).contributors
        assert made.cell(region, "stonad").value == made.cell(region, "bidrag").value
        cases, paid = made.cell(region, "tilfeller").value, made.cell(region, "stonad").value
        assert cases is not None and paid is not None and paid > (before.cell(region, "stonad").value or 0)
        young = made.cell(region, "mottakere_18_24_per_1000")
        inhabitants = regions.count(code, YEAR, regions.read_band("18-24")).persons
        assert young.value == Fraction(1000 * int(made.cell(region, "mottakere_18_24").value or 0), inhabitants)
    assert made.cell("1112", "mottakere").mark is Mark.MISSING and made.cell("1112", "stonad").value is None
    assert made.cell("1103", "stonad").value == 5 * EACH and made.cell("1103", "stonad").estimated == 0
    # One case has no estimate of its own: its total alone has.
    assert made.cell("EKA11", "mottakere_forsorger") == before.cell("EKA11", "mottakere_forsorger")
    (used,) = made.runs
    assert (used.form, used.status, used.same_data) == ("11F", Status.PROVISIONAL, True)
    assert any("beregnet for hele regionen" in one.text.nb for one in made.footnotes)
    divided = table(system, "91101")
    codes = ("alle", "1", "2", "uoppgitt")
    in_all = [divided.cell("EKA11", code, "alle", "mottakere").value or 0 for code in codes]
    assert in_all[0] == sum(in_all[1:]) == whole(frozen, "mottakere", "11")

    described = json.loads(as_json(made))
    assert [(one["form"], one["status"], one["made"]) for one in described["runs"]] == [
        ("11F", "provisional", "2027-01-12")
    ]
    assert described["withheld"][-1]["kind"] in ("municipality", "district")
    found = withheld(made)
    assert found["1103"] == found["1112"] == "for få har rapportert, for mye mangler"
    assert not {"EAK", "EKA11"} & found.keys()

    # Data that have changed since the run are told, and its figures stand.
    deliver(system, YEAR, {"110300": 50}, version=2)
    made = table(system)
    assert made.cell("1103", "mottakere").value == 50
    assert made.cell("EKA11", "tilfeller").value == whole(frozen, "tilfeller", "11")
    assert [one.same_data for one in made.runs] == [False]


def test_final_tables_wait_for_the_final_run_and_a_unit_may_be_held_out(system: System, season: None) -> None:
    """And where two of eight are silent, the county is closed."""
    silent(system, YEAR, ("111100",))
    run(system)
    late = table(system, status=Status.FINAL)
    assert late.status is Status.PROVISIONAL and [one.status for one in late.runs] == [Status.PROVISIONAL]
    assert "for få har rapportert" in withheld(late)["EKA11"]
    assert any("Endelige tall for skjema 11F er ikke beregnet ennå" in one.text.nb for one in late.footnotes)
    run(system, Kind.FINAL)
    final = table(system, status=Status.FINAL)
    assert final.status is Status.FINAL and [one.status for one in final.runs] == [Status.FINAL]
    assert final.cell("1103", "stonad").mark is None
    assert [one.status for one in table(system).runs] == [Status.PROVISIONAL]

    usability.judge(system, SIRI, WHOLE, "110300", ["13995"], False, "beløpene er i øre")
    assert table(system).cell("1103", "stonad").mark is Mark.MISSING
    assert table(system, "91101").cell("1103", "alle", "alle", "stonad").value == 5 * EACH


def test_who_answers_for_the_figures_is_told(system: System) -> None:
    deliver(system, YEAR, {"110300": 1})
    made = table(replace(system, demo=False, producer="Statistikk i byen"))
    assert not made.synthetic and made.source.startswith("Statistikk i byen: ")
    assert not any("Syntetiske" in text for text in (made.title.nb, *(one.text.nb for one in made.footnotes)))
    assert table(system).synthetic and "Syntetiske tall" in table(system).title.nb
    with pytest.raises(Broken):
        replace(system, producer="Statistikk i byen")
