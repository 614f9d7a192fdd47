"""Error lists from end to end: sent, answered on the page and by workbook, held against the next file, closed."""

from __future__ import annotations

import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook  # type: ignore[import-untyped,unused-ignore]

from integration.databases import SetClock
from integration.followup.desk import STEWARD, Jobs, contact, events, opened, sent, warned_file
from integration.receiving.sending import EXPECTED, PREPARER, SENDER, STATISTICIAN, asker, good_file, send, standing
from kostra.app.followup import answering, errorlists
from kostra.app.followup.answering import Given
from kostra.app.followup.campaigns import open_campaign
from kostra.app.followup.comparing import COMPARED, compare_lists
from kostra.app.followup.deadlines import deadlines
from kostra.app.followup.errorlists import Opened
from kostra.app.followup.list_sheets import write_sheet
from kostra.app.permissions import Forbidden
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.followup.errorlists import Answer, Fate
from kostra.model.errors import Missing, Refused
from kostra.model.people import HOUSE, Right
from kostra.model.period import Period
from kostra.model.submission import Expected, State
from kostra.model.text import Language

BY = date(2027, 1, 26)
OF_BERGEN = asker(Right.SEND, region="460100", name="Berit Bergen")
READER = asker(Right.SEE, name="Sara Seer")


@pytest.fixture
def listed(system: System, run_jobs: Jobs) -> Opened:
    """Five persons, three of them with a warning, and a list about them."""
    opened(system)
    contact(system)
    sent(system, run_jobs, warned_file(5, 3))
    return errorlists.send_list(system, STATISTICIAN, EXPECTED, BY)


def test_a_list_holds_what_the_controls_found(system: System, listed: Opened) -> None:
    assert [(line.number, line.control, line.journal, line.line) for line in listed.lines] == [
        (1, "K36", "J0010000", 1),
        (2, "K36", "J0010001", 2),
        (3, "K36", "J0010002", 3),
    ]
    assert (listed.list.round, listed.list.left_out, listed.open) == (1, 0, 3)
    assert standing(system).state is State.ERRORS_SENT
    (event,) = events(system, errorlists.SENT)
    assert (event.actor, event.event.details["lines"]) == (STATISTICIAN.actor, 3)


def test_a_line_is_told_in_both_written_forms(listed: Opened) -> None:
    message = listed.lines[0].message
    assert message.nb.startswith("BIDRAG er «20001», men") and message.nb.endswith(
        "Rett beløpet for året eller månedene."
    )
    assert message.nn != message.nb and message.nn.startswith("BIDRAG er «20001», men")


def test_the_municipality_is_told_that_there_is_a_list_and_not_what_it_says(system: System, listed: Opened) -> None:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        (letter,) = tx.cases.letters()
    assert "feilliste for skjema 11F" in letter.subject and "3 linjer (runde 1)" in letter.body
    assert "26. januar 2027" in letter.body
    assert "K36" not in letter.body and "J0010000" not in letter.body and "20001" not in letter.body


def test_no_national_id_is_kept_in_a_list(system: System, listed: Opened) -> None:
    persons = {line[16:27] for line in warned_file(5, 3).decode("iso-8859-1").splitlines()}
    told = repr(listed) + repr(events(system, errorlists.SENT))
    assert not any(id in told for id in persons if id.isdigit())
    assert not any(part.isdigit() and len(part) == 11 for part in told.replace("'", " ").split())


def test_only_the_desk_makes_one_and_only_of_something(system: System, run_jobs: Jobs) -> None:
    opened(system)
    with pytest.raises(Forbidden):
        errorlists.send_list(system, SENDER, EXPECTED, BY)
    with pytest.raises(Refused, match="ingen innsending"):
        errorlists.send_list(system, STATISTICIAN, EXPECTED, BY)
    sent(system, run_jobs, good_file())
    with pytest.raises(Refused, match="ingenting nytt å spørre om"):
        errorlists.send_list(system, STATISTICIAN, EXPECTED, BY)
    with pytest.raises(Refused, match="senere enn i dag"):
        errorlists.send_list(system, STATISTICIAN, EXPECTED, date(2027, 1, 12))


