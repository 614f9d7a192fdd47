"""A block of records as typed columns of a form's year. A column is read when somebody asks for it.

Beside the fields there is `alder`, the age at the end of the reporting year, which the national id tells.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kostra.methods.columns import Characters, Column, Day, Fields, Number, Text, read_days, read_numbers
from kostra.methods.identity import Identity, read_identity, valid_duf
from kostra.methods.truth import Truth
from kostra.model.form import FieldType, FieldVersion, FormVersion, Role

AGE = "alder"


class NationalId(Text):
    """The field that holds a national id: what it tells, and never the number itself."""

    __slots__ = ("identity",)

    def __init__(self, name: str, rows: Characters, identity: Identity) -> None:
        super().__init__(name, rows)
        self.identity = identity

    @property
    def is_number(self) -> Truth:
        """A valid national id or D-number."""
        return Truth(self.identity.number)

    @property
    def is_stand_in(self) -> Truth:
        """A birth date with 00100, 00200 or 99999, for a person without a number."""
        return Truth(self.identity.stand_in)


class Duf(Text):
    """The field that holds a DUF number."""

    __slots__ = ()

    @property
    def is_duf(self) -> Truth:
        return Truth(valid_duf(self.rows))


class Batch:
    """A block with its form version: makes the fields that rules read."""

    def __init__(self, version: FormVersion, rows: Characters) -> None:
        self._version = version
        self._rows = rows
        self._identity: Identity | None = None
        self._numbers: dict[str, Number] = {}

    def fields(self) -> Fields:
        readers: dict[str, Callable[[], Column]] = {}
        written: dict[str, Callable[[], Characters]] = {}
        for field in self._version.fields:
            readers[field.id] = self._reader(field)
            if field.field.role is None or not field.field.role.tells_who:
                written[field.id] = self._writer(field)
        if self._version.of_role(Role.NATIONAL_ID):
            readers[AGE] = self._age
        return Fields(readers, self._rows.shape[1], written)

    def _characters(self, field: FieldVersion) -> Characters:
        return self._rows[field.first - 1 : field.last]

    def _writer(self, field: FieldVersion) -> Callable[[], Characters]:
        return lambda: self._characters(field)

    def _reader(self, field: FieldVersion) -> Callable[[], Column]:
        match field.field.role, field.type:
            case Role.NATIONAL_ID, _:
                return lambda: NationalId(field.id, self._characters(field), self._identified())
            case Role.DUF, _:
                return lambda: Duf(field.id, self._characters(field))
            case _, FieldType.INTEGER:
                return lambda: self._number(field)
            case _, FieldType.DATE:
                return lambda: Day(field.id, *read_days(self._characters(field)))
        return lambda: Text(field.id, self._characters(field), tuple(field.codes))

    def _number(self, wanted: FieldVersion) -> Number:
        """Numbers of one width are read together: the amounts of twelve months in one array operation."""
        if wanted.id not in self._numbers:
            alike = [f for f in self._version.fields if f.type is FieldType.INTEGER and f.width == wanted.width]
            at = np.array([f.first - 1 for f in alike])[None, :] + np.arange(wanted.width)[:, None]
            value, known, filled = read_numbers(self._rows[at])
            for place, field in enumerate(alike):
                everywhere = None if known[place].all() else known[place]
                self._numbers[field.id] = Number(field.id, value[place], everywhere, filled[place])
        return self._numbers[wanted.id]

    def _identified(self) -> Identity:
        if self._identity is None:
            field = self._version.of_role(Role.NATIONAL_ID)
            assert field is not None
            self._identity = read_identity(self._characters(field), self._version.year)
        return self._identity

    def _age(self) -> Number:
        identity = self._identified()
        return Number(AGE, self._version.year - identity.birth_year, identity.birth_known)
