"""Controls of the file itself, before there are records or answers: K00 (nothing to report) and K01 (what cannot be read). They stop the
run, but for those of an e-form that still leave the other answers to look at.

They have a number, a severity and sentences as other controls; what they find is found while reading, so their rule cannot be run on
records.
"""

from __future__ import annotations

from kostra.controls import release
from kostra.controls.declare import ERROR, FATAL, Control, Requirement
from kostra.methods.columns import Fields
from kostra.model.dated import Dated
from kostra.model.errors import Broken
from kostra.model.finding import Severity
from kostra.model.form import Kind

NIL_BUT_CONTENT = "K00.innhold"
BLANK_BUT_NOT_NIL = "K00.blank"
EMPTY_FILE = "K00.tom"
WRONG_WIDTH = "K01.bredde"
CONTROL_CHARACTER = "K01.tegn"
ENDLESS_LINE = "K01.endelos"
NO_TEXT = {kind: f"K01.{kind}" for kind in ("zip", "gzip", "7z", "pdf", "office", "utf-16")}

NO_ANSWERS = "K00.ingen_svar"
OTHER_FORM, OTHER_YEAR, OTHER_REGION = "K01.skjema", "K01.aar", "K01.region"
UNREADABLE_ANSWERS = ("K01.stor", "K01.json", "K01.omslag")
LOST_ANSWERS = ("K01.utenfor", "K01.dobbelt", "K01.ukjent", "K01.sammensatt")

OF_FILE = "fil"
"""The theme of these controls."""

SOURCE = "Kontrollprogrammet for KOSTRA: avkryssing og innhold må stemme, og hver linje må ha årets lengde"
SOURCE_OF_ANSWERS = (
    "Vår: et skjema som ikke kan leses, skal avvises med grunn, og ingen svar skal bli borte uten at noen får vite det"
)


def _found_while_reading(fields: Fields) -> Requirement:
    raise Broken("K00 and K01 are found while reading; they have no rule for records")


def _control(sentence: str, severity: Severity = FATAL, source: str = SOURCE) -> Control:
    return Control(
        id=sentence.partition(".")[0],
        name=sentence.replace(".", "_").replace("-", "_").lower(),
        rule=_found_while_reading,
        severity=Dated.always(severity, release.first(1998)),
        sentence=sentence,
        source=source,
        theme=OF_FILE,
    )


READING = tuple(
    _control(sentence)
    for sentence in (
        NIL_BUT_CONTENT,
        BLANK_BUT_NOT_NIL,
        EMPTY_FILE,
        WRONG_WIDTH,
        CONTROL_CHARACTER,
        ENDLESS_LINE,
        *NO_TEXT.values(),
    )
)


READING_ANSWERS = (
    *(
        _control(sentence, source=SOURCE_OF_ANSWERS)
        for sentence in (NIL_BUT_CONTENT, NO_ANSWERS, *UNREADABLE_ANSWERS, OTHER_FORM, OTHER_YEAR, OTHER_REGION)
    ),
    *(_control(sentence, ERROR, SOURCE_OF_ANSWERS) for sentence in LOST_ANSWERS),
)


def of(kind: Kind) -> tuple[Control, ...]:
    """Those of a file of records, or of an e-form; they come first in every set."""
    return READING if kind is Kind.RECORDS else READING_ANSWERS


def place(sentence: str, kind: Kind = Kind.RECORDS) -> int:
    """Where one of these stands."""
    return next(at for at, control in enumerate(of(kind)) if control.sentence == sentence)
