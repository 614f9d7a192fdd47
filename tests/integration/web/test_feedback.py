"""Feedback on the guide: given by anybody, read and answered at the desk, and counted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from integration.databases import SetClock
from integration.web.visiting import Visitor
from kostra.app.feedback import answering, giving
from kostra.app.feedback.counting import Asked, counted
from kostra.app.permissions import NOT_LOGGED_IN, Asker, NotLoggedIn
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.model.errors import Conflict, Missing, Refused
from kostra.model.feedback import Stage
from kostra.model.people import HOUSE, Duty
from kostra.model.text import Language

QUESTION = "/nb/veiledning/11F/2026/trygdesit"
GIVE = f"{QUESTION}/tilbakemelding"
DESK = "/nb/skrivebord/veiledning"
STATISTICIAN = Asker(HOUSE, duties=frozenset({Duty.STATISTICIAN}))

Come = Callable[..., Visitor]


def given(
    system: System, helped: bool | None = False, text: str = "Hva med barnetrygd?", field: str = "trygdesit"
) -> str:
    return giving.give(system, "11F", 2026, field, Language.BOKMAL, helped, text).id


def events(system: System) -> list[tuple[str, str]]:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        return [(one.event.action, one.event.reason) for one in tx.log.whole()]


def test_anybody_gives_it_and_is_thanked(visitor: Come, system: System) -> None:
    reader = visitor()
    answer = reader.send(QUESTION, GIVE, {"nyttig": "nei", "tekst": "Hva er en trygd?"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{QUESTION}?takk=1#tilbakemelding")
    assert "Takk. Tilbakemeldingen er sendt" in reader.get(f"{QUESTION}?takk=1").text
    (one,) = answering.listed(system, STATISTICIAN).found
    assert (one.form, one.year, one.field, one.helped, one.text) == (
        "11F",
        2026,
        "trygdesit",
        False,
        "Hva er en trygd?",
    )
    assert one.stage is Stage.NEW


def test_whoever_is_logged_in_is_not_remembered(visitor: Come, system: System) -> None:
    answer = visitor("sender").send(QUESTION, GIVE, {"nyttig": "ja"})
    assert answer.status_code == 303
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        (event,) = [one for one in tx.log.whole() if one.event.action == "feedback.given"]
    assert event.actor.kind == "nobody"
    assert event.event.details == {"field": "trygdesit", "helped": 1} and not event.event.reason


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"tekst": "Uten valg"}, "Velg om veiledningen hjalp deg"),
        ({"nyttig": "nei", "tekst": "Gjelder 04039000100"}, "fødselsnummer"),
        ({"nyttig": "nei", "tekst": "Gjelder 040390 00100"}, "fødselsnummer"),
        ({"nyttig": "nei", "tekst": "x" * 1001}, "1001 tegn"),
    ],
)
def test_what_is_refused_is_told_and_stays_on_the_page(
    visitor: Come, system: System, form: dict[str, str], told: str
) -> None:
    answer = visitor().post(GIVE, form, origin="http://site.test")
    assert answer.status_code == 422
    assert told in answer.text and form["tekst"] in answer.text
    assert not answering.listed(system, STATISTICIAN).found


def test_one_place_may_not_give_for_ever(visitor: Come, system: System) -> None:
    reader = visitor()
    answers = [reader.post(GIVE, {"nyttig": "nei", "tekst": f"Nummer {at}"}) for at in range(31)]
    assert {one.status_code for one in answers[:30]} == {303}
    assert answers[30].status_code == 429
    assert "Nummer 30" in answers[30].text and "Vent" in answers[30].text


def test_there_is_room_for_so_many_a_day(system: System, clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(giving, "MOST_A_DAY", 2)
    given(system), given(system)
    with pytest.raises(giving.Full):
        given(system)
    clock.move(days=1, seconds=1)
    assert given(system)


def test_of_what_the_year_does_not_ask_there_is_nothing_to_say(visitor: Come, system: System) -> None:
    with pytest.raises(Missing):
        given(system, field="distriktsnr")
    assert visitor().post(GIVE.replace("trygdesit", "distriktsnr"), {"nyttig": "ja"}).status_code == 404


def test_whoever_comes_to_the_address_of_the_form_is_led_to_the_question(visitor: Come) -> None:
    assert visitor().get(GIVE).headers["location"] == QUESTION


def test_the_desk_reads_answers_and_takes_on(visitor: Come, system: System) -> None:
    id = given(system, text="Hva med barnetrygd?")
    desk = visitor("statistiker")
    listed = desk.get(DESK).text
    assert "Hva med barnetrygd?" in listed and "Ny 1" in listed
    page = f"{DESK}/{id}"
    assert desk.send(page, page, {"gjor": "lest"}).status_code == 303
    assert "Lest" in desk.get(page).text
    answer = desk.send(page, page, {"gjor": "svar", "tekst": "Barnetrygd er kode 13 fra 2024."})
    assert answer.status_code == 303
    for address in (QUESTION, "/nn/veiledning/11F/2025/trygdesit"):
        assert "Barnetrygd er kode 13 fra 2024." in visitor().get(address).text
    assert "Barnetrygd er kode 13" not in visitor().get("/nb/veiledning/11F/2026/vklo").text
    answer = desk.send(page, page, {"gjor": "forslag"})
    assert answer.headers["location"] == "/nb/forslag/nytt?skjema=11F&felt=trygdesit"
    assert [step.stage for step in answering.see(system, STATISTICIAN, id).steps] == [
        Stage.SEEN,
        Stage.ANSWERED,
        Stage.PROPOSED,
    ]
    told = [action for action, _ in events(system) if action.startswith("feedback.")]
    assert sorted(told) == ["feedback.answered", "feedback.given", "feedback.proposed", "feedback.seen"]
    assert ("feedback.answered", "Barnetrygd er kode 13 fra 2024.") in events(system)


def test_an_answer_is_put_right_by_another(system: System) -> None:
    id = given(system)
    answering.move(system, STATISTICIAN, id, Stage.ANSWERED, "Feil svar.")
    answering.move(system, STATISTICIAN, id, Stage.ANSWERED, "Rett svar.")
    assert [one.text for one in answering.published(system, "11F", ["trygdesit"])] == ["Rett svar."]


def test_the_same_answer_to_several_is_shown_once(system: System) -> None:
    for _ in range(2):
        answering.move(system, STATISTICIAN, given(system), Stage.ANSWERED, "Se kodene.")
    assert len(answering.published(system, "11F", ["trygdesit"])) == 1


def test_what_cannot_be_done_is_refused(visitor: Come, system: System) -> None:
    id = given(system)
    answering.move(system, STATISTICIAN, id, Stage.SEEN)
    with pytest.raises(Conflict):
        answering.move(system, STATISTICIAN, id, Stage.SEEN)
    with pytest.raises(Refused):
        answering.move(system, STATISTICIAN, id, Stage.ANSWERED, "  ")
    with pytest.raises(NotLoggedIn):
        answering.listed(system, NOT_LOGGED_IN)
    desk, page = visitor("statistiker"), f"{DESK}/{id}"
    answer = desk.send(page, page, {"gjor": "svar", "tekst": "Gjelder 04039000100"})
    assert answer.status_code == 422 and "Gjelder 04039000100" in answer.text
    assert desk.get(f"{DESK}/finnes-ikke").status_code == 404
    assert visitor("sender").get(DESK).status_code == 403


def test_the_list_is_chosen_from_by_stage_and_form(visitor: Come, system: System) -> None:
    desk = visitor("statistiker")
    assert "Ingen har sagt noe" in desk.get(DESK).text
    answering.move(system, STATISTICIAN, given(system, text="Lest allerede"), Stage.SEEN)
    given(system, text="Ikke lest")
    new = desk.get(f"{DESK}?tilstand=new").text
    assert "Ikke lest" in new and "Lest allerede" not in new
    assert "Ingen tilbakemeldinger passer" in desk.get(f"{DESK}?skjema=7").text
    wrong = desk.get(f"{DESK}?tilstand=tull")
    assert wrong.status_code == 422 and "«tull»" in wrong.text


def test_a_year_is_counted(system: System, clock: SetClock) -> None:
    given(system, helped=True, text="")
    given(system), given(system)
    answering.move(system, STATISTICIAN, given(system, field="vklo"), Stage.SEEN)
    year = clock.now().year
    clock.move(days=400)
    given(system)
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        found = counted(tx, year)
        assert counted(tx, year - 1).given == 0
    assert (found.given, found.helped, found.unclear, found.with_text) == (4, 1, 3, 3)
    assert found.by_stage == {Stage.NEW: 3, Stage.SEEN: 1, Stage.ANSWERED: 0, Stage.PROPOSED: 0}
    assert found.questions == (Asked("11F", "trygdesit", 2), Asked("11F", "vklo", 1))


def test_the_desk_sees_how_hard_the_guides_are(visitor: Come) -> None:
    desk = visitor("statistiker")
    page = desk.get(f"{DESK}/lesbarhet").text
    assert "LIX" in page and "aarsverk_243_sosionom".upper() in page
    chosen = desk.get(f"{DESK}/lesbarhet?skjema=11F&malform=nn").text
    assert "/nn/veiledning/11F/" in chosen and "/nb/veiledning/11F/" not in chosen[chosen.index('id="tekster"') :]
    file = desk.get(f"{DESK}/lesbarhet.csv")
    assert file.status_code == 200 and "TRYGDESIT" not in file.text and "trygdesit" in file.text
    assert visitor().get(f"{DESK}/lesbarhet").status_code in (303, 401)
