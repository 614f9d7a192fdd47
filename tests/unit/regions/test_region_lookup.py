"""What exists in a year, and what belongs to what."""

from __future__ import annotations

import pytest

from kostra import regions
from kostra.model.errors import Refused
from kostra.model.region import Region, RegionKind

COUNTS = {2017: 426, 2018: 422, 2019: 422, 2020: 356, 2021: 356, 2022: 356, 2023: 356, 2024: 357, 2025: 357, 2026: 357}
COUNTIES = {2017: 19, 2018: 18, 2019: 18, 2020: 11, 2021: 11, 2022: 11, 2023: 11, 2024: 15, 2025: 15, 2026: 15}


@pytest.mark.parametrize(("year", "expected"), COUNTS.items())
def test_a_year_has_its_municipalities(year: int, expected: int) -> None:
    assert len(regions.municipalities(year)) == expected


@pytest.mark.parametrize(("year", "expected"), COUNTIES.items())
def test_a_year_has_its_counties(year: int, expected: int) -> None:
    assert len(regions.counties(year)) == expected


def test_an_open_list_holds_for_the_draft_year() -> None:
    assert [one.code for one in regions.municipalities(2027)] == [one.code for one in regions.municipalities(2026)]


@pytest.mark.parametrize("year", range(2017, 2028))
def test_every_municipality_is_in_exactly_one_county(year: int) -> None:
    counted = [code for county in regions.counties(year) for code in regions.members(county.code, year)]
    assert sorted(counted) == [one.code for one in regions.municipalities(year)]


@pytest.mark.parametrize("year", range(2020, 2028))
def test_every_municipality_is_in_exactly_one_kostra_group_from_2020(year: int) -> None:
    counted = [code for group in regions.groups(year) for code in regions.members(group.code, year)]
    assert sorted(counted) == [one.code for one in regions.municipalities(year)]
    assert len(regions.groups(year)) == 17


@pytest.mark.parametrize("year", [2017, 2018, *range(2020, 2027)])
def test_every_municipality_is_in_exactly_one_size_class(year: int) -> None:
    counted = [code for size in regions.size_classes(year) for code in regions.members(size.code, year)]
    assert sorted(counted) == [one.code for one in regions.municipalities(year)]


def test_a_group_has_the_members_that_were_published() -> None:
    sizes = [len(regions.members(group.code, 2024)) for group in regions.groups(2024)]
    assert sizes == [40, 18, 9, 39, 33, 28, 38, 13, 27, 13, 10, 11, 1, 25, 36, 8, 8]


@pytest.mark.parametrize("year", [2019, 2027])
def test_a_size_class_without_population_is_refused_and_unknown(year: int) -> None:
    with pytest.raises(Refused, match=f"folketallet 1. januar {year} mangler"):
        regions.members("ST1", year)
    assert regions.belonging("1103", year).size_class is None


def test_groups_before_2020_are_refused_and_unknown() -> None:
    with pytest.raises(Refused, match="kjent fra og med 2020"):
        regions.groups(2019)
    assert regions.belonging("1103", 2019).kostra_group is None


def test_a_district_belongs_to_its_municipality_and_all_above() -> None:
    where = regions.belonging("030101", 2024)
    assert (where.municipality.code, where.county.aggregate, where.country.code) == ("0301", "EKA03", "EAK")
    assert where.district is not None and where.district.name == "Gamle Oslo"
    assert where.kostra_group is not None and where.kostra_group.code == "EKG13"
    assert where.size_class is not None and where.size_class.code == "ST5"
    assert where.without_oslo is None


def test_only_oslo_is_outside_the_country_without_oslo() -> None:
    everyone = {one.code for one in regions.municipalities(2026)}
    assert everyone - set(regions.members("EAKUO", 2026)) == {"0301"}
    assert set(regions.members("EAK", 2026)) == everyone
    without = regions.belonging("1103", 2026).without_oslo
    assert without is not None and without.code == "EAKUO"


