"""A declared control: from when, until when, how severe, and what of a record it fails, passes, leaves alone and cannot decide."""

from __future__ import annotations

import pytest

from kostra.controls.declare import ERROR, WARNING, Control, Given, Requirement, control, require, unique
from kostra.controls.release import begin
from kostra.methods.columns import Fields
from unit.controls.made import fields


def over_ten(f: Fields, given: Given, grense: int) -> Requirement:
    return require(f.tall > grense, when=f.bu18 == "1", shown=[f.tall])


def declared(**how: object) -> Control:
    return control("K99", how.pop("severity", ERROR), **how)(over_ten)  # type: ignore[arg-type]


def test_its_name_is_the_function_and_its_parameters_are_what_it_needs() -> None:
    one = declared()
    assert (one.id, one.name, one.parameters, one.sentence) == ("K99", "over_ten", ("given", "grense"), "K99")
    assert one.theme == "test_declare"
    assert declared(sentence="K99-gammel").sentence == "K99-gammel"


def test_a_year_is_the_whole_year() -> None:
    one = declared(since=2023, until=2025)
    covered = [turn for year in range(2021, 2028) for turn in (begin(year), begin(f"{year}.7")) if one.in_release(turn)]
    assert covered == [begin(written) for year in (2023, 2024, 2025) for written in (year, f"{year}.7")]
    assert (one.first_year, one.last_year) == (2023, 2025)
    assert declared(since=2023).last_year is None


def test_it_may_begin_and_end_in_mid_season() -> None:
    one = declared(since="2022.2", until="2023.3")
    assert [one.in_release(begin(written)) for written in ("2022.1", "2022.2", "2023.3", "2023.4")] == [
        False,
        True,
        True,
        False,
    ]


def test_severity_may_change_by_year_and_by_release() -> None:
    one = declared(severity={2021: ERROR, "2021.2": WARNING, 2024: ERROR})
    told = [one.severity.at(begin(written)) for written in (2021, "2021.2", 2023, 2024)]
    assert told == [ERROR, WARNING, WARNING, ERROR]
    assert not one.in_release(begin(2020))


def outcomes(requirement: Requirement) -> list[str]:
    """Of each record, which of the four it is; it is never two of them."""
    found = []
    for applies, failed, undecided in zip(
        requirement.applies().tolist(), requirement.failed().tolist(), requirement.undecided().tolist(), strict=True
    ):
        assert not (failed and undecided)
        found.append("failed" if failed else "undecided" if undecided else "passed" if applies else "not applicable")
    return found


def test_the_four_outcomes() -> None:
    made = fields({"bu18": ["1", "1", "1", "2", "2"]}, {"tall": ["11", "10", "", "10", ""]})
    assert outcomes(over_ten(made, Given(2026), 10)) == [
        "passed",
        "failed",
        "undecided",
        "not applicable",
        "not applicable",
    ]


def test_without_a_condition_it_is_for_everybody() -> None:
    made = fields(numbers={"tall": ["1", "0", ""]})
    assert outcomes(require(made.tall > 0)) == ["passed", "failed", "undecided"]
    assert require(made.tall > 0).applies().all()


def test_a_condition_that_is_not_known_decides_nothing_unless_the_rule_is_kept_anyway() -> None:
    made = fields({"bu18": ["1", "2"]}, {"tall": ["", ""]})
    assert outcomes(require(made.bu18 == "1", when=made.tall > 0)) == ["not applicable", "undecided"]


def test_a_finding_stands_on_the_field_that_is_said_or_the_first_shown() -> None:
    made = fields({"bu18": ["1"]}, {"tall": ["1"]})
    must = made.tall > 0
    assert require(must).at is None
    assert require(must, shown=[made.tall, made.bu18]).at == "tall"
    assert require(must, shown=[made.tall], at=made.bu18).at == "bu18"
    assert require(must, at="bu18").at == "bu18"
    assert unique(made.bu18.key, among=must, at=made.bu18).at == "bu18"


@pytest.mark.parametrize("since", ["tull", "2022.0"])
def test_a_release_that_is_none_is_found_when_declared(since: str) -> None:
    with pytest.raises(Exception, match="is not a release"):
        declared(since=since)
