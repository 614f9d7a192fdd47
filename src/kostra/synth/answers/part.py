"""Answers to the e-forms 7, 7B and 12, one JSON file for each sender and form.

An honest answer is what is true there (`answers_staffing`, `answers_centres`, `answers_rates`), written as the form
of the year asks for it. The only mistake made here is the one with a dial of its own: money in thousands of kroner
where the form wants kroner, or the other way. Who sends late or never is decided as for the other deliveries.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import numpy as np

from kostra.forms import catalogue
from kostra.model.form import FieldType, FormVersion
from kostra.synth.answers.deliveries import handed_over
from kostra.synth.answers.filling import Column, fill
from kostra.synth.answers.senders import senders, traits_of
from kostra.synth.answers.truths import TRUTHS, with_identity
from kostra.synth.arrays import Ints, NationYear
from kostra.synth.parts import NEVER, Delivery, File, Planted

UNIT_ERROR = "unit-error"
"""The kind of mistake, as in `mistakes.csv`. No control of a form finds it; a comparison with last year does."""


def part(year: NationYear) -> Iterator[File | Delivery]:
    """Every answer to 7, 7B and 12 of the year: `7/110300.json`."""
    for id in TRUTHS:
        version = catalogue.form(id).version(year.year)
        found = senders(year, version)
        deliver = handed_over(year, id, [sender.code for sender in found], due(year.year), "utfyller")
        for row, (sender, (answers, wrong)) in enumerate(zip(found, answered(year, version), strict=True)):
            delivery = deliver(row)
            if delivery.state == NEVER:
                yield delivery
                continue
            content = {"form": id, "year": year.year, "region": sender.code, "answers": answers}
            planted = (Planted(id, sender.code, 0, UNIT_ERROR, ""),) if wrong else ()
            written = json.dumps(content, ensure_ascii=False, indent=1).encode()
            yield File(f"{id}/{sender.code}.json", written, 1, delivery, planted)


def due(year: int) -> date:
    """15 February of the next year, the deadline of 7, 7B and 12."""
    return date(year + 1, 2, 15)


def answered(year: NationYear, version: FormVersion) -> list[tuple[dict[str, str | int | float], bool]]:
    """What each sender answers, in the order of `senders`, and whether it has its kroner wrong."""
    found = senders(year, version)
    columns = fill(version, with_identity(year, found, TRUTHS[version.form.id](year, found)), len(found))
    money = [one.id for one in version.fields if one.type is FieldType.INTEGER and one.field.unit == "kr"]
    pays = np.array([any(row) for row in zip(*(columns[id] for id in money), strict=True)])
    wrong = unit_errors(year, version) * pays
    for id in money:
        columns[id] = _misplaced(columns[id], wrong)
    ids = list(columns)
    rows = (
        {id: value for id, value in zip(ids, row, strict=True) if value is not None}
        for row in zip(*columns.values(), strict=True)
    )
    return list(zip(rows, (wrong != 0).tolist(), strict=True))


def unit_errors(year: NationYear, version: FormVersion) -> Ints:
    """For each sender 0, or -1 (writes thousands of kroner) or 1 (writes a thousand times too much)."""
    traits = traits_of(year, senders(year, version))
    drawn = traits.uniform("unit error", version.form.id, year.year)
    upwards = traits.uniform("unit error upwards", version.form.id, year.year) < 0.4
    return np.where(drawn < year.dials.unit_errors, np.where(upwards, 1, -1), 0)


def _misplaced(answers: Column, wrong: Ints) -> Column:
    def shift(answer: str | int | float | None, way: int) -> str | int | float | None:
        if not way or not isinstance(answer, int):
            return answer
        return answer * 1000 if way > 0 else round(answer / 1000)

    return [shift(answer, way) for answer, way in zip(answers, wrong.tolist(), strict=True)]
