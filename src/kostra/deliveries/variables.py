"""What can be delivered of a form: its questions, and what the records tell beside them. Who somebody is, is none of it: that is for the
form of identity of the basis to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kostra.model.form import FieldType, Form, FormVersion, Role
from kostra.model.text import Text

REGION = "rapporteringsenhet"
BORN, SEX, KIND = "fodselsdato_avledet", "kjonn_avledet", "id_type"
UNIT, RECORD = "unit", "record"
"""As klargjorte data call what is not a question: whose record it is, and what it is known by."""
_PERSON = "_pseudonym"

DERIVED: Mapping[str, tuple[Text, FieldType]] = {
    REGION: (Text("Kommunen eller bydelen som rapporterte", "Kommunen eller bydelen som rapporterte"), FieldType.TEXT),
    BORN: (Text("Fødselsdato etter fødselsnummeret", "Fødselsdato etter fødselsnummeret"), FieldType.DATE),
    SEX: (Text("Kjønn etter fødselsnummeret", "Kjønn etter fødselsnummeret"), FieldType.CODE),
    KIND: (Text("Hva slags id personen har", "Kva slag id personen har"), FieldType.TEXT),
}
_OF_PERSONS = (BORN, SEX, KIND)
IDENTITY: Mapping[Role, tuple[str, Text]] = {
    Role.NATIONAL_ID: ("person", Text("Personen", "Personen")),
    Role.DUF: ("person_duf", Text("Personen etter DUF-nummer", "Personen etter DUF-nummer")),
}
"""What a column that tells persons apart is called in a delivery, whichever form of identity it has."""
_TELLS = {Role.NATIONAL_ID: ("fodselsnummer", "d-nummer"), Role.DUF: ("duf-nummer",)}
"""Which kinds of id say that two records are about the same person. Another may be shared by several, or be mistyped."""


@dataclass(frozen=True, slots=True)
class Variable:
    """`codes` are those of the year, in the order of the form."""

    id: str
    label: Text
    type: FieldType
    codes: Mapping[str, Text]
    unit: str | None = None


def known(version: FormVersion) -> Mapping[str, Variable]:
    """All that can be delivered of a form in a year, by id, in the order they are delivered in."""
    found = {id: _derived(id) for id in beside(version.form) if version.of_role(Role.NATIONAL_ID) or id == REGION}
    for one in version.fields:
        if one.field.role is None or not one.field.role.tells_who:
            found[one.id] = Variable(one.id, one.label, one.type, one.codes, one.field.unit)
    return found


def beside(form: Form) -> tuple[str, ...]:
    """What the records of a form tell beside its questions."""
    return (REGION, *_OF_PERSONS) if any(one.role is Role.NATIONAL_ID for one in form.fields) else (REGION,)


@dataclass(frozen=True, slots=True)
class Apart:
    """A column that knows persons apart: `column` in klargjorte data, `name` in a delivery. It says something where the id is of
    `kinds`."""

    column: str
    name: str
    label: Text
    kinds: tuple[str, ...]


def identities(version: FormVersion) -> tuple[Apart, ...]:
    fields = ((version.of_role(role), role) for role in IDENTITY)
    return tuple(Apart(f"{one.id}{_PERSON}", *IDENTITY[role], _TELLS[role]) for one, role in fields if one is not None)


def _derived(id: str) -> Variable:
    label, kind = DERIVED[id]
    return Variable(id, label, kind, {"1": Text("Mann", "Mann"), "2": Text("Kvinne", "Kvinne")} if id == SEX else {})
