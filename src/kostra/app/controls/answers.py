"""Check the answers to one e-form: from JSON to the same report that a file of records gets, with line 0 for the form as a whole.

Beside the answers a rule may know last year's, how many people live there, and the state's rates. What is not known is left out, and the
controls that need it are undecided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeAlias

import numpy as np

from kostra import regions
from kostra.app.controls.check import Asked, Report
from kostra.controls import kernel, reading
from kostra.controls.comparison import ADULTS, ALL
from kostra.controls.declare import Given
from kostra.controls.findings import Table
from kostra.controls.kernel import Hits, Outcome, Places, Shown
from kostra.forms.f12.rates import MONEY, veiledende_satser
from kostra.methods.columns import Fields
from kostra.model.errors import Refused
from kostra.model.finding import Severity
from kostra.model.form import FormVersion, Kind
from kostra.model.region import ALL_AGES, AgeBand
from kostra.reception import answers
from kostra.reception.answers import Answers, Problem, Wrong

Telling: TypeAlias = tuple[str, tuple[tuple[str, str], ...]]
"""A sentence, and the values it shows."""

_SENTENCES = {
    Wrong.EMPTY: reading.NO_ANSWERS,
    Wrong.TOO_LARGE: "K01.stor",
    Wrong.NOT_JSON: "K01.json",
    Wrong.LACKS: "K01.omslag",
    Wrong.BESIDE: "K01.utenfor",
    Wrong.TWICE: "K01.dobbelt",
    Wrong.UNKNOWN: "K01.ukjent",
    Wrong.COMPOSED: "K01.sammensatt",
}


def check(content: bytes | None, asked: Asked, last_year: bytes | None = None) -> Report:
    """The report on a set of answers; `None` is no file, which is right when there is nothing to report."""
    if content is None:
        return _stopped(asked, [] if asked.nil else [(reading.NO_ANSWERS, ())])
    sent = answers.read(content)
    if asked.nil:
        empty = not content.strip()
        return _stopped(asked, [] if empty else [(reading.NIL_BUT_CONTENT, ())])
    if sent.stopped:
        return _stopped(asked, _told(sent.problems))
    other = _about_another(sent, asked)
    if other:
        return _stopped(asked, other)
    typed = sent.typed or {}
    lost = _told([*sent.problems, *answers.unknown(asked.version, typed)])
    if not any(asked.version.has(id) for id in typed):
        return _stopped(asked, [*lost, (reading.NO_ANSWERS, ())])
    knowing = replace(asked, given=given(asked, last_year))
    table = asked.table()
    table.add(Outcome(0, tuple(_hits(lost)), (), {}))
    table.add(_run(knowing, answers.fields(asked.version, typed)))
    table.settle()
    return _report(knowing, table)


def no_answers(version: FormVersion) -> Fields:
    """The questions of a form with nobody answering: enough to learn what a rule reads."""
    return answers.no_fields(version)


def given(asked: Asked, last_year: bytes | None) -> Given:
    """What is known beside the answers; what the asker knew already stands."""
    known = asked.given
    version = asked.version
    return replace(
        known,
        last_year=known.last_year if last_year is None else _last_year(version, last_year),
        population=known.population or _population(asked.region, version.year),
        rates=known.rates or _rates(version),
    )


def _run(asked: Asked, fields: Fields) -> Outcome:
    first = len(reading.READING_ANSWERS)
    chosen = asked.controls.controls
    rules = [(place, asked.controls.bind(chosen[place], asked.given)) for place in range(first, len(chosen))]
    return kernel.run(rules, fields, np.zeros(1, dtype=np.int64), Places())


def _about_another(sent: Answers, asked: Asked) -> list[Telling]:
    """The content says itself what it is about; another form, year or region is not this delivery."""
    region = sent.region + "00" if len(sent.region) == 4 else sent.region
    pairs = (
        (reading.OTHER_FORM, sent.form, asked.version.form.id),
        (reading.OTHER_YEAR, sent.year, str(asked.version.year)),
        (reading.OTHER_REGION, region, asked.region),
    )
    return [
        (sentence, (("hva", answers.fit_to_show(said)), ("ventet", wanted)))
        for sentence, said, wanted in pairs
        if said != wanted
    ]


def _last_year(version: FormVersion, content: bytes) -> Fields | None:
    """Last year's answers as columns of last year's form; none when the form did not exist."""
    form = version.form
    if version.year - 1 not in form.years:
        return None
    sent = answers.read(content)
    if sent.stopped or (sent.form, sent.year) != (form.id, str(version.year - 1)):
        raise Refused(
            f"Filen med fjorårets svar er ikke svarene på skjema {form.id} for {version.year - 1}. "
            "Velg den filen som ble sendt i fjor, eller kontroller uten."
        )
    return answers.fields(form.version(version.year - 1), sent.typed or {})


def _population(region: str, year: int) -> Mapping[str, int]:
    """Persons at the end of the year, or at its beginning while the end is not counted yet; none where nothing is known."""
    code = region[:4] if region.endswith("00") else region
    bands = {ALL: ALL_AGES, ADULTS: AgeBand(18)}
    counts: tuple[Callable[[AgeBand], int], ...] = (
        lambda band: regions.at_year_end(code, year, band).persons,
        lambda band: regions.population(code, year, band),
    )
    for count in counts:
        try:
            return {whom: count(band) for whom, band in bands.items()}
        except Refused:
            continue
    return {}


def _rates(version: FormVersion) -> Mapping[str, int]:
    """The state's guideline rates on the last day of the year, for the form that asks for the municipality's own."""
    if not all(version.has(id) for id in MONEY):
        return {}
    try:
        state = veiledende_satser(date(version.year, 12, 31))
    except Refused:
        return {}
    return {id: int(getattr(state, id)) for id in MONEY}


def _told(problems: Iterable[Problem]) -> list[Telling]:
    return [(_SENTENCES[problem.wrong], (("hva", problem.what),)) for problem in problems]


def _hits(told: Iterable[Telling]) -> Iterable[Hits]:
    """One finding for each; those of one control together."""
    by_control: dict[str, list[tuple[tuple[str, str], ...]]] = {}
    for sentence, shown in told:
        by_control.setdefault(sentence, []).append(shown)
    for sentence, rows in by_control.items():
        columns = tuple(
            Shown(cells[0][0], np.array([value.encode("iso-8859-1", "replace") for _, value in cells], dtype=np.bytes_))
            for cells in zip(*rows, strict=True)
        )
        nobody = np.full(len(rows), b"", dtype="S1")
        lines = np.zeros(len(rows), dtype=np.int64)
        yield Hits(reading.place(sentence, Kind.ANSWERS), lines, None, nobody, nobody, columns)


def _stopped(asked: Asked, told: Iterable[Telling]) -> Report:
    table = asked.table()
    table.add(Outcome(0, tuple(_hits(told)), (), {}))
    return _report(asked, table)


def _report(asked: Asked, table: Table) -> Report:
    severities = [asked.controls.severity(asked.controls.controls[place]) for place in table.counts]
    return Report(asked, table, None, max(severities, default=Severity.OK))
