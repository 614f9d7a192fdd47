"""Letters, in the written form of whoever gets them. One letter says everything; what a list holds is never in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from kostra.app.pages.words import Words
from kostra.app.people import units
from kostra.app.ports.transaction import Transaction
from kostra.followup.calendar import told
from kostra.followup.errorlists import ErrorList
from kostra.followup.letters import Letter
from kostra.followup.reminders import Owed, Recipient
from kostra.forms import catalogue
from kostra.model.submission import State
from kostra.model.text import Language

TEXTS = Path(__file__).parent / "letters.toml"


@dataclass(frozen=True, slots=True)
class Written:
    subject: str
    body: str


def reminder(recipient: Recipient, language: Language) -> Written:
    """What is owed, what to do, and that letters may cross."""
    words = Words(TEXTS, language)
    step = recipient.step.id
    unit = units.name(recipient.unit, recipient.owed[0].expected.period.year)
    parts = (
        words("greeting"),
        words(f"{step}.opening", unit=unit),
        "\n".join(_item(one, words) for one in recipient.owed),
        words("how"),
        words("crossed"),
        words("signed"),
    )
    return Written(words(f"{step}.subject", unit=unit), "\n\n".join(parts) + "\n")


def _item(one: Owed, words: Words) -> str:
    expected = one.expected
    version = catalogue.form(expected.form).version(expected.period.year)
    kind = "coming" if one.days <= 0 else "refused" if one.standing.state is State.REFUSED else "missing"
    title = words.of(version.title)
    return words(kind, form=expected.form, title=title, period=expected.period, due=told(one.due))


def about_list(made: ErrorList, lines: int, language: Language) -> Written:
    """That there is a list to answer; not what it says."""
    words = Words(TEXTS, language)
    expected = made.expected
    unit = units.name(expected.unit, expected.period.year)
    said = {"form": expected.form, "period": expected.period, "unit": unit, "lines": lines, "round": made.round}
    opening = words("list.opening", **said)
    parts = (words("greeting"), opening, words("list.how", due=told(made.answer_by)), words("signed"))
    return Written(words("list.subject", form=expected.form, unit=unit), "\n\n".join(parts) + "\n")


def post(
    tx: Transaction, unit: str, to: tuple[str, ...], language: Language, written: Written, round: str | None = None
) -> Letter:
    """Into the outbox, in this transaction: it is sent if and only if the rest happens."""
    letter = Letter(
        id=uuid4().hex,
        unit=unit,
        to=to,
        language=language,
        subject=written.subject,
        body=written.body,
        made=tx.now,
        next_try=tx.now,
        round=round,
    )
    tx.cases.post(letter)
    return letter
