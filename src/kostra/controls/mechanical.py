"""Controls that nobody writes: they follow from the form. Mandatory fields, whole numbers, days, codes, and sums that must hold.

The form says under which number and how strictly; it may also say nothing, and then there are none. The rules are the same for a record
and for an e-form; the sentences are not, since a person who answers sees questions, not columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import numpy as np

from kostra.controls.declare import Control, Given, Requirement, Rule, require
from kostra.methods.columns import Fields, Number, total
from kostra.methods.digits import BLANK
from kostra.methods.truth import Truth
from kostra.model.dated import Dated
from kostra.model.errors import Broken
from kostra.model.form import ORDINARY_KINDS, FieldType, FieldVersion, FormVersion, Kind

MISSING, NOT_A_NUMBER, OUTSIDE, NOT_A_STEP = "mangler", "tall", "grense", "steg"
NOT_A_DAY, NOT_A_CODE, NOT_DIGITS, WRONG_SUM = "dato", "kode", "siffer", "sum"
OF_FIELDS, OF_SUMS = "felt", "summer"
"""The themes of these controls."""


def follow_from(version: FormVersion) -> Iterator[Control]:
    """The controls of every field, then those of the sums."""
    declared = version.form.mechanical
    if declared is not None:
        kinds = ORDINARY_KINDS if declared.kinds is None else _asked_in(declared.kinds, version.year)
        for field in version.fields:
            for kind, rule in _rules(field):
                if kind not in kinds:
                    continue
                told = _told(version, field, kind)
                yield Control(
                    id=declared.id,
                    name=f"{field.id}_{told.rpartition('.')[2]}",
                    rule=rule,
                    severity=declared.severity,
                    sentence=f"{declared.id}.{told}",
                    source=declared.source,
                    parameters=("given",),
                    theme=OF_FIELDS,
                )
    for total_ in version.sums:
        if total_.control is not None and total_.severity is not None:
            parts = tuple(part for part in total_.parts if version.has(part))
            yield Control(
                total_.control,
                f"{total_.total}_{WRONG_SUM}",
                _sum_rule(total_.total, parts) if _is_record(version) else _sum_of_answers(total_.total, parts),
                total_.severity,
                f"{total_.control}.{WRONG_SUM}" if _is_record(version) else f"{total_.control}.svar.{WRONG_SUM}",
                source=declared.source if declared is not None else "",
                parameters=("given",),
                theme=OF_SUMS,
            )


def _is_record(version: FormVersion) -> bool:
    return version.form.kind is Kind.RECORDS


def _told(version: FormVersion, field: FieldVersion, kind: str) -> str:
    """Which sentence tells it."""
    if _is_record(version):
        return kind
    is_number = field.type in (FieldType.INTEGER, FieldType.DECIMAL)
    if kind == MISSING and is_number and field.field.asked_when is None:
        return "svar.mangler_tall"
    return "svar.desimaltall" if kind == NOT_A_NUMBER and field.type is FieldType.DECIMAL else f"svar.{kind}"


def _asked_in(kinds: Dated[tuple[str, ...]], year: int) -> tuple[str, ...]:
    return kinds.at(year) if kinds.covers(year) else ()


def _rules(field: FieldVersion) -> Iterator[tuple[str, Rule]]:
    """What a field must be, by what it is."""
    if field.required:
        yield MISSING, _filled(field)
    match field.type:
        case FieldType.INTEGER | FieldType.DECIMAL:
            yield NOT_A_NUMBER, _number(field)
            if field.field.minimum is not None or field.field.maximum is not None:
                yield OUTSIDE, _within(field)
            if field.step is not None and field.step != Decimal(1).scaleb(-(field.field.decimals or 0)):
                yield NOT_A_STEP, _stepped(field)
        case FieldType.DATE:
            yield NOT_A_DAY, _day(field)
            yield NOT_DIGITS, _digits(field)
        case FieldType.CODE:
            yield NOT_A_CODE, _coded(field)
            yield NOT_DIGITS, _digits(field)
        case FieldType.TEXT:
            pass


def _filled(field: FieldVersion) -> Rule:
    def filled(f: Fields, given: Given) -> Requirement:
        column = f.column(field.id)
        return require(column.filled, when=_asked(f, field, given), at=field.id)

    return filled


def _asked(f: Fields, field: FieldVersion, given: Given) -> Truth | None:
    """Where the field is asked: a follow-up after its answer, some fields in some municipalities only."""
    if field.field.required_for and given.municipality not in field.field.required_for:
        return Truth(np.zeros(len(f), dtype=np.bool_))
    condition = field.field.asked_when
    return None if condition is None else f.text(condition.field) == condition.equals


def _number(field: FieldVersion) -> Rule:
    def number(f: Fields, given: Given) -> Requirement:
        column = f.number(field.id)
        return require(column.is_number, when=column.filled, shown=[column])

    return number


def _day(field: FieldVersion) -> Rule:
    def day(f: Fields, given: Given) -> Requirement:
        column = f.day(field.id)
        return require(column.is_day, when=column.filled, shown=[column])

    return day


def _coded(field: FieldVersion) -> Rule:
    def coded(f: Fields, given: Given) -> Requirement:
        column = f.text(field.id)
        return require(column.valid, when=column.filled, shown=[column])

    return coded


def _digits(field: FieldVersion) -> Rule:
    """Nothing but digits and blanks, whether it is a code or a day or not."""

    def digits(f: Fields, given: Given) -> Requirement:
        column = f.column(field.id)
        written = f.written(field.id)
        if written is None:
            raise Broken(f"the field {field.id} has no characters to look at")
        is_digits = np.all(((written >= ord("0")) & (written <= ord("9"))) | (written == BLANK), axis=0)
        return require(Truth(is_digits), when=column.filled, shown=[column])

    return digits


def _within(field: FieldVersion) -> Rule:
    def within(f: Fields, given: Given) -> Requirement:
        column = f.number(field.id)
        must = column.is_number
        if field.field.minimum is not None:
            must = must & (column >= field.field.minimum)
        if field.field.maximum is not None:
            must = must & (column <= field.field.maximum)
        return require(must, when=column.is_number, shown=[column])

    return within


def _stepped(field: FieldVersion) -> Rule:
    assert field.step is not None
    step = Fraction(field.step)

    def stepped(f: Fields, given: Given) -> Requirement:
        column = f.number(field.id)
        size = int(step * column.scale)
        return require(Truth(column.value % size == 0), when=column.is_number, shown=[column])

    return stepped


def _sum_rule(total_id: str, parts: tuple[str, ...]) -> Rule:
    """Blank and unreadable count as 0, in the total and in the parts, as the sources say of K36 and K37."""

    def sum_holds(f: Fields, given: Given) -> Requirement:
        found = total(f.number(part).or_zero for part in parts)
        sum_ = Number("sum", found.value, scale=found.scale)
        return require(f.number(total_id).or_zero == sum_, shown=[f.number(total_id), sum_])

    return sum_holds


def _sum_of_answers(total_id: str, parts: tuple[str, ...]) -> Rule:
    """Only what stands blank counts as 0, and only in the parts: a total that is missing, or a part that is no number, is told as that."""

    def sum_holds(f: Fields, given: Given) -> Requirement:
        numbers = [f.number(part) for part in parts]
        known = np.all([(number.is_number | number.blank).value for number in numbers], axis=0)
        found = total(number.or_zero for number in numbers)
        sum_ = Number("sum", found.value, known, scale=found.scale)
        return require(f.number(total_id) == sum_, shown=[f.number(total_id), sum_])

    return sum_holds
