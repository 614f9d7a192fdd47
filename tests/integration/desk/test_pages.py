"""The pages of the desk with a season on them: what a statistician reads there, and that nobody else does."""

from __future__ import annotations

import re

import pytest

from integration.desk.season import LATE, ONE, TOP, UNIT, late, listed, post, sent
from integration.portal.asking import text_of
from integration.portal.house import ANNA, BERGEN, GRORUD, MOSS, NILS, OLA, SIRI, STAVANGER, STEIN, House
from kostra.app.people.units import names
from kostra.app.permissions import Asker
from kostra.app.ports.transaction import Scope
from kostra.model.people import HOUSE
from kostra.model.period import Period
from kostra.model.submission import Expected

INFLOW = f"{TOP}/inngang/11F/2026"
PAGES = (
    TOP,
    f"{TOP}/finn?q=nes",
    INFLOW,
    f"{INFLOW}/inngang.csv",
    f"{INFLOW}/mangler.csv",
    f"{INFLOW}/svarliste.xlsx",
    f"{TOP}/kontroller/11F/2026",
    f"{TOP}/arbeidsliste",
    f"{TOP}/arbeidsliste.csv",
    f"{TOP}/purringer",
    UNIT,
    f"{TOP}/feillister",
    f"{TOP}/feillister.csv",
    f"{TOP}/feillister/sma/11F/2026",
)
POSTS = (
    f"{TOP}/purringer/send",
    f"{TOP}/brev/abc/send",
    *(f"{UNIT}/{what}" for what in ("vedtak", "kontakt", "forsok", "papir", "feilliste")),
    f"{TOP}/feillister/sma/11F/2026/avslutt",
)


@pytest.mark.parametrize("who", [OLA, ANNA, NILS, STEIN], ids=lambda who: who.actor.name)
def test_nobody_but_a_statistician_sees_or_does_anything(there: House, who: Asker) -> None:
    made = listed(there)
    visitor = there.visit(who)
    for path in (*PAGES, made):
        answer = visitor.get(path)
        assert answer.status_code == 403, path
        assert "Stavanger" not in text_of(answer.text)
    for path in (*POSTS, f"{made}/godta", f"{made}/avslutt"):
        assert post(visitor, path, {}).status_code == 403, path


def test_one_who_is_not_logged_in_is_led_to_the_login(there: House) -> None:
    answer = there.visit().get(TOP)
    assert answer.status_code == 303 and "/nb/logg-inn" in answer.headers["location"]


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_page_is_there_in_both_written_forms(there: House, language: str) -> None:
    made = listed(there)
    siri = there.visit(SIRI)
    for path in (*PAGES, made):
        assert siri.get(path.replace("/nb/", f"/{language}/", 1)).status_code == 200, path


def test_the_front_page_tells_how_the_season_goes(there: House) -> None:
    sent(there)
    page = there.visit(SIRI).get(TOP).text
    told = text_of(page)
    assert "Innsamlingen av tall for 2026" in told
    assert "11F Økonomisk sosialhjelp 2026 2026 15. januar 2027 4 1 3" in told
    assert "Mottatt 1" in told and "Åpen for innsending 3" in told
    assert "Gjør dette først" in told and "Gå gjennom innsendingen" in told
    assert f'href="{INFLOW}"' in page and f'href="{UNIT}"' in page


def test_the_front_page_begins_in_the_newest_year_that_has_opened(there: House) -> None:
    """A campaign that was made early does not hide the one that is going on, and can still be looked at."""
    with there.system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.campaign.expect((Expected("11F", Period(2027), MOSS), Expected("11M", Period.read("2027M01"), MOSS)), tx.now)
    late(there)
    there.clock.move(days=14)
    siri = there.visit(SIRI)
    assert "Innsamlingen av tall for 2026" in text_of(siri.get(TOP).text)
    assert "Innsamlingen av tall for 2027" in text_of(siri.get(f"{TOP}?ar=2027").text)
    assert "Innsamlingen av tall for 2025" in text_of(siri.get(f"{TOP}?ar=2025").text)
    wrong = siri.get(f"{TOP}?ar=1999")
    assert wrong.status_code == 422 and "ingen innsamling for «1999»" in text_of(wrong.text)


def test_of_a_form_for_each_month_the_newest_that_has_opened_is_shown(there: House) -> None:
    months = [Expected("11M", Period.read(f"2027M{month:02d}"), unit) for month in (1, 2, 3) for unit in (MOSS, BERGEN)]
    with there.system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.campaign.expect(months, tx.now)
    there.clock.time = LATE.replace(month=3, day=5)
    there.work()
    siri = there.visit(SIRI)
    page = siri.get(f"{TOP}?ar=2027").text
    assert "2027M02 nyeste av 3" in text_of(page)
    assert f'href="{TOP}/inngang/11M/2027M02"' in page and "11M/2027M01" not in page
    inflow = siri.get(f"{TOP}/inngang/11M/2027M02").text
    assert all(f'href="{TOP}/inngang/11M/2027M0{month}"' in inflow for month in (1, 2, 3))


