"""Editing on the pages: a change with its preview, two at once, colleagues, new deliveries, rules, the table of records, usability."""

from __future__ import annotations

import json
import re

import httpx
import pytest

from integration.desk.season import post
from integration.editing_pages.country import HERE, OLE, PLANTED, STAVANGER, UNITS, WHOLE, deliver, file
from integration.portal.asking import text_of
from integration.portal.house import SIRI, House
from integration.web.visiting import Visitor

RECORD = re.compile(rf"{HERE}/post/{STAVANGER}/([0-9a-f]+)")
SMALL = {"felt": "bidrag", "grunn": "REVIEW", "kommentar": "Sett feil"}


@pytest.fixture
def siri(there: House) -> Visitor:
    return there.visit(SIRI)


@pytest.fixture
def reader(unchanged: House) -> Visitor:
    """Siri too, who changes nothing this time."""
    return unchanged.visit(SIRI)


@pytest.fixture
def ole(there: House) -> Visitor:
    return there.visit(OLE)


def address(siri: Visitor, line: int = PLANTED) -> str:
    page = siri.get(f"{HERE}/poster?enhet={STAVANGER}").text
    return RECORD.findall(page)[line - 1] and f"{HERE}/post/{STAVANGER}/{RECORD.findall(page)[line - 1]}"


def told(answer: httpx.Response) -> str:
    return text_of(answer.text).replace("\u00a0", " ")


def save(visitor: Visitor, where: str, saw: str, to: str, **more: str) -> httpx.Response:
    return post(visitor, where, SMALL | {"gjor": "lagre", "sett": saw, "ny": to} | more)


def test_a_change_is_looked_at_before_it_is_saved(reader: Visitor) -> None:
    where = address(reader)
    page = reader.get(f"{where}?felt=bidrag").text
    assert 'name="sett" value="9000000"' in page and "Nå står det: 9000000." in text_of(page)
    looked = post(reader, where, SMALL | {"gjor": "se", "sett": "9000000", "ny": "9000"})
    assert "Stavanger kommune Bidrag 9 060 000 69 000 −99,2 %" in told(looked)
    assert "en kollega må bekrefte" in told(looked) and "K30" in told(looked)
    assert 'value="9000"' in looked.text and 'value="Sett feil"' in looked.text
    fragment = post(reader, f"{where}/forhandsvis", SMALL | {"sett": "9000000", "ny": "9000"})
    assert "69\u00a0000" in fragment.text and "<html" not in fragment.text
    assert "Ingen har gjort noe" in told(reader.get(where))


def test_a_large_change_waits_for_a_colleague_and_moves_the_figure_when_it_has_come(
    siri: Visitor, ole: Visitor
) -> None:
    where = address(siri)
    answer = save(siri, where, "9000000", "9000")
    assert answer.status_code == 303 and answer.headers["location"] == f"{where}?sagt=venter"
    assert "Venter på en kollega: 9000" in told(siri.get(where))
    assert "9 060 000 mot 81 000" in told(siri.get(f"{HERE}/kommune/1103"))
    log = siri.get(f"{HERE}/endringer?hva=venter").text
    assert "En annen enn du må bekrefte den." in text_of(log) and "/bekreft" not in log
    (second,) = re.findall(r'action="([^"]+/bekreft)"', ole.get(f"{HERE}/endringer").text)
    assert post(ole, second, {"fra": "logg"}).headers["location"] == f"{HERE}/endringer?sagt=bekreftet"
    assert "69 000 mot 81 000" in told(siri.get(f"{HERE}/kommune/1103"))
    (undo,) = re.findall(r'action="([^"]+/angre)"', siri.get(where).text)
    assert post(siri, undo, {"fra": "post"}).headers["location"] == f"{where}?sagt=angret"
    assert "9 060 000 mot 81 000" in told(siri.get(f"{HERE}/kommune/1103"))
    again = post(siri, undo, {"fra": "post"})
    assert again.status_code == 409 and "allerede angret" in told(again)


