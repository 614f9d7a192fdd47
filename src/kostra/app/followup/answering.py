"""Error lists, the municipality's side: seen, answered line by line or by a workbook.

An answer is one of three: corrected, right as it is because of something, or a new file is coming. What is said may not hold a national id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kostra.app.followup.errorlists import Opened, event, locked
from kostra.app.followup.list_sheets import Wrong, read_sheet
from kostra.app.followup.moving import move
from kostra.app.free_text import refuse_national_id
from kostra.app.permissions import Asker, demand, demand_login
from kostra.app.ports.transaction import Transaction
from kostra.app.system import System
from kostra.followup.errorlists import Answer, ErrorList, Line
from kostra.followup.states import Mover
from kostra.model.errors import Missing, Refused
from kostra.model.people import Duty, Right
from kostra.model.submission import Expected, Season, State

ANSWERED = "list.answered"
_LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Given:
    answer: Answer
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """What a workbook answered, and the rows that could not be taken. Those that could, are."""

    opened: Opened
    answered: int
    wrong: tuple[Wrong, ...]


def lists(
    system: System, asker: Asker, *, expected: Expected | None = None, unit: str | None = None
) -> tuple[ErrorList, ...]:
    """Those of one expected delivery, of one unit, or all that the asker may see."""
    demand_login(asker)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        found = tx.cases.error_lists(expected=expected, season=Season.REAL, unit=unit)
        return tuple(one for one in found if _may_see(asker, one))


def see(system: System, asker: Asker, id: str) -> Opened:
    demand_login(asker)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return Opened(_seen(tx, asker, id), tx.cases.lines(id))


def answer(system: System, asker: Asker, id: str, given: Mapping[int, Given]) -> Opened:
    """By line number. Answered again, the last answer counts, as long as the list is open."""
    demand_login(asker)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        opened = _to_answer(tx, asker, id)
        known = {line.number: line for line in opened.lines}
        for number, one in given.items():
            if number not in known:
                raise Refused(f"Feillisten har ingen linje {number}. Last den ned på nytt, og svar på linjene der.")
            if (wrong := _wrong(one)) is not None:
                raise Refused(f"Linje {number}: {wrong}")
        return _put(tx, opened, {known[number]: one for number, one in given.items()})


def answer_by_sheet(system: System, asker: Asker, id: str, content: bytes) -> Imported:
    """From the workbook that was downloaded, filled in. Lines without an answer are left as they are."""
    demand_login(asker)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        opened = _to_answer(tx, asker, id)
        rows, wrong = read_sheet(content)
        known = {line.id: line for line in opened.lines}
        given: dict[Line, Given] = {}
        for row in rows:
            line = known.get(row.id)
            one = Given(row.answer, row.explanation)
            if line is None:
                wrong.append(
                    Wrong(row.at, "linje-id-en hører ikke til denne feillisten. Last den ned på nytt.", row.id)
                )
            elif (told := _wrong(one)) is not None:
                wrong.append(Wrong(row.at, told, ""))
            else:
                given[line] = one
        done = _put(tx, opened, given) if given else opened
        return Imported(done, len(given), tuple(wrong))


def _put(tx: Transaction, opened: Opened, given: Mapping[Line, Given]) -> Opened:
    tx.cases.put_lines(
        replace(
            line,
            answer=one.answer,
            explanation=one.explanation.strip(),
            answered=tx.now,
            answered_by=tx.actor.name,
        )
        for line, one in given.items()
    )
    lines = tx.cases.lines(opened.list.id)
    made = opened.list
    tx.record(event(ANSWERED, made, lines=len(given)))
    if made.returned is None and all(line.answer is not None or not line.is_open for line in lines):
        made = replace(made, returned=tx.now)
        tx.cases.put_list(made)
        _return(tx, made, lines)
    return Opened(made, lines)


def _return(tx: Transaction, made: ErrorList, lines: tuple[Line, ...]) -> None:
    """When everything is right as it is, no file will come, and it is the desk's turn."""
    standing = tx.campaign.standing(made.expected, lock=True)
    waits = any(line.answer in {Answer.CORRECTED, Answer.NEW_FILE} for line in lines if line.is_open)
    if standing is not None and standing.state is State.ERRORS_SENT and not waits:
        reason = f"Feillisten, runde {made.round}, er besvart."
        move(tx, standing, State.CORRECTION_RECEIVED, Mover.REPORTER, reason, list=made.id)


def _wrong(one: Given) -> str | None:
    """What is wrong with an answer, for whoever gave it."""
    explanation = one.explanation.strip()
    if one.answer is Answer.RIGHT and not explanation:
        return "skriv hvorfor det er riktig som det er."
    if len(explanation) > _LONGEST:
        return f"forklaringen er på {len(explanation)} tegn. Kort den ned til {_LONGEST}."
    try:
        refuse_national_id(explanation)
    except Refused as refused:
        return refused.message
    return None


def _to_answer(tx: Transaction, asker: Asker, id: str) -> Opened:
    """The delivery is locked before the list, in the order of those who send lists: else each might wait for the other."""
    expected = _seen(tx, asker, id).expected
    _demand_answering(asker, expected)
    tx.campaign.standing(expected, lock=True)
    return locked(tx, id)


def _demand_answering(asker: Asker, expected: Expected) -> None:
    if not asker.may(Right.PREPARE, expected.unit, expected.form):
        demand(asker, Right.SEND, expected.unit, expected.form)


def _seen(tx: Transaction, asker: Asker, id: str) -> ErrorList:
    found = tx.cases.error_list(id)
    if found is None or not _may_see(asker, found):
        raise Missing("Feillisten finnes ikke, eller den gjelder en kommune du ikke har tilgang til.")
    return found


def _may_see(asker: Asker, found: ErrorList) -> bool:
    return asker.has(Duty.STATISTICIAN) or asker.may(Right.SEE, found.expected.unit, found.expected.form)
