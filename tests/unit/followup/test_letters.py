"""A letter that cannot be sent is tried again, more and more seldom, and not for ever."""

from __future__ import annotations

from datetime import timedelta

from kostra.followup.letters import MOST_ATTEMPTS, Letter, LetterState, after_failing, after_sending
from kostra.model.text import Language
from unit.followup.standings import at

NOW = at(1, 18)
LETTER = Letter("1", "110300", ("a@kommune.no",), Language.NYNORSK, "Emne", "Tekst", NOW, NOW)


def test_it_waits_longer_each_time_and_is_given_up_after_more_than_a_day() -> None:
    letter, now, waits = LETTER, NOW, []
    while True:
        letter = after_failing(letter, now)
        if letter.state is LetterState.FAILED:
            break
        waits.append(letter.next_try - now)
        now = letter.next_try
    assert letter.attempts == MOST_ATTEMPTS
    assert waits == sorted(waits) and waits[0] == timedelta(minutes=1) and waits[-1] == timedelta(hours=6)
    assert now - NOW > timedelta(days=1)


def test_an_address_that_takes_no_mail_is_given_up_at_once() -> None:
    assert after_failing(LETTER, NOW, for_good=True).state is LetterState.FAILED


def test_sent() -> None:
    sent = after_sending(LETTER, NOW)
    assert (sent.state, sent.sent, sent.attempts, sent.body) == (LetterState.SENT, NOW, 1, "Tekst")
