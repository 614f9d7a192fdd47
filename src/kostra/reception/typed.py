"""From records and answers to typed frames: the way into inndata, after which there is no national id.

A field is what the form says it is: codes and texts are text, whole numbers Int64, days Date; blank, and what cannot be read as that, is
null. A field that tells who somebody is becomes `<field>_pseudonym`, and beside it stands what the id told. An id that somebody has
written in a text is taken out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

import numpy as np
import polars as pl

from kostra.methods.columns import pack
from kostra.methods.digits import BLANK, Characters, Numbers, read_days, read_numbers
from kostra.methods.identity import begins_a_number
from kostra.methods.truth import Flags
from kostra.model.form import FieldType, FieldVersion, FormVersion, Role
from kostra.reception import answers
from kostra.reception.persons import BORN, KIND, KINDS, SEX, SEXES, persons

Pseudonymise: TypeAlias = Callable[[Sequence[bytes]], list[bytes]]

LINE = "linje"
_HIDDEN = "..."
_TELLING = 10
"""So many characters of an id tell the whole of it."""
_PACKED = 8


def name(field: FieldVersion) -> str:
    """What the field is called in inndata."""
    return f"{field.id}_pseudonym" if _tells_who(field) else field.id


def schema(version: FormVersion) -> dict[str, Any]:
    """The columns and their types: for a form and a year always the same, whatever was sent."""
    columns: dict[str, Any] = {LINE: pl.Int64()} if version.record_length else {}
    columns |= {name(field): _type(field) for field in version.fields}
    if version.of_role(Role.NATIONAL_ID) is not None:
        columns |= {BORN: pl.Date(), SEX: pl.String(), KIND: pl.String()}
    return columns


def _type(field: FieldVersion) -> Any:
    if _tells_who(field):
        return pl.Binary()
    match field.type:
        case FieldType.INTEGER:
            return pl.Int64()
        case FieldType.DATE:
            return pl.Date()
        case FieldType.DECIMAL:
            return pl.Decimal(18, field.field.decimals or 0)
    return pl.String()


def _tells_who(field: FieldVersion) -> bool:
    return field.field.role is not None and field.field.role.tells_who


def of_records(version: FormVersion, rows: Characters, lines: Numbers, pseudonymise: Pseudonymise) -> pl.DataFrame:
    """One row for each record of a block."""
    columns: dict[str, pl.Series] = {LINE: pl.Series(lines)}
    for field in version.fields:
        columns[name(field)] = _column(field, rows[field.first - 1 : field.last], pseudonymise)
    told = persons(version, rows)
    if told is not None:
        columns[BORN] = _days(told.born, told.born_known)
        columns[SEX] = pl.Series(SEXES, dtype=pl.String)[told.sex]
        columns[KIND] = pl.Series([str(kind) for kind in KINDS])[told.kind]
    return pl.DataFrame(columns, schema=schema(version))


def _column(field: FieldVersion, rows: Characters, pseudonymise: Pseudonymise) -> pl.Series:
    if _tells_who(field):
        return _pseudonyms(rows, pseudonymise)
    match field.type:
        case FieldType.INTEGER:
            value, known, _ = read_numbers(rows)
            return _null_where(pl.Series(value), ~known)
        case FieldType.DATE:
            ordinal, _, known, _ = read_days(rows)
            return _days(ordinal(), known)
    return _texts(rows)


def _pseudonyms(rows: Characters, pseudonymise: Pseudonymise) -> pl.Series:
    """As it was written, trailing blanks apart; also what is no valid id, for that may be one mistyped."""
    written = _bytes(rows)
    filled = [one for one in written if one]
    made = iter(pseudonymise(filled))
    return pl.Series([next(made) if one else None for one in written], dtype=pl.Binary)


def _texts(rows: Characters) -> pl.Series:
    if len(rows) <= _PACKED:
        # Few different ones among many: each is spelled once. `gather` would make a whole query of it, for each column of each file.
        _, first, place = np.unique(pack(rows), return_index=True, return_inverse=True)
        different = [one.decode("iso-8859-1") or None for one in _bytes(rows[:, first])]
        each: pl.Series = pl.Series(different, dtype=pl.String)[place.astype(np.uint32)]
        return each
    telling = np.zeros(rows.shape[1], dtype=np.bool_)
    for at in range(len(rows) - _TELLING + 1):
        telling |= begins_a_number(rows[at : at + _TELLING])
    texts = [one.decode("iso-8859-1") or None for one in _bytes(rows)]
    return pl.Series([_HIDDEN if hide else text for text, hide in zip(texts, telling, strict=True)], dtype=pl.String)


def _bytes(rows: Characters) -> list[bytes]:
    """The characters of each record, without the blanks behind."""
    whole = np.ascontiguousarray(rows.T).tobytes()
    width = len(rows)
    return [whole[at : at + width].rstrip(bytes([BLANK])) for at in range(0, len(whole), width)]


def _days(ordinal: Numbers, known: Flags) -> pl.Series:
    return _null_where(pl.Series(np.where(known, ordinal, 0).astype(np.int32)), ~known).cast(pl.Date)


def _null_where(series: pl.Series, empty: Flags) -> pl.Series:
    return series.scatter(np.flatnonzero(empty), None) if empty.any() else series


def of_answers(version: FormVersion, typed: Mapping[str, str], pseudonymise: Pseudonymise) -> pl.DataFrame:
    """One row: the answers to an e-form."""
    row = {name(field): [_answer(field, typed.get(field.id, ""), pseudonymise)] for field in version.fields}
    return pl.DataFrame(row, schema=schema(version))


def _answer(field: FieldVersion, text: str, pseudonymise: Pseudonymise) -> object:
    if not text:
        return None
    if _tells_who(field):
        return pseudonymise([text.encode()])[0]
    match field.type:
        case FieldType.INTEGER:
            return answers.read_number(text, 1)
        case FieldType.DECIMAL:
            places = field.field.decimals or 0
            found = answers.read_number(text, 10**places)
            return None if found is None else Decimal(found).scaleb(-places)
        case FieldType.DATE:
            return answers.read_day(text)
    return answers.hide_who(text)
