"""The answers to the e-forms hang together by the form's own rules, last over the years, and add up to the country."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kostra import regions
from kostra.forms import catalogue
from kostra.forms.f12.rates import MONEY, veiledende_satser
from kostra.model.form import FieldType, FieldVersion, FormVersion
from kostra.synth import anchors
from kostra.synth.answers import part as answers
from kostra.synth.answers.rates import state_rates
from kostra.synth.arrays import NationYear
from kostra.synth.dials import Dials
from kostra.synth.history.anchors import anchor, count
from kostra.synth.parts import NEVER, Delivery, File

FORMS = ("7", "7B", "12")
YEARS = range(anchors.FIRST_YEAR, anchors.LAST_YEAR + 1)
Answers = dict[str, object]


def sent(nation: NationYear, form: str) -> dict[str, Answers]:
    """The answers by sender."""
    files = [one for one in answers.part(nation) if isinstance(one, File) and one.path.startswith(f"{form}/")]
    found = {}
    for file in files:
        content = json.loads(file.content)
        assert file.path == f"{form}/{content['region']}.json"
        assert (content["form"], content["year"]) == (form, nation.year)
        found[content["region"]] = content["answers"]
    return found


def number(value: object) -> Decimal:
    assert isinstance(value, int | float), value
    return Decimal(str(value))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("year", YEARS)
def test_every_answer_is_one_the_form_allows(years: dict[int, NationYear], year: int, form: str) -> None:
    version = catalogue.form(form).version(year)
    for sender, given in sent(years[year], form).items():
        assert list(given) == [field.id for field in version.fields if field.id in given], sender
        for field in version.fields:
            asked = field.field.asked_when is None or (
                given.get(field.field.asked_when.field) == field.field.asked_when.equals
            )
            if field.id in given:
                assert asked, (sender, field.id, "answered though it was not asked")
                allowed(field, given[field.id], year)
            elif asked:
                assert not field.required, (sender, field.id, "must be answered")


def allowed(field: FieldVersion, value: object, year: int) -> None:
    match field.type:
        case FieldType.CODE:
            assert value in field.codes
        case FieldType.INTEGER:
            assert isinstance(value, int) and value >= (field.field.minimum or 0), field.id
        case FieldType.DECIMAL:
            assert field.step is not None
            assert number(value) % field.step == 0 and number(value) >= 0, (field.id, value)
        case FieldType.DATE:
            assert date.fromisoformat(str(value)).year >= 2000
        case _:
            assert value and isinstance(value, str)
            if field.field.register:
                assert value in {one.code for one in regions.municipalities(year)}


@pytest.mark.parametrize("form", ("7", "7B"))
@pytest.mark.parametrize("year", YEARS)
def test_sums_are_the_sum_of_their_parts(years: dict[int, NationYear], year: int, form: str) -> None:
    version = catalogue.form(form).version(year)
    assert version.sums
    for sender, given in sent(years[year], form).items():
        for total in version.sums:
            parts = [number(given[part]) for part in total.parts]
            assert sum(parts) == number(given[total.total]), (sender, total.total)


def test_districts_of_oslo_answer_form_7_and_oslo_the_others(years: dict[int, NationYear]) -> None:
    assert sum(code.startswith("0301") for code in sent(years[2026], "7")) == 15
    for form in ("7B", "12"):
        found = sent(years[2026], form)
        assert [code for code in found if code.startswith("0301")] == ["030100"]
        assert len(found) == 357


def test_posts_cost_and_nights_are_the_national_ones(years: dict[int, NationYear]) -> None:
    posts = sent(years[2026], "7").values()
    total = sum(number(given["aarsverk_242_sum"]) + number(given["aarsverk_243_sum"]) for given in posts)
    assert float(total) == pytest.approx(anchor("aarsverk", "i_alt", 2026), abs=0.2)
    educated = sum(number(given["aarsverk_242_sosionom"]) for given in posts)
    assert 0.35 < educated / sum(number(given["aarsverk_242_sum"]) for given in posts) < 0.5

    clean = replace(years[2022], dials=Dials(unit_errors=0, never=0))
    centres = sent(clean, "7B").values()
    inhabitants = int(years[2022].units.population.sum())
    cost = sum(int(number(given["utgift"])) for given in centres)
    assert cost / inhabitants == pytest.approx(79, abs=0.01)
    nights = sum(int(number(given["dogn_voksne"])) for given in centres)
    assert nights == count("krisesenter", "overnattingsdogn_voksne", 2022)
    formalised = sum(given["samarbeid_barnevern"] == "1" for given in centres) / len(centres)
    assert 0.57 < formalised < 0.72
    assert len({given["krisesenter"] for given in centres}) == 43


@pytest.mark.parametrize("year", (2022, 2024, 2026))
def test_most_municipalities_follow_the_rates_of_the_state(years: dict[int, NationYear], year: int) -> None:
    state = state_rates(date(year, 12, 31))
    clean = replace(years[year], dials=Dials(unit_errors=0, never=0))
    found = sent(clean, "12").values()
    follow = [given for given in found if given["folger_staten"] == "1"]
    assert 0.62 < len(follow) / len(found) < 0.82
    for given in follow:
        assert {key: given[key] for key in MONEY} == state.kroner
    own = [int(number(given["sats_enslig"])) for given in found if given["folger_staten"] == "2"]
    assert all(0.75 < rate / state.kroner["sats_enslig"] < 1.35 for rate in own)
    assert any(rate != state.kroner["sats_enslig"] for rate in own)


def test_the_rates_of_the_state_are_assumed_only_where_they_are_not_known() -> None:
    assert state_rates(date(2024, 12, 31)).kroner["sats_enslig"] == veiledende_satser(date(2024, 12, 31)).sats_enslig
    assert not state_rates(date(2022, 12, 31)).assumed
    for year in (2025, 2026):
        assumed = state_rates(date(year, 12, 31))
        assert assumed.assumed
        assert assumed.kroner["sats_enslig"] == anchors.GUIDELINE_SINGLE[year]


def test_a_municipality_answers_much_as_last_year_also_with_a_new_number(years: dict[int, NationYear]) -> None:
    for before, after in ((2022, 2023), (2023, 2024), (2025, 2026)):
        onward = regions.relation(before, after)
        earlier, later = (sent(replace(years[y], dials=Dials(unit_errors=0, never=0)), "7") for y in (before, after))
        for code, given in earlier.items():
            now = code if code in later else f"{min(onward[code[:4]])}00"
            posts, then = number(later[now]["aarsverk_sum"]), number(given["aarsverk_sum"])
            if then > 20 and len(onward.get(code[:4], {now})) == 1:
                assert 0.75 < posts / then < 1.33, (code, now)
    names = {code: given["ansvarlig"] for code, given in sent(years[2023], "12").items()}
    assert names["300100"] == sent(years[2024], "12")["310100"]["ansvarlig"]


def test_the_dial_of_unit_errors_moves_kroner_by_a_thousand_and_nothing_else(years: dict[int, NationYear]) -> None:
    clean = replace(years[2026], dials=Dials(unit_errors=0, never=0))
    wrong = replace(clean, dials=Dials(unit_errors=0.2, never=0))
    assert not any(one.planted for one in answers.part(clean) if isinstance(one, File))
    planted: dict[str, set[str]] = {form: set() for form in FORMS}
    for one in answers.part(wrong):
        assert isinstance(one, File)
        for mistake in one.planted:
            planted[mistake.form].add(mistake.unit)
    for form in FORMS:
        version = catalogue.form(form).version(2026)
        before, after = sent(clean, form), sent(wrong, form)
        assert {code for code in before if before[code] != after[code]} == planted[form]
        assert 0.04 < len(planted[form]) / len(before) < 0.3
        for code in planted[form]:
            moved(version, before[code], after[code])


def moved(version: FormVersion, before: Answers, after: Answers) -> None:
    for id, value in before.items():
        if value == after[id]:
            continue
        assert version.field(id).field.unit == "kr"
        assert after[id] in (number(value) * 1000, round(number(value) / 1000))


def test_posts_across_are_given_to_the_nearest_half_and_only_to_2022(years: dict[int, NationYear]) -> None:
    across = [number(given["aarsverk_kommunale_paa_statlig"]) for given in sent(years[2022], "7").values()]
    assert any(across) and all(posts % Decimal("0.5") == 0 for posts in across)
    assert all("aarsverk_kommunale_paa_statlig" not in given for given in sent(years[2023], "7").values())


def test_those_who_never_send_have_no_file_and_a_delivery(years: dict[int, NationYear]) -> None:
    silent = replace(years[2026], dials=Dials(never=0.3))
    found = list(answers.part(silent))
    never = {(one.form, one.unit) for one in found if isinstance(one, Delivery)}
    assert never and all(one.state == NEVER for one in found if isinstance(one, Delivery))
    sent_by = {(one.delivery.form, one.delivery.unit) for one in found if isinstance(one, File) and one.delivery}
    assert not never & sent_by
    assert len(never | sent_by) == 371 + 357 + 357


def test_the_same_answers_every_time(years: dict[int, NationYear]) -> None:
    assert list(answers.part(years[2024])) == list(answers.part(years[2024]))
    assert sent(years[2024], "12") != sent(replace(years[2024], seed=8), "12")
