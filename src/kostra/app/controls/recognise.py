"""What a file is, by its content: which form, which period, who sends it. What the content does not settle is never guessed; it is
asked for.

A record's length says which forms and years it can be; the year or the period in the records says which of them it is; the municipality
that most of them have is the sender. A few wrong records do not change that, and get their findings.
"""

from __future__ import annotations

import codecs
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, BinaryIO

from kostra.app.controls.asking import refuse_span
from kostra.forms import catalogue
from kostra.model.errors import Refused
from kostra.model.form import FormVersion, Kind
from kostra.model.period import Period, Span

SAMPLE = 1 << 18
_LARGEST_ANSWERS = 1 << 24
_OSLO = "0301"


@dataclass(frozen=True, slots=True)
class Said:
    """What the asker says; the content tells the rest."""

    form: str | None = None
    period: Period | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    form: str
    period: Period
    region: str


def recognise(file: BinaryIO, said: Said) -> Known:
    """All three, from what is said and else from the content. The file is left at its beginning."""
    if said.form is not None and said.period is not None:
        form = catalogue.form(said.form)
        form.version(said.period.year)
        if said.period.span not in form.periods and said.period.span is not Span.YEAR:
            refuse_span(said.form, said.period, form.periods)
        if said.period.span in form.periods and said.region is not None:
            return Known(said.form, said.period, said.region)
    start = file.tell()
    sample = file.read(SAMPLE)
    file.seek(start)
    if sample.removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"{":
        return _answers(file, said)
    if said.form is not None and catalogue.form(said.form).kind is Kind.ANSWERS:
        raise Refused(missing(said, f"Svar på skjema {said.form} skal være JSON."))
    if is_one_blank(sample):
        why = "Filen har bare ett mellomrom, og det betyr at det ikke er noe å rapportere. Kontroller den med --nil."
        raise Refused(missing(said, why))
    return _records(_lines(sample), said)


def is_one_blank(sample: bytes) -> bool:
    """What case systems write when there is nothing to report. It says neither which form nor whose."""
    return sample.removeprefix(codecs.BOM_UTF8).rstrip(b"\r\n") == b" "


def _answers(file: BinaryIO, said: Said) -> Known:
    """Answers to an e-form say themselves what they are."""
    from kostra.reception.answers import fit_to_show

    start = file.tell()
    raw = file.read(_LARGEST_ANSWERS)
    file.seek(start)
    try:
        content = json.loads(_decoded(raw.removeprefix(codecs.BOM_UTF8), whole=True))
    except (ValueError, RecursionError):
        raise Refused(
            "Filen ser ut til å være svar på et e-skjema, men er ikke gyldig JSON. Rett den, eller send den på nytt fra "
            "systemet som laget den."
        ) from None
    form, year, region = (content.get(key) for key in ("form", "year", "region"))
    period = said.period
    if period is None and type(year) in (int, str) and re.fullmatch(r"(19|20)[0-9]{2}", str(year)):
        period = Period(int(year))
    chosen = said.form or (fit_to_show(form) if isinstance(form, str) else None)
    where = said.region or (fit_to_show(region) if isinstance(region, str) else None)
    if chosen is None or period is None or where is None:
        raise Refused(missing(Said(chosen, period, where), "Filen sier det ikke selv."))
    return Known(chosen, period, where)


def _lines(sample: bytes) -> list[str]:
    """The whole lines of the beginning of the file that are not empty."""
    text = _decoded(sample.removeprefix(codecs.BOM_UTF8))
    lines = text.split("\n")
    if len(sample) == SAMPLE:
        lines.pop()
    return [line.removesuffix("\r") for line in lines if line.strip("\r")]


def _decoded(sample: bytes, whole: bool = False) -> str:
    """A sample may end inside a letter; the whole file may not."""
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(sample, whole)
    except UnicodeDecodeError:
        return sample.decode("iso-8859-1")


def _records(lines: Sequence[str], said: Said) -> Known:
    width = _most(map(len, lines))
    lines = [line for line in lines if len(line) == width]
    fitting = _versions(said, width)
    if not fitting:
        raise Refused(missing(said, _no_form(said, width)))
    sure = [version for version in fitting if _agree(version, lines)] if len(fitting) > 1 else fitting
    if len(sure) != 1:
        shown = ", ".join(f"{version.form.id} {version.year}" for version in (sure or fitting)[:8])
        raise Refused(missing(said, f"Linjene er {width} tegn og kan være {shown}; innholdet avgjør ikke hvilken."))
    version = sure[0]
    period = _period(version, lines, said)
    return Known(version.form.id, period, said.region or _sender(version, lines, Said(version.form.id, period)))