def test_a_colleague_who_does_not_agree_says_why(siri: Visitor, ole: Visitor) -> None:
    save(siri, address(siri), "9000000", "9000")
    (decline,) = re.findall(r'action="([^"]+/avvis)"', ole.get(f"{HERE}/endringer").text)
    silent = post(ole, decline, {"fra": "logg"})
    assert silent.status_code == 422 and "hvorfor du ikke er enig" in told(silent)
    assert post(ole, decline, {"fra": "logg", "kommentar": "Kommunen har bekreftet beløpet"}).status_code == 303
    assert "Kommunen har bekreftet beløpet" in told(siri.get(address(siri)))


def test_the_second_of_two_is_shown_both_values_and_keeps_what_was_typed(siri: Visitor, ole: Visitor) -> None:
    where = address(siri, 1)
    assert save(siri, where, "20000", "20100").status_code == 303
    late = save(ole, where, "20000", "20300")
    assert late.status_code == 409
    assert "Nå står det: 20100. Du skrev: 20300." in told(late) and "Siri rettet den imens." in told(late)
    assert 'name="sett" value="20100"' in late.text and 'name="ny" value="20300"' in late.text
    assert save(ole, where, "20100", "20300").status_code == 303


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"ny": "mye"}, "«mye» er ikke et helt tall"),
        ({"ny": "20000"}, "allerede"),
        ({"ny": "1", "grunn": "fordi"}, "Velg en grunn"),
        ({"felt": "person_fodselsnr", "ny": "1"}, "kan ikke rettes her"),
        ({"felt": "hest", "ny": "1"}, "hest"),
    ],
)
def test_what_cannot_be_saved_is_told_above_what_was_typed(reader: Visitor, form: dict[str, str], said: str) -> None:
    answer = post(reader, address(reader, 1), SMALL | {"gjor": "lagre", "sett": "20000"} | form)
    assert answer.status_code == 422 and said in told(answer), told(answer)
    assert 'value="Sett feil"' in answer.text or form.get("felt") is not None


def test_a_record_and_a_delivery_are_approved_or_passed_over(siri: Visitor) -> None:
    where = address(siri)
    assert post(siri, f"{where}/vurder", {"gjor": "godkjenn", "svarer": "K36"}).status_code == 303
    assert "Godkjent uten endring: Siri" in told(siri.get(where))
    unit = f"{HERE}/kommune/1103"
    assert post(siri, f"{unit}/vurder", {"gjor": "hopp-over", "enhet": STAVANGER}).status_code == 303
    assert "Ikke gjennomgått" in told(siri.get(f"{HERE}/endringer"))
    wrong = post(siri, f"{unit}/vurder", {"gjor": "godkjenn", "enhet": UNITS[1]})
    assert wrong.status_code == 422 and "Velg hvilken kommune" in told(wrong)
    assert post(siri, f"{where}/vurder", {}).status_code == 422


def test_data_are_kept_out_of_some_tables_for_a_reason(siri: Visitor) -> None:
    unit = f"{HERE}/kommune/1103"
    form = {"enhet": STAVANGER, "tabeller": "3, 5", "brukes": "nei", "grunn": "Årsbeløpet er feil"}
    assert post(siri, f"{unit}/brukbarhet", form).status_code == 303
    page = told(siri.get(unit))
    assert "3 Stavanger Holdes utenfor tabellen Årsbeløpet er feil" in page and "5 Stavanger Holdes utenfor" in page
    wrong = post(siri, f"{unit}/brukbarhet", form | {"grunn": ""})
    assert wrong.status_code == 422 and "Skriv hvorfor" in told(wrong) and 'value="3, 5"' in wrong.text


