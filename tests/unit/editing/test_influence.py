"""What an edit moves, region by region, and when a colleague must look."""

from __future__ import annotations

from fractions import Fraction

import polars as pl

from kostra.editing.influence import Limits, limits, moved, needs_second
from kostra.editing.places import PUBLISHED, Level, belongs, by_level, units_of
from kostra.editing.variables import Measure, Variable, added, declared, measures, totals, value, variables
from kostra.forms import catalogue
from kostra.model.text import Text
from unit.editing.frames import OTHER, UNIT, inndata

KRONER = Variable("bidrag", Text("Bidrag", "Bidrag"), "kroner", Measure("sum", ("bidrag",)))
MEAN = Variable("mean", Text("Snitt", "Snitt"), "kroner", KRONER.top, Measure("records"))
VARIABLES = (KRONER, MEAN)
MEASURES = measures(VARIABLES)
LIMITS = Limits({Level.MUNICIPALITY: 100, Level.GROUP: 10, Level.COUNTY: 10, Level.COUNTRY: 1}, {"kroner": 100})


def test_measures_are_added_over_records_and_units() -> None:
    frame = pl.concat([inndata([{}, {"bosit": "6"}, {"bidrag": None}]), inndata([{}], OTHER)])
    wanted = (
        Measure("records"),
        Measure("sum", ("bi*",)),
        Measure("filled", ("bidrag", "day")),
        Measure("codes", ("bosit",), ("6",)),
    )
    assert totals(frame, wanted) == {UNIT: (3, 3000, 2, 1), OTHER: (1, 1000, 1, 0)}
    each = frame.select(*(one.each(frame.columns).alias(str(at)) for at, one in enumerate(wanted)))
    assert each.sum().row(0) == added(totals(frame, wanted).values(), 4)


def test_a_field_that_the_year_does_not_have_adds_nothing_and_is_known_not_to() -> None:
    frame = inndata([{}])
    gone = (Measure("sum", ("borte",)), Measure("filled", ("borte*",)), Measure("codes", ("borte",), ("1",)))
    assert totals(frame, gone) == {UNIT: (0, 0, 0)}
    assert [one.is_in(frame.columns) for one in (*gone, KRONER.top, Measure("records"))] == [False] * 3 + [True] * 2


def test_a_mean_is_divided_last() -> None:
    assert value(MEAN, MEASURES, (10, 4)) == Fraction(5, 2) and value(MEAN, MEASURES, (10, 0)) is None


def test_only_regions_that_the_unit_is_in_move() -> None:
    before = {UNIT: (1000, 2), OTHER: (500, 1)}
    found = moved(before, before | {UNIT: (1100, 2)}, 2026, VARIABLES, MEASURES)
    assert [one.level for one in found if one.variable is KRONER] == list(PUBLISHED)
    municipality, country = found[0], next(one for one in found if one.level is Level.COUNTRY)
    assert (municipality.region, municipality.name, municipality.before, municipality.after) == (
        "1103",
        "Stavanger",
        1000,
        1100,
    )
    assert (country.before, country.after) == (1500, 1600) and municipality.share == 0.1
    assert moved(before, dict(before), 2026, VARIABLES, MEASURES) == ()


def test_a_colleague_is_needed_from_the_limit_on_and_never_below_the_least() -> None:
    def needs(before: int, after: int) -> bool:
        return needs_second(moved({UNIT: (before, 1)}, {UNIT: (after, 1)}, 2026, (KRONER,), MEASURES), LIMITS)

    assert needs(100_000, 100_100) and not needs(100_001, 100_101)
    assert not needs(10, 109) and needs(10, 110) and needs(0, 100) and needs(-100, 0)


def test_every_declared_variable_has_a_least_and_fields_of_its_form() -> None:
    assert set(limits().thousandths) == set(PUBLISHED)
    for form, several in declared().items():
        version = catalogue.form(form).version(2026)
        columns = [*(field.id for field in version.fields), "bidrag_i_sum", "laan_i_sum"]
        for one in several:
            assert one.unit in limits().least
            for measure in filter(None, (one.top, one.per)):
                there = [
                    any(c == f or (f[-1] == "*" and c.startswith(f[:-1])) for c in columns) for f in measure.fields
                ]
                assert all(there), f"{form} {one.id}"
                if measure.kind == "codes":
                    assert set(measure.codes) <= version.field(measure.fields[0]).codes.keys()


def test_a_form_that_none_are_declared_for_is_counted_by_its_numbers() -> None:
    assert "aarsverk_sum" in [one.id for one in variables(catalogue.form("7").version(2026))]


def test_every_municipality_belongs_to_a_county_and_the_country_in_every_year() -> None:
    for year in range(2020, 2027):
        assert all({Level.COUNTY, Level.COUNTRY, Level.GROUP} <= set(codes) for codes in belongs(year).values())
    assert units_of("1103", Level.MUNICIPALITY, 2026, [UNIT, OTHER]) == [UNIT]
    assert by_level({"030101": (1, 2), "030102": (3, 4)}, Level.MUNICIPALITY, 2026, 2) == {"0301": (4, 6)}