def test_names_are_those_of_the_year() -> None:
    names = [regions.find("0301", year).name for year in (2017, 2025, 2026)]
    assert names == ["Oslo", "Oslo", "Oslo - Oslove"]
    assert regions.find("5536", 2025).name == "Lyngen"
    assert regions.find("5536", 2026).name == "Lyngen - Ivgu - Yykeä"
    assert regions.find("5006", 2026).name == "Steinkjer - Stïentje"


def test_no_name_has_lost_a_letter() -> None:
    assert not [one for year in COUNTS for one in regions.municipalities(year) if "?" in one.name]


def test_oslo_reports_by_fifteen_districts() -> None:
    units = [unit.code for unit in regions.reporting_units(2026)]
    assert units[:16] == [*(f"0301{number:02d}" for number in range(1, 16)), "110100"]
    assert len(units) == 356 + 15
    assert all(len(unit) == 6 for unit in units)
    assert regions.members("EAB", 2026) == tuple(units[:15])


def test_oslo_may_report_as_one() -> None:
    units = regions.reporting_units(2026, by_district=False)
    assert units[0] == Region("030100", "Oslo - Oslove", RegionKind.REPORTING_UNIT, 2017, None, "0301")
    assert len(units) == 357


def test_only_oslo_districts_with_services_report() -> None:
    reporting = {one.code for one in regions.districts(2026) if one.reports}
    assert reporting == {f"0301{number:02d}" for number in range(1, 16)}
    assert [one.name for one in regions.districts(2026, "5001")][:4] == ["Midtbyen", "Østbyen", "Lerkendal", "Heimdal"]
    assert regions.districts(2026, "1101") == ()


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("1103", RegionKind.MUNICIPALITY),
        ("110300", RegionKind.REPORTING_UNIT),
        ("030101", RegionKind.DISTRICT),
        ("11", RegionKind.COUNTY),
        ("EKA11", RegionKind.COUNTY),
        ("EKG12", RegionKind.KOSTRA_GROUP),
        ("ST5", RegionKind.SIZE_CLASS),
        ("EAK", RegionKind.COUNTRY),
        ("EAKUO", RegionKind.COUNTRY_WITHOUT_OSLO),
        ("EAB", RegionKind.ALL_DISTRICTS),
    ],
)
def test_a_code_tells_its_kind(code: str, kind: RegionKind) -> None:
    assert regions.find(code, 2024).kind is kind


@pytest.mark.parametrize(
    ("code", "year", "said"),
    [
        ("1141", 2024, "Finnøy ble slått sammen med 1103 Stavanger og 1142 Rennesøy til 1103 Stavanger 1. januar 2020"),
        ("5012", 2024, "Snillfjord ble delt 1. januar 2020 og gikk inn i 5055 Heim, 5056 Hitra og 5059 Orkland"),
        ("3024", 2024, "Bærum fikk nytt nummer 1. januar 2024: 3201 Bærum"),
        ("1508", 2020, "Ålesund fikk dette nummeret 1. januar 2024. Før det: 1507 Ålesund"),
        ("16", 2018, "Sør-Trøndelag ble brukt til og med 2017"),
        ("110301", 2018, "Hundvåg er kjent fra og med 2020"),
        ("9998", 2024, "9998 er ikke et gyldig kommunenummer i 2024"),
        ("EKG18", 2024, "EKG18 er ikke en gyldig KOSTRA-gruppe i 2024"),
        ("301", 2024, "«301» er ikke en regionkode. Skriv fire siffer"),
        ("", 2024, "«» er ikke en regionkode"),
    ],
)
def test_an_unknown_code_is_refused_with_what_became_of_it(code: str, year: int, said: str) -> None:
    with pytest.raises(Refused) as refused:
        regions.find(code, year)
    assert said in refused.value.message


@pytest.mark.parametrize("year", [2016, 2031])
def test_a_year_outside_the_data_is_refused(year: int) -> None:
    for ask in (regions.municipalities, regions.groups, regions.reporting_units, regions.country):
        with pytest.raises(Refused, match=f"2017-2030, ikke for {year}"):
            ask(year)


def test_belonging_is_for_one_municipality_or_district() -> None:
    with pytest.raises(Refused, match="ikke en kommune eller en bydel"):
        regions.belonging("EAK", 2024)
