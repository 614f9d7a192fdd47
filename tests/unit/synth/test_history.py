"""The history: national figures are the published ones, everything adds up to them, and small figures are marked."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kostra import regions
from kostra.synth.history import part as history
from kostra.synth.history.anchors import anchors, count
from kostra.synth.history.assistance import COUNTS
from kostra.synth.history.places import YEARS, municipalities
from kostra.synth.history.scaling import apportion, apportion_rows, tilt

Cells = dict[tuple[str, ...], tuple[str, str]]


@pytest.fixture(scope="module")
def tables() -> dict[str, Cells]:
    """Value and mark by the key columns, for each long table."""
    found = {}
    for file in history.files(seed=1):
        name = file.path.removeprefix("historie/")
        head, *lines = file.content.decode("utf-8").splitlines()
        if head.endswith(";verdi;merke"):
            rows = [line.split(";") for line in lines]
            found[name] = {tuple(row[:-2]): (row[-2], row[-1]) for row in rows}
            assert len(found[name]) == len(rows) == file.records, f"{name} has a figure twice"
    return found


PUBLISHED = {
    2017: (132_659, 138_784, 27_817, 53_378, 13_742, 57_014, 6_556_485, 9_252, "5.3"),
    2019: (129_894, 135_912, 24_680, 54_713, 14_774, 56_717, 6_983_773, 9_718, "5.5"),
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_country_has_the_published_figures(tables: dict[str, Cells], year: int) -> None:
    recipients, cases, young, long, wages, main, total, paid, months = PUBLISHED[year]
    cells = tables["sosialhjelp.csv"]

    def value(variable: str) -> str:
        return cells[str(year), "EAK", variable][0]

    assert [int(value(name)) for name in ("mottakere", *COUNTS)] == [recipients, cases, young, long, wages, main]
    assert (int(value("stonadssum")), int(value("gj_utbetaling_maaned"))) == (total, paid)
    assert value("gj_stonadstid_mottakere") == months


def test_cases_outside_oslo_are_the_published_ones(tables: dict[str, Cells]) -> None:
    published = {2017: 118_409, 2018: 118_964, 2019: 116_264, 2020: 110_423, 2021: 105_382}
    cells = tables["sosialhjelp.csv"]
    assert {year: int(cells[str(year), "EAKUO", "tilfeller"][0]) for year in published} == published


@pytest.mark.parametrize("variable", (*COUNTS, "stonadssum", "stonadsmaneder"))
@pytest.mark.parametrize("year", YEARS)
def test_counties_and_municipalities_add_up_to_the_country(tables: dict[str, Cells], year: int, variable: str) -> None:
    cells = tables["sosialhjelp.csv"]
    of_year = {key[1]: cell for key, cell in cells.items() if key[0] == str(year) and key[2] == variable}
    country = int(of_year["EAK"][0])
    assert sum(int(value) for region, (value, _) in of_year.items() if region.startswith("EKA")) == country
    own = {region: cell for region, cell in of_year.items() if region.isdigit()}
    shown = sum(int(value) for value, mark in own.values() if not mark)
    hidden = sum(bool(mark) for _, mark in own.values())
    assert hidden and shown < country < shown * 1.02


def test_each_year_has_its_own_municipalities(tables: dict[str, Cells]) -> None:
    of_year = defaultdict(set)
    for year, region, _ in tables["sosialhjelp.csv"]:
        if region.isdigit():
            of_year[int(year)].add(region)
    assert {year: len(codes) for year, codes in of_year.items()} == {
        2015: 428, 2016: 428, 2017: 426, 2018: 422, 2019: 422, 2020: 356, 2021: 356,
    }  # fmt: skip
    assert {"0706", "0719", "0720"} <= of_year[2016] and "0710" not in of_year[2016]
    assert of_year[2020] == {one.code for one in regions.municipalities(2020)}


def test_a_merged_municipality_goes_on_where_its_parts_left_off() -> None:
    before, after = municipalities(7, 2019), municipalities(7, 2020)
    onward = regions.relation(2019, 2020)
    for code, need in zip(after.code.tolist(), after.need.tolist(), strict=True):
        parts = [row for row, old in enumerate(before.code.tolist()) if onward[old] == {code}]
        if parts and regions.population(code, 2020) > 20_000:
            assert need == pytest.approx(np.average(before.need[parts], weights=before.inhabitants[parts]), rel=0.4)


def test_kostra_groups_have_no_figures_before_2020(tables: dict[str, Cells]) -> None:
    groups = {key: cell for key, cell in tables["sosialhjelp.csv"].items() if key[1].startswith("EKG")}
    assert {len({k[1] for k in groups if k[0] == str(year)}) for year in YEARS} == {len(regions.groups(2020))}
    for (year, _, _), (value, mark) in groups.items():
        assert (value == "" and mark == ".") if int(year) < 2020 else (value and not mark)


def test_few_persons_are_never_shown(tables: dict[str, Cells]) -> None:
    persons = {
        "sosialhjelp.csv": COUNTS,
        "kvp.csv": None,
        "introduksjonsstonad.csv": None,
        "introduksjon_11b.csv": None,
        "sosialhjelp_fordeling.csv": None,
        "krisesenter.csv": ("beboere", "opphold", "barn", "dagbrukere"),
    }
    for name, variables in persons.items():
        hidden = 0
        for key, (value, mark) in tables[name].items():
            hidden += mark == ":"
            if key[1] != "EAK" and (variables is None or key[2] in variables):
                assert mark or int(value) == 0 or int(value) >= 4, f"{name} shows {value} for {key}"
        assert hidden or name in ("krisesenter.csv", "sosialhjelp_fordeling.csv"), name


def test_what_builds_on_few_persons_is_not_shown_either(tables: dict[str, Cells]) -> None:
    cells = tables["sosialhjelp.csv"]
    few = [key[:2] for key, (_, mark) in cells.items() if key[2] == "tilfeller" and mark == ":"]
    assert few
    for year, region in few:
        rest = [cell for key, cell in cells.items() if key[:2] == (year, region)]
        assert all(mark == ":" and not value for value, mark in rest)


def test_municipalities_that_never_sent_are_missing(tables: dict[str, Cells]) -> None:
    cells = tables["sosialhjelp.csv"]
    silent = {key[1] for key, (_, mark) in cells.items() if key[0] == "2020" and mark == ".."}
    assert len(silent) == 9


def test_groupings_add_up_to_the_recipients(tables: dict[str, Cells]) -> None:
    cells = tables["sosialhjelp_fordeling.csv"]
    groupings = {key[2] for key in cells}
    assert groupings == {"alder", "familiefase", "hovedinntektskilde", "stonadstid", "kommunestorrelse"}
    for year in YEARS:
        for grouping in groupings:
            values = [int(v) for key, (v, _) in cells.items() if key[:3] == (str(year), "EAK", grouping)]
            assert sum(values) == count("sosialhjelp", "mottakere", year), (year, grouping)
    assert cells["2017", "EAK", "hovedinntektskilde", "5"][0] == "53620"
    months = {int(key[3]): int(v) for key, (v, _) in cells.items() if key[:3] == ("2019", "EAK", "stonadstid")}
    assert sum(m * n for m, n in months.items()) / sum(months.values()) == pytest.approx(5.53, abs=0.01)


def test_posts_are_the_published_ones_and_add_up(tables: dict[str, Cells]) -> None:
    cells = tables["aarsverk.csv"]
    assert cells["2009", "EAK", "i_alt"][0] == "5446.9"
    assert cells["2009", "EKA03", "i_alt"][0] == "1478.7"
    for year in YEARS:
        total = float(cells[str(year), "EAK", "i_alt"][0])
        own = sum(float(v) for k, (v, _) in cells.items() if k[0] == str(year) and k[1].isdigit() and k[2] == "i_alt")
        educated = sum(float(v) for k, (v, _) in cells.items() if k[:2] == (str(year), "EAK") and k[2] != "i_alt")
        assert own == pytest.approx(total, abs=0.01) and educated == pytest.approx(total, abs=0.01)


def test_participants_of_11b_and_users_of_the_centres_are_the_published_ones(tables: dict[str, Cells]) -> None:
    form = tables["introduksjon_11b.csv"]
    assert [form[str(y), "EAK", "i_alt", "i_alt"][0] for y in (2012, 2013, 2016)] == ["13209", "13681", "23961"]
    assert all(int(form[y, r, "i_alt", "i_alt"][0]) >= 100 for y, r, grouping, _ in form if grouping == "i_alt")
    centres = tables["krisesenter.csv"]
    assert centres["2017", "EAK", "opphold"][0] == "2466"
    assert centres["2024", "EAK", "dagbrukere"][0] == "3745"
    assert ("2016", "EAK", "beboere") not in centres, "no figure was found for 2016"
    assert tables["krisesenter_utgifter.csv"]["2017", "EAK", "utgift"][0] == "356000000"


def test_what_is_not_found_is_said_to_be_estimated(tables: dict[str, Cells]) -> None:
    assert not anchors()["sosialhjelp", "mottakere", 2018].found
    assert anchors()["sosialhjelp", "mottakere", 2019].found
    later = {key for key in tables["krisesenter.csv"] if key[1] == "EAK" and int(key[0]) > 2015}
    assert all(anchors()["krisesenter", variable, int(year)].found for year, _, variable in later)


def test_the_same_history_every_time() -> None:
    first, again, other = (list(history.files(seed)) for seed in (7, 7, 8))
    assert first == again != other


@given(st.lists(st.tuples(st.floats(0.01, 1e6), st.integers(0, 500)), min_size=1, max_size=30), st.floats(0, 1))
def test_a_total_is_shared_out_to_the_last_one_within_the_room(parts: list[tuple[float, int]], share: float) -> None:
    weights, room = zip(*parts, strict=True)
    total = int(sum(room) * share)
    shares = apportion(total, weights, room)
    assert shares.sum() == total
    assert (shares >= 0).all() and (shares <= room).all()


@given(st.integers(0, 10_000), st.lists(st.floats(0.01, 100), min_size=1, max_size=12))
def test_largest_remainders_are_within_one_of_the_exact_share(total: int, weights: list[float]) -> None:
    exact = total * np.array(weights) / sum(weights)
    assert (np.abs(apportion(total, weights) - exact) < 1).all()
    assert (apportion_rows([total], [weights])[0] == apportion(total, weights)).all()


def test_what_has_no_room_is_refused() -> None:
    with pytest.raises(ValueError, match="5 cannot be shared out among 2 parts with room for 4"):
        apportion(5, [1, 1], [2, 2])


@given(st.floats(1.5, 11.5))
def test_shares_are_bent_to_the_mean(mean: float) -> None:
    bent = tilt(np.ones(12), range(1, 13), mean)
    assert bent.sum() == pytest.approx(1) and bent @ np.arange(1, 13) == pytest.approx(mean, abs=1e-4)