def test_what_is_received_for_another_body_is_not_for_the_desk_to_see(system: System) -> None:
    with pytest.raises(Refused, match="Bufdir"):
        errorlists.send_list(system, STATISTICIAN, Expected("KRISE-B", Period(2015), "110300"), BY)


def test_answers_line_by_line(system: System, listed: Opened) -> None:
    given = {1: Given(Answer.RIGHT, "Tilbakebetalt i desember"), 2: Given(Answer.CORRECTED)}
    after = answering.answer(system, PREPARER, listed.list.id, given)
    assert [(line.answer, line.answered_by) for line in after.lines] == [
        (Answer.RIGHT, "Ola Nordmann"),
        (Answer.CORRECTED, "Ola Nordmann"),
        (None, ""),
    ]
    assert after.list.returned is None
    done = answering.answer(system, SENDER, listed.list.id, {3: Given(Answer.NEW_FILE)})
    assert done.list.returned is not None
    assert standing(system).state is State.ERRORS_SENT, "a new file was promised, and is awaited"


def test_when_everything_is_right_it_is_the_desks_turn(system: System, listed: Opened) -> None:
    answering.answer(
        system, SENDER, listed.list.id, {number: Given(Answer.RIGHT, "Slik er det") for number in (1, 2, 3)}
    )
    assert standing(system).state is State.CORRECTION_RECEIVED
    done = errorlists.accept_lines(system, STATISTICIAN, listed.list.id, [1, 2, 3])
    assert done.list.closed is not None and {line.fate for line in done.lines} == {Fate.ACCEPTED}
    with pytest.raises(Refused, match="ingenting nytt å spørre om"):
        errorlists.send_list(system, STATISTICIAN, EXPECTED, BY)


@pytest.mark.parametrize(
    ("number", "given", "said"),
    [
        (1, Given(Answer.RIGHT), "Linje 1: skriv hvorfor"),
        (1, Given(Answer.RIGHT, "x" * 1001), "1001 tegn"),
        (1, Given(Answer.RIGHT, "Personen er " + "158590" + "10179"), "fødselsnummer"),
        (9, Given(Answer.CORRECTED), "ingen linje 9"),
    ],
)
def test_an_answer_that_cannot_be_taken(system: System, listed: Opened, number: int, given: Given, said: str) -> None:
    with pytest.raises(Refused, match=said):
        answering.answer(system, SENDER, listed.list.id, {number: given})
    assert all(line.answer is None for line in answering.see(system, SENDER, listed.list.id).lines)


def test_who_may_see_and_who_may_answer(system: System, listed: Opened) -> None:
    id = listed.list.id
    assert answering.see(system, READER, id) == answering.see(system, STATISTICIAN, id) == listed
    with pytest.raises(Forbidden):
        answering.answer(system, READER, id, {1: Given(Answer.CORRECTED)})
    with pytest.raises(Forbidden):
        answering.answer(system, STATISTICIAN, id, {1: Given(Answer.CORRECTED)})
    assert answering.lists(system, OF_BERGEN) == () and len(answering.lists(system, READER)) == 1
    for ask in (
        lambda: answering.see(system, OF_BERGEN, id),
        lambda: answering.answer(system, OF_BERGEN, id, {1: Given(Answer.CORRECTED)}),
        lambda: answering.answer_by_sheet(system, OF_BERGEN, id, b""),
    ):
        with pytest.raises(Missing):
            ask()
    with pytest.raises(Forbidden):
        errorlists.accept_lines(system, SENDER, id, [1])
    with system.transactions.begin(HOUSE, Scope(frozenset({"460100"}))) as tx:
        assert tx.cases.error_list(id) is None and tx.cases.lines(id) == ()


def test_a_new_file_is_held_against_the_list(system: System, listed: Opened, run_jobs: Jobs) -> None:
    """The first is mended, two remain, and one that was fine has a finding."""
    lines = warned_file(5, 4).decode("iso-8859-1").splitlines()
    mended = good_file(5).decode("iso-8859-1").splitlines()[0]
    content = "\n".join([*lines[::-1][:4], mended, ""]).encode("iso-8859-1")
    assert compare_lists(system) == 0
    id = sent(system, run_jobs, content)
    assert standing(system).state is State.CORRECTION_RECEIVED
    assert compare_lists(system) == 1
    after = answering.see(system, SENDER, listed.list.id)
    assert [line.fate for line in after.lines] == [Fate.MENDED, Fate.REMAINING, Fate.REMAINING]
    assert after.list.compared == id and after.list.closed is None and after.open == 2
    (event,) = events(system, COMPARED)
    assert [event.event.details[key] for key in ("mended", "remaining", "new")] == [1, 2, 1]
    assert compare_lists(system) == 0, "once for each file"