def test_stale_edits_are_carried_over_or_dropped(there: House, siri: Visitor) -> None:
    for line, to in ((1, "20100"), (3, "20300"), (4, "20400")):
        assert save(siri, address(siri, line), "20000", to).status_code == 303
    changes = {0: {"bidrag": "20050"}, 2: {"bidrag": "20060"}, 3: {"bidrag": "20400"}}
    deliver(there.system, WHOLE.of(STAVANGER), file(2026, STAVANGER, changes), again="-2")
    page = siri.get(f"{HERE}/foreldet").text
    assert "20000 20100 20050" in text_of(page) and "Rettet av kommunen selv" in text_of(page)
    assert "2 å avgjøre" in told(siri.get("/nb/redigering"))
    first, last = re.findall(r'name="retting" value="([^"]+)"', page)
    nothing = post(siri, f"{HERE}/foreldet", {"gjor": "behold"})
    assert nothing.status_code == 422 and "Kryss av" in told(nothing)
    assert post(siri, f"{HERE}/foreldet", {"gjor": "behold", "retting": [first]}).status_code == 303
    assert post(siri, f"{HERE}/foreldet", {"gjor": "slipp", "retting": [last]}).status_code == 303
    assert "Ingen rettinger venter" in told(siri.get(f"{HERE}/foreldet"))
    rows = json.loads(post(siri, f"{HERE}/poster/rader.json", {"enhet": STAVANGER}).text)["rows"]
    assert "20100" in rows[0]["values"] and "20060" in rows[2]["values"]


def test_a_rule_is_saved_as_it_was_looked_at(siri: Visitor) -> None:
    rule = {
        "vilkar-felt1": "laan",
        "vilkar-er1": "er",
        "vilkar-verdi1": "0",
        "felt": "laan",
        "blir": "value",
        "verdi": "10",
    }
    looked = post(siri, f"{HERE}/regel", rule | {"gjor": "se"})
    assert f"Regelen endrer LAAN på {4 * len(UNITS)} linjer." in told(looked)
    seen = re.search(r'name="sett" value="([0-9a-f]+)"', looked.text)
    assert seen is not None
    late = post(siri, f"{HERE}/regel", rule | {"gjor": "lagre", "sett": "0", "grunn": "OTHER"})
    assert late.status_code == 409 and "endret siden du så" in told(late)
    saved = post(
        siri, f"{HERE}/regel", rule | {"gjor": "lagre", "sett": seen[1], "grunn": "OTHER", "kommentar": "Fast"}
    )
    assert saved.status_code == 303
    log = told(siri.get(f"{HERE}/endringer"))
    assert "regel" in log and "0 → 10" in log
    (undo, *_) = re.findall(r'action="([^"]+/angre)"', siri.get(f"{HERE}/endringer").text)
    post(siri, undo, {"fra": "logg"})
    assert siri.get(f"{HERE}/endringer?hva=gjelder").text.count("/angre") == 0


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "Velg feltet"),
        ({"felt": "laan"}, "Velg hva feltet skal bli"),
        ({"felt": "laan", "blir": "blank"}, "minst ett vilkår"),
        ({"felt": "laan", "blir": "blank", "vilkar-felt1": "bosit", "vilkar-er1": "er"}, "Skriv verdien som BOSIT"),
        ({"felt": "laan", "blir": "blank", "vilkar-felt1": "bosit", "vilkar-er1": "ca"}, "Velg hvordan"),
    ],
)
def test_a_rule_that_is_not_whole_is_told_so(reader: Visitor, form: dict[str, str], said: str) -> None:
    answer = post(reader, f"{HERE}/regel", form | {"gjor": "se"})
    assert answer.status_code == 422 and said in told(answer), told(answer)


