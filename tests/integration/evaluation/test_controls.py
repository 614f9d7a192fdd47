"""What the controls came to in a season that was played: the numbers against the rows themselves, the pages, the files, the command."""

from __future__ import annotations

import json
import re
from html import unescape
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped,unused-ignore]

from integration.commands import running
from integration.evaluation.played import SENT, all_mended, played
from integration.portal.asking import text_of
from integration.portal.house import OLA, SIRI, STAVANGER, House
from kostra.app.evaluation import controls
from kostra.app.permissions import Forbidden
from kostra.cli import evaluate
from kostra.model.errors import Missing
from kostra.model.finding import Severity
from kostra.model.proposal import Kind
from kostra.reporting.evaluation_advice import Advice

HERE = "/nb/skrivebord/evaluering"


def row(there: House, control: str) -> controls.Row:
    found = controls.in_year(there.system, SIRI, "11F", 2026)
    return next(one for one in found.rows if one.now.control == control)


def test_the_numbers_are_those_of_the_rows_themselves(there: House) -> None:
    played(there)
    one = row(there, "K36").now
    with there.database.everything() as connection:
        counts = connection.execute(
            "SELECT s.region, s.uploaded, coalesce(sum(t.count), 0) FROM submission s LEFT JOIN tally t ON t.submission = s.id"
            " AND t.control = 'K36' WHERE s.form = '11F' AND s.period = '2026' AND s.received IS NOT NULL"
            " GROUP BY s.id ORDER BY s.region, s.uploaded"
        ).fetchall()
        asked, answered, accepted = connection.execute(  # type: ignore[misc]
            "SELECT count(*), count(*) FILTER (WHERE answer IS NOT NULL), count(*) FILTER (WHERE fate = 'accepted')"
            " FROM error_line WHERE control = 'K36'"
        ).fetchone()
    hits = mended = 0
    before: dict[str, int] = {}
    for region, _, count in counts:
        step = int(count) - before.get(region, 0)
        hits, mended, before[region] = hits + max(step, 0), mended + max(-step, 0), int(count)
    assert (
        (one.hits, one.corrected, one.units)
        == (hits, mended, sum(count > 0 for count in before.values()))
        == (10, 1, 4)
    )
    assert (one.asked, one.answered, one.confirmed) == (asked, answered, accepted) == (3, 3, 2)
    assert one.open == 7 and one.deliveries == len(counts) == 5 and one.records == 5 + 120
    assert one.rule.severity is Severity.WARNING and not one.rule.follows
    whole = controls.in_year(there.system, SIRI, "11F", 2026).whole
    assert (whole.units, whole.deliveries, whole.again, whole.answered) == (4, 5, 1, 3)


def test_every_control_of_the_year_is_told_of_and_those_that_follow_from_fields_are_known(there: House) -> None:
    played(there)
    found = controls.in_year(there.system, SIRI, "11F", 2026)
    assert row(there, "K22").now.hits == 0 and len(found.rows) > 30
    assert any(one.now.rule.follows for one in found.rows)
    assert all(one.before is None or one.before.deliveries == 0 for one in found.rows), (
        "2025 was owed, and nothing came"
    )


def test_what_is_not_collected_is_said(there: House) -> None:
    with pytest.raises(Missing, match=r"ikke samlet inn for 2019\. Det finnes tall for 2026, 2025"):
        controls.in_year(there.system, SIRI, "11F", 2019)
    with pytest.raises(Forbidden):
        controls.in_year(there.system, OLA, "11F", 2026)
    with pytest.raises(Missing, match="ingen kontroll «K999»"):
        controls.one(there.system, SIRI, "11F", "K999")


def test_the_page_from_an_empty_season_to_a_played_one(there: House) -> None:
    siri = there.visit(SIRI)
    empty = siri.get(HERE)
    assert empty.status_code == 200 and "Ingen kontroller her" in text_of(empty.text)
    played(there)
    page = siri.get(f"{HERE}?skjema=11F&ar=2026")
    told = text_of(page.text)
    assert page.status_code == 200 and "Skjema 11F for 2026" in told and "Linjer kommunene har svart på 3" in told
    assert 'href="/nb/skrivebord/evaluering/11F/K36"' in page.text and 'aria-sort="descending"' in page.text
    assert "K36 Advarsel 10 80,00 4 1 (33 %) 2 (67 %) 7 3" in told.replace("\u00a0", " ")
    assert "K22" not in told and "K22" in text_of(siri.get(f"{HERE}?skjema=11F&ar=2026&vis=alle&sorter=kontroll").text)
    assert "Ingen kontroller her" in text_of(siri.get(f"{HERE}?vis=raad").text), "ten findings speak for nothing"
    nynorsk = text_of(siri.get("/nn/skrivebord/evaluering").text)
    assert "Kva kontrollane gav" in nynorsk and "Linjer kommunane har svara på 3" in nynorsk
    assert there.visit(OLA).get(HERE).status_code == 403
    front = siri.get("/nb/skrivebord").text
    assert f'href="{HERE}"' in front