def test_a_list_with_nothing_left_is_closed_by_itself(system: System, listed: Opened, run_jobs: Jobs) -> None:
    sent(system, run_jobs, good_file(5))
    compare_lists(system)
    assert answering.see(system, SENDER, listed.list.id).list.closed is not None
    with pytest.raises(Refused, match="er avsluttet"):
        answering.answer(system, SENDER, listed.list.id, {1: Given(Answer.CORRECTED)})


def test_the_next_round_leaves_out_what_was_accepted(system: System, listed: Opened, run_jobs: Jobs) -> None:
    answering.answer(system, SENDER, listed.list.id, {1: Given(Answer.RIGHT, "Slik er det")})
    errorlists.accept_lines(system, STATISTICIAN, listed.list.id, [1])
    sent(system, run_jobs, warned_file(6, 3))
    compare_lists(system)
    second = errorlists.send_list(system, STATISTICIAN, EXPECTED, BY)
    assert (second.list.round, [line.journal for line in second.lines]) == (2, ["J0010001", "J0010002"])
    first = answering.see(system, SENDER, listed.list.id).list
    assert first.closed is not None and first.treatment == "Erstattet av runde 2."
    assert [one.round for one in answering.lists(system, SENDER, expected=EXPECTED)] == [1, 2]


def test_closing_with_a_treatment(system: System, listed: Opened) -> None:
    with pytest.raises(Refused, match="en behandling i listen"):
        errorlists.close_list(system, STATISTICIAN, listed.list.id, "whatever")
    closed = errorlists.close_list(system, STATISTICIAN, listed.list.id, "unknown", "Ingen svar")
    assert {line.fate for line in closed.lines} == {Fate.TREATED}
    (event,) = events(system, errorlists.CLOSED)
    assert event.event.reason == "Verdiene settes til uoppgitt: Ingen svar" and event.event.details["open"] == 3


def test_small_and_harmless_lists_are_closed_together(system: System, run_jobs: Jobs) -> None:
    """In the whole country Utsira weighs little and Stavanger does not."""
    open_campaign(system, STEWARD, 2026)
    deadlines(system)
    utsira = replace(EXPECTED, unit="115100")
    send(system, warned_file(3, 2).replace(b"1103", b"1151"), asker(Right.SEND, region="115100"), utsira)
    send(system, warned_file(3, 2))
    run_jobs()
    lists = [errorlists.send_list(system, STATISTICIAN, one, BY).list.id for one in (utsira, EXPECTED)]
    small = errorlists.small_lists(system, STATISTICIAN, "11F", Period(2026))
    assert [one.list.id for one in small] == lists[:1]
    assert errorlists.close_small(system, STATISTICIAN, "11F", Period(2026), lists, "as_it_is") == 1
    assert (standing(system, utsira).state, standing(system).state) == (State.ACCEPTED, State.ERRORS_SENT)
    assert standing(system, utsira).reason == "Verdiene står som de er levert"


def sheet_of(content: bytes) -> Any:
    return load_workbook(BytesIO(content)).worksheets[0]