@pytest.mark.parametrize(
    ("form", "count"),
    [
        ({"enhet": STAVANGER, "linje": "2"}, 1),
        ({"enhet": STAVANGER, "journal": "J0010002"}, 1),
        ({"vilkar-felt": "bidrag", "vilkar-er": "over", "vilkar-verdi": "1000000"}, 1),
        ({"vilkar-felt": "vklo", "vilkar-er": "er", "vilkar-verdi": "1"}, 4 * len(UNITS)),
        ({"enhet": STAVANGER, "rettet": "ja"}, 0),
    ],
)
def test_records_are_found_by_anything_but_whom_they_are_about(
    reader: Visitor, form: dict[str, str], count: int
) -> None:
    answer = post(reader, f"{HERE}/poster", form)
    said = f"Linjer: {count} " if count else "Ingen linjer passer."
    assert answer.status_code == 200 and said in f"{told(answer)} ", told(answer)[-300:]


def test_records_that_a_control_speaks_of_are_found(reader: Visitor) -> None:
    answer = reader.get(f"{HERE}/poster/kontroll?enhet={STAVANGER}&kontroll=K36")
    assert answer.headers["location"] == f"{HERE}/kommune/1103/funn?kontroll=K36"


def test_rows_are_fetched_piece_by_piece_and_none_twice(reader: Visitor) -> None:
    place = ""
    seen: list[tuple[str, int]] = []
    while len(seen) < 4 * len(UNITS):
        form = {"antall": "5"} | ({"fra": place} if place else {})
        found = json.loads(post(reader, f"{HERE}/poster/rader.json", form).text)
        assert found["count"] == 4 * len(UNITS)
        seen += [(row["unit"], row["line"]) for row in found["rows"]]
        place = f"{found['rows'][-1]['unit']}:{found['rows'][-1]['record']}"
    assert seen == sorted(set(seen))
    wrong = post(reader, f"{HERE}/poster/rader.json", {"fra": "her"})
    assert wrong.status_code == 422 and "Søk på nytt" in wrong.json()["error"]["message"]


def test_a_row_that_no_longer_fits_the_search_does_not_hide_the_next(siri: Visitor) -> None:
    """It is changed while one stands on it, so that what was searched for no longer holds of it."""
    search = {"enhet": STAVANGER, "vilkar-felt": "bidrag", "vilkar-er": "er", "vilkar-verdi": "20000"}
    rows = json.loads(post(siri, f"{HERE}/poster/rader.json", search).text)["rows"]
    assert [row["line"] for row in rows] == [1, 3, 4]
    assert save(siri, address(siri, 1), "20000", "20100").status_code == 303
    more = json.loads(
        post(siri, f"{HERE}/poster/rader.json", search | {"fra": f"{STAVANGER}:{rows[0]['record']}"}).text
    )
    assert [row["line"] for row in more["rows"]] == [3, 4]


def test_a_cell_is_saved_where_it_stands_and_somebody_elses_change_is_told(siri: Visitor, ole: Visitor) -> None:
    record = address(siri, 1).rpartition("/")[2]
    cell = {"enhet": STAVANGER, "post": record, "felt": "bidrag", "sett": "20000", "ny": "20 100", "grunn": "OWNER"}
    saved = post(siri, f"{HERE}/poster/celle.json", cell).json()
    assert saved["value"] == "20100" and not saved["waits"] and "BIDRAG er lagret." in saved["said"]
    late = post(ole, f"{HERE}/poster/celle.json", cell | {"ny": "20300"})
    assert (
        late.status_code == 409 and late.json()["now"] == "20100" and "Siri rettet" in late.json()["error"]["message"]
    )
    wrong = post(siri, f"{HERE}/poster/celle.json", cell | {"sett": "20100", "ny": "x"})
    assert wrong.status_code == 422 and "helt tall" in wrong.json()["error"]["message"]


def test_the_log_is_exported_as_statlog_has_it(siri: Visitor) -> None:
    save(siri, address(siri, 1), "20000", "20100", svarer="K36")
    answer = siri.get(f"{HERE}/endringer/statlog.jsonl")
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    last = json.loads(answer.text.splitlines()[-1])
    assert last["change_event_reason"] == "REVIEW" and last["kostra"]["answers"] == "K36"