def _no_form(said: Said, width: int | None) -> str:
    if width is None:
        return "Filen har ingen linjer å kjenne skjemaet igjen på."
    which = f"skjema {said.form}" if said.form else "noe skjema"
    year = f" i {said.period.year}" if said.period else ""
    return f"Linjene er {width} tegn, og det er de ikke i {which}{year}."


def _versions(said: Said, width: int | None) -> list[FormVersion]:
    """The forms and years whose records are so long, of those that are meant."""
    return [
        version
        for version in _by_width().get(width or 0, ())
        if said.form in (None, version.form.id) and (said.period is None or version.year == said.period.year)
    ]


@cache
def _by_width() -> dict[int, list[FormVersion]]:
    """Every form of records, in every year: made once, however many files there are."""
    found: dict[int, list[FormVersion]] = {}
    for form in catalogue.all_forms():
        if form.kind is Kind.RECORDS:
            for year in form.years:
                version = form.version(year)
                found.setdefault(version.record_length, []).append(version)
    return found


def _agree(version: FormVersion, lines: Sequence[str]) -> bool:
    """Whether more than half of the records have the version's own marks: its year, its period, its number of form."""
    year = str(version.year)
    marks = {"version": year[2:], "periode": year, "aargang": year, "skjema": version.form.id}
    there = [(id, mark) for id, mark in marks.items() if version.has(id)]
    return bool(there) and all(
        sum(value.startswith(mark) for value in _values(version, lines, id)) * 2 > len(lines) for id, mark in there
    )


def _values(version: FormVersion, lines: Sequence[str], id: str) -> list[str]:
    field = version.field(id)
    return [line[field.first - 1 : field.last] for line in lines]


def _most(values: Any) -> Any:
    """What occurs most often; nothing when there is nothing."""
    counted = Counter(values).most_common(1)
    return counted[0][0] if counted else None


def _most_of(values: Sequence[str]) -> str | None:
    """What more than half have."""
    value, count = Counter(values).most_common(1)[0]
    return value if count * 2 > len(values) else None


def _period(version: FormVersion, lines: Sequence[str], said: Said) -> Period:
    form = version.form
    if said.period is not None and said.period.span in form.periods:
        return said.period
    for id in ("periode", "kvartal"):
        found = _most_of(_values(version, lines, id)) if version.has(id) else None
        if found is not None and found.strip():
            written = found.strip() if id == "periode" else f"{version.year}K{found.strip()}"
            try:
                period = Period.read(written)
            except Refused:
                continue
            if period.span in form.periods:
                return period
    if Span.YEAR in form.periods:
        return Period(version.year)
    raise Refused(missing(Said(form.id, None, said.region), "Linjene i filen har ikke samme periode."))


def _sender(version: FormVersion, lines: Sequence[str], said: Said) -> str:
    """The municipality, and in Oslo the district, that more than half of the records have."""
    if version.has("region"):
        found = _most_of(_values(version, lines, "region"))
        if found is not None and found.isdigit():
            return found
    elif version.has("kommune_nr"):
        municipality = _most_of(_values(version, lines, "kommune_nr"))
        if municipality is not None and municipality.isdigit():
            district = _most_of(_values(version, lines, "bydelsnr")) if version.has("bydelsnr") else None
            divided = municipality == _OSLO and district is not None and district.isdigit()
            return municipality + (district if divided and district else "00")
    raise Refused(missing(said, "Linjene i filen har ikke samme kommunenummer."))


def missing(said: Said, why: str) -> str:
    """What is to be said on the command line instead."""
    options = []
    if said.form is None:
        options.append("--form (for eksempel 11F)")
    if said.period is None:
        options.append("--year (for eksempel 2026)" if said.form != "11M" else "--period (for eksempel 2026M03)")
    if said.region is None:
        options.append("--region (for eksempel 110300)")
    if not options:
        return why
    wanted = " og ".join([", ".join(options[:-1]), options[-1]]) if len(options) > 1 else options[0]
    return f"{why} Si det med {wanted}."
