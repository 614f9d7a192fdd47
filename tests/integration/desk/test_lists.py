"""Error lists at the desk, with the municipality answering in the portal: made, answered, accepted, closed; and the small ones together."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped,unused-ignore]

from integration.desk.season import ONE, TOP, UNIT, listed, post, sent
from integration.followup.desk import warned_file
from integration.portal.asking import text_of
from integration.portal.house import OLA, SIRI, House
from integration.receiving.sending import asker, send
from kostra.app.followup import answering, campaigns
from kostra.app.followup.deadlines import deadlines
from kostra.followup.errorlists import ErrorList, Fate
from kostra.model.people import Right
from kostra.model.submission import Expected, State

MODALEN = "462900"
AWAY = Expected("11F", ONE.period, MODALEN)


def lists(there: House) -> tuple[ErrorList, ...]:
    return answering.lists(there.system, SIRI)


def fates(there: House) -> list[Fate]:
    return [line.fate for line in answering.see(there.system, SIRI, lists(there)[-1].id).lines]


def test_the_whole_round(there: House) -> None:
    """Sent, answered line by line, two explanations taken; a new file mends the third; the next round asks nothing again."""
    made = listed(there)
    siri, ola = there.visit(SIRI), there.visit(OLA)
    told = text_of(siri.get(made).text)
    assert "K36" in told and "3 (3 åpne)" in told and "26. januar 2027" in told
    assert there.standing(ONE).state is State.ERRORS_SENT

    there.clock.move(days=1)
    (one,) = lists(there)
    right = {"svar-1": "right", "hvorfor-1": "Etterbetaling i desember", "svar-2": "right", "hvorfor-2": "Det samme"}
    answered = post(ola, f"/nb/feilliste/{one.id}/svar", {**right, "svar-3": "corrected"})
    assert answered.status_code == 303, text_of(answered.text)
    page = siri.get(made).text
    assert "Etterbetaling i desember" in page and "(Ola)" in text_of(page)
    assert page.count(" checked>") == 2
    assert post(siri, f"{made}/godta", {"linje": ["1", "2"]}).headers["location"] == made
    assert fates(there) == [Fate.ACCEPTED, Fate.ACCEPTED, Fate.OPEN]

    sent(there, people=5, warned=2)
    assert fates(there) == [Fate.ACCEPTED, Fate.ACCEPTED, Fate.MENDED]
    assert "Avsluttet" in text_of(siri.get(made).text) and "Godta forklaringene" not in siri.get(made).text
    again = post(siri, f"{UNIT}/feilliste", {"liste-om": "11F/2026", "liste-dato": "2027-02-01"})
    assert again.status_code == 422 and "ingenting nytt" in text_of(again.text)


def test_lines_must_be_chosen_and_be_there(there: House) -> None:
    made, siri = listed(there), there.visit(SIRI)
    none = post(siri, f"{made}/godta", {})
    assert none.status_code == 422 and "Kryss av for minst én linje" in text_of(none.text)
    for number in ("99", "9" * 5000, "x"):
        wrong = post(siri, f"{made}/godta", {"linje": ["1", number]})
        assert wrong.status_code in (303, 422)
    assert "ingen linje 99" in text_of(post(siri, f"{made}/godta", {"linje": ["99"]}).text)
    assert siri.get(f"{TOP}/feillister/finnes-ikke").status_code == 404


def test_a_list_is_closed_with_a_treatment_that_the_log_keeps(there: House) -> None:
    made, siri = listed(there), there.visit(SIRI)
    wrong = post(siri, f"{made}/avslutt", {"behandling": "magi", "notat": "Bagatell"})
    assert wrong.status_code == 422 and "«magi» er ikke en behandling i listen" in text_of(wrong.text)
    assert 'value="Bagatell"' in wrong.text and lists(there)[0].is_open
    assert post(siri, f"{made}/avslutt", {"behandling": "unknown", "notat": "Bagatell"}).status_code == 303
    told = text_of(siri.get(made).text)
    assert "Verdiene settes til uoppgitt: Bagatell" in told and "Avslutt feillisten" not in told
    assert fates(there) == [Fate.TREATED] * 3
    twice = post(siri, f"{made}/avslutt", {"behandling": "unknown"})
    assert twice.status_code == 422 and "er avsluttet" in text_of(twice.text)


def test_what_waits_for_the_desk_stands_first(there: House) -> None:
    made = listed(there)
    (one,) = lists(there)
    given = {f"svar-{number}": "right" for number in (1, 2, 3)} | {f"hvorfor-{number}": "Ja" for number in (1, 2, 3)}
    assert post(there.visit(OLA), f"/nb/feilliste/{one.id}/svar", given).status_code == 303
    siri = there.visit(SIRI)
    page = siri.get(f"{TOP}/feillister").text
    assert f'href="{made}"' in page and "Viser 1–1 av 1." in text_of(page)
    assert "Skjema 11F 2026, Stavanger, runde 1 3 3 12. januar 2027" in text_of(page)
    assert f'href="{TOP}/feillister/sma/11F/2026"' in page


def test_small_harmless_lists_are_closed_together(there: House) -> None:
    """Small in lines and in weight: Modalen's is, and Stavanger's is not."""
    campaigns.open_campaign(there.system, SIRI, 2026, forms=("11F",))
    deadlines(there.system)
    large, siri = listed(there), there.visit(SIRI)
    small = f"{TOP}/feillister/sma/11F/2026"
    assert "Ingen lister er små" in text_of(siri.get(small).text)
    send(there.system, warned_file(5, 2, unit=MODALEN), asker(Right.SEND, region=MODALEN), AWAY)
    there.work()
    form = {"liste-om": "11F/2026", "liste-dato": "2027-01-26"}
    made = post(siri, f"{TOP}/enhet/{MODALEN}/feilliste", form).headers["location"]
    page = siri.get(small).text
    assert f'href="{made}"' in page and large not in page
    none = post(siri, f"{small}/avslutt", {"behandling": "unknown", "notat": "Rest"})
    assert none.status_code == 422 and "minst én feilliste" in text_of(none.text)
    assert 'value="Rest"' in none.text and 'value="unknown" selected' in none.text
    ids = [address.rpartition("/")[2] for address in (made, large)]
    closed = post(siri, f"{small}/avslutt", {"liste": ids, "behandling": "as_it_is", "notat": "Rest"})
    assert closed.headers["location"] == f"{TOP}/feillister"
    assert [one.list.is_open for one in (answering.see(there.system, SIRI, id) for id in ids)] == [False, True]
    assert "Verdiene står som de er levert: Rest" in text_of(siri.get(made).text)
    assert there.standing(AWAY).state is State.ACCEPTED


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_lists_are_taken_out_with_every_line(there: House, language: str) -> None:
    listed(there)
    siri = there.visit(SIRI)
    as_csv = siri.get(f"/{language}/skrivebord/feillister.csv")
    rows = as_csv.content.decode("utf-8-sig").splitlines()
    assert len(rows) == 4 and all(";K36;" in row and "J001" in row for row in rows[1:])
    assert 'filename="feillister.csv"' in as_csv.headers["content-disposition"]
    book = load_workbook(BytesIO(siri.get(f"/{language}/skrivebord/feillister.xlsx").content))
    assert book.active.max_row == 4 and book.active["B2"].value == "11F"