def test_what_the_numbers_speak_for_leads_to_a_proposal_that_is_begun(there: House) -> None:
    all_mended(there)
    one = row(there, "K36")
    assert (one.now.hits, one.now.corrected, one.now.confirmed, one.advice) == (120, 120, 0, Advice.BLOCK)
    siri = there.visit(SIRI)
    page = siri.get(f"{HERE}?vis=raad")
    told = text_of(page.text).replace("\u00a0", " ")
    assert (
        "Gjør blokkerende. 120 treff i 3 kommuner. Av det som ble avklart, ble 100 % rettet, og 0 % var riktig." in told
    )
    (address,) = re.findall(r'href="(/nb/forslag/nytt[^"]*)"', page.text)
    asked = parse_qs(unescape(address).partition("?")[2])
    assert {key: asked[key] for key in ("skjema", "kontroll", "slag")} == {
        "skjema": ["11F"],
        "kontroll": ["K36"],
        "slag": [Kind.BLOCKING_CONTROL.value],
    }
    begun = siri.get(unescape(address))
    assert (
        begun.status_code == 200 and "K36: Gjør blokkerende" in begun.text and "120 treff i 3 kommuner." in begun.text
    )
    assert asked["hvorfor"][0].replace("\u00a0", " ").startswith("120 treff i 3 kommuner.")
    assert "Gjør blokkerende." in text_of(siri.get(f"{HERE}/11F/K36").text)
    assert "Gjør blokkerende" in siri.get(f"{HERE}.csv?vis=raad").content.decode("utf-8-sig")


@pytest.mark.parametrize("query", ["skjema=99Z", "ar=1900", "vis=noe", "sorter=tull"])
def test_a_choice_that_is_none_is_said_and_the_page_is_there(there: House, query: str) -> None:
    played(there)
    wrong = there.visit(SIRI).get(f"{HERE}?{query}")
    assert wrong.status_code == 422 and "er ikke blant valgene" in text_of(wrong.text) and "K36" in wrong.text


def test_a_year_of_another_form_is_no_mistake(there: House) -> None:
    played(there)
    page = there.visit(SIRI).get(f"{HERE}?skjema=7&ar=2025")
    assert page.status_code == 200 and "Skjema 7 for 2026" in text_of(page.text)


def test_a_control_over_the_years(there: House) -> None:
    played(there)
    siri = there.visit(SIRI)
    page = siri.get(f"{HERE}/11F/K36")
    assert page.status_code == 200 and "/nb/skjema/11F/kontroller/K36" in page.text
    assert "<svg" not in page.text.partition("<main")[2], "one year alone is no drawing"
    assert "2026 125 10" in text_of(page.text).replace("\u00a0", " ")
    assert siri.get("/nb/skjema/11F/kontroller/K36").status_code == 200, "the link leads somewhere"
    unknown = siri.get(f"{HERE}/11F/K999")
    assert unknown.status_code == 404 and "ingen kontroll «K999»" in text_of(unknown.text)
    assert siri.get(f"{HERE}/99Z/K36").status_code in (404, 422)


@pytest.mark.parametrize(("language", "said"), [("nb", "Riktig som det er"), ("nn", "Rett som det er")])
def test_the_same_as_files(there: House, language: str, said: str) -> None:
    played(there)
    siri = there.visit(SIRI)
    csv = siri.get(f"/{language}/skrivebord/evaluering.csv?skjema=11F&ar=2026")
    heads, first, *_ = csv.content.decode("utf-8-sig").splitlines()
    assert said in heads and first.startswith("K36;") and first.split(";")[4] == "10"
    assert 'filename="kontroller-11F-2026.csv"' in csv.headers["content-disposition"]
    book = load_workbook(BytesIO(siri.get(f"/{language}/skrivebord/evaluering.xlsx?skjema=11F&vis=alle").content))
    assert book.active.max_row > 30 and book.active["A2"].value == "K36"


def test_the_command_tells_the_same(there: House, capsys: pytest.CaptureFixture[str]) -> None:
    played(there)
    kostra = running(
        there.system, capsys, lambda commands, opened: evaluate.add(commands, opened, lambda: Path()), "evaluate"
    )
    told = json.loads(kostra("controls", "--form", "11f", "--year", "2026", "--format", "json"))
    (one,) = [each for each in told["controls"] if each["control"] == "K36"]
    assert (one["hits"], one["corrected"], one["confirmed"], one["answered"], one["advice"]) == (10, 1, 2, 3, None)
    assert one["hits_per_1000_records"] == 80 and one["confirmed_percent"] == 66.7
    text = kostra("controls", "--form", "11F", "--year", "2026")
    assert text.splitlines()[0].startswith(
        "Skjema 11F for 2026: 4 enheter, 5 innsendinger (1 på nytt), 125 poster. 10 treff"
    )
    assert [line.split()[:6] for line in text.splitlines()[2:]] == [["K36", "10", "4", "1", "2", "3"]]
    assert json.loads(kostra("vendors", "--form", "11F", "--format", "json"))["years"][0]["year"] == 2026
    assert "Alfa" in kostra("vendors", "--form", "11F") and STAVANGER not in kostra("vendors", "--form", "11F")
    assert sum(warned for _, warned in SENT.values()) == 7
