"""The outbox: what cannot be sent is tried again, holds up no other, and is given up in the open."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from integration.databases import SetClock
from integration.followup.desk import events
from integration.receiving.sending import SENDER, STATISTICIAN
from kostra.app.followup import outbox
from kostra.app.followup.writing import Written, post
from kostra.app.permissions import Forbidden
from kostra.app.ports.mail import NotSent
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.channels.mail import SENDER as FROM
from kostra.channels.mail import FileMailer
from kostra.followup.letters import MOST_ATTEMPTS, Letter, LetterState
from kostra.model.errors import Refused
from kostra.model.people import HOUSE
from kostra.model.text import Language


@dataclass
class Moody:
    """Sends, except to those it is told not to."""

    no: dict[str, bool] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)

    def send(self, letter: Letter) -> None:
        if letter.unit in self.no:
            raise NotSent("E-posttjeneren tok ikke imot brevet (svar 451).", for_good=self.no[letter.unit])
        self.sent.append(letter.unit)


@pytest.fixture
def mailer() -> Moody:
    return Moody()


@pytest.fixture
def sending(system: System, mailer: Moody) -> System:
    return replace(system, mailer=mailer)


def write(system: System, unit: str = "110300") -> Letter:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        return post(tx, unit, ("kontakt@kommune.no",), Language.BOKMAL, Written("Emne", "Innholdet i brevet\n"))


def state(system: System, id: str) -> Letter:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        (found,) = [one for one in tx.cases.letters() if one.id == id]
    return found


def test_a_letter_is_sent_once(sending: System, mailer: Moody) -> None:
    letter = write(sending)
    assert (outbox.send_outbox(sending), outbox.send_outbox(sending)) == (1, 0)
    assert mailer.sent == ["110300"] and state(sending, letter.id).state is LetterState.SENT
    (event,) = events(sending, outbox.SENT)
    assert (event.event.subject, event.event.region) == (letter.id, "110300")


def test_a_letter_whose_transaction_fails_is_never_sent(sending: System, mailer: Moody) -> None:
    with pytest.raises(RuntimeError), sending.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        post(tx, "110300", ("a@kommune.no",), Language.BOKMAL, Written("Emne", "Tekst"))
        raise RuntimeError
    assert outbox.send_outbox(sending) == 0 and mailer.sent == []


def test_one_that_cannot_be_sent_holds_up_no_other(sending: System, mailer: Moody) -> None:
    first, second = write(sending, "460100"), write(sending)
    mailer.no["460100"] = False
    assert outbox.send_outbox(sending) == 1
    assert state(sending, second.id).state is LetterState.SENT
    waiting = state(sending, first.id)
    assert (waiting.state, waiting.attempts) == (LetterState.WAITING, 1)
    assert events(sending, outbox.POSTPONED)[0].event.reason.endswith("(svar 451).")


def test_when_the_mail_is_down_it_is_not_tried_for_every_letter(sending: System, mailer: Moody) -> None:
    letters = [write(sending, unit) for unit in ("110300", "110800", "460100")]
    mailer.no.update(dict.fromkeys(("110300", "110800", "460100"), False))
    assert outbox.send_outbox(sending) == 0
    assert sorted(state(sending, one.id).attempts for one in letters) == [0, 1, 1]
    mailer.no.clear()
    assert outbox.send_outbox(sending) == 1, "the one that was not tried is not held up"


def test_it_is_tried_again_when_its_time_has_come(sending: System, mailer: Moody, clock: SetClock) -> None:
    letter = write(sending)
    mailer.no["110300"] = False
    outbox.send_outbox(sending)
    mailer.no.clear()
    assert outbox.send_outbox(sending) == 0
    clock.move(minutes=1)
    assert outbox.send_outbox(sending) == 1
    assert state(sending, letter.id).attempts == 2


def test_it_is_given_up_in_the_open_and_can_be_tried_again(sending: System, mailer: Moody, clock: SetClock) -> None:
    letter = write(sending)
    mailer.no["110300"] = False
    for _ in range(MOST_ATTEMPTS):
        outbox.send_outbox(sending)
        clock.time += timedelta(hours=6)
    assert [one.id for one in outbox.failed(sending, STATISTICIAN)] == [letter.id]
    assert len(events(sending, outbox.FAILED)) == 1
    mailer.no.clear()
    assert outbox.send_outbox(sending) == 0
    outbox.send_again(sending, STATISTICIAN, letter.id)
    assert outbox.send_outbox(sending) == 1
    with pytest.raises(Refused, match="finnes ikke"):
        outbox.send_again(sending, STATISTICIAN, letter.id)


def test_an_address_that_takes_no_mail_is_given_up_at_once(sending: System, mailer: Moody) -> None:
    letter = write(sending)
    mailer.no["110300"] = True
    outbox.send_outbox(sending)
    assert state(sending, letter.id).state is LetterState.FAILED


def test_a_process_without_a_mailer_leaves_them(system: System) -> None:
    letter = write(system)
    assert outbox.send_outbox(system) == 0
    assert state(system, letter.id).state is LetterState.WAITING


def test_letters_become_files(system: System, tmp_path: Path) -> None:
    letter = write(system)
    assert outbox.send_outbox(replace(system, mailer=FileMailer(tmp_path / "outbox", FROM))) == 1
    content = (tmp_path / "outbox" / f"{letter.id}.eml").read_bytes()
    assert message_from_bytes(content)["To"] == "kontakt@kommune.no"


def test_what_a_letter_says_is_in_no_event(sending: System) -> None:
    write(sending)
    outbox.send_outbox(sending)
    with sending.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        told = repr(tuple(tx.log.whole()))
    assert "Innholdet" not in told and "@kommune.no" not in told


def test_only_the_desk_looks_at_what_failed(sending: System) -> None:
    with pytest.raises(Forbidden):
        outbox.failed(sending, SENDER)
