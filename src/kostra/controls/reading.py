"""Controls of the file itself, before there are records: K00 (nothing to report) and K01 (lines that are no records). They stop the
run.

They have a number, a severity and sentences as other controls; what they find is found while reading, so their rule cannot be run on
records.
"""

from __future__ import annotations

from kostra.controls import release
from kostra.controls.declare import FATAL, Control, Requirement
from kostra.methods.columns import Fields
from kostra.model.dated import Dated
from kostra.model.errors import Broken

NIL_BUT_CONTENT = "K00.innhold"
BLANK_BUT_NOT_NIL = "K00.blank"
EMPTY_FILE = "K00.tom"
WRONG_WIDTH = "K01.bredde"
CONTROL_CHARACTER = "K01.tegn"
ENDLESS_LINE = "K01.endelos"
NO_TEXT = {kind: f"K01.{kind}" for kind in ("zip", "gzip", "7z", "pdf", "office", "utf-16")}

SOURCE = "Kontrollprogrammet for KOSTRA: avkryssing og innhold må stemme, og hver linje må ha årets lengde"


def _found_while_reading(fields: Fields) -> Requirement:
    raise Broken("K00 and K01 are found while reading; they have no rule for records")


def _control(sentence: str) -> Control:
    return Control(
        id=sentence.partition(".")[0],
        name=sentence.replace(".", "_").replace("-", "_").lower(),
        rule=_found_while_reading,
        severity=Dated.always(FATAL, release.first(1998)),
        sentence=sentence,
        source=SOURCE,
        theme="fil",
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


def place(sentence: str) -> int:
    """Where one of these stands; they come first in every set."""
    return next(at for at, control in enumerate(READING) if control.sentence == sentence)
