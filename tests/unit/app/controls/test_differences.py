"""What is told to differ between the controls of two years."""

from __future__ import annotations

import pytest

from kostra.app.controls.catalogue import Difference, differences, in_year


def kinds(form: str, before: int, after: int) -> dict[str, set[str]]:
    told: dict[str, set[str]] = {"new": set(), "gone": set(), "changed": set()}
    for each in differences(form, before, after):
        told["new" if each.before is None else "gone" if each.after is None else "changed"].add(each.id)
    return told


def test_a_rule_that_took_over_a_number_is_a_change() -> None:
    assert kinds("11F", 2025, 2026) == {
        "new": {"K02", "K23A", "K23B", "K23C"},
        "gone": {"K20A", "K23"},
        "changed": {"K06", "K21", "K22", "K24"},
    }


def test_a_number_that_got_a_second_rule_is_changed_and_new() -> None:
    told = [each for each in differences("11F", 2023, 2024) if each.id == "K05"]
    assert [each.before is None for each in told] == [False, True]


def test_another_rule_with_the_same_sentence_is_told() -> None:
    told = [each for each in differences("11CF", 2022, 2023) if each.id == "K27"]
    assert len(told) == 1 and told[0].before and told[0].after
    assert told[0].before.sentence == told[0].after.sentence


@pytest.mark.parametrize("year", range(2020, 2027))
def test_a_year_does_not_differ_from_itself(year: int) -> None:
    assert differences("11F", year, year) == ()


@pytest.mark.parametrize("form", ["11F", "11CF", "7"])
def test_what_is_new_one_way_is_gone_the_other(form: str) -> None:
    there, back = differences(form, 2022, 2023), differences(form, 2023, 2022)

    def turned(each: Difference) -> tuple[str, bool, bool]:
        return (each.id, each.after is None, each.before is None)

    assert sorted(map(turned, there)) == sorted((e.id, e.before is None, e.after is None) for e in back)


def test_a_control_has_the_version_in_which_it_became_as_it_is() -> None:
    """K07 of 11F: its limit changed in 2025, and its rule and severity have stood since."""
    versions = {
        year: next(told.version for told in in_year("11F", year) if told.id == "K07") for year in (2024, 2025, 2026)
    }
    assert versions[2025] == versions[2026] == "2025.1"
    assert versions[2024] < "2025"