def test_a_house_without_a_campaign_says_how_one_is_opened(there: House) -> None:
    with there.database.everything() as connection:
        connection.execute("TRUNCATE expected CASCADE")
    told = text_of(there.visit(SIRI).get(TOP).text)
    assert "kostra campaign open" in told and "None" not in told


def test_the_inflow_counts_those_that_came_and_names_those_that_did_not(there: House) -> None:
    sent(there)
    late(there)
    page = there.visit(SIRI).get(INFLOW).text
    told = text_of(page)
    assert "1 av 4 har sendt noe." in told and 'class="this-year"' in page
    assert "manglet skjema 11F for 2026 fra 3 av 4 enheter" in told
    for unit in (BERGEN, MOSS, GRORUD):
        assert f'href="{TOP}/enhet/{unit}"' in page
    assert f'href="{UNIT}"' not in page


def test_who_was_missing_on_a_day_is_what_it_was_then(there: House) -> None:
    siri = there.visit(SIRI)
    before = siri.get(INFLOW).text
    there.clock.move(days=1)
    sent(there)
    there.clock.move(days=3)
    assert STAVANGER in before.partition('id="mangler"')[2]
    then = siri.get(f"{INFLOW}?dag=2027-01-12").text
    now = siri.get(INFLOW).text
    assert _missing(then) == _missing(before) != _missing(now)
    assert "Per 12.01.2027" in text_of(then) and 'value="2027-01-12"' in then
    assert f"{INFLOW}/mangler.csv?dag=2027-01-12" in then
    assert f";{names(2026)[STAVANGER]};" in siri.get(f"{INFLOW}/mangler.csv?dag=2027-01-12").text
    assert f";{names(2026)[STAVANGER]};" not in siri.get(f"{INFLOW}/mangler.csv").text


def _missing(page: str) -> list[str]:
    return re.findall(f'<li><a class="ds-link" href="{TOP}/enhet/([0-9]+)"', page)


@pytest.mark.parametrize(
    ("day", "said"),
    [("2027-02-30", "ingen dag 2027-02-30"), ("i går", "ikke en dato: «i går»"), ("2031-01-01", "senere tidspunkt")],
)
def test_a_day_that_is_none_is_told_above_the_list_as_it_is_now(there: House, day: str, said: str) -> None:
    answer = there.visit(SIRI).get(f"{INFLOW}?dag={day}")
    assert answer.status_code == 422 and said in text_of(answer.text)
    assert "Per 12.01.2027" in text_of(answer.text) and f'value="{day}"' in answer.text


def test_the_most_frequent_controls_are_counted_by_who_sent(there: House) -> None:
    sent(there, people=5, warned=3)
    told = text_of(there.visit(SIRI).get(f"{TOP}/kontroller/11F/2026").text)
    assert "K36 advarsel 3 1 3" in told and "Sendt av person" in told
    none = text_of(there.visit(SIRI).get(f"{TOP}/kontroller/11CF/2026").text)
    assert "Kontrollene har ikke funnet noe ennå." in none


def test_the_worklist_is_narrowed_by_form_and_by_what_is_to_be_done(there: House) -> None:
    sent(there)
    late(there)
    siri = there.visit(SIRI)
    told = text_of(siri.get(f"{TOP}/arbeidsliste").text)
    assert "Gå gjennom innsendingen" in told and "Finn en kontaktperson" in told
    review = siri.get(f"{TOP}/arbeidsliste?gjor=review&skjema=11F").text
    assert "Viser 1–1 av 1." in text_of(review) and 'href="/nb/skrivebord/enhet/460100"' not in review
    none = siri.get(f"{TOP}/arbeidsliste?gjor=call")
    assert "Det er ingenting å gjøre akkurat nå." in text_of(none.text)


@pytest.mark.parametrize(
    ("wanted", "unit"),
    [("1103", STAVANGER), ("110300", STAVANGER), ("stavanger", STAVANGER), ("GRORUD", GRORUD), ("030110", GRORUD)],
)
def test_a_unit_is_found_by_number_and_by_name(there: House, wanted: str, unit: str) -> None:
    answer = there.visit(SIRI).get(f"{TOP}/finn?q={wanted}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{TOP}/enhet/{unit}")


def test_several_hits_are_listed_and_none_is_said(there: House) -> None:
    siri = there.visit(SIRI)
    several = siri.get(f"{TOP}/finn?q=nes").text
    assert several.count(f'href="{TOP}/enhet/') > 3
    assert "«Atlantis»" in text_of(siri.get(f"{TOP}/finn?q=Atlantis").text)
    unknown = siri.get(f"{TOP}/enhet/999900")
    assert unknown.status_code == 422 and "999900" in text_of(unknown.text)


def test_what_is_owed_is_what_the_page_of_the_unit_says(there: House) -> None:
    sent(there)
    page = there.visit(SIRI).get(UNIT).text
    told = text_of(page)
    assert "Stavanger (110300)" in told and "Skriver bokmål" in told
    for form in ("11F", "11CF", "7", "12"):
        assert f'value="{form}/2026"' in page
    assert "Andre år" in told and 'value="11F/2025"' in page
    submission = there.standing(ONE).submission
    assert f'href="/nb/innsending/{submission}"' in page and "11F 2026: " in told
