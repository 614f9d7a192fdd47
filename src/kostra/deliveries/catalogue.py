"""Recipients and bases as a file says them: those that come with the house, recipients.toml, or one that somebody has written. What they
say of fields is spelled out against the forms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from kostra.deliveries.variables import beside
from kostra.model import content
from kostra.model.delivery import Identity, Persons, RecipientKind
from kostra.model.form import Form, Role

FILE = Path(__file__).parent / "recipients.toml"
EVERY, JOURNAL = "*", "journalnummer"
_FOUND_BY = (Role.JOURNAL, Role.CASEWORKER)


@dataclass(frozen=True, slots=True)
class Listed:
    id: str
    name: str
    kind: RecipientKind
    about: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """A basis as content says it, not entered by anybody."""

    id: str
    recipient: str
    paragraph: str
    purpose: str
    document: str
    identity: Identity
    years: tuple[int, int | None]
    since: date
    until: date | None
    persons: Persons
    forms: Mapping[str, tuple[str, ...]]


@cache
def recipients(file: Path = FILE) -> tuple[Listed, ...]:
    found = []
    for id, row in content.read(file).tables("recipients"):
        kind = row.choice("kind", RecipientKind, RecipientKind)
        found.append(Listed(id, row.take("name", str), kind, row.take("about", str)))
        row.done()
    return tuple(found)


@cache
def bases(file: Path = FILE) -> tuple[Proposed, ...]:
    found = []
    for id, row in content.read(file).tables("bases"):
        forms = row.table("forms")
        one = Proposed(
            id,
            row.take("recipient", str),
            row.take("paragraph", str),
            row.take("purpose", str),
            row.take("document", str),
            row.choice("identity", Identity, Identity),
            (row.take("first_year", int), row.maybe("last_year", int)),
            _day(row, "since", row.take("since", str)),
            None if (until := row.maybe("until", str)) is None else _day(row, "until", until),
            Persons(youngest=row.maybe("youngest", int), oldest=row.maybe("oldest", int)),
            {form: forms.texts(form) for form in list(forms.keys())},
        )
        row.done()
        found.append(one)
    return tuple(found)


def spelled_out(named: tuple[str, ...], form: Form) -> tuple[str, ...]:
    """Each field by its id, also where content says all of them: a field that comes later is not covered before somebody enters that."""
    found: dict[str, None] = {}
    for one in named:
        if one == EVERY:
            found |= dict.fromkeys(beside(form)) | dict.fromkeys(each.id for each in form.fields if each.role is None)
        elif one == JOURNAL:
            found |= dict.fromkeys(each.id for each in form.fields if each.role in _FOUND_BY)
        else:
            found[one] = None
    return tuple(found)


def _day(row: content.Table, key: str, written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise row.wrong(key, f"{key} is «{written}»", 'Write a day: "2027-06-30".') from None