def filled(listed: Opened, answers: dict[int, tuple[str, str]], language: Language = Language.BOKMAL) -> bytes:
    book = load_workbook(BytesIO(write_sheet(listed.lines, language)))
    sheet = book.worksheets[0]
    for row, (answer, explanation) in answers.items():
        sheet.cell(row, 8).value, sheet.cell(row, 9).value = answer, explanation
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_workbook_has_every_line(listed: Opened) -> None:
    sheet = sheet_of(write_sheet(listed.lines, Language.NYNORSK))
    assert [cell.value for cell in sheet[1]][-2:] == ["Svar", "Forklaring"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [line.id for line in listed.lines]
    assert sheet.cell(2, 7).value == listed.lines[0].message.nn


@pytest.mark.parametrize(
    ("language", "right"), [(Language.BOKMAL, "riktig som det er"), (Language.NYNORSK, "Rett som det er")]
)
def test_answers_by_workbook(system: System, listed: Opened, language: Language, right: str) -> None:
    content = filled(listed, {2: (right, "Fordi"), 3: ("Retta", "")}, language)
    found = answering.answer_by_sheet(system, SENDER, listed.list.id, content)
    assert (found.answered, found.wrong) == (2, ())
    assert [line.answer for line in found.opened.lines] == [Answer.RIGHT, Answer.CORRECTED, None]


def test_rows_that_cannot_be_taken_are_told_with_place_and_value_and_the_others_are_taken(
    system: System, listed: Opened
) -> None:
    content = filled(listed, {2: ("Kanskje", ""), 3: ("Riktig som det er", ""), 4: ("Rettet", "")})
    found = answering.answer_by_sheet(system, SENDER, listed.list.id, content)
    assert found.answered == 1 and found.opened.lines[2].answer is Answer.CORRECTED
    assert [str(one) for one in found.wrong] == [
        "Rad 2: svaret kan ikke brukes. Skriv ett av disse: Rettet, Riktig som det er, Ny fil kommer. (fant «Kanskje»)",
        "Rad 3: skriv hvorfor det er riktig som det er.",
    ]


def test_a_line_of_another_list_is_told(system: System, listed: Opened) -> None:
    book = Workbook()
    book.active.append(["Linje-id", "Svar", "Forklaring"])
    book.active.append(["annen-1", "Rettet", None])
    out = BytesIO()
    book.save(out)
    found = answering.answer_by_sheet(system, SENDER, listed.list.id, out.getvalue())
    assert [str(one) for one in found.wrong] == [
        "Rad 2: linje-id-en hører ikke til denne feillisten. Last den ned på nytt. (fant «annen-1»)"
    ]


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04" + b"\0" * 100, b"x" * 6_000_000])
def test_a_file_that_is_no_workbook_is_refused(system: System, listed: Opened, content: bytes) -> None:
    with pytest.raises(Refused, match=r"Regnearket er på|ikke et regneark"):
        answering.answer_by_sheet(system, SENDER, listed.list.id, content)


def test_a_workbook_that_swells_is_refused(system: System, listed: Opened) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 70_000_000)
    with pytest.raises(Refused, match="pakkes ut"):
        answering.answer_by_sheet(system, SENDER, listed.list.id, out.getvalue())


def test_a_workbook_without_the_headings_is_refused(system: System, listed: Opened) -> None:
    book, out = Workbook(), BytesIO()
    book.active.append(["Linje-id", "Noe annet"])
    book.save(out)
    with pytest.raises(Refused, match="ingen kolonne «Svar»"):
        answering.answer_by_sheet(system, SENDER, listed.list.id, out.getvalue())


def test_a_text_that_looks_like_a_formula_stays_a_text(listed: Opened) -> None:
    risky = replace(listed.lines[0], journal="=1+1", explanation="@SUM(A1)")
    sheet = sheet_of(write_sheet((risky,), Language.BOKMAL))
    assert (sheet.cell(2, 6).value, sheet.cell(2, 6).data_type) == ("=1+1", "s")


def test_after_the_closing_lists_are_still_there_to_see(system: System, listed: Opened, clock: SetClock) -> None:
    clock.time = datetime(2027, 6, 16, tzinfo=UTC)
    deadlines(system)
    assert standing(system).state is State.FINAL
    assert answering.see(system, SENDER, listed.list.id).open == 3


def test_whoever_answers_and_whoever_sends_the_next_do_not_wait_for_each_other(system: System, listed: Opened) -> None:
    every = {line.number: Given(Answer.CORRECTED) for line in listed.lines}
    with ThreadPoolExecutor(1) as thread:
        with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
            tx.campaign.standing(EXPECTED, lock=True)
            answered = thread.submit(answering.answer, system, SENDER, listed.list.id, every)
            time.sleep(0.5)
            assert tx.cases.error_list(listed.list.id, lock=True) is not None
        assert answered.result().list.returned is not None
