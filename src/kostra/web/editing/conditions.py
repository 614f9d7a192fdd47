"""Conditions as people write them in a search and in a rule: a field, how it compares, and a value."""

from __future__ import annotations

import re

from kostra.editing.rules import Compared, Condition
from kostra.model.errors import Refused
from kostra.model.form import FieldType, FieldVersion
from kostra.web.editing.asked import About

_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_WORDS = {
    "er": Compared.EQUAL,
    "ikke": Compared.DIFFERENT,
    "under": Compared.LESS,
    "hoyst": Compared.AT_MOST,
    "over": Compared.MORE,
    "minst": Compared.AT_LEAST,
    "blank": Compared.BLANK,
    "utfylt": Compared.FILLED,
}


def condition(one: About, number: str = "") -> Condition | None:
    """The one in the boxes that end with this number; None where no field is chosen."""
    form = one.form
    field, how, value = (form.get(f"{name}{number}", "") for name in ("vilkar-felt", "vilkar-er", "vilkar-verdi"))
    if not field:
        return None
    if how not in _WORDS:
        raise Refused(one.say("no_comparison"))
    compared = _WORDS[how]
    if compared in (Compared.BLANK, Compared.FILLED):
        return Condition(field, compared)
    if not value:
        raise Refused(one.say("no_value", field=one.version.field(field).name))
    dotted = _DOTTED.fullmatch(value)
    if dotted and one.version.field(field).type is FieldType.DATE:
        value = f"{dotted[3]}-{dotted[2]:0>2}-{dotted[1]:0>2}"
    return Condition(field, compared, value)


def comparisons(one: About) -> list[tuple[str, str]]:
    return [(key, one.say(f"compared_{key}")) for key in _WORDS]


def fields(one: About) -> list[tuple[str, str]]:
    """Those that can be asked about: all but who somebody is."""
    return [(field.id, f"{field.name}: {one.say.of(field.label)}") for field in _known(one)]


def _known(one: About) -> list[FieldVersion]:
    return [field for field in one.version.fields if field.field.role is None or not field.field.role.tells_who]
