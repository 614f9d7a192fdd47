"""Checking a file for those who ask as the public control program is asked: by form, year, quarter and region, all of them said.

Its doors (the command line, the web, Altinn) each read their own way of saying it; what it means stands here. A file of one blank is how a
case system says that there is nothing to report, since those doors have no other way to say it.
"""

from __future__ import annotations

import re
from typing import BinaryIO

from kostra.app.controls.check import Report
from kostra.app.controls.one import How, check_one
from kostra.app.controls.recognise import Said, is_one_blank, recognise
from kostra.forms import catalogue
from kostra.model.errors import Refused
from kostra.model.period import Period, Span

_OF_QUARTER = re.compile(r"(?P<form>.+)K(?P<quarter>[1-4])")
_SHORT = 16


def quarter_within(form: str) -> tuple[str, str]:
    """A form of a quarter is written 0AK1 there. The form, and the quarter when there is one."""
    found = _OF_QUARTER.fullmatch(form)
    if found and found["form"] in catalogue.ids():
        return found["form"], found["quarter"]
    return form, ""


def check_said(
    file: BinaryIO, form: str, period: Period, region: str, keep: int | None = None, for_people: bool = False
) -> Report:
    """The report on one file. A form that is sent for months tells its month in the records, as nobody can say it at these doors."""
    start = file.read(_SHORT)
    file.seek(0)
    nil = is_one_blank(start)
    spans = catalogue.form(form).periods
    if period.span not in spans:
        if period.span is not Span.YEAR:
            raise Refused(f"Skjema {form} sendes ikke for {period}. La kvartal være tomt, eller velg et annet skjema.")
        period = _told_by_records(file, form, period, region, nil)
    return check_one(file, Said(form, period, region), How(keep, for_people, nil))


def _told_by_records(file: BinaryIO, form: str, period: Period, region: str, nil: bool) -> Period:
    try:
        if not nil:
            return recognise(file, Said(form, period, region)).period
    except Refused:
        file.seek(0)
    raise Refused(
        f"Skjema {form} sendes for en måned eller et kvartal, og filen sier ikke selv hvilken det er. Fyll ut perioden på hver linje, "
        "eller si kvartalet."
    )
