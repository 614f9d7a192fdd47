"""The answers of a case: they are made as JSON and checked the way an e-form is, with last year's answers where the case has them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from forms.cases import Case, Clean, Fault
from kostra.app.controls import answers
from kostra.app.controls.check import Asked, Report
from kostra.model.form import FormVersion


def check(case: Case, asked: Asked, clean: Clean) -> Report:
    """The report on the one set of answers of the case."""
    knowing = replace(asked, given=replace(asked.given, population=case.given.population, rates=case.given.rates))
    if case.no_file:
        return answers.check(None, knowing)
    if case.file is not None:
        return answers.check(case.file.encode(), knowing)
    if len(case.records) != 1:
        raise Fault(f"{case.place}: an e-form is one set of answers. Use set, not records")
    then = None if case.last_year is None else _earlier(case, asked, clean, case.last_year)
    return answers.check(_content(case.place, asked.version, asked.region, clean, case.records[0]), knowing, then)


def clean_report(asked: Asked, clean: Clean) -> Report:
    """On the clean answers, with the same answers last year."""
    form, year = clean.form, asked.version.year
    knowing = replace(asked, given=replace(asked.given, population=clean.given.population))
    then = None
    if year - 1 in form.years:
        then = _content("clean.toml", form.version(year - 1), asked.region, clean, {})
    return answers.check(_content("clean.toml", asked.version, asked.region, clean, {}), knowing, then)


def _earlier(case: Case, asked: Asked, clean: Clean, changes: Mapping[str, str]) -> bytes:
    if asked.version.year - 1 not in clean.form.years:
        raise Fault(f"{case.place}: form {clean.form.id} has no {asked.version.year - 1}, so there is no last year")
    return _content(case.place, clean.form.version(asked.version.year - 1), asked.region, clean, changes)


def _content(place: str, version: FormVersion, region: str, clean: Clean, changes: Mapping[str, str]) -> bytes:
    typed = {id: dated.at(version.year) for id, dated in clean.values.items() if dated.covers(version.year)} | dict(
        changes
    )
    for id in changes:
        if not version.has(id):
            raise Fault(f"{place}: form {version.form.id} has no field «{id}» in {version.year}")
    said = {id: _filled(text, version.year) for id, text in typed.items() if version.has(id) and text}
    content = {"form": version.form.id, "year": version.year, "region": region, "answers": said}
    return json.dumps(content, ensure_ascii=False).encode()


def _filled(text: str, year: int) -> str:
    from forms.running import filled

    return filled(text, year)
