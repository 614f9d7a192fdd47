"""Persons linked on pseudonyms: who could be, what agrees, and lists that name no one."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import polars as pl

from kostra.reception.persons import IdKind
from kostra.reconciling.introduction import against_register, reported_elsewhere
from kostra.reconciling.linking import Cell, Coverage, Disagreement, Key
from kostra.reconciling.population import against_population

KEY = Key("person_pseudonym", "fodselsnr_pseudonym", pl.col("id_type").is_in(["fodselsnummer", "d-nummer"]))
MARITAL = {"1": frozenset({"1", "3"}), "2": frozenset({"2"}), "4": frozenset({"3", "4"})}

FORM = pl.DataFrame(
    {
        "unit": ["110300", "110300", "110300", "460100", "460100"],
        "record": ["a", "b", "c", "d", "e"],
        "line": [1, 2, 3, 1, 2],
        "person_pseudonym": [b"p1", b"p2", b"p3", b"p4", None],
        "id_type": [IdKind.NATIONAL, IdKind.D_NUMBER, IdKind.STAND_IN, IdKind.NATIONAL, IdKind.MISSING],
        "kjonn": ["1", "2", "1", "1", "2"],
        "ektstat": ["3", "1", "1", "2", "1"],
        "bu18": ["1", "2", "2", "1", "2"],
        "antbu18": [2, None, None, 1, None],
    }
).with_columns(pl.col("id_type").cast(pl.String))
REGISTER = pl.DataFrame(
    {
        "fodselsnr_pseudonym": [b"p1", b"p2", b"p3"],
        "kjonn": ["1", "1", "2"],
        "sivilstand": ["1", "5", "1"],
        "antall_barn": [2, 1, 0],
    }
)
FOUND = against_population(FORM, REGISTER, KEY, MARITAL)


def test_coverage_counts_those_without_an_id_and_those_not_found() -> None:
    assert FOUND.coverage == (Coverage("110300", 3, 2, 2), Coverage("460100", 2, 1, 0), Coverage("", 5, 3, 2))
    assert FOUND.coverage[-1].without_id == Fraction(2, 5)


def test_a_stand_in_number_links_nobody() -> None:
    """p3 is in the register, with another sex, and still nobody says that it is the same person."""
    assert not [one for one in FOUND.differing if one.record == "c"]


def test_agreement_tables() -> None:
    sex, marital, children = FOUND.agreements
    assert (sex.agreeing, sex.disagreeing) == (1, 1)
    assert marital.cells == (Cell("1", "5", 1, None), Cell("3", "1", 1, True))
    assert (marital.agreeing, marital.disagreeing, marital.unmapped) == (1, 0, 1)
    assert children.cells == (Cell("0", "1", 1, False), Cell("2", "2", 1, True))


def test_what_disagrees_is_listed_by_record_and_line() -> None:
    assert FOUND.differing == (
        Disagreement("110300", "b", 2, "kjonn", "2", "1"),
        Disagreement("110300", "b", 2, "antbu18", "0", "1"),
    )


def test_a_person_in_two_units_is_linked_in_both_and_one_twice_in_the_register_once() -> None:
    twice = pl.concat([FORM.head(1), FORM.head(1).with_columns(pl.lit("030104").alias("unit"))])
    found = against_population(twice, pl.concat([REGISTER, REGISTER]), KEY, MARITAL)
    assert found.coverage[-1] == Coverage("", 2, 2, 2)


def test_the_order_of_the_register_does_not_matter() -> None:
    assert against_population(FORM, REGISTER.reverse(), KEY, MARITAL) == FOUND


BY_DUF = Key("duf_pseudonym", "duf_pseudonym", pl.lit(True))
NIR = pl.DataFrame(
    {
        "fodselsnr_pseudonym": [None, b"p2", b"p2", b"p9"],
        "duf_pseudonym": [b"d1", b"d2", b"d2", b"d9"],
        "region": ["110300", "110300", "460100", "460100"],
        "startdato": [date(2015, 3, 1), date(2014, 1, 1), date(2016, 5, 1), date(2016, 1, 1)],
        "sluttdato": [None, date(2015, 1, 1), None, None],
        "tiltak": [["norsk", "kurs"], ["norsk"], ["annet"], None],
    }
)
OF_11B = pl.DataFrame(
    {
        "unit": ["110300", "460100"],
        "record": ["x", "y"],
        "line": [1, 1],
        "person_pseudonym": [b"", b"p2"],
        "id_type": ["mangler", "fodselsnummer"],
        "duf_pseudonym": [b"d1", None],
        "start_dato": [date(2015, 3, 1), date(2016, 5, 2)],
        "status": ["06", "01"],
        "tiltak_01": ["01", "01"],
        "tiltak_08": [None, None],
    }
)


def test_form_11b_against_the_register() -> None:
    measures = {"01": frozenset({"norsk"}), "08": frozenset({"kurs"})}
    found = against_register(OF_11B, NIR, (KEY, BY_DUF), measures)
    assert found.coverage[-1] == Coverage("", 2, 2, 2)
    agreeing = {one.field: (one.agreeing, one.disagreeing) for one in found.agreements}
    assert agreeing == {"start_dato": (1, 1), "status": (1, 1), "tiltak_01": (1, 1), "tiltak_08": (1, 1)}
    assert ("460100", "start_dato", "2016-05-02", "2016-05-01") in {
        (one.unit, one.field, one.form, one.register) for one in found.differing
    }
    assert found.only_in_register == (("460100", 1),)


def test_pay_by_residence_and_reporter() -> None:
    pay = pl.DataFrame(
        {
            "region": ["110300", "110300", "110300", "460100", None],
            "bostedskommune": ["1103", "1103", "1103", "4601", "9999"],
            "rapportert_av": ["1103", "4601", "4601", "4601", "4601"],
            "belop": [100, 20, 3, 50, 1],
        }
    )
    stavanger, bergen = reported_elsewhere(pay)
    assert (stavanger.region, stavanger.kroner, stavanger.by_others, stavanger.others) == (
        "110300",
        123,
        23,
        (("4601", 23),),
    )
    assert (bergen.kroner, bergen.by_others) == (50, 0)
