"""Whether what a form file says agrees with itself: field with field, limit with width, sum with number.

What one key may hold is refused while it is read, in `reading`. Here is what takes two keys to see. Nothing is repaired.
"""

from __future__ import annotations

import re
from itertools import pairwise

from kostra.model.content import Table
from kostra.model.errors import ContentError
from kostra.model.form import Field, FieldType, Form, Role, Senders

_MUNICIPALITY = re.compile(r"[0-9]{4}")
_NUMBERS = (FieldType.INTEGER, FieldType.DECIMAL)
_DATE_WIDTHS = (6, 8)


def check(form: Form, table: Table) -> None:
    """Raises at the first thing that does not agree."""
    _check_senders(form, table)
    for field in form.fields:
        _check_field(form, field, table)
    _check_names(form, table)
    _check_roles(form, table)
    _check_sums(form, table)


def _at(table: Table, field: Field) -> Table:
    return table.table("fields").table(field.id)


def _check_senders(form: Form, table: Table) -> None:
    if not form.periods:
        raise table.wrong("periods", f"form {form.id} says no period", 'Write periods = ["year"].')
    chosen = any(word is Senders.SELECTED for _, word in form.senders.points)
    if chosen and not form.selected:
        raise table.wrong("senders", "the senders are «selected», but nobody is", 'Add selected = ["0301"].')
    if form.selected and not chosen:
        raise table.wrong("selected", "some are selected, but senders is not «selected»", "Mend senders or selected.")
    _check_municipalities(table, "selected", form.selected)
    for variant in form.variants:
        _check_municipalities(table.table("variants").table(variant.id), "municipalities", variant.municipalities)


def _check_municipalities(row: Table, key: str, codes: tuple[str, ...]) -> None:
    for code in codes:
        if not _MUNICIPALITY.fullmatch(code):
            raise row.wrong(key, f"«{code}» is no municipality code", 'Write four digits in quotes: "0301".')


def _check_field(form: Form, field: Field, table: Table) -> None:
    wrong = _wrong(form, field)
    if wrong is not None:
        key, problem, remedy = wrong
        raise _at(table, field).wrong(key, problem, remedy)
    if field.required_for:
        _check_municipalities(_at(table, field), "required_for", field.required_for)


def _wrong(form: Form, field: Field) -> tuple[str, str, str] | None:
    """Key, problem and remedy of the first thing in a field that does not agree with the rest of it."""
    low, high = field.minimum, field.maximum
    if (field.decimals is not None) != (field.type is FieldType.DECIMAL):
        remedy = "Decimals belong to a decimal field, and every such field has them."
        return "decimals", f"field {field.id} is {field.type}", remedy
    if field.decimals is not None and field.decimals < 1:
        return "decimals", f"the decimals are {field.decimals}", "Write how many there are, from 1."
    if low is not None and high is not None and low > high:
        return "min", f"min is {low} and max {high}", "Mend one of them."
    for year, width in field.width.points if field.width else ():
        if field.type is FieldType.DATE and width not in _DATE_WIDTHS:
            return "width", f"the date is {width} characters wide in {year}", "Write 6 (ddMMyy) or 8 (ddMMyyyy)."
        if high is not None and len(str(high)) > width:
            return "max", f"max is {high}, but the width is {width} in {year}", "Mend max or the width."
    return _wrong_step(field) or _wrong_condition(form, field)


def _wrong_step(field: Field) -> tuple[str, str, str] | None:
    for year, step in field.step.points if field.step else ():
        if not step.is_finite() or step <= 0:
            return "step", f"the step is {step} in {year}", "Write a number above 0."
        if step != round(step, field.decimals or 0):
            problem = f"the step {step} in {year} needs more decimals than {field.decimals or 0}"
            return "step", problem, "Mend step or decimals."
    return None


def _wrong_condition(form: Form, field: Field) -> tuple[str, str, str] | None:
    """A follow-up must wait for an answer that can be given."""
    if field.asked_when is None:
        return None
    earlier = next(other for other in form.fields if other.id == field.asked_when.field)
    if earlier.codes is None:
        return None
    answers = [code.value for _, id in earlier.codes.points for code in form.code_lists[id].codes]
    if field.asked_when.equals in answers:
        return None
    problem = f"the follow-up waits for the answer «{field.asked_when.equals}», which {earlier.id} does not have"
    return "asked_when", problem, f"Write one of: {', '.join(dict.fromkeys(answers))}."


def _check_names(form: Form, table: Table) -> None:
    """Two fields with one name in one year cannot be told apart."""
    spans: dict[str, list[tuple[int, int, str]]] = {}
    for field in form.fields:
        changes = [*field.name.points, ((field.until or form.last_year) + 1, "")]
        for (since, name), (following, _) in pairwise(changes):
            for other_since, other_until, other in spans.setdefault(name, []):
                if since <= other_until and other_since < following:
                    year = max(since, other_since)
                    problem = f"{field.id} and {other} are both «{name}» in {year}"
                    raise _at(table, field).wrong(
                        "name", problem, "Mend their years, or give one of them another name."
                    )
            spans[name].append((since, following - 1, field.id))


def _check_roles(form: Form, table: Table) -> None:
    """A record has one of each role: one national id, one DUF number."""
    held: dict[Role, list[Field]] = {}
    for field in form.fields:
        if field.role is None:
            continue
        for other in held.setdefault(field.role, []):
            if field.since <= (other.until or form.last_year) and other.since <= (field.until or form.last_year):
                raise _one_role(table, field, other)
        held[field.role].append(field)


def _one_role(table: Table, field: Field, other: Field) -> ContentError:
    problem = f"{field.id} and {other.id} are both the {field.role} in {max(field.since, other.since)}"
    return _at(table, field).wrong("role", problem, "Remove the role from one of them.")


def _check_sums(form: Form, table: Table) -> None:
    types = {field.id: field.type for field in form.fields}
    for total, row in zip(form.sums, table.rows("sums"), strict=True):
        for id in (total.total, *total.parts):
            if types[id] not in _NUMBERS:
                key = "total" if id == total.total else "parts"
                raise row.wrong(key, f"the sum names «{id}», which is {types[id]}", "Name fields that hold numbers.")
