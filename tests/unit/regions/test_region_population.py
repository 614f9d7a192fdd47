"""Population: what is known, what is not, and that sums are whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kostra import regions
from kostra.model.errors import ContentError, Refused
from kostra.model.region import ALL_AGES, AgeBand, Sex

NATIONAL = {2017: 5258317, 2018: 5295619, 2021: 5391369, 2022: 5425270, 2024: 5550203, 2025: 5594340, 2026: 5627400}
KNOWN = (2017, 2018, *range(2020, 2027))
PARTS = (AgeBand(0, 17), AgeBand(18, 24), AgeBand(25, 29), AgeBand(30, 66), AgeBand(67))


@pytest.mark.parametrize(("year", "persons"), NATIONAL.items())
def test_the_country_has_the_published_population(year: int, persons: int) -> None:
    assert regions.population("EAK", year) == persons


@given(st.sampled_from(KNOWN), st.sampled_from([*PARTS, ALL_AGES, AgeBand(18, 66), AgeBand(20, 64)]))
def test_the_country_is_the_sum_of_its_municipalities_and_of_its_counties(year: int, band: AgeBand) -> None:
    country = regions.population("EAK", year, band)
    assert country == sum(regions.population(one.code, year, band) for one in regions.municipalities(year))
    assert country == sum(regions.population(one.code, year, band) for one in regions.counties(year))
    assert country == regions.population("EAKUO", year, band) + regions.population("0301", year, band)


@given(st.sampled_from(range(2020, 2027)))
def test_the_country_is_the_sum_of_its_groups_and_of_its_size_classes(year: int) -> None:
    country = regions.population("EAK", year)
    assert country == sum(regions.population(one.code, year) for one in regions.groups(year))
    assert country == sum(regions.population(one.code, year) for one in regions.size_classes(year))


@given(st.sampled_from(KNOWN), st.integers(0, 355))
def test_ages_sum_to_all_ages(year: int, place: int) -> None:
    code = regions.municipalities(year)[place].code
    assert sum(regions.population(code, year, band) for band in PARTS) == regions.population(code, year)


@given(st.sampled_from((2024, 2025, 2026)), st.integers(0, 355), st.sampled_from(PARTS))
def test_men_and_women_sum_to_all(year: int, place: int, band: AgeBand) -> None:
    code = regions.municipalities(year)[place].code
    both = sum(regions.population(code, year, band, sex) for sex in Sex)
    assert both == regions.population(code, year, band)


def test_the_split_of_aalesund_has_the_real_population_of_2024() -> None:
    assert regions.population("1508", 2024) == 58509
    assert regions.population("1580", 2024) == 9357
    assert regions.population("030101", 2024, AgeBand(25, 29)) > 0


def test_the_reporting_districts_are_less_than_oslo() -> None:
    districts = regions.population("EAB", 2024)
    assert districts == sum(regions.population(f"0301{number:02d}", 2024) for number in range(1, 16))
    assert 0 < regions.population("0301", 2024) - districts < 6000


def test_1507_is_known_to_be_a_few_persons_off() -> None:
    assert regions.count("1507", 2022).rounded == ("1507",)
    assert regions.count("EKA15", 2022).rounded == ("1507",)
    assert regions.count("EAK", 2024).rounded == ()


def test_2019_is_known_where_a_municipality_became_one_whole_one() -> None:
    assert regions.count("0301", 2019).rounded == ()
    assert regions.population("0301", 2019) == 681071
    assert regions.population("EAK", 2019) == 5328207
    assert len(regions.count("EAK", 2019).rounded) == 16


@pytest.mark.parametrize("code", ["1103", "5012", "1504"])
def test_2019_is_unknown_for_those_that_were_mixed(code: str) -> None:
    with pytest.raises(Refused, match=rf"1. januar 2019 er ikke kjent for {code}"):
        regions.population(code, 2019)


def test_a_sum_with_an_unknown_part_is_refused() -> None:
    with pytest.raises(Refused, match="5011, 5012, 5013, 5016, 5023 og 1 til"):
        regions.population("EKA50", 2019)


def test_a_merger_within_a_county_leaves_its_sum_known_in_2019() -> None:
    with pytest.raises(Refused):
        regions.population("1141", 2019)
    assert regions.population("EKA11", 2019) == 475654


@pytest.mark.parametrize("year", [2027, 2030])
def test_a_year_without_population_is_refused(year: int) -> None:
    with pytest.raises(Refused, match=r"Det er kjent for 1\. januar 2017-2026"):
        regions.population("0301", year)


def test_an_unknown_district_is_refused() -> None:
    with pytest.raises(Refused, match="ikke kjent for 030199"):
        regions.population("030199", 2024)


@pytest.mark.parametrize("band", [AgeBand(18, 65), AgeBand(17), AgeBand(30, 24), AgeBand(0, 99)])
def test_an_age_band_that_the_data_cannot_give_is_refused(band: AgeBand) -> None:
    with pytest.raises(Refused, match="kan ikke deles i alderen"):
        regions.population("0301", 2024, band)


def test_the_end_of_the_year_is_the_first_of_january_after() -> None:
    assert regions.at_year_end("0301", 2024).persons == regions.population("0301", 2025)
    assert regions.at_year_end("EAK", 2023).persons == NATIONAL[2024]
    assert regions.at_year_end("030101", 2025).persons == regions.population("030101", 2026)


def test_the_end_of_the_year_follows_a_new_number_and_a_whole_split() -> None:
    assert regions.at_year_end("3024", 2023).persons == regions.population("3201", 2024)
    assert regions.at_year_end("1507", 2023).persons == 58509 + 9357


def test_the_end_of_the_year_is_unknown_for_one_that_went_into_another() -> None:
    with pytest.raises(Refused, match="en del av 1103 kom fra andre"):
        regions.at_year_end("1141", 2019)
    assert regions.at_year_end("EKA11", 2019).persons == regions.population("EKA11", 2020)


def test_bands_are_read_as_they_are_written() -> None:
    assert regions.read_band("18-66") == AgeBand(18, 66)
    assert regions.read_band("67+") == AgeBand(67)
    assert regions.read_band("alle") == ALL_AGES
    assert {str(AgeBand(18, 66)), str(AgeBand(67))} == {"18-66", "67+"}
    with pytest.raises(Refused, match="«voksne» er ikke en aldersgruppe"):
        regions.read_band("voksne")


def test_a_bad_population_line_is_refused_with_its_line(data: Path) -> None:
    path = data / "population" / "2026.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[1]]), encoding="utf-8")
    with pytest.raises(ContentError, match=rf"2026.csv, line {len(lines) + 1}: .* stands twice"):
        regions.population("0301", 2026, folder=data)


def test_a_new_year_of_population_is_a_new_file(data: Path) -> None:
    there = data / "population" / "2026.csv"
    (data / "population" / "2027.csv").write_bytes(there.read_bytes())
    assert regions.population("EAK", 2027, folder=data) == NATIONAL[2026]
