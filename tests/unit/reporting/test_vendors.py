"""Findings by case system, and that a vendor is told nothing that could be one municipality's."""

from __future__ import annotations

from fractions import Fraction

from kostra.reporting.vendors import LEAST_RECORDS, LEAST_UNITS, First, by_vendor, for_vendor

FILES = (
    First("Alfa", "1103", 1000, {"K22": 10, "K36": 2}, 2),
    First("Alfa", "1108", 500, {"K22": 5}, 0),
    First("Alfa", "1122", 500, {"K22": 5, "K50": 0}, 0),
    First("Beta", "4601", 4000, {"K36": 8}, 8),
    First("", "0301", 100, {}, 0),
)


def test_each_system_by_name_and_persons_last() -> None:
    alfa, beta, persons = by_vendor(FILES)
    assert (alfa.vendor, alfa.units, alfa.records, alfa.findings, alfa.errors) == ("Alfa", 3, 2000, 22, 2)
    assert [(one.control, one.findings, one.units) for one in alfa.controls] == [("K22", 20, 3), ("K36", 2, 1)]
    assert alfa.per_thousand(alfa.findings) == 11 and alfa.per_thousand(alfa.of("K36")) == 1
    assert beta.per_thousand(beta.findings) == 2 and beta.of("K22") == 0
    assert (persons.vendor, persons.findings, persons.controls) == ("", 0, ())
    assert by_vendor([First("Alfa", "1103", 0, {}, 0)])[0].per_thousand(0) is None
    assert by_vendor([First("Alfa", "1103", 3, {"K1": 1}, 0)])[0].per_thousand(1) == Fraction(1000, 3)


def test_a_vendor_is_told_of_what_several_municipalities_have_and_the_rest_is_in_no_sum() -> None:
    own = for_vendor(FILES, "Alfa")
    assert own is not None and [one.control for one in own.controls] == ["K22"]
    assert (own.findings, own.errors, own.left_out) == (20, None, 1), (
        "22 in all, less 20, would be the two of Stavanger"
    )
    every = [First("Alfa", unit, 100, {"K22": 1}, 1) for unit in ("1103", "1108", "1122")]
    whole = for_vendor(every, "Alfa")
    assert whole is not None and (whole.findings, whole.errors, whole.left_out) == (3, 3, 0)


def test_too_little_is_not_told_at_all() -> None:
    assert for_vendor(FILES, "Beta") is None and for_vendor(FILES, "Gamma") is None
    few = [First("Alfa", f"11{number:02}", LEAST_RECORDS // LEAST_UNITS, {}, 0) for number in range(LEAST_UNITS)]
    assert for_vendor(few, "Alfa") is None, "99 records"
    assert for_vendor([*few, First("Alfa", "1199", 1, {}, 0)], "Alfa") is not None
