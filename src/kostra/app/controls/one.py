"""Check one file, whatever it is: records or answers to an e-form, told by what the asker says and else by the content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from kostra.app.controls.asking import asked
from kostra.app.controls.check import Asked, Report, check
from kostra.app.controls.recognise import Known, Said, missing, recognise
from kostra.controls.kernel import Outcome
from kostra.forms import catalogue
from kostra.model.errors import Refused
from kostra.model.form import Kind

LARGEST_ANSWERS = 1 << 24
"""No set of answers is larger than this; what is, is no set of answers, and is not read whole."""


@dataclass(frozen=True, slots=True)
class How:
    """How it is to be checked. `keep` is how many findings of each control are held; `for_people`, that a person is to read them."""

    keep: int | None = None
    for_people: bool = False
    nil: bool = False
    release: str | None = None
    proposals: bool = False
    last_year: bytes | None = None


def check_one(
    file: BinaryIO | None,
    said: Said,
    how: How,
    watch: Callable[[Asked], Callable[[Outcome], None] | None] | None = None,
) -> Report:
    """The report. No file is right when there is nothing to report. `watch` is told what is asked, and may look at every outcome."""
    known = _all_said(said) if file is None or how.nil else recognise(file, said)
    wanted = asked(
        known.form,
        known.period,
        known.region,
        nil=how.nil,
        keep=how.keep,
        named_release=how.release,
        proposals=how.proposals,
        for_people=how.for_people,
    )
    if catalogue.form(known.form).kind is Kind.RECORDS:
        if how.last_year is not None:
            raise Refused(
                f"Skjema {known.form} har ikke svar fra i fjor å sammenligne med. Kjør kontrollen uten --last-year."
            )
        return check(file, wanted, watch(wanted) if watch is not None else None)
    from kostra.app.controls import answers

    content = None if file is None else file.read(LARGEST_ANSWERS + 1)
    return answers.check(content, wanted, how.last_year)


def _all_said(said: Said) -> Known:
    """When there is no content to read anything from."""
    if said.form is None or said.period is None or said.region is None:
        raise Refused(missing(said, "Når det ikke er noe å rapportere, må du si hva det gjelder."))
    return Known(said.form, said.period, said.region)
