"""Dated rules: flags and sums beside what was reported, never in its place."""

from __future__ import annotations

import polars as pl

from kostra.editing.derivations import counted, derivations, derive
from kostra.forms import catalogue
from unit.editing.frames import UNIT, inndata

FRAME = inndata([{}, {"bosit": "6"}, {"bosit": None}]).with_columns(
    laan=pl.lit(10, dtype=pl.Int64), id_type=pl.Series(["fodselsnummer", "erstatningsnummer", None])
)


def test_an_institution_stay_is_out_of_the_sums_from_2022() -> None:
    before, after = (derive(FRAME, "11F", year) for year in (2021, 2022))
    assert before["bidrag_i_sum"].to_list() == [1000, 2000, 3000]
    assert after["bidrag_i_sum"].to_list() == [1000, None, 3000]
    assert after["laan_i_sum"].to_list() == [10, None, 10]
    assert after["institusjonsopphold"].to_list() == [False, True, False]
    assert after.select(FRAME.columns).equals(FRAME)
    assert counted(after, "11F", 2022) == {("institusjonsopphold", UNIT): 1} and counted(before, "11F", 2021) == {}


def test_who_is_known_by_a_birth_date_alone_is_marked() -> None:
    assert derive(FRAME, "11F", 2026)["bare_fodselsdato"].to_list() == [False, True, False]


def test_deriving_twice_is_deriving_once() -> None:
    once = derive(FRAME, "11F", 2026)
    assert derive(once, "11F", 2026).equals(once)


def test_a_form_without_rules_is_left_as_it_is() -> None:
    assert derive(FRAME, "7", 2026).columns == FRAME.columns


def test_every_rule_names_fields_that_its_forms_have() -> None:
    """What an id tells, as its kind, stands beside the fields of the form."""
    for rule in derivations():
        for form in rule.forms:
            version = catalogue.form(form).version(max(rule.since, 2025))
            named = [*rule.leaves_out, *([] if rule.field == "id_type" else [rule.field])]
            assert all(version.has(field) for field in named), rule.id
            if rule.field != "id_type":
                assert set(rule.one_of) <= version.field(rule.field).codes.keys()
