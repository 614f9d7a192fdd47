"""Rounds of reminders and long lists on pages: what is seen is what is sent, to those that are ticked or to all."""

from __future__ import annotations

import re
import time
from io import BytesIO

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped,unused-ignore]

from integration.desk.season import LATE, TOP, late, post, reachable, sent
from integration.portal.asking import text_of
from integration.portal.house import BERGEN, GRORUD, MOSS, SIRI, STAVANGER, House
from kostra import regions
from kostra.app.followup import campaigns, outbox
from kostra.followup.letters import Letter, LetterState

ROUND = f"{TOP}/purringer"
_TICKS = re.compile(r'<input type="checkbox" name="enhet" value="([0-9]+)"[^>]*?(checked|disabled)?>')


def letters(there: House) -> tuple[Letter, ...]:
    with there.system.transactions.begin(SIRI.actor, SIRI.scope) as tx:
        return tx.cases.letters()


@pytest.fixture
def many(there: House) -> House:
    """All the country owes its persons, nobody has sent, and all but one can be written to."""
    campaigns.open_campaign(there.system, SIRI, 2026, forms=("11F", "11CF"))
    units = [unit.code for unit in regions.reporting_units(2026)]
    reachable(there.system, *units[1:])
    there.clock.time = LATE
    there.work()
    return there


def test_a_round_is_looked_at_and_sent_to_those_that_are_ticked(there: House) -> None:
    reachable(there.system, BERGEN, MOSS)
    late(there)
    siri = there.visit(SIRI)
    page = siri.get(ROUND).text
    ticks = dict(_TICKS.findall(page))
    assert ticks == {BERGEN: "checked", MOSS: "checked", GRORUD: "disabled", STAVANGER: "disabled"}
    assert "Første purring" in text_of(page) and "vi mangler rapportering fra Bergen" in page
    assert "Send til alle" not in page and "2 kan ikke purres" in text_of(page)
    answer = post(siri, f"{ROUND}/send", {"enhet": [MOSS]})
    assert answer.headers["location"] == f"{ROUND}?sendt=1&hoppet=0"
    assert "1 brev er lagt i utboksen." in text_of(siri.get(answer.headers["location"]).text)
    assert [one.unit for one in letters(there)] == [MOSS]
    assert MOSS not in dict(_TICKS.findall(siri.get(ROUND).text))


def test_nobody_ticked_is_told_and_nothing_is_sent(there: House) -> None:
    reachable(there.system, BERGEN)
    late(there)
    answer = post(there.visit(SIRI), f"{ROUND}/send", {})
    assert answer.status_code == 422 and "Kryss av for minst én kommune" in text_of(answer.text)
    assert dict(_TICKS.findall(answer.text))[BERGEN] == "" and letters(there) == ()


def test_one_that_has_sent_meanwhile_is_passed_over(there: House) -> None:
    reachable(there.system, BERGEN, STAVANGER)
    late(there)
    there.clock.move(hours=1)
    sent(there)
    location = post(there.visit(SIRI), f"{ROUND}/send", {"enhet": [BERGEN, MOSS]}).headers["location"]
    assert location == f"{ROUND}?sendt=1&hoppet=1"
    assert "1 ble hoppet over" in text_of(there.visit(SIRI).get(location).text)


def test_before_anything_is_late_nobody_is_reminded(there: House) -> None:
    there.clock.move(days=-7)
    assert "Ingen skal purres nå." in text_of(there.visit(SIRI).get(ROUND).text)


def test_a_letter_that_could_not_be_sent_is_sent_again(there: House) -> None:
    reachable(there.system, BERGEN)
    late(there)
    siri = there.visit(SIRI)
    post(siri, f"{ROUND}/send", {"enhet": [BERGEN]})
    with there.database.everything() as connection:
        connection.execute("UPDATE letter SET state = 'failed', attempts = 10")
    (letter,) = letters(there)
    assert "Brev som ikke kunne sendes" in siri.get(ROUND).text
    assert post(siri, f"{TOP}/brev/{letter.id}/send", {}).headers["location"] == ROUND
    assert letters(there)[0].state is LetterState.WAITING and outbox.failed(there.system, SIRI) == ()


def test_a_round_for_all_the_country_stands_on_pages_and_is_sent_in_one(many: House) -> None:
    siri = many.visit(SIRI)
    first, second = siri.get(ROUND), siri.get(f"{ROUND}?side=2")
    assert len(first.content) < 200_000
    seen = [dict(_TICKS.findall(page.text)) for page in (first, second)]
    assert [len(ticks) for ticks in seen] == [50, 50] and not seen[0].keys() & seen[1].keys()
    assert 'aria-label="Side 8"' in first.text and 'aria-label="Side 9"' not in first.text
    assert "Viser 51–100 av 371." in text_of(second.text) and "Send til alle 370" in text_of(second.text)
    some = list(seen[1])[:3]
    assert post(siri, f"{ROUND}/send?side=2", {"enhet": some}).headers["location"] == f"{ROUND}?sendt=3&hoppet=0"
    assert sorted(one.unit for one in letters(many)) == sorted(some)
    assert (
        post(siri, f"{ROUND}/send", {"enhet": some, "hvem": "alle"}).headers["location"]
        == f"{ROUND}?sendt=367&hoppet=0"
    )
    assert len({one.unit for one in letters(many)}) == 370
    assert text_of(siri.get(f"{ROUND}?side=99").text).count("mangler adresse") == 1


def test_the_worklist_of_a_whole_country_stands_on_pages_and_is_quick(many: House) -> None:
    siri = many.visit(SIRI)
    began = time.perf_counter()
    first = siri.get(f"{TOP}/arbeidsliste?skjema=11CF")
    assert time.perf_counter() - began < 10
    second = siri.get(f"{TOP}/arbeidsliste?skjema=11CF&side=2").text
    assert "Viser 1–50 av 371." in text_of(first.text) and "Viser 51–100 av 371." in text_of(second)
    assert 'href="?skjema=11CF&amp;side=3"' in second and len(first.content) < 100_000
    assert f'href="{TOP}/arbeidsliste.csv?skjema=11CF&amp;gjor="' in first.text


def test_files_hold_all_that_the_pages_show(many: House) -> None:
    siri = many.visit(SIRI)
    shown = re.search(r"Viser 1–50 av ([0-9]+)", text_of(siri.get(f"{TOP}/arbeidsliste").text))
    assert shown is not None and int(shown[1]) > 742
    for path, query, rows in (
        ("arbeidsliste", "", int(shown[1])),
        ("arbeidsliste", "?skjema=11F&gjor=find-contact", 1),
        ("inngang/11F/2026/mangler", "", 371),
        ("inngang/11F/2026/svarliste", "", 371),
        ("inngang/11F/2026/inngang", "", 0),
    ):
        text = siri.get(f"{TOP}/{path}.csv{query}").content.decode("utf-8-sig")
        book = load_workbook(BytesIO(siri.get(f"{TOP}/{path}.xlsx{query}").content))
        assert (len(text.splitlines()) - 1, book.active.max_row - 1) == (rows, rows), path
