"""A block of records as typed columns of a form's year. A column is read when somebody asks for it.

Beside the fields there is `alder`, the age at the end of the reporting year, which the national id tells.
"""

from __future__ import annotations

from collections.abc import Callable

from kostra.methods.columns import Column, Day, Fields, Number, Text
from kostra.methods.digits import Characters, read_days, read_numbers
from kostra.methods.identity import Identity, birth_day, read_identity, valid_duf
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

    @property
    def born(self) -> Day:
        """The day of birth that the number tells."""
        known = self.identity.birth_known
        return Day(self.name, birth_day(self.rows, self.identity), self.identity.birth_year, known, known)


class Duf(Text):
    """The field that holds a DUF number."""

    __slots__ = ("_is_duf",)

    def __init__(self, name: str, rows: Characters) -> None:
        super().__init__(name, rows)
        self._is_duf: Truth | None = None

    @property
    def is_duf(self) -> Truth:
        if self._is_duf is None:
            self._is_duf = Truth(valid_duf(self.rows))
        return self._is_duf


class Batch:
    """A block with its form version: makes the fields that rules read."""

    def __init__(self, version: FormVersion, rows: Characters) -> None:
        self._version = version
        self._rows = rows
        self._identity: Identity | None = None

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
        # A code shorter than its field stands to the left in it.
        return lambda: Text(field.id, self._characters(field), tuple(code.ljust(field.width) for code in field.codes))

    def _number(self, field: FieldVersion) -> Number:
        value, known, filled = read_numbers(self._characters(field))
        return Number(field.id, value, None if known.all() else known, filled)

    def _identified(self) -> Identity:
        if self._identity is None:
            field = self._version.of_role(Role.NATIONAL_ID)
            assert field is not None
            self._identity = read_identity(self._characters(field), self._version.year)
        return self._identity

    def _age(self) -> Number:
        identity = self._identified()
        return Number(AGE, self._version.year - identity.birth_year, identity.birth_known)
