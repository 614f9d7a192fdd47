"""Estimates and gates on cubes made by hand: a country of two counties, of which one has a municipality that is silent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kostra import regions
from kostra.model.cube import REGION, Cell, Coverage, Cube, Dimension, Mark, Measure, RunUsed, Status
from kostra.model.region import RegionKind
from kostra.model.text import Text
from kostra.statistics.definition import (
    ByAge,
    ByCode,
    Count,
    Decision,
    Declared,
    Divided,
    Formula,
    FromRun,
    Kind,
    Over,
    Ratio,
    Source,
    TableDefinition,
)
from kostra.statistics.estimates import filled
from kostra.statistics.quality import Figure, Run, Variable, gated, slipped

YEAR = 2025
FORM = Source(Kind.FORM, "11F")
T = Text("t", "t", "t")
WHOLE, PART = Coverage(1, 1, Fraction(1)), Coverage(1, 2, Fraction(1, 2))
COVERED = {
    "EAK": Coverage(3, 4, Fraction(3, 4)),
    "EKA11": PART,
    "EKA46": WHOLE,
    "ST1": PART,
    "1103": WHOLE,
    "1112": Coverage(0, 1, Fraction(0)),
    "4601": WHOLE,
}
AGES = (regions.read_band("0-17"), regions.read_band("18-24"))
KINDS = (RegionKind.MUNICIPALITY, RegionKind.DISTRICT)


def measure(id: str, formula: Formula, estimate: FromRun | None = None, hidden: bool = False) -> Declared:
    return Declared(id, T, T, 0, formula, FORM, estimate=estimate, hidden=hidden)


PLAIN = (
    measure("mottakere", Count(Over.PERSONS), FromRun("mottakere")),
    measure("unge", Count(Over.PERSONS), FromRun("mottakere", ("18-24",)), hidden=True),
    measure("andre", Count(Over.PERSONS)),
    measure("unge_per_1000", Ratio("unge", 1000, inhabitants=AGES[1])),
    measure("per_annen", Ratio("mottakere", 1, per="andre")),
    measure("per_ung", Ratio("mottakere", 10, per="unge")),
    measure("andel", Ratio("mottakere", 100)),
)


def table(measures: tuple[Declared, ...] = PLAIN, dimensions: tuple[Divided, ...] = ()) -> TableDefinition:
    return TableDefinition("1", FORM, T, T, "", 2022, None, None, dimensions, measures, gate="mottakere")


def cube(of: TableDefinition, status: Status = Status.PROVISIONAL) -> Cube:
    """Everything is 7, and is reported by as many as the region says."""
    axes = [Dimension(REGION, T, dict.fromkeys(COVERED, T))]
    axes += [Dimension(one.id, T, dict.fromkeys(("alle", "1", "uoppgitt"), T), "alle") for one in of.dimensions]
    shown = tuple(Measure(one.id, T, T) for one in of.measures if not one.hidden)
    each = 3 ** len(of.dimensions) * len(shown)
    cells = [
        Cell(7, Mark.PROVISIONAL, one.reported, 0, 7) if one.reported else Cell(None, Mark.MISSING)
        for one in COVERED.values()
        for _ in range(each)
    ]
    return Cube(of.id, YEAR, T, T, "", status, True, tuple(axes), shown, cells, COVERED)


def figure(whole: int, *closed: str) -> Figure:
    parts: dict[tuple[str, ...], int] = {("1", "18-24"): 4, ("1", "0-17"): 1, ("0", "18-24"): 2, ("0", "0"): whole - 7}
    return Figure(whole, 1, 2, closed, parts)


def run(same_data: bool = True, **more: object) -> dict[str, Run]:
    variable = Variable({"EAK": figure(30), "EKA11": figure(20), "1112": figure(9)}, by="kjonn", ages=AGES)
    used = RunUsed("11F", Status.PROVISIONAL, date(2026, 3, 16), "abc", same_data)
    return {"11F": Run(used, {"mottakere": replace(variable, **more)})}  # type: ignore[arg-type]


def value(made: Cube, *codes: str) -> int | Fraction | None:
    return made.cell(*codes).value


def test_a_region_that_is_reported_in_part_has_the_figure_of_all_of_it() -> None:
    made = filled(cube(table()), table(), run())
    assert made.cell("EKA11", "mottakere") == Cell(20, Mark.ESTIMATED, 1, 1, 7)
    assert value(made, "EAK", "mottakere") == 30
    inhabitants = regions.at_year_end("11", YEAR, AGES[1]).persons
    assert value(made, "EKA11", "unge_per_1000") == Fraction(6000, inhabitants)
    assert (value(made, "EKA11", "per_ung"), value(made, "EKA11", "andel")) == (Fraction(200, 6), 100)
    # What the run says nothing of, and a ratio to that, are of those who have reported.
    for region, id in (("EKA11", "andre"), ("EKA11", "per_annen"), ("ST1", "mottakere"), ("EKA46", "mottakere")):
        assert made.cell(region, id) == Cell(7, Mark.PROVISIONAL, made.cell(region, id).reported, 0, 7)


def test_a_single_municipality_never_has_an_estimate() -> None:
    made = filled(cube(table()), table(), run())
    assert made.cell("1112", "mottakere") == Cell(None, Mark.MISSING)
    silent = {**COVERED, "EKA11": Coverage(0, 2, Fraction(0))}
    before = cube(table())
    nobody = [cell if codes[0] != "EKA11" else Cell(None, Mark.MISSING) for codes, cell in before.rows()]
    made = filled(replace(before, cells=nobody, coverage=silent), table(), run())
    assert made.cell("EKA11", "mottakere") == Cell(None, Mark.MISSING)


def test_values_of_a_dimension_are_estimated_only_where_the_components_are_divided_as_it_is() -> None:
    codes = Divided("kjonn", T, T, ByCode("kjonn", {YEAR: {"1": T}}))
    others = Divided("kilde", T, T, ByCode("vklo", {YEAR: {"1": T}}))
    ages, wider = (Divided("alder", T, T, ByAge(bands)) for bands in (AGES, (regions.read_band("0-24"),)))
    of = table((PLAIN[0], measure("andel", Ratio("mottakere", 100))), (codes,))
    made = filled(cube(of), of, run())
    told = [value(made, "EKA11", code, "mottakere") for code in ("alle", "1", "uoppgitt")]
    assert told == [20, 5, 15]
    assert value(made, "EKA11", "1", "andel") == 25
    for wrong in (others, wider):
        of = table((PLAIN[0],), (wrong,))
        made = filled(cube(of), of, run())
        told = [value(made, "EKA11", code, "mottakere") for code in ("alle", "1", "uoppgitt")]
        assert told == [20, 7, 7] and made.cell("EKA11", "1", "mottakere").estimated == 0
    of = table((PLAIN[0],), (ages,))
    before = cube(of)
    bands = replace(before.dimensions[1], values=dict.fromkeys(("alle", "18-24", "uoppgitt"), T))
    made = filled(replace(before, dimensions=(before.dimensions[0], bands)), of, run())
    assert [value(made, "EKA11", code, "mottakere") for code in ("alle", "18-24", "uoppgitt")] == [20, 6, 13]


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(st.sampled_from(["EAK", "EKA11", "EKA46", "1103", "1112"]), st.integers(7, 10**6)), st.booleans()
)
def test_what_has_an_estimate_adds_up_and_all_else_is_as_it_was(wholes: dict[str, int], same_data: bool) -> None:
    of = table((PLAIN[0], PLAIN[2]), (Divided("kjonn", T, T, ByCode("kjonn", {YEAR: {"1": T}})),))
    before = cube(of)
    made = filled(before, of, run(same_data, figures={region: figure(whole) for region, whole in wholes.items()}))
    for region, covered in COVERED.items():
        cells = [made.cell(region, code, "mottakere") for code in ("alle", "1", "uoppgitt")]
        if region in wholes and covered.expected > 1 and not region.isdigit():
            assert [cell.value for cell in cells] == [wholes[region], 5, wholes[region] - 5]
            assert all((cell.mark, cell.reported, cell.estimated) == (Mark.ESTIMATED, 1, 1) for cell in cells)
        elif region.isdigit() or not same_data:
            assert list(made.rows(region)) == list(before.rows(region))
        assert all(cell.estimated == 0 for codes, cell in made.rows(region) if codes[-1] == "andre")


def test_of_the_same_data_the_run_knows_who_is_missing() -> None:
    """Where nothing is presumed of a unit and a register counts somebody, the cube takes it for an answer."""
    answered = replace(cube(table()), coverage={**COVERED, "EKA11": Coverage(1, 1, Fraction(1))})
    closed = {"EKA11": figure(20, "cv")}
    for same in (True, False):
        made = filled(answered, table(), run(same))
        assert value(made, "EKA11", "mottakere") == (20 if same else 7)
        assert ("EKA11" in withheld(gated(answered, table(), run(same, figures=closed)))) is same


def test_which_run_it_was_is_told_and_whether_data_have_changed_since() -> None:
    notes = {}
    for same in (True, False):
        made = filled(cube(table()), table(), run(same))
        assert [one.same_data for one in made.runs] == [same]
        notes[same] = [one.text.nb for one in made.footnotes]
    assert notes[True][1] == "Beregningen av skjema 11F er fra 16.03.2026."
    assert notes[False][1].startswith(notes[True][1]) and "siden" in notes[False][1]
    untouched = cube(table())
    assert filled(untouched, table(), {}) == untouched


def withheld(made: Cube) -> dict[str, str]:
    return {region: one.reason.nb for one in made.withheld for region in one.regions}


def test_a_table_is_published_where_its_quality_allows() -> None:
    figures = {"EAK": figure(30), "EKA11": figure(20, "coverage", "cv")}
    found = withheld(gated(cube(table()), table(), run(figures=figures, municipal=("weight",), coverage=60, weight=50)))
    few, much = "for få har rapportert", "for mye mangler"
    assert found == {
        "EKA11": f"{few}, for usikkert",
        "ST1": few,
        "1103": much,
        "1112": much,
        "4601": much,
    }
    assert withheld(gated(cube(table()), table(), run(figures=figures, coverage=50, weight=50))).keys() == {"EKA11"}
    assert withheld(gated(cube(table()), replace(table(), gate=None), run(figures=figures))) == {}


def test_what_has_no_figure_in_the_run_says_why() -> None:
    alone = gated(cube(table()), table(), run(figures={}, alone=frozenset({"EKA11"}), unmade=frozenset({"EAK"})))
    assert withheld(alone) == {
        "EAK": "Oslo mangler, og har ikke noe tall for året før",
        "EKA11": "tallet ville vist hva én kommune er beregnet til",
    }
    assert set(withheld(gated(cube(table()), table(), {}))) == {"EAK", "EKA11", "ST1", "1103", "1112", "4601"}
    half = replace(cube(table()), coverage={**COVERED, "1103": PART})
    assert withheld(gated(half, table(), run())) == {"1103": "kommunen har bare rapportert en del"}
    all_there = replace(cube(table()), coverage=dict.fromkeys(COVERED, WHOLE))
    assert withheld(gated(all_there, table(), {})) == {}


@pytest.mark.parametrize("publish", [True, False])
def test_somebody_may_decide_otherwise_for_a_release(publish: bool) -> None:
    reason = Text("de som mangler, er små", "dei som manglar, er små", "those missing are small")
    decided = replace(table(), decisions=(Decision(YEAR, Status.PROVISIONAL, KINDS, publish, reason),))
    closed = run(municipal=() if not publish else ("coverage",))
    made = gated(cube(decided), decided, closed)
    if publish:
        assert withheld(made) == {} and [one.text for one in made.footnotes] == [reason]
    else:
        assert withheld(made) == dict.fromkeys(("1103", "1112", "4601"), reason.nb) and not made.footnotes
    final = gated(cube(decided, Status.FINAL), decided, closed)
    assert bool(withheld(final)) is publish and not final.footnotes


def test_a_table_that_is_late_says_so() -> None:
    assert "skjema 11F" in slipped(cube(table()), ("11F",)).footnotes[-1].text.nb
